"""Functions of one variable: shape, laps, entropy, orbits, depths and widths that are excluded."""

from __future__ import annotations

from exactnet.bounds.depth_width import DEFAULT_DEPTH, DepthWidth
from exactnet.bounds.depth_width import depth_width as _depth_width
from exactnet.compile import Domain
from exactnet.compile.semialgebraic.function import SemiAlgebraicFunction
from exactnet.compile.sweep import MAX_VERTICES, Progress
from exactnet.dynamics import (
    Entropy,
    LapCounts,
    PeriodicOrbits,
    Shape,
    lap_counts,
    periodic_orbits,
)
from exactnet.dynamics import entropy as _entropy
from exactnet.dynamics import shape as _shape
from exactnet.dynamics.coverings.growth import Progress as EntropyProgress
from exactnet.dynamics.curves.certified import FunctionOrbits, function_orbits
from exactnet.dynamics.entropy import DEFAULT_DIGITS
from exactnet.dynamics.lap_counts import require_self_function
from exactnet.dynamics.orbits import MAX_POINTS
from exactnet.dynamics.orbits import Progress as OrbitProgress
from exactnet.exact.rational import QLike
from exactnet.face.subjects import SubjectLike, function_of, whole
from exactnet.model import Network

__all__ = ["depth_width", "entropy", "laps", "orbits", "shape"]


def shape(
    source: SubjectLike,
    domain: str | Domain | None = None,
    *,
    max_pieces: int = MAX_VERTICES,
    progress: Progress | None = None,
) -> Shape:
    """Pieces, activation regions, laps, crossings and extrema of a function of one variable.

    Examples
    --------
    >>> shape({"format": "exactnet-network/1", "inputs": 1, "layers": [{"type": "abs"}]}, "all").affine_pieces
    2
    """
    return _shape(function_of(source, domain, False, max_pieces, progress))


def laps(
    source: SubjectLike,
    iterate: int = 1,
    *,
    domain: str | Domain | None = None,
    level: QLike = "1/2",
    clip: bool = False,
    max_pieces: int = MAX_VERTICES,
    progress: Progress | None = None,
) -> LapCounts:
    """Laps and crossings of f, f^2, .., f^iterate (see `exactnet.dynamics.iterates`).

    Raises
    ------
    InputError
        If a map of an interval, or a network that is to be iterated, leaves its interval (and `clip` is not set).

    Examples
    --------
    >>> laps({"format": "exactnet-map/1", "points": [["0", "0"], ["1/2", "1"], ["1", "0"]]}, 3).laps
    (2, 4, 8)
    """
    function = function_of(source, domain, clip, max_pieces, progress)
    if not isinstance(function.subject, Network):
        require_self_function(function)  # its file promises a map of the interval into itself
    return lap_counts(function, whole(iterate, "iterate"), level)


def entropy(
    source: SubjectLike,
    digits: int = DEFAULT_DIGITS,
    *,
    domain: str | Domain | None = None,
    clip: bool = False,
    method: str = "auto",
    max_pieces: int = MAX_VERTICES,
    progress: EntropyProgress | None = None,
) -> Entropy:
    """Certified topological entropy (see `exactnet.dynamics.entropy`).

    Raises
    ------
    InputError
        If the map leaves its interval (and `clip` is not set).
    UndecidedError
        If the digits are not reached within what is tried.

    Examples
    --------
    >>> found = entropy({"format": "exactnet-map/1", "points": [["0", "0"], ["1/2", "1"], ["1", "0"]]})
    >>> found.log_decimal, found.exact
    ('0.6931471806', RealAlgebraic(2))
    """
    function = function_of(source, domain, clip, max_pieces)
    return _entropy(function, whole(digits, "digits"), method=method, progress=progress)


def orbits(
    source: SubjectLike,
    max_period: int,
    *,
    domain: str | Domain | None = None,
    clip: bool = False,
    max_points: int = MAX_POINTS,
    max_pieces: int = MAX_VERTICES,
    progress: OrbitProgress | None = None,
) -> PeriodicOrbits | FunctionOrbits:
    """All periodic orbits of least period at most ``max_period`` (see `exactnet.dynamics.orbits`).

    Examples
    --------
    >>> orbits({"format": "exactnet-map/1", "points": [["0", "1"], ["1", "0"]]}, 3).least_periods
    (1, 2)
    """
    function = function_of(source, domain, clip, max_pieces)
    period, limit = whole(max_period, "max_period"), whole(max_points, "max_points")
    if isinstance(function, SemiAlgebraicFunction):
        return function_orbits(function, period, max_cells=limit, progress=progress)
    return periodic_orbits(function, period, max_points=limit, progress=progress)


def depth_width(
    source: SubjectLike,
    iterate: int = 1,
    tolerance: QLike = 0,
    *,
    max_depth: int = DEFAULT_DEPTH,
    max_width: int | None = None,
    domain: str | Domain | None = None,
    clip: bool = False,
    max_pieces: int = MAX_VERTICES,
    progress: Progress | None = None,
) -> DepthWidth:
    """Depths and widths excluded for relu networks within a tolerance of f^iterate (see `exactnet.bounds.depth_width`).

    Examples
    --------
    >>> from exactnet.compile import PiecewiseLinearMap
    >>> tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
    >>> depth_width(tent, 10, "1/4", max_depth=3).excluded
    ((1, 1022), (2, 30), (3, 9))
    """
    return _depth_width(
        function_of(source, domain, clip, max_pieces, progress),
        whole(iterate, "iterate"),
        tolerance,
        max_depth=whole(max_depth, "max_depth"),
        max_width=None if max_width is None else whole(max_width, "max_width"),
    )
