"""The exact description of a function between breakpoints, and what is read off it.

Nothing here trusts the breakpoints: a function that is not affine between two of them is rejected.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from operator import add, mul

from exactnet.check.forward import Pass, Row, forward, pattern
from exactnet.check.layers import Layer, clip_layer
from exactnet.check.reader import increasing, show
from exactnet.check.subject import Domain, Function, Map, Network
from exactnet.check.verdict import Rejected, require


@dataclass(frozen=True, slots=True)
class Graph:
    """The graph of a function with one output, straight between the points (x, y).

    ``left`` and ``right`` are the slopes on the rays, None on a bounded domain.
    """

    xs: list[Fraction]
    ys: list[Fraction]
    left: Fraction | None = None
    right: Fraction | None = None

    def at(self, x: Fraction) -> Fraction:
        """Evaluate between the first and the last point.

        >>> Graph([Fraction(0), Fraction(2)], [Fraction(1), Fraction(0)]).at(Fraction(1))
        Fraction(1, 2)
        """
        i = bisect_right(self.xs, x) - 1
        if self.xs[i] == x:
            return self.ys[i]
        x0, x1, y0, y1 = self.xs[i], self.xs[i + 1], self.ys[i], self.ys[i + 1]
        return y0 if y0 == y1 else y0 + (x - x0) * (y1 - y0) / (x1 - x0)

    def slopes(self) -> list[Fraction]:
        """List the slopes of the pieces, rays included, from left to right."""
        points = zip(self.xs, self.ys, strict=True)
        inner = [(y1 - y0) / (x1 - x0) for (x0, y0), (x1, y1) in pairwise(points)]
        return [*([] if self.left is None else [self.left]), *inner, *([] if self.right is None else [self.right])]

    def signs(self) -> list[int]:
        """List the signs of the slopes, rays included."""
        return [(slope > 0) - (slope < 0) for slope in self.slopes()]

    def laps(self) -> int:
        """Count the laps: 1 + the alternations of sign of the slopes that are not zero."""
        moving = [sign for sign in self.signs() if sign]
        return 1 + sum(a != b for a, b in pairwise(moving))

    def crossings(self, level: Fraction) -> int:
        """Count the maximal intervals on which the label at this level is constant.

        A straight piece with equal labels at its ends has that label all along, one with different labels changes
        it once; so it is enough to look at the breakpoints, and at the limits on the rays.
        """
        labels = [y >= level for y in self.ys]
        if self.left is not None:
            labels.insert(0, labels[0] if self.left == 0 else self.left < 0)
        if self.right is not None:
            labels.append(labels[-1] if self.right == 0 else self.right > 0)
        return 1 + sum(a != b for a, b in pairwise(labels))

    def lipschitz(self) -> Fraction:
        """Give the largest absolute slope."""
        return max(map(abs, self.slopes()))

    def cuts(self) -> list[Fraction]:
        """List the ends of the domain and of all laps and plateaus of a function on a bounded domain.

        Between two neighbours of the list the function is strictly monotone or constant.
        """
        signs = self.signs()
        turns = [x for x, (a, b) in zip(self.xs[1:], pairwise(signs), strict=False) if a != b]
        return [self.xs[0], *turns, self.xs[-1]]


@dataclass(slots=True)
class Description:
    """A function on the pieces between breakpoints.

    Attributes
    ----------
    points : list of Fraction
        The breakpoints.
    rows : list of Row
        The outputs at the breakpoints; on the real line with the directions of the left and of the right ray before
        and after them.
    rays : bool
        Whether the domain is the real line.
    regions : int
        1 + the number of breakpoints at which the activation pattern changes, if it was asked for.
    units : list of PieceCounts
        The affine pieces of the output units of every layer that is not dense, if they were asked for.
    """

    points: list[Fraction]
    rays: bool
    rows: list[Row] = field(default_factory=list)
    regions: int = 1
    units: list[PieceCounts] = field(default_factory=list)

    def affine_pieces(self) -> int:
        """Count the affine pieces of the function, all outputs together."""
        counts = PieceCounts(len(self.rows[0][1]))
        for i, (before, after) in enumerate(pairwise(self.rows)):
            counts.add(before, after, self.run(i))
        return counts.together

    def run(self, piece: int) -> Fraction | int:
        """Give the length of a piece; -1 for the left ray and 1 for the right one, whose rows are directions."""
        if not self.rays:
            return self.points[piece + 1] - self.points[piece]
        if piece == 0:
            return -1
        return 1 if piece == len(self.points) else self.points[piece] - self.points[piece - 1]

    def unit_pieces(self) -> list[int]:
        """List the largest number of pieces of a unit, layer by layer."""
        return [max(counts.each) for counts in self.units]

    def graph(self) -> Graph:
        """Read the rows of a function with one output as points of its graph."""
        values = [Fraction(units[0], den) for den, units in self.rows]
        if self.rays:
            return Graph(self.points, values[1:-1], -values[0], values[-1])
        return Graph(self.points, values)


class PieceCounts:
    """Counts the affine pieces of several functions, which are shown to it piece by piece."""

    def __init__(self, width: int) -> None:
        self.each = [1] * width
        self.together = 1
        self._slope: Row | None = None

    def add(self, before: Row, after: Row, run: Fraction | int) -> None:
        """Take one piece: the rows at its ends and its length (or the rows of a ray, see `Description.run`)."""
        slope = _slope(before, after, run)
        if self._slope is not None:
            (d, ns), (e, ms) = self._slope, slope
            changed = [n * e != m * d for n, m in zip(ns, ms, strict=True)]
            if any(changed):
                self.together += 1
                self.each = list(map(add, self.each, changed))
        self._slope = slope


def _slope(before: Row, after: Row, run: Fraction | int) -> Row:
    (d, us), (e, vs) = before, after
    if run == -1:
        return d, [-u for u in us]
    if isinstance(run, int):
        return e, vs
    p, q = run.numerator, run.denominator
    return d * e * p, [(v * d - u * e) * q for u, v in zip(us, vs, strict=True)]


def describe(
    function: Function,
    domain: Domain,
    points: list[Fraction],
    *,
    clip: bool = False,
    regions: bool = False,
    units: bool = False,
) -> Description:
    """Evaluate a function at its breakpoints and check that it is affine between them.

    Parameters
    ----------
    function : Network or Map
        The function.
    domain : pair of Fraction, or None for the real line
        Where it is looked at.
    points : list of Fraction
        The breakpoints, strictly increasing.
    clip : bool
        Whether the function is clipped to the (then bounded) domain.
    regions, units : bool
        Whether to count activation regions, and pieces of units.

    Raises
    ------
    Rejected
        When the breakpoints do not fit the domain, or the function is not affine on some piece.
    """
    _check_points(function, domain, points)
    layers: tuple[Layer, ...] = function.layers if isinstance(function, Network) else ()
    if clip and domain is not None:
        layers = (*layers, clip_layer(function.outputs, *domain))
    gates = function.gates() if isinstance(function, Network) else []
    result = Description(points, rays=domain is None)
    before: Pass | None = None
    last_pattern: list[int] | None = None
    for i, after in enumerate(_passes(function, layers, points, rays=domain is None)):
        result.rows.append((after.den, after.units))
        if before is not None:
            # A wall that is linear between ends of equal sign, or with a zero, keeps its sign inside.
            if -1 in map(mul, before.signs, after.signs):
                raise Rejected("walls", f"the function bends inside the piece {_piece(result, i - 1)}")
            if regions:
                active = pattern(gates, list(map(add, before.signs, after.signs)))
                result.regions += last_pattern is not None and active != last_pattern
                last_pattern = active
            if units:
                if not result.units:
                    result.units = [PieceCounts(gate.width) for gate in gates]
                for counts, row, next_row in zip(result.units, before.outputs, after.outputs, strict=True):
                    counts.add(row, next_row, result.run(i - 1))
        before = after
    return result


def read_breakpoints(value: object) -> list[Fraction]:
    """Parse the breakpoints of the evidence."""
    return increasing(value, "breakpoints", "breakpoints")


def check_self_map(graph: Graph, domain: tuple[Fraction, Fraction]) -> None:
    """Check that the function maps the domain into itself; straight between points, it is enough to look at these."""
    low, high = domain
    for x, y in zip(graph.xs, graph.ys, strict=True):
        require(low <= y <= high, "self-map", f"f({show(x)}) = {show(y)} is outside the domain")


def _check_points(function: Function, domain: Domain, points: list[Fraction]) -> None:
    require(len(points) >= 1, "breakpoints", "there is none")
    if domain is None:
        return
    require(points[0] == domain[0] and points[-1] == domain[1], "breakpoints", "first and last must end the domain")
    if isinstance(function, Map):
        there = set(points)
        for x in function.xs:
            if domain[0] < x < domain[1]:
                require(x in there, "breakpoints", f"the point {show(x)} of the map is missing")


def _passes(function: Function, layers: tuple[Layer, ...], points: list[Fraction], *, rays: bool) -> Iterator[Pass]:
    graph = Graph(function.xs, function.ys) if isinstance(function, Map) else None
    if rays:
        yield forward(layers, (1, [-1]), ray=True)
    for x in points:
        y = x if graph is None else graph.at(x)
        yield forward(layers, (y.denominator, [y.numerator]), ray=False)
    if rays:
        yield forward(layers, (1, [1]), ray=True)


def _piece(description: Description, piece: int) -> str:
    shift = 1 if description.rays else 0
    ends = ["-infinity", *map(show, description.points), "infinity"]
    return f"({ends[piece + 1 - shift]}, {ends[piece + 2 - shift]})"
