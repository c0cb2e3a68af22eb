"""One periodic orbit of an interval map: its points, its itinerary, its stability."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import gcd
from typing import Any

from flint import fmpq

from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.exact.rational import common_denominator, number_text

__all__ = ["PeriodicOrbit", "Side", "cycles_of_sides", "kind_of_multiplier", "kind_of_sides", "orbit_through"]

_ONE = fmpq(1)


@dataclass(frozen=True, eq=False)
class PeriodicOrbit:
    """A periodic orbit, or an orbit of intervals all of whose inner points are periodic.

    Attributes
    ----------
    period
        The least period (of every inner point, for intervals).
    itinerary
        Indices of the affine pieces of the map that are visited from the least point on, counted from 0 at the left; a
        breakpoint belongs to the piece on its right (the right end of the domain, to the last one).
    kind
        ``"repelling"``, ``"attracting"``, ``"superattracting"``, ``"neutral"``, ``"mixed"`` or ``"interval"``. Points beside
        the orbit stay on one side of it or change sides, so that the sides go around in cycles, or end where the map is flat.
        The growth of the distance along a cycle decides, to first order: above 1 on every cycle repels, 1 is neutral, below
        1 (or a flat side) attracts, nothing but flat ends is superattracting; sides that disagree are mixed.
    intervals
        In the order in which they are visited, the leftmost first; empty for isolated orbits.
    numerators, denominator
        The points in the order in which they are visited, the least first; empty for intervals.
    slope
        The multiplier as (numerator, denominator), or None.
    """

    period: int
    itinerary: tuple[int, ...]
    kind: str
    intervals: tuple[tuple[fmpq, fmpq], ...]
    numerators: tuple[int, ...]
    denominator: int
    slope: tuple[int, int] | None

    @property
    def points(self) -> tuple[fmpq, ...]:
        """The points in the order in which they are visited, the least first; empty for intervals."""
        return tuple(fmpq(p, self.denominator) for p in self.numerators)

    @property
    def least(self) -> fmpq:
        """The least point."""
        return fmpq(self.numerators[0], self.denominator) if self.numerators else self.intervals[0][0]

    @property
    def multiplier(self) -> fmpq | None:
        """The derivative of the iterate along the orbit; None if it has none at some point (an end has one side only)."""
        return None if self.slope is None else fmpq(*self.slope)

    @cached_property
    def permutation(self) -> tuple[int, ...]:
        """Which point, counted from 0 in increasing order, each point goes to."""
        visited: Sequence[Any] = self.numerators or [a for a, _ in self.intervals]
        order = sorted(range(self.period), key=visited.__getitem__)
        rank = {step: place for place, step in enumerate(order)}
        return tuple(rank[(step + 1) % self.period] for step in order)

    def claim(self) -> dict[str, Any]:
        """What a certificate says about the orbit."""
        if self.intervals:
            ends = [[number_text(a), number_text(b)] for a, b in self.intervals]
            return {"period": self.period, "intervals": ends}
        return {"period": self.period, "points": [_text(p, self.denominator) for p in self.numerators]}

    def to_json(self) -> dict[str, Any]:
        """The orbit as the command prints it."""
        return {
            **self.claim(),
            "itinerary": list(self.itinerary),
            "kind": self.kind,
            "multiplier": None if self.slope is None else _text(*self.slope),
            "permutation": list(self.permutation),
        }

    def __repr__(self) -> str:
        where = f"intervals={self.intervals}" if self.intervals else f"points={self.points}"
        return f"PeriodicOrbit(period={self.period}, {where}, kind={self.kind!r})"


def _text(numerator: int, denominator: int) -> str:
    common = gcd(numerator, denominator)
    return str(numerator // common) if denominator == common else f"{numerator // common}/{denominator // common}"


def kind_of_multiplier(numerator: int, denominator: int) -> str:
    """Kind of an orbit on which the map has this derivative (positive denominator).

    Examples
    --------
    >>> kind_of_multiplier(-3, 2), kind_of_multiplier(-1, 1)
    ('repelling', 'neutral')
    """
    size = abs(numerator)
    if size > denominator:
        return "repelling"
    if size == denominator:
        return "neutral"
    return "attracting" if size else "superattracting"


def orbit_through(f: PiecewiseLinearMap, cycle: Sequence[fmpq]) -> PeriodicOrbit:
    """The orbit of the points of a cycle, each the image of the one before; breakpoints may be among them.

    Examples
    --------
    >>> bent = PiecewiseLinearMap.from_points([(0, "1/4"), ("1/2", "1/2"), (1, 1)])
    >>> orbit_through(bent, [fmpq(1, 2)]).kind, orbit_through(bent, [fmpq(1)]).kind
    ('mixed', 'neutral')
    """
    start = min(range(len(cycle)), key=cycle.__getitem__)
    points = [*cycle[start:], *cycle[:start]]
    scale = int(common_denominator(points))
    numerators = tuple(int((x * scale).p) for x in points)
    last = f.pieces - 1
    itinerary = tuple(min(bisect_right(f.breakpoints, x) - 1, last) for x in points)
    sides = _Sides(f, points)
    slope = sides.derivative
    pair = None if slope is None else (int(slope.p), int(slope.q))
    return PeriodicOrbit(len(points), itinerary, sides.kind, (), numerators, scale, pair)


class _Sides:
    """What becomes of the points close to an orbit, on either side (-1 or 1) of each of its points."""

    def __init__(self, f: PiecewiseLinearMap, points: Sequence[fmpq]) -> None:
        self._period = len(points)
        self._slopes: dict[tuple[int, int], fmpq] = {}
        slopes = [fmpq(rise, run) for rise, run in f.slopes.tolist()]
        for k, x in enumerate(points):
            left, right = bisect_left(f.breakpoints, x) - 1, bisect_right(f.breakpoints, x) - 1
            if left >= 0:
                self._slopes[k, -1] = slopes[left]
            if right < len(slopes):
                self._slopes[k, 1] = slopes[right]

    def _next(self, state: tuple[int, int]) -> tuple[int, int]:
        k, side = state
        return (k + 1) % self._period, side if self._slopes[state] > 0 else -side

    @cached_property
    def derivative(self) -> fmpq | None:
        """The derivative of the iterate, if it is the same on all sides of all points."""
        found: fmpq | None = None
        for start in self._slopes:
            state, product = start, _ONE
            for _ in range(self._period):
                product *= self._slopes[state]
                if product == 0:
                    break
                state = self._next(state)
            if found is not None and product != found:
                return None
            found = product
        return found

    @property
    def kind(self) -> str:
        """See `PeriodicOrbit.kind`."""
        signs = {side: int(slope > 0) - int(slope < 0) for side, slope in self._slopes.items()}
        growths = []
        for cycle in cycles_of_sides(signs, self._period):
            growth = _ONE
            for side in cycle:
                growth *= abs(self._slopes[side])
            growths.append(int(growth > 1) - int(growth < 1))
        return kind_of_sides(growths, flat=0 in signs.values())


Side = tuple[int, int]
"""The points close to the k-th point of an orbit, on its left (-1) or right (1)."""


def cycles_of_sides(signs: Mapping[Side, int], period: int) -> list[list[Side]]:
    """The cycles in which the sides of an orbit go around, given the signs of the slopes on them; not what ends where f is flat.

    Examples
    --------
    >>> cycles_of_sides({(0, -1): 1, (0, 1): -1}, 1)  # a peak on the diagonal
    [[(0, -1)]]
    >>> cycles_of_sides({(0, -1): -1, (0, 1): -1}, 1)
    [[(0, -1), (0, 1)]]
    """
    cycles = []
    seen: dict[Side, Side] = {}
    for start in signs:
        side, walk = start, []
        while side not in seen and signs[side] != 0:
            seen[side] = start
            walk.append(side)
            side = (side[0] + 1) % period, side[1] * signs[side]
        if seen.get(side) == start:
            cycles.append(walk[walk.index(side) :])
    return cycles


def kind_of_sides(growths: Collection[int], *, flat: bool) -> str:
    """Kind of an orbit by the growth along each cycle of sides: whether it is above (1), below (-1) or exactly 1 (0).

    Examples
    --------
    >>> kind_of_sides([1, 1], flat=False), kind_of_sides([1], flat=True), kind_of_sides([], flat=True)
    ('repelling', 'mixed', 'superattracting')
    """
    signs = {*growths, *([-1] if flat else [])}
    if len(signs) != 1:
        return "mixed"
    if not growths:
        return "superattracting"
    return {1: "repelling", 0: "neutral", -1: "attracting"}[signs.pop()]
