"""How many roots a polynomial has in an interval."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

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
    rational = [c for c in a if not isinstance(c, Element)]
    if isinstance(low, Fraction) and isinstance(high, Fraction) and len(rational) == len(a):
        # Descartes' rule often settles it: 0 and 1 are exact.
        most = variations(rational, low, high)
        if most <= 1:
            return most
    a = squarefree(a)
    chain = [a, derivative(a)]
    while len(chain[-1]) > 1:
        chain.append(scale(primitive(divide(chain[-2], chain[-1])[1]), -1))
    # In (low, high], by Sturm's theorem.
    count = _changes(chain, low, below=True) - _changes(chain, high, below=False)
    return count - (high is not None and sign_at(a, high) == 0)


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
