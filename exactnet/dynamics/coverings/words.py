"""Closed words of a covering graph: counted by traces, listed as necklaces.

A word is a closed walk i_0, .., i_{n-1} of a graph whose rows are runs of ones (`Ranges`). Of every word that is no power of a
shorter one exactly one rotation is the least (a Lyndon word). They are extended letter by letter, all of one length at once
(Fredricksen, Kessler, Maiorana: a prefix of such words knows the least letter that may follow), and only where the walk can
still return to its first letter in time.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exactnet.dynamics.coverings.partition import Ranges
from exactnet.errors import UndecidedError

__all__ = ["MANY", "least_words", "primitive_counts", "traces"]

MANY = 1 << 40
"""Where counts of walks are cut off."""

_CHUNK_ENTRIES = 1 << 22
_LATER = np.iinfo(np.int16).max


def traces(graph: Ranges, longest: int) -> list[int]:
    """Traces of the first powers of the graph's matrix: closed walks of length 1, 2, .., each at most `MANY`.

    A count that stays below `MANY` is exact: an entry that was cut off exceeds any such count it contributes to.

    Examples
    --------
    >>> golden = Ranges(np.array([1, 0]), np.array([2, 2]))
    >>> traces(golden, 5)
    [1, 3, 4, 7, 11]
    """
    size = len(graph)
    found = [0] * longest
    for first, last in _chunks(size):
        walks = np.zeros((size, last - first), dtype=np.int64)
        walks[np.arange(first, last), np.arange(last - first)] = 1
        for n in range(longest):
            walks = np.minimum(_step(graph, walks), MANY)
            found[n] += int(walks[np.arange(first, last), np.arange(last - first)].sum())
    return [min(count, MANY) for count in found]


def primitive_counts(closed_walks: list[int]) -> list[int]:
    """Number of least primitive words of each length, from the traces.

    Examples
    --------
    >>> primitive_counts([1, 3, 4, 7, 11])
    [1, 1, 1, 1, 2]
    """
    counts: list[int] = []
    for n, walks in enumerate(closed_walks, start=1):
        shorter = sum(d * counts[d - 1] for d in range(1, n // 2 + 1) if n % d == 0)
        counts.append(max(0, walks - shorter) // n)
    return counts


def least_words(graph: Ranges, longest: int, limit: int) -> list[NDArray[np.int32]]:
    """All least primitive words of length 1, .., ``longest``: one array a length, rows in lexicographic order.

    Raises
    ------
    UndecidedError
        If the walks under consideration become far more than ``limit``, the number of words that are expected.

    Examples
    --------
    >>> golden = Ranges(np.array([1, 0]), np.array([2, 2]))
    >>> [words.tolist() for words in least_words(golden, 4, 10)]
    [[[1]], [[0, 1]], [[0, 1, 1]], [[0, 1, 1, 1]]]
    """
    found: list[list[NDArray[np.int32]]] = [[] for _ in range(longest)]
    for first, last in _chunks(len(graph)):
        walk = _Walk(graph, first, _returns(graph, first, last, longest), longest)
        for n in range(longest):
            found[n].append(walk.closed())
            if n + 1 == longest or not walk.extend():
                break
            if len(walk.words) > 16 * limit + 100_000:
                raise UndecidedError(f"more than {16 * limit:,} beginnings of closed words; try a smaller --max-period")
    return [
        np.concatenate(words) if words else np.zeros((0, n), dtype=np.int32) for n, words in enumerate(found, start=1)
    ]


def _chunks(size: int) -> list[tuple[int, int]]:
    width = max(1, _CHUNK_ENTRIES // max(1, size))
    return [(first, min(first + width, size)) for first in range(0, size, width)]


def _step(graph: Ranges, columns: NDArray[np.int64]) -> NDArray[np.int64]:
    """The matrix times columns."""
    sums = np.zeros((len(columns) + 1, columns.shape[1]), dtype=np.int64)
    np.cumsum(columns, axis=0, out=sums[1:])
    product: NDArray[np.int64] = sums[graph.stop] - sums[graph.start]
    return product


def _returns(graph: Ranges, first: int, last: int, longest: int) -> NDArray[np.int16]:
    """Entry (v, a - first): length of the shortest walk from v to a that never goes below a."""
    size, targets = len(graph), np.arange(first, last)
    allowed = np.arange(size)[:, None] >= targets
    distance = np.full((size, len(targets)), _LATER, dtype=np.int16)
    reached = np.zeros((size, len(targets)), dtype=np.int64)
    reached[targets, targets - first] = 1
    for n in range(1, min(longest, _LATER - 1) + 1):
        fresh = (_step(graph, reached) > 0) & allowed & (distance == _LATER)
        if not fresh.any():
            break
        distance[fresh] = n
        reached = fresh.astype(np.int64)
    return distance


@dataclass(eq=False)
class _Walk:
    """All prefixes of one length, in lexicographic order; the period of each is the length of its longest Lyndon prefix."""

    graph: Ranges
    first: int
    returns: NDArray[np.int16]
    longest: int

    def __post_init__(self) -> None:
        count = self.returns.shape[1]
        self.words = np.arange(self.first, self.first + count, dtype=np.int32)[:, None]
        self._period = np.ones(count, dtype=np.int64)
        home = self.returns[self.words[:, 0], np.arange(count)]
        self._keep(home <= self.longest)

    def _keep(self, chosen: NDArray[np.bool_]) -> None:
        self.words, self._period = self.words[chosen], self._period[chosen]

    def closed(self) -> NDArray[np.int32]:
        """The least primitive words among them."""
        last, start = self.words[:, -1], self.words[:, 0]
        returns = (self.graph.start[last] <= start) & (start < self.graph.stop[last])
        found: NDArray[np.int32] = self.words[returns & (self._period == self.words.shape[1])]
        return found

    def extend(self) -> bool:
        """Add a letter in all ways; whether anything is left."""
        length = self.words.shape[1]
        last = self.words[:, -1]
        least = self.words[np.arange(len(last)), length - self._period]
        low = np.maximum(self.graph.start[last], least)
        width = np.maximum(self.graph.stop[last] - low, 0)
        parts = []
        for begin, end in _slices(width):
            source = np.repeat(np.arange(begin, end), width[begin:end])
            offset = np.cumsum(width[begin:end]) - width[begin:end]
            letter = np.arange(len(source)) - np.repeat(offset, width[begin:end]) + low[source]
            kept = self.returns[letter, self.words[source, 0] - self.first] <= self.longest - length
            parts.append((source[kept], letter[kept]))
        source = np.concatenate([s for s, _ in parts]) if parts else np.zeros(0, dtype=np.int64)
        letter = np.concatenate([x for _, x in parts]) if parts else np.zeros(0, dtype=np.int64)
        self._period = np.where(letter == least[source], self._period[source], length + 1)
        self.words = np.concatenate((self.words[source], letter[:, None].astype(np.int32)), axis=1)
        return len(source) > 0


def _slices(width: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Ranges of rows whose widths sum to about a chunk."""
    if not len(width):
        return []
    part = np.cumsum(width) // _CHUNK_ENTRIES
    cuts = [0, *(np.flatnonzero(part[1:] != part[:-1]) + 1).tolist(), len(width)]
    return list(itertools.pairwise(cuts))
