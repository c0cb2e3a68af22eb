"""exactnet: exact verification of expressivity bounds for neural networks.

>>> import exactnet as xn
>>> tent = xn.load({"format": "exactnet-map/1", "points": [["0", "0"], ["1/2", "1"], ["1", "0"]]})
>>> xn.laps(tent, iterate=3).laps
(2, 4, 8)

Each command is a function of the same name and meaning. Results are frozen; what is certified at once has a `certificate`, what
consists of several certified things has `certificates`. All raise `InputError` (a ValueError) if what they are given is wrong,
in one sentence that says what and where, and `UndecidedError` if a limit of time, pieces, cells or precision is met first.

Names are imported when first used, so that the independent checker (`python -m exactnet.check`) loads nothing but itself.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from exactnet._version import __version__

if TYPE_CHECKING:
    from exactnet.check.files import CheckerPackage
    from exactnet.compile import PiecewiseLinearMap as PiecewiseLinearMap
    from exactnet.compile import PiecewiseMap as PiecewiseMap
    from exactnet.conjectures import Conjecture as Conjecture
    from exactnet.constructions import yarotsky as yarotsky
    from exactnet.errors import ExactnetError as ExactnetError
    from exactnet.errors import InputError as InputError
    from exactnet.errors import UndecidedError as UndecidedError
    from exactnet.exact import RealAlgebraic as RealAlgebraic
    from exactnet.face import betti as betti
    from exactnet.face import compare_budgets as compare_budgets
    from exactnet.face import criteria as criteria
    from exactnet.face import depth_width as depth_width
    from exactnet.face import distance as distance
    from exactnet.face import each_region as each_region
    from exactnet.face import ensemble as ensemble
    from exactnet.face import entropy as entropy
    from exactnet.face import from_state_dict as from_state_dict
    from exactnet.face import laps as laps
    from exactnet.face import layers as layers
    from exactnet.face import load as load
    from exactnet.face import orbits as orbits
    from exactnet.face import persistence as persistence
    from exactnet.face import plot as plot
    from exactnet.face import polyhedral_complex as polyhedral_complex
    from exactnet.face import question as question
    from exactnet.face import rank as rank
    from exactnet.face import regions as regions
    from exactnet.face import search as search
    from exactnet.face import sensitivity as sensitivity
    from exactnet.face import shape as shape
    from exactnet.face import sign_ensemble as sign_ensemble
    from exactnet.face import solve as solve
    from exactnet.face import stability as stability
    from exactnet.face import sweep as sweep
    from exactnet.face import table as table
    from exactnet.face import trajectory as trajectory
    from exactnet.face import verify as verify
    from exactnet.model import Network as Network

    check: CheckerPackage

_HOME = {
    "Conjecture": "exactnet.conjectures",
    "ExactnetError": "exactnet.errors",
    "InputError": "exactnet.errors",
    "Network": "exactnet.model",
    "PiecewiseLinearMap": "exactnet.compile",
    "PiecewiseMap": "exactnet.compile",
    "RealAlgebraic": "exactnet.exact",
    "UndecidedError": "exactnet.errors",
    "betti": "exactnet.face",
    "compare_budgets": "exactnet.face",
    "criteria": "exactnet.face",
    "depth_width": "exactnet.face",
    "distance": "exactnet.face",
    "each_region": "exactnet.face",
    "ensemble": "exactnet.face",
    "entropy": "exactnet.face",
    "from_state_dict": "exactnet.face",
    "laps": "exactnet.face",
    "layers": "exactnet.face",
    "load": "exactnet.face",
    "orbits": "exactnet.face",
    "persistence": "exactnet.face",
    "plot": "exactnet.face",
    "polyhedral_complex": "exactnet.face",
    "question": "exactnet.face",
    "rank": "exactnet.face",
    "regions": "exactnet.face",
    "sensitivity": "exactnet.face",
    "search": "exactnet.face",
    "shape": "exactnet.face",
    "sign_ensemble": "exactnet.face",
    "stability": "exactnet.face",
    "solve": "exactnet.face",
    "sweep": "exactnet.face",
    "table": "exactnet.face",
    "trajectory": "exactnet.face",
    "verify": "exactnet.face",
    "yarotsky": "exactnet.constructions",
}

__all__ = ["__version__", *sorted([*_HOME, "check"])]


def __getattr__(name: str) -> Any:
    if name == "check":
        return import_module("exactnet.check")  # a package that may be called
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'exactnet' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
