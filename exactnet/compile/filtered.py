"""Vertices in doubles with rigorous error bounds; integers decide wherever the bounds do not.

For every unit at every vertex the store carries a double and a bound of its distance from the exact value (running error
analysis: each operation adds the propagated bounds and its own rounding, generously). A sign is taken from the double if it
exceeds its bound; all others are decided exactly. Exact coordinates are made on demand from a vertex's pedigree: the
edge and the wall that made it. The filter skips work and decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.compile.growing import GrowingRows
from exactnet.compile.vertices import Index, Signs, Vertices
from exactnet.exact.integers import IntArray, add, combine, narrow, primitive_rows, scale
from exactnet.model.affine import Dense
from exactnet.model.layer import ElementaryLayer
from exactnet.model.pointwise import Pointwise

__all__ = ["FilterStatistics", "FilteredVertices"]

Doubles = NDArray[np.float64]

_UNIT = 2.0**-52
_TINY = 1e-290
_LARGE = 1e100  # below this, what underflows anywhere in a formula is far less than _TINY after it is multiplied
_SMALLEST_NORMAL = 2.0**-1022
_SLACK = 1 + 2.0**-30  # covers the rounding of the bounds themselves
_unworried = np.errstate(over="ignore", invalid="ignore", divide="ignore", under="ignore")
"""Infinite and undefined bounds are meant: they leave the sign to integers."""


@dataclass
class FilterStatistics:
    """How many signs were asked for, and how many of them the doubles left to integers."""

    asked: int = 0
    exact: int = 0


@dataclass(frozen=True)
class _Step:
    """Something that happened to all vertices, to be replayed exactly for a few."""

    layer: ElementaryLayer | None
    enters: bool = False


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

    def __init__(self, points: IntArray) -> None:
        n = len(points)
        value = _quotients(points)
        self._weights = GrowingRows(np.asarray(points[:, 0] != 0, dtype=np.float64))
        self._values, self._bounds = GrowingRows(value), GrowingRows(_rounded(value))
        self._remembered: list[tuple[Doubles, Doubles]] = []
        self._exact: dict[int, list[int]] = dict(enumerate(points.tolist()))
        self._parents: list[NDArray[np.int64]] = [np.full((n, 4), -1)]
        self._count = n
        self._steps: list[_Step] = []
        self.statistics = FilterStatistics()

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
    def signs(self, layer: ElementaryLayer) -> Signs:
        height, error = _heights(layer, self._value, self._bound, self._weight)
        undecided = ~(abs(height) > error)
        signs = np.where(undecided, 0, np.sign(height)).astype(np.int8)
        self.statistics.asked += undecided.size
        self._settle(layer, np.arange(self._count), signs, undecided)
        return signs

    def _settle(self, layer: ElementaryLayer, which: Index, signs: Signs, undecided: NDArray[np.bool_]) -> None:
        """Decide the undecided signs of some vertices exactly, in place."""
        rows = np.flatnonzero(undecided.any(axis=1))
        if not len(rows):
            return
        self.statistics.exact += int(undecided.sum())
        exact = self._replay(which[rows], len(self._steps))
        signs[rows] = np.sign(layer.heights(exact)).astype(np.int8)
        # what is known exactly now starts afresh, with the smallest bound
        # (not directions: their scale is free, and what a residual block remembers keeps the old one)
        points = exact[:, 0] != 0
        value = _quotients(exact[points])
        fresh = which[rows][points]
        self._value[fresh], self._bound[fresh] = value, _rounded(value)

    @_unworried
    def cut(self, layer: ElementaryLayer, wall: int, p: Index, q: Index, ends: tuple[Signs, Signs]) -> Signs:
        heights = [_heights(layer, self._value[e], self._bound[e], self._weight[e], wall) for e in (p, q)]
        mixture = _Mixture.on_wall((p, q), heights, (self._weight[p], self._weight[q]))
        value, bound = mixture.of(self._value, self._bound)
        for i, pair in enumerate(self._remembered):
            more = mixture.of(*pair)
            self._remembered[i] = (np.concatenate((pair[0], more[0])), np.concatenate((pair[1], more[1])))
        fresh = np.arange(self._count, self._count + len(p))
        self._parents.append(np.stack((p, q, np.full(len(p), len(self._steps)), np.full(len(p), wall)), axis=1))
        self._weights.append(np.maximum(self._weight[p], self._weight[q]))
        self._values.append(value)
        self._bounds.append(bound)
        self._count += len(p)
        self._current = layer
        # an edge that stays on one side of a wall, or on it, hands that on; only edges that cross it ask for more
        signs: Signs = np.sign(ends[0] + ends[1]).astype(np.int8)
        crossing = ends[0] * ends[1] < 0
        crossing[:, wall] = False
        if crossing.any():
            height, error = _heights(layer, value, bound, self._weight[fresh])
            undecided = ~(abs(height) > error) & crossing
            self.statistics.asked += int(crossing.sum())
            found = np.where(undecided, 0, np.sign(height)).astype(np.int8)
            self._settle(layer, fresh, found, undecided)
            signs = np.where(crossing, found, signs).astype(np.int8)
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
        self._steps.append(_Step(layer))

    def _pass_pointwise(self, layer: Pointwise, signs: Signs) -> None:
        n, m = self._value.shape
        piece = (signs > 0).reshape(n, len(layer.breakpoints), m).sum(axis=1)
        slopes = np.array([_double(slope) for slope, _ in layer.pieces])[piece]
        offsets = np.array([_double(offset) for _, offset in layer.pieces])[piece] * self._weight[:, None]
        value = slopes * np.where(slopes == 0, 0.0, self._value) + offsets
        rounding = 8 * _UNIT * (abs(value) + 2 * abs(offsets))
        # where the slope is 0 the unit is exactly constant, however little was known of what enters
        propagated = np.where(slopes == 0, 0.0, abs(slopes) * np.where(slopes == 0, 0.0, self._bound) + _TINY)
        self._replace(value, (propagated + rounding) * _SLACK)

    def enter_block(self) -> None:
        self._remembered.append((self._value, self._bound))
        self._steps.append(_Step(None, enters=True))

    @_unworried
    def leave_block(self) -> None:
        value, bound = self._remembered.pop()
        total = self._value + value
        self._replace(total, (self._bound + bound + 2 * _UNIT * abs(total) + _TINY) * _SLACK)
        self._steps.append(_Step(None))

    def coordinates(self) -> IntArray:
        self._make_exact(np.arange(self._count))
        return narrow(np.array([self._exact[i] for i in range(self._count)], dtype=object))

    def _make_exact(self, which: Index) -> None:
        """Exact coordinates of some vertices and of the pedigree they need, oldest first, in batches of one wall's making."""
        parents = np.concatenate(self._parents)
        self._parents = [parents]
        wanted, stack = set(), [int(i) for i in which if int(i) not in self._exact]
        while stack:
            i = stack.pop()
            if i not in wanted and i not in self._exact:
                wanted.add(i)
                stack += parents[i, :2].tolist()
        todo = np.array(sorted(wanted), dtype=np.int64)
        if not len(todo):
            return
        # vertices of one step may descend from one another; generations are cut at every change of step or wall
        marks = parents[todo, 2] * (1 + int(parents[:, 3].max())) + parents[todo, 3]
        for batch in np.split(todo, np.flatnonzero(np.diff(marks)) + 1):
            step, wall = parents[batch[0], 2:].tolist()
            layer = self._steps[step].layer if step < len(self._steps) else self._current
            assert layer is not None
            p, q = parents[batch, 0], parents[batch, 1]
            ends = [layer.heights(self._replay(side, step))[:, wall] for side in (p, q)]
            rows = [self._rows(side) for side in (p, q)]
            fresh = primitive_rows(combine(abs(ends[1]), rows[0], abs(ends[0]), rows[1]))
            self._exact.update(zip(batch.tolist(), fresh.tolist(), strict=True))

    def _rows(self, which: Index) -> IntArray:
        return narrow(np.array([self._exact[i] for i in which.tolist()], dtype=object))

    def _replay(self, which: Index, steps: int) -> IntArray:
        """Exact rows (w, u) of some vertices after the first steps."""
        self._make_exact(which)
        rows = self._rows(which)
        remembered: list[tuple[IntArray, int]] = []
        multiplier = 1
        for step in self._steps[:steps]:
            if step.layer is not None:
                rows = step.layer.apply(rows)
                multiplier *= step.layer.multiplier
            elif step.enters:
                remembered.append((rows[:, 1:], multiplier))
            else:
                entered, before = remembered.pop()
                total = add(rows[:, 1:], scale(entered, multiplier // before))
                rows = narrow(np.concatenate((rows[:, :1], total), axis=1))
        return rows


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


def _heights(
    layer: ElementaryLayer, value: Doubles, bound: Doubles, weight: Doubles, wall: int | None = None
) -> tuple[Doubles, Doubles]:
    """Heights over the walls (or one wall) of a pointwise layer, up to a positive factor, with error bounds."""
    if not isinstance(layer, Pointwise):
        raise TypeError(f"no filter for a {type(layer).__name__}")
    m = value.shape[1]
    if wall is not None:
        threshold = _double(layer.breakpoints[wall // m]) * weight
        column = value[:, wall % m]
        error = bound[:, wall % m] + 4 * _UNIT * (abs(column) + abs(threshold)) + _TINY
        return column - threshold, error * _SLACK
    blocks = [value - _double(t) * weight[:, None] for t in layer.breakpoints]
    errors = [bound + 4 * _UNIT * (abs(value) + abs(_double(t)) * weight[:, None]) + _TINY for t in layer.breakpoints]
    return np.concatenate(blocks, axis=1), np.concatenate(errors, axis=1) * _SLACK
