"""One periodic orbit of one of several periods, at little cost.

Where pieces of a map are mapped onto many others, a few of them have closed words enough, and each of these has its orbit.
Otherwise orbits are few, and all are listed (`exactnet.dynamics.orbits`), up to larger and larger periods, unless the map is large.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from flint import fmpq

from exactnet.compile.function import IntervalFunction
from exactnet.dynamics.candidates import Pieces
from exactnet.dynamics.coverings.partition import Ranges, image_places
from exactnet.dynamics.coverings.words import least_words, primitive_counts, traces
from exactnet.dynamics.orbit import PeriodicOrbit
from exactnet.dynamics.orbits import periodic_orbits
from exactnet.errors import TimeLimitError, UndecidedError

__all__ = ["OrbitSearch", "find_orbit"]

_MOST_WORK = 1500
"""Pieces times period up to which all orbits are listed: about half a second."""

_MOST_POINTS = 20_000
_MOST_PIECES = 50_000
_LETTERS = 8
_MOST_WORDS = 100_000


@dataclass(frozen=True, eq=False)
class OrbitSearch:
    """What was found.

    Attributes
    ----------
    cycle
        The points of an orbit, in the order in which they are visited, the least first; or None.
    listed
        All orbits up to this period were listed: if there is no cycle, no point has one of these periods up to here.
    """

    cycle: tuple[fmpq, ...] | None
    listed: int


def find_orbit(function: IntervalFunction, periods: Sequence[int]) -> OrbitSearch:
    """An orbit of one of these least periods, of the first that has one as far as all orbits can be listed.

    Parameters
    ----------
    function
        A map of an interval into itself.
    periods
        The best ones first.

    Examples
    --------
    >>> from exactnet.compile import PiecewiseLinearMap
    >>> tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", "3/4"), (1, 0)])
    >>> found = find_orbit(IntervalFunction.of(tent), [3, 6])
    >>> len(found.cycle), found.listed
    (6, 6)
    """
    orbit = _among_few_pieces(function, periods[:1])
    if orbit is not None:
        return OrbitSearch(_cycle(function, orbit), 0)
    listed = 0
    for period in sorted(set(periods)):
        if function.map.pieces * period > _MOST_WORK:
            break
        try:
            found = periodic_orbits(function, period, max_points=_MOST_POINTS)
        except TimeLimitError:
            raise
        except UndecidedError:
            break
        listed = period
        first = {o.period: o for o in reversed(found.orbits)}
        # a period that is not listed yet may be better than all that are known
        best = next((p for p in periods if p in first or p > listed), None)
        orbit = next((first[p] for p in periods if p in first), None)
        if best in first:
            break
    if orbit is None:
        orbit = _among_few_pieces(function, [p for p in periods if p > listed])
    return OrbitSearch(None if orbit is None else _cycle(function, orbit), listed)


def _cycle(function: IntervalFunction, orbit: PeriodicOrbit) -> tuple[fmpq, ...]:
    """The points of an orbit; for intervals, of the points in their middles."""
    if orbit.points:
        return orbit.points
    low, high = orbit.intervals[0]
    points = [(low + high) / 2]
    while len(points) < orbit.period:
        points.append(function.map(points[-1]))
    return tuple(points)


def _among_few_pieces(function: IntervalFunction, periods: Sequence[int]) -> PeriodicOrbit | None:
    """An orbit that visits only pieces that are mapped onto many pieces, and lie in the images of many."""
    f = function.map
    if not periods or f.pieces > _MOST_PIECES:
        return None
    points = list(f.breakpoints)
    floor, ceil = image_places(points, list(f.values))
    start = np.minimum(ceil[:-1], ceil[1:])
    stop = np.maximum(start, np.maximum(floor[:-1], floor[1:]))
    entered = np.zeros(len(points), dtype=np.int64)
    np.add.at(entered, start, 1)
    np.add.at(entered, stop, -1)
    busy = np.cumsum(entered)[:-1] * (stop - start)
    chosen = np.sort(np.argsort(busy, kind="stable")[-_LETTERS:])
    # what runs through all pieces runs through the chosen ones
    graph = Ranges(np.searchsorted(chosen, start[chosen]), np.searchsorted(chosen, stop[chosen]))
    counts = primitive_counts(traces(graph, max(periods)))
    pieces = Pieces(f, points)
    for period in periods:
        if 0 < counts[period - 1] <= _MOST_WORDS:
            words = least_words(graph, period, sum(counts[:period]))[-1]
            orbits = pieces.isolated_orbits(chosen[words].astype(np.int32))
            if orbits:
                return orbits[0]
    return None
