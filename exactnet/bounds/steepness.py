"""Where a function with rational pieces is steep: rational points that bound its Lipschitz constant from below."""

from __future__ import annotations

from collections.abc import Sequence

from flint import ctx, fmpq, fmpz

from exactnet.compile.semialgebraic.cells import RootFinder
from exactnet.compile.semialgebraic.curve import Curve
from exactnet.errors import InputError
from exactnet.exact.balls import bracket
from exactnet.exact.fields import Element, rational_or_none
from exactnet.exact.points import Point, simplest_between
from exactnet.exact.rational_functions import RationalFunction

__all__ = ["steep_point", "steepness_at"]

_NEAR = 40
_ROUNDED = fmpz(1) << 32


def steep_point(curve: Curve, avoided: Sequence[Point] = ()) -> fmpq:
    """A rational point inside a piece, none of some others, where |f'| is nearly as large as anywhere.

    Examples
    --------
    >>> from flint import fmpq_poly
    >>> cubic = Curve.of([Point.of(0), Point.of(3)], [RationalFunction.of(fmpq_poly([0, 0, 3, -1]))])
    >>> 8 < steepness_at(cubic, steep_point(cubic)) < 9  # |6 x - 3 x^2| at 3
    True
    """
    finder, best = RootFinder(), None
    for f, left, right in zip(curve.pieces, curve.knots, curve.knots[1:], strict=False):
        slope = derivative(f)
        turns = finder.inside(slope.slope_numerator, left, right)
        for x, inwards in ((left, 1), *((x, 1) for x in turns), (right, -1)):
            height = abs(_near(slope, x))
            if best is None or height > best[0]:
                best = height, _beside(x, inwards, left, right)
    assert best is not None, "a curve has a piece"
    low, high = best[1]
    chosen = simplest_between(low, high)
    while any(p == chosen for p in avoided):
        low = (chosen + high) / 2
        chosen = simplest_between(low, high)
    return chosen


def derivative(f: RationalFunction) -> RationalFunction:
    """f'."""
    if f.is_polynomial:
        return RationalFunction(f.numerator.derivative(), f.denominator)
    return RationalFunction.of(f.slope_numerator, f.denominator * f.denominator)


def _near(slope: RationalFunction, x: Point) -> float:
    """A float near a value, to choose by."""
    before = ctx.prec
    try:
        ctx.prec = 2 * _NEAR
        return float(slope.at_ball(x.ball(_NEAR), 2 * _NEAR).mid())
    finally:
        ctx.prec = before


def _beside(x: Point, inwards: int, left: Point, right: Point) -> tuple[fmpq, fmpq]:
    """A small interval inside the piece, very close to a point of it, on the given side."""
    bits = _NEAR
    while (room := (right.refine(bits)[0] - left.refine(bits)[1]) / 2**20) <= 0:
        bits *= 2
    low, high = x.refine(bits + 20)
    return (high + room / 2, high + room) if inwards > 0 else (low - room, low - room / 2)


def steepness_at(curve: Curve, x: fmpq) -> fmpq:
    """|f'| at a rational point inside a piece, rounded down to a multiple of 2^-32 if it is irrational.

    Raises
    ------
    InputError
        If the point is not inside a piece.
    """
    where = Point.of(x)
    for f, left, right in zip(curve.pieces, curve.knots, curve.knots[1:], strict=False):
        if left < where < right:
            slope = derivative(f)(x)
            known = rational_or_none(slope)
            if known is not None:
                return abs(known)
            return _rounded_down(slope)
    raise InputError(f"{x} is not inside a piece of the function")


def _rounded_down(value: Element) -> fmpq:
    """The absolute value of an irrational element, rounded down to a multiple of 2^-32."""
    bits = 64
    while True:
        low, high = ((end * _ROUNDED).floor() for end in bracket(abs(value.ball(bits))))
        if low == high:
            return fmpq(low, _ROUNDED)
        bits *= 2
