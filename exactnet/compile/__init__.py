"""Networks compiled to exact descriptions.

Functions of one variable:

================== =============================================================
`piecewise_linear` `PiecewiseLinearMap`: a function of one variable, exactly
`piecewise_map`    `PiecewiseMap`: with polynomial pieces or algebraic numbers
`polyline`         its working representation, in projective integers
`composition`      composition and common refinement of such maps
`sweep`            network -> description, a layer at a time
`domain`           the segment or line a network is restricted to
`function`         a subject seen as a function of one variable
`semialgebraic`    the same with polynomial and rational pieces
`study`            one entry for functions of both kinds
================== =============================================================

Networks along paths, and on planes and lines in their input space:

================== =============================================================
`path`             `Path`: polylines, and chains of arcs
`segments`         a network along a polyline; `arcs`: along arcs
`patterns`         the activation patterns along a path
`slices`           the restriction to a plane or a line
================== =============================================================

Polyhedral complexes in R^d:

================== =============================================================
`polyhedral`       `PolyhedralComplex` and `compile_complex`
`places`           domains: `box` (boxes and R^d), `polytope`
`start`            the complex with which a refinement begins
`refinement`       walls one after another, layer by layer; `memory` it may take
`lattice`          face lattices; `subdivision`: what a wall does to one
`vertices`         what a refinement asks of vertices, and integers that answer
`filtered`         the same from doubles with error bounds; `growing` arrays
`forms`            affine forms along patterns; vertices where walls meet
================== =============================================================
"""

from exactnet.compile.composition import common_refinement, compose
from exactnet.compile.domain import Domain
from exactnet.compile.function import IntervalFunction
from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.compile.piecewise_map import PiecewiseMap
from exactnet.compile.sweep import LineRestriction, compile_map, restrict_to_line

__all__ = [
    "Domain",
    "IntervalFunction",
    "LineRestriction",
    "PiecewiseLinearMap",
    "PiecewiseMap",
    "common_refinement",
    "compile_map",
    "compose",
    "restrict_to_line",
]
