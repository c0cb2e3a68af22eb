"""Laps and crossings of the iterates of a curve, in time polynomial in their number: the order of the orbits decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flint import fmpq

from exactnet.compile.semialgebraic.curve import Curve
from exactnet.dynamics.curves.table import curve_table
from exactnet.dynamics.extrema import Extremes
from exactnet.dynamics.iterates import IterateCounts
from exactnet.dynamics.laps import leaving
from exactnet.dynamics.walk import directions, labels, letters_of_iterates
from exactnet.errors import InputError, UndecidedError

__all__ = ["CurveCounts", "CurveLaps", "curve_counts", "curve_laps", "easy_laps", "require_self_curve"]

_LITTLE = 400
"""Bits of precision."""


@dataclass(frozen=True, eq=False)
class CurveCounts:
    """Counts and extrema of iterates, with the keys of evidence that rule ``laps`` wants beyond the description of the curve."""

    counts: IterateCounts
    extremes: tuple[Extremes, ...]
    evidence: dict[str, Any]


@dataclass(frozen=True, eq=False)
class CurveLaps:
    """lap(f^n), with the keys of evidence that show it beyond the description of the curve."""

    laps: int
    evidence: dict[str, Any]


def curve_laps(curve: Curve, n: int) -> CurveLaps:
    """Laps of one iterate.

    Raises
    ------
    InputError
        If f does not map its interval into itself.
    UndecidedError
        If the order of the orbits of the turning points cannot be decided.
    """
    require_self_curve(curve)
    found = curve_table(curve, n)
    (counted,) = letters_of_iterates(found.table, [directions(len(found.table.ages))])
    return CurveLaps(max(1, counted[-1]), {"precision": found.precision, "same": found.same})


def easy_laps(curve: Curve, n: int) -> int | None:
    """lap(f^n), if it is found with little effort.

    Examples
    --------
    >>> from flint import fmpq_poly
    >>> from exactnet.exact.points import Point
    >>> from exactnet.exact.rational_functions import RationalFunction
    >>> logistic = Curve.of([Point.of(0), Point.of(1)], [RationalFunction.of(fmpq_poly([0, 3, -3]))])
    >>> easy_laps(logistic, 3)
    6
    """
    try:
        found = curve_table(curve, n, most_precision=max(_LITTLE, 3 * n))
    except UndecidedError:
        return None
    (counted,) = letters_of_iterates(found.table, [directions(len(found.table.ages))])
    return max(1, counted[-1])


def require_self_curve(curve: Curve, *, clippable: bool = True) -> None:
    """Raise InputError unless the curve maps its interval into itself; that it may be clipped is a note, if it may be."""
    if not curve.maps_into_itself:
        raise leaving(f"{curve.domain_text}: its values run {curve.range_text}", clippable=clippable)


def curve_counts(curve: Curve, iterates: int, level: fmpq) -> CurveCounts:
    """Laps, crossings and extrema of f^1, .., f^N.

    Raises
    ------
    InputError
        If f does not map its interval into itself, or N < 1.
    UndecidedError
        If the order of the orbits of the turning points cannot be decided.

    Examples
    --------
    >>> from flint import fmpq_poly
    >>> from exactnet.exact.points import Point
    >>> from exactnet.exact.rational_functions import RationalFunction
    >>> chebyshev = Curve.of([Point.of(-1), Point.of(1)], [RationalFunction.of(fmpq_poly([0, -3, 0, 4]))])
    >>> curve_counts(chebyshev, 4, fmpq(0)).counts.laps
    (3, 9, 27, 81)
    """
    if iterates < 1:
        raise InputError(f"the number of iterates must be at least 1, not {iterates}")
    require_self_curve(curve)
    found = curve_table(curve, iterates, [level], extremes=True)
    ((below, _),) = found.table.places
    points = len(found.table.ages)
    laps, crossings = letters_of_iterates(found.table, [directions(points), labels(points, below)])
    counts = IterateCounts(tuple(max(1, n) for n in laps), tuple(max(1, n) for n in crossings), level)
    return CurveCounts(counts, found.extremes, {"precision": found.precision, "same": found.same})
