"""The vertices of a complex under refinement: what a refinement asks of them, and the exact way to answer.

A vertex store answers with signs only. `ExactVertices` carries every vertex as an integer row through the layers; where int64
suffices (small integer weights) nothing is faster. `exactnet.compile.filtered` answers the same questions from doubles with
rigorous error bounds and goes back to integers where those do not decide.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exactnet.compile.growing import GrowingRows
from exactnet.compile.polyline import add_remembered, apply_layer, remember_units, units
from exactnet.compile.start import Start
from exactnet.exact.integers import IntArray, combine, primitive_rows
from exactnet.model.layer import ElementaryLayer

__all__ = ["CutEdges", "ExactVertices", "Signs", "Vertices", "WideNumbersError"]

_ENTRIES = 2**22
"""Of vertices that pass through a layer at once: what is made on the way is not small."""

Signs = NDArray[np.int8]
Index = NDArray[np.integer[Any]]


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
        self._heights = GrowingRows(self._rows[:, :0])

    @property
    def nbytes(self) -> int:
        return self._grown.nbytes + self._heights.nbytes

    @property
    def _rows(self) -> IntArray:
        return self._grown.view

    def _keep(self, rows: IntArray) -> None:
        self._grown = GrowingRows(self._checked(rows))

    def _checked(self, rows: IntArray) -> IntArray:
        if self._narrow_only and rows.dtype == object:
            raise WideNumbersError
        return rows

    def signs(self, layer: ElementaryLayer, known: Signs) -> Signs:
        self._heights = GrowingRows(layer.heights(units(self._rows, self._width)))
        found: Signs = np.sign(self._heights.view).astype(np.int8)
        return found

    def cut(self, layer: ElementaryLayer, wall: int, edges: CutEdges) -> Signs:
        p, q = edges.p, edges.q
        height = self._heights.view
        before, after = abs(height[p, wall]), abs(height[q, wall])
        fresh = primitive_rows(combine(after, self._rows[p], before, self._rows[q]))
        heights = layer.heights(units(fresh, self._width))
        self._grown.append(self._checked(fresh))
        self._heights.append(heights)
        return np.sign(heights).astype(np.int8)

    def apply(self, layer: ElementaryLayer, signs: Signs) -> None:
        self._heights = GrowingRows(self._rows[:, :0])
        after = layer.outputs(self._width)
        step = max(1, _ENTRIES // (self._width + after))
        parts = [self._rows[first : first + step] for first in range(0, len(self._rows), step)]
        self._keep(np.concatenate([apply_layer(part, self._width, layer) for part in parts]))
        self._width = after

    def enter_block(self) -> None:
        self._keep(remember_units(self._rows, self._width))

    def leave_block(self) -> None:
        self._keep(add_remembered(self._rows, self._width))
