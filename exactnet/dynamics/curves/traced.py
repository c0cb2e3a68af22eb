"""Periodic orbits on their way from enclosures to what is said of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from flint import fmpq

from exactnet.dynamics.curves.cycles import Cycle, Place, kind_along, kind_of_marked
from exactnet.dynamics.curves.enclosures import Enclosure
from exactnet.dynamics.curves.exact_points import ExactPoints
from exactnet.dynamics.curves.images import Images, product
from exactnet.dynamics.curves.marked import ImpreciseError, MarkedOrbit
from exactnet.dynamics.permutations import from_visits
from exactnet.exact.rational_functions import RationalFunction

__all__ = ["Traced", "cycle", "give_places", "rotated"]

_T = TypeVar("_T")
_ZERO = fmpq(0), fmpq(0)

# intervals around points are at least so many units wide, so that signs at their ends are certain
_LEAST_RADIUS = 1 << 16


@dataclass
class Traced:
    """A periodic orbit.

    Attributes
    ----------
    points
        Enclosures, in the order of visits.
    rationals
        The points that are known to be rational.
    rooms
        How far, in units of 2^-p, intervals around the points may reach without meeting other zeros.
    marked
        The orbit, if it passes through points of the description.
    first
        Which point of the marked orbit comes first.
    places
        What certificates say of the points.
    """

    points: list[Enclosure]
    rationals: list[fmpq | None]
    rooms: list[int]
    marked: MarkedOrbit | None = None
    first: int = 0
    places: list[Place] = field(default_factory=list)

    @property
    def period(self) -> int:
        """Number of points."""
        return len(self.points)


def rotated(orbit: Traced) -> Traced:
    """The orbit with its least point first."""
    k = min(range(orbit.period), key=orbit.points.__getitem__)

    def turned(items: list[_T]) -> list[_T]:
        return items[k:] + items[:k]

    return Traced(turned(orbit.points), turned(orbit.rationals), turned(orbit.rooms), orbit.marked, k)


def give_places(at: Images, orbits: Sequence[Traced], steepest: int) -> None:
    """Choose intervals for all points: the image of each meets only that of the next point, and no other zero is in it."""
    everything = sorted((x, (i, k)) for i, orbit in enumerate(orbits) for k, x in enumerate(orbit.points))
    gaps = {key: at.one for _, key in everything}
    for (x, a), (y, b) in pairwise(everything):
        gaps[a], gaps[b] = min(gaps[a], y[0] - x[1]), y[0] - x[1]
    for i, orbit in enumerate(orbits):
        for k, x in enumerate(orbit.points):
            exact = orbit.rationals[k]
            after = gaps[i, (k + 1) % orbit.period] // max(steepest, 1)
            room = min(orbit.rooms[k], gaps[i, k], after)
            if room < 16 * _LEAST_RADIUS:
                raise ImpreciseError
            orbit.places.append(_interval(x, room, at.one) if exact is None else exact)


def _interval(x: Enclosure, room: int, one: int) -> tuple[fmpq, fmpq]:
    """An interval around an enclosure that reaches less than a quarter of the room beyond it, its ends not close to it."""
    shift = room.bit_length() - 4  # 2^shift is more than room / 16 and at most room / 8
    spare = 1 << (shift - 2)
    low, high = (x[0] - spare) >> shift << shift, -(-(x[1] + spare) >> shift) << shift
    return fmpq(low, one), fmpq(high, one)


def cycle(at: Images, orbit: Traced, solver: ExactPoints) -> Cycle:
    """All that is said of an orbit."""
    branches = tuple(_branch(at, orbit, k) for k in range(orbit.period))
    last = len(at.curve.monotone_ends) - 2
    itinerary = tuple(min(bisect_right(at.curve.monotone_ends, b) - 1, last) for b in branches)
    slope = at.one, at.one
    for x, b in zip(orbit.points, branches, strict=True):
        slope = product(slope, at.branch_slope(b, x), at.precision)
    return Cycle(
        orbit.period,
        tuple(orbit.places),
        itinerary,
        _kind(at, orbit, slope, branches, solver),
        from_visits([x[0] for x in orbit.points]),
        _multiplier(at, orbit, slope, branches),
        branches,
        tuple(orbit.points),
        solver,
    )


def _branch(at: Images, orbit: Traced, k: int) -> int:
    """The branch on which a point lies; of a point of the description, that on its right, if there is one."""
    if orbit.marked is not None:
        m = orbit.first + k
        right = orbit.marked.branch((m, 1))
        found = orbit.marked.branch((m, -1)) if right is None else right
        assert found is not None
        return found
    first, final = at.span(orbit.points[k])
    if first != final:
        raise ImpreciseError
    return first


def _kind(at: Images, orbit: Traced, slope: Enclosure, branches: tuple[int, ...], solver: ExactPoints) -> str:
    if orbit.marked is not None:
        return kind_of_marked(orbit.marked)
    if any(at.curve.directions[b] == 0 for b in branches):
        return "superattracting"
    if (kind := kind_along(slope, at.one)) is not None:
        return kind
    x = solver.point(branches, orbit.points[0])
    return "neutral" if x is not None and solver.is_neutral(branches, x) else "undecided"


def _multiplier(at: Images, orbit: Traced, slope: Enclosure, branches: tuple[int, ...]) -> tuple[fmpq, fmpq] | None:
    if orbit.marked is not None:
        if orbit.marked.bends:
            return None
        if 0 in orbit.marked.signs.values():
            return _ZERO
    if any(at.curve.directions[b] == 0 for b in branches):
        return _ZERO
    if at.curve.field is None and None not in orbit.rationals:
        total = fmpq(1)
        for x, b in zip(orbit.rationals, branches, strict=True):
            f = at.curve.branches[b]
            total *= RationalFunction.of(f.slope_numerator, f.denominator * f.denominator)(x)
        return total, total
    return fmpq(slope[0], at.one), fmpq(slope[1], at.one)
