"""Where a function with rational pieces is steep: rational points that bound its Lipschitz constant from below."""

from __future__ import annotations

from collections.abc import Sequence

from flint import arb, ctx, fmpq, fmpz

from exactnet.compile.semialgebraic.curve import Curve
from exactnet.errors import InputError
from exactnet.exact.balls import bracket
from exactnet.exact.fields import Scalar, ball_of, rational_or_none, sign
from exactnet.exact.points import Point, simplest_between
from exactnet.exact.rational_functions import RationalFunction

__all__ = ["slope_at", "steep_point", "steepness_at"]

_BITS = 64
_ROUNDED = fmpz(1) << 32
_EDGE = fmpq(1, 1 << 20)
_SAMPLES = (_EDGE, *(fmpq(k, 8) for k in range(1, 8)), 1 - _EDGE)


def steep_point(curve: Curve, points: Sequence[Point]) -> fmpq:
    """A rational point strictly between two of some points where |f'| is large: the steepest one of many that are tried.

    Examples
    --------
    >>> from flint import fmpq_poly
    >>> cubic = Curve.of([Point.of(0), Point.of(3)], [RationalFunction.of(fmpq_poly([0, 0, 3, -1]))])
    >>> 8 < steepness_at(cubic, steep_point(cubic, cubic.points)) < 9  # |6 x - 3 x^2| at 3
    True
    """
    best, chosen = arb(-1), fmpq(0)
    for f, left, right in zip(curve.along(points), points, points[1:], strict=False):
        low, high = _inside(left, right)
        slope, width = _derivative(f), high - low
        for part in _SAMPLES:
            x = simplest_between(low + width * (part - _EDGE / 2), low + width * (part + _EDGE / 2))
            height = _near(slope, x)
            if height > best:
                best, chosen = height, x
    return chosen


def _inside(left: Point, right: Point) -> tuple[fmpq, fmpq]:
    """Nearly all of an interval between two points."""
    bits = _BITS
    while not (low := left.refine(bits)[1]) < (high := right.refine(bits)[0]):
        bits *= 2
    return low, high


def _derivative(f: RationalFunction) -> RationalFunction:
    if f.is_polynomial:
        return RationalFunction(f.numerator.derivative(), f.denominator)
    return RationalFunction.of(f.slope_numerator, f.denominator * f.denominator)


def _near(slope: RationalFunction, x: fmpq) -> arb:
    """About the absolute value of a function, to choose by."""
    before = ctx.prec
    try:
        ctx.prec = _BITS + 4 * slope.degree
        return abs(slope.at_ball(arb(x), ctx.prec)).mid()
    finally:
        ctx.prec = before


def slope_at(curve: Curve, x: fmpq) -> Scalar:
    """|f'| at a rational point inside a piece.

    Raises
    ------
    InputError
        If the point is not inside a piece.
    """
    where = Point.of(x)
    for f, left, right in zip(curve.pieces, curve.knots, curve.knots[1:], strict=False):
        if left < where < right:
            slope = _derivative(f)(x)
            return -slope if sign(slope) < 0 else slope
    raise InputError(f"{x} is not inside a piece of the function")


def steepness_at(curve: Curve, x: fmpq) -> fmpq:
    """`slope_at`, rounded down to a multiple of 2^-32 if it is irrational."""
    slope = slope_at(curve, x)
    known = rational_or_none(slope)
    return known if known is not None else _rounded_down(slope)


def _rounded_down(value: Scalar) -> fmpq:
    """An irrational element, rounded down to a multiple of 2^-32."""
    bits = _BITS
    while True:
        low, high = ((end * _ROUNDED).floor() for end in bracket(ball_of(value, bits)))
        if low == high:
            return fmpq(low, _ROUNDED)
        bits *= 2
