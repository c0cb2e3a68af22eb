"""Polynomials with integer coefficients or coefficients in a field: lists from the lowest degree up, the last not 0."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import gcd, lcm

from exactnet.check.algebra.numbers import Coefficient, Element, Number, sign

Poly = Sequence[Coefficient]

_PRIME = 2**61 - 1


def trim(coefficients: Iterable[Coefficient]) -> list[Coefficient]:
    """Make a polynomial, without zeros at the top."""
    result = list(coefficients)
    while result and result[-1] == 0:
        result.pop()
    return result


def integral(coefficients: Sequence[Number]) -> tuple[list[Coefficient], int]:
    """Split numbers c_i into (n_i, d), c_i = n_i / d: rational ones become integers.

    >>> integral([Fraction(1, 2), Fraction(2, 3)])
    ([3, 4], 6)
    """
    den = lcm(*(1 if isinstance(c, Element) else c.denominator for c in coefficients))
    return trim(c * den if isinstance(c, Element) else int(c * den) for c in coefficients), den


def add(a: Poly, b: Poly) -> list[Coefficient]:
    """Add."""
    a, b = (a, b) if len(a) >= len(b) else (b, a)
    return trim([*(x + y for x, y in zip(a, b, strict=False)), *a[len(b) :]])


def scale(a: Poly, factor: Coefficient) -> list[Coefficient]:
    """Multiply by a number."""
    return trim(x * factor for x in a)


def subtract(a: Poly, b: Poly) -> list[Coefficient]:
    """Subtract."""
    return add(a, scale(b, -1))


def multiply(a: Poly, b: Poly) -> list[Coefficient]:
    """Multiply.

    >>> multiply([-1, 1], [1, 1])
    [-1, 0, 1]
    """
    result: list[Coefficient] = [0] * (len(a) + len(b) - 1) if a and b else []
    for i, x in enumerate(a):
        if x != 0:
            for j, y in enumerate(b, i):
                result[j] += x * y
    return trim(result)


def derivative(a: Poly) -> list[Coefficient]:
    """Differentiate."""
    return [c * i for i, c in enumerate(a)][1:]


def vanishes(a: Poly) -> bool:
    """Tell whether it is 0; if not, its leading coefficient is known not to be 0."""
    return not (a and sign(a[-1]))


def scaled_at(a: Poly, x: Fraction) -> Coefficient:
    """Evaluate at p/q, times q^degree.

    >>> scaled_at([1, 1], Fraction(1, 2))
    3
    """
    p, q = x.numerator, x.denominator
    value: Coefficient = 0
    power = 1
    for c in reversed(a):
        value = value * p + c * power
        power *= q
    return value


def at(a: Poly, x: Number) -> Number:
    """Evaluate.

    >>> at([1, 1], Fraction(1, 2))
    Fraction(3, 2)
    """
    if isinstance(x, Fraction):
        return Fraction(1, x.denominator ** max(0, len(a) - 1)) * scaled_at(a, x)
    value: Number = Fraction(0)
    for c in reversed(a):
        value = value * x + c
    return value


def primitive(a: Poly) -> list[Coefficient]:
    """Divide by a positive rational so that small integers remain.

    >>> primitive([4, 0, -6])
    [2, 0, -3]
    """
    elements = [c for c in a if isinstance(c, Element)]
    if not elements:
        content = gcd(*a)  # type: ignore[arg-type]
        return [c // content for c in a] if content > 1 else list(a)  # type: ignore[operator]
    den = lcm(*(c.den for c in elements))
    content = gcd(
        *(c * den for c in a if not isinstance(c, Element)), *(n * (den // c.den) for c in elements for n in c.nums)
    )
    factor = Fraction(den, content)
    return [c * factor if isinstance(c, Element) else int(c * factor) for c in a]


def divide(a: Poly, b: Poly) -> tuple[list[Coefficient], list[Coefficient], int]:
    """Divide with remainder: quotient, remainder and an n > 0 with n a = quotient b + remainder.

    >>> divide([0, 0, 1], [1, 2])
    ([-1, 2], [1], 4)
    """
    lead = b[-1]
    inverse = lead.inverse() if isinstance(lead, Element) else 1
    rest, total = list(a), 1
    quotient: list[Coefficient] = [0] * max(0, len(a) - len(b) + 1)
    while len(rest) >= len(b):
        top, size = rest[-1], 1
        factor: Coefficient
        if isinstance(lead, Element):
            factor = top * inverse
        elif isinstance(top, Element):
            factor, size = (top, lead) if lead > 0 else (-top, -lead)
        else:
            size = abs(lead) // gcd(lead, top)
            factor = top * size // lead
        if size > 1:
            rest, quotient, total = [c * size for c in rest], [c * size for c in quotient], total * size
        shift = len(rest) - len(b)
        quotient[shift] = factor
        for i, c in enumerate(b, shift):
            rest[i] -= factor * c
        rest = trim(rest)
    return quotient, rest, total


def greatest_common_divisor(a: Poly, b: Poly) -> list[Coefficient]:
    """Give the greatest common divisor, up to a number.

    >>> greatest_common_divisor([-1, 0, 1], [1, 2, 1])
    [-1, -1]
    """
    if _are_coprime(a, b):
        return [1]
    while b:
        a, b = b, primitive(divide(a, b)[1])
    return primitive(a)


def _are_coprime(a: Poly, b: Poly) -> bool:
    """Tell whether integer polynomials have no common factor modulo a prime: then they have none at all.

    A common factor is one modulo the prime too, of the same degree, as its leading coefficient divides both others.
    """
    first, second = ([c % _PRIME for c in part if isinstance(c, int)] for part in (a, b))
    if len(first) < len(a) or len(second) < len(b) or not (first and second and first[-1] and second[-1]):
        return False
    while second:
        inverse = pow(second[-1], -1, _PRIME)
        while len(first) >= len(second):
            factor, shift = first[-1] * inverse % _PRIME, len(first) - len(second)
            for i, c in enumerate(second, shift):
                first[i] = (first[i] - factor * c) % _PRIME
            while first and first[-1] == 0:
                first.pop()
        first, second = second, first
    return len(first) == 1
