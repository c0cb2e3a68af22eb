"""Face lattices of polyhedral complexes: for every dimension k >= 1 the facets of each k-face, (k-1)-faces, in compressed rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["FACE", "Index", "Lattice", "Rows", "distinct_pairs", "offsets"]

Index: TypeAlias = NDArray[np.integer[Any]]

FACE = np.int32
"""Numbers of faces."""


def distinct_pairs(first: Index, second: Index) -> tuple[Index, Index]:
    """The distinct pairs of two arrays of non-negative indices, in lexicographic order."""
    width = int(second.max(initial=0)) + 1
    return np.divmod(np.unique(first.astype(np.int64) * width + second), width)


def offsets(counts: Index) -> tuple[Index, Index]:
    """For rows of these lengths, one after another: the row of each item, and its place in the row."""
    owner = np.repeat(np.arange(len(counts), dtype=FACE), counts)
    return owner, np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)


@dataclass(frozen=True, eq=False)
class Rows:
    """Compressed rows of indices: row i is ``items[start[i] : start[i + 1]]``."""

    start: Index
    items: Index

    @classmethod
    def of(cls, counts: Index, items: Index) -> Rows:
        """From the length of each row and all items in order."""
        return cls(np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(counts))), items.astype(FACE, copy=False))

    def __len__(self) -> int:
        return len(self.start) - 1

    @property
    def counts(self) -> Index:
        """Length of each row."""
        return np.diff(self.start)

    @property
    def owners(self) -> Index:
        """The row of each item."""
        return np.repeat(np.arange(len(self)), self.counts)

    def pick(self, rows: Index) -> tuple[Index, Index]:
        """Items of some rows: the position in ``rows`` that each belongs to, and the items."""
        owner, offset = offsets(self.counts[rows])
        return owner, self.items[self.start[rows][owner] + offset]

    def union_of(self, bits: NDArray[Any]) -> NDArray[Any]:
        """Bitwise or of the items' bits, shape (items, ..) -> (rows, ..); no row is empty."""
        if bits.ndim == 1:
            return np.bitwise_or.reduceat(bits[self.items], self.start[:-1])
        found = np.empty((len(self), bits.shape[1]), dtype=bits.dtype)
        for column, values in enumerate(bits.T):
            found[:, column] = self.union_of(values)
        return found


class Lattice:
    """Faces of all dimensions of a complex of pointed polyhedra.

    Attributes
    ----------
    vertices
        Number of vertices.
    facets
        ``facets[k - 1]`` lists the (k-1)-faces of each k-face, k = 1 .. d.
    """

    def __init__(self, vertices: int, facets: list[Rows]) -> None:
        self.vertices = vertices
        self.facets = facets

    @property
    def dimension(self) -> int:
        """Dimension of the cells."""
        return len(self.facets)

    def count(self, k: int) -> int:
        """Number of k-faces."""
        return self.vertices if k == 0 else len(self.facets[k - 1])

    def faces_of_cells(self, cells: Index, k: int) -> tuple[Index, Index]:
        """Pairs (cell, k-face of it) for some cells, sorted by cell."""
        owner = items = cells
        for rows in reversed(self.facets[k:]):
            position, below = rows.pick(items)
            owner, items = distinct_pairs(owner[position], below)
        return owner, items

    @property
    def shared_facets(self) -> tuple[Index, Index]:
        """The facets that lie in two cells, and those cells, shape (facets, 2)."""
        rows = self.facets[-1]
        order = np.argsort(rows.items, kind="stable")
        facet, cell = rows.items[order], rows.owners[order]
        twice = np.flatnonzero(facet[1:] == facet[:-1])
        return facet[twice], np.stack((cell[twice], cell[twice + 1]), axis=1)

    def restricted(self, cells: Index) -> tuple[Lattice, Index]:
        """The complex of some cells and their faces, and its vertices by their old numbers."""
        left: Index = cells
        facets = []
        for rows in reversed(self.facets):
            owner, items = rows.pick(left)
            left, renumbered = np.unique(items, return_inverse=True)
            facets.append(Rows.of(np.bincount(owner), renumbered))
        return Lattice(len(left), facets[::-1]), left
