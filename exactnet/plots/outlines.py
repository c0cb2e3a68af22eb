"""What a picture of a function of one variable shows: a polyline, bends, turning points. Rounded last, from exact descriptions."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from flint import arb, fmpq
from numpy.typing import NDArray

from exactnet.compile import PiecewiseLinearMap
from exactnet.compile.semialgebraic.curve import Curve
from exactnet.compile.semialgebraic.function import SemiAlgebraicFunction
from exactnet.compile.study import Function
from exactnet.dynamics import laps
from exactnet.exact.points import Point
from exactnet.plots.numbers import double, doubles, require_drawable

__all__ = ["Outline", "lap_ends", "outline"]

_BITS = 64
_SAMPLES = 1200
_FEWEST = 12


@dataclass(frozen=True, eq=False)
class Outline:
    """A function as it is drawn.

    Attributes
    ----------
    lower, upper
        Ends of the part of the domain that is shown.
    bounded
        Whether that is all of it.
    line
        Points of the graph, straight in between, shape (n, 2).
    bends
        Where one piece ends and the next begins, shape (n, 2).
    turns
        Where one lap ends and the next begins.
    pieces, noun
        Number of pieces, and what they are.
    laps
        Number of laps.
    """

    lower: fmpq
    upper: fmpq
    bounded: bool
    line: NDArray[np.float64]
    bends: NDArray[np.float64]
    turns: NDArray[np.float64]
    pieces: int
    noun: str
    laps: int


def outline(function: Function) -> Outline:
    """The outline of a function with one output.

    Raises
    ------
    InputError
        If the function has several outputs, or numbers that cannot be drawn.

    Examples
    --------
    >>> from exactnet.compile.piecewise_map import PiecewiseMap
    >>> from exactnet.compile.study import study
    >>> found = outline(study(PiecewiseMap.of([0, "1/2", 1], [[0, 0, 4], [2, -2]])))
    >>> found.bends.tolist(), found.turns.tolist(), found.pieces, len(found.line)
    ([[0.5, 1.0]], [0.5], 2, 602)
    """
    return _of_curve(function.curve) if isinstance(function, SemiAlgebraicFunction) else _of_line(function.map)


def lap_ends(f: PiecewiseLinearMap) -> list[int]:
    """Indices of the inner vertices between two laps; a flat piece belongs to the lap on its left.

    Examples
    --------
    >>> lap_ends(PiecewiseLinearMap.from_points([(0, 0), (1, 1), (2, 1), (3, 0), (4, 2)]))
    [2, 3]
    """
    moving = np.flatnonzero(f.slope_signs)
    signs = f.slope_signs[moving]
    ends: list[int] = moving[1:][signs[1:] != signs[:-1]].tolist()
    return ends


def _of_line(f: PiecewiseLinearMap) -> Outline:
    lower, upper = f.breakpoints[0], f.breakpoints[-1]
    if not f.bounded:
        margin = (upper - lower) / 6 or fmpq(1)
        lower, upper = lower - margin, upper + margin
    require_drawable(lower, upper)
    line = doubles(f.rows[f.rows[:, 0] > 0])
    if not f.bounded:
        ends = np.array([[double(x), double(f(x))] for x in (lower, upper)])
        line = np.concatenate((ends[:1], line, ends[1:]))
    turns = doubles(f.rows[lap_ends(f)][:, :2])[:, 0] if len(f.rows) > 2 else np.zeros(0)
    return Outline(lower, upper, f.bounded, line, line[1:-1], turns, f.pieces, "affine piece", laps(f))


def _of_curve(f: Curve) -> Outline:
    lower, upper = (_near(f.points[i]) for i in (0, -1))
    require_drawable(lower, upper)
    share = max(_FEWEST, _SAMPLES // len(f.branches))
    rows: list[tuple[float, float]] = []
    for i, (branch, (left, right)) in enumerate(zip(f.branches, pairwise(f.points), strict=True)):
        a, b = _near(left), _near(right)
        count = 1 if branch.is_polynomial and branch.degree <= 1 else share
        rows.append(_drawn(f, i, a))
        # denser at the ends, where the graph may be steep
        for x in (0.5 - 0.5 * np.cos(np.pi * np.arange(1, count) / count)).tolist():
            rows.append(_drawn(f, i, a + (b - a) * fmpq(*x.as_integer_ratio())))
    rows.append(_drawn(f, len(f.branches) - 1, _near(f.points[-1])))
    line = np.array(rows)
    bends = [_value(f, x) for x in f.knots[1:-1]]
    moving = [i for i, d in enumerate(f.directions) if d]
    turns = [double(_near(f.points[j])) for i, j in pairwise(moving) if f.directions[i] != f.directions[j]]
    noun = "polynomial piece" if all(p.is_polynomial for p in f.pieces) else "rational piece"
    return Outline(
        lower, upper, True, line, np.array(bends).reshape(-1, 2), np.array(turns), len(f.pieces), noun, f.laps
    )


def _near(x: Point) -> fmpq:
    """The point, or a rational very close to it."""
    return x.rational if x.rational is not None else sum(x.refine(_BITS), fmpq(0)) / 2


def _drawn(f: Curve, branch: int, x: fmpq) -> tuple[float, float]:
    value = f.branches[branch].at_ball(arb(x), _BITS)
    return double(x), double(fmpq(*float(value.mid()).as_integer_ratio()))


def _value(f: Curve, x: Point) -> tuple[float, float]:
    at = next(i for i, y in enumerate(f.points) if y == x)
    return _drawn(f, at, _near(x))
