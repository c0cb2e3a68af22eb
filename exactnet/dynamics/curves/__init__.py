"""Dynamics of maps with polynomial and rational pieces.

============== =================================================================
`enclosures`   orbits in intervals with ends in multiples of 2^-p
`exact_orbits` beginnings of orbits, exactly
`turning`      orbits of turning points, and how they end; `trapping` intervals
`table`        the order of these orbits; `laps` of iterates; `growth` numbers
`swings`       how often an iterate rises and falls by more than some amount
`images`       images and slopes of intervals of any width
`marked`       periodic orbits through knots, critical points and ends
`bands`        intervals on which an iterate is the identity
`cells`        the zeros of f^n(x) - x, one by one; `words`, `expanded`: as roots
`separation`   how cells are found; `kinds` of cells
`search`       which zeros make an orbit; `traced`: what is said of it
`orbits`       all periodic orbits up to a period
`cycles`       one of them; `single`, `certified`: certificates; `find_cycle`, `horseshoes`: any one of some period
`exact_points` periodic points as algebraic numbers
============== =================================================================
"""
