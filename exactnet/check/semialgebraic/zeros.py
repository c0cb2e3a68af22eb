"""Where f^n(x) = x: places with exactly one such point each, bands of such points, and none elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from exactnet.check.algebra.intervals import Interval
from exactnet.check.algebra.numbers import Number, sign
from exactnet.check.algebra.polynomials import Poly, subtract
from exactnet.check.algebra.sturm import count_roots, sign_at, simple_between, squarefree
from exactnet.check.polynomials import variations
from exactnet.check.reader import array, rationals
from exactnet.check.semialgebraic.enclosures import Enclosed
from exactnet.check.semialgebraic.functions import Quotient
from exactnet.check.semialgebraic.returning import Label, Returning
from exactnet.check.verdict import require

# Of expanded iterates.
LARGEST_DEGREE = 200

# Gives the sign of f^n(x) - x at a rational, or of a polynomial with the same zero; 0 if it is not known.
Side = Callable[[Fraction], int]


@dataclass(slots=True)
class Listed:
    """A point that the claim lists: it lies strictly between two rationals, or is both.

    ``pinned`` marks an end of the domain, whose interval is not narrowed any more; ``side`` changes its sign at the
    point, once that is located.
    """

    name: str
    low: Fraction
    high: Fraction
    pinned: bool = False
    side: Side | None = None

    @property
    def rational(self) -> bool:
        """Whether the point is listed as a rational."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Place:
    """An interval with exactly one zero of f^n(x) - x; its ends are none, unless they are equal.

    ``fixed`` marks an end of the domain that is itself the zero, and only enclosed; ``side``, if it is given, changes
    its sign at the zero.
    """

    low: Fraction
    high: Fraction
    fixed: bool = False
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """An end of cells: a rational (low = high) or an end of the domain; ``side`` is 0 if it is a zero.

    ``marked``: the orbit on which it lies, and when, if f^n may bend there.
    """

    where: Interval
    low: Fraction
    high: Fraction
    side: int
    marked: tuple[Returning, int] | None = None

    @property
    def label(self) -> Label | None:
        """The name of a marked end."""
        return None if self.marked is None else self.marked[0].label(self.marked[1])

    def same(self, other: Node) -> bool:
        """Tell whether two ends are known to be the same."""
        if self.label is not None or other.label is not None:
            return self.label == other.label
        return (self.low, self.high) == (other.low, other.high)


@dataclass(frozen=True, slots=True)
class Zeros:
    """All zeros of f^n(x) - x in the domain.

    Attributes
    ----------
    places : list of Place
        Where the isolated ones are, from left to right.
    side : callable
        Gives the sign of f^n(x) - x at a rational in the domain, up to one sign for all; 0 if it is not known.
    nodes : list of Node
        The ends of cells, if it is shown by cells.
    holding : list of Place or None
        The place in every cell.
    bands : set of int
        The cells in which every point is a zero.
    found : dict
        The listed points in places, once they are located.
    """

    places: list[Place]
    side: Side
    nodes: list[Node] = field(default_factory=list)
    holding: list[Place | None] = field(default_factory=list)
    bands: frozenset[int] = frozenset()
    found: dict[Place, Listed] = field(default_factory=dict)


def read_roots(value: object, enclosed: Enclosed, times: int, name: str) -> Zeros:
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
    small = degree <= 1 or (times <= LARGEST_DEGREE.bit_length() and degree**times <= LARGEST_DEGREE)
    require(small, "counts", f"{name}: the degree of the iterate is more than {LARGEST_DEGREE}")
    iterate = Quotient([0, 1])
    for _ in range(times):
        iterate = iterate.compose(f.upper, f.lower)
    polynomial = subtract(iterate.upper, [0, *iterate.lower])
    require(len(polynomial) > 0, "counts", f"{name}: every point is a zero")
    return polynomial
