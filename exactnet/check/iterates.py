"""Laps, crossings and passages of the iterates f, f^2, .., f^N in polynomial time, without composing pieces.

Along an interval, f^n goes up and down: a word in +1 and -1. All that matters of it is how many runs it has and how
it begins and ends, and these three numbers of a path follow from those of its parts. Where f is monotone on I, the
word of f^n on I is the word of f^(n-1) on f(I), read backwards with signs flipped where f decreases. So it is with the
word of visits to [.., low] (-1) and to [high, ..] (+1), but for the flip.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise

from exactnet.check.description import Graph

_REFINEMENT = 64


@dataclass(frozen=True, slots=True)
class Word:
    """The ups and downs along one interval: runs, first and last direction; no runs where it is constant."""

    runs: int
    first: int
    last: int

    def reverse(self) -> Word:
        """Run the path backwards: ups become downs."""
        return Word(self.runs, -self.last, -self.first)

    def backwards(self) -> Word:
        """Run the path backwards: visits stay visits."""
        return Word(self.runs, self.last, self.first)


class Path:
    """A row of intervals with words and numbers of label changes; sums over any range in constant time."""

    def __init__(self, words: Sequence[Word], changes: Sequence[int]) -> None:
        self.length = len(words)
        self._changes = list(accumulate(changes, initial=0))
        # runs[i] is the number of runs of the first i intervals together, last[i] their last direction.
        self._runs, self._last = [0], [0]
        for word in words:
            if word.runs == 0:
                self._runs.append(self._runs[-1])
                self._last.append(self._last[-1])
            else:
                joined = self._last[-1] == word.first
                self._runs.append(self._runs[-1] + word.runs - joined)
                self._last.append(word.last)
        self._moving = list(accumulate((word.runs > 0 for word in words), initial=0))
        self._first = [0] * (len(words) + 1)
        for i in range(len(words) - 1, -1, -1):
            self._first[i] = words[i].first if words[i].runs else self._first[i + 1]

    def word(self, start: int, stop: int) -> Word:
        """Join the words of the intervals start, .., stop - 1."""
        if self._moving[start] == self._moving[stop]:
            return Word(0, 0, 0)
        first, last = self._first[start], self._last[stop]
        joined = self._last[start] == first
        return Word(self._runs[stop] - self._runs[start] + joined, first, last)

    def changes(self, start: int, stop: int) -> int:
        """Sum the label changes over the intervals start, .., stop - 1."""
        return self._changes[stop] - self._changes[start]


def laps_and_crossings(graph: Graph, level: Fraction, count: int) -> tuple[list[int], list[int]]:
    """Count the laps and the constancy intervals of the label of f, .., f^count.

    Parameters
    ----------
    graph : Graph
        A function that maps its bounded domain into itself.
    level : Fraction
        The label of x is 1 if f^n(x) >= level.
    count : int
        The number of iterates.

    Returns
    -------
    laps, crossings : list of int

    Examples
    --------
    >>> tent = Graph([Fraction(0), Fraction(1, 2), Fraction(1)], [Fraction(0), Fraction(1), Fraction(0)])
    >>> laps_and_crossings(tent, Fraction(1, 2), 4)
    ([2, 4, 8, 16], [3, 5, 9, 17])
    """
    orbits = _orbits(graph, count)
    moves = [(b > a) - (b < a) for a, b in pairwise(orbits.values)]
    return count_words(orbits.ages, orbits.images, moves, [y >= level for y in orbits.values], count)


def count_words(
    ages: Sequence[int], images: Sequence[int], moves: Sequence[int], labels: Sequence[bool], count: int
) -> tuple[list[int], list[int]]:
    """Count laps and crossings from the order of the points on the orbits of the ends of laps and plateaus.

    Parameters
    ----------
    ages : sequence of int
        For all f^k(end), k < count, in increasing order: the least k.
    images : sequence of int
        Which of them the image is; not read for those of the age count - 1.
    moves : sequence of int
        1, -1 or 0: whether f rises, falls or is constant between neighbours.
    labels : sequence of bool
        The labels of the images.
    count : int
        The number of iterates.
    """
    words = [Word(1, move, move) if move else Word(0, 0, 0) for move in moves]
    start = Path(words, [a != b for a, b in pairwise(labels)])
    laps: list[int] = []
    crossings: list[int] = []
    for path in _iterates(ages, images, start, count, Word.reverse):
        laps.append(max(1, path.word(0, path.length).runs))
        crossings.append(1 + path.changes(0, path.length))
    return laps, crossings


def passages(graph: Graph, low: Fraction, high: Fraction, count: int) -> int:
    """Count how often f^count passes from values <= low to values >= high or back, low < high.

    >>> tent = Graph([Fraction(0), Fraction(1, 2), Fraction(1)], [Fraction(0), Fraction(1), Fraction(0)])
    >>> passages(tent, Fraction(1, 4), Fraction(3, 4), 4)
    16
    """
    orbits = _orbits(graph, count)
    words = [visits((a <= low, a >= high), (b <= low, b >= high), falling=a > b) for a, b in pairwise(orbits.values)]
    return count_passages(orbits.ages, orbits.images, words, count)


def count_passages(ages: Sequence[int], images: Sequence[int], words: Sequence[Word], count: int) -> int:
    """Count passages of f^count, given those of f between neighbours; see `count_words`."""
    start = Path(words, [0] * len(words))
    path = deque(_iterates(ages, images, start, count, Word.backwards), maxlen=1).pop()
    return max(0, path.word(0, path.length).runs - 1)


def visits(start: tuple[bool, bool], end: tuple[bool, bool], *, falling: bool) -> Word:
    """Give the word of a monotone path, of both ends of which it is known whether they are low and whether high."""
    if falling:
        return visits(end, start, falling=False).backwards()
    below, above = start[0], end[1]
    return Word(below + above, -1 if below else int(above), 1 if above else -int(below))


@dataclass(frozen=True, slots=True)
class Orbits:
    """The cuts of f and their images up to f^(count-1), in increasing order: ages, which is the image of which, values of f."""

    ages: list[int]
    images: list[int]
    values: list[Fraction]


def _iterates(
    ages: Sequence[int], images: Sequence[int], path: Path, count: int, back: Callable[[Word], Word]
) -> Iterator[Path]:
    """Give the paths of f, .., f^count from that of f."""
    # P_k, the points of age at most k, contains the ends of laps and plateaus, and f maps P_k into P_(k+1). On the
    # intervals of P_(count-n) the words of f^n are known, first for n = 1.
    place = list(range(len(ages)))
    for n in range(1, count + 1):
        yield path
        kept = [i for i, age in enumerate(ages) if age < count - n]
        words: list[Word] = []
        changes: list[int] = []
        for a, b in pairwise([place[images[i]] for i in kept]):
            words.append(path.word(a, b) if a <= b else back(path.word(b, a)))
            changes.append(path.changes(min(a, b), max(a, b)))
        path = Path(words, changes)
        place = [-1] * len(ages)
        for position, i in enumerate(kept):
            place[i] = position


def _orbits(graph: Graph, count: int) -> Orbits:
    age: dict[Fraction, int] = dict.fromkeys(graph.cuts(), 0)
    image: dict[Fraction, Fraction] = {}
    young = list(age)
    for k in range(1, count + 1):
        born: list[Fraction] = []
        for x in young:
            image[x] = y = graph.at(x)
            if k < count and y not in age:
                age[y] = k
                born.append(y)
        young = born
    # Integer parts of x 2^64 decide most comparisons; the rationals behind them only break ties.
    points = sorted(age, key=lambda x: ((x.numerator << _REFINEMENT) // x.denominator, x))
    index = {x: i for i, x in enumerate(points)}
    values = [image[x] for x in points]
    # The images of the youngest points are no points; no interval of theirs is asked for.
    return Orbits([age[x] for x in points], [index.get(y, -1) for y in values], values)
