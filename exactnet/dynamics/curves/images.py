"""Images of intervals of any width under a curve, and enclosures of its slopes on them, in integers.

All ends are multiples of 2^-p, as in `enclosures`, where intervals lie inside one monotone piece. An image runs between the values
at the ends and at the points inside, so nothing is lost but by rounding. Slopes come from Taylor expansions about the middle.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from flint import fmpq, fmpz_poly

from exactnet.compile.semialgebraic.curve import Curve
from exactnet.dynamics.curves.enclosures import Enclosure, Enclosures
from exactnet.exact.balls import bracket
from exactnet.exact.field_polynomials import Polynomial
from exactnet.exact.fields import ball_of, rational_or_none
from exactnet.exact.points import Point
from exactnet.exact.rational_functions import RationalFunction

__all__ = ["Images", "product", "quotient"]

_GUARD = 32
# Every value is widened by one unit, so that arithmetic which rounds a little differently agrees with what is found here.
_SLACK = 1


class Images:
    """Images and slopes of intervals at precision p, for a curve that maps its interval into itself.

    Attributes
    ----------
    curve, precision
        The curve; p.
    one
        2^p.
    points
        Enclosures of the curve's points.

    Examples
    --------
    >>> from flint import fmpq_poly
    >>> logistic = Curve.of([Point.of(0), Point.of(1)], [RationalFunction.of(fmpq_poly([0, 4, -4]))])
    >>> at = Images(logistic, 8)
    >>> at.image((64, 192)), at.slope((64, 128))  # widened by a unit; [3/4, 1] and [0, 2]
    ((191, 256), (-1, 513))
    """

    def __init__(self, curve: Curve, precision: int) -> None:
        at = Enclosures(curve, precision)
        self.curve, self.precision, self.one = curve, precision, 1 << precision
        self.points: Sequence[Enclosure] = at.points
        self.low, self.high = at.points[0][0], at.points[-1][1]
        self._floors = [_floor(x, precision) for x in curve.points]
        self._values = [self._cut((a - _SLACK, b + _SLACK)) for a, b in map(at.of_value, range(len(curve.points)))]
        reach = 1 + max(abs(self.low), abs(self.high)) // self.one
        functions = {id(f): _Branch(f, precision, reach) for f in curve.pieces}
        self._branches = [functions[id(f)] for f in curve.branches]

    def image(self, x: Enclosure) -> Enclosure:
        """An enclosure of all values on an interval (as far as it lies in the domain)."""
        u, v = x
        i = bisect_left(self._floors, u)
        low, high = self._at(i, u)
        if u != v:
            j = bisect_left(self._floors, v)
            for a, b in (self._at(j, v), *self._values[i:j]):
                if a < low:
                    low = a
                if b > high:
                    high = b
        return self._cut((low, high))

    def images(self, x: Enclosure, count: int) -> list[Enclosure]:
        """The interval and enclosures of its first ``count`` images."""
        found = [x]
        for _ in range(count):
            found.append(self.image(found[-1]))
        return found

    def slope(self, x: Enclosure) -> Enclosure:
        """An enclosure of the derivatives on an interval, of every piece that it meets."""
        first, last = self.span(x)
        if first == last:
            return self.branch_slope(first, x)
        slopes = [
            self.branch_slope(k, (max(x[0], self._floors[k]), min(x[1], self._floors[k + 1] + 1)))
            for k in range(first, last + 1)
        ]
        return min(s[0] for s in slopes), max(s[1] for s in slopes)

    def span(self, x: Enclosure) -> tuple[int, int]:
        """The first and the last branch that an interval meets, if only in an end."""
        last = len(self._branches) - 1
        return (
            min(max(bisect_left(self._floors, x[0]) - 1, 0), last),
            min(max(bisect_right(self._floors, x[1]) - 1, 0), last),
        )

    def slope_along(self, orbit: Sequence[Enclosure]) -> Enclosure:
        """An enclosure of the product of the slopes on intervals."""
        found = self.one, self.one
        for x in orbit:
            found = product(found, self.slope(x), self.precision)
        return found

    def value(self, branch: int, u: int) -> Enclosure:
        """An enclosure of the value of a branch's function at u 2^-p."""
        return self._branches[branch].value(u)

    def branch_slope(self, branch: int, x: Enclosure) -> Enclosure:
        """An enclosure of the derivative of a branch's function on an interval."""
        return self._branches[branch].slope(*x)

    def _at(self, place: int, u: int) -> Enclosure:
        """The value at u 2^-p, ``place`` points lying below; beyond the ends of the domain, that at the end."""
        if place == 0:
            return self._values[0]
        if place == len(self._floors):
            return self._values[-1]
        return self._branches[place - 1].value(u)

    def _cut(self, x: Enclosure) -> Enclosure:
        """Without what sticks out of the domain, into which all values fall."""
        return (x[0] if x[0] > self.low else self.low), (x[1] if x[1] < self.high else self.high)


class _Branch:
    """The function of one piece and its derivative, in integers."""

    def __init__(self, f: RationalFunction, precision: int, reach: int) -> None:
        self._top = _Scaled(f.numerator, precision, reach)
        self._bottom = None if f.is_polynomial else _Scaled(f.denominator, precision, reach)
        self._rise = _Scaled(f.slope_numerator, precision, reach)
        self._scale = precision + _GUARD

    def value(self, u: int) -> Enclosure:
        found = self._top.at(u)
        if self._bottom is not None:
            found = quotient(found, self._bottom.at(u), self._scale)
        return (found[0] >> _GUARD) - _SLACK, -(-found[1] >> _GUARD) + _SLACK

    def slope(self, u: int, v: int) -> Enclosure:
        found = self._rise.around(u, v)
        if self._bottom is not None:
            below = self._bottom.around(u, v)
            found = quotient(found, product(below, below, self._scale), self._scale)
        return (found[0] >> _GUARD) - _SLACK, -(-found[1] >> _GUARD) + _SLACK


class _Scaled:
    """A polynomial with coefficients rounded to multiples of 2^-(p+32), and a bound for what that costs on the domain."""

    def __init__(self, p: Polynomial, precision: int, reach: int) -> None:
        lower, self._error, power = [], 0, 1
        for c in p.coeffs():
            low, high = _scaled(c, precision + _GUARD)
            lower.append(low)
            self._error += (high - low) * power
            power *= reach
        self._degree = max(len(lower) - 1, 0)
        lower = lower or [0]
        # with these integers, the value at an integer u is the value at u 2^-p, times a power of two
        self._terms = [c << (precision * (self._degree - k)) for k, c in enumerate(lower)][::-1]
        self._shift = precision * self._degree
        halves = [c << ((precision + 1) * (self._degree - k)) for k, c in enumerate(lower)]
        self._halves, self._half_shift = fmpz_poly(halves), (precision + 1) * self._degree
        self._line = (halves[0], halves[1]) if self._degree == 1 else None

    def at(self, u: int) -> Enclosure:
        """Bounds of the value at u 2^-p, as multiples of 2^-(p+32)."""
        value = 0
        for c in self._terms:
            value = value * u + c
        return (value >> self._shift) - self._error, -(-value >> self._shift) + self._error

    def around(self, u: int, v: int) -> Enclosure:
        """Bounds of the values on an interval, from the expansion about its middle."""
        if self._line is not None:
            middle, spread = self._line[0] + self._line[1] * (u + v), abs(self._line[1]) * (v - u)
        else:
            terms = self._halves(fmpz_poly([u + v, 1]))
            middle, spread = int(terms[0]), 0
            for k in range(self._degree, 0, -1):
                spread = (spread + abs(int(terms[k]))) * (v - u)
        shift = self._half_shift
        return ((middle - spread) >> shift) - self._error, -((-middle - spread) >> shift) + self._error


def product(x: Enclosure, y: Enclosure, precision: int) -> Enclosure:
    """Enclosure of a product, both factors and the result in multiples of 2^-p.

    Examples
    --------
    >>> product((-3, 4), (2, 5), 1)
    (-8, 10)
    """
    corners = (x[0] * y[0], x[0] * y[1], x[1] * y[0], x[1] * y[1])
    return min(corners) >> precision, -(-max(corners) >> precision)


def quotient(x: Enclosure, y: Enclosure, precision: int) -> Enclosure:
    """Enclosure of a quotient (ZeroDivisionError if the divisor may be 0).

    Examples
    --------
    >>> quotient((1, 2), (-4, -3), 2)
    (-3, -1)
    """
    if y[0] <= 0 <= y[1]:
        raise ZeroDivisionError("the enclosure of a denominator contains 0")
    corners = [(a << precision, b) if b > 0 else (-a << precision, -b) for a in x for b in y]
    return min(a // b for a, b in corners), max(-(-a // b) for a, b in corners)


def _scaled(value: object, precision: int) -> Enclosure:
    exact = rational_or_none(value)
    low, high = (exact, exact) if exact is not None else bracket(ball_of(value, precision + 8))
    scale = 1 << precision
    return int((low * scale).floor()), int((high * scale).ceil())


def _floor(x: Point, precision: int) -> int:
    """The largest integer u with u 2^-p <= x."""
    scale, bits = 1 << precision, precision
    while True:
        low, high = x.refine(bits)
        below, above = int((low * scale).floor()), int((high * scale).floor())
        if below == above:
            return below
        if bits > precision + _GUARD and x == fmpq(above, scale):
            return above
        bits += _GUARD
