"""Arrays that grow by rows at amortised cost."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["GrowingRows"]


class GrowingRows:
    """Rows in a buffer that doubles when it is full.

    Examples
    --------
    >>> rows = GrowingRows(np.zeros((1, 2)))
    >>> rows.append(np.ones((2, 2)))
    >>> rows.view.sum()
    np.float64(4.0)
    """

    def __init__(self, start: NDArray[Any]) -> None:
        self._buffer = start
        self._count = len(start)

    @property
    def view(self) -> NDArray[Any]:
        """The rows so far; writing to it writes to them, until the next append."""
        return self._buffer[: self._count]

    @property
    def nbytes(self) -> int:
        """Size of the buffer."""
        return self._buffer.nbytes

    def growth(self, count: int) -> int:
        """Bytes that appending so many rows takes, beside those that are taken already."""
        needed = self._count + count
        return 0 if needed <= len(self._buffer) else needed * (self._buffer.nbytes // max(1, len(self._buffer)))

    def append(self, rows: NDArray[Any]) -> None:
        """Add rows at the end; integers of any size make the others so, too."""
        if rows.dtype == object and self._buffer.dtype != object:
            self._buffer = self._buffer.astype(object)
        needed = self._count + len(rows)
        if needed > len(self._buffer):
            buffer = np.empty((max(needed, 2 * len(self._buffer)), *self._buffer.shape[1:]), dtype=self._buffer.dtype)
            buffer[: self._count] = self.view
            self._buffer = buffer
        self._buffer[self._count : needed] = rows
        self._count = needed
