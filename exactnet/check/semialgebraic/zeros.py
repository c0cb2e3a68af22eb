"""Where f^n(x) = x: places with exactly one such point each, and none elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from exactnet.check.algebra.intervals import Interval, centred, coefficients, divide, multiply
from exactnet.check.algebra.numbers import Number, sign
from exactnet.check.algebra.points import Exact
from exactnet.check.algebra.polynomials import Poly, derivative, subtract
from exactnet.check.algebra.sturm import count_roots, sign_at, simple_between, squarefree
from exactnet.check.polynomials import variations
from exactnet.check.reader import array, obj, rational, rationals
from exactnet.check.semialgebraic.enclosures import Enclosed
from exactnet.check.semialgebraic.functions import Quotient
from exactnet.check.semialgebraic.returning import Returning, follow_return, read_return
from exactnet.check.verdict import Rejected, require

# Of expanded iterates.
_LARGEST_DEGREE = 200


@dataclass(frozen=True, slots=True)
class Place:
    """An interval with exactly one zero of f^n(x) - x; its ends are none, unless they are equal.

    ``fixed`` marks an end of the domain that is itself the zero, and only enclosed.
    """

    low: Fraction
    high: Fraction
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Zeros:
    """All zeros of f^n(x) - x in the domain.

    Attributes
    ----------
    places : list of Place
        Where they are, from left to right.
    side : callable
        Gives the sign of f^n(x) - x at a rational in the domain, up to one sign for all; 0 if it is not known.
    """

    places: list[Place]
    side: Callable[[Fraction], int]


def read_zeros(value: object, enclosed: Enclosed, times: int, known: Collection[Fraction], name: str) -> Zeros:
    """Parse and check how f^times(x) - x has its zeros.

    Parameters
    ----------
    value : object
        The evidence: cells, or isolated roots.
    enclosed : Enclosed
        The function.
    times : int
        n.
    known : collection of Fraction
        Rationals that are known to be zeros.
    name : str
        The name of the evidence.
    """
    if isinstance(value, dict) and "roots" in value:
        return _read_roots(obj(value, ["roots"], "counts", name)["roots"], enclosed, times, name)
    cells = array(obj(value, ["cells"], "counts", name)["cells"], "counts", f"{name}.cells")
    return _Cells(enclosed, times, known, name).zeros(cells)


@dataclass(frozen=True, slots=True)
class _Node:
    """An end of cells: a rational (low = high) or an end of the domain; ``side`` is 0 if it is a zero.

    ``marked``: the orbit on which it lies, and when, if f^n may bend there.
    """

    where: Interval
    low: Fraction
    high: Fraction
    side: int
    marked: tuple[Returning, int] | None = None


class _Cells:
    """Cells on each of which f^n(x) - x has no zero, or is strictly monotone."""

    def __init__(self, enclosed: Enclosed, times: int, known: Collection[Fraction], name: str) -> None:
        self._enclosed, self._times, self._known, self._name = enclosed, times, known, name
        self._slopes: dict[int, tuple[list[Interval], list[Interval]]] = {}
        self._returning: dict[int, Returning] = {}

    def zeros(self, cells: list[object]) -> Zeros:
        """Check the cells between these ends."""
        nodes = self._nodes(cells)
        for a, b in pairwise(nodes):
            require(a.high < b.low, "counts", f"{self._name}.cells do not increase")
        places = [Place(node.low, node.high, node.low < node.high) for node in nodes if node.side == 0]
        for i, (a, b) in enumerate(pairwise(nodes)):
            if self._has_zero(a, b, f"cell {i} of {self._name}"):
                places.append(Place(a.high, b.low))
        return Zeros(sorted(places, key=lambda place: place.low), self._side)

    def _nodes(self, cells: list[object]) -> list[_Node]:
        """Give the ends of cells inside the domain, and its own two ends."""
        first, last = self._enclosed.graph.points[0], self._enclosed.graph.points[-1]
        inner: list[_Node] = []
        ends: list[_Node | None] = [None, None]
        covered = [False, False]
        for i, item in enumerate(cells):
            name = f"{self._name}.cells[{i}]"
            if isinstance(item, list):
                node, point = self._marked(item, name)
                if point in (0, len(self._enclosed.graph.points) - 1):
                    ends[point > 0], covered[point > 0] = node, True
                else:
                    inner.append(node)
                continue
            x = rational(item, "counts", name)
            below, above = first.compare(x) >= 0, last.compare(x) <= 0
            covered = [covered[0] or (below and i == 0), covered[1] or (above and i == len(cells) - 1)]
            if not below and not above:
                inner.append(self._node(x))
        require(all(covered), "counts", f"{self._name}.cells do not cover the domain")
        return [ends[0] or self._end(0), *inner, ends[1] or self._end(-1)]

    def _marked(self, value: list[object], name: str) -> tuple[_Node, int | None]:
        """Give a point that is reached from one of the description and returns, and which of these it is."""
        index, time = read_return(value, len(self._enclosed.graph.points), self._times, name)
        if index not in self._returning:
            self._returning[index] = follow_return(self._enclosed, index, self._times, name)
        orbit = self._returning[index]
        low, high = (Fraction(x, 1 << self._enclosed.precision) for x in orbit.path[time])
        return _Node(orbit.path[time], low, high, 0, (orbit, time)), orbit.places[time][0]

    def _node(self, x: Fraction) -> _Node:
        side = 0 if x in self._known else self._side(x)
        require(side != 0 or x in self._known, "counts", f"{self._name}: a cell may end at a zero that is not listed")
        return _Node(self._enclosed.thin(x), x, x, side)

    def _end(self, index: int) -> _Node:
        """Give an end of the domain; a rational is treated like all others."""
        point = self._enclosed.graph.points[index]
        if not isinstance(point, Exact):
            raise Rejected("points", "an end of the domain must be a number of the field")
        if isinstance(point.value, Fraction):
            return self._node(point.value)
        where = self._enclosed.points[index]
        side = 0 if self._returns(index) else self._compare(where)
        require(side != 0 or self._returns(index), "counts", f"{self._name}: an end of the domain may be a zero")
        low, high = (Fraction(x, 1 << self._enclosed.precision) for x in where)
        return _Node(where, low, high, side)

    def _returns(self, index: int) -> bool:
        """Tell whether an end of the domain returns after n steps, all of them to ends."""
        graph = self._enclosed.graph
        here = start = index % len(graph.points)
        for _ in range(self._times):
            ends = (0, len(graph.points) - 1)
            there = [i for i in ends if graph.compare(here, graph.points[i]) == 0]
            if not there:
                return False
            here = there[0]
        return here == start

    def _side(self, x: Fraction) -> int:
        return self._compare(self._enclosed.thin(x))

    def _compare(self, where: Interval) -> int:
        low, high = self._enclosed.orbit(where, self._times + 1)[-1]
        return 1 if low > where[1] else -1 if high < where[0] else 0

    def _has_zero(self, a: _Node, b: _Node, name: str) -> bool:
        """Tell whether there is a zero strictly between two neighbouring nodes."""
        if a.marked is not None or b.marked is not None:
            require(a.side != 0 or b.side != 0, "counts", f"{name}: both ends are zeros")
            self._check_one_sided(a, b, name)
            return False
        where = (a.where[0], b.where[1])
        images = self._enclosed.orbit(where, self._times + 1)
        if images[-1][1] < where[0] or where[1] < images[-1][0]:
            require(a.side * b.side != 0, "counts", f"{name}: an end is a zero and is not")
            return False
        one = 1 << self._enclosed.work
        slope = (one, one)
        for image in images[:-1]:
            slope = multiply(slope, self._slope(image), self._enclosed.work)
        steep = slope[0] > one or slope[1] < one
        require(
            steep, "counts", f"{name}: neither is it moved off itself, nor is the derivative known to differ from 1"
        )
        return a.side * b.side == -1

    def _check_one_sided(self, a: _Node, b: _Node, name: str) -> None:
        """Check that f^n(x) - x is strictly monotone on a cell with an end at which f^n may bend."""
        enclosed, work = self._enclosed, self._enclosed.work
        node, other, side = (a, b, 1) if a.marked is not None else (b, a, -1)
        assert node.marked is not None
        (orbit, time), far = node.marked, other.where
        one, shift = 1 << work, work - enclosed.precision
        slope = (one, one)
        for step in range(self._times):
            now = (time + step) % self._times
            piece, near = orbit.piece(now, side), orbit.path[now]
            there = 0 <= piece < len(enclosed.graph.functions)
            inside = there and enclosed.side(piece, far[0]) >= 0 >= enclosed.side(piece + 1, far[1])
            require(inside, "counts", f"{name} is not shown to stay on one side of the orbit on which it ends")
            rising = enclosed.graph.signs[piece]
            if rising == 0:
                return
            hull = min(near[0], far[0]) << shift, max(near[1], far[1]) << shift
            slope = multiply(slope, self._slope_on(piece, hull), work)
            side *= rising
            far = enclosed.image(far)
        require(slope[0] > one or slope[1] < one, "counts", f"{name}: the derivative is not known to differ from 1")

    def _slope(self, where: Interval) -> Interval:
        """Enclose the derivative on an interval, piece by piece."""
        inside = self._enclosed.inside(where)
        shift = self._enclosed.work - self._enclosed.precision
        stops = [self._enclosed.near[i] for i in inside]
        lows = [where[0] << shift, *(low for low, _ in stops)]
        highs = [*(high for _, high in stops), where[1] << shift]
        last = len(self._enclosed.graph.functions) - 1
        found: list[Interval] = []
        for piece, part in enumerate(zip(lows, highs, strict=True), inside.start - 1):
            found.append(self._slope_on(min(max(piece, 0), last), part))
        return min(low for low, _ in found), max(high for _, high in found)

    def _slope_on(self, piece: int, x: Interval) -> Interval:
        """Enclose (N'D - ND')/D^2 on an interval, both parts expanded about its middle."""
        work, f = self._enclosed.work, self._enclosed.graph.functions[piece]
        if piece not in self._slopes:
            above = derivative(f.upper) if f.is_polynomial else f.slope()
            self._slopes[piece] = (coefficients(above, work), coefficients(f.lower, work))
        upper, lower = (centred(part, x, work) for part in self._slopes[piece])
        found = divide(upper, lower if f.is_polynomial else multiply(lower, lower, work), work)
        if found is None:
            raise Rejected("counts", f"{self._name}: a denominator is not known to differ from 0 on a cell")
        return found


def _read_roots(value: object, enclosed: Enclosed, times: int, name: str) -> Zeros:
    """Check isolated roots of f^n(X) - X, for a polynomial f."""
    polynomial = squarefree(_expand(enclosed, times, name))
    low, high = (enclosed.graph.points[i].low for i in (0, -1))
    places: list[Place] = []
    for i, item in enumerate(array(value, "counts", f"{name}.roots")):
        ends = rationals(item, "counts", f"{name}.roots[{i}]")
        require(len(ends) == 2 and ends[0] <= ends[1], "counts", f"{name}.roots[{i}] is no interval")
        inside = sign(ends[0] - low) >= 0 <= sign(high - ends[1])
        require(inside, "counts", f"{name}.roots[{i}] is not inside the domain")
        after = not places or (places[-1].high <= ends[0] and places[-1].low < ends[1])
        require(after, "counts", f"{name}.roots[{i}] does not come after the one before it")
        sides = [sign_at(polynomial, x) for x in ends]
        there = sides[0] == 0 if ends[0] == ends[1] else sides[0] * sides[1] == -1
        require(there, "counts", f"{name}.roots[{i}] is no root, or the sign does not change")
        places.append(Place(ends[0], ends[1]))
    if not _are_all(polynomial, low, high, places):
        count = count_roots(polynomial, low, high) + sum(sign_at(polynomial, x) == 0 for x in (low, high))
        require(count == len(places), "counts", f"{name}: there are {count} roots in the domain, not {len(places)}")
    return Zeros(places, lambda x: sign_at(polynomial, x))


def _are_all(polynomial: Poly, low: Number, high: Number, places: list[Place]) -> bool:
    """Tell whether Descartes' rule shows that there are no other roots, on cells with one place each."""
    integers = [c for c in polynomial if isinstance(c, int)]
    if not places or not isinstance(low, Fraction) or not isinstance(high, Fraction):
        return False
    stops = [low, *(simple_between(a.high, b.low) for a, b in pairwise(places)), high]
    for place, (left, right) in zip(places, pairwise(stops), strict=True):
        at_end = place.low == place.high and place.low in (left, right)
        free = all(sign_at(polynomial, x) for x in (left, right) if not (at_end and x == place.low))
        if not free or variations(integers, left, right) != (0 if at_end else 1):
            return False
    return True


def _expand(enclosed: Enclosed, times: int, name: str) -> Poly:
    """Give the coefficients of f^n(X) - X."""
    functions = enclosed.graph.functions
    f = functions[0]
    ends = (enclosed.graph.points[i].low for i in (0, -1))
    rational = all(isinstance(c, int) for c in f.upper) and all(isinstance(x, Fraction) for x in ends)
    one_piece = rational and f.is_polynomial and all(g.equals(f) for g in functions)
    require(one_piece, "counts", f"{name}: the function is not one polynomial over Q")
    degree = len(f.upper) - 1
    small = degree <= 1 or (times <= _LARGEST_DEGREE.bit_length() and degree**times <= _LARGEST_DEGREE)
    require(small, "counts", f"{name}: the degree of the iterate is more than {_LARGEST_DEGREE}")
    iterate = Quotient([0, 1])
    for _ in range(times):
        iterate = iterate.compose(f.upper, f.lower)
    polynomial = subtract(iterate.upper, [0, *iterate.lower])
    require(len(polynomial) > 0, "counts", f"{name}: every point is a zero")
    return polynomial
