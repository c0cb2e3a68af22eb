"""Numbers of interval maps: rational or real algebraic, in one form each, and how documents write them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from flint import arb, fmpq, fmpq_mat, fmpq_poly, fmpz

from exactnet.exact.algebraic import RealAlgebraic, companion
from exactnet.exact.integer_polynomials import count_roots, squarefree
from exactnet.exact.rational import QLike, number_text, rational

__all__ = ["Number", "NumberLike", "evaluate", "isolation", "number", "number_document", "number_name"]

Number: TypeAlias = fmpq | RealAlgebraic
"""A rational is always an `fmpq` here."""

NumberLike: TypeAlias = QLike | RealAlgebraic


def number(value: NumberLike) -> Number:
    """A number in its one form.

    Examples
    --------
    >>> number(RealAlgebraic.from_polynomial([-1, 0, 4], 0, 1)), number("0.25")
    (1/2, 1/4)
    """
    if not isinstance(value, RealAlgebraic):
        return rational(value)
    return value.lower if value.is_rational else value


def isolation(value: RealAlgebraic) -> tuple[fmpq, fmpq]:
    """(m/2^n, (m + 1)/2^n) with the least n >= 0 for which no other root of the number's polynomial lies in it.

    It depends on the number only (one that is not rational).

    Examples
    --------
    >>> isolation(RealAlgebraic.from_polynomial([-2, 0, 1], "7/5", 9))
    (1, 2)
    >>> isolation(RealAlgebraic.from_polynomial([-1, 0, 18], 0, 1))
    (0, 1)
    >>> isolation(RealAlgebraic.from_polynomial([1, -10, 20], 0, "1/4"))  # the other root is 0.36..
    (0, 1/4)
    """
    scale = fmpz(1)
    while True:
        floor = _floor(value, scale)
        ends = fmpq(floor, scale), fmpq(floor + 1, scale)
        if count_roots(value.polynomial, *ends) == 1:
            return ends
        scale *= 2


def _floor(value: RealAlgebraic, scale: fmpz) -> fmpz:
    """floor(scale * value); never an equality, as the value is irrational."""
    while (value.lower * scale).floor() != (value.upper * scale).floor():
        value = value.refine((value.upper - value.lower) / 16)
    return (value.lower * scale).floor()


def number_document(value: Number) -> str | dict[str, Any]:
    """The canonical JSON of a number.

    Examples
    --------
    >>> number_document(fmpq(3, 6)), number_document(RealAlgebraic.from_polynomial([4, 0, -2], 0, 9))
    ('1/2', {'polynomial': [-2, 0, 1], 'between': ['1', '2']})
    """
    if isinstance(value, fmpq):
        return number_text(value)
    return {"polynomial": list(value.coefficients), "between": [number_text(end) for end in isolation(value)]}


def number_name(value: Number) -> str:
    """A number in a sentence: exact if rational, else a decimal marked by ``~``.

    Examples
    --------
    >>> number_name(fmpq(1, 3)), number_name(RealAlgebraic.from_polynomial([-2, 0, 1], 1, 2))
    ('1/3', '~1.41421356')
    """
    if isinstance(value, fmpq):
        return number_text(value)
    while value.lower <= 0 <= value.upper:
        value = value.refine((value.upper - value.lower) / 4)
    near = value.refine(min(abs(value.lower), abs(value.upper)) / 2**40).lower
    return f"~{arb(near).str(9, radius=False)}"


def evaluate(coefficients: Sequence[Number], x: Number) -> Number:
    """Value of a polynomial, coefficients from the lowest degree up, at a point, exactly.

    Examples
    --------
    >>> root = RealAlgebraic.from_polynomial([-2, 0, 1], 1, 2)
    >>> evaluate([fmpq(1), fmpq(0), fmpq(3)], root), evaluate([fmpq(0), root], root)
    (7, 2)
    """
    rationals = [c for c in coefficients if isinstance(c, fmpq)]
    if isinstance(x, RealAlgebraic) and len(rationals) == len(coefficients):
        return _rational_polynomial_at(fmpq_poly(rationals), x)
    total: Number = fmpq(0)
    for c in reversed(coefficients):
        total = number(total * x + c)
    return total


def _rational_polynomial_at(polynomial: fmpq_poly, x: RealAlgebraic) -> Number:
    image = polynomial % fmpq_poly(x.polynomial)
    if image.degree() < 1:
        return image(fmpq(0))
    generator = companion(x)
    matrix = fmpq_mat(generator.nrows(), generator.nrows())
    for c in reversed(image.coeffs()):
        matrix = matrix * generator + _scalar(c, generator.nrows())
    # a power of the minimal polynomial of the value
    minimal = squarefree(matrix.charpoly().numer())
    while True:
        lo, hi = _enclosed(image, x.lower, x.upper)
        if count_roots(minimal, lo, hi) == 1:
            return RealAlgebraic.isolated(minimal, lo, hi)
        x = x.refine((x.upper - x.lower) / 16)


def _scalar(value: fmpq, n: int) -> fmpq_mat:
    return fmpq_mat([[value if i == j else fmpq(0) for j in range(n)] for i in range(n)])


def _enclosed(polynomial: fmpq_poly, lower: fmpq, upper: fmpq) -> tuple[fmpq, fmpq]:
    """An interval that holds the values on an interval (Horner's rule)."""
    lo = hi = fmpq(0)
    for c in reversed(polynomial.coeffs()):
        corners = [end * x for end in (lo, hi) for x in (lower, upper)]
        lo, hi = min(corners) + c, max(corners) + c
    return lo, hi
