"""Exact numbers: fractions, and elements of a field Q(theta) with theta a real root of a polynomial.

Nothing is known of the polynomial of theta but that it has no multiple roots. An element that is 0 modulo it is 0; of
any other one the sign must come out of an enclosure. If the element is nevertheless 0, or is to be divided by and has
a common root with the polynomial, the polynomial is reducible and the certificate rejected.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Protocol

from exactnet.check.verdict import Rejected, require

# Enclosures are refined at most to a width of 2^-this.
FINEST = 100_000


class Root(Protocol):
    """A real number that can be enclosed."""

    def enclose(self, bits: int) -> tuple[int, int]:
        """Give integers a <= 2^bits x <= b, not far apart."""


class Field:
    """Q(theta).

    Parameters
    ----------
    polynomial : sequence of int
        A polynomial without multiple roots of which theta is a root, from the lowest degree up.
    theta : Root
        The root.

    Examples
    --------
    >>> from exactnet.check.algebra.isolation import Isolation
    >>> root = Field([-2, 0, 1], Isolation([-2, 0, 1], Fraction(1), Fraction(2))).element([0, 1])
    >>> root * root == 2, (root - Fraction(3, 2)).sign(), (1 / root).enclose(10)
    (True, -1, (724, 725))
    """

    def __init__(self, polynomial: Sequence[int], theta: Root) -> None:
        self.degree = len(polynomial) - 1
        self._theta = theta
        # Computing goes on with lead * theta, a root of a monic polynomial, so that no denominators arise.
        self._lead = polynomial[-1]
        top = self.degree - 1
        self.low = [c * self._lead ** (top - i) for i, c in enumerate(polynomial[:-1])]

    def element(self, coefficients: Sequence[Fraction | int]) -> Element:
        """Give the sum of c_i theta^i."""
        scaled = [Fraction(c) / self._lead**i for i, c in enumerate(coefficients)]
        den = lcm(*(c.denominator for c in scaled))
        return Element(self, self.reduce([int(c * den) for c in scaled]), den)

    def reduce(self, coefficients: list[int]) -> list[int]:
        """Reduce a polynomial in the root modulo its monic polynomial; uses up the list."""
        degree, low = self.degree, self.low
        while len(coefficients) > degree:
            top = coefficients.pop()
            if top:
                start = len(coefficients) - degree
                for i, c in enumerate(low, start):
                    coefficients[i] -= top * c
        return coefficients + [0] * (degree - len(coefficients))

    def enclose(self, bits: int) -> tuple[int, int]:
        """Enclose the root, lead * theta, as integers over 2^bits."""
        a, b = self._theta.enclose(bits)
        return (a * self._lead, b * self._lead) if self._lead > 0 else (b * self._lead, a * self._lead)


class Element:
    """An element: the sum of nums[i] root^i, over den > 0."""

    __slots__ = ("den", "field", "nums")

    def __init__(self, field: Field, nums: list[int], den: int = 1) -> None:
        common = gcd(den, *nums)
        self.field = field
        self.nums = nums if common == 1 else [n // common for n in nums]
        self.den = den // common

    def _lift(self, other: Number | int) -> Element:
        if isinstance(other, Element):
            return other
        rest = [0] * (self.field.degree - 1)
        return Element(self.field, [other.numerator, *rest], other.denominator)

    def __add__(self, other: Number | int) -> Element:
        other = self._lift(other)
        pairs = zip(self.nums, other.nums, strict=True)
        return Element(self.field, [a * other.den + b * self.den for a, b in pairs], self.den * other.den)

    __radd__ = __add__

    def __neg__(self) -> Element:
        return Element(self.field, [-n for n in self.nums], self.den)

    def __sub__(self, other: Number | int) -> Element:
        return self + -other

    def __rsub__(self, other: Number | int) -> Element:
        return -self + other

    def __mul__(self, other: Number | int) -> Element:
        if not isinstance(other, Element):
            return Element(self.field, [n * other.numerator for n in self.nums], self.den * other.denominator)
        product = [0] * (2 * self.field.degree - 1)
        for i, a in enumerate(self.nums):
            if a:
                for j, b in enumerate(other.nums, i):
                    product[j] += a * b
        return Element(self.field, self.field.reduce(product), self.den * other.den)

    __rmul__ = __mul__

    def inverse(self) -> Element:
        """Give 1 / self."""
        # Of the two rows (remainder, factor of self), by Euclid's algorithm.
        old: tuple[list[Fraction], list[Fraction]] = ([*map(Fraction, self.field.low), Fraction(1)], [])
        new = (_trim([Fraction(n, self.den) for n in self.nums]), [Fraction(1)])
        require(len(new[0]) > 0, "field", "division by 0")
        while len(new[0]) > 1:
            rest, factor = list(old[0]), list(old[1])
            while len(rest) >= len(new[0]):
                quotient, shift = rest[-1] / new[0][-1], len(rest) - len(new[0])
                factor += [Fraction(0)] * (shift + len(new[1]) - len(factor))
                for i, c in enumerate(new[0], shift):
                    rest[i] -= quotient * c
                for i, c in enumerate(new[1], shift):
                    factor[i] -= quotient * c
                rest = _trim(rest)
            require(len(rest) > 0, "field", "the polynomial of theta is reducible: an element cannot be inverted")
            old, new = new, (rest, factor)
        factor = [c / new[0][0] for c in new[1]]
        den = lcm(*(c.denominator for c in factor))
        return Element(self.field, self.field.reduce([int(c * den) for c in factor]), den)

    def __truediv__(self, other: Number | int) -> Element:
        return self * (other.inverse() if isinstance(other, Element) else Fraction(1) / other)

    def __rtruediv__(self, other: Fraction | int) -> Element:
        return self.inverse() * other

    def __eq__(self, other: object) -> bool:
        """Tell whether two elements are equal modulo the polynomial of theta; see `sign` where they are not."""
        if not isinstance(other, Element | Fraction | int):
            return NotImplemented
        return not any((self - other).nums)

    __hash__ = None  # type: ignore[assignment]

    @property
    def rational(self) -> Fraction | None:
        """The value, if it shows that it is rational."""
        return None if any(self.nums[1:]) else Fraction(self.nums[0], self.den)

    def sign(self) -> int:
        """Give the sign, by enclosures that are refined as far as need be."""
        if not any(self.nums):
            return 0
        bits = 64
        while bits <= FINEST:
            low, high = self._interval(bits)
            if low > 0:
                return 1
            if high < 0:
                return -1
            if bits == 256:
                # If this element has no common root with the polynomial of theta, it is not 0, and this will end.
                self.inverse()
            bits *= 2
        raise Rejected("field", "the sign of an element is not decided at a precision of 100,000 bits")

    def _interval(self, bits: int) -> tuple[int, int]:
        """Enclose den * self * 2^bits, by Horner's rule for intervals."""
        a, b = self.field.enclose(bits)
        low = high = self.nums[-1] << bits
        for c in reversed(self.nums[:-1]):
            ends = (low * a, low * b, high * a, high * b)
            low, high = (min(ends) >> bits) + (c << bits), -(-max(ends) >> bits) + (c << bits)
        return low, high

    def enclose(self, bits: int) -> tuple[int, int]:
        """Give integers a <= 2^bits self <= b, with b - a at most 2."""
        work = bits + 16 + max(map(int.bit_length, self.nums)) - self.den.bit_length()
        work = max(work, 16)
        while True:
            require(work <= 2 * FINEST + bits, "field", "an element is too hard to enclose")
            low, high = self._interval(work)
            shift = work - bits
            scale = self.den << shift if shift >= 0 else self.den
            if shift < 0:
                low, high = low << -shift, high << -shift
            if high - low <= scale:
                return low // scale, -(-high // scale)
            work += 16 + (high - low).bit_length() - scale.bit_length()


# Integers are coefficients, never quotients.
Coefficient = int | Element
Number = Fraction | Element


def _trim(coefficients: list[Fraction]) -> list[Fraction]:
    while coefficients and coefficients[-1] == 0:
        coefficients.pop()
    return coefficients


def sign(x: Number | int) -> int:
    """Give the sign of a number."""
    return x.sign() if isinstance(x, Element) else (x > 0) - (x < 0)


def enclose(x: Number | int, bits: int) -> tuple[int, int]:
    """Give integers a <= 2^bits x <= b, next to each other or nearly."""
    if isinstance(x, Element):
        return x.enclose(bits)
    top = x.numerator << bits
    return top // x.denominator, -(-top // x.denominator)


def length(x: Number | int) -> int:
    """Give the bits of the largest integer in a number."""
    if isinstance(x, Element):
        return max(x.den.bit_length(), *(n.bit_length() for n in x.nums))
    return max(x.numerator.bit_length(), x.denominator.bit_length())
