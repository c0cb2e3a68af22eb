"""Points of the description that return after n steps, exactly: f^n may bend at them, and cells may end there."""

from __future__ import annotations

from dataclasses import dataclass

from exactnet.check.algebra.intervals import Interval
from exactnet.check.reader import integer
from exactnet.check.semialgebraic.enclosures import Enclosed
from exactnet.check.semialgebraic.trail import Trail
from exactnet.check.verdict import Rejected, require


@dataclass(frozen=True, slots=True)
class Returning:
    """The orbit of a point of the description, n steps long.

    Attributes
    ----------
    path : list of Interval
        Its enclosures.
    places : list of (int or None, int)
        Which point of the description it is at every time, if any; and the piece on the right of that, or in which it lies.
    """

    path: list[Interval]
    places: list[tuple[int | None, int]]

    def piece(self, time: int, side: int) -> int:
        """Give the piece that begins at the point on one side (1: right), or in which it lies."""
        point, piece = self.places[time]
        return piece if point is None or side > 0 else piece - 1


def follow_return(enclosed: Enclosed, index: int, times: int, name: str) -> Returning:
    """Follow a point, and check that f^times takes it to itself.

    Raises
    ------
    Rejected
        When it does not, or the precision is too low.
    """
    points = enclosed.graph.points
    trail = Trail(enclosed, points[index], "counts")
    path = [enclosed.points[index]]
    places: list[tuple[int | None, int]] = [(index, index)]
    for _ in range(times):
        point, piece = places[-1]
        trail.advance(max(piece - 1, 0) if point is not None else piece)
        path.append(enclosed.value(point) if point is not None else enclosed.image(path[-1]))
        places.append(_place(enclosed, trail, path[-1]))
    require(places[-1][0] == index, "counts", f"{name}: point {index} is not shown to return")
    return Returning(path[:-1], places[:-1])


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


def read_return(value: list[object], points: int, times: int, name: str) -> tuple[int, int]:
    """Parse an end [j, k] of cells."""
    require(len(value) == 2, "counts", f"{name} is neither a rational nor a pair of integers")
    index, time = (integer(x, "counts", name) for x in value)
    require(0 <= index < points and 0 <= time < times, "counts", f"{name} is out of range")
    return index, time
