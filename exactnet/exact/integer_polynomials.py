"""Polynomials with integer coefficients: signs, numbers of roots, and what is left after common factors."""

from __future__ import annotations

import itertools

from flint import fmpq, fmpq_poly, fmpz_poly

__all__ = ["count_roots", "integral", "primitive", "sign_at", "sign_variations", "squarefree"]


def sign_at(poly: fmpz_poly, x: fmpq) -> int:
    """Sign of an integer polynomial at a rational point."""
    value = poly(x)
    return int(value > 0) - int(value < 0)


def count_roots(poly: fmpz_poly, lo: fmpq, hi: fmpq) -> int:
    """Number of real roots of a squarefree polynomial in the half-open interval ``(lo, hi]`` (Sturm).

    Examples
    --------
    >>> count_roots(fmpz_poly([-2, 0, 1]), fmpq(0), fmpq(2))
    1
    """
    chain = [_without_content(poly), _without_content(poly.derivative())]
    while chain[-1].degree() > 0:
        # primitive remainders, positive multiples of the true ones: numbers stay short
        chain.append(-_without_content((fmpq_poly(chain[-2]) % fmpq_poly(chain[-1])).numer()))

    def variations(x: fmpq) -> int:
        signs = [s for p in chain if (s := sign_at(p, x))]
        return sum(a != b for a, b in itertools.pairwise(signs))

    return variations(lo) - variations(hi)


def squarefree(poly: fmpz_poly) -> fmpz_poly:
    """The product of the irreducible factors that are not constant, each once, primitive; a constant is returned as it is.

    Examples
    --------
    >>> squarefree(fmpz_poly([0, 0, -4, -4]))
    x^2 + x
    """
    return primitive(poly // poly.gcd(poly.derivative())) if poly.degree() > 0 else poly


def sign_variations(polynomial: fmpz_poly, low: fmpq, high: fmpq) -> int:
    """Descartes' bound for the roots in [low, high]: variations after mapping the interior to (0, infinity), plus ends.

    0 means that there is no root, 1 that there is exactly one.

    Examples
    --------
    >>> sign_variations(fmpz_poly([-2, 0, 1]), fmpq(1), fmpq(2))
    1
    """
    scale = low.q.lcm(high.q)
    a, b = (low * scale).p, (high * scale).p
    result = fmpz_poly([0])
    degree = polynomial.degree()
    numerator, denominator = fmpz_poly([a, b]), fmpz_poly([scale, scale])
    powers = fmpz_poly([1])
    for i in range(degree, -1, -1):
        result = result * numerator + powers * polynomial[i]
        powers = powers * denominator
    signs = [c > 0 for c in result.coeffs() if c != 0]
    ends = int(polynomial(low) == 0) + int(polynomial(high) == 0)
    return ends + sum(x != y for x, y in itertools.pairwise(signs))


def _without_content(poly: fmpz_poly) -> fmpz_poly:
    content = poly.content()
    return fmpz_poly([c // content for c in poly.coeffs()])


def primitive(poly: fmpz_poly) -> fmpz_poly:
    """Without a common factor of its coefficients, the leading one positive."""
    return _without_content(poly if poly.leading_coefficient() > 0 else -poly)


def integral(p: fmpq_poly) -> fmpz_poly:
    """The least positive multiple with integer coefficients.

    Examples
    --------
    >>> integral(fmpq_poly([1, fmpq(1, 2)]))
    x + 2
    """
    return fmpz_poly([int(c) for c in (p * p.denom()).coeffs()])
