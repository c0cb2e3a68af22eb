"""Acyclic matchings: a complex built up cell by cell, most of them in pairs that do not change the homology.

A *step* adds a cell whose boundary is there already (a critical cell), or a cell together with one cell of its boundary, when
the rest of both boundaries is there. At the bottom a spanning forest of the graph of cells of degree 0 and 1 is optimal. In two
dimensions so is a forest of the cells of degree 2 that grows through those of degree 1 from cells with a free side, and the
critical cells are as many as the Betti numbers say. In more, what the forest leaves is built up greedily, which is rarely worse.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exactnet.compile.lattice import Index
from exactnet.topology.chains import ChainBasis
from exactnet.topology.forests import components, grow_forest

__all__ = ["ALONE", "Matching", "match"]

ALONE = -1

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Matching:
    """The steps that build up a complex.

    Attributes
    ----------
    basis
        The cells.
    steps
        Shape (steps, 3): degree of a cell, its number, and the number of the cell of the next higher degree that comes with it, or
        `ALONE`.
    """

    basis: ChainBasis
    steps: Index

    def critical(self, n: int) -> Index:
        """The critical cells of degree n, in the order of the steps."""
        chosen = np.flatnonzero((self.steps[:, 0] == n) & (self.steps[:, 2] == ALONE))
        return np.asarray(self.steps[chosen, 1], dtype=np.int64)

    @property
    def critical_counts(self) -> list[int]:
        """The number of critical cells of every degree."""
        alone = self.steps[:, 2] == ALONE
        return [int(n) for n in np.bincount(self.steps[alone, 0], minlength=self.basis.top + 1)]


def match(basis: ChainBasis) -> Matching:
    """Match as many cells as a few quick rules find; there is one critical cell of degree 0 for every component.

    Examples
    --------
    The boundary of a triangle:

    >>> from exactnet.compile.lattice import Lattice, Rows
    >>> edges = Rows.of(np.full(3, 2), np.array([0, 1, 1, 2, 0, 2]))
    >>> ring = ChainBasis(Lattice(3, [edges]), [np.ones(3, dtype=bool)] * 2, is_dual=False)
    >>> match(ring).critical_counts
    [1, 1]
    """
    left = [np.ones(basis.count(n), dtype=bool) for n in range(basis.top + 1)]
    bottom = _bottom(basis, left)
    top = _top(basis, left) if basis.top == 2 else bottom[:0]
    return Matching(basis, np.concatenate((bottom, _rest(basis, left), top[::-1])))


def _steps(degree: int, cells: Index, partners: Index | int) -> Index:
    steps = np.empty((len(cells), 3), dtype=np.int64)
    steps[:, 0], steps[:, 1], steps[:, 2] = degree, cells, partners
    return steps


def _bottom(basis: ChainBasis, left: list[Mask]) -> Index:
    """A root for every component, and a forest."""
    ends = basis.boundary[1].items.reshape(-1, 2)
    roots = np.flatnonzero(components(basis.count(0), ends) == np.arange(basis.count(0)))
    nodes, links = grow_forest(basis.count(0), basis.coboundary[0], ends, roots)
    left[0][:] = False
    left[1][links] = False
    return np.concatenate((_steps(0, roots, ALONE), _steps(0, nodes, links)))


def _top(basis: ChainBasis, left: list[Mask]) -> Index:
    """A forest of the cells of highest degree, in the order in which they can be taken away."""
    d = basis.top
    around = basis.coboundary[d - 1]
    ends = np.full((len(around), 2), -1)
    double = (around.counts == 2) & left[d - 1]
    ends[double] = around.items[around.start[:-1][double][:, None] + np.arange(2)]
    free = np.flatnonzero((around.counts == 1) & left[d - 1])
    roots, first = np.unique(around.items[around.start[:-1][free]], return_index=True)
    nodes, links = grow_forest(basis.count(d), basis.boundary[d], ends, roots)
    nodes, links = np.concatenate((roots, nodes)), np.concatenate((free[first], links))
    left[d][nodes] = False
    left[d - 1][links] = False
    return _steps(d - 1, links, nodes)


def _rest(basis: ChainBasis, left: list[Mask]) -> Index:
    """Coreduction: whenever just one cell is missing in the boundary of another one, both are added; otherwise a critical cell."""
    middle = [n for n in range(basis.top + 1) if left[n].any()]
    if middle in ([], [1]):
        # the boundaries of cells of degree 1 are there
        return _steps(1, np.flatnonzero(left[1]), ALONE) if middle else _steps(0, np.zeros(0, dtype=np.int64), ALONE)
    return _Coreduction(basis, left).run()


class _Coreduction:
    def __init__(self, basis: ChainBasis, left: list[Mask]) -> None:
        self._top = basis.top
        self._left = [bytearray(mask.tobytes()) for mask in left]
        self._boundary = [(rows.start.tolist(), rows.items.tolist()) for rows in basis.boundary]
        self._coboundary = [(rows.start.tolist(), rows.items.tolist()) for rows in basis.coboundary]
        self._missing = [[0] * basis.count(0)]
        for n in range(1, basis.top + 1):
            rows = basis.boundary[n]
            owner = rows.owners[left[n - 1][rows.items]]
            self._missing.append(np.bincount(owner, minlength=basis.count(n)).tolist())
        self._ready: deque[tuple[int, int]] = deque()
        for n, mask in enumerate(left):
            missing = np.array(self._missing[n])
            self._ready.extend((n, i) for i in np.flatnonzero(mask & (missing == 1)).tolist())
        self._steps: list[tuple[int, int, int]] = []

    def run(self) -> Index:
        for n, left in enumerate(self._left):
            place = 0
            while True:
                self._pair_all()
                # nothing of a lower degree is left, so the boundary of this cell is there
                place = left.find(1, place)
                if place < 0:
                    break
                self._steps.append((n, place, ALONE))
                self._add(n, place)
        return np.array(self._steps, dtype=np.int64).reshape(-1, 3)

    def _pair_all(self) -> None:
        ready, missing, left = self._ready, self._missing, self._left
        while ready:
            n, upper = ready.popleft()
            if not left[n][upper] or missing[n][upper] != 1:
                continue
            start, items = self._boundary[n]
            lower = next(i for i in items[start[upper] : start[upper + 1]] if left[n - 1][i])
            self._steps.append((n - 1, lower, upper))
            self._add(n - 1, lower)
            self._add(n, upper)

    def _add(self, n: int, cell: int) -> None:
        self._left[n][cell] = 0
        if n == self._top:
            return
        start, items = self._coboundary[n]
        missing = self._missing[n + 1]
        for i in items[start[cell] : start[cell + 1]]:
            missing[i] -= 1
            if missing[i] == 1:
                self._ready.append((n + 1, i))
