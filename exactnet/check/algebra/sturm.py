"""How many roots a polynomial has in an interval."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import floor

from exactnet.check.algebra.numbers import Element, Number, sign
from exactnet.check.algebra.polynomials import (
    Poly,
    at,
    derivative,
    divide,
    greatest_common_divisor,
    primitive,
    scale,
    scaled_at,
    vanishes,
)
from exactnet.check.polynomials import variations

# How often an interval is halved before Sturm's theorem is asked.
_HALVINGS = 8

# None is infinity, with the sign that the side of the interval says.
End = Number | None


def sign_at(a: Poly, x: Number) -> int:
    """Give the sign of a polynomial at a number.

    >>> sign_at([-2, 0, 1], Fraction(3, 2))
    1
    """
    return sign(at(a, x) if isinstance(x, Element) else scaled_at(a, x))


def squarefree(a: Poly) -> Poly:
    """Give the polynomial with the same roots, each once.

    >>> squarefree([1, 2, 1])
    [1, 1]
    """
    common = greatest_common_divisor(a, derivative(a))
    return primitive(divide(a, common)[0]) if len(common) > 1 else a


def count_roots(a: Poly, low: End, high: End) -> int:
    """Count the different roots of a polynomial that is not 0 in the open interval.

    >>> count_roots([-2, 0, 1], None, None), count_roots([-1, 1, 1, -1], Fraction(0), Fraction(1))
    (2, 0)
    """
    a = primitive(a)
    if len(a) <= 1:
        return 0
    integers = [c for c in a if isinstance(c, int)]
    if isinstance(low, Fraction) and isinstance(high, Fraction) and len(integers) == len(a):
        count = _by_descartes(integers, low, high, _HALVINGS)
        if count is not None:
            return count
    a = squarefree(a)
    chain = [a, derivative(a)]
    while len(chain[-1]) > 1:
        chain.append(scale(primitive(divide(chain[-2], chain[-1])[1]), -1))
    # In (low, high], by Sturm's theorem.
    count = _changes(chain, low, below=True) - _changes(chain, high, below=False)
    return count - (high is not None and sign_at(a, high) == 0)


def _by_descartes(a: list[int], low: Fraction, high: Fraction, halvings: int) -> int | None:
    """Count by Descartes' rule, which is exact if it says 0 or 1; otherwise on both halves, but not too often."""
    most = variations(a, low, high)
    if most <= 1:
        return most
    if halvings == 0:
        return None
    middle = simple_between((2 * low + high) / 3, (low + 2 * high) / 3)
    left = _by_descartes(a, low, middle, halvings - 1)
    right = None if left is None else _by_descartes(a, middle, high, halvings - 1)
    if left is None or right is None:
        return None
    return left + right + (sign_at(a, middle) == 0)


def simple_between(low: Fraction, high: Fraction) -> Fraction:
    """Give a number strictly between two others with a small power of 2 as its denominator (low, if they are equal).

    >>> simple_between(Fraction(1, 3), Fraction(2, 5))
    Fraction(3, 8)
    """
    size = 1
    while low < high and Fraction(floor(low * size) + 1, size) >= high:
        size *= 2
    return Fraction(floor(low * size) + 1, size) if low < high else low


def _changes(chain: Sequence[Poly], x: End, *, below: bool) -> int:
    signs = [_at_infinity(a, below=below) if x is None else sign_at(a, x) for a in chain]
    return sum(s != t for s, t in pairwise([s for s in signs if s]))


def _at_infinity(a: Poly, *, below: bool) -> int:
    return sign(a[-1]) * (-1 if below and len(a) % 2 == 0 else 1)


def has_zero(a: Poly, low: End, high: End) -> bool:
    """Tell whether a polynomial has a zero in the closed interval.

    >>> has_zero([-2, 0, 1], None, Fraction(-3, 2)), has_zero([0, 1], Fraction(0), None)
    (False, True)
    """
    if vanishes(a):
        return True
    return any(x is not None and sign_at(a, x) == 0 for x in (low, high)) or count_roots(a, low, high) > 0
