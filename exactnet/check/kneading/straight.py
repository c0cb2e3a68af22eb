"""Piecewise-linear functions as dynamics: enclosures by integers, equalities by exact evaluation."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor, lcm

from exactnet.check.description import Graph
from exactnet.check.kneading.orbits import Enclosure
from exactnet.check.verdict import require

# Exact orbits with longer numbers are refused.
_LARGEST = 20_000
_LONGEST = 10_000


class Straight:
    """A function that is straight between points.

    >>> tent = Straight(Graph([Fraction(0), Fraction(1, 2), Fraction(1)], [Fraction(0), Fraction(1), Fraction(0)]), 4)
    >>> tent.signs, tent.value(0), tent.address((12, 13)), tent.image((12, 13), 1)
    ([1, -1], (16, 16), 1, (6, 8))
    """

    def __init__(self, graph: Graph, precision: int) -> None:
        self._graph, self.precision = graph, precision
        one = 1 << precision
        self.cuts = graph.cuts()
        signs = graph.signs()
        places = [bisect_right(graph.xs, cut) - 1 for cut in self.cuts[:-1]]
        self.signs = [signs[i] for i in places]
        self._above = [ceil(x * one) for x in graph.xs]
        self._turns_below = [floor(x * one) for x in self.cuts[1:-1]]
        self._turns_above = [ceil(x * one) for x in self.cuts[1:-1]]
        # On each piece f(x) = (a x + b) / c, with integers; what is kept is (a, 2^precision b, c).
        self._forms = []
        for (x, y), (u, v) in pairwise(zip(graph.xs, graph.ys, strict=True)):
            slope = (v - y) / (u - x)
            shift = y - slope * x
            c = lcm(slope.denominator, shift.denominator)
            self._forms.append((int(slope * c), int(shift * c) << precision, c))

    def value(self, turn: int) -> Enclosure:
        """Enclose the value at a turning point."""
        y = self._graph.at(self.cuts[turn + 1]) * (1 << self.precision)
        return floor(y), ceil(y)

    def address(self, where: Enclosure) -> int | None:
        """Give the monotone interval that contains an enclosure strictly between its turning points."""
        low, high = where
        found = bisect_left(self._turns_below, low)
        last = found == len(self._turns_above)
        return found if last or high < self._turns_above[found] else None

    def image(self, where: Enclosure, address: int) -> Enclosure:
        """Enclose the image of an enclosure inside this monotone interval."""
        first, last = map(self._at, where if self.signs[address] > 0 else where[::-1])
        return first[0] // first[1], -(-last[0] // last[1])

    def _at(self, x: int) -> tuple[int, int]:
        """Give the value at x / 2^precision, times 2^precision, as a quotient; beyond the domain that at its end."""
        piece = bisect_right(self._above, x) - 1
        if piece < 0 or piece == len(self._forms):
            y = self._graph.ys[0 if piece < 0 else -1]
            return y.numerator << self.precision, y.denominator
        a, b, c = self._forms[piece]
        return a * x + b, c

    def hits(self, turn: int, path: list[Enclosure], other: int) -> bool:
        """Tell whether the orbit of a turning point ends exactly at another one."""
        return self._exact(turn, len(path))[-1] == self.cuts[other + 1]

    def returns(self, turn: int, path: list[Enclosure], time: int) -> bool:
        """Tell whether the orbit of a turning point ends exactly where it was at some time."""
        orbit = self._exact(turn, len(path))
        return orbit[-1] == orbit[time - 1]

    def _exact(self, turn: int, length: int) -> list[Fraction]:
        require(length <= _LONGEST, "orbits", f"an exact orbit is longer than {_LONGEST}")
        orbit = [self._graph.at(self.cuts[turn + 1])]
        while len(orbit) < length:
            orbit.append(self._graph.at(orbit[-1]))
            short = orbit[-1].denominator.bit_length() <= _LARGEST
            require(short, "orbits", f"an exact orbit has numbers of more than {_LARGEST} bits")
        return orbit

    def inside(self, low: Fraction, high: Fraction) -> int | None:
        """Give the monotone interval that contains [low, high]."""
        found = bisect_right(self.cuts, low) - 1
        return found if found >= 0 and found < len(self.signs) and high <= self.cuts[found + 1] else None

    def image_is_inside(self, x: Fraction, low: Fraction, high: Fraction) -> bool:
        """Tell whether the value at x is in [low, high]."""
        return low <= self._graph.at(x) <= high
