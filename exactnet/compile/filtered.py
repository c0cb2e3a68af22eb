"""Vertices in doubles with rigorous error bounds; integers decide wherever the bounds do not.

For every unit at every vertex the store carries a double and a bound of its distance from the exact value (running error
analysis: each operation adds the propagated bounds and its own rounding, generously). A sign is taken from the double if it
exceeds its bound; all others are decided exactly, at the point in which the walls through the vertex meet
(`exactnet.compile.forms`). The filter skips work and decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.compile.forms import meeting_points
from exactnet.compile.growing import GrowingRows
from exactnet.compile.start import Start
from exactnet.compile.vertices import CutEdges, Index, Signs, Vertices
from exactnet.exact.integers import IntArray
from exactnet.model import Block, Dense, ElementaryLayer, ElementaryStep, Pointwise
from exactnet.model.evaluation import push

__all__ = ["FilterStatistics", "FilteredVertices"]

Doubles = NDArray[np.float64]

_UNIT = 2.0**-52
_TINY = 1e-290
_LARGE = 1e100  # below this, what underflows anywhere in a formula is far less than _TINY after it is multiplied
_SMALLEST_NORMAL = 2.0**-1022
_ON_THE_WAY = 16 * 8  # bytes for every number of new vertices while they are made
_SLACK = 1 + 2.0**-30  # covers the rounding of the bounds themselves
_unworried = np.errstate(over="ignore", invalid="ignore", divide="ignore", under="ignore")
"""Infinite and undefined bounds are meant: they leave the sign to integers."""


@dataclass
class FilterStatistics:
    """How many signs were asked for, and how many of them the doubles left to integers."""

    asked: int = 0
    exact: int = 0


@dataclass(frozen=True, eq=False)
class _Mixture:
    """New vertices ``alpha p + beta q`` on edges p-q, with bounds for the errors of alpha and beta.

    Attributes
    ----------
    ends
        Indices of p and q.
    alpha, beta, slip_alpha, slip_beta
        Weights and their error bounds, shape (edges, 1).
    convex
        Whether alpha + beta = 1: both ends are points, or both are directions. Then the new vertex lies between them, and
        an error of alpha moves it along the edge only.
    """

    ends: tuple[Index, Index]
    alpha: Doubles
    beta: Doubles
    slip_alpha: Doubles
    slip_beta: Doubles
    convex: NDArray[np.bool_]

    @classmethod
    def on_wall(
        cls, ends: tuple[Index, Index], heights: list[tuple[Doubles, Doubles]], weights: tuple[Doubles, Doubles]
    ) -> _Mixture:
        """Where a wall meets the edges, given heights over it at the ends with their error bounds."""
        (before, error_p), (after, error_q) = ((abs(height), error) for height, error in heights)
        convex = weights[0] == weights[1]
        share, slip = _quotient(after, error_q, before + after, error_p + error_q)
        unsure = ~(slip < 1)
        share, slip = np.where(unsure, 0.5, share), np.where(unsure, 1.0, slip)
        # a point and a direction: the point counts once, the direction as far as the wall is away
        from_p, slip_q = _quotient(before, error_p, after, error_q)
        from_q, slip_p = _quotient(after, error_q, before, error_p)
        finite_p = weights[0] > 0
        columns = (
            np.where(convex, share, np.where(finite_p, 1.0, from_q)),
            np.where(convex, 1 - share, np.where(finite_p, from_p, 1.0)),
            np.where(convex, slip, np.where(finite_p, 0.0, slip_p)),
            np.where(convex, slip, np.where(finite_p, slip_q, 0.0)),
        )
        alpha, beta, slip_alpha, slip_beta = (column[:, None] for column in columns)
        return cls(ends, alpha, beta, slip_alpha, slip_beta, convex[:, None])

    def of(self, value: Doubles, bound: Doubles) -> tuple[Doubles, Doubles]:
        """Values at the new vertices, and their error bounds."""
        p, q = (value[end] for end in self.ends)
        size_p, size_q = abs(p), abs(q)
        moved = np.where(self.convex, self.slip_alpha * abs(p - q), self.slip_alpha * size_p + self.slip_beta * size_q)
        rounding = 8 * _UNIT * np.where(self.convex, size_p + size_q, self.alpha * size_p + self.beta * size_q)
        inherited = (self.alpha + self.slip_alpha) * bound[self.ends[0]] + (self.beta + self.slip_beta) * bound[
            self.ends[1]
        ]
        mixed = self.alpha * p + self.beta * q
        return mixed, _guarded(mixed, (inherited + moved + rounding + _TINY) * _SLACK)


def _quotient(a: Doubles, error_a: Doubles, b: Doubles, error_b: Doubles) -> tuple[Doubles, Doubles]:
    """a / b for positive numbers with error bounds, and a bound of its error (infinite if b may be nearly 0)."""
    quotient = a / b
    sure = np.where(b > 2 * error_b, b - error_b, 0.0)
    return quotient, (error_a + quotient * error_b) / sure + 4 * _UNIT * quotient


class FilteredVertices(Vertices):
    """See the module.

    Attributes
    ----------
    statistics
        Signs asked for and decided exactly.
    """

    def __init__(self, start: Start) -> None:
        value = _quotients(start.points)
        self._start = start
        self._weights = GrowingRows(np.asarray(start.points[:, 0] != 0, dtype=np.float64))
        self._values, self._bounds = GrowingRows(value), GrowingRows(_rounded(value))
        self._remembered: list[tuple[Doubles, Doubles]] = []
        self._steps: list[ElementaryStep] = []
        self.statistics = FilterStatistics()

    @property
    def nbytes(self) -> int:
        kept = sum(value.nbytes + bound.nbytes for value, bound in self._remembered)
        return self._values.nbytes + self._bounds.nbytes + self._weights.nbytes + kept

    def growth(self, count: int) -> int:
        copied = 2 * sum(value.nbytes + bound.nbytes for value, bound in self._remembered)
        columns: int = self._value.shape[1]
        arrays = sum(array.growth(count) for array in (self._values, self._bounds, self._weights))
        return arrays + copied + _ON_THE_WAY * count * columns

    @property
    def _value(self) -> Doubles:
        return self._values.view

    @property
    def _bound(self) -> Doubles:
        return self._bounds.view

    @property
    def _weight(self) -> Doubles:
        return self._weights.view

    def _replace(self, value: Doubles, bound: Doubles) -> None:
        self._values, self._bounds = GrowingRows(value), GrowingRows(_guarded(value, bound))

    @_unworried
    def signs(self, layer: ElementaryLayer, known: Signs) -> Signs:
        height, error = _heights(layer, self._value, self._bound, self._weight)
        undecided = ~(abs(height) > error)
        signs = np.where(undecided, 0, np.sign(height)).astype(np.int8)
        self.statistics.asked += undecided.size
        rows = np.flatnonzero(undecided.any(axis=1))
        if len(rows):
            self.statistics.exact += int(undecided.sum())
            signs[rows] = self._exact_signs(layer, rows, meeting_points(self._start, self._steps, known[rows]))
        return signs

    def _exact_signs(self, layer: ElementaryLayer, which: Index, points: IntArray) -> Signs:
        """Sides of the layer's walls of some vertices, of which the exact points are given."""
        exact = push(points, self._steps)
        # what is known exactly now starts afresh, with the smallest bound
        # (not directions: their scale is free, and what a residual block remembers keeps the old one)
        finite = exact[:, 0] != 0
        value = _quotients(exact[finite])
        fresh = which[finite]
        self._value[fresh], self._bound[fresh] = value, _rounded(value)
        return np.sign(layer.heights(exact)).astype(np.int8)

    @_unworried
    def cut(self, layer: ElementaryLayer, wall: int, edges: CutEdges) -> Signs:
        p, q = edges.p, edges.q
        heights = [_height(layer, wall, self._value, self._bound, self._weight, e) for e in (p, q)]
        mixture = _Mixture.on_wall((p, q), heights, (self._weight[p], self._weight[q]))
        value, bound = mixture.of(self._value, self._bound)
        for i, pair in enumerate(self._remembered):
            more = mixture.of(*pair)
            self._remembered[i] = (np.concatenate((pair[0], more[0])), np.concatenate((pair[1], more[1])))
        first = len(self._value)
        self._weights.append(np.maximum(self._weight[p], self._weight[q]))
        self._values.append(value)
        self._bounds.append(bound)
        # an edge that stays on one side of a wall, or on it, hands that on; only edges that cross it ask for more
        signs = edges.inherited[:, -edges.crossing.shape[1] :]
        if edges.crossing.any():
            height, error = _heights(layer, value, bound, self._weight[first:])
            undecided = ~(abs(height) > error) & edges.crossing
            self.statistics.asked += int(edges.crossing.sum())
            signs = np.where(edges.crossing & ~undecided, np.sign(height), signs).astype(np.int8)
            rows = np.flatnonzero(undecided.any(axis=1))
            if len(rows):
                self.statistics.exact += int(undecided.sum())
                known = edges.inherited[rows]
                known[:, -edges.crossing.shape[1] :][edges.crossing[rows]] = 1  # not known to vanish
                points = meeting_points(self._start, [*self._steps, layer], known)
                signs[rows] = self._exact_signs(layer, first + rows, points)
        return signs

    @_unworried
    def apply(self, layer: ElementaryLayer, signs: Signs) -> None:
        if isinstance(layer, Dense):
            matrix, constant = _as_doubles(layer)
            absolute = abs(matrix)
            growth = (matrix.shape[0] + 8) * _UNIT
            size = abs(self._value) @ absolute + abs(constant) * self._weight[:, None]
            self._replace(
                self._value @ matrix + constant * self._weight[:, None],
                (self._bound @ absolute + growth * size + _TINY) * _SLACK,
            )
        elif isinstance(layer, Pointwise):
            self._pass_pointwise(layer, signs)
        else:
            raise TypeError(f"no filter for a {type(layer).__name__}")
        self._steps.append(layer)

    def _pass_pointwise(self, layer: Pointwise, signs: Signs) -> None:
        pieces = layer.pieces_in_force(signs)
        value, bound = np.zeros(pieces.shape), np.zeros(pieces.shape)
        for k, (slope, offset) in enumerate(layer.pieces):
            here = pieces == k
            if slope == 1 and offset == 0:
                np.copyto(value, self._value, where=here)
                np.copyto(bound, self._bound, where=here)
            elif slope != 0 or offset != 0:
                shift = _double(offset) * self._weight[:, None]
                # where the slope is 0 the unit is exactly constant, however little was known of what enters
                moved = np.broadcast_to(shift, value.shape) if slope == 0 else _double(slope) * self._value + shift
                handed_on = 0.0 if slope == 0 else abs(_double(slope)) * self._bound
                np.copyto(value, moved, where=here)
                rounding = 8 * _UNIT * (abs(moved) + 2 * abs(shift))
                np.copyto(bound, (handed_on + rounding + _TINY) * _SLACK, where=here)
        self._replace(value, bound)

    def enter_block(self) -> None:
        self._remembered.append((self._value, self._bound))
        self._steps.append(Block.ENTER)

    @_unworried
    def leave_block(self) -> None:
        value, bound = self._remembered.pop()
        total = self._value + value
        self._replace(total, (self._bound + bound + 2 * _UNIT * abs(total) + _TINY) * _SLACK)
        self._steps.append(Block.LEAVE)


def _guarded(value: Doubles, bound: Doubles) -> Doubles:
    """Error bounds, infinite where a value is out of the range in which the analysis holds."""
    return np.where(abs(value) <= _LARGE, bound, np.inf)


def _rounded(value: Doubles) -> Doubles:
    """Error bounds of values that are correctly rounded."""
    return _guarded(value, abs(value) * _UNIT + _TINY)


def _double(x: fmpq) -> float:
    """The nearest double, or NaN where doubles lose relative precision (which leaves everything it meets undecided)."""
    try:
        nearest = int(x.p) / int(x.q)
    except OverflowError:
        return float("nan")
    return nearest if x == 0 or abs(nearest) >= _SMALLEST_NORMAL else float("nan")


def _quotients(rows: IntArray) -> Doubles:
    """Coordinates of integer rows (w, u_1, ..) as nearest doubles; a direction (w = 0) as it is."""
    values = [[_double(fmpq(u, w or 1)) for u in units] for w, *units in rows.tolist()]
    return np.array(values, dtype=np.float64).reshape(len(rows), rows.shape[1] - 1)


def _as_doubles(layer: Dense) -> tuple[Doubles, Doubles]:
    matrix = np.array([[_double(x) for x in row] for row in layer.weight]).T
    return matrix, np.array([_double(b) for b in layer.bias])


def _heights(layer: ElementaryLayer, value: Doubles, bound: Doubles, weight: Doubles) -> tuple[Doubles, Doubles]:
    """Heights over the walls of a pointwise layer, up to a positive factor, with error bounds."""
    blocks = [_above(t, value, bound, weight[:, None]) for t in _thresholds(layer)]
    if len(blocks) == 1:
        return blocks[0]
    height, error = (np.concatenate(parts, axis=1) for parts in zip(*blocks, strict=True))
    return height, error


def _height(
    layer: ElementaryLayer, wall: int, value: Doubles, bound: Doubles, weight: Doubles, which: Index
) -> tuple[Doubles, Doubles]:
    """The same over one wall, for some vertices."""
    threshold, unit = divmod(wall, value.shape[1])
    return _above(_thresholds(layer)[threshold], value[which, unit], bound[which, unit], weight[which])


def _thresholds(layer: ElementaryLayer) -> tuple[fmpq, ...]:
    if not isinstance(layer, Pointwise):
        raise TypeError(f"no filter for a {type(layer).__name__}")
    return layer.breakpoints


def _above(threshold: fmpq, value: Doubles, bound: Doubles, weight: Doubles) -> tuple[Doubles, Doubles]:
    if threshold == 0:
        return value, bound
    level = _double(threshold) * weight
    return value - level, (bound + 4 * _UNIT * (abs(value) + abs(level)) + _TINY) * _SLACK
