"""Itineraries of one-sided limits under a piecewise-linear self-map, exactly.

A *germ* (x, side) stands for the points just right (side 1) or just left (side -1) of x. f carries a germ to the germ
(f(x), side * sign of the slope there), so it stays clear which lap is meant where an orbit returns to a turning point.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from functools import cached_property

from flint import fmpq, fmpz

from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.dynamics.laps import monotone_ends

__all__ = ["Branches", "Itinerary"]

_REDUCED_STEPS = 240
_REDUCED_BITS = 3000
_FIRST_LOOK = 24


class Branches:
    """The affine pieces of a map and the maximal intervals on which it rises, falls or is flat.

    Attributes
    ----------
    breaks
        Ends of the affine pieces.
    slopes, offsets
        f(x) = slope * x + offset on each piece.
    interval
        Number of the monotone interval of each piece.
    signs
        Sign of f on each monotone interval (0: flat).
    turns
        The inner ends of the monotone intervals.
    """

    def __init__(self, f: PiecewiseLinearMap) -> None:
        self.breaks = list(f.breakpoints)
        self.slopes = [fmpq(n, d) for n, d in f.slopes.tolist()]
        self.offsets = [y - a * x for a, x, y in zip(self.slopes, f.breakpoints, f.values, strict=False)]
        ends = monotone_ends(f)
        self.signs = [int(f.slope_signs[i]) for i in ends[:-1]]
        self.turns = [f.breakpoints[i] for i in ends[1:-1]]
        self.interval = [k for k, (i, j) in enumerate(itertools.pairwise(ends)) for _ in range(i, j)]
        self.common = fmpz(1)
        for slope in self.slopes:
            self.common = self.common.lcm(slope.q)

    def piece(self, x: fmpq, side: int) -> int:
        """The affine piece on which a germ lies."""
        found = bisect_right(self.breaks, x) - 1 if side > 0 else bisect_left(self.breaks, x) - 1
        return min(max(found, 0), len(self.slopes) - 1)


class Itinerary:
    """Monotone intervals that a germ visits, and the signs it has collected before each visit.

    Attributes
    ----------
    visits
        Numbers of the monotone intervals, as far as they are known.
    collected
        ``collected[n]`` is the sign of f^n on the germ.
    cycle
        (start, period) if the visits are proved to repeat from ``start`` on.
    ended
        Whether the last visit is to a flat piece, beyond which nothing is collected.

    Examples
    --------
    >>> tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
    >>> found = Itinerary(Branches(tent), fmpq(1, 2), -1)
    >>> found.extend(8)
    >>> found.visits[:4], found.cycle
    ([0, 1, 0, 0], (2, 1))
    """

    def __init__(self, branches: Branches, x: fmpq, side: int) -> None:
        self._branches = branches
        self.visits: list[int] = []
        self.collected: list[int] = []
        self.cycle: tuple[int, int] | None = None
        self.ended = False
        self._pieces: list[int] = []
        self._x, self._side, self._sign = x, side, 1
        self._seen: dict[tuple[int, int, int], int] = {}
        self._long: _LongOrbit | None = None

    @property
    def finite(self) -> bool:
        """Whether all of it is known."""
        return self.ended or self.cycle is not None

    @cached_property
    def twist(self) -> int:
        """Sign collected in one turn of the cycle."""
        if self.cycle is None:
            raise ValueError("an itinerary without a cycle has no twist")
        start, period = self.cycle
        last = start + period - 1
        return self.collected[last] * self._branches.signs[self.visits[last]] * self.collected[start]

    def extend(self, count: int) -> None:
        """Know at least ``count`` visits, or all of them."""
        while len(self.visits) < count and not self.ended:
            n = len(self.visits)
            if self.cycle is not None:
                period = self.cycle[1]
                self.visits.append(self.visits[n - period])
                self.collected.append(self.collected[n - period] * self.twist)
            elif self._long is not None:
                self._record(self._long.step())
            elif not self._recurs(n):
                self._step()

    def _recurs(self, n: int) -> bool:
        key = (int(self._x.p), int(self._x.q), self._side)
        first = self._seen.setdefault(key, n)
        if first < n:
            self._close(first, n - first)
            return True
        looks = n >= _FIRST_LOOK and n % _FIRST_LOOK == 0
        period = self._attracted() if looks else None
        if period is not None:
            for piece in self._pieces[-period:]:
                self._record(piece)
            self._close(n, period)
            return True
        if n >= _REDUCED_STEPS or self._x.q.bit_length() > _REDUCED_BITS:
            self._long = _LongOrbit(self._branches, self._x, self._side)
            return True
        return False

    def _close(self, start: int, period: int) -> None:
        """Note a cycle, from the first place where its visits repeat."""
        self.cycle = (start, period)
        while start > 0 and (
            self.visits[start - 1] == self.visits[start + period - 1]
            and self.collected[start - 1] * self.twist == self.collected[start + period - 1]
        ):
            start -= 1
        self.cycle = (start, period)

    def _step(self) -> None:
        piece = self._branches.piece(self._x, self._side)
        self._record(piece)
        self._x = self._branches.slopes[piece] * self._x + self._branches.offsets[piece]
        self._side *= self._branches.signs[self._branches.interval[piece]]

    def _record(self, piece: int) -> None:
        interval = self._branches.interval[piece]
        self._pieces.append(piece)
        self.visits.append(interval)
        self.collected.append(self._sign)
        self._sign *= self._branches.signs[interval]
        self.ended = self._sign == 0

    def _attracted(self) -> int | None:
        """A period with which the visits are proved to repeat from here on, because a periodic point attracts the orbit.

        If f^p is one contraction on an interval around the orbit's next points and maps that interval into itself, and
        f, .., f^p take it through the interiors of the same pieces, then so it goes on for ever.
        """
        pieces, f = self._pieces, self._branches
        for period in range(1, len(pieces) // 3 + 1):
            turn = pieces[-period:]
            if pieces[-2 * period : -period] == turn and pieces[-3 * period : -2 * period] == turn:
                break
        else:
            return None
        slope, offset = fmpq(1), fmpq(0)
        for i in turn:
            slope, offset = f.slopes[i] * slope, f.slopes[i] * offset + f.offsets[i]
        if not abs(slope) < 1:
            return None
        # the orbit stays among: its next point, the one after a turn, and the attracting point, which it never meets
        hull = [self._x, slope * self._x + offset, offset / (1 - slope)]
        for i in turn:
            low, high = f.breaks[i], f.breaks[i + 1]
            if not (all(low < x < high for x in hull[:2]) and low <= hull[2] <= high):
                return None
            hull = [f.slopes[i] * x + f.offsets[i] for x in hull]
        return period


class _LongOrbit:
    """The orbit over denominators W L^n that need no reduction: only comparisons of integers."""

    def __init__(self, branches: Branches, x: fmpq, side: int) -> None:
        self._signs = [branches.signs[k] for k in branches.interval]
        self._common = branches.common
        start = x.q
        for value in (*branches.breaks, *branches.offsets):
            start = start.lcm(value.q)
        self._rises = [(a * self._common).p for a in branches.slopes]
        self._offsets = [(b * start).p for b in branches.offsets]
        self._breaks = [(b * start).p for b in branches.breaks]
        self._x, self._power, self._side = (x * start).p, fmpz(1), side

    def step(self) -> int:
        """The piece of the present germ; moves on to the next."""
        count = len(self._rises)
        low, high = 0, count - 1
        while low < high:
            middle = (low + high + 1) // 2
            gap = self._x - self._breaks[middle] * self._power
            if gap > 0 or (gap == 0 and self._side > 0):
                low = middle
            else:
                high = middle - 1
        self._power *= self._common
        self._x = self._rises[low] * self._x + self._offsets[low] * self._power
        self._side *= self._signs[low]
        return low
