"""Functions of an interval into itself, as evidence by kneading wants them."""

from __future__ import annotations

from fractions import Fraction

from exactnet.check.algebra.intervals import Interval
from exactnet.check.semialgebraic.enclosures import Enclosed
from exactnet.check.semialgebraic.trail import Trail


class Monotone:
    """A function at some precision with its monotone intervals, as `exactnet.check.kneading.orbits.Dynamics`.

    Parameters
    ----------
    enclosed : Enclosed
        The function.
    """

    def __init__(self, enclosed: Enclosed) -> None:
        self._enclosed, self._graph = enclosed, enclosed.graph
        self.precision = enclosed.precision
        self.cuts = self._graph.cuts()
        self.signs = [self._graph.signs[i] for i in self.cuts[:-1]]

    def value(self, turn: int) -> Interval:
        """Enclose the value at a turning point."""
        return self._enclosed.value(self.cuts[turn + 1])

    def address(self, where: Interval) -> int | None:
        """Give the monotone interval that contains an enclosure strictly between its turning points."""
        first = self._turns_below(where[0])
        last = first == len(self.signs) - 1
        return first if last or self._enclosed.side(self.cuts[first + 1], where[1]) < 0 else None

    def _turns_below(self, x: int) -> int:
        """Count the turning points that are less than x."""
        low, high = 0, len(self.signs) - 1
        while low < high:
            middle = (low + high) // 2
            if self._enclosed.side(self.cuts[middle + 1], x) > 0:
                low = middle + 1
            else:
                high = middle
        return low

    def image(self, where: Interval, address: int) -> Interval:
        """Enclose the image of an enclosure inside this monotone interval."""
        first, last = map(self._enclosed.at, where if self.signs[address] > 0 else where[::-1])
        return first[0], last[1]

    def hits(self, turn: int, path: list[Interval], other: int) -> bool:
        """Tell whether the orbit of a turning point ends exactly at another one."""
        return self._trail(turn, path).equals(-1, self._graph.points[self.cuts[other + 1]], path[-1])

    def returns(self, turn: int, path: list[Interval], time: int) -> bool:
        """Tell whether the orbit of a turning point ends exactly where it was at some time."""
        return self._trail(turn, path).agree(-1, time)

    def _trail(self, turn: int, path: list[Interval]) -> Trail:
        index = self.cuts[turn + 1]
        trail = Trail(self._enclosed, self._graph.points[index], "orbits")
        trail.advance(index)
        trail.follow(path[:-1])
        return trail

    def inside(self, low: Fraction, high: Fraction) -> int | None:
        """Give the monotone interval that contains [low, high]."""
        points = [self._graph.points[i] for i in self.cuts]
        for i in range(len(self.signs)):
            if points[i].compare(low) <= 0 <= points[i + 1].compare(high):
                return i
        return None

    def image_is_inside(self, x: Fraction, low: Fraction, high: Fraction) -> bool:
        """Tell whether the enclosed value at x is in [low, high]."""
        one = 1 << self.precision
        a, b = self._enclosed.image(((x * one).__floor__(), (x * one).__ceil__()))
        return low * one <= a and b <= high * one
