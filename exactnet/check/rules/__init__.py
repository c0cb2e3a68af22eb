"""The rules of version 1, one file each, which bears the name of its rule.

A rule checks the form of the claim; then, unless the evidence is a hole (None), that the evidence proves it.
"""

from __future__ import annotations

from collections.abc import Callable

from exactnet.check.rules.alternation import check_alternation
from exactnet.check.rules.betti import check_betti
from exactnet.check.rules.bound import check_bound
from exactnet.check.rules.conjecture import check_conjecture
from exactnet.check.rules.cycle import check_cycle
from exactnet.check.rules.distance import check_distance
from exactnet.check.rules.entropy import check_entropy
from exactnet.check.rules.image_betti import check_image_betti
from exactnet.check.rules.interval import check_interval
from exactnet.check.rules.laps import check_laps
from exactnet.check.rules.orbits import check_orbits
from exactnet.check.rules.persistence import check_persistence
from exactnet.check.rules.reach import check_reach
from exactnet.check.rules.regions import check_regions
from exactnet.check.rules.sign_ensemble import check_sign_ensemble
from exactnet.check.rules.stability import check_stability
from exactnet.check.rules.trajectory import check_trajectory
from exactnet.check.subject import Subject

Rule = Callable[[dict[str, object], Subject, dict[str, object] | None], None]

RULES: dict[str, Rule] = {
    "interval": check_interval,
    "laps": check_laps,
    "alternation": check_alternation,
    "entropy": check_entropy,
    "orbits": check_orbits,
    "cycle": check_cycle,
    "distance": check_distance,
    "regions": check_regions,
    "trajectory": check_trajectory,
    "betti": check_betti,
    "sign_ensemble": check_sign_ensemble,
    "stability": check_stability,
    "persistence": check_persistence,
    "image_betti": check_image_betti,
    "reach": check_reach,
    "bound": check_bound,
    "conjecture": check_conjecture,
}

# The one that speaks of an ensemble, not of a function.
OF_ENSEMBLES = {"sign_ensemble"}
# All others want subjects with one input.
SEVERAL_INPUTS = {
    "regions",
    "betti",
    "bound",
    "trajectory",
    "stability",
    "persistence",
    "image_betti",
    "distance",
    "reach",
    "conjecture",
}
