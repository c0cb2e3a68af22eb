"""Network -> exact polyhedral complex in R^d, refined wall by wall.

Vertices are homogeneous integer rows ``(w, x, carried.., u)`` as in `exactnet.compile.polyline`: a new vertex on an edge is an
integer combination of the edge's ends, so every coordinate and every unit's value at it is exact, in whatever dimension.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.compile.filtered import FilteredVertices, FilterStatistics
from exactnet.compile.forms import meeting_points
from exactnet.compile.growing import GrowingRows
from exactnet.compile.lattice import Lattice
from exactnet.compile.places import Place
from exactnet.compile.start import Start
from exactnet.compile.subdivision import BATCH, Subdivision
from exactnet.compile.vertices import CutEdges, ExactVertices, Vertices, WideNumbersError
from exactnet.errors import InputError, UndecidedError
from exactnet.exact.integers import IntArray, magnitude, primitive_rows
from exactnet.model import Block, Dense, ElementaryLayer, Maxout, Network

Bits = NDArray[np.uint8]

__all__ = ["MAX_CELLS", "MAX_DIMENSION", "CellProgress", "PolyhedralComplex", "compile_complex"]

MAX_CELLS = 2_000_000
"""Default limit on cells."""

MAX_DIMENSION = 6
"""Largest number of inputs for which a face lattice is built."""

_NARROW_BITS = 20

CellProgress = Callable[[int, int, int, int], None]
"""Called with (cells, layer, layers, walls left in the layer)."""


@dataclass(frozen=True, eq=False)
class PolyhedralComplex:
    """The polyhedral complex of a network on a box or on R^d.

    Attributes
    ----------
    network, domain
        What was compiled, and where.
    lattice
        The face lattice; the vertices are exact on demand, see `points`.
    ideal
        Shape (vertices,): whether the vertex is a direction at infinity.
    statistics
        How many signs were left to integers; None if all were.
    """

    network: Network
    domain: Place
    lattice: Lattice
    ideal: NDArray[np.bool_]
    statistics: FilterStatistics | None
    _start: Start = field(repr=False)
    _all_signs: NDArray[np.int8] = field(repr=False)

    @property
    def box_walls(self) -> int:
        """Number of walls of the box."""
        return 0 if self._start.is_fan else len(self._start.walls)

    @property
    def signs(self) -> NDArray[np.int8]:
        """Shape (vertices, walls), -1, 0, 1: side of every wall, those of the box first, then layer by layer."""
        return self._all_signs[:, len(self._start.walls) :] if self._start.is_fan else self._all_signs

    @cached_property
    def points(self) -> IntArray:
        """Exact vertices, integer rows (w, x_1, .., x_d); w = 0: a direction at infinity."""
        return meeting_points(self._start, self.network.steps, self._all_signs)

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
        if not self._has_maxout:
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
    def is_coarsest(self) -> bool:
        """Whether no two faces have the same label: no fan cuts the domain, no wall is none of the complex."""
        return not self._start.is_fan and not self._has_maxout

    @property
    def _has_maxout(self) -> bool:
        return any(isinstance(layer, Maxout) for layer, _ in self.network.bending_layers)

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
    def wall_signs(self) -> NDArray[np.int8]:
        """Shape (cells, walls): side of every wall of the network, 0 where it vanishes on the cell."""
        above, below = self.sides[-1]
        up, down = (np.unpackbits(bits, axis=1, count=self.signs.shape[1]).astype(np.int8) for bits in (above, below))
        return (up - down)[:, self.box_walls :]

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
    domain: Place,
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
    >>> from exactnet.compile.box import Box
    >>> from exactnet.model import Abs
    >>> compile_complex(Network.of(2, [Abs()]), Box.parse("box:-1,1", 2)).lattice.count(2)
    4
    """
    if network.inputs > MAX_DIMENSION:
        raise InputError(
            f"the network has {network.inputs} inputs; face lattices are built for at most {MAX_DIMENSION}"
        )
    if any(isinstance(layer, Maxout) for layer, _ in network.bending_layers):
        arithmetic = "exact"  # the filter knows pointwise layers only
    for store in _STORES[arithmetic]:
        if store is _narrow and not _is_small(network):
            continue
        refinement = _Refinement(network, domain.start(), store, max_cells, progress)
        try:
            refinement.run()
        except WideNumbersError:
            continue
        return PolyhedralComplex(
            network,
            domain,
            refinement.subdivision.lattice(),
            refinement.ideal,
            refinement.vertices.statistics if isinstance(refinement.vertices, FilteredVertices) else None,
            refinement.start,
            refinement.signs,
        )
    raise AssertionError("the last store takes numbers of any size")


def _is_small(network: Network) -> bool:
    """Whether int64 may well suffice: only then it is worth an attempt."""
    bits = 0
    for layer, _ in network.elementary:
        if isinstance(layer, Dense):
            bits += magnitude(layer.integer_matrix).bit_length()
    return bits <= _NARROW_BITS


def _narrow(start: Start) -> Vertices:
    return ExactVertices(start, narrow_only=True)


_STORES: dict[str, tuple[Callable[[Start], Vertices], ...]] = {
    "auto": (_narrow, FilteredVertices),
    "filtered": (FilteredVertices,),
    "exact": (ExactVertices,),
}


class _Refinement:
    def __init__(
        self,
        network: Network,
        start: Start,
        store: Callable[[Start], Vertices],
        limit: int,
        progress: CellProgress | None,
    ) -> None:
        self._network = network
        self.start = start
        self.subdivision = Subdivision(start.lattice)
        self._signs = GrowingRows(start.signs)
        self.ideal: NDArray[np.bool_] = np.asarray(start.points[:, 0] == 0, dtype=bool)
        self.vertices = store(start)
        self._limit = limit
        self._progress = progress
        self._done = 0

    @property
    def signs(self) -> NDArray[np.int8]:
        """Sides of all walls so far, shape (vertices, walls)."""
        return self._signs.view

    def run(self) -> None:
        steps = self._network.steps
        bends = [isinstance(step, ElementaryLayer) and step.bending for step in steps]
        # what comes after the last layer that bends is not asked for
        last = max((i for i, bend in enumerate(bends) if bend), default=-1)
        for i, step in enumerate(steps[: last + 1]):
            match step:
                case Block.ENTER:
                    self.vertices.enter_block()
                case Block.LEAVE:
                    self.vertices.leave_block()
                case ElementaryLayer():
                    earlier = self.signs.shape[1]
                    if bends[i]:
                        self._refine(step)
                    if i < last:
                        self.vertices.apply(step, self.signs[:, earlier:])
                    self._done += 1

    def _refine(self, layer: ElementaryLayer) -> None:
        earlier = self.signs.shape[1]
        self._signs = GrowingRows(np.concatenate((self.signs, self.vertices.signs(layer, self.signs)), axis=1))
        walls = self.signs.shape[1] - earlier
        for first in range(0, walls, BATCH):
            self.subdivision.face(self.signs[:, earlier:][:, first : first + BATCH])
            for wall in range(first, min(first + BATCH, walls)):
                if self.subdivision.meets(wall - first):
                    self._split(layer, earlier, wall)
                    self._check_size(walls - wall - 1)

    def _split(self, layer: ElementaryLayer, earlier: int, wall: int) -> None:
        p, q = self.subdivision.cut_edges()
        ends = self.signs[p], self.signs[q]
        # no edge crosses an earlier wall any more, so its ends agree on the side or lie on it
        inherited = np.sign(ends[0] + ends[1])
        crossing = ends[0][:, earlier:] * ends[1][:, earlier:] < 0
        crossing[:, wall] = False
        fresh = self.vertices.cut(layer, wall, CutEdges(p, q, inherited, crossing))
        self._signs.append(np.concatenate((inherited[:, :earlier], fresh), axis=1))
        self.ideal = np.concatenate((self.ideal, self.ideal[p] & self.ideal[q]))
        first = wall - wall % BATCH
        self.subdivision.split(fresh[:, first : first + BATCH])

    def _check_size(self, left: int) -> None:
        cells, layers = self.subdivision.cells, len(self._network.elementary)
        if self._progress is not None:
            self._progress(cells, self._done, layers, left)
        if cells > self._limit:
            raise UndecidedError(
                f"more than {self._limit} cells after {self._done} of {layers} layers, with {left} walls of the next one "
                "left; --max-cells raises the limit"
            )
