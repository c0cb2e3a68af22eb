"""The exact side of a picture of a complex in the plane: polygons, walls and level sets, before anything is rounded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from exactnet.compile.lattice import Index, Lattice, Rows
from exactnet.compile.polyhedral import PolyhedralComplex
from exactnet.complexes import constant_cells, map_names
from exactnet.errors import InputError
from exactnet.exact.integers import IntArray, combine, narrow, primitive_rows
from exactnet.model import Maxout, Network

__all__ = ["Planar", "cell_cycles", "require_plane"]


def require_plane(network: Network) -> None:
    """Raise InputError unless a network has two inputs."""
    if network.inputs != 2:
        raise InputError(
            f"the network has {network.inputs} input{'s' * (network.inputs > 1)}; regions are drawn for two"
        )


def cell_cycles(lattice: Lattice) -> Rows:
    """The vertices of every cell of a complex in the plane, in the order in which its edges join them.

    All cells walk at once, one edge a step: over an edge to its other end, there on to the cell's other edge.

    Examples
    --------
    >>> from exactnet.compile.box import Box
    >>> cell_cycles(Box.parse("box:0,1", 2).start().lattice).items.tolist()
    [0, 1, 3, 2]
    """
    edges, cells = lattice.facets[0].items.reshape(-1, 2), lattice.facets[1]
    # dart 2 s + e: end e of the edge in slot s of the cells' rows
    vertex = edges[cells.items].ravel()
    meeting = np.lexsort((vertex, np.repeat(cells.owners, 2))).reshape(-1, 2)
    twin = np.empty_like(vertex)
    twin[meeting[:, 0]], twin[meeting[:, 1]] = meeting[:, 1], meeting[:, 0]
    cycle = np.empty(len(cells.items), dtype=np.int64)
    dart = 2 * cells.start[:-1]
    for step in range(int(cells.counts.max(initial=0))):
        going = cells.counts > step
        cycle[cells.start[:-1][going] + step] = vertex[dart[going]]
        dart = twin[dart ^ 1]
    return Rows(cells.start, cycle)


@dataclass(frozen=True, eq=False)
class Planar:
    """A complex on a box in the plane, as a picture needs it.

    Attributes
    ----------
    complex
        A complex of a network with two inputs, on a box.
    """

    complex: PolyhedralComplex

    def __post_init__(self) -> None:
        require_plane(self.complex.network)

    @cached_property
    def cycles(self) -> Rows:
        """Vertices of every cell, in order around it."""
        return cell_cycles(self.complex.lattice)

    @cached_property
    def maps(self) -> Index:
        """For every cell, the number of its affine map."""
        return map_names(self.complex)

    @cached_property
    def constant(self) -> NDArray[np.bool_]:
        """For every cell, whether its affine map is constant."""
        return constant_cells(self.complex)

    @cached_property
    def shared(self) -> tuple[Index, Index]:
        """The edges between two cells, and those cells, shape (n, 2)."""
        return self.complex.lattice.shared_facets

    @cached_property
    def depths(self) -> Index:
        """For every shared edge, the first bending layer (from 0) whose pattern changes there; -1 where none does."""
        _, pair = self.shared
        layer = np.repeat(np.arange(len(self._columns)), self._columns)
        if not len(layer):
            return np.full(len(pair), -1, dtype=np.int64)
        signs = self.complex.cell_signs
        differs = signs[pair[:, 0]] != signs[pair[:, 1]]
        return np.where(differs.any(axis=1), layer[differs.argmax(axis=1)], -1)

    @cached_property
    def _columns(self) -> list[int]:
        """How many columns of the cells' signs belong to each bending layer."""
        return [
            sum(map(len, layer.groups))
            if isinstance(layer, Maxout)
            else layer.heights(np.zeros((1, 1 + width), dtype=np.int64)).shape[1]
            for layer, width in self.complex.network.bending_layers
        ]

    @property
    def ends(self) -> Index:
        """Both vertices of every edge."""
        return self.complex.lattice.facets[0].items.reshape(-1, 2)

    @cached_property
    def neighbours(self) -> Index:
        """Pairs of different affine maps that meet along an edge, each once, the smaller number first."""
        pairs = np.sort(self.maps[self.shared[1]], axis=1)
        return np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)

    def zero_set(self) -> tuple[IntArray, NDArray[np.bool_]]:
        """Where a network with one output vanishes.

        Returns
        -------
        segments : integers, shape (n, 2, 3)
            Both ends of each piece of the boundary of the sign regions, as rows (w, x_1, x_2).
        cells : shape (cells,)
            The cells on which it vanishes altogether.

        Raises
        ------
        InputError
            If the network has several outputs.
        """
        if self.complex.network.outputs != 1:
            raise InputError(
                f"the network has {self.complex.network.outputs} outputs; the zero level set is drawn for one output"
            )
        value = self.complex.values[:, 1]
        sign = np.sign(value).astype(np.int64)
        cells = ~self.cycles.union_of((sign != 0).astype(np.uint8)).astype(bool)
        return np.concatenate((self._crossed(value, sign), self._along(sign, cells))), cells

    def _crossed(self, value: IntArray, sign: Index) -> IntArray:
        """The segment across every cell with both signs, between the two places where its border changes sign."""
        here, start = self.cycles.items, self.cycles.start
        following = np.arange(1, len(here) + 1)
        following[start[1:] - 1] = start[:-1]
        there = here[following]
        both = self.cycles.union_of(np.where(sign > 0, 2, np.where(sign < 0, 1, 0)).astype(np.uint8)) == 3
        # a zero at a vertex counts for the edge that starts there
        change = (sign[here] == 0) | (sign[here] * sign[there] < 0)
        found = np.flatnonzero(change & both[self.cycles.owners])
        p, q = here[found], there[found]
        # values v/u and coordinates x/w have denominators of their own
        u, v, w = (x.astype(object) for x in (self.complex.values[:, 0], abs(value), self.complex.points[:, 0]))
        a, b = np.where(sign[p] == 0, 1, v[q] * u[p] * w[q]), v[p] * u[q] * w[p]
        points = self.complex.points
        return primitive_rows(combine(narrow(a), points[p], narrow(b), points[q])).reshape(-1, 2, 3)

    def _along(self, sign: Index, cells: NDArray[np.bool_]) -> IntArray:
        """Edges on which the network vanishes, unless it does on both sides."""
        on_edge = (sign[self.ends] == 0).all(axis=1)
        edge, pair = self.shared
        drawn = on_edge[edge] & ~cells[pair].all(axis=1)
        segments: IntArray = self.complex.points[self.ends[edge[drawn]]]
        return segments
