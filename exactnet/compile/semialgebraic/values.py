"""Values of rational functions at exact points, compared without writing them down as long as enclosures tell them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from flint import arb, ctx, fmpq, fmpq_poly, fmpz

from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.balls import bracket
from exactnet.exact.field_polynomials import Polynomial, polynomial
from exactnet.exact.fields import Element, Scalar, sign
from exactnet.exact.numbers import Number, number, number_name
from exactnet.exact.points import Point, sign_at_point, simplest_between, value_at
from exactnet.exact.rational_functions import RationalFunction

__all__ = ["MAX_EXACT_DEGREE", "Value", "greatest"]

MAX_EXACT_DEGREE = 64
"""Values of a larger degree over Q are not written down: their minimal polynomials take too long."""

_ROUNDS = (64, 256)
_MOST_BITS = 4096
_SHORT = 64
"""Bits of the denominator of a rational that is worth a guess."""


@dataclass(frozen=True, eq=False)
class Value:
    """The value of a rational function, without a pole there, at a point.

    Examples
    --------
    >>> from exactnet.exact.points import real_points
    >>> x = real_points(fmpq_poly([-2, 0, 1]))[1]
    >>> square = Value(RationalFunction.of(fmpq_poly([0, 0, 1])), x)
    >>> square.sign_above(fmpq(2)), square.number, square.degree
    (0, 2, 2)
    """

    function: RationalFunction
    point: Point

    @cached_property
    def scalar(self) -> Scalar | None:
        """The value as an element of the base field, if the point is one."""
        return None if self.point.scalar is None else self.function(self.point.scalar)

    @property
    def degree(self) -> int:
        """A bound for its degree over Q."""
        p = self.point.polynomial
        if p is not None:
            return int(p.degree()) * (1 if isinstance(p, fmpq_poly) else p.field.degree)
        return self.scalar.field.degree if isinstance(self.scalar, Element) else 1

    @cached_property
    def number(self) -> Number | None:
        """The value as a number: a rational if it is a short one, else an algebraic number; None if its degree is too large."""
        guess = simplest_between(*self.bracket(_ROUNDS[-1]))
        if int(guess.q).bit_length() <= _SHORT and self.sign_above(guess) == 0:
            return guess
        if self.degree > MAX_EXACT_DEGREE:
            return None
        return number(value_at(self.function.numerator, self.function.denominator, self.point))

    @property
    def name(self) -> str:
        """The value in a sentence: exact if it is rational, else a decimal marked by ``~``."""
        if self.number is not None:
            return number_name(self.number)
        return f"~{arb(self.bracket(_ROUNDS[0])[0]).str(9, radius=False)}"

    def __neg__(self) -> Value:
        return Value(-self.function, self.point)

    def bracket(self, bits: int) -> tuple[fmpq, fmpq]:
        """Rational bounds of a distance of at most 2^-bits."""
        precision, width = bits, fmpq(1, fmpz(1) << bits)
        while True:
            low, high = self.enclosure(precision)
            if high - low <= width:
                return low, high
            precision += int(((high - low) / width).ceil()).bit_length() + 2

    def enclosure(self, precision: int) -> tuple[fmpq, fmpq]:
        """Rational bounds by evaluation where the point is known to 2^-precision."""
        if isinstance(self.scalar, fmpq):
            return self.scalar, self.scalar
        before = ctx.prec
        try:
            ctx.prec = precision + 64
            return bracket(self.function.at_ball(self.point.ball(precision), precision + 32))
        finally:
            ctx.prec = before

    def sign_above(self, level: Scalar) -> int:
        """Sign of the value minus a scalar of the base field, exactly."""
        if self.scalar is not None:
            return sign(self.scalar - level)
        top, bottom = self.function.numerator, self.function.denominator
        side = 1 if self.function.is_polynomial else sign_at_point(bottom, self.point)
        if isinstance(level, Element) and isinstance(bottom, fmpq_poly):
            bottom = polynomial(level.field, bottom.coeffs())
        return side * sign_at_point(top - bottom * level, self.point)

    def compared(self, other: Value) -> int:
        """Sign of the value minus another one, which is known as a `number`, exactly."""
        known = other.number
        assert known is not None
        if isinstance(known, fmpq):
            return self.sign_above(known)
        bits, asked = _ROUNDS[0], False
        while True:
            (low, high), (least, most) = self.bracket(bits), other.bracket(bits)
            if high < least or most < low:
                return -1 if high < least else 1
            if not asked:
                asked = True
                if self.equals(known):
                    return 0
            bits *= 2

    def equals(self, number: RealAlgebraic) -> bool:
        """Whether the value is this irrational number: it is a root of the same polynomial, and lies in the same interval."""
        if self.scalar is not None:
            return Point.of(self.scalar).algebraic() == number
        top, bottom, modulus = self.function.numerator, self.function.denominator, self.point.polynomial
        value, power = bottom * 0, bottom * 0 + 1
        for c in reversed(number.coefficients):
            value = _reduced(value * top + power * c, modulus)
            power = _reduced(power * bottom, modulus)
        if sign_at_point(value, self.point) != 0:
            return False
        bits = _ROUNDS[0]
        while True:
            low, high = self.bracket(bits)
            if number.lower < low and high < number.upper:
                return True
            if high < number.lower or number.upper < low:
                return False
            bits *= 2


def _reduced(p: Polynomial, modulus: Polynomial) -> Polynomial:
    """p modulo a polynomial that is not over a larger or smaller field."""
    return p % modulus if isinstance(p, type(modulus)) else p


def greatest(values: Sequence[Value]) -> list[Value]:
    """Those of the values that none exceeds: the greatest one, as often as it occurs.

    If it is not known as a number, as its degree is too large, all that agree with it to some thousand bits are listed.

    Examples
    --------
    >>> from exactnet.exact.points import real_points
    >>> f = RationalFunction.of(fmpq_poly([0, 0, -4, 0, 1]))  # x^4 - 4 x^2
    >>> [v.number for v in greatest([Value(f, x) for x in real_points(f.numerator * f.slope_numerator)])]
    [0, 0, 0]
    """
    found = list(values)
    for bits in _ROUNDS:
        found = _not_below(found, bits)
        if len(found) == 1:
            return found
    while True:
        best = min(found, key=lambda v: v.degree)
        if best.number is None:
            return _not_below(found, _MOST_BITS)
        signs = [v.compared(best) for v in found]
        if max(signs) == 0:
            return [v for v, s in zip(found, signs, strict=True) if s == 0]
        found = [v for v, s in zip(found, signs, strict=True) if s > 0]


def _not_below(values: list[Value], bits: int) -> list[Value]:
    brackets = [v.bracket(bits) for v in values]
    floor = max(low for low, _ in brackets)
    return [v for v, (_, high) in zip(values, brackets, strict=True) if high >= floor]
