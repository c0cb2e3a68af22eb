"""A real root of a polynomial, isolated by an interval that shrinks as far as is wanted."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from exactnet.check.algebra.numbers import FINEST, enclose, sign
from exactnet.check.algebra.polynomials import Poly, at, derivative, scaled_at
from exactnet.check.verdict import require


class Isolation:
    """The one root of a polynomial in an open interval.

    Parameters
    ----------
    polynomial : list
        Its coefficients, from the lowest degree up; it has exactly one root in the interval, a simple one.
    low, high : Fraction
        The ends; they may be simple roots as well.

    Examples
    --------
    >>> Isolation([-2, 0, 1], Fraction(1), Fraction(2)).enclose(10)
    (1448, 1449)
    """

    def __init__(self, polynomial: Poly, low: Fraction, high: Fraction) -> None:
        self._polynomial = polynomial
        # Either both are the root, or it lies strictly between them. The sign left of it stays the same.
        self.low, self.high = low, high
        self.left = sign(scaled_at(polynomial, low)) or sign(scaled_at(derivative(polynomial), low))

    def compare(self, x: Fraction) -> int:
        """Give the sign of root - x; the interval shrinks."""
        if self.low == self.high:
            return sign(self.low - x)
        if not self.low < x < self.high:
            return 1 if x <= self.low else -1
        side = sign(scaled_at(self._polynomial, x)) * self.left
        if side >= 0:
            self.low = x
        if side <= 0:
            self.high = x
        return side

    def refine(self, bits: int) -> None:
        """Shrink the interval to a width of at most 2^-bits.

        The secant says in which of 2^n parts the root should be. If it is there, n is doubled for the next step.
        """
        require(bits <= 4 * FINEST, "points", "a root is to be enclosed too closely")
        n = 2
        while self.high - self.low > Fraction(1, 1 << bits):
            grid = min(bits + 1, _bits(self.high - self.low) + n)
            first = self._guess(grid)
            for x in (first, first + 1):
                self.compare(Fraction(x, 1 << grid))
            if self.high - self.low <= Fraction(1, 1 << grid):
                n *= 2
                continue
            n = max(2, n // 2)
            grid = _bits(self.high - self.low) + 1
            self.compare(Fraction(floor((self.low + self.high) * (1 << grid - 1)), 1 << grid))

    def _guess(self, grid: int) -> int:
        """Guess where the root is, rounded down to a multiple of 2^-grid."""
        ends = (self.low, self.high)
        down, up = (abs(sum(enclose(at(self._polynomial, x), grid + 16))) for x in ends)
        share = Fraction(down, down + up) if down + up else Fraction(1, 2)
        return floor((self.low + (self.high - self.low) * share) * (1 << grid))

    def enclose(self, bits: int) -> tuple[int, int]:
        """Give integers a <= 2^bits root <= b, with b - a at most 2."""
        self.refine(bits)
        return floor(self.low * (1 << bits)), ceil(self.high * (1 << bits))


def _bits(x: Fraction) -> int:
    """Give an n >= 0 with 2^-n <= x."""
    return max(0, (x.denominator // x.numerator).bit_length())
