"""The ends of cells on which f^n(x) - x is looked at."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from itertools import pairwise

from exactnet.check.algebra.intervals import Interval
from exactnet.check.algebra.points import Exact
from exactnet.check.reader import rational
from exactnet.check.semialgebraic.enclosures import Enclosed
from exactnet.check.semialgebraic.returning import Returning, follow_return, read_return
from exactnet.check.semialgebraic.zeros import Node
from exactnet.check.verdict import Rejected, require


class Nodes:
    """Reads ends of cells.

    Parameters
    ----------
    enclosed : Enclosed
        The function.
    times : int
        n.
    known : collection of Fraction
        Rationals that are known to be zeros.
    name : str
        The name of the evidence.
    """

    def __init__(self, enclosed: Enclosed, times: int, known: Collection[Fraction], name: str) -> None:
        self._enclosed, self._times, self._known, self._name = enclosed, times, known, name
        self._returning: dict[int, Returning] = {}

    def read(self, cells: list[object]) -> list[Node]:
        """Give the ends of cells inside the domain, and its own two ends."""
        first, last = self._enclosed.graph.points[0], self._enclosed.graph.points[-1]
        inner: list[Node] = []
        ends: list[Node | None] = [None, None]
        covered = [False, False]
        for i, item in enumerate(cells):
            name = f"{self._name}.cells[{i}]"
            if isinstance(item, list):
                node, point = self._marked(item, name)
                if point in (0, len(self._enclosed.graph.points) - 1):
                    ends[point > 0], covered[point > 0] = node, True
                else:
                    inner.append(node)
                continue
            x = rational(item, "counts", name)
            below, above = first.compare(x) >= 0, last.compare(x) <= 0
            covered = [covered[0] or (below and i == 0), covered[1] or (above and i == len(cells) - 1)]
            if not below and not above:
                inner.append(self._node(x))
        require(all(covered), "counts", f"{self._name}.cells do not cover the domain")
        nodes = [ends[0] or self._end(0), *inner, ends[1] or self._end(-1)]
        for a, b in pairwise(nodes):
            require(a.high < b.low, "counts", f"{self._name}.cells do not increase")
        return nodes

    def _marked(self, value: list[object], name: str) -> tuple[Node, int | None]:
        """Give a point that is reached from one of the description and returns, and which of these it is."""
        index, time = read_return(value, len(self._enclosed.graph.points), self._times, name)
        if index not in self._returning:
            self._returning[index] = follow_return(self._enclosed, index, self._times, name)
        orbit = self._returning[index]
        low, high = (Fraction(x, 1 << self._enclosed.precision) for x in orbit.path[time])
        return Node(orbit.path[time], low, high, 0, (orbit, time)), orbit.places[time][0]

    def _node(self, x: Fraction) -> Node:
        side = 0 if x in self._known else self.side(x)
        require(side != 0 or x in self._known, "counts", f"{self._name}: a cell may end at a zero that is not listed")
        return Node(self._enclosed.thin(x), x, x, side)

    def _end(self, index: int) -> Node:
        """Give an end of the domain; a rational is treated like all others."""
        point = self._enclosed.graph.points[index]
        if not isinstance(point, Exact):
            raise Rejected("points", "an end of the domain must be a number of the field")
        if isinstance(point.value, Fraction):
            return self._node(point.value)
        where = self._enclosed.points[index]
        side = 0 if self._returns(index) else self._compare(where)
        require(side != 0 or self._returns(index), "counts", f"{self._name}: an end of the domain may be a zero")
        low, high = (Fraction(x, 1 << self._enclosed.precision) for x in where)
        return Node(where, low, high, side)

    def _returns(self, index: int) -> bool:
        """Tell whether an end of the domain returns after n steps, all of them to ends."""
        graph = self._enclosed.graph
        here = start = index % len(graph.points)
        for _ in range(self._times):
            ends = (0, len(graph.points) - 1)
            there = [i for i in ends if graph.compare(here, graph.points[i]) == 0]
            if not there:
                return False
            here = there[0]
        return here == start

    def side(self, x: Fraction) -> int:
        """Give the sign of f^n(x) - x at a rational; 0 if it is not known."""
        return self._compare(self._enclosed.thin(x))

    def _compare(self, where: Interval) -> int:
        low, high = self._enclosed.orbit(where, self._times + 1)[-1]
        return 1 if low > where[1] else -1 if high < where[0] else 0
