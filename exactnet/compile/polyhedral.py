"""Network -> exact polyhedral complex in R^d, refined wall by wall.

Vertices are homogeneous integer rows ``(w, x, carried.., u)`` as in `exactnet.compile.polyline`: a new vertex on an edge is an
integer combination of the edge's ends, so every coordinate and every unit's value at it is exact, in whatever dimension.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.compile.box import Box
from exactnet.compile.lattice import BOTH, NEGATIVE, POSITIVE, Lattice
from exactnet.compile.polyline import apply_layer, units
from exactnet.errors import InputError, UndecidedError
from exactnet.exact.integers import IntArray, add, combine, narrow, primitive_rows
from exactnet.model import ElementaryLayer, Maxout, Network, Residual
from exactnet.model.layer import Layer

__all__ = ["MAX_CELLS", "CellProgress", "PolyhedralComplex", "compile_complex"]

MAX_CELLS = 2_000_000
"""Default limit on cells."""

MAX_DIMENSION = 6

CellProgress = Callable[[int, int, int, int], None]
"""Called with (cells, layer, layers, walls left in the layer)."""


@dataclass(frozen=True, eq=False)
class PolyhedralComplex:
    """The polyhedral complex of a network on a box or on R^d.

    Attributes
    ----------
    network, domain
        What was compiled, and where.
    points
        Vertices as integer rows (w, x_1, .., x_d); w = 0: a direction at infinity.
    values
        Integer rows (w, y_1, ..): the network's output at the vertices (its recession at directions).
    lattice
        The face lattice.
    signs
        Shape (vertices, walls), -1, 0, 1: side of every wall, those of the box first, then layer by layer.
    box_walls
        Number of walls of the box.
    """

    network: Network
    domain: Box
    points: IntArray
    values: IntArray
    lattice: Lattice
    signs: NDArray[np.int8]
    box_walls: int

    @cached_property
    def sides(self) -> list[tuple[NDArray[np.uint8], NDArray[np.uint8]]]:
        """For every dimension k: bits of the walls that a k-face lies strictly above, and strictly below."""
        above, below = np.packbits(self.signs > 0, axis=1), np.packbits(self.signs < 0, axis=1)
        found = [(above, below)]
        for rows in self.lattice.facets:
            above, below = (
                np.bitwise_or.reduceat(bits[rows.items], rows.start[:-1], axis=0) for bits in (above, below)
            )
            found.append((above, below))
        return found

    @cached_property
    def finite(self) -> list[NDArray[np.bool_]]:
        """For every dimension k: whether a k-face lies in R^d (not at infinity)."""
        found = [np.asarray(self.points[:, 0] != 0, dtype=bool)]
        for rows in self.lattice.facets:
            found.append(np.logical_or.reduceat(found[-1][rows.items], rows.start[:-1]))
        return found

    @cached_property
    def cell_signs(self) -> NDArray[np.int8]:
        """Shape (cells, network walls): side of every wall of the network; 0 where a wall vanishes on the cell."""
        above, below = self.sides[-1]
        walls = self.signs.shape[1]
        up, down = (np.unpackbits(bits, axis=1, count=walls).astype(np.int8) for bits in (above, below))
        return (up - down)[:, self.box_walls :]

    def vertex(self, index: int) -> tuple[fmpq, ...]:
        """Exact coordinates of a finite vertex."""
        w, *x = self.points[index].tolist()
        return tuple(fmpq(c, w) for c in x)

    def __repr__(self) -> str:
        counts = ", ".join(str(self.lattice.count(k)) for k in range(self.lattice.dimension + 1))
        return f"PolyhedralComplex({self.network!r} on {self.domain}: {counts} faces of the subdivision)"


def compile_complex(
    network: Network, domain: Box, *, max_cells: int = MAX_CELLS, progress: CellProgress | None = None
) -> PolyhedralComplex:
    """The exact polyhedral complex of a network with at most six inputs.

    Raises
    ------
    InputError
        If the network has more inputs than six, or a maxout layer.
    UndecidedError
        If more than ``max_cells`` cells appear.

    Examples
    --------
    >>> from exactnet.model import Abs
    >>> compile_complex(Network.of(2, [Abs()]), Box.parse("box:-1,1", 2)).lattice.count(2)
    4
    """
    if network.inputs > MAX_DIMENSION:
        raise InputError(
            f"the network has {network.inputs} inputs; face lattices are built for at most {MAX_DIMENSION}"
        )
    if any(isinstance(layer, Maxout) for layer, _ in network.elementary):
        raise InputError("regions of networks with maxout layers are not enumerated by this version")
    refinement = _Refinement(network, domain, max_cells, progress)
    for layer in network.layers:
        refinement.advance(layer)
    return refinement.result()


class _Refinement:
    def __init__(self, network: Network, domain: Box, max_cells: int, progress: CellProgress | None) -> None:
        self._network, self._domain = network, domain
        points, self.lattice, self.signs = domain.complex()
        self._box_walls = self.signs.shape[1]
        self._width = network.inputs
        self.rows = np.concatenate((points, points[:, 1:]), axis=1)
        self._max_cells = max_cells
        self._progress = progress
        self._done = 0

    def result(self) -> PolyhedralComplex:
        d = self._domain.dimension
        points, values = primitive_rows(self.rows[:, : 1 + d]), primitive_rows(units(self.rows, self._width))
        return PolyhedralComplex(self._network, self._domain, points, values, self.lattice, self.signs, self._box_walls)

    def advance(self, layer: Layer) -> None:
        m = self._width
        if isinstance(layer, Residual):
            self.rows = np.concatenate((self.rows, self.rows[:, -m:]), axis=1)
            for inner in layer.layers:
                self.advance(inner)
            split = self.rows.shape[1] - 2 * m
            total = add(self.rows[:, split : split + m], self.rows[:, split + m :])
            self.rows = primitive_rows(narrow(np.concatenate((self.rows[:, :split], total), axis=1)))
        elif isinstance(layer, ElementaryLayer):
            if layer.bending:
                self._refine(layer)
            self.rows = apply_layer(self.rows, m, layer)
            self._width = layer.outputs(m)
            self._done += 1

    def _refine(self, layer: ElementaryLayer) -> None:
        heights = layer.heights(units(self.rows, self._width))
        signs = np.sign(heights).astype(np.int8)
        earlier = self.signs.shape[1]
        self.signs = np.concatenate((self.signs, signs), axis=1)
        for wall in range(heights.shape[1]):
            column = earlier + wall
            present = self.signs[:, column]
            if present.min(initial=0) < 0 < present.max(initial=0):
                heights = self._split(layer, heights, column, wall)
                self._check_size(layer, heights.shape[1] - wall - 1)

    def _split(self, layer: ElementaryLayer, heights: IntArray, column: int, wall: int) -> IntArray:
        present = self.signs[:, column]
        codes = np.where(present > 0, POSITIVE, np.where(present < 0, NEGATIVE, 0)).astype(np.uint8)
        faces = self.lattice.codes(codes)
        edges = np.flatnonzero(faces[1] == BOTH)
        ends = self.lattice.facets[0].items.reshape(-1, 2)[edges] if len(edges) else np.zeros((0, 2), dtype=np.int64)
        self.lattice.split(faces)
        if not len(edges):
            return heights
        p, q = ends.T
        fresh = primitive_rows(combine(abs(heights[q, wall]), self.rows[p], abs(heights[p, wall]), self.rows[q]))
        self.rows = np.concatenate((self.rows, fresh))
        below = layer.heights(units(fresh, self._width))
        signs = np.sign(self.signs[p] + self.signs[q])  # earlier walls: no edge crosses them any more
        first = self.signs.shape[1] - heights.shape[1]
        signs[:, first:] = np.sign(below)
        self.signs = np.concatenate((self.signs, signs))
        return np.concatenate((heights, below))

    def _check_size(self, layer: ElementaryLayer, left: int) -> None:
        cells = self.lattice.count(self.lattice.dimension)
        if self._progress is not None:
            self._progress(cells, self._done, len(self._network.elementary), left)
        if cells > self._max_cells:
            raise UndecidedError(
                f"more than {self._max_cells} cells after {self._done} of {len(self._network.elementary)} layers, "
                f"with {left} walls of the next one left; --max-cells raises the limit"
            )
