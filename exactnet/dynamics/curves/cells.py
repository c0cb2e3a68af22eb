"""The zeros of f^n(x) - x, one by one: cells on which it is strictly monotone or has no zero, found by bisection.

On a cell whose image under f^n is disjoint from it there is no zero; where the slope of f^n stays off 1 there is at most one, and
the signs at the ends tell. Multiple zeros, of neutral orbits, cannot be separated so: near them f^n is expanded along the one word
that a cell follows, and for a multiple of n, f^n tells where points move.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from flint import fmpq

from exactnet.dynamics.curves.bands import Band, Mark
from exactnet.dynamics.curves.enclosures import Enclosure
from exactnet.dynamics.curves.images import Images, quotient
from exactnet.dynamics.curves.marked import ImpreciseError, MarkedOrbit
from exactnet.dynamics.curves.words import Words
from exactnet.exact.points import Point
from exactnet.exact.rational import number_text

__all__ = ["Cells", "End", "InseparableError", "Kind", "Limits", "Neighbourhoods", "newton", "separate"]

# places to cut a cell, in parts of 64: where f^n(t) - t is too small for its sign to be known, the next one is tried
_CUTS = ((24, 40), (8, 24), (40, 56), (2, 8), (56, 62))
# slopes stay off 1 by so many units, so that arithmetic which rounds a little differently agrees
_MARGIN = 256
_BAND = "band"


class InseparableError(Exception):
    """No cells separate the zeros: one is multiple, or there are too many. ``args``: an enclosure, and what happened."""


class Kind(NamedTuple):
    """How a cell is known to hold one zero at most.

    Attributes
    ----------
    slope
        0 if f^n moves the cell off itself, otherwise the sign of the slope of f^n(x) - x.
    by
        None, or what else it rests on: "word", "band" (everything is a zero), or a divisor of n.
    zero
        If it rests on something else: the zero inside.
    """

    slope: int = 0
    by: str | int | None = None
    zero: Point | Enclosure | None = None


class End(NamedTuple):
    """An end of cells.

    Attributes
    ----------
    low, high
        Its enclosure.
    sign
        Sign of f^n(t) - t there, exactly.
    rational
        The rational that certificates write; None for a point of a marked orbit.
    mark
        The orbit, and which of its points this is.
    """

    low: int
    high: int
    sign: int
    rational: fmpq | None
    mark: tuple[MarkedOrbit, int] | None = None

    @property
    def name(self) -> tuple[int, int] | None:
        """How certificates write a point of a marked orbit."""
        return None if self.mark is None else (self.mark[0].start, self.mark[1])


@dataclass(frozen=True, eq=False)
class Cells:
    """A division of the domain into cells with at most one zero of f^n(x) - x each.

    Attributes
    ----------
    at
        The arithmetic.
    iterate
        n.
    ends
        In increasing order.
    kinds
        Of every cell.
    hidden
        Names of ends that are zeros, but belong to bands.
    """

    at: Images
    iterate: int
    ends: tuple[End, ...]
    kinds: tuple[Kind, ...]
    hidden: frozenset[tuple[int, int]] = frozenset()

    @cached_property
    def zeros(self) -> tuple[int, ...]:
        """The isolated zeros: i for the one inside cell i, ~i for end i."""
        crossed = [i for i in range(len(self.kinds)) if self.holds_zero(i)]
        return (*crossed, *(~i for i, end in enumerate(self.ends) if end.sign == 0 and end.name not in self.hidden))

    @property
    def is_special(self) -> bool:
        """Whether some cell needs more than its image and slope."""
        return any(kind.by is not None for kind in self.kinds)

    def holds_zero(self, i: int) -> bool:
        """Whether a cell has an isolated zero inside."""
        kind, a, b = self.kinds[i], self.ends[i], self.ends[i + 1]
        return kind.zero is not None or (kind.slope != 0 and a.sign * b.sign < 0)

    def around(self, low: int, high: int) -> int | None:
        """The cell that contains an interval, if one does."""
        i = bisect_right(self.ends, low, key=lambda end: end.high) - 1
        return i if 0 <= i < len(self.kinds) and high <= self.ends[i + 1].low else None

    def zero_at(self, x: Enclosure) -> int:
        """The zero in an enclosure that is known to hold one."""
        i = bisect_right(self.ends, x[1], key=lambda end: end.low) - 1
        if i < 0 or (i == len(self.kinds) and x[0] > self.ends[i].high):
            raise ImpreciseError
        if self.ends[i].high < x[0]:
            return i
        # an end in the enclosure is the zero, or too close to it
        if self.ends[i].sign or self.room(~i, x) <= 0:
            raise ImpreciseError
        return ~i

    def room(self, zero: int, x: Enclosure) -> int:
        """How far an enclosure of the zero is from cells that may hold others."""
        left, right = (zero, zero + 1) if zero >= 0 else (~zero - 1, ~zero + 1)
        sides = [x[0] - self.ends[left].high] if left >= 0 else []
        sides += [self.ends[right].low - x[1]] if right < len(self.ends) else []
        return min(sides)

    def rational(self, zero: int) -> fmpq | None:
        """The zero, if it is known to be rational."""
        if zero < 0:
            return self.ends[~zero].rational
        inside = self.kinds[zero].zero
        return inside.rational if isinstance(inside, Point) else None

    def enclosure(self, zero: int) -> Enclosure:
        """Where a zero lies, as closely as the precision allows."""
        if zero < 0:
            return self.ends[~zero].low, self.ends[~zero].high
        inside = self.kinds[zero].zero
        if isinstance(inside, Point):
            low, high = inside.refine(self.at.precision)
            return int((low * self.at.one).floor()), int((high * self.at.one).ceil())
        if inside is not None:
            return inside
        return newton(self.at, self.iterate, self.ends[zero].high, self.ends[zero + 1].low)

    def to_json(self) -> dict[str, Any]:
        """As certificates write it."""
        found: dict[str, Any] = {"cells": list(map(_end_json, self.ends))}
        by = [[i, kind.by] for i, kind in enumerate(self.kinds) if kind.by not in (None, _BAND)]
        return {**found, "by": by} if by else found


def _end_json(end: End) -> Any:
    if end.mark is not None:
        orbit, m = end.mark
        return [orbit.start, m]
    assert end.rational is not None
    return number_text(end.rational)


def newton(at: Images, n: int, low: int, high: int) -> Enclosure:
    """The zero of f^n(x) - x in a cell that has one and on which the slope stays off 1: Newton's method on intervals."""
    while True:
        *orbit, _ = at.images((low, high), n)
        slope = at.slope_along(orbit)
        middle = (low + high) >> 1
        value = at.images((middle, middle), n)[-1]
        gap = value[0] - middle, value[1] - middle
        step = quotient(gap, (slope[0] - at.one, slope[1] - at.one), at.precision)
        before = high - low
        low, high = max(low, middle - step[1]), min(high, middle - step[0])
        if 4 * (high - low) > 3 * before:
            return low, high


def separate(
    at: Images,
    n: int,
    fixed: Sequence[Mark],
    bands: Sequence[Band],
    zeros: Collection[int],
    before: Sequence[int],
    limits: Limits,
    near: Neighbourhoods | None = None,
) -> Cells:
    """Cells for f^n(x) - x.

    Parameters
    ----------
    at
        The arithmetic.
    n
        The iterate.
    fixed
        Points of marked orbits at which cells must end.
    bands
        Those on which f^n is the identity; their ends are among the fixed points.
    zeros
        The points of the description that f^n maps to themselves.
    before
        Where to cut first, in units of 2^-p.
    limits
        Where to give up.
    near
        What is known of multiple zeros.

    Raises
    ------
    InseparableError
        At a cell that would have to be narrower, or if there would be too many cells.
    """
    work = _Work(at, n, near, limits.suspicious)
    nodes = _fixed_ends(work, fixed, zeros)
    ends = sorted([*nodes, *_cuts(work, before, nodes, 4 * limits.narrowest)], key=lambda end: end[:2])
    cells = {names for band in bands for names in band.cells}
    stack, kept = list(pairwise(ends))[::-1], [ends[0]]
    kinds: list[Kind] = []
    while stack:
        a, b = stack.pop()
        kind = Kind(by=_BAND) if (a.name, b.name) in cells else work.kind(a, b)
        if kind is not None:
            joined = kinds and kinds[-1] == kind and kind.by is None and a.sign
            if joined and work.plain(kept[-2], b) == kind:
                kept[-1] = b  # one cell with the one before
            else:
                kept.append(b)
                kinds.append(kind)
            continue
        if b.low - a.high <= limits.narrowest:
            raise InseparableError((a.high, b.low), "narrow")
        if len(stack) + len(kinds) > limits.cells:
            raise InseparableError((a.high, b.low), "many")
        cut = work.cut(a, b)
        stack += [(cut, b), (a, cut)]
    hidden = frozenset(name for band in bands for name in band.own_ends)
    return Cells(at, n, tuple(kept), tuple(kinds), hidden)


class Limits(NamedTuple):
    """Where to give up.

    Attributes
    ----------
    narrowest
        Width at which a cell is given up, in units of 2^-p.
    suspicious
        Width from which on a cell seems to hold a multiple zero.
    cells
        The most cells.
    """

    narrowest: int
    suspicious: int
    cells: int


class Neighbourhoods(NamedTuple):
    """What is known of multiple zeros: compositions, and the cells of divisors of n that show some."""

    words: Words
    earlier: Sequence[Cells]


class _Work:
    def __init__(self, at: Images, n: int, near: Neighbourhoods | None = None, suspicious: int = 0) -> None:
        self.at, self.n, self.near, self.suspicious = at, n, near, suspicious

    def sign(self, low: int, high: int) -> int:
        """Sign of f^n(t) - t at an enclosed t; 0 if the precision does not tell."""
        value = self.at.images((low, high), self.n)[-1]
        return 1 if value[0] > high else -1 if value[1] < low else 0

    def kind(self, a: End, b: End) -> Kind | None:
        """The kind of a cell; None if nothing is shown."""
        found = self.plain(a, b)
        if found is not None or self.near is None:
            return found
        for cells in self.near.earlier:
            found = self._moved(a, b, cells)
            if found is not None:
                return found
        return self._expanded(a, b) if b.low - a.high <= self.suspicious else None

    def plain(self, a: End, b: End) -> Kind | None:
        """The kind of a cell, by image and slope alone."""
        slope = self._slope(a, b)
        if slope is None:
            return None
        if isinstance(slope, int):
            return Kind(slope)
        if slope[0] > self.at.one + _MARGIN:
            return Kind(1)
        return Kind(-1) if slope[1] < self.at.one - _MARGIN else None

    def _slope(self, a: End, b: End) -> Enclosure | int | None:
        """Slopes of f^n on the cell, or 0 if there is no zero."""
        try:
            if a.mark is not None:
                return None if b.mark is not None else a.mark[0].one_sided(a.mark[1], 1, b.low, self.n)
            if b.mark is not None:
                return b.mark[0].one_sided(b.mark[1], -1, a.high, self.n)
            *orbit, last = self.at.images((a.low, b.high), self.n)
            if last[1] < a.low or b.high < last[0]:
                return 0
            return self.at.slope_along(orbit)
        except ZeroDivisionError:  # a denominator vanishes beyond the piece
            return None

    def _moved(self, a: End, b: End, earlier: Cells) -> Kind | None:
        """By f^d, if the cell and its images under it lie in one of its cells: points move to one side, or about one zero."""
        d = earlier.iterate
        if a.mark is not None or b.mark is not None:
            return self._moved_beside(a, b, earlier)
        images = self.at.images((a.low, b.high), self.n - d)[::d]
        cell = earlier.around(min(x[0] for x in images), max(x[1] for x in images))
        if cell is None or earlier.kinds[cell].by == _BAND:
            return None
        if not earlier.holds_zero(cell):
            return Kind(by=d)
        hull = min(x[0] for x in images), max(x[1] for x in images)
        try:
            rising = self.at.slope_along(self.at.images(hull, d - 1))[0] > _MARGIN
        except ZeroDivisionError:
            rising = False
        x = earlier.enclosure(cell)
        if not rising or not a.sign or not b.sign:
            return None
        if a.high < x[0] and x[1] < b.low:
            return Kind(by=d, zero=x)
        return Kind(by=d) if x[1] < a.low or b.high < x[0] else None

    def _moved_beside(self, a: End, b: End, earlier: Cells) -> Kind | None:
        """The same next to a point of a marked orbit."""
        if a.mark is not None and b.mark is not None:
            return None
        mark, side, far = (a.mark, 1, b.low) if a.mark is not None else (b.mark, -1, a.high)
        assert mark is not None
        at = next((i for i, end in enumerate(earlier.ends) if end.mark == mark), None)
        cell = None if at is None else at if side > 0 else at - 1
        if cell is None or not 0 <= cell < len(earlier.kinds):
            return None
        if earlier.kinds[cell].by == _BAND or earlier.holds_zero(cell):
            return None
        limit = earlier.ends[cell + 1].low if side > 0 else earlier.ends[cell].high
        steps = list(mark[0].beside(mark[1], side, far, self.n))
        if len(steps) < self.n or steps[-1][0] is None:
            return None
        turns = steps[:: earlier.iterate]
        kept = all(now == side and (x[1] <= limit if side > 0 else limit <= x[0]) for _, x, now in turns)
        # after all steps it must be on its side, too
        total = side
        for branch, _, _ in steps:
            assert branch is not None
            total *= self.at.curve.directions[branch]
        return Kind(by=earlier.iterate) if kept and total == side else None

    def _expanded(self, a: End, b: End) -> Kind | None:
        """By the roots of the composition of the pieces that the cell visits."""
        assert self.near is not None
        word, zeros = self._word(a, b), [(end.low, end.high) for end in (a, b) if end.mark is not None]
        if word is None:
            return None
        known, zero = self.near.words.zero(word, a.high if a.mark is None else a.low, b.low, zeros)
        return Kind(by="word", zero=zero) if known else None

    def _word(self, a: End, b: End) -> tuple[int, ...] | None:
        assert self.near is not None
        words = []
        for end, side, far in ((a, 1, b), (b, -1, a)):
            if end.mark is not None:
                limit = far.low if side > 0 else far.high
                words.append(tuple(step[0] for step in end.mark[0].beside(end.mark[1], side, limit, self.n)))
        if not words:
            return self.near.words.follow(a.low, b.high, self.n)
        first = words[0]
        known = [branch for branch in first if branch is not None and self.at.curve.directions[branch]]
        return tuple(known) if len(known) == self.n and all(word == first for word in words) else None

    def cut(self, a: End, b: End) -> End:
        """A place between two ends where the sign is known, with few digits."""
        low, width = a.high, b.low - a.high
        for first, last in _CUTS:
            u = _roundest(low + (width * first >> 6), low + (width * last >> 6))
            if sign := self.sign(u, u):
                return End(u, u, sign, fmpq(u, self.at.one))
        raise InseparableError((u, u), "narrow")


def _roundest(low: int, high: int) -> int:
    """The integer in (low, high] that is divisible by the greatest power of two.

    >>> _roundest(5, 10), _roundest(9, 15)
    (8, 12)
    """
    shift = (low ^ high).bit_length() - 1
    return high >> shift << shift if shift >= 0 else high


def _fixed_ends(work: _Work, fixed: Sequence[Mark], zeros: Collection[int]) -> list[End]:
    """The ends of the domain, and the points of orbits at which cells must end."""
    at = work.at
    found = [End(*mark.where, 0, None, (mark.orbit, mark.step)) for mark in fixed]
    taken = {mark.orbit.indices[mark.step] for mark in fixed}
    last = len(at.points) - 1
    for index, outer in ((0, at.points[0][0]), (last, at.points[last][1])):
        if index not in taken:
            low, high = at.points[index]
            sign = 0 if index in zeros else work.sign(low, high)
            if sign == 0 and index not in zeros:
                raise ImpreciseError
            exact = at.curve.points[index].rational
            found.append(End(low, high, sign, fmpq(outer, at.one) if exact is None else exact))
    found.sort(key=lambda end: end[:2])
    if any(a.high >= b.low for a, b in pairwise(found)):
        raise ImpreciseError
    return found


def _cuts(work: _Work, places: Sequence[int], fixed: Sequence[End], distance: int) -> Iterator[End]:
    """Ends at given places, where the sign is known and no fixed end is near."""
    for u in places:
        i = bisect_right(fixed, u, key=lambda end: end.low)
        left, right = fixed[i - 1], fixed[min(i, len(fixed) - 1)]
        if left.high + distance < u < right.low - distance and (sign := work.sign(u, u)):
            yield End(u, u, sign, fmpq(u, work.at.one))
