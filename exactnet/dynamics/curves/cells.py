"""The zeros of f^n(x) - x, one by one: cells on which it is strictly monotone or has no zero, found by bisection.

On a cell whose image under f^n is disjoint from it there is no zero; where the slope of f^n stays off 1 there is at most one, and
the signs at the ends tell. Multiple zeros cannot be separated so.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from flint import fmpq

from exactnet.dynamics.curves.enclosures import Enclosure
from exactnet.dynamics.curves.images import Images, quotient
from exactnet.dynamics.curves.marked import ImpreciseError, MarkedOrbit
from exactnet.exact.rational import number_text

__all__ = ["Cells", "End", "InseparableError", "newton", "separate"]

# places to cut a cell, in parts of 64: where f^n(t) - t is too small for its sign to be known, the next one is tried
_CUTS = ((24, 40), (8, 24), (40, 56), (2, 8), (56, 62))
# slopes stay off 1 by so many units, so that arithmetic which rounds a little differently agrees
_MARGIN = 256


class InseparableError(Exception):
    """No cells separate the zeros: one is multiple, or there are too many. ``args``: an enclosure, and what happened."""


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
        Of every cell: 0 if it contains no zero, otherwise the sign of the slope of f^n(x) - x.
    """

    at: Images
    iterate: int
    ends: tuple[End, ...]
    kinds: tuple[int, ...]

    @cached_property
    def zeros(self) -> tuple[int, ...]:
        """The zeros: i for the one inside cell i, ~i for end i."""
        pairs = enumerate(zip(self.kinds, pairwise(self.ends), strict=True))
        crossed = [i for i, (kind, (a, b)) in pairs if kind and a.sign * b.sign < 0]
        return (*crossed, *(~i for i, end in enumerate(self.ends) if end.sign == 0))

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
        return self.ends[~zero].rational if zero < 0 else None

    def enclosure(self, zero: int) -> Enclosure:
        """Where a zero lies, as closely as the precision allows."""
        if zero < 0:
            return self.ends[~zero].low, self.ends[~zero].high
        return newton(self.at, self.iterate, self.ends[zero].high, self.ends[zero + 1].low)

    def to_json(self) -> dict[str, Any]:
        """As certificates write it."""
        return {"cells": list(map(_end_json, self.ends))}


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
    at: Images, n: int, marked: Sequence[MarkedOrbit], before: Sequence[int], narrowest: int, most: int
) -> Cells:
    """Cells for f^n(x) - x.

    Parameters
    ----------
    at
        The arithmetic.
    n
        The iterate.
    marked
        The periodic orbits through points of the description.
    before
        Where to cut first, in units of 2^-p.
    narrowest
        Width at which a cell is given up, in the same unit.
    most
        Limit on the number of cells.

    Raises
    ------
    InseparableError
        At a cell that would have to be narrower, or if there would be too many cells.
    """
    work = _Work(at, n)
    fixed = _fixed_ends(work, marked)
    ends = sorted([*fixed, *_cuts(work, before, fixed, 4 * narrowest)])
    stack, kept = list(pairwise(ends))[::-1], [ends[0]]
    kinds: list[int] = []
    while stack:
        a, b = stack.pop()
        kind = work.kind(a, b)
        if kind is not None:
            if kinds and kinds[-1] == kind and a.sign and work.kind(kept[-2], b) == kind:
                kept[-1] = b  # one cell with the one before
            else:
                kept.append(b)
                kinds.append(kind)
            continue
        if b.low - a.high <= narrowest:
            raise InseparableError((a.high, b.low), "narrow")
        if len(stack) + len(kinds) > most:
            raise InseparableError((a.high, b.low), "many")
        cut = work.cut(a, b)
        stack += [(cut, b), (a, cut)]
    return Cells(at, n, tuple(kept), tuple(kinds))


class _Work:
    def __init__(self, at: Images, n: int) -> None:
        self.at, self.n = at, n

    def sign(self, low: int, high: int) -> int:
        """Sign of f^n(t) - t at an enclosed t; 0 if the precision does not tell."""
        value = self.at.images((low, high), self.n)[-1]
        return 1 if value[0] > high else -1 if value[1] < low else 0

    def kind(self, a: End, b: End) -> int | None:
        """The kind of a cell; None if nothing is shown."""
        slope = self._slope(a, b)
        if slope is None:
            return None
        if isinstance(slope, int):
            return slope
        if slope[0] > self.at.one + _MARGIN:
            return 1
        return -1 if slope[1] < self.at.one - _MARGIN else None

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


def _fixed_ends(work: _Work, marked: Sequence[MarkedOrbit]) -> list[End]:
    """The ends of the domain, and the points of orbits at which cells must end."""
    at, found = work.at, list[End]()
    zeros: set[int] = set()
    for orbit in marked:
        if work.n % orbit.period == 0:
            zeros.update(i for i in orbit.indices if i is not None)
            if orbit.needs_mark:
                found += [End(low, high, 0, None, (orbit, m)) for m, (low, high) in enumerate(orbit.enclosures)]
    taken = {orbit.indices[m] for orbit, m in (end.mark for end in found if end.mark is not None)}
    last = len(at.points) - 1
    for index, outer in ((0, at.points[0][0]), (last, at.points[last][1])):
        if index not in taken:
            low, high = at.points[index]
            sign = 0 if index in zeros else work.sign(low, high)
            if sign == 0 and index not in zeros:
                raise ImpreciseError
            exact = at.curve.points[index].rational
            found.append(End(low, high, sign, fmpq(outer, at.one) if exact is None else exact))
    found.sort()
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
