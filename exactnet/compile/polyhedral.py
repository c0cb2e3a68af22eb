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
from exactnet.compile.filtered import FilteredVertices
from exactnet.compile.growing import GrowingRows
from exactnet.compile.lattice import BOTH, NEGATIVE, POSITIVE, Lattice
from exactnet.compile.vertices import ExactVertices, Vertices, WideNumbersError
from exactnet.errors import InputError, UndecidedError
from exactnet.exact.integers import IntArray, primitive_rows
from exactnet.model import ElementaryLayer, Maxout, Network, Residual
from exactnet.model.layer import Layer

Bits = NDArray[np.uint8]

__all__ = ["MAX_CELLS", "MAX_DIMENSION", "CellProgress", "PolyhedralComplex", "compile_complex"]

MAX_CELLS = 2_000_000
"""Default limit on cells."""

MAX_DIMENSION = 6
"""Largest number of inputs for which a face lattice is built."""

CellProgress = Callable[[int, int, int, int], None]
"""Called with (cells, layer, layers, walls left in the layer)."""


@dataclass(frozen=True, eq=False)
class PolyhedralComplex:
    """The polyhedral complex of a network on a box or on R^d.

    Attributes
    ----------
    network, domain
        What was compiled, and where.
    vertices
        The vertices; exact on demand, see `points`.
    lattice
        The face lattice.
    signs
        Shape (vertices, walls), -1, 0, 1: side of every wall, those of the box first, then layer by layer.
    ideal
        Shape (vertices,): whether the vertex is a direction at infinity.
    box_walls
        Number of walls of the box.
    """

    network: Network
    domain: Box
    vertices: Vertices
    lattice: Lattice
    signs: NDArray[np.int8]
    ideal: NDArray[np.bool_]
    box_walls: int

    @cached_property
    def points(self) -> IntArray:
        """Exact vertices, integer rows (w, x_1, .., x_d); w = 0: a direction at infinity."""
        return self.vertices.coordinates()

    @cached_property
    def values(self) -> IntArray:
        """The network's output at the vertices integer rows (w, y_1, ..); at directions, its recession up to a positive factor."""
        rows = self.points
        for layer in self.network.layers:
            rows = layer.apply(rows)
        return primitive_rows(rows)

    @cached_property
    def sides(self) -> list[tuple[Bits, Bits]]:
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
    def labels(self) -> list[tuple[Bits, Bits]]:
        """For every dimension k: what tells a k-face of the network's complex from others, as two packed sets of bits.

        Above and below each wall; for a maxout group, which of its units attain the maximum, and which do not (a wall between
        two units that lie below the maximum is no wall of the complex).
        """
        if not any(isinstance(layer, Maxout) for layer, _ in self.network.bending_layers):
            return self.sides
        return [self._relabelled(above, below) for above, below in self.sides]

    def _relabelled(self, above: Bits, below: Bits) -> tuple[Bits, Bits]:
        up, down = (np.unpackbits(bits, axis=1, count=self.signs.shape[1]).astype(bool) for bits in (above, below))
        column = self.box_walls
        higher, lower = [up[:, :column]], [down[:, :column]]
        for layer, width in self.network.bending_layers:
            part = slice(column, column := column + _wall_count(layer, width))
            if isinstance(layer, Maxout):
                beaten = _beaten(layer, up[:, part], down[:, part])
                higher.append(~beaten)
                lower.append(beaten)
            else:
                higher.append(up[:, part])
                lower.append(down[:, part])
        return np.packbits(np.concatenate(higher, axis=1), axis=1), np.packbits(np.concatenate(lower, axis=1), axis=1)

    @property
    def label_count(self) -> int:
        """Number of bits in each half of a label, those of the box included."""
        layers = self.network.bending_layers
        own = (sum(map(len, x.groups)) if isinstance(x, Maxout) else _wall_count(x, width) for x, width in layers)
        return self.box_walls + sum(own)

    @cached_property
    def finite(self) -> list[NDArray[np.bool_]]:
        """For every dimension k: whether a k-face lies in R^d (not at infinity)."""
        found = [~self.ideal]
        for rows in self.lattice.facets:
            found.append(np.logical_or.reduceat(found[-1][rows.items], rows.start[:-1]))
        return found

    @cached_property
    def cell_signs(self) -> NDArray[np.int8]:
        """Shape (cells, bits): side of every wall of the network, 0 where it vanishes on the cell; see `labels` for maxout."""
        above, below = self.labels[-1]
        up, down = (np.unpackbits(bits, axis=1, count=self.label_count).astype(np.int8) for bits in (above, below))
        return (up - down)[:, self.box_walls :]

    def vertex(self, index: int) -> tuple[fmpq, ...]:
        """Exact coordinates of a finite vertex."""
        w, *x = self.points[index].tolist()
        return tuple(fmpq(c, w) for c in x)

    def __repr__(self) -> str:
        counts = ", ".join(str(self.lattice.count(k)) for k in range(self.lattice.dimension + 1))
        return f"PolyhedralComplex({self.network!r} on {self.domain}: {counts} faces of the subdivision)"


def _wall_count(layer: ElementaryLayer, width: int) -> int:
    return int(layer.heights(np.zeros((1, 1 + width), dtype=np.int64)).shape[1])


def _beaten(layer: Maxout, higher: NDArray[np.bool_], lower: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """For each unit of each group, whether another of its group exceeds it, from the signs of the pairs' differences."""
    place = {pair: i for i, pair in enumerate(layer.pairs)}
    columns = []
    for group in layer.groups:
        for i in group:
            column = np.zeros(len(higher), dtype=bool)
            for j in group:
                if i < j:
                    column |= lower[:, place[i, j]]
                elif j < i:
                    column |= higher[:, place[j, i]]
            columns.append(column)
    return np.stack(columns, axis=1)


def compile_complex(
    network: Network,
    domain: Box,
    *,
    max_cells: int = MAX_CELLS,
    arithmetic: str = "auto",
    progress: CellProgress | None = None,
) -> PolyhedralComplex:
    """The exact polyhedral complex of a network with at most six inputs.

    Parameters
    ----------
    arithmetic
        ``"auto"``: int64 where it suffices, else filtered; ``"filtered"``: doubles with error bounds, integers where those do
        not decide; ``"exact"``: integers only. The complex is the same.

    Raises
    ------
    InputError
        If the network has more inputs than six.
    UndecidedError
        If more than ``max_cells`` cells of the subdivision appear (on R^d, cut by the starting fan as well).

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
        arithmetic = "exact"  # the filter knows pointwise layers only
    for vertices in _STORES[arithmetic]:
        refinement = _Refinement(network, domain, vertices, max_cells, progress)
        try:
            refinement.run()
        except WideNumbersError:
            continue
        box_walls = 0 if domain.sides is None else 2 * domain.dimension
        return PolyhedralComplex(
            network, domain, refinement.vertices, refinement.lattice, refinement.signs, refinement.ideal, box_walls
        )
    raise AssertionError("the last store takes numbers of any size")


def _narrow(points: IntArray) -> Vertices:
    return ExactVertices(points, narrow_only=True)


_STORES: dict[str, tuple[Callable[[IntArray], Vertices], ...]] = {
    "auto": (_narrow, FilteredVertices),
    "filtered": (FilteredVertices,),
    "exact": (ExactVertices,),
}


class _Refinement:
    def __init__(
        self,
        network: Network,
        domain: Box,
        vertices: Callable[[IntArray], Vertices],
        limit: int,
        progress: CellProgress | None,
    ) -> None:
        self._network = network
        points, self.lattice, signs = domain.complex()
        self._signs = GrowingRows(signs)
        self.ideal: NDArray[np.bool_] = np.asarray(points[:, 0] == 0, dtype=bool)
        self.vertices = vertices(points)
        self._limit = limit
        self._progress = progress
        self._done = 0

    @property
    def signs(self) -> NDArray[np.int8]:
        """Sides of all walls so far, shape (vertices, walls)."""
        return self._signs.view

    def run(self) -> None:
        for layer in self._network.layers:
            self._advance(layer)

    def _advance(self, layer: Layer) -> None:
        if isinstance(layer, Residual):
            self.vertices.enter_block()
            for inner in layer.layers:
                self._advance(inner)
            self.vertices.leave_block()
        elif isinstance(layer, ElementaryLayer):
            earlier = self.signs.shape[1]
            if layer.bending:
                self._refine(layer)
            self.vertices.apply(layer, self.signs[:, earlier:])
            self._done += 1

    def _refine(self, layer: ElementaryLayer) -> None:
        earlier = self.signs.shape[1]
        self._signs = GrowingRows(np.concatenate((self.signs, self.vertices.signs(layer)), axis=1))
        walls = self.signs.shape[1] - earlier
        for wall in range(walls):
            present = self.signs[:, earlier + wall]
            if present.min(initial=0) < 0 < present.max(initial=0):
                self._split(layer, earlier, wall)
                self._check_size(walls - wall - 1)

    def _split(self, layer: ElementaryLayer, earlier: int, wall: int) -> None:
        present = self.signs[:, earlier + wall]
        codes = np.where(present > 0, POSITIVE, np.where(present < 0, NEGATIVE, 0)).astype(np.uint8)
        faces = self.lattice.codes(codes)
        edges = np.flatnonzero(faces[1] == BOTH)
        ends = self.lattice.facets[0].items.reshape(-1, 2)[edges]
        self.lattice.split(faces)
        if not len(edges):
            return
        p, q = ends.T
        # no edge crosses an earlier wall any more, so its ends agree on the side or lie on it
        signs = np.sign(self.signs[p] + self.signs[q])
        signs[:, earlier:] = self.vertices.cut(layer, wall, p, q, (self.signs[p, earlier:], self.signs[q, earlier:]))
        self._signs.append(signs)
        self.ideal = np.concatenate((self.ideal, self.ideal[p] & self.ideal[q]))

    def _check_size(self, left: int) -> None:
        cells, layers = self.lattice.count(self.lattice.dimension), len(self._network.elementary)
        if self._progress is not None:
            self._progress(cells, self._done, layers, left)
        if cells > self._limit:
            raise UndecidedError(
                f"more than {self._limit} cells after {self._done} of {layers} layers, with {left} walls of the next one "
                "left; --max-cells raises the limit"
            )
