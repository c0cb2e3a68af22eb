"""From roots over a number field to roots over Q."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flint import fmpq, fmpq_poly, fmpz, fmpz_poly

from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.field_polynomials import FieldPolynomial, sturm_count

__all__ = ["integral", "norm", "selected"]


def norm(p: FieldPolynomial) -> fmpz_poly:
    """A polynomial over Q that vanishes at the roots of p: the determinant of p(x) on the basis of the field."""
    n, degree = p.field.degree, p.degree()
    values = []
    for k in range(n * degree + 1):
        value = p(fmpq(k))
        values.append((fmpq(k), value._matrix().det()))
    return integral(_interpolated(values))


def _interpolated(values: Sequence[tuple[fmpq, fmpq]]) -> fmpq_poly:
    result, product = fmpq_poly([0]), fmpq_poly([1])
    for x, y in values:
        factor = (y - result(x)) / product(x)
        result += product * factor
        product *= fmpq_poly([-x, 1])
    return result


def selected(p: fmpz_poly, refine: Callable[[int], tuple[fmpq, fmpq]]) -> RealAlgebraic:
    """The root of an integer polynomial that lies in every interval that ``refine`` gives, of width 2^-bits."""
    candidates = [f for f, _ in p.factor()[1]]
    bits = 32
    while True:
        low, high = refine(bits)
        margin = high - low + fmpq(1, fmpz(1) << bits)
        holding = [f for f in candidates if sturm_count(fmpq_poly(f), low - margin, high + margin)]
        if len(holding) == 1 and sturm_count(fmpq_poly(holding[0]), low - margin, high + margin) == 1:
            f = holding[0]
            if f(low - margin) != 0 != f(high + margin):
                return RealAlgebraic.isolated(f, low - margin, high + margin)
        bits *= 2


def integral(p: fmpq_poly) -> fmpz_poly:
    """The least positive multiple with integer coefficients.

    Examples
    --------
    >>> integral(fmpq_poly([1, fmpq(1, 2)]))
    x + 2
    """
    return fmpz_poly([int(c) for c in (p * p.denom()).coeffs()])
