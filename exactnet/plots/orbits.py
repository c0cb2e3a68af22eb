"""Orbits of interval maps, exactly, as long as their numbers stay short; of curved ones enclosed from then on."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2

from flint import fmpq

from exactnet.compile import PiecewiseLinearMap
from exactnet.compile.semialgebraic.curve import Curve
from exactnet.dynamics.curves.images import Images
from exactnet.errors import InputError
from exactnet.exact.balls import bracket
from exactnet.exact.fields import Element, Scalar, ball_of, rational_or_none
from exactnet.exact.points import Point
from exactnet.exact.rational import QLike, counted, rational
from exactnet.plots.numbers import text

__all__ = ["MAX_BITS", "Orbit", "orbit"]

MAX_BITS = 10_000
"""Longest numerator or denominator of a point; a longer one ends the orbit."""

_NARROW = 60
_MOST_PRECISION = 20_000


@dataclass(frozen=True, eq=False)
class Orbit:
    """The first points of an orbit.

    Attributes
    ----------
    points
        x, f(x), f(f(x)), ..
    asked
        Steps that were asked for.
    cycle
        If a point recurred: index of its first visit, and the period. The points end with that recurrence.
    left
        Whether the last point lies outside the domain of the map.
    exact
        So many steps are exact; after them, points are middles of narrow enclosures. None: all are.
    """

    points: tuple[fmpq, ...]
    asked: int
    cycle: tuple[int, int] | None = None
    left: bool = False
    exact: int | None = None

    @property
    def steps(self) -> int:
        """Steps computed."""
        return len(self.points) - 1

    @property
    def note(self) -> str:
        """What became of the orbit, in a few words; empty if nothing but the steps asked for."""
        if self.cycle is not None:
            tail, period = self.cycle
            return f"period {period}" + (f" after {counted(tail, 'step')}" if tail else "")
        if self.left:
            return f"leaves the interval at step {self.steps}"
        if self.exact is not None:
            stopped = f" up to step {self.steps}" if self.steps < self.asked else ""
            return f"exact for {counted(self.exact, 'step')}, then enclosed{stopped}"
        if self.steps < self.asked:
            return f"stopped at step {self.steps}: the next number has more than {MAX_BITS:,} bits"
        return ""


def orbit(f: PiecewiseLinearMap | Curve, start: QLike, steps: int, max_bits: int = MAX_BITS) -> Orbit:
    """Iterate exactly: until the steps are done, a point recurs, the domain is left, or a number grows too long.

    Numbers of curves of degree d have d times as many digits after each step; there, enclosures go on instead.

    Raises
    ------
    InputError
        If the start is not in the domain, or the number of steps is negative.

    Examples
    --------
    >>> tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
    >>> found = orbit(tent, "1/7", 50)
    >>> found.points, found.note
    ((1/7, 2/7, 4/7, 6/7, 2/7), 'period 3 after 1 step')
    """
    if steps < 0:
        raise InputError(f"the number of steps must not be negative, but is {steps}")
    x: Scalar = rational(start)
    if not _holds(f, x):
        where = f.domain_text if isinstance(f, Curve) else f.domain
        raise InputError(f"the start {text(rational(start))} lies outside the domain {where}")
    points, seen = [x], {_key(x): 0}
    for step in range(1, steps + 1):
        x = f(x)
        if _longest(x) > max_bits:
            break
        points.append(x)
        first = seen.setdefault(_key(x), step)
        if first < step:
            return Orbit(_drawable(points), steps, (first, step - first))
        if not _holds(f, x):
            return Orbit(_drawable(points), steps, left=True)
    if isinstance(f, Curve) and len(points) <= steps and f.maps_into_itself:
        return _enclosed(f, points, steps)
    return Orbit(_drawable(points), steps)


def _holds(f: PiecewiseLinearMap | Curve, x: Scalar) -> bool:
    """Whether a point lies in the domain."""
    if isinstance(f, Curve):
        return bool(f.knots[0] <= Point.of(x) <= f.knots[-1])
    ends = f.domain.ends
    return ends is None or bool(ends[0] <= x <= ends[1])


def _enclosed(f: Curve, points: list[Scalar], steps: int) -> Orbit:
    """The rest of an orbit, as long as enclosures are narrow."""
    rough = Images(f, 32)
    slope = max(map(abs, rough.slope((rough.low, rough.high)))) / rough.one
    at = Images(f, min(_MOST_PRECISION, 2 * _NARROW + steps * int(log2(slope + 2) + 1)))
    low, high = bracket(ball_of(points[-1], at.precision + 8))
    x = int((low * at.one).floor()), int((high * at.one).ceil())
    found = list(_drawable(points))
    for _ in range(steps - len(points) + 1):
        x = at.image(x)
        if (x[1] - x[0]) << _NARROW > at.one:
            break
        found.append(fmpq((x[0] + x[1]) << _NARROW >> (at.precision + 1), 1 << _NARROW))
    return Orbit(tuple(found), steps, exact=len(points) - 1)


def _drawable(points: list[Scalar]) -> tuple[fmpq, ...]:
    """Rationals as they are, other numbers rounded."""
    found = []
    for x in points:
        exact = rational_or_none(x)
        found.append(sum(bracket(ball_of(x, _NARROW)), fmpq(0)) / 2 if exact is None else exact)
    return tuple(found)


def _terms(x: Scalar) -> tuple[fmpq, ...]:
    return x.coefficients if isinstance(x, Element) else (x,)


def _longest(x: Scalar) -> int:
    return max(int(max(abs(c.p), c.q)).bit_length() for c in _terms(x))


def _key(x: Scalar) -> tuple[tuple[int, int], ...]:
    rational = rational_or_none(x)
    return tuple((int(c.p), int(c.q)) for c in ((rational,) if rational is not None else _terms(x)))
