"""What is known of a cell: whether f^n(x) - x may have more than one zero on it.

Multiple zeros, of neutral orbits, are told apart neither by images nor by slopes. Near them f^n is expanded along the one word
that a cell follows; and of a multiple of n, cells of n tell where points move.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flint import fmpq

from exactnet.dynamics.curves.cells import BAND, Cells, End, InseparableError, Kind
from exactnet.dynamics.curves.enclosures import Enclosure
from exactnet.dynamics.curves.images import Images
from exactnet.dynamics.curves.words import Words

__all__ = ["CellKinds", "Neighbourhoods"]

# places to cut a cell, in parts of 64: where f^n(t) - t is too small for its sign to be known, the next one is tried
_CUTS = ((24, 40), (8, 24), (40, 56), (2, 8), (56, 62))
# slopes stay off 1 by so many units, so that arithmetic which rounds a little differently agrees
_MARGIN = 256


class Neighbourhoods(NamedTuple):
    """What is known of multiple zeros: compositions, and the cells of divisors of n that show some."""

    words: Words
    earlier: Sequence[Cells]


class CellKinds:
    """The cells of one iterate; those narrower than ``suspicious`` are looked at more closely."""

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
        if cell is None or earlier.kinds[cell].by == BAND:
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
        if earlier.kinds[cell].by == BAND or earlier.holds_zero(cell):
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
