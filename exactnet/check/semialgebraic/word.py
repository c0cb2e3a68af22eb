"""Cells that follow one word: f^n is a quotient of two polynomials there, of which the zeros are counted."""

from __future__ import annotations

from fractions import Fraction

from exactnet.check.algebra.intervals import Interval
from exactnet.check.algebra.numbers import Number
from exactnet.check.algebra.points import Exact
from exactnet.check.algebra.polynomials import Poly, subtract, vanishes
from exactnet.check.algebra.sturm import count_roots, sign_at, squarefree
from exactnet.check.semialgebraic.enclosures import Enclosed
from exactnet.check.semialgebraic.functions import Quotient
from exactnet.check.semialgebraic.zeros import LARGEST_DEGREE, Node, Place
from exactnet.check.verdict import require


class Words:
    """The words of cells, each expanded once.

    Parameters
    ----------
    enclosed : Enclosed
        The function.
    times : int
        n.
    """

    def __init__(self, enclosed: Enclosed, times: int) -> None:
        self._enclosed, self._times = enclosed, times
        self._expanded: dict[tuple[int, ...], Poly] = {}

    def place(self, a: Node, b: Node, name: str) -> Place | None:
        """Give the zero strictly between two nodes, if there is one; there must not be two."""
        word = tuple(self.word(a, b, name))
        if word not in self._expanded:
            self._expanded[word] = self._expand(word, name)
        polynomial = self._expanded[word]
        low, known = self._limit(a, polynomial, name)
        high, also = self._limit(b, polynomial, name, -1)
        count = count_roots(polynomial, low, high) - known - also
        require(count in (0, 1), "counts", f"{name} has {count} zeros")
        return Place(a.high, b.low, side=lambda x: sign_at(polynomial, x)) if count else None

    def word(self, a: Node, b: Node, name: str) -> list[int]:
        """List the pieces that a cell visits; it must not be cut, nor be mapped to a point."""
        found: list[int] = []
        ends, side = [a.where, b.where], 1
        for step in range(self._times):
            pieces = {self._piece(node, step, s * side) for node, s in ((a, 1), (b, -1)) if node.marked is not None}
            pieces = pieces or {self._around(ends)}
            piece = pieces.pop()
            inside = not pieces and 0 <= piece < len(self._enclosed.graph.functions)
            # A marked end lies on the piece exactly; of the others the enclosures do.
            free = [where for where, node in zip(ends, (a, b), strict=True) if node.marked is None]
            inside = inside and all(self._enclosed.lies_on(piece, where) for where in free)
            require(inside, "counts", f"{name} does not follow one word")
            sign = self._enclosed.graph.signs[piece]
            require(sign != 0, "counts", f"{name} is mapped to a point")
            found.append(piece)
            side *= sign
            ends = [self._enclosed.image(where) for where in ends]
        return found

    def _piece(self, node: Node, step: int, side: int) -> int:
        assert node.marked is not None
        orbit, time = node.marked
        return orbit.piece((time + step) % len(orbit.path), side)

    def _around(self, ends: list[Interval]) -> int:
        """Find the piece on which both ends lie, if they lie on one."""
        low, high = min(x for x, _ in ends), max(x for _, x in ends)
        last = len(self._enclosed.graph.functions) - 1
        first = min(max(self._enclosed.below(low, or_at=True) - 1, 0), last)
        beyond = min(max(self._enclosed.below(high) - 1, 0), last)
        return first if first == beyond else -1

    def _expand(self, word: tuple[int, ...], name: str) -> Poly:
        """Give the squarefree part of N - X D for the composition N/D of the pieces."""
        iterate = Quotient([0, 1])
        for piece in word:
            f = self._enclosed.graph.functions[piece]
            small = iterate.degree * f.degree <= LARGEST_DEGREE
            require(small, "counts", f"{name}: the degree of the iterate is more than {LARGEST_DEGREE}")
            iterate = iterate.compose(f.upper, f.lower)
        found = subtract(iterate.upper, [0, *iterate.lower])
        require(not vanishes(found), "counts", f"{name}: every point is a zero")
        return squarefree(found)

    def _limit(self, node: Node, polynomial: Poly, name: str, outwards: int = 1) -> tuple[Number, int]:
        """From where on roots are counted, and how many of them are the end itself."""
        if node.marked is None:
            return self._value(node), 0
        unit = Fraction(1, 1 << self._enclosed.precision)
        low, high = node.low - unit, node.high + unit
        alone = count_roots(polynomial, low, high) == 1
        require(alone, "counts", f"{name}: more zeros may be close to one of its ends")
        return (low if outwards > 0 else high), 1

    def _value(self, node: Node) -> Number:
        """The end exactly: a rational, or an end of the domain."""
        if node.low == node.high:
            return node.low
        points = self._enclosed.graph.points
        point = points[0] if node.where == self._enclosed.points[0] else points[-1]
        assert isinstance(point, Exact)
        return point.value
