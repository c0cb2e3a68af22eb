"""The conditions of a cell on a stack, exact and in floats, and points strictly inside."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import mul

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.compile.box import Box
from exactnet.complexes.depth_first.walls import Corners, Walls
from exactnet.exact.highs import FloatProgram
from exactnet.exact.integers import IntArray
from exactnet.exact.linear import float_rows

__all__ = ["Conditions", "LayerRows", "Point", "Row", "dot", "nearest"]

Point = tuple[int, ...]
"""Integers (w, x_1, .., x_d) with w > 0: the point x/w."""

Row = Sequence[int]
Floats = NDArray[np.float64]
_SAFE = 2**62


def dot(row: Row, point: Point) -> int:
    """An affine function at a point, times w."""
    return sum(map(mul, row, point))


@dataclass(frozen=True, eq=False)
class LayerRows:
    """The walls of an open layer.

    Attributes
    ----------
    walls
        The walls themselves.
    floats
        The same in floats, the absolute coefficients of each with sum 1.
    first
        The row of the float program at which they begin.
    """

    walls: Walls
    floats: Floats
    first: int


class Conditions:
    """Conditions ``g >= 0``: the walls of the domain first, then those that the search adds and drops.

    In the float program the sides of a box are bounds, and all walls of the open layers are rows, free until demanded.
    """

    def __init__(self, domain: Box, *, floats: bool = True) -> None:
        d = self._d = domain.dimension
        self.corners = None if domain.sides is None else Corners.of(domain.sides)
        self.rows: list[list[int]] = []
        self._factors: list[Callable[[], fmpq]] = []
        self._float = np.zeros((16, 1 + d))
        self._exact: IntArray = np.zeros((16, 1 + d), dtype=np.int64)
        self._largest: list[int] = [0]
        self._place: list[int] = []
        self._condition: dict[int, int] = {}
        self._height = 0
        for i, (lo, hi) in enumerate(domain.sides or ()):
            for sign, t in ((1, lo), (-1, hi)):
                row = [0] * (1 + d)
                row[0], row[1 + i] = -sign * int(t.p), sign * int(t.q)
                scaled = np.array(row, dtype=object)
                self._append(row, partial(fmpq, 1, t.q), float_rows(scaled[None])[0])
        box = None
        if domain.sides is not None:
            ends = [np.array([nearest(side[end]) for side in domain.sides]) for end in (0, 1)]
            box = ends[0], ends[1]
        self._program = FloatProgram.open(d, box) if floats else None

    def __len__(self) -> int:
        return len(self.rows)

    # -- the stack ---------------------------------------------------------------------------------------------------------

    def _append(self, row: list[int], factor: Callable[[], fmpq], scaled: Floats) -> None:
        n = len(self.rows)
        if n == len(self._float):
            self._float = np.concatenate((self._float, np.zeros_like(self._float)))
            self._exact = np.concatenate((self._exact, np.zeros_like(self._exact)))
        self.rows.append(row)
        self._factors.append(factor)
        self._float[n] = scaled
        largest = max(map(abs, row))
        if largest < _SAFE:
            self._exact[n] = row
        self._largest.append(max(self._largest[-1], largest))

    def open_layer(self, walls: Walls) -> LayerRows:
        """Make room for the walls of a layer; `close_layer` undoes it."""
        layer = LayerRows(walls, float_rows(walls.rows), self._height)
        self._height += len(walls.lists)
        if self._program is not None:
            self._program.add(layer.floats)
        return layer

    def close_layer(self, layer: LayerRows) -> None:
        """Undo `open_layer`."""
        count = len(layer.walls.lists)
        self._height -= count
        if self._program is not None:
            self._program.drop(count)

    def demand(self, layer: LayerRows, wall: int, sign: int) -> None:
        """Add the condition sign * wall >= 0."""
        row, scaled = layer.walls.lists[wall], layer.floats[wall]
        place = layer.first + wall
        self._condition[place] = len(self.rows)
        self._place.append(place)
        factor = partial(layer.walls.factor, wall)
        if sign > 0:
            self._append(row, factor, scaled)
        else:
            self._append([-x for x in row], factor, -scaled)
        if self._program is not None:
            self._program.demand(place, sign)

    def release(self, count: int) -> None:
        """Drop the last conditions, so that this many are left."""
        while len(self.rows) > count:
            self.rows.pop()
            self._factors.pop()
            self._largest.pop()
            place = self._place.pop()
            del self._condition[place]
            if self._program is not None:
                self._program.release(place)

    # -- points ------------------------------------------------------------------------------------------------------------

    def strictly_inside(self, point: Point) -> bool:
        """Whether all conditions are > 0 at a point."""
        n = len(self.rows)
        largest = max(map(abs, point))
        if self._largest[-1] * largest * len(point) < _SAFE:
            return not n or bool((self._exact[:n] @ np.array(point)).min() > 0)
        return all(dot(row, point) > 0 for row in self.rows)

    def _rounded(self, point: Floats, form: Row, scaled: Floats) -> Point | None:
        """A point with few binary digits near a float one, where all conditions and a form are > 0."""
        n = len(self.rows)
        values = self._float[:n, 1:] @ point
        values += self._float[:n, 0]
        # rows have absolute sum 1: this is how far every coordinate may move
        room = min(values.min(initial=math.inf), float(scaled[0] + scaled[1:] @ point))
        if not 1e-13 < room < math.inf:
            return None
        digits = max(0, 1 - math.frexp(room)[1])
        found = (1 << digits, *map(int, np.rint(np.ldexp(point, digits)).tolist()))
        return found if dot(form, found) > 0 and self.strictly_inside(found) else None

    def _rounded_exactly(self, point: Sequence[fmpq], form: Row) -> Point:
        """The same for an exact point of the open cell: some number of digits will do."""
        digits = 4
        while True:
            found = (1 << digits, *(int((x * (1 << digits) + fmpq(1, 2)).floor()) for x in point))
            if dot(form, found) > 0 and self.strictly_inside(found):
                return found
            digits += digits

    def beside(self, form: Row, point: Point) -> Point:
        """A point of the open cell where a form is > 0, given one where it is 0 (and the form is not constant)."""
        largest = max(map(abs, form[1:]))
        direction = [fmpq(a, largest) for a in form[1:]]
        w, *x = point
        step = fmpq(1)
        for row in self.rows:
            rate = sum((a * v for a, v in zip(row[1:], direction, strict=True)), fmpq(0))
            if rate < 0:
                step = min(step, fmpq(dot(row, point), w) / -rate)
        return self._rounded_exactly([fmpq(a, w) + step / 2 * v for a, v in zip(x, direction, strict=True)], form)


def nearest(x: fmpq) -> float:
    """A float near a rational; infinite beyond the doubles."""
    try:
        return int(x.p) / int(x.q)
    except OverflowError:
        return math.inf if x > 0 else -math.inf
