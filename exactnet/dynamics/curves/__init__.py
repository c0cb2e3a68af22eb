`enclosures`   interval arithmetic with exactly monotone images
`exact_orbits` orbits in the field of their first point
`table`        order and images of all orbits that counting needs
`laps`         laps and crossings of iterates
`turning`      orbits of turning points, for kneading theory
`trapping`     intervals in which attracted orbits stay
============== ==========================================================
=======
"""Dynamics of maps with polynomial and rational pieces.

============== =================================================================
`enclosures`   orbits in intervals with ends in multiples of 2^-p
`exact_orbits` beginnings of orbits, exactly
`turning`      orbits of turning points, and how they end; `trapping` intervals
`table`        the order of these orbits; `laps` of iterates; `growth` numbers
`images`       images and slopes of intervals of any width
`marked`       periodic orbits through knots, critical points and ends
`cells`        the zeros of f^n(x) - x, one by one; `expanded`: as roots
`search`       which zeros make an orbit; `traced`: what is said of it
`orbits`       all periodic orbits up to a period
`cycles`       one of them; `single`: its own certificate; `certified` functions
`exact_points` periodic points as algebraic numbers
============== =================================================================
"""
