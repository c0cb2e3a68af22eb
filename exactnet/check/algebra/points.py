"""Points of the line: numbers of the field, and roots of polynomials over it."""

from __future__ import annotations

from fractions import Fraction

from exactnet.check.algebra.intervals import coefficients, horner
from exactnet.check.algebra.isolation import Isolation
from exactnet.check.algebra.numbers import FINEST, Element, Number, enclose, sign
from exactnet.check.algebra.polynomials import Poly, divide, greatest_common_divisor, primitive
from exactnet.check.algebra.sturm import count_roots, sign_at
from exactnet.check.verdict import Rejected


class Exact:
    """A number of the field.

    Attributes
    ----------
    value : Number
        The number; a fraction, if it shows that it is rational.
    low, high : Number
        The number again: the ends of an interval of length 0.
    """

    def __init__(self, value: Number) -> None:
        rational = value.rational if isinstance(value, Element) else value
        self.value = value if rational is None else rational
        self.low = self.high = self.value

    def compare(self, x: Fraction) -> int:
        """Give the sign of the point minus x."""
        return sign(self.value - x)

    def enclose(self, bits: int) -> tuple[int, int]:
        """Give integers a <= 2^bits point <= b, with b - a at most 2."""
        return enclose(self.value, bits)

    def bounds(self, bits: int) -> tuple[Fraction, Fraction]:
        """Give rationals on both sides, at most 2^(1 - bits) apart; both are the point if that is a fraction."""
        if isinstance(self.value, Fraction):
            return self.value, self.value
        a, b = enclose(self.value, bits)
        return Fraction(a, 1 << bits), Fraction(b, 1 << bits)

    def is_root(self, a: Poly) -> bool:
        """Tell whether a polynomial vanishes here."""
        return self.sign_of(a) == 0

    def sign_of(self, a: Poly) -> int:
        """Give the sign of a polynomial here."""
        return sign_at(a, self.value)


class Root:
    """The one root of a polynomial in an open interval.

    Parameters
    ----------
    polynomial : list
        A polynomial without multiple roots.
    low, high : Fraction
        The interval, in which it has exactly one root.

    Examples
    --------
    >>> x = Root([-2, 0, 1], Fraction(1), Fraction(2))
    >>> x.compare(Fraction(3, 2)), x.is_root([-4, 0, 0, 0, 1]), x.sign_of([-1, 1]), x.enclose(4)
    (-1, True, 1, (22, 23))
    """

    def __init__(self, polynomial: Poly, low: Fraction, high: Fraction) -> None:
        self.polynomial, self.low, self.high = polynomial, low, high
        self._isolation = Isolation(polynomial, low, high)

    @property
    def left(self) -> int:
        """The sign of the polynomial in the interval, left of the root."""
        return self._isolation.left

    def compare(self, x: Fraction) -> int:
        """Give the sign of the point minus x."""
        return self._isolation.compare(x)

    def enclose(self, bits: int) -> tuple[int, int]:
        """Give integers a <= 2^bits point <= b, with b - a at most 2."""
        return self._isolation.enclose(bits)

    def bounds(self, bits: int) -> tuple[Fraction, Fraction]:
        """Give rationals on both sides, at most 2^-bits apart."""
        self._isolation.refine(bits)
        return self._isolation.low, self._isolation.high

    def is_root(self, a: Poly) -> bool:
        """Tell whether a polynomial vanishes here."""
        rest = divide(a, self.polynomial)[1]
        if not rest:
            return True
        common = greatest_common_divisor(self.polynomial, primitive(rest))
        return count_roots(common, self.low, self.high) == 1

    def sign_of(self, a: Poly) -> int:
        """Give the sign of a polynomial here."""
        bits = 64
        while bits <= FINEST:
            low, high = horner(coefficients(a, bits), self.enclose(bits), bits)
            if low > 0 or high < 0:
                return 1 if low > 0 else -1
            if bits == 64 and self.is_root(a):
                return 0
            bits *= 2
        raise Rejected("points", "the sign of a polynomial at a point is not decided")


Point = Exact | Root


def negative(x: Point) -> Point:
    """Give -x.

    >>> negative(Root([-2, 0, 1], Fraction(1), Fraction(2))).compare(Fraction(-1))
    -1
    """
    if isinstance(x, Exact):
        return Exact(-x.value)
    return Root([-c if i % 2 else c for i, c in enumerate(x.polynomial)], -x.high, -x.low)


def order(a: Point, b: Point) -> int:
    """Give the sign of a - b.

    >>> order(Exact(Fraction(1)), Root([-2, 0, 1], Fraction(1), Fraction(2)))
    -1
    """
    bits = 64
    while bits <= FINEST:
        (low, high), (least, most) = a.bounds(bits), b.bounds(bits)
        if high < least or most < low:
            return -1 if high < least else 1
        if bits == 64 and are_equal(a, b):
            return 0
        bits *= 2
    raise Rejected("points", "the order of two points is not decided")


def are_equal(a: Point, b: Point) -> bool:
    """Tell whether two points are equal."""
    if isinstance(a, Root):
        a, b = b, a
    if isinstance(b, Root):
        # b is the one root of its polynomial in its interval.
        return a.is_root(b.polynomial) and a.compare(b.low) > 0 > a.compare(b.high)
    return isinstance(a, Exact) and sign(a.value - b.value) == 0


def between(a: Point, b: Point) -> Fraction:
    """Give a rational strictly between two points, a < b.

    >>> between(Exact(Fraction(1)), Exact(Fraction(2)))
    Fraction(3, 2)
    """
    bits = 8
    while True:
        low, high = a.bounds(bits)[1], b.bounds(bits)[0]
        if low < high:
            return (low + high) / 2
        bits *= 2
