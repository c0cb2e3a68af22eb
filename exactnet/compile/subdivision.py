"""Face lattices under refinement, wall by wall; only the faces that a wall cuts are touched.

Signs at the vertices give the signs of every face going up the lattice, for a batch of walls at once as bits of one machine
word. A face with both signs splits: its negative part keeps the number, its positive part and the new face on the
wall get the next free numbers. A face that merely touches the wall is handled by the same rule, so degenerate
arrangements need no special case. Vertices may be directions at infinity: the lattice does not know.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exactnet.compile.growing import GrowingRows
from exactnet.compile.lattice import FACE, Index, Lattice, Rows, distinct_pairs, offsets

__all__ = ["BATCH", "Subdivision"]

Masks = NDArray[np.uint64]
Signs = NDArray[np.int8]

BATCH = 32
"""Walls in a batch: one bit each for above (low half of a word) and below (high half)."""


def _masks(signs: Signs) -> Masks:
    """Words with the signs of a batch, shape (vertices,)."""
    halves = [np.packbits(side, axis=1, bitorder="little") for side in (signs > 0, signs < 0)]
    words = np.zeros((len(signs), 8), dtype=np.uint8)
    for i, half in enumerate(halves):
        words[:, 4 * i : 4 * i + half.shape[1]] = half
    return words.view(np.uint64)[:, 0]


class _Level:
    """The k-faces: their facets as rows in a pool, where rows that were rewritten leave the old ones behind.

    Attributes
    ----------
    masks
        The signs of every face for the walls of the batch.
    rank
        The place of a face among those that the present wall cuts; -1 elsewhere.
    """

    def __init__(self, rows: Rows) -> None:
        self._start, self._count = GrowingRows(rows.start[:-1].copy()), GrowingRows(rows.counts.astype(FACE))
        self._pool = GrowingRows(rows.items)
        self._live = len(rows.items)
        self.rank = GrowingRows(np.full(len(rows), -1, dtype=FACE))
        self.masks: GrowingRows = GrowingRows(np.zeros(len(rows), dtype=np.uint64))

    def __len__(self) -> int:
        return len(self._start.view)

    @property
    def nbytes(self) -> int:
        columns = (self._start, self._count, self._pool, self.rank, self.masks)
        return sum(column.nbytes for column in columns)

    def rows(self) -> Rows:
        """The facets of all faces, without what was left behind."""
        if self._live < len(self._pool.view):
            counts = self._count.view.copy()
            owner, offset = offsets(counts)
            items = self._pool.view[self._start.view[owner] + offset]
            packed = Rows.of(counts, items)
            self._start, self._count, self._pool = map(GrowingRows, (packed.start[:-1].copy(), counts, items))
            return packed
        return Rows.of(self._count.view, self._pool.view)

    def pick(self, faces: Index) -> tuple[Index, Index]:
        """Facets of some faces: the place in ``faces`` that each belongs to, and the facets."""
        owner, offset = offsets(self._count.view[faces])
        return owner, self._pool.view[self._start.view[faces][owner] + offset]

    def rewrite(self, faces: Index, counts: Index, items: Index, masks: Masks) -> None:
        """New rows: first those of ``faces``, which exist, then those of new faces."""
        start = len(self._pool.view) + np.cumsum(counts) - counts
        n = len(faces)
        self._live += len(items) - int(self._count.view[faces].sum())
        self._pool.append(items)
        for column, values in ((self._start, start), (self._count, counts), (self.masks, masks)):
            column.view[faces] = values[:n]
            column.append(values[n:])
        self.rank.append(np.full(len(counts) - n, -1, dtype=FACE))


@dataclass(frozen=True, eq=False)
class _Parts:
    """Rows of new faces in a row: how long each is, and all their facets."""

    counts: Index
    items: Index


class Subdivision:
    """A lattice that walls refine.

    Examples
    --------
    The segment [0, 1], cut at a point:

    >>> segment = Subdivision(Lattice(2, [Rows.of(np.array([2]), np.array([0, 1]))]))
    >>> segment.face(np.array([[-1], [1]], dtype=np.int8))
    >>> segment.meets(0), [int(end[0]) for end in segment.cut_edges()]
    (True, [0, 1])
    >>> segment.split(np.array([[0]], dtype=np.int8))
    >>> segment.lattice().facets[0].items.tolist()
    [0, 2, 1, 2]
    """

    def __init__(self, lattice: Lattice) -> None:
        self._pair = self._below = np.uint64(0)
        self._cut: list[Index] = []
        self._levels = [_Level(rows) for rows in lattice.facets]
        self._vertex_masks = GrowingRows(np.zeros(lattice.vertices, dtype=np.uint64))

    @property
    def dimension(self) -> int:
        """Dimension of the cells."""
        return len(self._levels)

    @property
    def cells(self) -> int:
        """Number of cells."""
        return len(self._levels[-1])

    @property
    def nbytes(self) -> int:
        """Memory that it takes."""
        return self._vertex_masks.nbytes + sum(level.nbytes for level in self._levels)

    def lattice(self) -> Lattice:
        """The present lattice."""
        return Lattice(len(self._vertex_masks.view), [level.rows() for level in self._levels])

    def face(self, signs: Signs) -> None:
        """Prepare for a batch of walls, given their signs at the vertices, shape (vertices, at most BATCH)."""
        masks = _masks(signs)
        self._vertex_masks = GrowingRows(masks)
        for level in self._levels:
            masks = level.rows().union_of(masks)
            level.masks = GrowingRows(masks)

    def meets(self, wall: int) -> bool:
        """Whether a wall of the batch cuts a cell; if so, `cut_edges` and `split` must follow."""
        self._below = np.uint64(1 << (wall + BATCH))
        self._pair = np.uint64(1 << wall) | self._below
        cells = self._both_signs(self._levels[-1])
        if not len(cells):
            return False
        self._cut = [*(self._both_signs(level) for level in self._levels[:-1]), cells]
        return True

    def _both_signs(self, level: _Level) -> Index:
        return np.flatnonzero((level.masks.view & self._pair) == self._pair)

    def cut_edges(self) -> tuple[Index, Index]:
        """The two ends of every edge that the wall cuts, in the order of the new vertices."""
        _, ends = self._levels[0].pick(self._cut[0])
        p, q = ends.reshape(-1, 2).T
        return p, q

    def split(self, signs: Signs) -> None:
        """Refine by the wall, given the signs of its new vertices for the batch."""
        before = [len(self._vertex_masks.view), *map(len, self._levels)]
        touched = not (self._vertex_masks.view & self._pair).all()
        cut = [self._cut[0][:0], *self._cut]
        for level, faces in zip(self._levels, self._cut, strict=True):
            level.rank.view[faces] = np.arange(len(faces), dtype=FACE)
        # new k-faces, in this order: positive parts of k-faces, then what (k+1)-faces have on the wall
        first_on_wall = [n + len(faces) for n, faces in zip(before, cut, strict=True)]
        self._vertex_masks.append(_masks(signs))
        picked = self._levels[0].pick(cut[1])
        for k in range(1, self.dimension + 1):
            level = self._levels[k - 1]
            below = self._masks_of(k - 1)
            parts = list(self._sides(k, picked, below, before, first_on_wall[k - 1]))
            if k < self.dimension:
                picked = self._levels[k].pick(cut[k + 1])
                parts.append(self._on_wall(k, picked, len(cut[k + 1]), first_on_wall[k - 1], touched, below))
            counts = np.concatenate([part.counts for part in parts])
            items = np.concatenate([part.items for part in parts])
            masks = np.bitwise_or.reduceat(below[items], np.cumsum(counts) - counts) if len(counts) else below[:0]
            level.rewrite(cut[k], counts, items, masks)
        for level, faces in zip(self._levels, self._cut, strict=True):
            level.rank.view[faces] = -1

    def _masks_of(self, k: int) -> Masks:
        masks: Masks = self._vertex_masks.view if k == 0 else self._levels[k - 1].masks.view
        return masks

    def _sides(
        self, k: int, picked: tuple[Index, Index], below: Masks, before: list[int], on_wall: int
    ) -> tuple[_Parts, _Parts]:
        """Facets of the negative and of the positive parts of the k-faces that are cut."""
        owner, facet = picked
        faces = len(self._cut[k - 1])
        masks = below[facet]
        # no facet lies on the wall, as the face has both signs; the negative part of one that was cut has its number
        # (and by now its mask), the positive part has a number of its own
        negative = (masks & self._below) != 0
        positive, positive_facet = ~negative, facet
        if k > 1:
            rank = self._levels[k - 2].rank.view[facet]
            was_cut = rank >= 0
            positive, positive_facet = positive | was_cut, np.where(was_cut, rank + FACE(before[k - 1]), facet)
        wall_facet = np.arange(on_wall, on_wall + faces, dtype=FACE)
        return (
            _closed(owner[negative], facet[negative], wall_facet),
            _closed(owner[positive], positive_facet[positive], wall_facet),
        )

    def _on_wall(
        self, k: int, picked: tuple[Index, Index], faces: int, first: int, touched: bool, below: Masks
    ) -> _Parts:
        """What (k+1)-faces that are cut have on the wall, by facets."""
        owner, facet = picked
        rank = self._levels[k - 1].rank.view[facet]
        is_cut = rank >= 0
        owners, items = owner[is_cut], rank[is_cut] + FACE(first)
        if touched:
            # facets of facets that lie on the wall altogether; each is met twice
            inner, ridge = self._levels[k - 1].pick(facet[~is_cut])
            lies = (below[ridge] & self._pair) == 0
            if lies.any():
                more, ridges = distinct_pairs(owner[~is_cut][inner[lies]], ridge[lies])
                owners, items = np.concatenate((owners, more)), np.concatenate((items, ridges.astype(FACE)))
                order = np.argsort(owners, kind="stable")
                owners, items = owners[order], items[order]
        return _Parts(np.bincount(owners, minlength=faces), items)


def _closed(owner: Index, facet: Index, last: Index) -> _Parts:
    """Rows from sorted owners, each with one more facet at its end."""
    n = len(owner)
    items = np.empty(n + len(last), dtype=FACE)
    counts = np.bincount(owner, minlength=len(last)) + 1
    items[np.arange(n) + owner] = facet
    items[np.cumsum(counts) - 1] = last
    return _Parts(counts, items)
