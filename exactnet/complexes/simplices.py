"""The cells of a bounded complex as simplices, and their exact volumes."""

from __future__ import annotations

from functools import cached_property
from math import factorial

import numpy as np
from flint import fmpq

from exactnet.compile.lattice import Index, Lattice, offsets
from exactnet.compile.polyhedral import PolyhedralComplex
from exactnet.errors import InputError, UndecidedError
from exactnet.exact.integers import IntArray, minors, products
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
        self._levels, counts = _pulled(complex_.lattice)
        self.cell: Index = np.repeat(np.arange(len(counts)), counts)
        corners = np.arange(complex_.lattice.vertices)[:, None]
        for apex, opposite in self._levels:
            corners = np.concatenate((apex[:, None], corners[opposite]), axis=1)
        self.corners: Index = corners

    @cached_property
    def weights(self) -> IntArray:
        """Shape (simplices, d + 1): the denominators w of the vertices (w, x)."""
        return self.complex.points[:, 0][self.corners]

    @cached_property
    def determinants(self) -> IntArray:
        """Their absolute values, of the rows (w, x) of each simplex; simplices of a face share what they have in common."""
        points = self.complex.points
        found = points
        for k, (apex, opposite) in enumerate(self._levels, start=2):
            found = minors(points[apex], found[opposite], k)
        return abs(found[:, 0])

    def volumes_by(self, owner: Index | list[int]) -> list[fmpq]:
        """The volumes of sets of cells, given for every cell the number 0, 1, .. of its set."""
        of = np.asarray(owner)[self.cell]
        scale = factorial(self.complex.lattice.dimension)
        weights = products(self.weights).tolist()
        found: list[list[fmpq]] = [[] for _ in range(int(max(of)) + 1)]
        for group, p, q in zip(of.tolist(), self.determinants.tolist(), weights, strict=True):
            found[group].append(fmpq(p, q))
        return [balanced_sum(terms) / scale for terms in found]


def _pulled(lattice: Lattice) -> tuple[list[tuple[Index, Index]], Index]:
    """For k = 1 .. d the simplices of all k-faces: the apex, and the number of the opposite simplex; and how many a cell has."""
    lowest = np.arange(lattice.vertices)
    counts = np.ones(lattice.vertices, dtype=np.int64)
    levels = []
    for rows in lattice.facets:
        own = np.minimum.reduceat(lowest[rows.items], rows.start[:-1])
        face, facet = rows.owners, rows.items
        apart = lowest[facet] != own[face]
        face, facet = face[apart], facet[apart]
        if counts[facet].sum() > MAX_SIMPLICES:
            raise UndecidedError(f"the cells make more than {MAX_SIMPLICES:,} simplices")
        pair, offset = offsets(counts[facet])
        start = np.cumsum(counts) - counts
        levels.append((own[face[pair]], start[facet][pair] + offset))
        counts = np.bincount(face[pair], minlength=len(rows))
        lowest = own
    return levels, counts
