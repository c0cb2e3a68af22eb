"""Periodic points as exact algebraic numbers: roots of g(x) - x, g the composition of the pieces along the orbit."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from flint import fmpq, fmpq_poly

from exactnet.dynamics.curves.enclosures import Enclosure
from exactnet.dynamics.curves.images import Images, product
from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.field_polynomials import Polynomial, polynomial, squarefree, sturm_count
from exactnet.exact.fields import sign
from exactnet.exact.integer_polynomials import integral
from exactnet.exact.points import Point, sign_at_point
from exactnet.exact.rational_functions import RationalFunction

__all__ = ["MAX_EXACT", "ExactPoints"]

MAX_EXACT = 128
"""Largest degree of a composition that is expanded."""


class ExactPoints:
    """Compositions along orbits of one curve, and the factors of their fixed point equations, each computed once.

    Examples
    --------
    >>> from exactnet.compile.semialgebraic.curve import Curve
    >>> logistic = Curve.of([Point.of(0), Point.of(1)], [RationalFunction.of(fmpq_poly([0, 4, -4]))])
    >>> solver = ExactPoints(Images(logistic, 8))
    >>> x = solver.point((0, 1), (87, 90))
    >>> x.polynomial, solver.is_neutral((0, 1), x)
    (16*x^2 + (-20)*x + 5, False)
    """

    def __init__(self, at: Images) -> None:
        self._at, self._curve = at, at.curve
        self._names = {id(f): k for k, f in enumerate(self._curve.pieces)}
        self._compositions: dict[tuple[int, ...], RationalFunction] = {}
        self._factors: dict[tuple[int, ...], list[Polynomial]] = {}

    @property
    def one(self) -> int:
        """The integer that stands for 1 in enclosures."""
        return self._at.one

    def point(self, branches: Sequence[int], x: Enclosure) -> Point | None:
        """The point in an enclosure whose orbit visits these branches and comes back.

        None if the degree is too large, or if the enclosure is too wide to tell it from other roots.
        """
        if self.degree(branches) > MAX_EXACT:
            return None
        wider = x[0] - 1, x[1] + 1
        low, high = (fmpq(u, self._at.one) for u in wider)
        changing = [p for p in self.factors_along(branches) if sign(p(low)) * sign(p(high)) < 0]
        if len(changing) != 1:
            return None
        (p,) = changing
        if not self._has_one_zero(branches, wider) and sturm_count(p, low, high) != 1:
            return None
        if isinstance(p, fmpq_poly):
            return Point.from_algebraic(RealAlgebraic.isolated(integral(p), low, high))
        return Point.root(p, low, high)

    def is_identity(self, branches: Sequence[int]) -> bool:
        """Whether the composition is known to be the identity."""
        if self.degree(branches) > MAX_EXACT:
            return False
        g = self._along(branches)
        return g.is_polynomial and (g.numerator - polynomial(None, [0, 1])).degree() < 0

    def is_neutral(self, branches: Sequence[int], x: Point) -> bool:
        """Whether the derivative along the orbit of a point is 1 or -1, exactly."""
        g = self._along(branches)
        square = g.denominator * g.denominator
        return any(sign_at_point(g.slope_numerator + square * side, x) == 0 for side in (-1, 1))

    def _has_one_zero(self, branches: Sequence[int], x: Enclosure) -> bool:
        """Whether the derivative of the composition stays off 1 on an interval."""
        at = self._at
        total = at.one, at.one
        for b in branches:
            slope = at.branch_slope(b, x)
            total = product(total, slope, at.precision)
            # mean values: the functions of the pieces are followed, also where the interval leaves them
            value = at.value(b, (x[0] + x[1]) // 2)
            reach = product((x[0] - x[1], x[1] - x[0]), slope, at.precision)
            x = value[0] + reach[0], value[1] + reach[1]
        return total[0] > at.one or total[1] < at.one

    def degree(self, branches: Sequence[int]) -> int:
        """The degree of the composition, or more."""
        return prod(self._curve.branches[b].degree for b in branches)

    def _key(self, branches: Sequence[int]) -> tuple[int, ...]:
        return tuple(self._names[id(self._curve.branches[b])] for b in branches)

    def _along(self, branches: Sequence[int]) -> RationalFunction:
        key = self._key(branches)
        if key not in self._compositions:
            g = self._curve.pieces[key[0]]
            for name in key[1:]:
                g = self._curve.pieces[name].after(g)
            self._compositions[key] = g
        return self._compositions[key]

    def factors_along(self, branches: Sequence[int]) -> list[Polynomial]:
        """Squarefree factors, over Q irreducible ones, of the numerator of g(x) - x."""
        key = self._key(branches)
        if key not in self._factors:
            g = self._along(branches)
            gap = g.numerator - g.denominator * polynomial(None, [0, 1])
            if not isinstance(gap, fmpq_poly):
                self._factors[key] = [squarefree(gap)] if gap.degree() > 0 else []
            else:
                self._factors[key] = [fmpq_poly(f) for f, _ in integral(gap).factor()[1]] if gap.degree() > 0 else []
        return self._factors[key]
