"""The zeros of f^n(x) - x as roots of a polynomial over Q: for maps of one piece, also where zeros are multiple."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from flint import fmpq, fmpq_poly

from exactnet.compile.semialgebraic.curve import Curve
from exactnet.dynamics.curves.enclosures import Enclosure
from exactnet.dynamics.curves.images import Images
from exactnet.dynamics.curves.marked import ImpreciseError
from exactnet.exact.algebraic import RealAlgebraic, real_roots
from exactnet.exact.integer_polynomials import integral

__all__ = ["MAX_EXPANDED", "Expanded", "expand", "expanded_degree"]

MAX_EXPANDED = 200
"""Largest degree of f^n(x) - x that certificates expand."""


@dataclass(frozen=True, eq=False)
class Expanded:
    """The roots of f^n(x) - x.

    Attributes
    ----------
    at
        Where enclosures come from.
    iterate
        n.
    roots
        All real roots, also those outside the domain, in increasing order.
    """

    at: Images
    iterate: int
    roots: tuple[RealAlgebraic, ...]

    @cached_property
    def _enclosures(self) -> list[Enclosure]:
        one = self.at.one
        fine = [x.refine(fmpq(1, one)) for x in self.roots]
        return [(int((x.lower * one).floor()), int((x.upper * one).ceil())) for x in fine]

    @cached_property
    def zeros(self) -> tuple[int, ...]:
        """Numbers of the roots in the domain."""
        low, high = self.at.curve.knots[0].algebraic(), self.at.curve.knots[-1].algebraic()
        return tuple(i for i, x in enumerate(self.roots) if low <= x <= high)

    def enclosure(self, zero: int) -> Enclosure:
        """Where a root lies."""
        return self._enclosures[zero]

    def zero_at(self, x: Enclosure) -> int:
        """The root in an enclosure that is known to hold one."""
        first = bisect_left(self._enclosures, x[0], key=lambda e: e[1])
        last = bisect_right(self._enclosures, x[1], key=lambda e: e[0])
        if last - first != 1:
            raise ImpreciseError
        return first

    def room(self, zero: int, x: Enclosure) -> int:
        """How far the root is from all others."""
        sides = [x[0] - e[1] for e in self._enclosures[max(zero - 1, 0) : zero]]
        sides += [e[0] - x[1] for e in self._enclosures[zero + 1 : zero + 2]]
        return min(sides, default=self.at.one)

    def rational(self, zero: int) -> fmpq | None:
        """The root, if it is rational."""
        return self.roots[zero].lower if self.roots[zero].is_rational else None


def expanded_degree(curve: Curve, n: int) -> int | None:
    """The degree of f^n, if f is one polynomial over Q and the degree is not too large; else None."""
    if len(curve.pieces) != 1 or curve.field is not None or not curve.pieces[0].is_polynomial:
        return None
    degree = max(curve.pieces[0].degree, 1)
    return degree**n if degree == 1 or (n < MAX_EXPANDED and degree**n <= MAX_EXPANDED) else None


def expand(at: Images, n: int) -> Expanded | None:
    """The roots of f^n(x) - x, or None if `expanded_degree` is, or if all x are roots.

    Examples
    --------
    >>> from exactnet.exact.points import Point
    >>> from exactnet.exact.rational_functions import RationalFunction
    >>> touching = RationalFunction.of(fmpq_poly([fmpq(1, 4), 0, 1]))  # x^2 + 1/4 meets the diagonal in 1/2, twice
    >>> found = expand(Images(Curve.of([Point.of(0), Point.of(1)], [touching]), 64), 2)
    >>> [found.rational(i) for i in found.zeros]
    [1/2]
    """
    if expanded_degree(at.curve, n) is None:
        return None
    f, power = at.curve.pieces[0].numerator, fmpq_poly([0, 1])
    for _ in range(n):
        power = f(power)
    gap = power - fmpq_poly([0, 1])
    if gap.degree() < 1:
        return None
    return Expanded(at, n, tuple(real_roots(integral(gap))))
