"""Integer quadratics c_0 + c_1 u + c_2 u^2 on intervals, and their irrational roots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import isqrt

from exactnet.check.reader import integers, obj, rational, rationals
from exactnet.check.verdict import Rejected, require

Quadratic = Sequence[int]


def bernstein(f: Quadratic, low: Fraction, high: Fraction) -> tuple[int, int, int]:
    """Give the coefficients of f moved from (low, high) to (0, infinity), up to a positive factor.

    >>> bernstein((-2, 0, 1), Fraction(1), Fraction(2))
    (-1, 0, 2)
    """
    c, b, a = f
    m, d, n, e = low.numerator, low.denominator, high.numerator, high.denominator
    return (
        c * d * d + b * m * d + a * m * m,
        2 * (c * d * e + a * m * n) + b * (m * e + n * d),
        c * e * e + b * n * e + a * n * n,
    )


def _variations(moved: tuple[int, int, int]) -> int:
    signs = [x > 0 for x in moved if x]
    return sum(signs[i] != signs[i + 1] for i in range(len(signs) - 1))


def has_root(f: Quadratic, low: Fraction, high: Fraction) -> bool:
    """Tell whether f has a root in [low, high].

    >>> has_root((1, -2, 1), Fraction(0), Fraction(2)), has_root((2, -2, 1), Fraction(0), Fraction(2))
    (True, False)
    """
    start, middle, end = moved = bernstein(f, low, high)
    if start == 0 or end == 0:
        return True
    count = _variations(moved)
    return count == 1 or (count == 2 and middle * middle >= 4 * start * end)


def changes_sign(f: Quadratic, low: Fraction, high: Fraction) -> bool:
    """Tell whether f takes values of strictly opposite sign in [low, high].

    >>> changes_sign((1, -2, 1), Fraction(0), Fraction(2)), changes_sign((-1, 1, 0), Fraction(0), Fraction(2))
    (False, True)
    """
    start, middle, end = moved = bernstein(f, low, high)
    count = _variations(moved)
    return count == 1 or (count == 2 and middle * middle > 4 * start * end)


def proportional(f: Quadratic, g: Quadratic) -> bool:
    """Tell whether f is a multiple of g.

    >>> proportional((2, 0, -4), (-1, 0, 2)), proportional((2, 1, -4), (-1, 0, 2))
    (True, False)
    """
    return all(f[i] * g[j] == f[j] * g[i] for i, j in ((0, 1), (0, 2), (1, 2)))


@dataclass(slots=True)
class Number:
    """A rational, or an irrational root of a quadratic.

    Attributes
    ----------
    low, high : Fraction
        An interval that holds this root of the quadratic and no other; both are the number itself if it is rational.
    quadratic : tuple of int or None
        The polynomial; None for a rational.
    """

    low: Fraction
    high: Fraction
    quadratic: tuple[int, int, int] | None = None
    _floor: tuple[int, int] = field(default=(-1, 0), repr=False)

    def moved(self, by: int) -> Number:
        """Subtract an integer.

        >>> Number(Fraction(2), Fraction(3), (-7, 0, 1)).moved(2)
        Number(low=Fraction(0, 1), high=Fraction(1, 1), quadratic=(-3, 4, 1))
        """
        if self.quadratic is None:
            return Number(self.low - by, self.high - by)
        c, b, a = self.quadratic
        return Number(self.low - by, self.high - by, (c + b * by + a * by * by, b + 2 * a * by, a))

    def floor(self, bits: int) -> int:
        """Give the integer part of the number times 2^bits.

        >>> Number(Fraction(1), Fraction(2), (-2, 0, 1)).floor(10)
        1448
        """
        if self.quadratic is None:
            return (self.low.numerator << bits) // self.low.denominator
        if self._floor[0] < bits:
            c, b, a = self.quadratic if self.quadratic[2] > 0 else [-x for x in self.quadratic]
            root = isqrt((b * b - 4 * c * a) << 2 * bits)
            # Right of the larger root the polynomial, now with a > 0, is positive.
            larger = bernstein((c, b, a), self.low, self.high)[2] > 0
            self._floor = bits, ((-b << bits) + (root if larger else -root - 1)) // (2 * a)
        known, value = self._floor
        return value >> (known - bits)


def read_number(value: object, step: str, name: str, *, rational_only: bool) -> Number:
    """Read a rational or ``{"polynomial":[c_0,c_1,c_2],"between":[a,b]}``.

    >>> read_number({"polynomial": [-1, 0, 2], "between": ["0", "1"]}, "claim", "t", rational_only=False).floor(3)
    5
    """
    if not isinstance(value, dict):
        x = rational(value, step, name)
        return Number(x, x)
    require(not rational_only, step, f"{name} must be rational")
    keys = obj(value, ["polynomial", "between"], step, name)
    polynomial = integers(keys["polynomial"], step, f"{name}.polynomial")
    ends = rationals(keys["between"], step, f"{name}.between")
    if len(polynomial) != 3 or len(ends) != 2:
        raise Rejected(step, f"{name} must be the root of a polynomial of degree 2 between two rationals")
    c, b, a = polynomial
    discriminant = b * b - 4 * c * a
    square = discriminant < 0 or isqrt(discriminant) ** 2 == discriminant
    require(not square, step, f"{name} is no irrational root of a quadratic")
    require(ends[0] < ends[1], step, f"{name}.between is no interval")
    start, _, end = bernstein(polynomial, ends[0], ends[1])
    require(start * end < 0, step, f"{name}: the polynomial does not change its sign between the two rationals")
    return Number(ends[0], ends[1], (c, b, a))
