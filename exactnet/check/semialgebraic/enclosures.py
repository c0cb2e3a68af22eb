"""A graph at some precision: enclosures of values, and images of intervals, by integers."""

from __future__ import annotations

from bisect import bisect_left
from fractions import Fraction

from exactnet.check.algebra.intervals import Interval, coefficients, divide, horner
from exactnet.check.algebra.numbers import enclose
from exactnet.check.algebra.points import Exact
from exactnet.check.semialgebraic.graph import Graph
from exactnet.check.verdict import Rejected

# Values are computed with so many more bits.
_GUARD = 32


class Enclosed:
    """A function at a precision p: an interval (a, b) of integers stands for [a, b] / 2^p.

    Parameters
    ----------
    graph : Graph
        The function.
    precision : int
        p.
    step : str
        The step that fails if the precision is too low.
    """

    def __init__(self, graph: Graph, precision: int, step: str) -> None:
        self.graph, self.precision, self._step = graph, precision, step
        self.work = precision + _GUARD
        # The points, first more closely than at this precision.
        self.near = [point.enclose(self.work) for point in graph.points]
        self.points = [_round(x) for x in self.near]
        self._highs = [high for _, high in self.points]
        self._coefficients: dict[int, tuple[list[Interval], list[Interval]]] = {}
        self._values: dict[int, Interval] = {}

    def side(self, index: int, x: int) -> int:
        """Give the sign of x - point."""
        low, high = self.points[index]
        if not low <= x <= high:
            return 1 if x > high else -1
        return -self.graph.points[index].compare(Fraction(x, 1 << self.precision))

    def below(self, x: int, *, or_at: bool = False) -> int:
        """Count the points that are less than x, or not greater."""
        count, least = bisect_left(self._highs, x), 0 if or_at else 1
        while count < len(self.points) and self.side(count, x) >= least:
            count += 1
        return count

    def value(self, index: int) -> Interval:
        """Enclose the value at a point."""
        if index not in self._values:
            piece, point = self.graph.piece_at(index), self.graph.points[index]
            if isinstance(point, Exact):
                self._values[index] = enclose(self.graph.functions[piece].at(point.value), self.precision)
            else:
                self._values[index] = _round(self._evaluate(piece, self.near[index]))
        return self._values[index]

    def at(self, x: int) -> Interval:
        """Enclose the value at x; beyond the domain, that at its end."""
        piece = self.below(x) - 1
        last = len(self.graph.functions)
        if piece < 0 or piece == last:
            return self.value(0 if piece < 0 else last)
        return _round(self._evaluate(piece, (x << _GUARD, x << _GUARD)))

    def image(self, where: Interval) -> Interval:
        """Enclose the image of an interval: f is monotone between points, so that the ends and the points tell all."""
        low, high = where
        values = [self.at(low), self.at(high)] if low < high else [self.at(low)]
        values += [self.value(i) for i in self.inside(where)]
        return min(a for a, _ in values), max(b for _, b in values)

    def orbit(self, where: Interval, length: int) -> list[Interval]:
        """Enclose an interval and its first images, so many in all."""
        found = [where]
        while len(found) < length:
            found.append(self.image(found[-1]))
        return found

    def thin(self, x: Fraction) -> Interval:
        """Enclose a rational."""
        return enclose(x, self.precision)

    def inside(self, where: Interval) -> range:
        """List the points strictly inside an interval."""
        return range(self.below(where[0], or_at=True), self.below(where[1]))

    def lies_on(self, piece: int, where: Interval) -> bool:
        """Tell whether an interval, as far as it lies in the domain, lies on a piece."""
        after = piece == 0 or self.side(piece, where[0]) >= 0
        return after and (piece == len(self.graph.functions) - 1 or self.side(piece + 1, where[1]) <= 0)

    def _evaluate(self, piece: int, x: Interval) -> Interval:
        """Enclose f on an interval; both at the working precision."""
        if piece not in self._coefficients:
            f = self.graph.functions[piece]
            self._coefficients[piece] = (coefficients(f.upper, self.work), coefficients(f.lower, self.work))
        upper, lower = self._coefficients[piece]
        found = divide(horner(upper, x, self.work), horner(lower, x, self.work), self.work)
        if found is None:
            raise Rejected(self._step, "the precision is too low: a denominator is not known to differ from 0")
        return found


def _round(x: Interval) -> Interval:
    return x[0] >> _GUARD, -(-x[1] >> _GUARD)
