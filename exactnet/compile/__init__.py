"""Networks of one input, compiled to exact descriptions.

================== =============================================================
`piecewise_linear` `PiecewiseLinearMap`: a function of one variable, exactly
`composition`      composition and common refinement of such maps
`sweep`            network -> description, a layer at a time
`domain`           the segment or line a network is restricted to
`function`         a subject seen as a function of one variable
================== =============================================================
"""

from exactnet.compile.composition import common_refinement, compose
from exactnet.compile.domain import Domain
from exactnet.compile.function import IntervalFunction
from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.compile.sweep import LineRestriction, compile_map, restrict_to_line

__all__ = [
    "Domain",
    "IntervalFunction",
    "LineRestriction",
    "PiecewiseLinearMap",
    "common_refinement",
    "compile_map",
    "compose",
    "restrict_to_line",
]
