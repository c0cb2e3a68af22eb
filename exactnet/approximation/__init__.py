"""How well one function stands for another: exact distances, and classification of alternating points."""

from exactnet.approximation.alternation import alternation_errors, tent_mismatch
from exactnet.approximation.distance import Distance, distance, l1_distance, linf_distance
from exactnet.approximation.tents import l1_to_tent, tent_power, three_cycle_power

__all__ = [
    "Distance",
    "alternation_errors",
    "distance",
    "l1_distance",
    "l1_to_tent",
    "linf_distance",
    "tent_mismatch",
    "tent_power",
    "three_cycle_power",
]
