"""One cycle of a curve of one of several periods, with what shows it by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from exactnet.compile.semialgebraic.description import point_json
from exactnet.compile.semialgebraic.function import SemiAlgebraicFunction
from exactnet.dynamics.curves.certified import FunctionOrbits, function_orbits
from exactnet.dynamics.curves.cycles import Cycle, place_json
from exactnet.dynamics.curves.horseshoes import cycle_along, horseshoes
from exactnet.dynamics.curves.images import Images
from exactnet.dynamics.curves.single import cycle_intervals
from exactnet.errors import TimeLimitError, UndecidedError
from exactnet.exact.rational import rational

__all__ = ["CycleSearch", "ShownCycle", "find_cycle"]

_MOST_CELLS = 1500
_BITS = 64
_PRECISION = 256


@dataclass(frozen=True, eq=False)
class ShownCycle:
    """A cycle that a certificate can show without listing others.

    Attributes
    ----------
    visits
        The points in the order of visits, the least first; of irrational ones, numbers that lie in the same order.
    places
        How certificates write the points.
    precision
        That of the enclosures by which they are shown.
    """

    visits: tuple[fmpq, ...]
    places: tuple[Any, ...]
    precision: int


@dataclass(frozen=True, eq=False)
class CycleSearch:
    """What was found: a cycle or None, and the period up to which all orbits were listed."""

    cycle: ShownCycle | None
    listed: int


def find_cycle(function: SemiAlgebraicFunction, periods: Sequence[int]) -> CycleSearch:
    """A cycle of one of these least periods, the best ones first.

    Two branches that are mapped over each other have cycles of all periods. Otherwise all orbits are listed, up to larger and
    larger periods, as long as they are few.

    Examples
    --------
    >>> from exactnet.compile.piecewise_map import PiecewiseMap
    >>> from exactnet.compile.study import study
    >>> found = find_cycle(study(PiecewiseMap.of([0, 1], [[0, 4, -4]])), [3, 5])
    >>> len(found.cycle.visits), found.listed
    (3, 0)
    """
    cycle = _by_horseshoe(function, periods[:1])
    if cycle is not None:
        return CycleSearch(cycle, 0)
    listed = 0
    for period in sorted(set(periods)):
        try:
            orbits = function_orbits(function, period, max_cells=_MOST_CELLS)
        except TimeLimitError:
            raise
        except UndecidedError:
            break
        listed = period
        best = next((p for p in periods if p > listed or p in orbits.least_periods), None)
        there = next((p for p in periods if p in orbits.least_periods), None)
        if there is not None:
            cycle = _shown(orbits, there)
        if best == there and there is not None:
            break
    if cycle is None:
        cycle = _by_horseshoe(function, [p for p in periods if p > listed])
    return CycleSearch(cycle, listed)


def _by_horseshoe(function: SemiAlgebraicFunction, periods: Sequence[int]) -> ShownCycle | None:
    """A cycle along two branches, if two of them are mapped over each other."""
    at = Images(function.curve, _PRECISION)
    for period in periods:
        for word in horseshoes(at, period):
            points = cycle_along(at, word)
            if points is None:
                continue
            first = min(range(period), key=points.__getitem__)
            try:
                cells = cycle_intervals(at, points[first:] + points[:first])
            except UndecidedError:
                continue
            ends = [(fmpq(low, at.one), fmpq(high, at.one)) for low, high in cells]
            return ShownCycle(tuple(low for low, _ in ends), tuple(map(place_json, ends)), at.precision)
    return None


def _shown(orbits: FunctionOrbits, period: int) -> ShownCycle | None:
    """The first orbit of a period that is shown by itself: by changes of sign, or by exact points."""
    for orbit in orbits.of_period(period):
        if not isinstance(orbit, Cycle):
            continue
        try:
            points = orbits.found.cycle(orbit, None)[0]["points"]
        except UndecidedError:
            points = None
        if points is None or any("polynomial" in x for x in points):
            if orbit.exact is not None:
                visits = tuple(x.refine(_BITS)[0] for x in orbit.exact)
                return ShownCycle(visits, tuple(map(point_json, orbit.exact)), orbits.found.at.precision)
            continue
        visits = tuple(rational(x["between"][0] if isinstance(x, dict) else x) for x in points)
        return ShownCycle(visits, tuple(points), orbits.found.at.precision)
    return None
