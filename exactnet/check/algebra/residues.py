"""Polynomials modulo another one: what a function of a root of that one is."""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd, lcm

from exactnet.check.algebra.numbers import Element
from exactnet.check.algebra.polynomials import Poly, add, divide, multiply, scale

# A polynomial and a denominator.
Residue = tuple[Poly, int]


class Residues:
    """Polynomials modulo another one.

    >>> Residues([-1, 2]).powers([0, 1], 3)  # x is 1/2
    [([1], 1), ([1], 2), ([1], 4), ([1], 8)]
    """

    def __init__(self, modulus: Poly) -> None:
        self._modulus = modulus

    def multiply(self, a: Residue, b: Residue) -> Residue:
        """Multiply."""
        _, rest, size = divide(multiply(a[0], b[0]), self._modulus)
        den = a[1] * b[1] * size
        if den > 1 and not any(isinstance(c, Element) for c in rest):
            common = gcd(den, *rest)  # type: ignore[arg-type]
            return [c // common for c in rest], den // common  # type: ignore[operator]
        return rest, den

    def powers(self, a: Poly, count: int) -> list[Residue]:
        """List the powers up to some exponent."""
        found: list[Residue] = [([1], 1)]
        while len(found) <= count:
            found.append(self.multiply(found[-1], (a, 1)))
        return found

    def combine(self, coefficients: Poly, terms: Sequence[Residue]) -> Residue:
        """Give the sum of c_k times the k-th term."""
        den = lcm(*(d for _, d in terms))
        total: Poly = []
        for c, (part, d) in zip(coefficients, terms, strict=False):
            total = add(total, scale(scale(part, den // d), c))
        return total, den

    def insert(self, state: tuple[Poly, Poly], upper: Poly, lower: Poly) -> tuple[Poly, Poly]:
        """Insert a quotient of polynomials into another one, and reduce both parts.

        >>> Residues([-2, 0, 1]).insert(([0, 1], [1]), [0, 0, 0, 1], [1])  # x^3 is 2 x
        ([0, 2], [1])
        """
        top = max(len(upper), len(lower)) - 1
        powers, lowers = (self.powers(part, top) for part in state)
        terms = [self.multiply(p, q) for p, q in zip(powers, reversed(lowers), strict=True)]
        (a, p), (b, q) = (self.combine(part, terms) for part in (upper, lower))
        return _shortened(scale(a, q), scale(b, p))


def _shortened(a: Poly, b: Poly) -> tuple[Poly, Poly]:
    """Take out what divides all coefficients of two polynomials, if these are integers."""
    if any(isinstance(c, Element) for c in (*a, *b)):
        return a, b
    common = gcd(*a, *b)  # type: ignore[arg-type]
    if common <= 1:
        return a, b
    return [c // common for c in a], [c // common for c in b]  # type: ignore[operator]
