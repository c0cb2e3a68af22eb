"""The exact orbit of a point: computed in the field, or modulo the polynomial of which the point is a root."""

from __future__ import annotations

from collections.abc import Sequence

from exactnet.check.algebra.intervals import Interval
from exactnet.check.algebra.numbers import Number, length, sign
from exactnet.check.algebra.points import Exact, Point, Root, are_equal
from exactnet.check.algebra.polynomials import Poly, multiply, subtract
from exactnet.check.algebra.residues import Residues
from exactnet.check.semialgebraic.enclosures import Enclosed
from exactnet.check.semialgebraic.functions import Quotient
from exactnet.check.verdict import Rejected, require

# Longer numbers are refused.
LARGEST = 100_000

# A number, or the quotient of two polynomials at the root.
State = Number | tuple[Poly, Poly]


class Trail:
    """The points x, f(x), f(f(x)), .. exactly.

    Parameters
    ----------
    enclosed : Enclosed
        The function.
    start : Point
        x.
    step : str
        The step that fails if that cannot be computed.
    """

    def __init__(self, enclosed: Enclosed, start: Point, step: str) -> None:
        self._enclosed, self._start, self._step = enclosed, start, step
        self._modulus = Residues(start.polynomial if isinstance(start, Root) else [])
        identity: tuple[Poly, Poly] = ([0, 1], [1])
        self.states: list[State] = [start.value if isinstance(start, Exact) else identity]

    def advance(self, piece: int) -> None:
        """Append the image of the last point, which lies on this piece."""
        f, state = self._enclosed.graph.functions[piece], self.states[-1]
        if isinstance(state, tuple):
            self.states.append(self._modulus.insert(state, f.upper, f.lower))
        else:
            self.states.append(f.at(state))
        state = self.states[-1]
        parts = [c for part in state for c in part] if isinstance(state, tuple) else [state]
        require(all(length(c) <= LARGEST for c in parts), self._step, "an exact orbit has too large numbers")

    def follow(self, path: Sequence[Interval]) -> None:
        """Append the images of the points that are enclosed by the path, the first one being the last so far."""
        for where in path:
            self.advance(self._piece(where))

    def _piece(self, where: Interval) -> int:
        """Find the piece of the last point."""
        last = len(self._enclosed.graph.functions) - 1
        inside = self._enclosed.inside(where)
        if len(inside) > 1:
            raise Rejected(self._step, "the precision is too low: an enclosure contains several points")
        for i in inside:
            if not self.equals(-1, self._enclosed.graph.points[i], where):
                raise Rejected(
                    self._step, "the precision is too low: an enclosure contains a point that is not the value"
                )
        return min(max(self._enclosed.below(where[0], or_at=True) - 1, 0), last)

    def equals(self, time: int, other: Point, where: Interval) -> bool:
        """Tell whether the point at some time, which is enclosed, is equal to another one."""
        state = self.states[time]
        if not isinstance(state, tuple):
            return are_equal(Exact(state), other)
        upper, lower = state
        if isinstance(other, Exact):
            return self._start.is_root(Quotient(upper, lower).above(other.value))
        one = 1 << self._enclosed.precision
        near = other.low * one < where[0] and where[1] < other.high * one
        return near and self._start.is_root(self._modulus.insert(state, other.polynomial, [1])[0])

    def agree(self, first: int, second: int) -> bool:
        """Tell whether the points at two times are equal."""
        a, b = self.states[first], self.states[second]
        if isinstance(a, tuple) and isinstance(b, tuple):
            return self._start.is_root(subtract(multiply(a[0], b[1]), multiply(b[0], a[1])))
        return not isinstance(a, tuple) and not isinstance(b, tuple) and sign(a - b) == 0
