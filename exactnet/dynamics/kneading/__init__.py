"""Kneading theory: orbits of turning points, their itineraries, and growth numbers from power series.

================ ==========================================================
`turning`        orbits of turning points, and how they go on for ever
`linear_turning` those of piecewise-linear maps
`enclosed_orbit` by enclosures, where exact numbers become too long
`traps`          what shows that they are attracted by a cycle
`itineraries`    of one-sided limits at turning points
`data`           power series made of them
`power_series`   what their first coefficients prove of zeros
`first_zero`     the first of these, bracketed
`growth`         the growth number
================ ==========================================================
"""
