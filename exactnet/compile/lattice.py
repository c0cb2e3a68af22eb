"""Face lattices of polyhedral complexes, refined by one hyperplane function at a time.

For every dimension k >= 1 the lattice lists the facets of each k-face: (k-1)-faces, in compressed rows. Signs at the vertices give
the signs of every face going up. A face with both signs splits: its negative part keeps the number, its positive part and the new
face on the wall get the next free numbers. A face that merely touches the wall is handled by the same rule, so
degenerate arrangements need no special case. Vertices may be directions at infinity: the lattice does not know.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Lattice", "Rows", "Split", "distinct_pairs"]

Index = NDArray[np.int64]
Codes = NDArray[np.uint8]

ZERO, NEGATIVE, POSITIVE, BOTH = 0, 1, 2, 3


def distinct_pairs(first: Index, second: Index) -> tuple[Index, Index]:
    """The distinct pairs of two arrays of non-negative indices, in lexicographic order."""
    width = int(second.max(initial=0)) + 1
    return np.divmod(np.unique(first * width + second), width)


@dataclass(frozen=True, eq=False)
class Rows:
    """Compressed rows of indices: row i is ``items[start[i] : start[i + 1]]``."""

    start: Index
    items: Index

    @classmethod
    def of(cls, counts: Index, items: Index) -> Rows:
        """From the length of each row and all items in order."""
        return cls(np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(counts))), items)

    @classmethod
    def grouped(cls, owner: Index, items: Index, rows: int) -> Rows:
        """From pairs (row, item) in any order."""
        order = np.argsort(owner, kind="stable")
        return cls.of(np.bincount(owner, minlength=rows), items[order])

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
        counts = self.counts[rows]
        owner = np.repeat(np.arange(len(rows)), counts)
        offset = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
        return owner, self.items[self.start[rows][owner] + offset]

    def union_of(self, codes: Codes) -> Codes:
        """Bitwise or of the items' codes, row by row (no row is empty)."""
        return np.bitwise_or.reduceat(codes[self.items], self.start[:-1])


@dataclass(frozen=True, eq=False)
class Split:
    """What a wall did to the faces of one dimension.

    Attributes
    ----------
    codes
        Sign code of every face as it was before: 0 on the wall, 1 negative, 2 positive, 3 both.
    cut
        The faces with both signs. The i-th of them keeps its number for its negative part, its positive part is
        ``first_positive + i``, and its intersection with the wall is face ``first_zero + i`` one dimension below.
    """

    codes: Codes
    cut: Index
    first_positive: int
    first_zero: int


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

    def codes(self, vertex_codes: Codes) -> list[Codes]:
        """Sign codes of the faces of every dimension, from those of the vertices."""
        found = [vertex_codes]
        for rows in self.facets:
            found.append(rows.union_of(found[-1]))
        return found

    def split(self, codes: list[Codes]) -> list[Split]:
        """Refine by a wall with the given codes; ``splits[k]`` says what became of the k-faces."""
        d = self.dimension
        cut = [np.flatnonzero(c == BOTH) for c in codes]
        # new k-faces, in this order: positive parts of k-faces, then what (k+1)-faces have on the wall
        first_positive = [self.count(k) for k in range(d + 1)]
        first_zero = [0, *(first_positive[k] + len(cut[k]) for k in range(d))]
        splits = [Split(codes[k], cut[k], first_positive[k], first_zero[k]) for k in range(d + 1)]
        old = list(self.facets)
        for k in range(1, d + 1):
            self.facets[k - 1] = self._refined(k, old, splits)
        self.vertices += len(cut[1])
        return splits

    def _refined(self, k: int, old: list[Rows], splits: list[Split]) -> Rows:
        """Facet rows of the k-faces after a split."""
        rows, here, below = old[k - 1], splits[k], splits[k - 1]
        blocks = [self._sides(rows, here, below)]
        if k < self.dimension:
            blocks.append(self._on_wall(k, old, splits))
        owner = np.concatenate([b[0] for b in blocks])
        items = np.concatenate([b[1] for b in blocks])
        total = here.first_positive + len(here.cut) + (len(splits[k + 1].cut) if k < self.dimension else 0)
        return Rows.grouped(owner, items, total)

    @staticmethod
    def _sides(rows: Rows, here: Split, below: Split) -> tuple[Index, Index]:
        """Pairs (face, facet) of faces that were there: untouched, negative parts, positive parts."""
        is_cut = here.codes == BOTH
        whole = ~is_cut[rows.owners]
        position, facet = rows.pick(here.cut)
        code = below.codes[facet]
        negative, positive = (code & NEGATIVE) > 0, (code & POSITIVE) > 0
        # the positive part of a facet that was cut has a number of its own
        rank = np.searchsorted(below.cut, facet)
        positive_facet = np.where(code == BOTH, below.first_positive + rank, facet)
        each = np.arange(len(here.cut))
        owner = [rows.owners[whole], here.cut[position[negative]], here.cut]
        items = [rows.items[whole], facet[negative], here.first_zero + each]
        owner += [here.first_positive + position[positive], here.first_positive + each]
        items += [positive_facet[positive], here.first_zero + each]
        return np.concatenate(owner), np.concatenate(items)

    @staticmethod
    def _on_wall(k: int, old: list[Rows], splits: list[Split]) -> tuple[Index, Index]:
        """Pairs (face on the wall, facet): what a (k+1)-face that was cut has on the wall."""
        above, here, below = splits[k + 1], splits[k], splits[k - 1]
        position, facet = old[k].pick(above.cut)
        is_cut = here.codes[facet] == BOTH
        rank = np.searchsorted(here.cut, facet[is_cut])
        owner, items = [position[is_cut]], [here.first_zero + rank]
        # facets of facets that lie on the wall altogether; each is met twice
        inner, ridge = old[k - 1].pick(facet[~is_cut])
        on_wall = below.codes[ridge] == ZERO
        if on_wall.any():
            cells, ridges = distinct_pairs(position[~is_cut][inner[on_wall]], ridge[on_wall])
            owner.append(cells)
            items.append(ridges)
        return above.first_zero + np.concatenate(owner), np.concatenate(items)
