"""Itineraries of germs: one-sided limits at turning points.

A *germ* (c, side) stands for the points just right (side 1) or just left (side -1) of c. Its itinerary follows the orbit of c,
on the side that the signs of the visited intervals tell, so it stays clear which interval is meant where the orbit meets a
turning point; from there on it is the itinerary of a germ of that one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from exactnet.dynamics.kneading.turning import Flat, Hit, Return, Trap, TurningPoints

__all__ = ["Itinerary", "itinerary"]


@dataclass(frozen=True)
class Itinerary:
    """Monotone intervals that a germ visits, and the signs it has collected before each visit.

    Attributes
    ----------
    visits
        Numbers of the monotone intervals, as far as they are known: with a cycle, up to the end of its first turn.
    collected
        ``collected[n]`` is the sign of f^n on the germ.
    cycle
        (start, period) if the visits are proved to repeat from ``start`` on.
    twist
        Sign collected in one turn of the cycle.
    ended
        Whether the last visit is to a flat interval, beyond which nothing is collected.
    """

    visits: tuple[int, ...]
    collected: tuple[int, ...]
    cycle: tuple[int, int] | None = None
    twist: int = 1
    ended: bool = False

    @property
    def complete(self) -> bool:
        """Whether all of it is known."""
        return self.ended or self.cycle is not None

    @property
    def preperiod(self) -> int:
        """Number of visits before the cycle, or of all of them."""
        return len(self.visits) if self.cycle is None else self.cycle[0]

    def first(self, terms: int) -> Iterator[tuple[int, int]]:
        """The first ``terms`` visits (fewer if it has ended) with the signs collected before."""
        known = zip(self.visits, self.collected, strict=True)
        return itertools.islice(known if self.cycle is None else self._forever(), terms)

    def _forever(self) -> Iterator[tuple[int, int]]:
        yield from zip(self.visits, self.collected, strict=True)
        assert self.cycle is not None
        sign = 1
        while True:
            sign *= self.twist
            for n in range(self.cycle[0], len(self.visits)):
                yield self.visits[n], sign * self.collected[n]


def itinerary(points: TurningPoints, point: int, side: int) -> Itinerary:
    """The itinerary of a germ of a turning point, as far as the orbits that it follows are known.

    Examples
    --------
    >>> from exactnet.compile import IntervalFunction, PiecewiseLinearMap
    >>> from exactnet.dynamics.kneading.linear_turning import LinearTurningPoints
    >>> tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
    >>> points = LinearTurningPoints(IntervalFunction.of(tent))
    >>> points.orbits[0].extend(8)
    >>> found = itinerary(points, 0, -1)
    >>> found.visits, found.cycle, [visit for visit, _ in found.first(5)]
    ((0, 1, 0), (2, 1), [0, 1, 0, 0, 0])
    """
    visits: list[int] = []
    collected: list[int] = []
    sign = 1

    def visit(intervals: list[int] | tuple[int, ...]) -> None:
        nonlocal sign
        for interval in intervals:
            visits.append(interval)
            collected.append(sign)
            sign *= points.signs[interval]

    def known(start: int | None = None, *, ended: bool = False) -> Itinerary:
        if start is None:
            return Itinerary(tuple(visits), tuple(collected), ended=ended)
        return Itinerary(tuple(visits), tuple(collected), (start, len(visits) - start), sign * collected[start])

    born: dict[tuple[int, int], int] = {}
    while (point, side) not in born:
        start, entered = len(visits), sign
        born[point, side] = start
        visit([point + (side > 0)])
        if sign == 0:
            return known(ended=True)
        orbit = points.orbits[point]
        visit(orbit.visits)
        match orbit.ending:
            case None:
                return known()
            case Flat(interval):
                visit([interval])
                return known(ended=True)
            case Return(time):
                return known(start + time)
            case Trap(_, turn):
                visit(turn)
                return known(len(visits) - len(turn))
            case Hit(met):
                point, side = met, side * sign * entered
    return known(born[point, side])
