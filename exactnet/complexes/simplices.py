"""The cells of a bounded complex as simplices, and their exact volumes."""

from __future__ import annotations

from functools import cached_property
from math import factorial

import numpy as np
from flint import fmpq

from exactnet.compile.lattice import Index, Lattice, offsets
from exactnet.compile.polyhedral import PolyhedralComplex
from exactnet.errors import InputError, UndecidedError
from exactnet.exact.integers import IntArray, determinants, products
from exactnet.exact.rational import balanced_sum

__all__ = ["MAX_SIMPLICES", "Simplices"]

MAX_SIMPLICES = 2_000_000
"""As many as the checker takes."""


class Simplices:
    """The pulling triangulation of all cells: of each face, cones from its lowest vertex over the facets that do not contain it.

    Attributes
    ----------
    complex
        What is triangulated; its domain is bounded.
    corners
        Shape (simplices, d + 1): vertices.
    cell
        The cell of each simplex; in increasing order.

    Examples
    --------
    >>> from exactnet.compile.box import Box
    >>> from exactnet.compile.polyhedral import compile_complex
    >>> from exactnet.model import Abs, Network
    >>> square = Simplices(compile_complex(Network.of(2, [Abs()]), Box.parse("box:-1,2", 2)))
    >>> len(square.corners), square.volumes_by([0, 0, 0, 0]), sorted(square.volumes_by([0, 1, 2, 3]))
    (8, [9], [1, 2, 2, 4])
    """

    def __init__(self, complex_: PolyhedralComplex) -> None:
        if complex_.ideal.any():
            raise InputError(
                f"volumes are those of bounded domains, not of {complex_.domain}; give a box or a polytope"
            )
        self.complex = complex_
        self.corners, self.cell = _pulled(complex_.lattice)

    @cached_property
    def _rows(self) -> IntArray:
        return self.complex.points[self.corners]

    @cached_property
    def weights(self) -> IntArray:
        """Shape (simplices, d + 1): the denominators w of the vertices (w, x)."""
        return self._rows[:, :, 0]

    @cached_property
    def determinants(self) -> IntArray:
        """Their absolute values, of the rows (w, x) of each simplex."""
        return abs(determinants(self._rows))

    def volumes_by(self, owner: Index | list[int]) -> list[fmpq]:
        """The volumes of sets of cells, given for every cell the number 0, 1, .. of its set."""
        of = np.asarray(owner)[self.cell]
        scale = factorial(self.complex.lattice.dimension)
        volumes = [
            fmpq(p, q * scale) for p, q in zip(self.determinants.tolist(), products(self.weights).tolist(), strict=True)
        ]
        found: list[list[fmpq]] = [[] for _ in range(int(max(of)) + 1)]
        for group, volume in zip(of.tolist(), volumes, strict=True):
            found[group].append(volume)
        return [balanced_sum(terms) for terms in found]


def _pulled(lattice: Lattice) -> tuple[Index, Index]:
    """Vertices and cell of each simplex."""
    lowest = np.arange(lattice.vertices)
    counts = np.ones(lattice.vertices, dtype=np.int64)  # simplices of each face
    start = np.arange(lattice.vertices)
    simplices = lowest[:, None]
    for rows in lattice.facets:
        own = np.minimum.reduceat(lowest[rows.items], rows.start[:-1])
        face, facet = rows.owners, rows.items
        opposite = lowest[facet] != own[face]
        face, facet = face[opposite], facet[opposite]
        if counts[facet].sum() > MAX_SIMPLICES:
            raise UndecidedError(f"the cells make more than {MAX_SIMPLICES:,} simplices")
        pair, offset = offsets(counts[facet])
        below = simplices[start[facet][pair] + offset]
        simplices = np.concatenate((own[face[pair], None], below), axis=1)
        counts = np.bincount(face[pair], minlength=len(rows))
        start = np.cumsum(counts) - counts
        lowest = own
    return simplices, np.repeat(np.arange(len(counts)), counts)
