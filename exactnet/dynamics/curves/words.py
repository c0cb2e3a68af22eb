"""Cells on which f^n is one rational function g: the roots of g(x) - x by Sturm's theorem, also where they are multiple."""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq

from exactnet.dynamics.curves.enclosures import Enclosure
from exactnet.dynamics.curves.exact_points import ExactPoints
from exactnet.dynamics.curves.images import Images
from exactnet.exact.field_polynomials import Polynomial, polynomial, sturm_count
from exactnet.exact.fields import sign
from exactnet.exact.points import Point

__all__ = ["MAX_WORD_DEGREE", "Words"]

MAX_WORD_DEGREE = 64
"""Largest degree of a composition whose roots are counted: beyond, Sturm's theorem takes long."""

_REACH = 4


class Words:
    """Roots of compositions along cells.

    Parameters
    ----------
    at
        The curve.
    solver
        Its compositions.
    """

    def __init__(self, at: Images, solver: ExactPoints) -> None:
        self._at, self._solver = at, solver

    def follow(self, low: int, high: int, count: int) -> tuple[int, ...] | None:
        """The branches that an interval visits, if it lies on one at every step, and on none that is constant."""
        found, x = [], (low, high)
        for _ in range(count):
            first, last = self._at.span(x)
            if first != last or self._at.curve.directions[first] == 0:
                return None
            found.append(first)
            x = self._at.image(x)
        return tuple(found)

    def zero(
        self, branches: Sequence[int], low: int, high: int, ends: Sequence[Enclosure]
    ) -> tuple[bool, Point | None]:
        """Whether there is at most one zero strictly inside, and the zero.

        Parameters
        ----------
        branches
            What the cell visits.
        low, high
            Its ends.
        ends
            Enclosures of those ends that are zeros, and not known exactly.
        """
        if self._solver.degree(branches) > MAX_WORD_DEGREE:
            return False, None
        factors = self._solver.factors_along(branches)
        one = self._at.one
        for x in ends:
            a, b = fmpq(x[0] - _REACH, one), fmpq(x[1] + _REACH, one)
            if sum(sturm_count(p, a, b) for p in factors) != 1:
                return False, None
            low, high = (x[1] + _REACH, high) if x[0] <= low else (low, x[0] - _REACH)
        if not factors or low >= high:
            return False, None
        a, b = fmpq(low, one), fmpq(high, one)
        counts = [sturm_count(p, a, b) - (sign(p(b)) == 0) for p in factors]
        if sum(counts) > 1:
            return False, None
        return True, None if sum(counts) == 0 else self._located(factors[counts.index(1)], a, b)

    def _located(self, p: Polynomial, low: fmpq, high: fmpq) -> Point:
        for end in (low, high):
            if sign(p(end)) == 0:  # intervals of roots have no root at their ends
                p = p // polynomial(self._at.curve.field, [-end, fmpq(1)])
        return Point.root(p, low, high)
