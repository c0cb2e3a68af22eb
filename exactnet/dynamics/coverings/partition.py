"""Partitions of an interval by orbits of turning points, and what their intervals cover.

On each interval J_i of a partition f is monotone. f(J_i) contains the *inner* range of intervals and meets the interiors of the
*outer* range; both are ranges of consecutive indices. When they agree everywhere the partition is Markov.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.dynamics.laps import monotone_ends
from exactnet.exact.rational import number_text

__all__ = ["Partition", "Ranges", "adapted_points", "image_places", "markov_partition", "orbit_partition"]

Key = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Ranges:
    """A 0-1 matrix whose rows are runs of ones: row i has its ones in ``start[i] : stop[i]``."""

    start: NDArray[np.int64]
    stop: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.start)

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """(start, stop) of every row."""
        return list(zip(self.start.tolist(), self.stop.tolist(), strict=True))


@dataclass(frozen=True, eq=False)
class Partition:
    """A partition with its coverings.

    Attributes
    ----------
    points
        p_0 < .. < p_m, the ends of the intervals J_0, .., J_{m-1}.
    inner, outer
        Which intervals f(J_i) contains, and whose interiors it meets.
    rising
        Whether f rises on J_i (flat intervals cover nothing, and count as falling).
    """

    points: tuple[fmpq, ...]
    inner: Ranges
    outer: Ranges
    rising: NDArray[np.bool_]

    @property
    def is_markov(self) -> bool:
        """Whether the image of every interval is a union of intervals."""
        return bool((self.inner.start == self.outer.start).all() and (self.inner.stop == self.outer.stop).all())

    @property
    def texts(self) -> list[str]:
        """The points as certificates write them."""
        return [number_text(p) for p in self.points]


def orbit_partition(f: PiecewiseLinearMap, depth: int) -> Partition:
    """Partition adapted to the orbits of the ends of monotone pieces (turning points, ends of flat pieces and of the interval).

    An orbit that lands on such an end or closes within ``depth`` steps is taken itself. Of any other one only the beginning is
    known: its first point x is enclosed by the two ends of its cylinder, the maximal interval on which f, .., f^depth are
    monotone; these ends reach ends of monotone pieces, and they and their orbits are taken. So every point but the ends of
    monotone pieces has its image in the partition, and what is unknown about x is a sliver, exponentially thin in the depth.
    The partition is Markov when all orbits land or close.

    Examples
    --------
    >>> tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", "3/4"), (1, 0)])
    >>> partition = orbit_partition(tent, 2)
    >>> partition.points, partition.is_markov
    ((0, 1/3, 1/2, 2/3, 7/9, 1), False)
    """
    points, images = adapted_points(f, depth)
    return Partition(tuple(points), *_coverings(points, images))


def markov_partition(f: PiecewiseLinearMap, depth: int) -> Partition:
    """The coarsest `orbit_partition` of at most this depth that is Markov; that of this depth if none is.

    Examples
    --------
    >>> three_cycle = PiecewiseLinearMap.from_points([(0, "1/2"), ("1/2", 1), (1, 0)])
    >>> markov_partition(three_cycle, 16).outer.pairs
    [(1, 2), (0, 2)]
    """
    step = 0
    while step < depth:
        found = orbit_partition(f, step)
        if found.is_markov:
            return found
        step = 2 * step + 1
    return orbit_partition(f, depth)


def adapted_points(
    f: PiecewiseLinearMap, depth: int, cuts: Sequence[fmpq] | None = None
) -> tuple[list[fmpq], list[fmpq]]:
    """The points of `orbit_partition` and their images.

    With ``cuts`` (all breakpoints of f, both ends, perhaps more) the same for the pieces between these instead of the
    monotone pieces.

    Examples
    --------
    >>> bent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", "1/4"), (1, 1)])
    >>> adapted_points(bent, 1, bent.breakpoints)
    ([0, 1/2, 1], [0, 1/4, 1])
    """
    pieces = _MonotonePieces(f, cuts)
    images = dict(pieces.end_images)
    for x in {_key(y): y for y in images.values()}.values():
        orbit, closed = _orbit(f, x, depth, images)
        if closed:
            images.update((_key(y), f(y)) for y in orbit)
        else:
            images.update(pieces.cylinder_ends(orbit))
    points = sorted(fmpq(*key) for key in images)
    return points, [images[_key(x)] for x in points]


def _orbit(f: PiecewiseLinearMap, x: fmpq, depth: int, known: dict[Key, fmpq]) -> tuple[list[fmpq], bool]:
    """x, f(x), .. up to ``depth`` steps or until it meets itself or a known point; whether it did."""
    orbit: list[fmpq] = []
    seen: set[Key] = set()
    for _ in range(depth + 1):
        key = _key(x)
        if key in known or key in seen:
            return orbit, True
        seen.add(key)
        orbit.append(x)
        x = f(x)
    return orbit, False


class _MonotonePieces:
    """Intervals on which f rises, falls or is flat, with the inverse branches on the first two; the maximal ones by default."""

    def __init__(self, f: PiecewiseLinearMap, cuts: Sequence[fmpq] | None) -> None:
        # f is straight between the vertices; a piece ends at some of them
        if cuts is None:
            self._xs, self._ys, indices = f.breakpoints, f.values, monotone_ends(f)
        else:
            self._xs, self._ys, indices = tuple(cuts), tuple(f(x) for x in cuts), list(range(len(cuts)))
        self.ends = [self._xs[i] for i in indices]
        self.end_images = {_key(x): self._ys[i] for x, i in zip(self.ends, indices, strict=True)}
        self._vertices = indices

    def cylinder_ends(self, orbit: list[fmpq]) -> dict[Key, fmpq]:
        """Both ends of the cylinder of ``orbit[0]`` and their orbits up to an end of a monotone piece, with images."""
        low: list[fmpq] = []
        high: list[fmpq] = []
        for x in reversed(orbit):
            # low and high are the orbits of the ends of the cylinder of f(x), as far as they are needed
            piece = bisect_right(self.ends, x) - 1
            left, right = self.ends[piece], self.ends[piece + 1]
            start, stop = self.end_images[_key(left)], self.end_images[_key(right)]
            if start == stop:
                low, high = [left], [right]
                continue
            ends = (low, high) if start < stop else (high, low)
            low = self._pull_back(piece, ends[0], left, start < stop)
            high = self._pull_back(piece, ends[1], right, start > stop)
        chains = [chain for chain in (low, high) if chain]
        return {_key(y): image for chain in chains for y, image in itertools.pairwise(chain)}

    def _pull_back(self, piece: int, orbit: list[fmpq], end: fmpq, from_below: bool) -> list[fmpq]:
        """Orbit of the preimage of ``orbit[0]`` in a monotone piece, or of the piece's end where that comes first."""
        bound = self.end_images[_key(end)]
        if not orbit or (orbit[0] <= bound if from_below else orbit[0] >= bound):
            return [end]
        return [self._preimage(piece, orbit[0]), *orbit]

    def _preimage(self, piece: int, value: fmpq) -> fmpq:
        first, last = self._vertices[piece], self._vertices[piece + 1]
        rising = self._ys[first] < self._ys[last]
        while last - first > 1:
            middle = (first + last) // 2
            if (self._ys[middle] <= value) == rising:
                first = middle
            else:
                last = middle
        x0, x1 = self._xs[first], self._xs[last]
        y0, y1 = self._ys[first], self._ys[last]
        return x0 + (x1 - x0) * (value - y0) / (y1 - y0)


def image_places(points: list[fmpq], images: list[fmpq]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Index of the last point that is not above, and of the first that is not below, each image."""
    position = {_key(x): i for i, x in enumerate(points)}
    floor = np.empty(len(points), dtype=np.int64)
    ceil = np.empty(len(points), dtype=np.int64)
    for i, y in enumerate(images):
        place = position.get(_key(y))
        floor[i] = bisect_right(points, y) - 1 if place is None else place
        ceil[i] = bisect_left(points, y) if place is None else place
    return floor, ceil


def _coverings(points: list[fmpq], images: list[fmpq]) -> tuple[Ranges, Ranges, NDArray[np.bool_]]:
    floor, ceil = image_places(points, images)
    flat = np.array([a == b for a, b in itertools.pairwise(images)], dtype=bool)
    inner_start = np.minimum(ceil[:-1], ceil[1:])
    inner_stop = np.maximum(floor[:-1], floor[1:])
    outer_start = np.minimum(floor[:-1], floor[1:])
    outer_stop = np.maximum(ceil[:-1], ceil[1:])
    inner = Ranges(np.where(flat, 0, inner_start), np.where(flat, 0, np.maximum(inner_start, inner_stop)))
    rising = np.array([a < b for a, b in itertools.pairwise(images)], dtype=bool)
    return inner, Ranges(np.where(flat, 0, outer_start), np.where(flat, 0, outer_stop)), rising


def _key(x: fmpq) -> Key:
    return int(x.p), int(x.q)
