"""What expressions are worth: closed intervals of rationals, lists of them, sums of logarithms, and three truths.

None stands for what is not known: an undefined number, list or logarithm, an unknown truth.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, TypeAlias

__all__ = [
    "Interval",
    "List",
    "Logarithm",
    "Number",
    "Rational",
    "Truth",
    "add",
    "compare",
    "compare_logarithms",
    "divide",
    "exact",
    "integer_of",
    "is_list",
    "multiply",
    "negate",
    "power",
]

Rational: TypeAlias = int | Fraction
Interval: TypeAlias = tuple[Rational, Rational]
Number: TypeAlias = Interval | None
List: TypeAlias = tuple[Interval, ...] | None
Truth: TypeAlias = bool | None


@dataclass(frozen=True)
class Logarithm:
    """A sum of terms r log x, given as pairs (r, x); the x are positive."""

    terms: tuple[tuple[Rational, Interval], ...]

    def times(self, factor: Rational) -> Logarithm:
        """All terms multiplied."""
        return Logarithm(tuple((r * factor, x) for r, x in self.terms))

    def plus(self, other: Logarithm) -> Logarithm:
        """The terms of both."""
        return Logarithm(self.terms + other.terms)


MOST_BITS = 100_000
_MOST_EXPONENT = 10_000
_WORD = 1 << 64


def _bits(x: Rational) -> int:
    return max(x.numerator.bit_length(), x.denominator.bit_length())


def _limited(low: Rational, high: Rational) -> Number:
    if type(low) is int and type(high) is int and -_WORD < low <= high < _WORD:
        return low, high
    return (low, high) if _bits(low) <= MOST_BITS and _bits(high) <= MOST_BITS else None


def exact(value: Rational) -> Interval:
    """The interval of one number."""
    return value, value


def integer_of(value: Number) -> int | None:
    """The integer that a number is known to be, if it is."""
    if value is None or value[0] != value[1] or value[0].denominator != 1:
        return None
    return int(value[0])


def is_list(value: Any) -> bool:
    """A tuple of intervals, not an interval."""
    return isinstance(value, tuple) and (not value or isinstance(value[0], tuple))


def add(a: Number, b: Number) -> Number:
    return None if a is None or b is None else _limited(a[0] + b[0], a[1] + b[1])


def negate(a: Number) -> Number:
    return None if a is None else (-a[1], -a[0])


def multiply(a: Number, b: Number) -> Number:
    if a is None or b is None:
        return None
    if a[0] == a[1] and b[0] == b[1]:
        product = a[0] * b[0]
        return _limited(product, product)
    products = [x * y for x in a for y in b]
    return _limited(min(products), max(products))


def divide(a: Number, b: Number) -> Number:
    """Undefined if b can be 0."""
    if a is None or b is None or b[0] <= 0 <= b[1]:
        return None
    return multiply(a, (Fraction(1) / b[1], Fraction(1) / b[0]))


def power(a: Number, b: Number) -> Number:
    """a to an exact integer power of at most 10,000 in absolute value.

    Examples
    --------
    >>> power((-2, 1), (2, 2)), power((2, 2), (-1, -1))
    ((0, 4), (Fraction(1, 2), Fraction(1, 2)))
    """
    exponent = integer_of(b)
    if a is None or exponent is None or abs(exponent) > _MOST_EXPONENT:
        return None
    if max(map(_bits, a)) * abs(exponent) > MOST_BITS:
        return None
    if exponent < 0:
        return divide((1, 1), power(a, exact(-exponent)))
    low, high = a[0] ** exponent, a[1] ** exponent
    if exponent % 2 == 0 and a[0] < 0:
        return _limited(0 if a[1] > 0 and exponent else min(low, high), max(low, high))
    return _limited(low, high)


def compare(sign: str, a: Number, b: Number) -> Truth:
    """Of two intervals: known to hold, known to fail, or neither.

    Examples
    --------
    >>> compare("<", (1, 2), (2, 3)), compare("<=", (1, 2), (2, 3)), compare("=", (1, 1), (2, 3))
    (None, True, False)
    """
    if a is None or b is None:
        return None
    return _COMPARE[sign](a, b)


def _at_most(a: Interval, b: Interval) -> Truth:
    return True if a[1] <= b[0] else False if a[0] > b[1] else None


def _below(a: Interval, b: Interval) -> Truth:
    return True if a[1] < b[0] else False if a[0] >= b[1] else None


def _equal(a: Interval, b: Interval) -> Truth:
    if a[1] < b[0] or b[1] < a[0]:
        return False
    return True if a[0] == a[1] == b[0] == b[1] else None


def _different(a: Interval, b: Interval) -> Truth:
    equal = _equal(a, b)
    return None if equal is None else not equal


_COMPARE: dict[str, Callable[[Interval, Interval], Truth]] = {
    "<=": _at_most,
    "<": _below,
    ">=": lambda a, b: _at_most(b, a),
    ">": lambda a, b: _below(b, a),
    "=": _equal,
    "!=": _different,
}


def compare_logarithms(sign: str, a: Logarithm | None, b: Logarithm | None) -> Truth:
    """By the product of the powers that their difference is the logarithm of, compared with 1."""
    if a is None or b is None:
        return None
    terms = a.plus(b.times(-1)).terms
    common = lcm(*(r.denominator for r, _ in terms)) if terms else 1
    product: Number = (1, 1)
    for r, x in terms:
        product = multiply(product, power(x, exact(int(r * common))))
    return compare(sign, product, (1, 1))
