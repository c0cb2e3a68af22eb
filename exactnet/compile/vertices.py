"""The vertices of a complex under refinement: what a refinement asks of them, and the exact way to answer.

A vertex store answers with signs only. `ExactVertices` carries every vertex as an integer row through the layers; where int64
suffices (small integer weights) nothing is faster. `exactnet.compile.filtered` answers the same questions from doubles with
rigorous error bounds and goes back to integers where those do not decide.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np
from numpy.typing import NDArray

from exactnet.compile.polyline import add_remembered, apply_layer, remember_units, units
from exactnet.exact.integers import IntArray, combine, primitive_rows
from exactnet.model.layer import ElementaryLayer

__all__ = ["ExactVertices", "Signs", "Vertices", "WideNumbersError"]

Signs = NDArray[np.int8]
Index = NDArray[np.int64]


class WideNumbersError(Exception):
    """Integers have outgrown int64 in a store that was told to stop then."""


class Vertices(ABC):
    """Vertices at some layer of the network."""

    @abstractmethod
    def signs(self, layer: ElementaryLayer) -> Signs:
        """Side of every wall of the layer that acts next, shape (vertices, walls)."""

    @abstractmethod
    def cut(self, layer: ElementaryLayer, wall: int, p: Index, q: Index, ends: tuple[Signs, Signs]) -> Signs:
        """Add the vertices in which a wall cuts the edges p-q; returns their sides of the layer's walls.

        ``ends`` are the signs of p and q at the layer's walls.
        """

    @abstractmethod
    def apply(self, layer: ElementaryLayer, signs: Signs) -> None:
        """Pass through a layer, given the vertices' signs at its walls."""

    @abstractmethod
    def enter_block(self) -> None:
        """Remember the present units, to be added at the end of a residual block."""

    @abstractmethod
    def leave_block(self) -> None:
        """Add what `enter_block` remembered."""

    @abstractmethod
    def coordinates(self) -> IntArray:
        """Exact coordinates, integer rows (w, x_1, .., x_d); w = 0 is a direction."""


class ExactVertices(Vertices):
    """Integer rows ``(w, x, remembered.., u)``; everything is exact at every moment.

    Parameters
    ----------
    points
        The first vertices, rows (w, x).
    narrow_only
        Raise WideNumbersError as soon as int64 does not suffice.
    """

    def __init__(self, points: IntArray, narrow_only: bool = False) -> None:
        self._rows = np.concatenate((points, points[:, 1:]), axis=1)
        self._dimension = self._width = points.shape[1] - 1
        self._narrow_only = narrow_only
        self._heights: IntArray = self._rows[:, :0]

    def _keep(self, rows: IntArray) -> None:
        if self._narrow_only and rows.dtype == object:
            raise WideNumbersError
        self._rows = rows

    def signs(self, layer: ElementaryLayer) -> Signs:
        self._heights = layer.heights(units(self._rows, self._width))
        return np.sign(self._heights).astype(np.int8)

    def cut(self, layer: ElementaryLayer, wall: int, p: Index, q: Index, ends: tuple[Signs, Signs]) -> Signs:
        before, after = abs(self._heights[p, wall]), abs(self._heights[q, wall])
        fresh = primitive_rows(combine(after, self._rows[p], before, self._rows[q]))
        heights = layer.heights(units(fresh, self._width))
        self._keep(np.concatenate((self._rows, fresh)))
        self._heights = np.concatenate((self._heights, heights))
        return np.sign(heights).astype(np.int8)

    def apply(self, layer: ElementaryLayer, signs: Signs) -> None:
        self._keep(apply_layer(self._rows, self._width, layer))
        self._width = layer.outputs(self._width)

    def enter_block(self) -> None:
        self._rows = remember_units(self._rows, self._width)

    def leave_block(self) -> None:
        self._keep(add_remembered(self._rows, self._width))

    def coordinates(self) -> IntArray:
        return primitive_rows(self._rows[:, : 1 + self._dimension])
