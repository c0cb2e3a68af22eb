"""Network -> exact polyhedral complex in R^d, refined wall by wall.

Vertices are homogeneous integer rows ``(w, x, carried.., u)`` as in `exactnet.compile.polyline`: a new vertex on an edge is an
integer combination of the edge's ends, so every coordinate and every unit's value at it is exact, in whatever dimension.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.compile.filtered import FilteredVertices, FilterStatistics
from exactnet.compile.forms import meeting_points
from exactnet.compile.lattice import Lattice
from exactnet.compile.places import Place
from exactnet.compile.refinement import CellProgress, refined
from exactnet.compile.start import Start
from exactnet.display import Displayed, Sheet, Table
from exactnet.errors import InputError
from exactnet.exact.integers import IntArray, primitive_rows
from exactnet.exact.names import as_words
from exactnet.model import ElementaryLayer, Maxout, Network
from exactnet.model.evaluation import push

Bits = NDArray[np.uint8]

__all__ = ["MAX_CELLS", "MAX_DIMENSION", "PolyhedralComplex", "compile_complex"]

MAX_CELLS = 2_000_000
"""Default limit on cells."""

MAX_DIMENSION = 6
"""Largest number of inputs for which a face lattice is built."""


@dataclass(frozen=True, eq=False)
class PolyhedralComplex(Displayed):
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
        return meeting_points(self._start, self.network.elementary_steps, self._all_signs)

    @cached_property
    def values(self) -> IntArray:
        """The network's output at the vertices integer rows (w, y_1, ..); at directions, its recession up to a positive factor."""
        return primitive_rows(push(self.points, self.network.elementary_steps))

    @cached_property
    def sides(self) -> list[tuple[Bits, Bits]]:
        """For every dimension k: bits of the walls that a k-face lies strictly above, and strictly below."""
        both = [as_words(np.packbits(side, axis=1)) for side in (self.signs > 0, self.signs < 0)]
        width = -(-self.signs.shape[1] // 8)
        found = []
        for rows in (None, *self.lattice.facets):
            if rows is not None:
                both = [rows.union_of(words) for words in both]
            above, below = (np.ascontiguousarray(words).view(np.uint8)[:, :width] for words in both)
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
                signs = up[:, part].astype(np.int8) - down[:, part]
                beaten = np.concatenate(layer.beaten(signs), axis=1)
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
    def layer_bits(self) -> tuple[int, ...]:
        """For every layer that bends, its bits in each half of a label: walls, or of a maxout layer the units of its groups."""
        layers = self.network.bending_layers
        return tuple(sum(map(len, x.groups)) if isinstance(x, Maxout) else _wall_count(x, width) for x, width in layers)

    @property
    def label_count(self) -> int:
        """Number of bits in each half of a label, those of the box included."""
        return self.box_walls + sum(self.layer_bits)

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

    def _sheet(self) -> Sheet:
        faces = [{"dimension": k, "faces": self.lattice.count(k)} for k in range(self.lattice.dimension + 1)]
        facts = {
            "network": repr(self.network),
            "domain": str(self.domain),
            "vertices at infinity": int(self.ideal.sum()),
        }
        return Sheet("Polyhedral complex", facts, [Table(faces)])

    def _repr_latex_(self) -> str:
        counts = ", ".join(str(self.lattice.count(k)) for k in range(self.lattice.dimension + 1))
        return f"$f = ({counts})$"

    def __repr__(self) -> str:
        counts = ", ".join(str(self.lattice.count(k)) for k in range(self.lattice.dimension + 1))
        return f"PolyhedralComplex({self.network!r} on {self.domain}: {counts} faces of the subdivision)"


def _wall_count(layer: ElementaryLayer, width: int) -> int:
    return int(layer.heights(np.zeros((1, 1 + width), dtype=np.int64)).shape[1])


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
    network.require_piecewise_linear("regions are counted")
    if network.inputs > MAX_DIMENSION:
        raise InputError(
            f"the network has {network.inputs} inputs; face lattices are built for at most {MAX_DIMENSION} (the commands "
            "regions and trajectory take more)"
        )
    refinement = refined(network, domain.start(), arithmetic, max_cells, progress)
    found = refinement.vertices
    return PolyhedralComplex(
        network,
        domain,
        refinement.subdivision.lattice(),
        refinement.ideal,
        found.statistics if isinstance(found, FilteredVertices) else None,
        refinement.start,
        refinement.signs,
    )
