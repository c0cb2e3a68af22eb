"""Functions on [-1, 1] that are nearly polynomials: c_0 + c_1 s + .. + e(s), |e| <= R, in integers over 2^bits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exactnet.check.algebra.intervals import Interval


@dataclass(frozen=True, slots=True)
class Series:
    """A polynomial and a bound for what is added to it.

    Attributes
    ----------
    terms : list of int
        c_0, c_1, .., times 2^bits; as many as the order says.
    rest : int
        R, times 2^bits.
    bits : int
        The precision.
    """

    terms: list[int]
    rest: int
    bits: int

    @classmethod
    def constant(cls, value: Interval, order: int, bits: int) -> Series:
        """Make a series of all numbers in an interval."""
        low, high = value
        middle = (low + high) >> 1
        return cls([middle, *[0] * (order - 1)], high - middle, bits)

    def total(self) -> int:
        """Bound the absolute values of the polynomial."""
        return sum(map(abs, self.terms))

    def plus(self, other: Series) -> Series:
        """Add."""
        terms = [a + b for a, b in zip(self.terms, other.terms, strict=True)]
        return Series(terms, self.rest + other.rest, self.bits)

    def minus(self, other: Series) -> Series:
        """Subtract."""
        terms = [a - b for a, b in zip(self.terms, other.terms, strict=True)]
        return Series(terms, self.rest + other.rest, self.bits)

    def product(self, other: Series) -> tuple[list[int], int]:
        """Multiply, with all terms; what is rounded is in the rest."""
        full = [0] * (2 * len(self.terms) - 1)
        for i, a in enumerate(self.terms):
            if a:
                for j, b in enumerate(other.terms, i):
                    full[j] += a * b
        rest = self.rest * other.total() + other.rest * self.total() + self.rest * other.rest
        return [c >> self.bits for c in full], -(-rest >> self.bits) + len(full)

    def times(self, other: Series) -> Series:
        """Multiply; terms of high degree go to the rest.

        >>> x = Series([0, 16], 0, 4)  # s
        >>> x.times(x).terms, x.times(x).rest
        ([0, 0], 19)
        """
        full, rest = self.product(other)
        order = len(self.terms)
        return Series(full[:order], rest + sum(map(abs, full[order:])), self.bits)

    def over(self, other: Series) -> Series | None:
        """Divide, if the divisor is known not to vanish."""
        above, below, one = self.terms, other.terms, 1 << self.bits
        delta = 2 * abs(below[0]) - other.total() - other.rest
        if delta <= 0:
            return None
        found: list[int] = []
        for i, n in enumerate(above):
            before = sum(below[j] * found[i - j] for j in range(1, i + 1))
            found.append((n * one - before) // below[0])
        taken, rest = Series(found, 0, self.bits).product(other)
        errors = [a - b for a, b in zip(above + [0] * len(above), taken, strict=False)]
        excess = sum(map(abs, errors)) + rest + self.rest
        return Series(found, -(-(excess << self.bits) // delta), self.bits)

    def is_monotone(self) -> bool:
        """Tell whether the polynomial is known to be monotone."""
        return abs(self.terms[1]) > sum(i * abs(c) for i, c in enumerate(self.terms[2:], 2))

    def range(self) -> Interval:
        """Enclose the values."""
        if self.is_monotone():
            ends = sum(self.terms[::2]) - sum(self.terms[1::2]), sum(self.terms)
            return min(ends) - self.rest, max(ends) + self.rest
        around = self.total() - abs(self.terms[0]) + self.rest
        return self.terms[0] - around, self.terms[0] + around

    def mean(self) -> tuple[int, int]:
        """Enclose half of the integral over [-1, 1]: its middle and how far it may be away."""
        return sum(c // (i + 1) for i, c in enumerate(self.terms) if i % 2 == 0), self.rest + len(self.terms)


def insert(coefficients: Sequence[Interval], x: Series) -> Series:
    """Insert into a polynomial with enclosed coefficients, by Horner's rule.

    >>> insert([(0, 0), (64, 64), (-64, -64)], Series([8, 4, 0], 0, 4)).terms  # 4 x (1 - x) at 1/2 + s/4
    [16, 0, -4]
    """
    order = len(x.terms)
    result = Series.constant((0, 0), order, x.bits)
    for k, c in enumerate(reversed(coefficients)):
        here = Series.constant(c, order, x.bits)
        result = here if k == 0 else result.times(x).plus(here)
    return result
