"""How well one function stands for another: distances, and classification of alternating points.

============= ====================================================================
`distance`    L1 and L-infinity distance of any two functions of one variable, and of their iterates
`space`       the same for networks of several inputs, over their cells
`difference`  f - g of functions with rational pieces, cut where it turns or vanishes
`curves`      its largest value and its area: numbers, or brackets
`integrals`   areas in number fields, or enclosed by Taylor polynomials
`powers`      iterates, expanded while that is cheap; `floats`: where roots and turning points may be
`cells`       distances of iterates that are not expanded; `sides`, `series`: what they are on a short cell
`alternation` labels of alternating points
`square`      distances to x^2
`tents`       powers of the tent map and of a map with a 3-cycle
============= ====================================================================
"""

from exactnet.approximation.alternation import alternation_errors, tent_mismatch
from exactnet.approximation.curves import DEFAULT_DIGITS as DISTANCE_DIGITS
from exactnet.approximation.curves import DistanceValue, Shown, enclosed_area, enclosed_height, value_json
from exactnet.approximation.difference import Difference
from exactnet.approximation.distance import Distance, distance, l1_distance, linf_distance
from exactnet.approximation.space import CellDistance, cell_distance
from exactnet.approximation.square import least_linf_to_square, linf_to_square
from exactnet.approximation.tents import l1_to_tent, tent_power, three_cycle_power

__all__ = [
    "DISTANCE_DIGITS",
    "CellDistance",
    "Difference",
    "Distance",
    "DistanceValue",
    "Shown",
    "alternation_errors",
    "cell_distance",
    "distance",
    "enclosed_area",
    "enclosed_height",
    "l1_distance",
    "l1_to_tent",
    "least_linf_to_square",
    "linf_distance",
    "linf_to_square",
    "tent_mismatch",
    "tent_power",
    "three_cycle_power",
    "value_json",
]
