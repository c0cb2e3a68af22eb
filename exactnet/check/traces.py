"""Traces of the powers of a 0-1 matrix whose rows are runs of ones: the numbers of its closed walks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

# A packed row has about this many bits: enough to make its sum cheap against the call, few enough for the cache.
_BITS = 1 << 13


def traces(rows: Sequence[range], count: int) -> list[int]:
    """Give the traces of A, A^2, .., A^count.

    A row of A^n is the sum of those rows of A^(n-1) that the row of A names, a difference of two sums from the
    first row on. A row is packed into one integer, with a slot for each of its entries; for large matrices, block
    by block of columns.

    Parameters
    ----------
    rows : list of range
        Where the ones of each row of A are.
    count : int
        The number of powers.

    Examples
    --------
    >>> traces([range(0, 2), range(0, 1)], 6)
    [1, 3, 4, 7, 11, 18]
    """
    size = len(rows)
    slot = _largest(rows, count).bit_length() + 1
    mask = (1 << slot) - 1
    width = max(1, _BITS // slot)
    result = [0] * count
    for start in range(0, size, width):
        own = range(start, min(start + width, size))
        packed = [1 << slot * (i - start) if i in own else 0 for i in range(size)]
        for n in range(count):
            # Entries of these sums may overflow their slots, but what is left after the subtraction does not.
            sums = list(accumulate(packed, initial=0))
            packed = [sums[row.stop] - sums[row.start] for row in rows]
            result[n] += sum(packed[i] >> slot * (i - start) & mask for i in own)
    return result


def _largest(rows: Sequence[range], count: int) -> int:
    """Bound the entries of A, .., A^count by the largest sum of a row."""
    largest = 1
    vector = [1] * len(rows)
    for _ in range(count):
        sums = list(accumulate(vector, initial=0))
        vector = [sums[row.stop] - sums[row.start] for row in rows]
        largest = max(largest, *vector)
    return largest
