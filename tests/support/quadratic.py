"""Numbers a + b sqrt(d) as pairs of Fractions, and how documents write them; no root is ever isolated here."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

SCALE = 10**12


@dataclass(frozen=True)
class Quadratic:
    """a + b sqrt(d), d a positive integer that is no square."""

    a: Fraction
    b: Fraction
    d: int = 2

    def __add__(self, other):
        return Quadratic(self.a + other.a, self.b + other.b, self.d)

    def __neg__(self):
        return Quadratic(-self.a, -self.b, self.d)

    def __sub__(self, other):
        return self + (-other)

    def __mul__(self, other):
        return Quadratic(self.a * other.a + self.d * self.b * other.b, self.a * other.b + self.b * other.a, self.d)

    @property
    def sign(self):
        """Exactly: a and b sqrt(d) are compared by their squares."""
        a, b = ((x > 0) - (x < 0) for x in (self.a, self.b))
        if a * b >= 0:
            return a or b
        return a if self.a**2 > self.d * self.b**2 else b

    def __lt__(self, other):
        return (self - other).sign < 0

    def near(self):
        """A Fraction within 2 |b| / SCALE."""
        return self.a + self.b * Fraction(isqrt(self.d * SCALE**2), SCALE)

    def document(self, *, width=1, factor=(1,)):
        """As a map writes it: a polynomial times a factor, an interval at most so wide on both sides, without the conjugate."""
        if self.b == 0:
            return str(self.a)
        polynomial = [self.a**2 - self.d * self.b**2, -2 * self.a, Fraction(1)]
        product = [Fraction(0)] * (len(polynomial) + len(factor) - 1)
        for i, p in enumerate(polynomial):
            for j, q in enumerate(factor):
                product[i + j] += p * q
        half = min(abs(self.b), Fraction(width))
        ends = [str(self.near() - half), str(self.near() + half)]
        common = 1
        for c in product:
            common *= c.denominator
        return {"polynomial": [int(c * common) for c in product], "between": ends}


def quadratic(a, b=0, d=2):
    return Quadratic(Fraction(a), Fraction(b), d)


def value(coefficients, x):
    total = Quadratic(Fraction(0), Fraction(0), x.d)
    for c in reversed(coefficients):
        total = total * x + c
    return total
