"""Nearly polynomial functions on [-1, 1]: c_0 + c_1 s + .. + e(s) with |e| <= R, in integers; so iterates look on short cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flint import fmpz_poly

__all__ = ["Series", "at_series"]


@dataclass(frozen=True)
class Series:
    """A polynomial, and a bound for what is added to it.

    Attributes
    ----------
    terms
        Coefficients, times 2^bits; as many as the order says.
    rest
        R, times 2^bits. Whatever is rounded or cut off goes there.
    bits
        The precision.

    Examples
    --------
    >>> x = Series((32, 16, 0), 0, 6)  # (2 + s)/4
    >>> x.range, at_series([(0, 0), (256, 256), (-256, -256)], x).terms  # 4 x (1 - x) = 1 - s^2/4
    ((16, 48), (64, 0, -16))
    """

    terms: tuple[int, ...]
    rest: int
    bits: int

    @property
    def order(self) -> int:
        """Number of coefficients."""
        return len(self.terms)

    @classmethod
    def constant(cls, low: int, high: int, order: int, bits: int) -> Series:
        """All numbers between two multiples of 2^-bits."""
        middle = (low + high) >> 1
        return cls((middle, *(0,) * (order - 1)), high - middle, bits)

    @property
    def size(self) -> int:
        """A bound for the polynomial."""
        return sum(map(abs, self.terms))

    def __sub__(self, other: Series) -> Series:
        return Series(
            tuple(a - b for a, b in zip(self.terms, other.terms, strict=True)), self.rest + other.rest, self.bits
        )

    def full_product(self, other: Series) -> tuple[list[int], int]:
        """All coefficients of the product, and its rest."""
        found = [int(c) >> self.bits for c in (fmpz_poly(list(self.terms)) * fmpz_poly(list(other.terms))).coeffs()]
        rest = self.rest * (other.size + other.rest) + other.rest * self.size
        return found, -(-rest >> self.bits) + len(found)

    def __mul__(self, other: Series) -> Series:
        found, rest = self.full_product(other)
        return _cut(found, rest, self.order, self.bits)

    def quotient(self, other: Series) -> Series | None:
        """self / other; None where the divisor may vanish."""
        below = other.terms
        least = 2 * abs(below[0]) - other.size - other.rest
        if least <= 0:
            return None
        taken: list[int] = []
        for i, n in enumerate(self.terms):
            left = (n << self.bits) - sum(b * q for b, q in zip(below[1 : i + 1], reversed(taken), strict=False))
            taken.append(left // below[0])
        back, rest = Series(tuple(taken), 0, self.bits).full_product(other)
        wanted = [*self.terms, *(0,) * self.order]
        back += [0] * (len(wanted) - len(back))
        error = sum(abs(a - b) for a, b in zip(wanted, back, strict=True)) + rest + self.rest
        return Series(tuple(taken), -(-(error << self.bits) // least), self.bits)

    @property
    def is_monotone(self) -> bool:
        """Whether the polynomial is seen to be monotone."""
        return abs(self.terms[1]) > sum(i * abs(c) for i, c in enumerate(self.terms[2:], start=2))

    @property
    def range(self) -> tuple[int, int]:
        """Bounds of the values."""
        if self.is_monotone:
            even, odd = sum(self.terms[::2]), sum(self.terms[1::2])
            return min(even - odd, even + odd) - self.rest, max(even - odd, even + odd) + self.rest
        around = self.size - abs(self.terms[0]) + self.rest
        return self.terms[0] - around, self.terms[0] + around

    @property
    def mean(self) -> tuple[int, int]:
        """Half the integral over [-1, 1], and how far it may be away."""
        return sum(c // (i + 1) for i, c in enumerate(self.terms) if i % 2 == 0), self.rest + self.order

    @property
    def floats(self) -> list[float]:
        """The coefficients, rounded."""
        scale = 1 << self.bits
        return [c / scale for c in self.terms]


def at_series(coefficients: Sequence[tuple[int, int]], x: Series) -> Series:
    """A polynomial with coefficients between multiples of 2^-bits, at a series."""
    found = Series.constant(0, 0, x.order, x.bits)
    for k, (low, high) in enumerate(reversed(coefficients)):
        here = Series.constant(low, high, x.order, x.bits)
        if k == 0:
            found = here
            continue
        found = found * x
        terms = (found.terms[0] + here.terms[0], *found.terms[1:])
        found = Series(terms, found.rest + here.rest, x.bits)
    return found


def _cut(terms: list[int], rest: int, order: int, bits: int) -> Series:
    """Terms of high degree go to the rest."""
    kept = terms[:order]
    return Series((*kept, *(0,) * (order - len(kept))), rest + sum(map(abs, terms[order:])), bits)
