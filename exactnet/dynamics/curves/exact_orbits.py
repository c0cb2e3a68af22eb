"""Orbits of points of a curve, exactly: in F[X] modulo the polynomial of the point, for as long as the numbers stay short.

Heights of orbit points grow like degree^n, so this decides equalities early in an orbit (superstable and Misiurewicz parameters,
Chebyshev polynomials) and leaves the rest to enclosures.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from flint import fmpq, fmpq_poly

from exactnet.dynamics.curves.enclosures import Enclosure, Enclosures
from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.field_polynomials import FieldPolynomial, Polynomial
from exactnet.exact.fields import Element, Scalar
from exactnet.exact.points import Point, value_at
from exactnet.exact.rational_functions import RationalFunction

__all__ = ["Residue", "equals_point", "first_residue", "function_at", "image", "residue_value", "size"]

Residue: TypeAlias = Scalar | Polynomial
"""A scalar, or a polynomial modulo that of the point where the orbit begins."""


def first_residue(x: Point) -> Residue:
    """The point itself."""
    if x.scalar is not None:
        return x.scalar
    p = x.polynomial
    return FieldPolynomial.of(p.field, [fmpq(0), fmpq(1)]) if isinstance(p, FieldPolynomial) else fmpq_poly([0, 1])


def image(f: RationalFunction, value: Residue, x: Point) -> Residue:
    """f at a residue of the orbit of x (ZeroDivisionError where a denominator has no inverse).

    Examples
    --------
    >>> from exactnet.exact.points import real_points
    >>> root_two = real_points(fmpq_poly([-2, 0, 1]))[1]
    >>> image(RationalFunction.of(fmpq_poly([0, 0, 1])), first_residue(root_two), root_two)
    2
    """
    modulus = x.polynomial if x.scalar is None else None
    top = _reduced(_horner(f.numerator, value, modulus), modulus)
    if f.is_polynomial:
        return top
    return _reduced(top * _inverse(_horner(f.denominator, value, modulus), modulus), modulus)


def equals_point(value: Residue, x: Point, target: Point) -> bool:
    """Whether the target's polynomial vanishes at a residue: they are equal if their enclosures agree as well."""
    modulus = x.polynomial if x.scalar is None else None
    if target.scalar is not None:
        return _is_zero(value - target.scalar)
    return _is_zero(_reduced(_horner(target.polynomial, value, modulus), modulus))


def function_at(at: Enclosures, where: Enclosure, value: Residue, x: Point) -> RationalFunction | None:
    """The function in force at a residue with this enclosure; None if that cannot be told.

    Where the enclosure holds an end of pieces, the point is that exactly, or a greater precision is needed.
    """
    branch = at.branch_on(where)
    if branch is not None:
        return branch
    for i, (low, high) in enumerate(at.points):
        if where[0] <= high and low <= where[1] and equals_point(value, x, at.curve.points[i]):
            return at.curve.branches[max(i - 1, 0)]
    return None


def size(value: Residue) -> int:
    """Bits of the numbers that write a residue."""
    return sum(int(c.p).bit_length() + int(c.q).bit_length() for c in _rationals(value))


def _rationals(value: Residue) -> Iterator[fmpq]:
    if isinstance(value, FieldPolynomial):
        for term in value.terms:
            yield from term.polynomial.coeffs()
    elif isinstance(value, Element):
        yield from value.polynomial.coeffs()
    elif isinstance(value, fmpq_poly):
        yield from value.coeffs()
    else:
        yield value


def _horner(p: Polynomial, value: Residue, modulus: Polynomial | None) -> Residue:
    terms = p.coeffs()
    result = value * 0 + (terms[-1] if terms else 0)
    for t in reversed(terms[:-1]):
        result = _reduced(result * value, modulus) + t
    return result


def _reduced(value: Residue, modulus: Polynomial | None) -> Residue:
    return value if modulus is None else value % modulus


def _inverse(value: Residue, modulus: Polynomial | None) -> Residue:
    if modulus is None:
        return 1 / value
    common, inverse = value.xgcd(modulus)[:2] if isinstance(value, fmpq_poly) else _half_xgcd(value, modulus)
    if common.degree() != 0:
        raise ZeroDivisionError("the denominator is no unit modulo the polynomial of the point")
    return inverse / common[0]


def _half_xgcd(a: FieldPolynomial, b: FieldPolynomial) -> tuple[FieldPolynomial, FieldPolynomial]:
    """(g, u) with u a = g modulo b."""
    one = FieldPolynomial.of(b.field, [fmpq(1)])
    zero = FieldPolynomial.of(b.field, [])
    previous, current, u, v = b, a % b, zero, one
    while current.terms:
        quotient, rest = divmod(previous, current)
        previous, current, u, v = current, rest, v, u - quotient * v
    return previous, u % b


def _is_zero(value: Residue) -> bool:
    if isinstance(value, FieldPolynomial):
        return not value.terms
    if isinstance(value, fmpq_poly):
        return bool(value.degree() < 0)
    return bool(value == 0)


def residue_value(value: Residue, x: Point) -> RealAlgebraic:
    """A residue of the orbit of x as a real algebraic number."""
    if isinstance(value, FieldPolynomial | fmpq_poly):
        return value_at(value, fmpq_poly([1]), x)
    return Point.of(value).algebraic()
