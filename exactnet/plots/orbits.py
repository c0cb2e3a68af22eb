"""Orbits of interval maps, exactly, as long as their numbers stay short."""

from __future__ import annotations

from dataclasses import dataclass

from flint import fmpq

from exactnet.compile import PiecewiseLinearMap
from exactnet.errors import InputError
from exactnet.exact.rational import QLike, rational
from exactnet.plots.numbers import counted, text

__all__ = ["MAX_BITS", "Orbit", "orbit"]

MAX_BITS = 10_000
"""Longest numerator or denominator of a point; a longer one ends the orbit."""


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
    """

    points: tuple[fmpq, ...]
    asked: int
    cycle: tuple[int, int] | None = None
    left: bool = False

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
        if self.steps < self.asked:
            return f"stopped at step {self.steps}: the next number has more than {MAX_BITS:,} bits"
        return ""


def orbit(f: PiecewiseLinearMap, start: QLike, steps: int, max_bits: int = MAX_BITS) -> Orbit:
    """Iterate exactly: until the steps are done, a point recurs, the domain is left, or a number grows too long.

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
    x = rational(start)
    ends = f.domain.ends
    if ends is not None and not ends[0] <= x <= ends[1]:
        raise InputError(f"the start {text(x)} lies outside the domain {f.domain}")
    points, seen = [x], {_key(x): 0}
    for step in range(1, steps + 1):
        x = f(x)
        if max(abs(x.p), x.q).bit_length() > max_bits:
            break
        points.append(x)
        first = seen.setdefault(_key(x), step)
        if first < step:
            return Orbit(tuple(points), steps, (first, step - first))
        if ends is not None and not ends[0] <= x <= ends[1]:
            return Orbit(tuple(points), steps, left=True)
    return Orbit(tuple(points), steps)


def _key(x: fmpq) -> tuple[int, int]:
    return int(x.p), int(x.q)
