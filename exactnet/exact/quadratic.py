"""Roots of integer quadratics, by integer square roots: exact, and quick enough for thousands of them."""

from __future__ import annotations

from collections.abc import Iterable
from math import gcd, isqrt
from typing import TypeAlias

from flint import fmpq

from exactnet.exact.algebraic import RealAlgebraic

__all__ = ["Quadratic", "quadratic_roots", "separated", "shifted", "sign_between"]

Quadratic: TypeAlias = tuple[int, int, int]
"""c_0, c_1, c_2, the coefficients of 1, x, x^2."""

_BITS = 64
"""Isolating intervals are at most 2^-64 wide."""


def quadratic_roots(quadratic: Quadratic) -> tuple[list[RealAlgebraic], bool]:
    """The real roots in increasing order, and whether the quadratic changes sign there (a double root is no change).

    Examples
    --------
    >>> quadratic_roots((-3, 2, 1))
    ([RealAlgebraic(-3), RealAlgebraic(1)], True)
    >>> quadratic_roots((1, -2, 1)), quadratic_roots((1, 0, 1))
    (([RealAlgebraic(1)], False), ([], False))
    >>> minus, plus = quadratic_roots((-2, 0, 1))[0]
    >>> minus == -plus, plus * plus == 2
    (True, True)
    """
    c0, c1, c2 = quadratic
    if c2 == 0:
        return ([RealAlgebraic.from_rational(fmpq(-c0, c1))] if c1 else []), c1 != 0
    common = gcd(c0, c1, c2) if c2 > 0 else -gcd(c0, c1, c2)
    c0, c1, c2 = c0 // common, c1 // common, c2 // common
    discriminant = c1 * c1 - 4 * c0 * c2
    if discriminant < 0:
        return [], False
    if discriminant == 0:
        return [RealAlgebraic.from_rational(fmpq(-c1, 2 * c2))], False
    root = isqrt(discriminant)
    if root * root == discriminant:
        return [RealAlgebraic.from_rational(fmpq(-c1 + sign * root, 2 * c2)) for sign in (-1, 1)], True
    bits = _BITS
    while True:
        # the floors of the roots times 2^bits: as the discriminant is no square, floor(-sqrt) is -isqrt - 1
        scaled = isqrt(discriminant << 2 * bits)
        middle = -c1 << bits
        low, high = (middle - scaled - 1) // (2 * c2), (middle + scaled) // (2 * c2)
        if low < high:
            unit = fmpq(1, 1 << bits)
            return [RealAlgebraic((c0, c1, c2), n * unit, (n + 1) * unit) for n in (low, high)], True
        bits *= 2


def separated(numbers: Iterable[RealAlgebraic]) -> list[RealAlgebraic]:
    """The different numbers in increasing order, refined until the interval of each lies strictly below the next one's.

    Examples
    --------
    >>> third, half = (RealAlgebraic.from_rational(fmpq(1, n)) for n in (3, 2))
    >>> separated([half, third, half])
    [RealAlgebraic(1/3), RealAlgebraic(1/2)]
    """
    result: list[RealAlgebraic] = []
    for number in sorted(numbers):
        if not result or result[-1] != number:
            result.append(number)
    for i in range(len(result) - 1):
        width = result[i].upper - result[i].lower
        while not result[i].upper < result[i + 1].lower:
            width = (width or fmpq(1)) / 2**16
            result[i], result[i + 1] = result[i].refine(width), result[i + 1].refine(width)
    return result


def sign_between(quadratic: Quadratic, lower: RealAlgebraic, upper: RealAlgebraic) -> int:
    """Sign of a quadratic between two numbers with separate intervals, if it does not change sign there.

    Examples
    --------
    >>> zero, two = (RealAlgebraic.from_rational(n) for n in (0, 2))
    >>> sign_between((1, -2, 1), zero, two), sign_between((0, 0, 0), zero, two)
    (1, 0)
    """
    # three points: a quadratic that vanishes at all of them is zero
    a, b = lower.upper, upper.lower
    for x in (a, b, (a + b) / 2):
        n, d = int(x.p), int(x.q)
        value = quadratic[0] * d * d + quadratic[1] * n * d + quadratic[2] * n * n
        if value:
            return 1 if value > 0 else -1
    return 0


def shifted(number: RealAlgebraic, by: int) -> RealAlgebraic:
    """A rational or quadratic number plus an integer.

    Examples
    --------
    >>> shifted(quadratic_roots((-2, 0, 1))[0][1], 1).polynomial
    x^2 + (-2)*x + (-1)
    """
    if number.is_rational:
        return RealAlgebraic.from_rational(number.lower + by)
    c0, c1, c2 = number.coefficients
    return RealAlgebraic((c0 - c1 * by + c2 * by * by, c1 - 2 * c2 * by, c2), number.lower + by, number.upper + by)
