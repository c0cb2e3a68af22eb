"""Periodic orbits of piecewise-linear interval maps, all of them, exactly.

A partition that contains all breakpoints turns periodic points into closed words: the intervals that the orbit visits. On a
word the map is affine, so it has one candidate, and a comparison of rationals decides. The partition is refined around the
orbits of the breakpoints until hardly any word is idle; then the cost grows with the number of orbits. That no word is
missing is a count of closed walks (`exactnet.dynamics.coverings.words`), which the certificate repeats.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.certs import Certificate, Fragment
from exactnet.compile.function import IntervalFunction
from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.dynamics.candidates import Pieces
from exactnet.dynamics.cover import Cover, choose_cover
from exactnet.dynamics.coverings.words import least_words
from exactnet.dynamics.laps import require_self_map
from exactnet.dynamics.orbit import PeriodicOrbit, orbit_through
from exactnet.dynamics.orbit_list import OrbitList
from exactnet.errors import InputError
from exactnet.exact.rational import number_text

__all__ = ["MAX_POINTS", "PeriodicOrbits", "cycle_certificate", "periodic_orbits"]

MAX_PERIOD = 1000
"""Largest period that certificates may speak of."""

MAX_POINTS = 5_000_000
"""Default limit on the total length of the closed words: about the number of periodic points."""

Progress = Callable[[int, int], None]
"""Called with (period, orbits so far)."""


@dataclass(frozen=True, eq=False, repr=False)
class PeriodicOrbits(OrbitList[PeriodicOrbit]):
    """All periodic orbits of a piecewise-linear map up to a period.

    Neighbouring intervals are listed apart where an iterate bends between them, or a unit of the network does.

    Attributes
    ----------
    function
        The map.
    partition
        The points of the partition.
    words
        The least primitive closed words of its covering graph, an array a length.
    """

    function: IntervalFunction
    partition: tuple[fmpq, ...]
    words: tuple[NDArray[np.int32], ...]

    @cached_property
    def certificate(self) -> Certificate:
        """The certificate of the complete list."""
        claim = {
            "rule": "orbits",
            "domain": self.function.domain.to_json(),
            "clip": self.function.clip,
            "max_period": self.max_period,
            "orbits": [orbit.claim() for orbit in self.orbits],
        }
        evidence = {
            **self.function.evidence.value,
            "partition": [number_text(p) for p in self.partition],
            "words": [word for words in self.words for word in words.tolist()],
        }
        return Certificate(claim, self.function.certificate_subject, Fragment(evidence))

    def certificate_of(self, orbit: PeriodicOrbit) -> Certificate:
        """The certificate that one orbit of points exists (whatever others there are).

        Raises
        ------
        InputError
            For an orbit of intervals.
        """
        if not orbit.points:
            raise InputError("an interval of periodic points is certified with the complete list only")
        return cycle_certificate(self.function, orbit.points)


def cycle_certificate(function: IntervalFunction, points: Sequence[fmpq]) -> Certificate:
    """The certificate of one periodic orbit, its points in the order in which they are visited, the least first."""
    claim = {
        "rule": "cycle",
        "domain": function.domain.to_json(),
        "clip": function.clip,
        "points": [number_text(x) for x in points],
    }
    return Certificate(claim, function.certificate_subject, function.evidence)


def periodic_orbits(
    function: IntervalFunction,
    max_period: int,
    *,
    max_points: int = MAX_POINTS,
    progress: Progress | None = None,
) -> PeriodicOrbits:
    """All periodic orbits of least period at most ``max_period`` of a map of an interval into itself.

    Parameters
    ----------
    function
        The map; its unclipped values must stay in the domain unless it is clipped.
    max_period
        The largest least period of interest.
    max_points
        Limit on the points of these orbits (more exactly, on the total length of the closed words that are examined).

    Raises
    ------
    InputError
        If the map leaves its interval.
    UndecidedError
        If there are more than ``max_points`` points.

    Examples
    --------
    >>> tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", "3/4"), (1, 0)])
    >>> found = periodic_orbits(IntervalFunction.of(tent), 9)
    >>> found.least_periods
    (1, 2, 4, 6, 7, 8, 9)
    >>> [orbit.points for orbit in found.of_period(2)]
    [(6/13, 9/13)]
    """
    if not 1 <= max_period <= MAX_PERIOD:
        raise InputError(f"the largest period must be from 1 to {MAX_PERIOD}, not {max_period}")
    if max_points < 1:
        raise InputError(f"the limit on points must be at least 1, not {max_points}")
    require_self_map(function.map)
    cover = choose_cover(function, max_period, max_points)
    words = least_words(cover.outer, max_period, sum(cover.words))
    cycles = _partition_cycles(function.map, cover, max_period)
    pieces = Pieces(function.map, cover.points)
    orbits: list[PeriodicOrbit] = []
    later: dict[int, list[PeriodicOrbit]] = {}
    for n, table in enumerate(words, start=1):
        isolated = [orbit_through(function.map, cycle) for cycle in cycles.get(n, [])]
        isolated += pieces.isolated_orbits(table)
        intervals = later.pop(n, [])
        for orbit in pieces.interval_orbits(table):
            if orbit.period == n:
                intervals.append(orbit)
            elif orbit.period <= max_period:
                later.setdefault(orbit.period, []).append(orbit)
        intervals.sort(key=lambda orbit: orbit.intervals[0][0])
        orbits += sorted(_outside(isolated, intervals), key=lambda orbit: orbit.least)
        orbits += intervals
        if progress is not None:
            progress(n, len(orbits))
    return PeriodicOrbits(max_period, tuple(orbits), function, tuple(cover.points), tuple(words))


def _partition_cycles(f: PiecewiseLinearMap, cover: Cover, max_period: int) -> dict[int, list[list[fmpq]]]:
    """The orbits of periodic partition points, by period."""
    index = {(int(p.p), int(p.q)): i for i, p in enumerate(cover.points)}
    points = list(cover.points)
    image = [-1] * len(points)
    for i, y in enumerate(cover.images):
        here = i
        for _ in range(max_period):
            place = index.get((int(y.p), int(y.q)))
            if place is not None:
                image[here] = place
                break
            # the orbit leaves the partition; it is followed until it is back, or too long to matter
            image[here] = here = len(points)
            points.append(y)
            image.append(-1)
            y = f(y)
    found: dict[int, list[list[fmpq]]] = {}
    seen_from = [-1] * len(points)
    for i in range(len(cover.points)):
        here, walk = i, []
        while here >= 0 and seen_from[here] < 0:
            seen_from[here] = i
            walk.append(here)
            here = image[here]
        if here >= 0 and seen_from[here] == i:
            cycle = walk[walk.index(here) :]
            if len(cycle) <= max_period:
                found.setdefault(len(cycle), []).append([points[j] for j in cycle])
    return found


def _outside(isolated: list[PeriodicOrbit], intervals: list[PeriodicOrbit]) -> list[PeriodicOrbit]:
    """Orbits of which not all points lie in one of the interval orbits (of the same period)."""
    if not intervals:
        return isolated
    table = sorted((a, b, owner) for owner, orbit in enumerate(intervals) for a, b in orbit.intervals)
    starts = [a for a, _, _ in table]

    def owners(x: fmpq) -> set[int]:
        # interiors are disjoint, so at most two intervals hold x
        near = table[max(0, bisect_right(starts, x) - 2) : bisect_right(starts, x)]
        return {owner for a, b, owner in near if a <= x <= b}

    return [orbit for orbit in isolated if not set.intersection(*(owners(x) for x in orbit.points))]
