"""The zeros of f^n(x) - x, one by one: cells that hold at most one each, and what is known of them.

On a cell whose image under f^n is disjoint from it there is no zero; where the slope of f^n stays off 1 there is at most one, and
the signs at the ends tell. How cells are found, and other ways to know them: `separation`, `kinds`.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from flint import fmpq

from exactnet.dynamics.curves.enclosures import Enclosure
from exactnet.dynamics.curves.images import Images, quotient
from exactnet.dynamics.curves.marked import ImpreciseError, MarkedOrbit
from exactnet.exact.points import Point
from exactnet.exact.rational import number_text

__all__ = ["BAND", "Cells", "End", "InseparableError", "Kind", "newton"]

BAND = "band"
"""On a cell of this kind f^n is the identity."""


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
        by = [[i, kind.by] for i, kind in enumerate(self.kinds) if kind.by not in (None, BAND)]
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
