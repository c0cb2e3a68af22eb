"""Swings of an iterate of a curve: where it turns is proposed by floats, its values there are enclosed.

Turning points of f^T are those of f and their preimages, which contract: floats find them well, and any rational nearby will do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log2
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.compile.semialgebraic.curve import Curve
from exactnet.dynamics.curves.enclosures import Enclosures
from exactnet.dynamics.curves.images import Images
from exactnet.dynamics.curves.table import curve_table
from exactnet.dynamics.walk import letters_of_iterates, visits
from exactnet.errors import UndecidedError
from exactnet.exact.fields import ball_of, rational_or_none
from exactnet.exact.points import between
from exactnet.exact.rational_functions import RationalFunction

__all__ = ["CurvePassages", "passages_of_curve", "swing_values"]

_HALVINGS = 56
_SAMPLE = 24
_BITS = 192


@dataclass(frozen=True, eq=False)
class CurvePassages:
    """Passages of an interval, with the keys of evidence that rule ``alternation`` wants beyond that and the curve."""

    count: int
    interval: tuple[fmpq, fmpq]
    evidence: dict[str, Any]


@dataclass(frozen=True, eq=False)
class SwingValues:
    """Rational points in order, and rational bounds of an iterate there."""

    points: tuple[fmpq, ...]
    values: tuple[tuple[fmpq, fmpq], ...]
    precision: int


def swing_values(curve: Curve, iterate: int) -> SwingValues:
    """Points at or near which f^iterate turns, the ends of the domain (or points next to them) included, with its values there.

    Examples
    --------
    >>> from flint import fmpq_poly
    >>> from exactnet.exact.points import Point
    >>> logistic = Curve.of([Point.of(0), Point.of(1)], [RationalFunction.of(fmpq_poly([0, 4, -4]))])
    >>> found = swing_values(logistic, 2)
    >>> [round(float(x), 6) for x in found.points], [round(float(low), 6) for low, _ in found.values]
    ([0.0, 0.146447, 0.5, 0.853553, 1.0], [0.0, 1.0, 0.0, 1.0, 0.0])
    """
    monotone = [curve.points[i] for i in curve.monotone_ends]
    low = monotone[0].rational if monotone[0].rational is not None else _inside(curve, 0)
    high = monotone[-1].rational if monotone[-1].rational is not None else _inside(curve, -1)
    inner = [fmpq(*float(x).as_integer_ratio()) for x in _turns(curve, iterate)]
    points = (low, *(x for x in inner if low < x < high), high)
    if iterate == 1 and not curve.maps_into_itself:
        exact = [rational_or_none(curve(x)) for x in points]
        known = tuple((y, y) for y in exact if y is not None)
        if len(known) < len(exact):
            raise UndecidedError("the map leaves its interval, and values at its turning points are algebraic numbers")
        return SwingValues(points, known, _BITS)
    at = Images(curve, 32)
    slope = max(map(abs, at.slope((at.low, at.high)))) / at.one
    precision = 96 + iterate * (1 + int(log2(slope + 2)))
    at = Images(curve, precision)
    values: list[tuple[fmpq, fmpq]] = []
    for x in points:
        scaled = x * at.one
        a, b = at.images((int(scaled.floor()), int(scaled.ceil())), iterate)[-1]
        values.append((fmpq(a, at.one), fmpq(b, at.one)))
    return SwingValues(points, tuple(values), precision + 8)


def _inside(curve: Curve, end: int) -> fmpq:
    """A rational next to an irrational end of the domain."""
    x, other = curve.points[end], curve.points[1 if end == 0 else -2]
    low, high = x.refine(64)
    if end == 0:
        return high if high < other else between(x, other)
    return low if other < low else between(other, x)


def _turns(curve: Curve, iterate: int) -> NDArray[np.float64]:
    """Floats near the turning points of f^iterate inside the domain."""
    ends = np.array([float((p.refine(64)[0] + p.refine(64)[1]) / 2) for p in curve.points])
    cuts = list(curve.monotone_ends)
    pieces = [_floats(f) for f in curve.branches]
    front = ends[cuts[1:-1]]
    found = [front]
    for _ in range(iterate - 1):
        front = np.concatenate([_preimages(front, ends, pieces, a, b) for a, b in pairwise(cuts)])
        found.append(front)
    return np.unique(np.concatenate(found))


def _preimages(
    ys: NDArray[np.float64], ends: NDArray[np.float64], pieces: Sequence[_Quotient], first: int, last: int
) -> NDArray[np.float64]:
    """Where f takes values on a monotone interval, by bisection."""
    left, right = ends[first], ends[last]
    at_left, at_right = (_value(np.array([x]), ends, pieces)[0] for x in (left, right))
    inside = ys[(ys - at_left) * (ys - at_right) < 0]
    if at_left == at_right or not len(inside):
        return np.zeros(0)
    low, high = np.full(len(inside), left), np.full(len(inside), right)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        below = (_value(middle, ends, pieces) < inside) == (at_left < at_right)
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return high


_Quotient = tuple[NDArray[np.float64], NDArray[np.float64]]


def _floats(f: RationalFunction) -> _Quotient:
    top, bottom = ([float(ball_of(c, 64).mid()) for c in p.coeffs()] for p in (f.numerator, f.denominator))
    return np.array(top or [0.0]), np.array(bottom)


def _value(xs: NDArray[np.float64], ends: NDArray[np.float64], pieces: Sequence[_Quotient]) -> NDArray[np.float64]:
    where = np.clip(np.searchsorted(ends, xs, side="right") - 1, 0, len(pieces) - 1)
    found = np.zeros_like(xs)
    for k in np.unique(where).tolist():
        here, (top, bottom) = where == k, pieces[k]
        found[here] = np.polynomial.polynomial.polyval(xs[here], top) / np.polynomial.polynomial.polyval(
            xs[here], bottom
        )
    return found


def passages_of_curve(curve: Curve, iterate: int, size: fmpq) -> CurvePassages | None:
    """Passages of an interval longer than a size by f^iterate, of the best of some; None if none is so long.

    Examples
    --------
    >>> from flint import fmpq_poly
    >>> from exactnet.exact.points import Point
    >>> logistic = Curve.of([Point.of(0), Point.of(1)], [RationalFunction.of(fmpq_poly([0, 4, -4]))])
    >>> passages_of_curve(logistic, 40, fmpq(3, 4)).count == 2**40
    True
    """
    at, values = Enclosures(curve, _BITS), set[int]()
    for i in curve.monotone_ends:
        x = at.points[i]
        for _ in range(min(iterate, _SAMPLE)):
            x = at.image(x)
            values.add(x[0])
    one, least = 1 << _BITS, min(values)
    # just below a value of the iterate, as no orbit point may lie on an end of the interval
    nudge = fmpq(1, 1 << (_BITS // 2))
    uppers = sorted(y for y in (fmpq(v, one) - nudge for v in values) if y - size > fmpq(least, one) + 2 * nudge)
    chosen = uppers[:: -(-len(uppers) // _SAMPLE) or 1]
    intervals = [(y - size - nudge, y) for y in chosen]
    if not intervals:
        return None
    found = curve_table(curve, iterate, [level for pair in intervals for level in pair])
    points, places = len(found.table.ages), found.table.places
    words = [visits(points, low[1], high[0]) for low, high in zip(places[::2], places[1::2], strict=True)]
    counts = [max(0, row[-1] - 1) for row in letters_of_iterates(found.table, words)]
    best = max(range(len(counts)), key=counts.__getitem__)
    return CurvePassages(counts[best], intervals[best], {"precision": found.precision, "same": found.same})
