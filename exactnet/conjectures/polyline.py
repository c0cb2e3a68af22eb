"""The graph of a network of one input, in plain integers: what most searches spend their time on.

A vertex is a tuple (w, x, u_1, .., u_m) for the point x/w with values u_j/w; the first and last vertex of the line are directions
(w = 0). Nothing is divided. States of the first layers are shared by all networks that begin with them. The toolkit's own
compiler is made for large networks, and takes a millisecond or two for the smallest; a counterexample found here is compiled there
again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import groupby, pairwise
from math import gcd
from typing import TypeAlias

from exactnet.conjectures.language import Instance
from exactnet.conjectures.language.values import Interval, exact

__all__ = ["QUICK", "Graph", "Row", "Sharp", "State", "bend", "start", "within_reach"]

Vertex: TypeAlias = tuple[int, ...]
Row: TypeAlias = tuple[int, ...]
"""(q, b, w_1, .., w_m): the affine function (b + sum of w_j u_j) / q."""

QUICK = frozenset(
    {"pieces", "affine_pieces", "linear_regions", "laps", "crossings", "minimum", "maximum", "lipschitz"}
    | {"activation_regions", "activation_patterns"}
)
"""Quantities (the first iterate of f only) that are read off the graph."""


@dataclass(frozen=True)
class Sharp:
    """An activation with one bend, at 0: slope ``left / unit`` on the left of it, 1 on the right. Relu is (0, 1), abs (-1, 1)."""

    left: int
    unit: int


@dataclass(frozen=True)
class State:
    """A polyline on which all units so far are affine between vertices.

    Attributes
    ----------
    vertices
        From left to right.
    patterns
        For every vertex the units that are positive there, as bits; an edge has those of its two ends together.
    units
        How many units have been bent.
    """

    vertices: tuple[Vertex, ...]
    patterns: tuple[int, ...]
    units: int = 0

    @property
    def edge_patterns(self) -> list[int]:
        """The units that are positive inside each edge."""
        return [a | b for a, b in pairwise(self.patterns)]

    @property
    def activation_regions(self) -> int:
        """Number of maximal intervals with one pattern."""
        return sum(1 for _ in groupby(self.edge_patterns))

    @property
    def activation_patterns(self) -> int:
        """Number of patterns of edges and points."""
        points = [pattern for vertex, pattern in zip(self.vertices, self.patterns, strict=True) if vertex[0]]
        return len({*self.edge_patterns, *points})

    @property
    def pieces(self) -> int:
        """Number of maximal intervals on which all units are affine."""
        return _pieces(self.vertices)


def start(ends: tuple[Fraction, Fraction] | None) -> State:
    """The input itself, on an interval or on the line."""
    if ends is None:
        vertices: tuple[Vertex, ...] = ((0, -1, -1), (1, 0, 0), (0, 1, 1))
    else:
        vertices = tuple((x.denominator, x.numerator, x.numerator) for x in ends)
    return State(vertices, (0,) * len(vertices))


def _affine(state: State, rows: Sequence[Row]) -> list[list[int]]:
    """Values of affine functions of the units at every vertex: (w, x, h_1, ..), over a common denominator."""
    common = rows[0][0]
    for row in rows[1:]:
        common = common * row[0] // gcd(common, row[0])
    scaled = [[v * (common // row[0]) for v in row[1:]] for row in rows]
    found = []
    for vertex in state.vertices:
        w, x, *u = vertex
        values = [common * w, common * x]
        for bias, *weights in scaled:
            values.append(bias * w + sum([a * b for a, b in zip(weights, u, strict=True)]))
        found.append(values)
    return found


def bend(state: State, rows: Sequence[Row], activation: Sharp) -> State:
    """The next layer: affine, cut where a unit changes its sign, and bent there."""
    lines = _affine(state, rows)
    patterns = list(state.patterns)
    for j in range(2, len(rows) + 2):
        i = len(lines) - 1
        while i > 0:
            before, after = lines[i - 1], lines[i]
            p, q = before[j], after[j]
            if (p > 0 > q) or (p < 0 < q):
                p, q = abs(p), abs(q)
                cut = [a * q + b * p for a, b in zip(before, after, strict=True)]
                shared = gcd(*cut)
                lines.insert(i, [v // shared for v in cut] if shared > 1 else cut)
                patterns.insert(i, patterns[i - 1] | patterns[i])  # units of earlier layers: as on the edge
            i -= 1
    return _bent(lines, patterns, state, len(rows), activation)


def _bent(lines: list[list[int]], before: list[int], state: State, units: int, activation: Sharp) -> State:
    vertices, patterns = [], []
    left, unit = activation.left, activation.unit
    for line, old in zip(lines, before, strict=True):
        w, x, *h = line
        pattern = old
        for j, value in enumerate(h, start=state.units):
            if value > 0:
                pattern |= 1 << j
        bent = [unit * v if v > 0 else left * v for v in h]
        vertices.append((unit * w, unit * x, *bent))
        patterns.append(pattern)
    return State(tuple(vertices), tuple(patterns), state.units + units)


def _pieces(vertices: Sequence[Sequence[int]]) -> int:
    """1 + the number of inner vertices at which three neighbours are not in line, as vectors (w, x, u)."""
    count, previous = 1, None
    for (w, x, *u), (z, y, *v) in pairwise(vertices):
        run = y * w - x * z
        rises = [b * w - a * z for a, b in zip(u, v, strict=True)]
        if previous is not None:
            last_run, last_rises = previous
            count += any(r * last_run != s * run for r, s in zip(rises, last_rises, strict=True))
        previous = run, rises
    return count


class Graph:
    """A state read by an output layer: the quantities in `QUICK`.

    Examples
    --------
    >>> tent = bend(start((Fraction(0), Fraction(1))), [(1, 0, 1), (1, -1, 2)], Sharp(0, 1))
    >>> graph = Graph(tent, [(1, 0, 2, -2)])
    >>> graph.value(Instance("laps")), graph.value(Instance("maximum"))
    ((2, 2), (Fraction(1, 1), Fraction(1, 1)))
    """

    def __init__(self, state: State, outputs: Sequence[Row]) -> None:
        self.state = state
        self.vertices = _affine(state, outputs)

    def value(self, instance: Instance) -> Interval:
        """The value of a quantity; on the line there are no extrema (KeyError)."""
        match instance.name:
            case "pieces" | "affine_pieces" | "linear_regions":
                return exact(_pieces(self.vertices))
            case "laps":
                signs = [rise > 0 for rise, _ in self._slopes if rise]
                return exact(1 + sum(a != b for a, b in pairwise(signs)))
            case "crossings":
                return exact(self._crossings(Fraction(instance.arguments[0])))
            case "minimum":
                return exact(min(self._values))
            case "maximum":
                return exact(max(self._values))
            case "lipschitz":
                return exact(max(Fraction(abs(rise), run) for rise, run in self._slopes))
            case "activation_regions":
                return exact(self.state.activation_regions)
            case "activation_patterns":
                return exact(self.state.activation_patterns)
        raise KeyError(instance.name)

    @cached_property
    def _slopes(self) -> list[tuple[int, int]]:
        """Rise and run of every edge, the run positive."""
        return [(b * w - a * z, y * w - x * z) for (w, x, a), (z, y, b) in pairwise(self.vertices)]

    @property
    def _values(self) -> list[Fraction]:
        if not self.vertices[0][0]:
            raise KeyError("extrema on the line")
        return [Fraction(y, w) for w, _, y in self.vertices]

    def _crossings(self, level: Fraction) -> int:
        """1 + changes of the label y >= level from vertex to vertex; far out on a ray the direction decides."""
        labels: list[bool | None] = []
        for w, _, y in self.vertices:
            far = None if y == 0 else y > 0
            labels.append(y * level.denominator >= level.numerator * w if w else far)
        known = [label for label in labels if label is not None]
        return 1 + sum(a != b for a, b in pairwise(known))


def within_reach(state: State, widths: Sequence[int], instance: Instance) -> Interval | None:
    """Between what and what a quantity lies, whatever layers of these widths and whatever outputs follow.

    A layer of n units cuts every piece into n + 1 at most, and a region likewise; regions are never joined.

    Examples
    --------
    >>> line = bend(start(None), [(1, 0, 1)], Sharp(0, 1))
    >>> within_reach(line, [2], Instance("pieces"))
    (1, 6)
    """
    factor = 1
    for n in widths:
        factor *= n + 1
    match instance.name:
        case "pieces" | "affine_pieces" | "linear_regions" | "laps":
            return 1, state.pieces * factor
        case "crossings":
            return 1, state.pieces * factor + 1
        case "activation_regions":
            return state.activation_regions, state.activation_regions * factor
        case "activation_patterns":
            # of every region its own, and of every point between two
            return state.activation_patterns, 2 * state.activation_regions * factor + 1
    return None
