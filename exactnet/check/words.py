"""Intervals on which f is affine, and closed words: the intervals that periodic points pass, each cycle once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import NamedTuple

from exactnet.check.description import Graph
from exactnet.check.reader import array, increasing, show
from exactnet.check.traces import traces
from exactnet.check.verdict import Rejected, require

_INTEGERS = {int}
# Traces take time quadratic in the number of intervals, and words and orbits can be few.
WORK = 50_000


class Piece(NamedTuple):
    """f on an interval: x -> (a x + b) / c for left / left_den <= x <= right / right_den; c and the dens are positive."""

    a: int
    b: int
    c: int
    left: int
    left_den: int
    right: int
    right_den: int


@dataclass(frozen=True, slots=True)
class Intervals:
    """A partition of the domain into intervals J_i = [p_i, p_{i+1}] on which f is affine.

    Attributes
    ----------
    points : list of Fraction
        p_0, .., p_m.
    pieces : list of Piece
        f on J_0, J_1, ..
    outer : list of range
        outer[i] = the j such that f(J_i) meets the interior of J_j, also where f is constant.
    """

    points: list[Fraction]
    pieces: list[Piece]
    outer: list[range]


def read_intervals(value: object, graph: Graph, most: int) -> Intervals:
    """Parse a partition that contains all breakpoints; `most` is the largest period that is asked for."""
    points = increasing(value, "partition", "partition")
    require(len(points) >= 2, "partition", "the partition has less than two points")
    ends = points[0] == graph.xs[0] and points[-1] == graph.xs[-1]
    require(ends, "partition", "the partition must end with the domain")
    there = set(points)
    for x in graph.xs:
        require(x in there, "partition", f"the partition lacks the breakpoint {show(x)}")
    require((len(points) - 1) * most <= WORK, "partition", f"max_period times the intervals exceed {WORK}")
    nodes = [(x, graph.at(x)) for x in points]
    pieces = [_piece(start, end) for start, end in pairwise(nodes)]
    # J_j is met inside iff p_{j+1} > min and p_j < max; a constant at a p_j meets nothing.
    outer = [
        range(bisect_right(points, min(y, z)) - 1, bisect_left(points, max(y, z))) for (_, y), (_, z) in pairwise(nodes)
    ]
    return Intervals(points, pieces, outer)


def _piece(start: tuple[Fraction, Fraction], end: tuple[Fraction, Fraction]) -> Piece:
    (x, y), (z, w) = start, end
    slope = (w - y) / (z - x)
    shift = y - slope * x
    den = lcm(slope.denominator, shift.denominator)
    ends = (x.numerator, x.denominator, z.numerator, z.denominator)
    return Piece(int(slope * den), int(shift * den), den, *ends)


def read_words(value: object, outer: Sequence[range], most: int) -> list[list[int]]:
    """Parse the words, and check that they are all the least primitive words up to a length.

    Examples
    --------
    >>> read_words([[0], [1], [0, 1]], [range(2), range(2)], 2)
    [[0], [1], [0, 1]]
    >>> read_words([[0], [0, 1]], [range(2), range(2)], 2)
    Traceback (most recent call last):
    exactnet.check.verdict.Rejected: trace: 1 closed words of length 1 follow from the list, 2 exist
    """
    words = [_read_word(item, i, outer, most) for i, item in enumerate(array(value, "words", "words"))]
    numbers = [0] * (most + 1)
    before: list[int] = []
    for i, word in enumerate(words):
        if (len(before), before) >= (len(word), word):
            raise Rejected("words", f"word {i} does not come after the one before it")
        numbers[len(word)] += 1
        before = word
    # A closed word is a rotation of a power of exactly one least primitive word, which has as many rotations as letters.
    found = [0] * (most + 1)
    for d in range(1, most + 1):
        if numbers[d]:
            for n in range(d, most + 1, d):
                found[n] += d * numbers[d]
    for n, (a, b) in enumerate(zip(found[1:], traces(outer, most), strict=True), 1):
        require(a == b, "trace", f"{show(a)} closed words of length {n} follow from the list, {show(b)} exist")
    return words


def _read_word(value: object, number: int, outer: Sequence[range], most: int) -> list[int]:
    # There may be hundreds of thousands of words: no call and no message a letter. (The type of true is not int.)
    if not isinstance(value, list) or set(map(type, value)) != _INTEGERS:
        raise Rejected("words", f"word {number} must be a list of integers, not empty")
    word: list[int] = value
    if len(word) > most:
        raise Rejected("words", f"word {number} is longer than max_period")
    if min(word) < 0 or max(word) >= len(outer):
        raise Rejected("words", f"word {number} names an interval that does not exist")
    last = word[-1]
    for letter in word:
        if letter not in outer[last]:
            raise Rejected("words", f"word {number}: the image of interval {last} does not meet the inside of {letter}")
        last = letter
    if not is_least(word):
        raise Rejected("words", f"word {number} is not less than all its proper rotations")
    return word


def is_least(word: Sequence[int]) -> bool:
    """Tell whether a word is strictly less than all its proper rotations, by Duval's algorithm.

    >>> [is_least(word) for word in ([0, 1], [1, 0], [0, 1, 0, 1], [0, 0, 1, 0, 1])]
    [True, False, False, True]
    """
    # Every prefix is a power of a word of length `period` and a prefix of that word.
    period = 1
    for i in range(1, len(word)):
        letter, earlier = word[i], word[i - period]
        if letter < earlier:
            return False
        if letter > earlier:
            period = i + 1
    return period == len(word)
