"""Polynomials in one variable over Q or over a real number field, with one interface.

Over Q a polynomial is flint's ``fmpq_poly``; over a number field it is a `FieldPolynomial`, which answers to the same names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

from flint import arb_poly, ctx, fmpq, fmpq_poly

from exactnet.exact.fields import Element, NumberField, Scalar, ball_of, sign

__all__ = [
    "FieldPolynomial",
    "Polynomial",
    "ball_polynomial",
    "coefficients",
    "evaluate",
    "polynomial",
    "squarefree",
    "sturm_count",
]


@dataclass(frozen=True)
class FieldPolynomial:
    """A polynomial over a number field: ``terms`` from the lowest degree up, the last one not 0.

    Examples
    --------
    >>> from exactnet.exact.algebraic import RealAlgebraic
    >>> field = NumberField(RealAlgebraic.from_polynomial([-2, 0, 1], 1, 2))
    >>> p = FieldPolynomial.of(field, [-field.theta, fmpq(1)])  # x - sqrt 2
    >>> (p * p).degree(), (p * p).gcd(p) == p, p(field.theta) == 0
    (2, True, True)
    """

    field: NumberField
    terms: tuple[Element, ...]

    @classmethod
    def of(cls, field: NumberField, terms: Sequence[Scalar]) -> FieldPolynomial:
        """From scalars; leading zeros are dropped."""
        exact = [t if isinstance(t, Element) else field.element(t) for t in terms]
        while exact and exact[-1] == 0:
            exact.pop()
        return cls(field, tuple(exact))

    def degree(self) -> int:
        """Degree; -1 for the zero polynomial."""
        return len(self.terms) - 1

    def __getitem__(self, index: int) -> Element:
        return self.terms[index] if index < len(self.terms) else self.field.element(0)

    def coeffs(self) -> list[Element]:
        """The coefficients from the lowest degree up."""
        return list(self.terms)

    def _other(self, other: FieldPolynomial | fmpq_poly | Scalar | int) -> FieldPolynomial:
        if isinstance(other, FieldPolynomial):
            return other
        if isinstance(other, fmpq_poly):
            return FieldPolynomial.of(self.field, other.coeffs())
        return FieldPolynomial.of(self.field, [fmpq(other) if isinstance(other, int) else other])

    def __add__(self, other: FieldPolynomial | fmpq_poly | Scalar | int) -> FieldPolynomial:
        that = self._other(other)
        n = max(len(self.terms), len(that.terms))
        return FieldPolynomial.of(self.field, [self[i] + that[i] for i in range(n)])

    def __neg__(self) -> FieldPolynomial:
        return FieldPolynomial(self.field, tuple(-t for t in self.terms))

    def __sub__(self, other: FieldPolynomial | fmpq_poly | Scalar | int) -> FieldPolynomial:
        return self + (-self._other(other))

    def __rsub__(self, other: fmpq_poly | Scalar | int) -> FieldPolynomial:
        return self._other(other) - self

    def __mul__(self, other: FieldPolynomial | fmpq_poly | Scalar | int) -> FieldPolynomial:
        that = self._other(other)
        if not self.terms or not that.terms:
            return FieldPolynomial(self.field, ())
        # sums of unreduced products, reduced once
        sums = [fmpq_poly([])] * (len(self.terms) + len(that.terms) - 1)
        for i, a in enumerate(self.terms):
            for j, b in enumerate(that.terms):
                sums[i + j] = sums[i + j] + a.polynomial * b.polynomial
        return FieldPolynomial(self.field, tuple(Element(self.field, s % self.field.modulus) for s in sums))

    __radd__ = __add__
    __rmul__ = __mul__

    def __pow__(self, exponent: int) -> FieldPolynomial:
        result = FieldPolynomial.of(self.field, [fmpq(1)])
        for _ in range(exponent):
            result = result * self
        return result

    def __truediv__(self, scalar: Scalar | int) -> FieldPolynomial:
        return self * (1 / (scalar if isinstance(scalar, Element) else self.field.element(scalar)))

    def __divmod__(self, other: FieldPolynomial) -> tuple[FieldPolynomial, FieldPolynomial]:
        rest, lead = list(self.terms), other.terms[-1].inverse()
        quotient = [self.field.element(0)] * max(len(rest) - len(other.terms) + 1, 0)
        for k in range(len(quotient) - 1, -1, -1):
            factor = rest[k + other.degree()] * lead
            quotient[k] = factor
            if factor != 0:
                for i, t in enumerate(other.terms):
                    rest[k + i] = rest[k + i] - factor * t
        return FieldPolynomial.of(self.field, quotient), FieldPolynomial.of(self.field, rest[: other.degree()])

    def __floordiv__(self, other: FieldPolynomial) -> FieldPolynomial:
        return divmod(self, other)[0]

    def __mod__(self, other: FieldPolynomial) -> FieldPolynomial:
        return divmod(self, other)[1]

    def gcd(self, other: FieldPolynomial) -> FieldPolynomial:
        """The monic greatest common divisor."""
        a, b = self, other
        while b.terms:
            a, b = b, a % b
        return a / a.terms[-1] if a.terms else a

    def derivative(self) -> FieldPolynomial:
        """The derivative."""
        return FieldPolynomial(self.field, tuple(t * i for i, t in enumerate(self.terms) if i))

    def integral(self) -> FieldPolynomial:
        """The antiderivative that vanishes at 0."""
        return FieldPolynomial(self.field, (self.field.element(0), *(t / (i + 1) for i, t in enumerate(self.terms))))

    def __call__(self, x: Scalar) -> Element:
        """Value at a scalar."""
        result = self.field.element(0)
        for t in reversed(self.terms):
            result = result * x + t
        return result


# fmpq_poly or FieldPolynomial: two types with the same names, which no annotation of flint's could say
Polynomial: TypeAlias = Any


def polynomial(field: NumberField | None, terms: Sequence[Scalar]) -> Polynomial:
    """The polynomial with these coefficients over a field (None for Q)."""
    if field is None:
        return fmpq_poly(list(terms))
    return FieldPolynomial.of(field, terms)


def coefficients(p: Polynomial) -> list[Scalar]:
    """Coefficients from the lowest degree up."""
    return list(p.coeffs())


def evaluate(p: Polynomial, x: Scalar) -> Scalar:
    """Exact value at a scalar, whatever field either is over.

    Examples
    --------
    >>> evaluate(fmpq_poly([1, 1]), fmpq(2))
    3
    """
    if isinstance(p, FieldPolynomial) or not isinstance(x, Element):
        return p(x)
    result = x.field.element(0)
    for t in reversed(p.coeffs()):
        result = result * x + t
    return result


def squarefree(p: Polynomial) -> Polynomial:
    """The polynomial with the same roots, each once."""
    if p.degree() < 1:
        return p
    return p // p.gcd(p.derivative())


def sturm_count(p: Polynomial, low: Scalar, high: Scalar) -> int:
    """Number of roots of a squarefree polynomial in the half-open interval (low, high].

    Examples
    --------
    >>> sturm_count(fmpq_poly([-2, 0, 1]), fmpq(0), fmpq(2))
    1
    """
    chain = [p, p.derivative()]
    while chain[-1].degree() > 0:
        chain.append(-(chain[-2] % chain[-1]))

    def variations(x: Scalar) -> int:
        signs = [s for q in chain if (s := sign(evaluate(q, x)))]
        return sum(a != b for a, b in pairwise(signs))

    return variations(low) - variations(high)


def ball_polynomial(p: Polynomial, precision: int) -> arb_poly:
    """The polynomial with coefficients in balls of about this many bits."""
    before = ctx.prec
    try:
        ctx.prec = precision + 32
        return arb_poly(p if isinstance(p, fmpq_poly) else [ball_of(c, precision) for c in p.coeffs()])
    finally:
        ctx.prec = before
