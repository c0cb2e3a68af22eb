"""The table of orbits of a curve: order, ages and images of f^m(e), m <= N, of the ends e of its monotone intervals.

Enclosures order the points. Points that coincide are found by exact numbers, early in the orbits, where these are short; all other
points must have disjoint enclosures, at a precision that is raised until they have.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from flint import fmpq

from exactnet.compile.semialgebraic.curve import Curve
from exactnet.compile.semialgebraic.description import point_json
from exactnet.dynamics.curves.enclosures import Enclosure, Enclosures
from exactnet.dynamics.curves.exact_orbits import (
    Residue,
    equals_point,
    first_residue,
    function_at,
    image,
    residue_value,
    size,
)
from exactnet.dynamics.extrema import MOST_BITS, PLACES, Extremes, Extremum
from exactnet.dynamics.orbit_table import OrbitTable
from exactnet.errors import UndecidedError
from exactnet.exact.brackets import Bracket
from exactnet.exact.numbers import number
from exactnet.exact.points import Point
from exactnet.exact.rational_functions import RationalFunction

__all__ = ["CurveTable", "closes", "curve_table"]

_FIRST_PRECISION = 192
_MOST_PRECISION = 50_000
_MOST_BITS = 20_000
_LONGEST = 40
_MOST_DEGREE = 16


@dataclass
class _Node:
    """A point of the orbits.

    Attributes
    ----------
    base, steps
        It is f^steps(base point), and first found as that.
    at
        Its enclosure.
    residue
        Its exact value, if that is short.
    members
        Other (base, steps) that turned out to be the same point.
    """

    base: int
    steps: int
    at: Enclosure
    residue: Residue | None
    image: int = -1
    members: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class CurveTable:
    """A table with the evidence for it.

    Attributes
    ----------
    table
        Order, ages, images and places of levels.
    precision, same
        As rule ``laps`` of the certificate format writes them.
    extremes
        Least and largest value of each iterate, if they were asked for.
    """

    table: OrbitTable
    precision: int
    same: list[dict[str, Any]]
    extremes: tuple[Extremes, ...] = ()


def curve_table(
    curve: Curve,
    iterates: int,
    levels: Sequence[fmpq] = (),
    *,
    extremes: bool = False,
    most_precision: int = _MOST_PRECISION,
) -> CurveTable:
    """The table of a curve that maps its interval into itself; with extrema of the iterates, if they are wanted.

    Raises
    ------
    UndecidedError
        If orbit points stay too close to tell whether they are the same.

    Examples
    --------
    >>> from flint import fmpq_poly
    >>> from exactnet.exact.rational_functions import RationalFunction
    >>> logistic = Curve.of([Point.of(0), Point.of(1)], [RationalFunction.of(fmpq_poly([0, 4, -4]))])
    >>> found = curve_table(logistic, 3, [fmpq(1, 2)])
    >>> found.table.ages.tolist(), found.table.images.tolist(), found.table.places
    ([0, 0, 0], [0, 2, 0], ((1, 2),))
    """
    precision = min(max(_FIRST_PRECISION, 3 * iterates), most_precision)
    while precision <= most_precision:
        found = _Walk(Enclosures(curve, precision), iterates).table(levels, extremes)
        if found is not None:
            return found
        precision *= 2
    raise UndecidedError(
        f"two points on the orbits of the turning points are not told apart within {iterates} iterates at {precision // 2} bits, "
        "and exact numbers are too long to tell whether they are the same"
    )


def closes(curve: Curve) -> bool:
    """Whether the orbits of all ends of monotone intervals are found to be finite: they cut the interval into a Markov partition.

    Examples
    --------
    >>> from flint import fmpq_poly
    >>> from exactnet.exact.rational_functions import RationalFunction
    >>> maps = (Curve.of([Point.of(0), Point.of(1)], [RationalFunction.of(fmpq_poly([0, r, -r]))]) for r in (4, fmpq(39, 10)))
    >>> [closes(f) for f in maps]
    [True, False]
    """
    return _Walk(Enclosures(curve, _FIRST_PRECISION), _LONGEST).closed


class _Walk:
    def __init__(self, at: Enclosures, iterates: int) -> None:
        self._at, self._curve, self._iterates = at, at.curve, iterates
        self._base = list(self._curve.monotone_ends)
        self._nodes = [
            _Node(j, 0, at.points[i], first_residue(self._curve.points[i])) for j, i in enumerate(self._base)
        ]

    def _start(self, node: _Node) -> Point:
        return self._curve.points[self._base[node.base]]

    def _explore(self) -> bool | None:
        """Follow all orbits; whether they closed, None if the precision does not suffice."""
        front = list(range(len(self._nodes)))
        for k in range(1, self._iterates + 1):
            fresh: list[int] = []
            for i in front:
                target = self._follow(i, k)
                if target is None:
                    return None
                if target == len(self._nodes) - 1 and self._nodes[target].steps == k and target not in fresh:
                    fresh.append(target)
                self._nodes[i].image = target
            front = fresh
            if not front:
                return True
        return False

    @property
    def closed(self) -> bool:
        """Whether all orbits are finite."""
        return self._explore() is True

    def table(self, levels: Sequence[fmpq], extremes: bool) -> CurveTable | None:
        """The table, or None if the precision does not suffice."""
        if self._explore() is None:
            return None
        order = sorted(range(len(self._nodes)), key=lambda i: self._nodes[i].at)
        if any(self._nodes[a].at[1] >= self._nodes[b].at[0] for a, b in pairwise(order)):
            return None
        places = [self._place(level, order) for level in levels]
        if None in places:
            return None
        rank = {node: i for i, node in enumerate(order)}
        nodes = [self._nodes[i] for i in order]
        table = OrbitTable(
            self._iterates,
            np.array([node.steps for node in nodes], dtype=np.int64),
            np.array([-1 if node.image < 0 else rank[node.image] for node in nodes], dtype=np.int64),
            tuple(place for place in places if place is not None),
        )
        ends = self._extremes(order) if extremes else []
        values = {i: self._value(self._nodes[i]) for pair in ends for i in pair}
        exact = {i for i, value in values.items() if not isinstance(value, Bracket)}
        found = tuple((values[low], values[high]) for low, high in ends)
        return CurveTable(table, self._at.precision, self._same(levels, exact), found)

    def _extremes(self, order: list[int]) -> list[tuple[int, int]]:
        """The nodes that are the ends of f(D), f^2(D), ..: images of ends, or of base points between them."""
        rank = {node: i for i, node in enumerate(order)}
        low, high = order[0], order[-1]
        found: list[tuple[int, int]] = []
        for _ in range(self._iterates):
            inside = [i for i in range(len(self._base)) if rank[low] < rank[i] < rank[high]]
            images = [self._nodes[i].image for i in (low, high, *inside)]
            low, high = min(images, key=rank.__getitem__), max(images, key=rank.__getitem__)
            found.append((low, high))
        return found

    def _value(self, node: _Node) -> Extremum:
        """A number, if it is short, else a bracket."""
        start = self._start(node)
        degree = 1 if start.polynomial is None else start.polynomial.degree()
        if node.residue is not None and size(node.residue) <= MOST_BITS and degree <= _MOST_DEGREE:
            return number(residue_value(node.residue, start))
        one = fmpq(1, 1 << self._at.precision)
        return Bracket.decimal(node.at[0] * one, node.at[1] * one, PLACES)

    def _follow(self, i: int, k: int) -> int | None:
        """The node of the image of a node, new or known; None if the precision does not suffice."""
        node = self._nodes[i]
        branch: RationalFunction | None
        if node.steps == 0:
            index = self._base[node.base]
            at, branch = self._at.of_value(index), self._curve.branches[max(index - 1, 0)]
        else:
            if self._at.interval(node.at) is None:
                return None
            at = self._at.image(node.at)
            known = node.residue is not None
            branch = function_at(self._at, node.at, node.residue, self._start(node)) if known else None
        residue: Residue | None = None
        if node.residue is not None and branch is not None and size(node.residue) <= _MOST_BITS:
            try:
                residue = image(branch, node.residue, self._start(node))
            except ZeroDivisionError:
                residue = None
        fresh = _Node(node.base, k, at, residue)
        if residue is not None:
            for j, other in enumerate(self._nodes):
                if at[0] <= other.at[1] and other.at[0] <= at[1] and self._equal(fresh, other):
                    other.members.append((node.base, k))
                    return j
        self._nodes.append(fresh)
        return len(self._nodes) - 1

    def _equal(self, a: _Node, b: _Node) -> bool:
        """Whether two nodes with overlapping enclosures are the same point, as far as short numbers tell."""
        if a.residue is None or b.residue is None:
            return False
        if b.steps == 0:
            return equals_point(a.residue, self._start(a), self._start(b))
        if a.base == b.base:
            return bool(a.residue == b.residue)
        return residue_value(a.residue, self._start(a)) == residue_value(b.residue, self._start(b))

    def _place(self, level: fmpq, order: list[int]) -> tuple[int, int] | None:
        """How many nodes lie below a level and how many not above it."""
        y = self._at.of_point(Point.of(level))
        below = touching = 0
        for i in order:
            node = self._nodes[i]
            if node.at[1] < y[0]:
                below += 1
            elif node.at[0] <= y[1]:
                if not self._on(node, level):
                    return None
                touching += 1
        return below, below + touching

    def _on(self, node: _Node, level: fmpq) -> bool:
        return node.residue is not None and equals_point(node.residue, self._start(node), Point.of(level))

    def _same(self, levels: Sequence[fmpq], exact: Set[int]) -> list[dict[str, Any]]:
        """Coincidences, and exact values, as certificates write them; of points that coincide, the images need not be listed."""
        result = []
        for i, node in enumerate(self._nodes):
            members = [[node.base, node.steps], *map(list, node.members)]
            if any(self._on(node, level) for level in levels):
                members.insert(0, [-1, 0])
            if len(members) > 1 or (i in exact and node.steps > 0):
                start = self._start(node)
                where = start if node.steps == 0 else Point.from_algebraic(residue_value(node.residue, start))
                result.append({"point": point_json(where), "members": members})
        return result
