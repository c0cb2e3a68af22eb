"""What closed words say about periodic points: one candidate a word, all words of a length at once.

On a word f^n is x -> (A x + B) / D^n with integers, D a common denominator of the affine pieces. Its fixed point is
x_0 = p_0 / q with q = D^n - A, and so are those of the rotated words: x_k = p_k / q with the same q, p_{k+1} = (a p_k + b q) / D.
Arithmetic is int64 while bounds show that nothing can overflow, Python integers from there on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.dynamics.orbit import PeriodicOrbit, kind_of_multiplier
from exactnet.exact.integers import IntArray, integer_array
from exactnet.exact.rational import common_denominator

__all__ = ["Pieces"]

_SAFE = 2**62
_ROWS = 1 << 15


class Pieces:
    """The affine pieces of a map on the intervals of a partition that contains its breakpoints.

    Examples
    --------
    >>> tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
    >>> pieces = Pieces(tent, list(tent.breakpoints))
    >>> [orbit.points for orbit in pieces.isolated_orbits(np.array([[0, 1]]))]
    [(2/5, 4/5)]
    """

    def __init__(self, f: PiecewiseLinearMap, points: list[fmpq]) -> None:
        self._points = points
        slopes = [fmpq(rise, run) for rise, run in f.slopes.tolist()]
        intercepts = [y - s * x for x, y, s in zip(f.breakpoints, f.values, slopes, strict=False)]
        self._scale = int(common_denominator([*slopes, *intercepts]))
        piece_of = [bisect_right(f.breakpoints, p) - 1 for p in points[:-1]]
        self._piece = np.array(piece_of, dtype=np.int64)
        self._lines = [(slopes[i], intercepts[i]) for i in piece_of]
        self._a = integer_array([int((s * self._scale).p) for s, _ in self._lines])
        self._b = integer_array([int((t * self._scale).p) for _, t in self._lines])
        self._x = integer_array([int(p.p) for p in points])
        self._w = integer_array([int(p.q) for p in points])

    def isolated_orbits(self, words: NDArray[np.int32]) -> list[PeriodicOrbit]:
        """The orbits of the only fixed points of these words (of one length) that stay inside their intervals.

        Words with slope 1, and fixed points that meet the partition, give none here.
        """
        return [orbit for begin in range(0, len(words), _ROWS) for orbit in self._block(words[begin : begin + _ROWS])]

    def _block(self, words: NDArray[np.int32]) -> Iterator[PeriodicOrbit]:
        length = words.shape[1]
        power = self._scale**length
        bound = self._bounds(length)
        a, b = self._a[words], self._b[words]
        if max(bound) >= _SAFE:
            a, b = a.astype(object), b.astype(object)
        slope, p = _composed(a, b, self._scale)
        q = power - slope
        single = q != 0
        words, a, b, slope, p, q = words[single], a[single], b[single], slope[single], p[single], q[single]
        flip = np.where(q < 0, -1, 1)
        p, q = p * flip, q * flip
        wide = bound[0] * _largest(self._w) >= _SAFE or bound[1] * _largest(self._x) >= _SAFE
        ends = (self._x.astype(object), self._w.astype(object)) if wide else (self._x, self._w)
        columns: list[IntArray] = []
        for k in range(length):
            inside = _between(p, q, ends, words[:, k], wide)
            words, a, b, slope, p, q = words[inside], a[inside], b[inside], slope[inside], p[inside], q[inside]
            columns = [column[inside] for column in columns]
            columns.append(p)
            p = (a[:, k] * p + b[:, k] * q) // self._scale
        if not len(words):
            return
        numerators = np.stack(columns, axis=1)
        turn = (np.arange(length) + numerators.argmin(axis=1)[:, None]) % length
        numerators = np.take_along_axis(numerators, turn, axis=1)
        itineraries = np.take_along_axis(self._piece[words], turn, axis=1)
        for row, denominator, s, itinerary in zip(
            numerators.tolist(), q.tolist(), slope.tolist(), itineraries.tolist(), strict=True
        ):
            kind = kind_of_multiplier(s, power)
            yield PeriodicOrbit(length, tuple(itinerary), kind, (), tuple(row), denominator, (s, power))

    def _bounds(self, length: int) -> tuple[int, int, int]:
        """Bounds of numerators, of denominators, and of everything in between."""
        a, b = _largest(self._a), _largest(self._b)
        slope, offset, power = 1, 0, 1
        for _ in range(length):
            slope, offset, power = slope * a, a * offset + b * power, power * self._scale
        denominator = power + slope
        return offset, denominator, a * offset + b * denominator

    def interval_orbits(self, words: NDArray[np.int32]) -> list[PeriodicOrbit]:
        """The orbits of intervals of periodic points on these words: slope 1 as they are, slope -1 after two turns."""
        found = []
        for begin in range(0, len(words), _ROWS):
            block = words[begin : begin + _ROWS]
            for word in block[self._is_isometry(block)].tolist():
                orbit = self._interval_orbit(word)
                if orbit is not None:
                    found.append(orbit)
        return found

    def _is_isometry(self, words: NDArray[np.int32]) -> NDArray[np.bool_]:
        length = words.shape[1]
        slopes = self._a if max(_largest(self._a), 1) ** length < _SAFE else self._a.astype(object)
        product = slopes[words].prod(axis=1)
        return np.asarray(abs(product) == self._scale**length, dtype=bool)

    def _interval_orbit(self, word: list[int]) -> PeriodicOrbit | None:
        slope, offset = self._composed_exactly(word)
        if slope == 1 and offset != 0:
            return None
        turns = word if slope == 1 else word * 2
        low, high = self._followers(turns)
        if slope == -1:
            # the two turns reflect the interval of followers about its middle
            high = offset / 2
        if not low < high:
            return None
        visited = []
        for i in turns:
            visited.append((low, high))
            s, t = self._lines[i]
            low, high = sorted((s * low + t, s * high + t))
        start = min(range(len(visited)), key=lambda k: visited[k][0])
        itinerary = [int(self._piece[i]) for i in turns[start:] + turns[:start]]
        intervals = tuple(visited[start:] + visited[:start])
        return PeriodicOrbit(len(turns), tuple(itinerary), "interval", intervals, (), 1, (1, 1))

    def _composed_exactly(self, word: list[int]) -> tuple[fmpq, fmpq]:
        slope, offset = fmpq(1), fmpq(0)
        for i in word:
            s, t = self._lines[i]
            slope, offset = s * slope, s * offset + t
        return slope, offset

    def _followers(self, word: list[int]) -> tuple[fmpq, fmpq]:
        """Ends of the interval of points that follow a word without flat pieces (empty if the first exceeds the second)."""
        slope, offset = fmpq(1), fmpq(0)
        low, high = self._points[word[0]], self._points[word[0] + 1]
        for i in word:
            ends = sorted(((self._points[i] - offset) / slope, (self._points[i + 1] - offset) / slope))
            low, high = max(low, ends[0]), min(high, ends[1])
            s, t = self._lines[i]
            slope, offset = s * slope, s * offset + t
        return low, high


def _largest(values: IntArray) -> int:
    return int(abs(values).max())


def _composed(a: IntArray, b: IntArray, scale: int) -> tuple[IntArray, IntArray]:
    """A and B of every row, for the composition (A x + B) / scale^n."""
    slope, offset, power = a[:, 0], b[:, 0], scale
    for k in range(1, a.shape[1]):
        slope, offset = a[:, k] * slope, a[:, k] * offset + b[:, k] * power
        power *= scale
    return slope, offset


def _between(
    p: IntArray, q: IntArray, ends: tuple[IntArray, IntArray], interval: NDArray[np.int32], wide: bool
) -> NDArray[np.bool_]:
    """Whether p/q lies strictly inside these intervals of the partition."""
    if wide:
        p, q = p.astype(object), q.astype(object)
    x, w = ends
    above = p * w[interval] > x[interval] * q
    below = p * w[interval + 1] < x[interval + 1] * q
    return np.asarray(above & below, dtype=bool)
