"""Points of the description that return after n steps, exactly: f^n may bend at them, and cells may end there."""

from __future__ import annotations

from dataclasses import dataclass

from exactnet.check.algebra.intervals import Interval
from exactnet.check.reader import integer
from exactnet.check.semialgebraic.enclosures import Enclosed
from exactnet.check.semialgebraic.trail import Trail
from exactnet.check.verdict import Rejected, require

# A point of the description, and how many steps after it, less than its least period.
Label = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Returning:
    """The orbit of a point of the description, n steps long.

    Attributes
    ----------
    trail : Trail
        The points, exactly.
    path : list of Interval
        Its enclosures.
    places : list of (int or None, int)
        Which point of the description it is at every time, if any; and the piece on the right of that, or in which it lies.
    """

    trail: Trail
    path: list[Interval]
    places: list[tuple[int | None, int]]

    @property
    def period(self) -> int:
        """The least period of the point."""
        start = self.places[0][0]
        return next((t for t, (point, _) in enumerate(self.places) if t and point == start), len(self.places))

    def label(self, time: int) -> Label:
        """Name the point at some time."""
        index = self.places[0][0]
        assert index is not None
        return index, time % self.period

    def piece(self, time: int, side: int) -> int:
        """Give the piece that begins at the point on one side (1: right), or in which it lies."""
        point, piece = self.places[time]
        return piece if point is None or side > 0 else piece - 1


def follow_return(enclosed: Enclosed, index: int, times: int, name: str, rule: str = "counts") -> Returning:
    """Follow a point, and check that f^times takes it to itself.

    Raises
    ------
    Rejected
        When it does not, or the precision is too low.
    """
    points = enclosed.graph.points
    trail = Trail(enclosed, points[index], rule)
    path = [enclosed.points[index]]
    places: list[tuple[int | None, int]] = [(index, index)]
    for _ in range(times):
        point, piece = places[-1]
        trail.advance(max(piece - 1, 0) if point is not None else piece)
        path.append(enclosed.value(point) if point is not None else enclosed.image(path[-1]))
        places.append(_place(enclosed, trail, path[-1]))
    require(places[-1][0] == index, rule, f"{name}: point {index} is not shown to return")
    return Returning(trail, path[:-1], places[:-1])


def _place(enclosed: Enclosed, trail: Trail, where: Interval) -> tuple[int | None, int]:
    near = [i for i, (low, high) in enumerate(enclosed.points) if low <= where[1] and where[0] <= high]
    for i in near:
        if trail.equals(-1, enclosed.graph.points[i], where):
            return i, i
    inside = enclosed.inside(where)
    if len(inside):
        raise Rejected("counts", "the precision is too low: an enclosure contains a point that is not the value")
    last = len(enclosed.graph.functions) - 1
    return None, min(max(enclosed.below(where[0], or_at=True) - 1, 0), last)


def read_return(value: list[object], points: int, times: int, name: str, rule: str = "counts") -> tuple[int, int]:
    """Parse an end [j, k] of cells."""
    require(len(value) == 2, rule, f"{name} is neither a rational nor a pair of integers")
    index, time = (integer(x, rule, name) for x in value)
    require(0 <= index < points and 0 <= time < times, rule, f"{name} is out of range")
    return index, time
