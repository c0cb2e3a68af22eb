"""The nerve of a cover by convex pieces: which of them have a point in common, up to a dimension."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, groupby
from math import comb

import numpy as np

from exactnet.compile.lattice import FACE, Lattice, Rows
from exactnet.errors import UndecidedError
from exactnet.topology.images.cover import Cover
from exactnet.topology.images.hulls import Apart, meet

__all__ = ["MAX_SIMPLICES", "Nerve", "nerve"]

MAX_SIMPLICES = 5_000_000
"""Limit on the sets of pieces that are looked at in one image, which the certificate has, too."""

Simplex = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Nerve:
    """A skeleton of a nerve.

    Attributes
    ----------
    simplices
        For every dimension from 0 the simplices, increasing tuples of pieces in lexicographic order.
    apart
        Sets of pieces without a common point, as far as bounding boxes do not show it, of which all facets are simplices.
    """

    simplices: list[list[Simplex]]
    apart: list[tuple[Simplex, Apart]]

    @property
    def lattice(self) -> Lattice:
        """The simplices as faces; facets are in lexicographic order."""
        facets = []
        for k in range(1, len(self.simplices)):
            number = {simplex: i for i, simplex in enumerate(self.simplices[k - 1])}
            items = [number[facet] for simplex in self.simplices[k] for facet in combinations(simplex, k)]
            facets.append(Rows.of(np.full(len(self.simplices[k]), k + 1), np.array(items, dtype=FACE)))
        return Lattice(len(self.simplices[0]), facets)


def nerve(cover: Cover, top: int, progress: Callable[[int], None] | None = None) -> Nerve:
    """The simplices of dimension at most ``top``; common points that are found are added to the cover.

    Raises
    ------
    UndecidedError
        If more than `MAX_SIMPLICES` sets of pieces are to be looked at.
    """
    return _Search(cover, top, progress).run()


class _Search:
    def __init__(self, cover: Cover, top: int, progress: Callable[[int], None] | None) -> None:
        self._cover = cover
        self._top = top
        self._progress = progress
        self._simplices: list[set[Simplex]] = [set() for _ in range(top + 1)]
        self._apart: list[tuple[Simplex, Apart]] = []
        self._known: set[Simplex] = set()
        self._subsets = self._pairs = 0

    def run(self) -> Nerve:
        for at in self._cover.at.values():
            self._include(tuple(sorted(at)))
        for size in range(2, self._top + 2):
            for simplex in self._box_pairs() if size == 2 else self._candidates(size):
                if simplex not in self._simplices[size - 1]:
                    self._decide(simplex)
        return Nerve([sorted(level) for level in self._simplices], self._apart)

    def _include(self, pieces: Simplex) -> None:
        """All sets of some pieces that have a point in common."""
        if pieces in self._known:
            return
        self._known.add(pieces)
        self._subsets += sum(comb(len(pieces), size) for size in range(1, self._top + 2))
        self._check()
        for k, level in enumerate(self._simplices):
            level.update(combinations(pieces, k + 1))

    def _check(self) -> None:
        if max(self._subsets, self._pairs) > MAX_SIMPLICES:
            raise UndecidedError(f"more than {MAX_SIMPLICES:,} sets of pieces of an image may have common points")

    def _decide(self, simplex: Simplex) -> None:
        found = meet([self._cover.pieces[c].hull for c in simplex])
        if isinstance(found, Apart):
            self._apart.append((simplex, found))
            return
        at = self._cover.meeting(simplex, found)
        self._include(tuple(sorted(at)))

    def _box_pairs(self) -> Iterator[Simplex]:
        """Pairs whose bounding boxes meet."""
        pieces = self._cover.pieces
        if len(pieces) < 2:
            return
        low, high = (np.stack([getattr(piece, side) for piece in pieces]) for side in ("low", "high"))
        for a in range(len(pieces) - 1):
            self._say()
            meets = ((low[a] <= high[a + 1 :]) & (high[a] >= low[a + 1 :])).all(axis=1)
            for b in np.flatnonzero(meets).tolist():
                yield a, a + 1 + b

    def _candidates(self, size: int) -> Iterator[Simplex]:
        """Sets whose facets are simplices."""
        facets = self._simplices[size - 2]
        for start, group in groupby(sorted(facets), key=lambda facet: facet[:-1]):
            last = [facet[-1] for facet in group]
            self._pairs += comb(len(last), 2)
            self._check()
            self._say()
            for ends in combinations(last, 2):
                simplex = (*start, *ends)
                # the facets without an end are there
                if all(simplex[:i] + simplex[i + 1 :] in facets for i in range(size - 2)):
                    yield simplex

    def _say(self) -> None:
        if self._progress is not None:
            self._progress(sum(map(len, self._simplices)))
