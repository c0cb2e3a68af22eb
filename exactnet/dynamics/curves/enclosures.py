"""Enclosures of orbits: intervals with ends that are multiples of 2^-p, exactly as certificates describe them.

Where an enclosure lies inside a monotone interval, its image runs between the images of its ends: nothing is lost but by rounding.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TypeAlias

from flint import arb, ctx, fmpq, fmpq_poly

from exactnet.compile.semialgebraic.curve import Curve
from exactnet.exact.balls import bracket
from exactnet.exact.points import Point
from exactnet.exact.rational_functions import RationalFunction

__all__ = ["Enclosure", "Enclosures"]

Enclosure: TypeAlias = tuple[int, int]
"""Ends, as integers: multiples of 2^-p."""

_GUARD = 32


class Enclosures:
    """Interval arithmetic at precision p on a curve that maps its interval into itself.

    Attributes
    ----------
    precision
        p.
    ends
        Enclosures of the ends of the monotone intervals, the ends of the domain included.

    Examples
    --------
    >>> from flint import fmpq_poly
    >>> logistic = Curve.of([Point.of(0), Point.of(1)], [RationalFunction.of(fmpq_poly([0, 4, -4]))])
    >>> at_8_bits = Enclosures(logistic, 8)
    >>> at_8_bits.ends, at_8_bits.image((64, 65)), at_8_bits.interval((64, 65))
    ([(0, 0), (128, 128), (256, 256)], (192, 194), 0)
    """

    def __init__(self, curve: Curve, precision: int) -> None:
        self.curve, self.precision = curve, precision
        self._one = 1 << precision
        self.points = [self.of_point(x) for x in curve.points]
        self.ends = [self.points[i] for i in curve.monotone_ends]
        self._low, self._high = self.points[0], self.points[-1]

    def of_point(self, x: Point) -> Enclosure:
        """The enclosure of an exact point."""
        low, high = x.refine(self.precision)
        return self._down(low), self._up(high)

    def of_value(self, index: int) -> Enclosure:
        """The enclosure of the value at one of the curve's points."""
        f, x = self.curve.branches[max(index - 1, 0)], self.curve.points[index]
        if x.rational is not None:
            return self._cut(self._value(f, x.rational))
        return self._cut(self._over(f, x))

    def interval(self, x: Enclosure) -> int | None:
        """The monotone interval that holds an enclosure, no inner end in it; None if there is none."""
        k = bisect_right(self.ends, x[0], key=lambda e: e[1]) - 1
        # inner ends e_1 .. e_l: x must lie beyond e_k and before e_(k+1), strictly
        k = min(max(k, 0), len(self.ends) - 2)
        if k > 0 and not self.ends[k][1] < x[0]:
            return None
        if k + 1 < len(self.ends) - 1 and not x[1] < self.ends[k + 1][0]:
            return None
        return k

    def near(self, x: Enclosure) -> list[int]:
        """Inner ends (numbered from 1) that an enclosure cannot be told from."""
        return [i for i, e in enumerate(self.ends[1:-1], start=1) if x[0] <= e[1] and e[0] <= x[1]]

    def image(self, x: Enclosure) -> Enclosure:
        """The enclosure of f on an enclosure inside one monotone interval."""
        a, b = self.at(x[0]), self.at(x[1])
        return self._cut((min(a[0], b[0]), max(a[1], b[1])))

    def image_of(self, a: fmpq, b: fmpq) -> tuple[fmpq, fmpq]:
        """Rational bounds of f on [a, b], rationals inside one monotone interval and inside the domain."""
        ends = [self._value(self._branch(self._down(x), x), x) for x in (a, b)]
        return fmpq(min(e[0] for e in ends), self._one), fmpq(max(e[1] for e in ends), self._one)

    def branch_on(self, x: Enclosure) -> RationalFunction | None:
        """The function in force on a whole enclosure, if it is one function."""
        a, b = (self._branch(u, fmpq(u, self._one)) for u in x)
        return a if a is b else None

    def at(self, u: int) -> Enclosure:
        """The enclosure of the value at u 2^-p; beyond the ends of the domain, that at the end."""
        if u <= self._low[1]:
            return self.of_value(0)
        if u >= self._high[0]:
            return self.of_value(len(self.points) - 1)
        x = fmpq(u, self._one)
        return self._value(self._branch(u, x), x)

    def _branch(self, u: int, x: fmpq) -> RationalFunction:
        """The function in force at u 2^-p."""
        k = bisect_right(self.points, u, key=lambda e: e[0]) - 1
        while k > 0 and self.points[k][1] > u and self.curve.points[k] > x:
            k -= 1
        return self.curve.branches[min(k, len(self.curve.branches) - 1)]

    def _value(self, f: RationalFunction, x: fmpq) -> Enclosure:
        if isinstance(f.numerator, fmpq_poly):
            value = f(x)
            return self._down(value), self._up(value)
        before = ctx.prec
        try:
            ctx.prec = self.precision + _GUARD + 64
            low, high = bracket(f.at_ball(arb(x), self.precision + _GUARD + 32))
        finally:
            ctx.prec = before
        return self._down(low), self._up(high)

    def _over(self, f: RationalFunction, x: Point) -> Enclosure:
        before = ctx.prec
        try:
            ctx.prec = self.precision + _GUARD + 64
            low, high = bracket(f.at_ball(x.ball(self.precision + _GUARD), self.precision + _GUARD + 32))
        finally:
            ctx.prec = before
        return self._down(low), self._up(high)

    def _cut(self, x: Enclosure) -> Enclosure:
        """Without what sticks out of the domain."""
        low, high = self._low[0], self._high[1]
        return min(max(x[0], low), high), max(min(x[1], high), low)

    def _down(self, value: fmpq) -> int:
        return int((value * self._one).floor())

    def _up(self, value: fmpq) -> int:
        return int((value * self._one).ceil())
