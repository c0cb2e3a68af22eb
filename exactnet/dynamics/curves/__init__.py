"""Dynamics of maps with polynomial and rational pieces: enclosures order the orbits, exact numbers decide coincidences.

============== ==========================================================
`enclosures`   interval arithmetic with exactly monotone images
`exact_orbits` orbits in the field of their first point
`table`        order and images of all orbits that counting needs
`laps`         laps and crossings of iterates
`turning`      orbits of turning points, for kneading theory
`trapping`     intervals in which attracted orbits stay
============== ==========================================================
"""
