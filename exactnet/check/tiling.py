"""Evidence by cells: the checks after which the cells tile the domain and the network is affine on each.

All that is asked of a vertex is kept in one integer, its *mark*; the mark of a face is the union of those of its
vertices. From the lowest bit on: the signs of the walls (2W bits, see `signs`); then, for R^d, one bit for each of
x_0 = 0, x_1, .., x_d, set where it is not the least; then one for w > 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import compress, repeat
from operator import mul, ne

from exactnet.check.areas import Area
from exactnet.check.cells import Complex, Lists, check_boundaries, check_ranks, read_complex
from exactnet.check.forward import Row, homogeneous
from exactnet.check.signs import Signs
from exactnet.check.subject import Network
from exactnet.check.verdict import Rejected, require


@dataclass(slots=True)
class Tiling:
    """Cells that tile the domain.

    Attributes
    ----------
    complex, corners, bases
        The faces, the vertices of every cell, and d + 1 independent ones among them.
    signs : Signs
        How to read the lowest bits of the marks.
    marks : list of list of int
        marks[k][i] is the mark of the i-th k-face.
    values : list of Row
        The values of the homogeneous network at the vertices.
    part : list of int
        The part in which each cell lies.
    beside : list of list of int
        The one or two cells in which each (d-1)-face lies.
    """

    complex: Complex
    signs: Signs
    corners: Lists
    bases: Lists
    marks: Lists = field(default_factory=list)
    values: list[Row] = field(default_factory=list)
    part: list[int] = field(default_factory=list)
    beside: Lists = field(default_factory=list)

    @property
    def finite(self) -> int:
        """The bit of a mark that says that some vertex is a point, not a direction."""
        return 1 << (2 * self.signs.count + self.complex.dimension + 1)


def read_tiling(network: Network, area: Area, vertices: object, faces: object, *, flat: bool) -> Tiling:
    """Check that cells tile the domain, and that the network is affine on each of them.

    Parameters
    ----------
    network : Network
        The network.
    area : Area
        The domain.
    vertices, faces : object
        The evidence.
    flat : bool
        Whether to check the dimension of all faces as well, not of the cells only.

    Raises
    ------
    Rejected
        With the step that fails.
    """
    complex_ = read_complex(vertices, faces, area.dimension, directions=area.everything)
    check_boundaries(complex_)
    corners, bases = check_ranks(complex_, faces=flat)
    tiling = Tiling(complex_, Signs(len(area.walls), network.gates()), corners, bases)
    _mark(tiling, network, area)
    _check_cells(tiling, area)
    _check_facets(tiling, area)
    for part in range(area.dimension + 1 if area.everything else 1):
        _check_flag(tiling, area, part)
    return tiling


def check_marks(tiling: Tiling) -> None:
    """Check that all faces, of whatever dimensions, can be told apart by their marks."""
    seen: set[int] = set()
    for k, marks in enumerate(tiling.marks):
        for i, mark in enumerate(marks):
            require(mark not in seen, "cells", f"{k}-face {i} has the mark of an earlier face")
            seen.add(mark)


def _mark(tiling: Tiling, network: Network, area: Area) -> None:
    complex_, signs = tiling.complex, tiling.signs
    marks: list[int] = []
    walls = [row for _, row in area.walls]
    layers, values, shift, finite = network.layers, tiling.values, 2 * signs.count, tiling.finite
    bits = [1 << (shift + i) for i in range(area.dimension + 1)]
    for i, row in enumerate(complex_.vertices):
        done = homogeneous(layers, row)
        values.append((done.den, done.units))
        mark = signs.encode([*(sum(map(mul, wall, row)) for wall in walls), *done.walls])
        require(not mark & signs.outside, "domain", f"vertex {i} lies outside")
        if row[0]:
            mark |= finite
        if area.everything:
            coordinates = [0, *row[1:]]
            mark += sum(compress(bits, map(ne, coordinates, repeat(min(coordinates)))))
        marks.append(mark)
    tiling.marks.append(marks)
    for level in complex_.faces[1:]:
        below, marks = marks, []
        for face in level:
            mark = 0
            for facet in face:
                mark |= below[facet]
            marks.append(mark)
        tiling.marks.append(marks)


def _check_cells(tiling: Tiling, area: Area) -> None:
    signs, shift = tiling.signs, 2 * tiling.signs.count
    parts = (1 << (area.dimension + 1)) - 1
    seen: set[tuple[int, int]] = set()
    for i, mark in enumerate(tiling.marks[-1]):
        require(not signs.opposite(mark), "walls", f"the network bends inside cell {i}")
        part = 0
        if area.everything:
            # A cell of full dimension lies in one part at most, and does not consist of directions only.
            least = parts & ~(mark >> shift)
            require(least != 0, "domain", f"cell {i} lies in no part")
            part = least.bit_length() - 1
        vector = mark & signs.all
        require((part, vector) not in seen, "cells", f"cell {i} has the signs of an earlier one in its part")
        seen.add((part, vector))
        tiling.part.append(part)


def _check_facets(tiling: Tiling, area: Area) -> None:
    d = tiling.complex.dimension
    beside = tiling.beside = [[] for _ in tiling.marks[d - 1]]
    for cell, face in enumerate(tiling.complex.faces[d]):
        for facet in face:
            beside[facet].append(cell)
    # Vertices of two parts lie on the walls between them; so nothing is left to check of a face between parts.
    for i, (cells, mark) in enumerate(zip(beside, tiling.marks[d - 1], strict=True)):
        require(len(cells) <= 2, "facets", f"{d - 1}-face {i} lies in {len(cells)} cells")
        if len(cells) == 1:
            outer = not mark & tiling.finite if area.everything else _zero_walls(tiling, area, 0, mark) != 0
            require(outer, "facets", f"{d - 1}-face {i} lies in one cell, and not on the boundary of the domain")


def _zero_walls(tiling: Tiling, area: Area, part: int, mark: int) -> int:
    """Give the walls of a part that vanish on a face, as bits in the order in which the format lists them."""
    count = tiling.signs.count
    if area.everything:
        # x_i is not the least: x_i - x_part > 0. After these bits comes that of w.
        return ((1 << (area.dimension + 2)) - 1) & ~(1 << part) & ~(mark >> 2 * count)
    return ((1 << len(area.walls)) - 1) & ~(mark | mark >> count)


def _check_flag(tiling: Tiling, area: Area, part: int) -> None:
    """Find faces S_d, S_(d-1), .., S_0, each an odd boundary of the one before on one wall of the part."""
    chosen: list[int] = [i for i, p in enumerate(tiling.part) if p == part]
    for k in range(tiling.complex.dimension, 0, -1):
        union = 0
        odd: set[int] = set()
        for i in chosen:
            union |= tiling.marks[k][i]
            odd.symmetric_difference_update(tiling.complex.faces[k][i])
        used = _zero_walls(tiling, area, part, union)
        zeros = {i: _zero_walls(tiling, area, part, tiling.marks[k - 1][i]) & ~used for i in odd}
        candidates = 0
        for i, walls in zeros.items():
            require(walls != 0, "flag", f"part {part}: the {k - 1}-face {i} is odd and lies on no further wall")
            candidates |= walls
        if not candidates:
            raise Rejected("flag", f"part {part}: no wall has an odd boundary of dimension {k - 1} on it")
        first = candidates & -candidates
        chosen = [i for i in odd if zeros[i] & first]
