"""Signs and roots of integer polynomials (coefficients from the lowest degree up), by integer arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import lcm


def sign_at(polynomial: Sequence[int], x: Fraction) -> int:
    """Give the sign of a polynomial at a rational.

    >>> sign_at([-1, -1, 1], Fraction(3, 2))
    -1
    """
    p, q, power, value = x.numerator, x.denominator, 1, 0
    for coefficient in reversed(polynomial):
        value = value * p + coefficient * power
        power *= q
    return (value > 0) - (value < 0)


def variations(polynomial: Sequence[int], low: Fraction, high: Fraction) -> int:
    """Count the sign variations of the polynomial moved from (low, high) to (0, infinity).

    By Descartes' rule 0 means no root in the open interval, and 1 exactly one, a simple one.

    >>> variations([-2, 0, 1], Fraction(1), Fraction(2)), variations([-2, 0, 1], Fraction(2), Fraction(3))
    (1, 0)
    """
    signs = [c > 0 for c in _moebius(polynomial, low, high) if c]
    return sum(a != b for a, b in pairwise(signs))


def _moebius(polynomial: Sequence[int], low: Fraction, high: Fraction) -> list[int]:
    """Give (s (1 + x))^d q((a + b x) / (1 + x)) for q of degree d, with s a common denominator of a and b."""
    s = lcm(low.denominator, high.denominator)
    a, b = int(low * s), int(high * s)
    coefficients = list(polynomial)
    while coefficients and coefficients[-1] == 0:
        coefficients.pop()
    # Horner's rule for forms: the value of a form in (a + b x, s + s x).
    result: list[int] = []
    power = [1]
    for coefficient in reversed(coefficients):
        result = [c + coefficient * e for c, e in zip(_times(result, a, b), power, strict=True)]
        power = _times(power, s, s)
    return result


def _times(polynomial: list[int], constant: int, linear: int) -> list[int]:
    """Multiply by constant + linear x."""
    return [constant * c + linear * d for c, d in zip([*polynomial, 0], [0, *polynomial], strict=True)]
