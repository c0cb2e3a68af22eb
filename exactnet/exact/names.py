"""Rows of an array by name: equal rows, equal numbers."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["as_words", "row_names"]

_MIX = np.uint64(0x9E3779B97F4A7C15)


def row_names(rows: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """A number for every row, equal exactly where the rows are, and the first row of each number.

    Parameters
    ----------
    rows
        Shape (n, ..), of any type; for Python integers this goes by a dictionary, else by sorting.

    Examples
    --------
    >>> names, first = row_names(np.array([[3, 1], [2, 2], [3, 1]]))
    >>> bool(names[0] == names[2] != names[1]), len(first)
    (True, 2)
    """
    n = len(rows)
    rows = rows.reshape(n, math.prod(rows.shape[1:]))
    if rows.dtype == object:
        known: dict[tuple[Any, ...], int] = {}
        names = np.array([known.setdefault(tuple(row), len(known)) for row in rows.tolist()], dtype=np.int64)
        return names, np.unique(names, return_index=True)[1]
    words = as_words(rows)
    if n == 0 or words.shape[1] == 0:
        return np.zeros(n, dtype=np.int64), np.arange(min(n, 1))
    key = words[:, 0]
    with np.errstate(over="ignore"):
        for column in words.T[1:]:
            key = (key ^ (key >> np.uint64(29))) * _MIX + column
    _, first, names = np.unique(key, return_index=True, return_inverse=True)
    if words.shape[1] == 1 or (words == words[first[names]]).all():
        return names, first
    # two different rows have met in one key
    _, first, names = np.unique(words, axis=0, return_index=True, return_inverse=True)
    return names.ravel(), first


def as_words(rows: NDArray[Any]) -> NDArray[np.uint64]:
    """Rows of fixed size as words of 64 bits, zeros at the end."""
    raw = np.ascontiguousarray(rows).view(np.uint8).reshape(len(rows), rows.shape[1] * rows.itemsize)
    padded = np.pad(raw, ((0, 0), (0, -raw.shape[1] % 8)))
    return np.ascontiguousarray(padded).view(np.uint64)
