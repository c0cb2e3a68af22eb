"""The boundary between critical cells: what a matching leaves of a chain complex."""

from __future__ import annotations

from heapq import heapify, heappop, heappush

import numpy as np

from exactnet.topology.matching import ALONE, Matching

__all__ = ["critical_boundary"]

Columns = list[dict[int, int]]
"""For every column the entries that are not 0, by row."""


def critical_boundary(matching: Matching, n: int) -> Columns:
    """The boundary of the critical cells of degree n in those of degree n - 1, both in the order of the steps.

    In the boundary of a critical cell, a cell that came with a partner is replaced by the rest of the partner's boundary, and a
    cell that is such a partner by 0, from the last step back to the first.
    """
    cells, rows = matching.critical(n).tolist(), matching.critical(n - 1).tolist()
    if not cells or not rows or n == 1:
        # two ends of a cell of degree 1 lie in one component, and a component has one critical cell
        return [{} for _ in cells]
    return _Flow(matching, n).columns(cells, {cell: row for row, cell in enumerate(rows)})


class _Flow:
    def __init__(self, matching: Matching, n: int) -> None:
        basis, steps = matching.basis, matching.steps
        self._start, self._items = basis.boundary[n].start.tolist(), basis.boundary[n].items.tolist()
        self._signs = basis.signs(n).tolist()
        pairs = np.flatnonzero((steps[:, 0] == n - 1) & (steps[:, 2] != ALONE))
        partner, time = np.full(basis.count(n - 1), ALONE), np.zeros(basis.count(n - 1), dtype=np.int64)
        partner[steps[pairs, 1]], time[steps[pairs, 1]] = steps[pairs, 2], pairs
        self._partner, self._time = partner.tolist(), time.tolist()

    def columns(self, cells: list[int], rows: dict[int, int]) -> Columns:
        return [{rows[cell]: c for cell, c in self._pushed(cell).items() if cell in rows} for cell in cells]

    def _pushed(self, cell: int) -> dict[int, int]:
        """The boundary of a cell, without cells that came with a partner."""
        chain = dict(self._boundary(cell))
        waiting = [(-self._time[i], i) for i in chain if self._partner[i] != ALONE]
        heapify(waiting)
        while waiting:
            _, lower = heappop(waiting)
            factor = chain[lower]
            if factor != 0:
                boundary = dict(self._boundary(self._partner[lower]))
                factor *= -boundary[lower]
                for i, sign in boundary.items():
                    if i not in chain:
                        chain[i] = 0
                        if self._partner[i] != ALONE:
                            heappush(waiting, (-self._time[i], i))
                    chain[i] += factor * sign
            del chain[lower]
        return {i: c for i, c in chain.items() if c != 0}

    def _boundary(self, cell: int) -> zip[tuple[int, int]]:
        part = slice(self._start[cell], self._start[cell + 1])
        return zip(self._items[part], self._signs[part], strict=True)
