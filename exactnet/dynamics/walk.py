"""Words along the iterates of a map: laps, crossings and passages of f, .., f^N in polynomial time, from a table of orbits.

The iterates are never composed. Along an interval f^n spells a *word*: its directions, up and down, or the labels f^n >= c, or
its visits to two sides. Equal neighbours are merged, so a word alternates between two letters; how many there are, the first
and the last tell all. Where f is monotone on [p, q], the word of f^n on [p, q] is that of f^(n-1) between f(p) and f(q), read
backwards if f falls.

What is kept for each point of age <= N - n is the number of letters of f^n on everything left of it. Within a monotone piece of
f that is, up to a sign, the number at the image for f^(n-1), plus a constant of the piece (and at most one more): a step costs an
addition a point. Long numbers are columns of machine words to the base 2^b. Only numbers with digits within the base are ever
added to them, one a step, so N steps need no carry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from exactnet.dynamics.orbit_table import OrbitTable
from exactnet.exact.integers import IntArray

__all__ = ["Word", "directions", "labels", "letters_of_iterates", "visits"]

_SAFE_BITS = 61


@dataclass(frozen=True, eq=False)
class Word:
    """What the identity, f^0, spells along the points of a table.

    Attributes
    ----------
    letters
        Number of letters on everything left of each point.
    left, right
        The last letter on the left of each point and the first one on its right: 1, -1, or 0 where there is none.
    rank
        The same for two points if nothing is spelled between them, else larger for the right one.
    turned
        What becomes of a letter that is read backwards: 1 if it stays, -1 if it is the other one.
    """

    letters: NDArray[np.int64]
    left: NDArray[np.int8]
    right: NDArray[np.int8]
    rank: NDArray[np.int64]
    turned: int


def directions(points: int) -> Word:
    """The identity rises; where an iterate is constant it spells nothing. Laps of f^n: its letters, one if there is none.

    Examples
    --------
    >>> directions(4).letters.tolist()
    [0, 1, 1, 1]
    """
    letters, rank = np.ones(points, dtype=np.int64), np.arange(points)
    left, right = np.ones((2, points), dtype=np.int8)
    letters[0] = left[0] = right[-1] = 0
    return Word(letters, left, right, rank, -1)


def labels(points: int, below: int) -> Word:
    """-1 on the first ``below`` points, 1 on the others. Intervals with one label: letters, one if there is none.

    Examples
    --------
    >>> labels(4, 2).letters.tolist()
    [0, 1, 2, 2]
    """
    return visits(points, below, below)


def visits(points: int, low: int, high: int) -> Word:
    """-1 on the first ``low`` points, 1 from point ``high`` on, nothing in between. Passages: one less than letters.

    Examples
    --------
    >>> visits(4, 1, 3).letters.tolist(), visits(4, 1, 3).rank.tolist()
    ([0, 1, 1, 2], [0, 1, 1, 2])
    """
    here = np.arange(points)
    is_low, is_high = here < low, here >= high
    letters = int(is_low[0]) + is_high.astype(np.int64)
    left = np.where(is_high, 1, -int(is_low[0])).astype(np.int8)
    right = np.where(is_low, -1, int(is_high[-1])).astype(np.int8)
    letters[0] = left[0] = right[-1] = 0
    # between neighbours something is visited if the left one is low or the right one high
    rank = np.concatenate(([0], np.cumsum(is_low[:-1] | is_high[1:])))
    return Word(letters, left, right, rank, 1)


def letters_of_iterates(table: OrbitTable, words: Sequence[Word]) -> list[list[int]]:
    """For each word the number of letters that f, f^2, .., f^N spell on the whole interval.

    Examples
    --------
    >>> table = OrbitTable(3, np.array([0, 0, 0]), np.array([1, 2, 0]), ())  # 0 -> 1/2 -> 1 -> 0
    >>> letters_of_iterates(table, [directions(3), labels(3, 1)])
    [[2, 3, 5], [2, 3, 4]]
    """
    walks = [_Walk(word, _SAFE_BITS - table.iterates.bit_length()) for word in words]
    pieces = _Pieces(table)
    counts: list[list[int]] = [[] for _ in words]
    for age in reversed(range(table.iterates)):
        generation = pieces.generation(age)
        for walk, row in zip(walks, counts, strict=True):
            row.append(walk.step(generation))
    return counts


@dataclass(frozen=True, eq=False)
class _Generation:
    """Points up to some age: places of their images among the points one older, and of the ends of pieces among themselves."""

    images: NDArray[np.int64]
    ends: NDArray[np.int64]
    piece: NDArray[np.int64]
    falls: NDArray[np.bool_]
    signs: NDArray[np.int64]
    falling: list[bool]


class _Pieces:
    """The generations of a table, the oldest first."""

    def __init__(self, table: OrbitTable) -> None:
        self._table = table
        ends = table.images[table.ages == 0]
        self._falling = ends[1:] < ends[:-1]
        # the last end belongs to the last piece, every other one to the piece on its right
        self._piece = np.minimum(np.cumsum(table.ages == 0) - 1, len(self._falling) - 1)
        self._members = np.arange(len(table.ages))
        self._place = self._members.copy()

    def generation(self, age: int) -> _Generation:
        table, before = self._table, self._members
        self._place[before] = np.arange(len(before))
        self._members = members = before[table.ages[before] <= age]
        piece = self._piece[members]
        return _Generation(
            self._place[table.images[members]],
            np.flatnonzero(table.ages[members] == 0),
            piece,
            self._falling[piece],
            np.where(self._falling, -1, 1)[piece],
            self._falling.tolist(),
        )


class _Walk:
    """What f^n spells, from n = 0 on."""

    def __init__(self, word: Word, bits: int) -> None:
        self._bits = bits
        self._letters = word.letters[None, :]
        self._left, self._right, self._rank = word.left, word.right, word.rank
        self._turned = np.int8(word.turned)

    def step(self, now: _Generation) -> int:
        """Advance n by one; returns the number of letters on the whole interval."""
        rank = self._rank.take(now.images)
        left, right = self._left.take(now.images), self._right.take(now.images)
        letters = self._letters.take(now.images, axis=1)
        beside = rank[now.ends]
        spelled = _spell(
            now.falling,
            beside.tolist(),
            left[now.ends].tolist(),
            right[now.ends].tolist(),
            _numbers(letters[:, now.ends], self._bits),
            int(self._turned),
        )
        numbers = _digits([*spelled.letters, *spelled.constants], self._bits, len(letters))
        if len(numbers) > len(letters):
            letters = np.pad(letters, ((0, len(numbers) - len(letters)), (0, 0)))
        letters *= now.signs
        letters += numbers[:, len(now.ends) :].take(now.piece, axis=1)
        # a fall reads the image from its right end on: a letter that goes on there is counted on both sides
        letters[0] += now.falls & (left == right)
        left, right = np.where(now.falls, self._turned * right, left), np.where(now.falls, self._turned * left, right)
        # where nothing is spelled between a point and an end of its piece, the end tells
        still = np.flatnonzero(rank == beside.take(now.piece))
        piece = now.piece[still]
        letters[:, still] = numbers[:, piece]
        left[still] = spelled.left[piece]
        still = np.flatnonzero(rank == beside.take(now.piece + 1))
        right[still] = spelled.right[now.piece[still] + 1]
        self._letters, self._left, self._right = letters, left, right
        self._rank = np.zeros_like(rank)
        np.cumsum(rank[1:] != rank[:-1], out=self._rank[1:])
        return spelled.letters[-1]


@dataclass(frozen=True, eq=False)
class _Spelled:
    """What f^n spells on the pieces of f: letters left of each end, the letters beside it, a constant for each piece."""

    letters: list[int]
    left: NDArray[np.int8]
    right: NDArray[np.int8]
    constants: list[int]


def _spell(
    falling: list[bool], rank: list[int], left: list[int], right: list[int], letters: list[int], turned: int
) -> _Spelled:
    """From what f^(n-1) spells at the images of the ends."""
    total, last = 0, 0
    totals, lasts, firsts, constants = [0], [0], [], []
    for j, falls in enumerate(falling):
        first = 0
        low, high = (j + 1, j) if falls else (j, j + 1)
        if rank[low] == rank[high]:
            constants.append(0)
        else:
            first = turned * left[high] if falls else right[low]
            through = left[low] == right[low]
            total -= first == last
            constants.append(total + letters[high] if falls else total - letters[low] + through)
            total += letters[high] - letters[low] + through
            last = turned * right[low] if falls else left[high]
        firsts.append(first)
        totals.append(total)
        lasts.append(last)
    following = [0]
    for first in reversed(firsts):
        following.append(first or following[-1])
    return _Spelled(totals, np.array(lasts, dtype=np.int8), np.array(following[::-1], dtype=np.int8), constants)


def _numbers(columns: IntArray, bits: int) -> list[int]:
    """The numbers of which the columns hold the digits, the lowest first; digits may be negative, or larger than the base."""
    return [
        reduce(lambda high, low: (high << bits) + low, digits) for digits in zip(*columns[::-1].tolist(), strict=True)
    ]


def _digits(numbers: Sequence[int], bits: int, least: int) -> IntArray:
    """Columns of at least so many digits, all of them within the base; the highest has the sign."""
    count = max(least, 1 + max(x.bit_length() for x in numbers) // bits)
    *shifts, top = range(0, count * bits, bits)
    mask = (1 << bits) - 1
    rows = [[x >> shift & mask for x in numbers] for shift in shifts]
    return np.array([*rows, [x >> top for x in numbers]], dtype=np.int64)
