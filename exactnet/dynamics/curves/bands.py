"""Intervals of periodic points: bands on which an iterate is the identity.

As long as no point of the description is met, f^n is one rational function; where that is x on an interval, it is x up to points
that meet one and come back: the ends of a band lie on marked orbits, and the pieces visited are quotients of linear functions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from flint import fmpq

from exactnet.dynamics.curves.cycles import Place, place_json
from exactnet.dynamics.curves.enclosures import Enclosure
from exactnet.dynamics.curves.exact_points import ExactPoints
from exactnet.dynamics.curves.images import Images
from exactnet.dynamics.curves.marked import MarkedOrbit
from exactnet.dynamics.permutations import from_visits

__all__ = ["Band", "IntervalCycle", "Mark", "find_bands", "interval_cycle"]


class Mark(NamedTuple):
    """A point of a marked orbit: by how many steps it comes after the first one, less than the period."""

    orbit: MarkedOrbit
    step: int

    @property
    def where(self) -> Enclosure:
        """Its enclosure."""
        return self.orbit.enclosures[self.step]

    @property
    def name(self) -> tuple[int, int]:
        """How certificates write it."""
        return self.orbit.start, self.step

    def after(self, steps: int) -> Mark:
        """Its image after some steps."""
        return Mark(self.orbit, (self.step + steps) % self.orbit.period)


@dataclass(frozen=True, eq=False)
class Band:
    """An interval on which f^period is the identity, and its images.

    Attributes
    ----------
    period
        The least such period.
    images
        The ends of the interval and of its images under f, .., f^(period - 1), the left one first; the first one is leftmost.
    branches
        The branches that are visited.
    signs
        Whether f, f^2, .. keep the direction of the band (1) or reverse it (-1), from f^0 on.
    """

    period: int
    images: tuple[tuple[Mark, Mark], ...]
    branches: tuple[int, ...]
    signs: tuple[int, ...]

    @property
    def turned(self) -> bool:
        """Whether half of the period turns it around: then its halves have this period, and the middle half of it."""
        half = self.period // 2
        return self.period % 2 == 0 and _names(self.images[half]) == _names(self.images[0])

    @cached_property
    def cells(self) -> frozenset[tuple[tuple[int, int], tuple[int, int]]]:
        """The names of the ends of all images."""
        return frozenset(map(_names, self.images))

    @cached_property
    def own_ends(self) -> frozenset[tuple[int, int]]:
        """The names of its ends that have its period: these are no orbits of their own."""
        return frozenset(mark.name for pair in self.images for mark in pair if mark.orbit.period == self.period)

    def holds(self, x: Enclosure) -> bool:
        """Whether an enclosure lies inside one of the images."""
        return any(a.where[1] < x[0] and x[1] < b.where[0] for a, b in self.images)

    def meets(self, x: Enclosure) -> bool:
        """Whether an enclosure may have a point in common with one of the images."""
        return any(a.where[0] <= x[1] and x[0] <= b.where[1] for a, b in self.images)


def _names(pair: tuple[Mark, Mark]) -> tuple[tuple[int, int], tuple[int, int]]:
    return pair[0].name, pair[1].name


def find_bands(at: Images, marked: Sequence[MarkedOrbit], most: int, solver: ExactPoints) -> list[Band]:
    """All bands of period at most ``most``, by period, from left to right."""
    found: list[Band] = []
    if all(f.degree > 1 for f in at.curve.pieces):
        return found
    known: dict[tuple[tuple[int, int], tuple[int, int]], int] = {}
    for period in range(1, most + 1):
        marks = [Mark(orbit, m) for orbit in marked if period % orbit.period == 0 for m in range(orbit.period)]
        for a, b in pairwise(sorted(marks, key=lambda mark: mark.where)):
            if period % known.get((a.name, b.name), period + 1) == 0:
                continue
            band = _band(at, period, a, b, solver)
            if band is not None:
                found.append(band)
                known.update(dict.fromkeys(band.cells, period))
    return found


def _band(at: Images, period: int, a: Mark, b: Mark, solver: ExactPoints) -> Band | None:
    images, branches, signs, side = [], [], [], 1
    for step in range(period):
        low, high = (a.after(step), b.after(step))[::side]
        branch = low.orbit.branch((low.step, 1))
        if branch is None or branch != high.orbit.branch((high.step, -1)):
            return None
        if at.curve.branches[branch].degree != 1 or low.where[1] >= high.where[0]:
            return None
        images.append((low, high))
        branches.append(branch)
        signs.append(side)
        side *= at.curve.directions[branch]
    return Band(period, tuple(images), tuple(branches), tuple(signs)) if solver.is_identity(branches) else None


@dataclass(frozen=True, eq=False, repr=False)
class IntervalCycle:
    """An orbit of intervals whose inner points all have the same least period.

    Attributes
    ----------
    period
        That period.
    intervals
        In the order of visits, the leftmost first; ends are rationals, or intervals that hold them.
    itinerary
        Numbers of the monotone intervals that are visited, counted from 0 at the left.
    band, middle
        The band, and what is known of the points in the middle, if it is turned around.
    """

    period: int
    intervals: tuple[tuple[Place, Place], ...]
    itinerary: tuple[int, ...]
    band: Band
    middle: tuple[Place, ...] | None
    permutation: tuple[int, ...]

    kind = "interval"
    multiplier = (fmpq(1), fmpq(1))
    points = ()
    """There are no isolated points."""

    @property
    def brackets(self) -> tuple[tuple[fmpq, fmpq], ...]:
        """The intervals as rationals close to their ends, for people to read."""
        return tuple((_inner(a), _inner(b)) for a, b in self.intervals)

    def claim(self) -> dict[str, Any]:
        """What a certificate says about the orbit."""
        return {"period": self.period, "intervals": [[place_json(a), place_json(b)] for a, b in self.intervals]}

    def to_json(self) -> dict[str, Any]:
        """The orbit as the command prints it."""
        return {
            **self.claim(),
            "itinerary": list(self.itinerary),
            "kind": self.kind,
            "multiplier": "1",
            "permutation": list(self.permutation),
        }

    def __repr__(self) -> str:
        return f"IntervalCycle(period={self.period}, intervals={self.intervals})"


def _inner(place: Place) -> fmpq:
    return sum(place, fmpq(0)) / 2 if isinstance(place, tuple) else place


def interval_cycle(at: Images, band: Band, middle: Sequence[tuple[Enclosure, Place]]) -> IntervalCycle:
    """The orbit of a band; of its left half, if it is turned around: ``middle`` are then the points that stay in the middle.

    The points are enclosures and what certificates say of them, in the order of visits.
    """
    laps = [_lap(at, b) for b in band.branches]
    intervals, halves = [], list(_halves(band, middle)) if band.turned else None
    for step, pair in enumerate(band.images):
        low, high = (_end(at, mark) for mark in pair)
        if halves is not None:
            low, high = (low, halves[step]) if band.signs[step] > 0 else (halves[step], high)
        intervals.append((low, high))
    lefts = [_inner(a) for a, _ in intervals]
    order = from_visits(list(map(sorted(lefts).index, lefts)))
    return IntervalCycle(band.period, tuple(intervals), tuple(laps), band, tuple(halves) if halves else None, order)


def _halves(band: Band, middle: Sequence[tuple[Enclosure, Place]]) -> Iterator[Place]:
    (a, b), half = band.images[0], band.period // 2
    first = next(k for k, (x, _) in enumerate(middle) if a.where[1] < x[0] and x[1] < b.where[0])
    for step in range(band.period):
        yield middle[(first + step) % half][1]


def _lap(at: Images, branch: int) -> int:
    return sum(end <= branch for end in at.curve.monotone_ends[1:-1])


def _end(at: Images, mark: Mark) -> Place:
    """The end of a band: a rational, or a narrow interval that holds it."""
    exact = mark.orbit.rationals[mark.step]
    if exact is not None:
        return exact
    unit = 1 << max(at.precision // 2, 1)
    low, high = mark.where
    return fmpq((low - 4) // unit * unit, at.one), fmpq(-(-(high + 4) // unit) * unit, at.one)
