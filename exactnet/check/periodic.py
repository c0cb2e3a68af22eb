"""Periodic orbits of a piecewise affine function: of the points of a partition, and along closed words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from exactnet.check.words import Intervals, Piece

# A point is a numerator and a positive denominator, not reduced.
Points = list[tuple[int, int]]
Range = tuple[Fraction, Fraction]


def along(word: Sequence[int], pieces: Sequence[Piece], most: int) -> tuple[Points, list[Range]]:
    """Find what a least primitive word gives, except the orbits of points of the partition.

    Parameters
    ----------
    word : list of int
        The intervals to pass.
    pieces : list of Piece
        f on the intervals.
    most : int
        The largest period.

    Returns
    -------
    points : list of pairs
        An orbit, each point with numerator and denominator, the least first; empty if there is none.
    intervals : list of pairs
        An orbit of intervals, the leftmost first; empty if there is none.

    Examples
    --------
    >>> left, right = Piece(2, 0, 1, 0, 1, 1, 2), Piece(-2, 2, 1, 1, 2, 1, 1)
    >>> along([0, 1], [left, right], 2)
    ([(2, 5), (4, 5)], [])
    """
    a, b, c = 1, 0, 1
    for i in word:
        slope, shift, den = pieces[i][:3]
        a, b, c = slope * a, slope * b + shift * c, den * c
    if a == c:
        where = followed(word, pieces) if b == 0 else None
        return [], _images(where, word, pieces) if where else []
    points = _follow(b, c - a, word, pieces)
    if a != -c or 2 * len(word) > most:
        return points, []
    twice = [*word, *word]
    where = followed(twice, pieces)
    # Going along the word reflects these points about the fixed one.
    return points, _images((where[0], Fraction(b, 2 * c)), twice, pieces) if where else []


def _follow(numerator: int, den: int, word: Sequence[int], pieces: Sequence[Piece]) -> Points:
    """Follow a fixed point along a word; nothing if it leaves the insides of the intervals."""
    # A point that follows the word through an end of an interval is found among the points of the partition.
    if den < 0:
        numerator, den = -numerator, -den
    points: Points = []
    for i in word:
        a, b, c, left, left_den, right, right_den = pieces[i]
        if left * den >= numerator * left_den or numerator * right_den >= right * den:
            return []
        points.append((numerator, den))
        # Exact: the image is the fixed point of the rotated word, whose composition has the same slope a / c.
        numerator = (a * numerator + b * den) // c
    first = points.index(min(points))
    return points[first:] + points[:first]


def followed(word: Sequence[int], pieces: Sequence[Piece]) -> Range | None:
    """Find the points that follow a word without flat pieces, None if they are less than an interval.

    >>> reflection = Piece(-1, 1, 1, 0, 1, 1, 1)
    >>> followed([0, 0], [reflection])
    (Fraction(0, 1), Fraction(1, 1))
    """
    low, high = _ends(pieces[word[0]])
    slope, shift = Fraction(1), Fraction(0)
    for i in word:
        start, end = _ends(pieces[i])
        x, y = (start - shift) / slope, (end - shift) / slope
        low, high = max(low, min(x, y)), min(high, max(x, y))
        if low >= high:
            # A single point is at an end of some interval, and so in the orbit of a point of the partition.
            return None
        a, b, c = pieces[i][:3]
        slope, shift = slope * a / c, (shift * a + b) / c
    return low, high


def _ends(piece: Piece) -> Range:
    return Fraction(piece.left, piece.left_den), Fraction(piece.right, piece.right_den)


def _images(where: Range, word: Sequence[int], pieces: Sequence[Piece]) -> list[Range]:
    x, y = where
    images: list[Range] = []
    for i in word:
        images.append((min(x, y), max(x, y)))
        a, b, c = pieces[i][:3]
        x, y = (x * a + b) / c, (y * a + b) / c
    first = images.index(min(images))
    return images[first:] + images[:first]


def of_partition(intervals: Intervals, most: int) -> Iterator[Points]:
    """Find the orbits of the periodic points of the partition with periods up to `most`, the least point first."""
    points, pieces = intervals.points, intervals.pieces
    after = [_return(i, intervals, most) for i in range(len(points))]
    done: set[int] = set()
    for start in range(len(points)):
        if start in done:
            continue
        i, period = after[start]
        passed = [start]
        while i != start and period <= most:
            passed.append(i)
            i, steps = after[i]
            period += steps
        if period > most:
            continue
        done.update(passed)
        orbit = [points[start]]
        while len(orbit) < period:
            x = orbit[-1]
            a, b, c = pieces[_place(x.numerator, x.denominator, points)][:3]
            orbit.append((x * a + b) / c)
        first = orbit.index(min(orbit))
        yield [(x.numerator, x.denominator) for x in orbit[first:] + orbit[:first]]


def _return(index: int, intervals: Intervals, most: int) -> tuple[int, int]:
    """Find the next point of the partition in the orbit of one, and after how many steps; beyond `most` if none."""
    points, pieces = intervals.points, intervals.pieces
    x = points[index]
    numerator, den = x.numerator, x.denominator
    place = min(index, len(pieces) - 1)
    for step in range(1, most + 1):
        # Not reduced: the greatest common divisors of long numbers would take most of the time.
        a, b, c = pieces[place][:3]
        numerator, den = a * numerator + b * den, c * den
        place = _place(numerator, den, points)
        for j in (place, place + 1):
            if points[j].numerator * den == numerator * points[j].denominator:
                return j, step
    return index, most + 1


def _place(numerator: int, den: int, points: Sequence[Fraction]) -> int:
    """Find an interval in which a point lies."""
    low, high = 0, len(points) - 1
    while high - low > 1:
        middle = (low + high) // 2
        x = points[middle]
        if x.numerator * den <= numerator * x.denominator:
            low = middle
        else:
            high = middle
    return low
