"""Laps and crossings of a piecewise-linear map, and of all its iterates in polynomial time.

A lap is a maximal interval of monotonicity. A flat piece is no lap of its own: it joins the lap on its left (a leading one,
the lap on its right), so laps = 1 + alternations among the signs of the non-zero slopes, and a constant map has one lap.

The iterates are never composed. Points of age <= k (domain ends, ends of monotone pieces, and their images under f^1 .. f^k)
cut the interval into edges; f maps an edge of age <= k monotonically over a range of edges of age <= k + 1. What f^n does on an
edge is summarised by how often its direction alternates, its first and its last direction (flat: nothing), and such summaries
concatenate. N iterates cost about (turning points) x N^2 / 2 vectorised integer operations.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.errors import InputError
from exactnet.exact.integers import IntArray, determinant, integer_array, narrow
from exactnet.exact.rational import QLike, rational

__all__ = [
    "IterateCounts",
    "crossing_passages",
    "crossings",
    "iterate_counts",
    "laps",
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


def require_self_map(f: PiecewiseLinearMap) -> None:
    """Raise InputError unless f maps its bounded interval into itself."""
    if not f.bounded:
        raise InputError("iterating needs a map of a bounded interval, not of the whole line")
    if not f.maps_into_itself:
        raise InputError(
            f"the map leaves its interval {f.domain}: its values run from {f.minimum} to {f.maximum} "
            "(--clip would cut them off at the ends)"
        )


@dataclass(frozen=True)
class IterateCounts:
    """Counts for f, f^2, .., f^N.

    Attributes
    ----------
    laps
        Number of laps of each iterate.
    crossings
        Cr of each iterate at `level`.
    level
        The level of the crossings.
    """

    laps: tuple[int, ...]
    crossings: tuple[int, ...]
    level: fmpq


def iterate_counts(f: PiecewiseLinearMap, iterates: int, level: QLike = "1/2") -> IterateCounts:
    """Laps and crossings of f^1, .., f^N, exactly.

    Raises
    ------
    InputError
        If N > 1 and f does not map its interval into itself, or N < 1.

    Examples
    --------
    >>> three_cycle = PiecewiseLinearMap.from_points([(0, "1/2"), ("1/2", 1), (1, 0)])
    >>> iterate_counts(three_cycle, 5).laps
    (2, 3, 5, 8, 13)
    """
    threshold = rational(level)
    if iterates < 1:
        raise InputError(f"the number of iterates must be at least 1, not {iterates}")
    if iterates == 1:
        return IterateCounts((laps(f),), (crossings(f, threshold),), threshold)
    require_self_map(f)
    points, ages, images = _aged_orbits(f, iterates)
    walk = _EdgeWalk(points, images, ages, threshold)
    counted = [walk.step(iterates - n) for n in range(1, iterates + 1)]
    return IterateCounts(tuple(n for n, _ in counted), tuple(c for _, c in counted), threshold)


def _aged_orbits(f: PiecewiseLinearMap, iterates: int) -> tuple[list[fmpq], NDArray[np.int64], NDArray[np.int64]]:
    """Points of age < ``iterates`` and the images of those below: sorted points, ages, index of the image (or -1)."""
    base = [f.breakpoints[i] for i in monotone_ends(f)]
    age: dict[tuple[int, int], int] = {}
    image: dict[tuple[int, int], fmpq] = {}
    known: dict[tuple[int, int], fmpq] = {}
    front = base
    for k in range(iterates + 1):
        fresh = []
        for x in front:
            key = (int(x.p), int(x.q))
            if key not in age:
                age[key], known[key] = k, x
                if k < iterates:
                    image[key] = f(x)
                    fresh.append(image[key])
        front = fresh
        if not front:
            break
    points = sorted(known.values())
    index = {(int(x.p), int(x.q)): i for i, x in enumerate(points)}
    ages = np.array([age[key] for key in index], dtype=np.int64)
    targets = [image.get(key) for key in index]
    images = np.array([-1 if y is None else index[int(y.p), int(y.q)] for y in targets], dtype=np.int64)
    return points, ages, images


class _EdgeWalk:
    """Summaries of f^n on the edges between points of age <= k, from n = 0, k = N down to n = N, k = 0."""

    def __init__(self, points: list[fmpq], images: NDArray[np.int64], ages: NDArray[np.int64], level: fmpq) -> None:
        self._images, self._ages = images, ages
        edges = len(points) - 1
        split = bisect_left(points, level)
        labels = np.arange(len(points)) >= split
        # at n = 0 an edge is the identity: one rising run
        self._runs: IntArray = np.ones(edges, dtype=np.int64)
        self._first = np.ones(edges, dtype=np.int8)
        self._last = np.ones(edges, dtype=np.int8)
        self._changes: IntArray = (labels[1:] != labels[:-1]).astype(np.int64)
        self._members = np.arange(len(points))

    def step(self, age: int) -> tuple[int, int]:
        """Advance n by one; returns (laps, crossings) of f^n. ``age`` is the oldest point kept from now on."""
        position = np.full(len(self._ages), -1)
        position[self._members] = np.arange(len(self._members))
        self._members = np.flatnonzero(self._ages <= age)
        image = position[self._images[self._members]]
        start, stop = np.minimum(image[:-1], image[1:]), np.maximum(image[:-1], image[1:])
        backwards = image[1:] < image[:-1]
        changes = _prefix(self._changes)
        self._changes = narrow(changes[stop] - changes[start])
        self._concatenate(start, stop, backwards)
        total_runs, _, _ = self._joined(np.zeros(1, dtype=np.intp), np.array([len(self._runs)]))
        return max(1, int(total_runs[0])), int(self._changes.astype(object).sum()) + 1

    def _concatenate(self, start: NDArray[np.intp], stop: NDArray[np.intp], backwards: NDArray[np.bool_]) -> None:
        runs, first, last = self._joined(start, stop)
        self._runs = runs
        self._first = np.where(backwards, -last, first)
        self._last = np.where(backwards, -first, last)

    def _joined(
        self, start: NDArray[np.intp], stop: NDArray[np.intp]
    ) -> tuple[IntArray, NDArray[np.int8], NDArray[np.int8]]:
        """Runs, first and last direction over ranges of edges; flat edges (direction 0) are skipped."""
        moving = np.flatnonzero(self._first)
        a, b = np.searchsorted(moving, start), np.searchsorted(moving, stop)
        empty = a == b
        if not len(moving):
            zeros = np.zeros(len(start), dtype=np.int8)
            return np.zeros(len(start), dtype=np.int64), zeros, zeros
        runs = _prefix(self._runs[moving])
        joints = _prefix((self._last[moving[:-1]] == self._first[moving[1:]]).astype(np.int64))
        final = np.maximum(b - 1, 0)
        head = np.minimum(a, len(moving) - 1)
        count = (runs[b] - runs[a]) - np.where(empty, 0, joints[final] - joints[np.minimum(head, final)])
        first, last = self._first[moving[head]], self._last[moving[final]]
        return narrow(count), np.where(empty, 0, first).astype(np.int8), np.where(empty, 0, last).astype(np.int8)


def _prefix(values: IntArray) -> IntArray:
    """Sums of the first 0, 1, .., n entries, exactly."""
    wide = values if values.dtype == object or _sum_fits(values) else values.astype(object)
    return np.concatenate((np.zeros(1, dtype=wide.dtype), np.cumsum(wide)))


def _sum_fits(values: IntArray) -> bool:
    return not len(values) or int(abs(values).max()) * len(values) < 2**61
