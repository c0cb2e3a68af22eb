"""Activation patterns of the cells of a path, in order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from exactnet.exact.integers import IntArray
from exactnet.exact.names import row_names

__all__ = ["PatternTable"]


class PatternTable:
    """One word a cell: the number of the affine piece in force, for every unit of every layer that bends so far.

    Attributes
    ----------
    words
        Unsigned integers, shape (cells, units).

    Examples
    --------
    >>> table = PatternTable(1)
    >>> table.divide(np.array([0, 0, 0]))
    >>> table.extend(np.array([[0, 1], [1, 1], [0, 1]]))
    >>> table.changes.tolist(), table.distinct
    ([True, True], 2)
    """

    def __init__(self, cells: int) -> None:
        self.words: NDArray[np.unsignedinteger] = np.zeros((cells, 0), dtype=np.uint8)

    def divide(self, parent: NDArray[np.intp]) -> None:
        """Replace the cells by parts of them, given the cell of each part."""
        self.words = self.words[parent]

    def extend(self, pieces: IntArray) -> None:
        """Append the units of a layer, shape (cells, units)."""
        small = pieces.astype(np.min_scalar_type(int(pieces.max(initial=0))))
        self.words = np.concatenate((self.words, small), axis=1)

    @property
    def changes(self) -> NDArray[np.bool_]:
        """Whether each cell but the first has another pattern than the one before it."""
        changed: NDArray[np.bool_] = (self.words[1:] != self.words[:-1]).any(axis=1)
        return changed

    @property
    def names(self) -> NDArray[np.int64]:
        """A number for every cell, equal exactly for equal patterns."""
        return row_names(self.words)[0]

    @property
    def distinct(self) -> int:
        """Number of different patterns."""
        return len(row_names(self.words)[1])
