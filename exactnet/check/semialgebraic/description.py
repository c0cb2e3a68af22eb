"""A function on the pieces between the points of the evidence.

Nothing here trusts the points: a wall or a derivative that changes sign between two of them is found out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import pairwise

from exactnet.check.algebra.numbers import Number, sign
from exactnet.check.algebra.points import Exact, Point, between, order
from exactnet.check.algebra.reading import Value
from exactnet.check.reader import array
from exactnet.check.semialgebraic.functions import Quotient
from exactnet.check.semialgebraic.graph import Graph, gaps
from exactnet.check.semialgebraic.maps import Pieces, bind
from exactnet.check.semialgebraic.setting import Setting, is_number
from exactnet.check.semialgebraic.symbolic import Local, follow
from exactnet.check.subject import Curved, CurvedMap, Function, Map
from exactnet.check.verdict import require


@dataclass(frozen=True, slots=True)
class Description:
    """A function on the pieces between points.

    Attributes
    ----------
    points : list of Point
        The points.
    pieces : list of Local
        What the function is on each piece.
    """

    points: list[Point]
    pieces: list[Local]

    def count(self) -> int:
        """Count the pieces of the function, all outputs together."""
        return 1 + sum(not _agree(a.outputs, b.outputs) for a, b in pairwise(self.pieces))

    def regions(self) -> int:
        """Count the activation regions."""
        return 1 + sum(a.pattern != b.pattern for a, b in pairwise(self.pieces))

    def unit_pieces(self) -> list[int]:
        """List the largest number of pieces of a unit, layer by layer."""
        found = []
        for rows in zip(*(local.gates for local in self.pieces), strict=True):
            units = zip(*rows, strict=True)
            found.append(max(1 + sum(not f.equals(g) for f, g in pairwise(unit)) for unit in units))
        return found

    def graphs(self) -> list[Graph]:
        """Check that the outputs are monotone on every piece."""
        samples = [local.sample for local in self.pieces]
        columns = zip(*(local.outputs for local in self.pieces), strict=True)
        return [Graph(self.points, list(column), samples) for column in columns]


def _agree(first: Sequence[Quotient], second: Sequence[Quotient]) -> bool:
    return all(f.equals(g) for f, g in zip(first, second, strict=True))


def read_points(value: object, setting: Setting) -> list[Point]:
    """Parse the points of the evidence and check that they increase, with disjoint intervals."""
    points = [setting.point(item, "points", f"points[{i}]") for i, item in enumerate(array(value, "points", "points"))]
    require(len(points) >= 2, "points", "there are less than two points")
    for i, (a, b) in enumerate(pairwise(points)):
        # The ends of two open intervals may be equal.
        least = 1 if isinstance(a, Exact) and isinstance(b, Exact) else 0
        apart = sign(b.low - a.high) >= least
        require(apart, "points", f"points[{i}] and points[{i + 1}] do not increase, or their intervals overlap")
    return points


def check_ends(points: Sequence[Point], domain: tuple[Value, Value]) -> None:
    """Check that points begin and end with the domain."""
    for point, end in zip((points[0], points[-1]), domain, strict=True):
        fits = isinstance(point, Exact) and is_number(point.value, end)
        require(fits, "points", "the first and the last point must be the ends of the domain")


def describe(
    functions: Sequence[Function | Curved],
    domain: tuple[Value, Value],
    points: list[Point],
    setting: Setting,
    *,
    clip: bool = False,
) -> list[Description]:
    """Follow functions through all pieces, and check that no wall changes sign on any of them.

    Parameters
    ----------
    functions : sequence of Network, Map, CurvedNetwork or CurvedMap
        One or two functions.
    domain : pair of Value
        The domain that the claim names.
    points : list of Point
        The points of the evidence.
    setting : Setting
        The field.
    clip : bool
        Whether values are cut off at the ends of the domain.
    """
    check_ends(points, domain)
    readers = _readers(functions, points, setting)
    if clip:
        readers = (partial(_clipped, near, *_levels(points)) for near in readers)
    return [_describe(near, points) for near in readers]


def _levels(points: Sequence[Point]) -> tuple[Number, Number]:
    """Give the ends of the domain as numbers of the field."""
    first, last = points[0], points[-1]
    assert isinstance(first, Exact)
    assert isinstance(last, Exact)
    return first.value, last.value


def _clipped(near: Callable[[Fraction], Local], low: Number, high: Number, sample: Fraction) -> Local:
    local = near(sample)
    local.clip(low, high)
    return local


def _describe(near: Callable[[Fraction], Local], points: list[Point]) -> Description:
    pieces = []
    for gap in gaps(points):
        local = near(between(gap.left, gap.right))
        for wall in local.walls:
            require(gap.has_no_zero(wall), "walls", f"a wall is crossed inside piece {gap.index}")
        pieces.append(local)
    return Description(points, pieces)


def _readers(
    functions: Sequence[Function | Curved], points: Sequence[Point], setting: Setting
) -> Iterator[Callable[[Fraction], Local]]:
    """For each function, give what tells it near a rational point."""
    for function in functions:
        if isinstance(function, Map | CurvedMap):
            yield _bound(function, points, setting).near
            setting = setting.after(function)
        else:
            yield partial(follow, function.layers)


def _bound(function: Map | CurvedMap, points: Sequence[Point], setting: Setting) -> Pieces:
    pieces = bind(function, setting)
    low, high = Exact(pieces.ends[0]), Exact(pieces.ends[-1])
    inside = order(low, points[0]) <= 0 <= order(high, points[-1])
    require(inside, "claim", "the domain is not inside the domain of the map")
    return pieces
