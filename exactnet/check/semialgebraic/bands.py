"""Bands: intervals on which an iterate is the identity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from exactnet.check.algebra.numbers import Coefficient
from exactnet.check.algebra.points import Exact
from exactnet.check.algebra.reading import read_between
from exactnet.check.reader import array, integer, obj, rational, show
from exactnet.check.semialgebraic.enclosures import Enclosed
from exactnet.check.semialgebraic.functions import Quotient
from exactnet.check.semialgebraic.returning import Label, Returning, follow_return, read_return
from exactnet.check.semialgebraic.zeros import Listed
from exactnet.check.verdict import require

Matrix = tuple[tuple[Coefficient, Coefficient], tuple[Coefficient, Coefficient]]


@dataclass(frozen=True, slots=True)
class Strip:
    """An orbit of intervals that the claim lists, with their ends."""

    name: str
    intervals: list[tuple[Listed, Listed]]

    @property
    def period(self) -> int:
        """Their number."""
        return len(self.intervals)


@dataclass(frozen=True, slots=True)
class Band:
    """A band and its images: both ends of each, from left to right.

    ``middle`` is the orbit of the fixed points of f^(period/2), if that turns the images around.
    """

    period: int
    images: list[tuple[Label, Label]]
    ends: dict[Label, int]
    middle: int | None


def read_strip(items: object, period: int, name: str) -> Strip:
    """Parse an orbit of intervals."""
    intervals = array(items, "claim", f"{name}.intervals")
    require(len(intervals) == period, "claim", f"{name} has {len(intervals)} intervals, not {period}")
    found = []
    for i, item in enumerate(intervals):
        pair = array(item, "claim", f"{name}.intervals[{i}]")
        require(len(pair) == 2, "claim", f"{name}.intervals[{i}] does not have two ends")
        left, right = (read_listed(end, f"{name}.intervals[{i}]") for end in pair)
        require(left.high <= right.low and left.low < right.high, "claim", f"{name}.intervals[{i}] is no interval")
        found.append((left, right))
    return Strip(name, found)


def read_listed(item: object, name: str) -> Listed:
    """Parse a point of a claim."""
    if isinstance(item, dict):
        return Listed(name, *read_between(obj(item, ["between"], "claim", name)["between"], "claim", name))
    x = rational(item, "claim", name)
    return Listed(name, x, x)


def read_bands(
    value: object, enclosed: Enclosed, strips: Sequence[Strip], orbits: Sequence[list[Listed] | None]
) -> list[Band]:
    """Parse and check the bands of the claimed orbits of intervals; ``orbits`` are the others, in the claim's order."""
    items = array(value, "bands", "bands")
    require(len(items) == len(strips), "bands", f"there are {len(items)} bands for {len(strips)} orbits of intervals")
    found = [
        _Reader(enclosed, strip, f"bands[{i}]").read(item, orbits)
        for i, (item, strip) in enumerate(zip(items, strips, strict=True))
    ]
    cells = [labels for band in found for labels in band.images]
    require(len(set(cells)) == len(cells), "bands", "two bands are the same")
    return found


class _Reader:
    def __init__(self, enclosed: Enclosed, strip: Strip, name: str) -> None:
        self._enclosed, self._strip, self._name = enclosed, strip, name
        self._period = strip.period

    def read(self, value: object, orbits: Sequence[list[Listed] | None]) -> Band:
        keys = obj(value, ["ends", "middle"], "bands", self._name)
        pair = array(keys["ends"], "bands", f"{self._name}.ends")
        require(len(pair) == 2, "bands", f"{self._name}.ends must be two")
        places = []
        for item in pair:
            index, time = read_return(array(item, "bands", self._name), *self._limits(), self._name, "bands")
            places.append((follow_return(self._enclosed, index, self._period, self._name, "bands"), time))
        images = self._follow(*places)
        labels = [tuple(orbit.label(time) for orbit, time in image) for image in images]
        distinct = self._period
        if keys["middle"] is not None:
            require(self._period % 2 == 0, "bands", f"{self._name}: the period is odd, and there is a middle")
            distinct //= 2
            require(labels[distinct] == labels[0], "bands", f"{self._name} does not return after half of the period")
        require(len(set(labels)) == distinct, "bands", f"{self._name} returns too early")
        if keys["middle"] is None:
            self._check_ends(images, self._strip.intervals)
            middle = None
        else:
            middle = integer(keys["middle"], "bands", f"{self._name}.middle")
            self._check_halves(images, orbits, middle)
        ends = {label: self._period for image in images for label in self._own(image)}
        return Band(self._period, list(dict.fromkeys((a, b) for a, b in labels)), ends, middle)

    def _limits(self) -> tuple[int, int]:
        return len(self._enclosed.graph.points), self._period

    def _own(self, image: Sequence[tuple[Returning, int]]) -> list[Label]:
        """Name the ends with the period of the band."""
        return [orbit.label(time) for orbit, time in image if orbit.period == self._period]

    def _follow(self, *ends: tuple[Returning, int]) -> list[list[tuple[Returning, int]]]:
        """Check that an iterate is the identity between two ends; give the ends of all images, from left to right."""
        one: Coefficient = 1
        total: Matrix = ((one, 0), (0, one))
        side, images = 1, []
        for step in range(self._period):
            a, b = ((orbit, (time + step) % self._period) for orbit, time in ends)
            low, high = (a, b) if side > 0 else (b, a)
            apart = low[0].path[low[1]][1] < high[0].path[high[1]][0]
            require(apart, "bands", f"{self._name}: the ends are not told apart after {step} steps")
            images.append([low, high])
            piece = low[0].piece(low[1], 1)
            same = piece == high[0].piece(high[1], -1) and 0 <= piece < len(self._enclosed.graph.functions)
            require(same, "bands", f"{self._name} does not lie on one piece after {step} steps")
            f = self._enclosed.graph.functions[piece]
            sign = self._enclosed.graph.signs[piece]
            require(f.degree <= 1 and sign != 0, "bands", f"piece {piece} is no quotient of linear functions")
            total = _product(_matrix(f), total)
            side *= sign
        (u, v), (w, z) = total
        require(
            v == 0 and w == 0 and u - z == 0 and side == 1, "bands", f"{self._name}: the iterate is not the identity"
        )
        return images

    def _check_ends(self, images: list[list[tuple[Returning, int]]], listed: Sequence[tuple[Listed, Listed]]) -> None:
        for image, pair in zip(images, listed, strict=True):
            for place, end in zip(image, pair, strict=True):
                self._check_end(place, end)

    def _check_end(self, place: tuple[Returning, int], end: Listed) -> None:
        """Check that an end of a band is what the claim says."""
        orbit, time = place
        where = orbit.path[time]
        if end.rational:
            fits = orbit.trail.equals(time, Exact(end.low), where)
        else:
            one = 1 << self._enclosed.precision
            fits = end.low * one < where[0] and where[1] < end.high * one
        require(fits, "bands", f"{end.name} does not end where {self._name} does")

    def _check_halves(
        self, images: list[list[tuple[Returning, int]]], orbits: Sequence[list[Listed] | None], number: int
    ) -> None:
        """Check the ends of the halves of a band that half of the period turns around."""
        points = orbits[number] if 0 <= number < len(orbits) else None
        half = self._period // 2
        require(points is not None and len(points) == half, "bands", f"{show(number)} is no orbit of period {half}")
        assert points is not None
        (left, low), (right, high) = images[0]
        one = 1 << self._enclosed.precision
        a, b = Fraction(left.path[low][1], one), Fraction(right.path[high][0], one)
        inside = [i for i, x in enumerate(points) if a < x.high and x.low < b]
        fits = len(inside) == 1 and a < points[inside[0]].low and points[inside[0]].high < b
        require(fits, "bands", f"the middle of {self._name} is not told from other points")
        side = 1
        for step, (image, (x, y)) in enumerate(zip(images, self._strip.intervals, strict=True)):
            require(step != half or side < 0, "bands", f"{self._name} is not turned around")
            middle = points[(inside[0] + step) % half]
            outer, inner = (x, y) if side > 0 else (y, x)
            self._check_end(image[0] if side > 0 else image[1], outer)
            same = (inner.low, inner.high) == (middle.low, middle.high)
            require(same, "bands", f"{inner.name} does not end at {middle.name}")
            piece = image[0][0].piece(image[0][1], 1)
            side *= self._enclosed.graph.signs[piece]


def _matrix(f: Quotient) -> Matrix:
    (v, u), (z, w) = ((*part, 0, 0)[:2] for part in (f.upper, f.lower))
    return (u, v), (w, z)


def _product(a: Matrix, b: Matrix) -> Matrix:
    (p, q), (r, s) = a
    (t, u), (v, w) = b
    return (p * t + q * v, p * u + q * w), (r * t + s * v, r * u + s * w)
