"""Rational functions of one variable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, repeat
from math import gcd, lcm

from exactnet.check.algebra.numbers import Element, Number, sign
from exactnet.check.algebra.polynomials import (
    Poly,
    add,
    at,
    derivative,
    divide,
    greatest_common_divisor,
    integral,
    multiply,
    scale,
    subtract,
    trim,
    vanishes,
)
from exactnet.check.verdict import require

MOST_DEGREE = 500


@dataclass(frozen=True, slots=True)
class Quotient:
    """The quotient of two polynomials; where it is used, the lower one has no zero.

    >>> x = Quotient([0, 1])
    >>> x.plus(x.times(x)).compose([1], [0, 1])
    Quotient(upper=[1], lower=[0, 1, 1])
    """

    upper: Poly
    lower: Poly = field(default_factory=lambda: [1])

    @staticmethod
    def of(coefficients: Sequence[Number]) -> Quotient:
        """Make a polynomial of numbers."""
        upper, den = integral(coefficients)
        return Quotient(upper, [den])

    @property
    def degree(self) -> int:
        """The larger degree."""
        return max(len(self.upper), len(self.lower)) - 1

    @property
    def is_polynomial(self) -> bool:
        """Whether the lower polynomial is a constant."""
        return len(self.lower) == 1

    def shortened(self) -> Quotient:
        """Take out common factors, if there are only integers."""
        upper, lower = self.upper, self.lower
        if not upper:
            return Quotient([])
        if any(isinstance(c, Element) for c in upper):
            return self
        if len(lower) > 1:
            # It has no common factor of its coefficients, so that the quotients have integer coefficients.
            common = greatest_common_divisor(upper, lower)
            upper, lower = divide(upper, common)[0], divide(lower, common)[0]
        content = gcd(*upper, *lower)  # type: ignore[arg-type]
        if content > 1:
            upper, lower = ([c // content for c in part] for part in (upper, lower))  # type: ignore[operator]
        return Quotient(upper, lower)

    def plus(self, other: Quotient) -> Quotient:
        """Add."""
        if self.lower == other.lower:
            return Quotient(add(self.upper, other.upper), self.lower).shortened()
        _limit(self.degree + other.degree)
        upper = add(multiply(self.upper, other.lower), multiply(other.upper, self.lower))
        return Quotient(upper, multiply(self.lower, other.lower)).shortened()

    def times(self, other: Quotient) -> Quotient:
        """Multiply."""
        _limit(self.degree + other.degree)
        return Quotient(multiply(self.upper, other.upper), multiply(self.lower, other.lower)).shortened()

    def minus(self, other: Quotient) -> Quotient:
        """Subtract."""
        return self.plus(Quotient(scale(other.upper, -1), other.lower))

    def inserted(self, upper: Poly, lower: Poly) -> tuple[Poly, Poly]:
        """Insert into the quotient of two polynomials, without taking out common factors."""
        top = max(len(upper), len(lower)) - 1
        _limit(top * self.degree)
        powers, lowers = _powers(self.upper, top), _powers(self.lower, top)
        terms = [multiply(p, q) for p, q in zip(powers, reversed(lowers), strict=True)]
        return _combine(upper, terms), _combine(lower, terms)

    def compose(self, upper: Poly, lower: Poly) -> Quotient:
        """Insert into the quotient of two polynomials."""
        return Quotient(*self.inserted(upper, lower)).shortened()

    def above(self, level: Number) -> Poly:
        """Give a polynomial with the sign of f - level, times that of the lower polynomial."""
        if isinstance(level, Element):
            return subtract(self.upper, scale(self.lower, level))
        return subtract(scale(self.upper, level.denominator), scale(self.lower, level.numerator))

    def slope(self) -> Poly:
        """Give a polynomial with the sign of the derivative."""
        if self.is_polynomial:
            return scale(derivative(self.upper), sign(self.lower[0]))
        return subtract(multiply(derivative(self.upper), self.lower), multiply(self.upper, derivative(self.lower)))

    def derivative(self) -> Quotient:
        """Differentiate."""
        if self.is_polynomial:
            return Quotient(derivative(self.upper), self.lower)
        return Quotient(self.slope(), multiply(self.lower, self.lower))

    def integral(self) -> Quotient:
        """Give an antiderivative of a polynomial."""
        top = lcm(*range(1, len(self.upper) + 1))
        upper = [0, *(c * (top // (i + 1)) for i, c in enumerate(self.upper))]
        return Quotient(trim(upper), scale(self.lower, top)).shortened()

    def at(self, x: Number) -> Number:
        """Evaluate."""
        return at(self.upper, x) / at(self.lower, x)

    def equals(self, other: Quotient) -> bool:
        """Tell whether two functions are equal."""
        return vanishes(subtract(multiply(self.upper, other.lower), multiply(other.upper, self.lower)))


def _limit(degree: int) -> None:
    require(degree <= MOST_DEGREE, "points", f"a function has a degree of more than {MOST_DEGREE}")


def _powers(a: Poly, count: int) -> list[Poly]:
    one: Poly = [1]
    return list(accumulate(repeat(a, count), multiply, initial=one))


def _combine(coefficients: Poly, terms: Iterable[Poly]) -> Poly:
    result: Poly = []
    for c, term in zip(coefficients, terms, strict=False):
        result = add(result, scale(term, c))
    return result
