"""The vertices of a complex under refinement: what a refinement asks of them, and the exact way to answer.

A vertex store answers with signs only. `ExactVertices` carries every vertex as an integer row through the layers; where int64
suffices (small integer weights) nothing is faster. `exactnet.compile.filtered` answers the same questions from doubles with
rigorous error bounds and goes back to integers where those do not decide.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exactnet.compile.growing import GrowingRows
from exactnet.compile.polyline import add_remembered, apply_layer, remember_units, units
from exactnet.compile.start import Start
from exactnet.exact.integers import IntArray, combine, matmul, primitive_rows
from exactnet.model.affine import Dense
from exactnet.model.layer import ElementaryLayer

__all__ = ["CutEdges", "ExactVertices", "Signs", "Vertices", "WideNumbersError"]

_ENTRIES = 2**22
"""Of vertices that pass through a layer at once: what is made on the way is not small."""

Signs = NDArray[np.int8]
Index = NDArray[np.integer[Any]]


_FEW = 8
"""An affine layer with at most so many inputs, and more outputs, is not computed: the walls behind it are seen as forms in them."""

_ON_THE_WAY = 8 * 8
"""Bytes for every number of new vertices, and of the ends of their edges, while they are made."""


class WideNumbersError(Exception):
    """Integers have outgrown int64 in a store that was told to stop then."""


@dataclass(frozen=True, eq=False)
class CutEdges:
    """Edges that a wall of a layer cuts, from p to q.

    Attributes
    ----------
    p, q
        Their ends.
    inherited
        Sides of all walls so far on which the new vertices are because their edges are, shape (edges, walls).
    crossing
        Where that says nothing: walls of the present layer that cross the edge, the one that cuts excepted, shape
        (edges, walls of the layer).
    """

    p: Index
    q: Index
    inherited: Signs
    crossing: NDArray[np.bool_]


class Vertices(ABC):
    """Vertices at some layer of the network."""

    @property
    @abstractmethod
    def nbytes(self) -> int:
        """Memory that they take (of Python integers: their places only)."""

    @abstractmethod
    def growth(self, count: int) -> int:
        """Memory that so many new vertices of the present layer may take besides, in bytes."""

    @abstractmethod
    def signs(self, layer: ElementaryLayer, known: Signs) -> Signs:
        """Side of every wall of the layer that acts next, shape (vertices, walls).

        ``known`` are the sides of all earlier walls, shape (vertices, earlier walls).
        """

    @abstractmethod
    def cut(self, layer: ElementaryLayer, wall: int, edges: CutEdges) -> Signs:
        """Add the vertices in which a wall cuts edges; returns their sides of the layer's walls."""

    @abstractmethod
    def apply(self, layer: ElementaryLayer, signs: Signs) -> None:
        """Pass through a layer, given the vertices' signs at its walls."""

    @abstractmethod
    def enter_block(self) -> None:
        """Remember the present units, to be added at the end of a residual block."""

    @abstractmethod
    def leave_block(self) -> None:
        """Add what `enter_block` remembered."""


class ExactVertices(Vertices):
    """Integer rows ``(w, x, remembered.., u)``; everything is exact at every moment.

    Layers that were passed are computed when signs are asked for, in parts of the vertices. An affine layer with few inputs
    just before the walls is not, then: a wide one would make long rows of what a few numbers say.

    Parameters
    ----------
    start
        The first vertices.
    narrow_only
        Raise WideNumbersError as soon as int64 does not suffice.
    """

    def __init__(self, start: Start, narrow_only: bool = False) -> None:
        self._grown = GrowingRows(np.concatenate((start.points, start.points[:, 1:]), axis=1))
        self._width = start.points.shape[1] - 1
        self._narrow_only = narrow_only
        self._passed: list[ElementaryLayer] = []
        self._forms: IntArray | None = None

    @property
    def nbytes(self) -> int:
        return self._grown.nbytes

    def growth(self, count: int) -> int:
        numbers: int = self._rows.shape[1] + max([self._width, *self._widths()])
        return self._grown.growth(count) + _ON_THE_WAY * count * numbers

    @property
    def _rows(self) -> IntArray:
        return self._grown.view

    def signs(self, layer: ElementaryLayer, known: Signs) -> Signs:
        self._forms = None
        if self._passed and isinstance(affine := self._passed[-1], Dense) and _spreads(affine):
            self._compute(len(self._passed) - 1)
            self._forms = self._checked(layer.heights(affine.integer_matrix))
        else:
            self._compute(len(self._passed))
        parts = self._parts(max([self._width, *self._widths()]))
        return np.concatenate([np.sign(self._heights(layer, part)).astype(np.int8) for part in parts])

    def cut(self, layer: ElementaryLayer, wall: int, edges: CutEdges) -> Signs:
        p, q = self._rows[edges.p], self._rows[edges.q]
        before, after = (abs(self._heights(layer, ends, wall)[:, 0]) for ends in (p, q))
        fresh = self._checked(primitive_rows(combine(after, p, before, q)))
        self._grown.append(fresh)
        return np.sign(self._heights(layer, fresh)).astype(np.int8)

    def apply(self, layer: ElementaryLayer, signs: Signs) -> None:
        self._passed.append(layer)

    def enter_block(self) -> None:
        self._compute(len(self._passed))
        self._keep(remember_units(self._rows, self._width))

    def leave_block(self) -> None:
        self._compute(len(self._passed))
        self._keep(add_remembered(self._rows, self._width))

    def _heights(self, layer: ElementaryLayer, rows: IntArray, wall: int | None = None) -> IntArray:
        """Values of the layer's walls, or of one of them, at rows."""
        entering = units(rows, self._width)
        chosen = slice(None) if wall is None else slice(wall, wall + 1)
        if self._forms is None:
            return layer.heights(entering)[:, chosen]
        return self._checked(matmul(entering, self._forms[:, chosen]))

    def _widths(self) -> list[int]:
        """Widths behind the layers that were passed and not computed."""
        widths = [self._width]
        for layer in self._passed:
            widths.append(layer.outputs(widths[-1]))
        return widths[1:]

    def _parts(self, columns: int) -> Iterator[IntArray]:
        step = max(1, _ENTRIES // max(1, columns))
        return (self._rows[first : first + step] for first in range(0, len(self._rows), step))

    def _compute(self, count: int) -> None:
        """Compute the first layers of those that were passed."""
        if not count:
            return
        widths = [self._width, *self._widths()]
        parts = []
        for part in self._parts(max(widths)):
            for layer, width in zip(self._passed[:count], widths, strict=False):
                part = self._checked(apply_layer(part, width, layer))
            parts.append(part)
        self._keep(np.concatenate(parts))
        self._width, self._passed = widths[count], self._passed[count:]

    def _keep(self, rows: IntArray) -> None:
        self._grown = GrowingRows(self._checked(rows))

    def _checked(self, rows: IntArray) -> IntArray:
        if self._narrow_only and rows.dtype == object:
            raise WideNumbersError
        return rows


def _spreads(affine: Dense) -> bool:
    """Whether a layer makes many numbers of few."""
    return len(affine.weight[0]) <= _FEW < len(affine.weight)
