"""The product of a matrix with many vectors: one multiplication for each column instead of one for each entry.

The entries of a column stand side by side in one long integer, in fields so wide that sums cannot leave theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul

# Small matrices are multiplied row by row.
_SMALL = 80
_KEPT = 4


class Affine:
    """u -> W u + b one, over the integers.

    Parameters
    ----------
    weight, bias : sequence
        W, row by row, and b.

    Examples
    --------
    >>> Affine([[1, -2], [0, 3]], [1, 0])([5, 1], 10)
    [13, 3]
    """

    def __init__(self, weight: Sequence[Sequence[int]], bias: Sequence[int]) -> None:
        self._rows = [(*row, b) for row, b in zip(weight, bias, strict=True)]
        self._norm = max(sum(map(abs, row)) for row in self._rows)
        self._packed: dict[int, tuple[int, list[int]]] = {}

    def __call__(self, units: list[int], one: int) -> list[int]:
        """Apply it."""
        rows, vector = self._rows, [*units, one]
        if len(rows) * len(vector) < _SMALL:
            return [sum(map(mul, row, vector)) for row in rows]
        # Every result is less than 2^(8 size - 1) in absolute value; half of a field is added to make it positive.
        size = (self._norm * max(max(vector), -min(vector))).bit_length() // 8 + 1
        size += -size % 8
        halves, columns = self._packed.get(size) or self._pack(size)
        fields = sum(map(mul, columns, vector), halves).to_bytes(size * len(rows), "little")
        half, read = 1 << (8 * size - 1), int.from_bytes
        return [read(fields[i : i + size], "little") - half for i in range(0, len(fields), size)]

    def _pack(self, size: int) -> tuple[int, list[int]]:
        shifts = range(0, 8 * size * len(self._rows), 8 * size)
        columns = [
            sum(x << shift for x, shift in zip(column, shifts, strict=True)) for column in zip(*self._rows, strict=True)
        ]
        if len(self._packed) == _KEPT:
            self._packed.clear()
        self._packed[size] = sum(1 << (shift + 8 * size - 1) for shift in shifts), columns
        return self._packed[size]
