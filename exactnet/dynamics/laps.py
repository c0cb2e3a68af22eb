"""Laps and crossings of a piecewise-linear map.

A lap is a maximal interval of monotonicity. A flat piece is no lap of its own: it joins the lap on its left (a leading one,
the lap on its right), so laps = 1 + alternations among the signs of the non-zero slopes, and a constant map has one lap.
"""

from __future__ import annotations

import itertools

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.errors import InputError
from exactnet.exact.integers import determinant, integer_array
from exactnet.exact.rational import QLike, rational

__all__ = [
    "crossing_passages",
    "crossings",
    "laps",
    "leaving",
    "monotone_ends",
    "require_self_map",
    "turning_points",
]


def laps(f: PiecewiseLinearMap) -> int:
    """Number of laps of a map.

    Examples
    --------
    >>> laps(PiecewiseLinearMap.from_points([(0, 0), (1, 1), (2, 1), (3, 0), (4, 2)]))
    3
    """
    signs = f.slope_signs[f.slope_signs != 0]
    return int((signs[1:] != signs[:-1]).sum()) + 1


def crossings(f: PiecewiseLinearMap, level: QLike = "1/2") -> int:
    """Telgarsky's Cr: number of maximal intervals on which ``f(x) >= level`` is constantly true or constantly false.

    An isolated point at which f touches the level from below counts.

    Examples
    --------
    >>> crossings(PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)]))
    3
    """
    labels = _far_labels(f, rational(level))
    return int((labels[1:] != labels[:-1]).sum()) + 1


def _far_labels(f: PiecewiseLinearMap, level: fmpq) -> NDArray[np.bool_]:
    """Label at every vertex; at a direction, that of the limit along its ray."""
    w, y = f.rows[:, 0], f.rows[:, 2]
    height = determinant(w, y, integer_array([int(level.q)]), integer_array([int(level.p)]))
    labels = height <= 0
    # height = w p - y q <= 0  iff  y/w >= level; on a direction y is the slope, and a flat ray keeps its vertex's label
    if not f.bounded:
        for end, inner in ((0, 1), (-1, -2)):
            if f.rows[end, 2] == 0:
                labels[end] = labels[inner]
    return np.asarray(labels, dtype=bool)


def crossing_passages(f: PiecewiseLinearMap, low: QLike, high: QLike) -> int:
    """Crossings of [low, high]: full passages from <= low to >= high or back, at ordered points of a bounded domain.

    Examples
    --------
    >>> crossing_passages(PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)]), "1/4", "3/4")
    2
    """
    x, y = rational(low), rational(high)
    if not x < y or not f.bounded:
        raise InputError("crossings of [low, high] need low < high and a bounded domain")
    visits = [v >= y for v in f.values if v <= x or v >= y]
    return sum(a != b for a, b in itertools.pairwise(visits))


def monotone_ends(f: PiecewiseLinearMap) -> list[int]:
    """Indices of the vertices at which the sign of the slope changes, both ends of the domain included."""
    change = np.flatnonzero(f.slope_signs[1:] != f.slope_signs[:-1]) + 1
    return [0, *change.tolist(), len(f.rows) - 1]


def turning_points(f: PiecewiseLinearMap) -> list[fmpq]:
    """Interior points at which the sign of the slope changes: turning points and ends of flat pieces."""
    return [fmpq(int(f.rows[i, 1]), int(f.rows[i, 0])) for i in monotone_ends(f)[1:-1]]


def require_self_map(f: PiecewiseLinearMap, *, clippable: bool = True) -> None:
    """Raise InputError unless f maps its bounded interval into itself; that it may be clipped is a note, if it may be."""
    if not f.bounded:
        raise InputError("iterating needs a map of a bounded interval, not of the whole line")
    if not f.maps_into_itself:
        raise leaving(f"{f.domain}: its values run from {f.minimum} to {f.maximum}", clippable=clippable)


def leaving(interval_and_values: str, *, clippable: bool) -> InputError:
    """The error for a map that leaves its interval; only some commands and functions can clip."""
    error = InputError(
        f"the map leaves its interval {interval_and_values}{'' if clippable else '; it has no iterates there'}"
    )
    if clippable:
        error.add_note("--clip would cut them off at the ends")
    return error
