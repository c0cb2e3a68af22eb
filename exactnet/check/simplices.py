"""Cells triangulated from their vertices: volumes and integrals."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import factorial, prod

from exactnet.check.tiling import Tiling
from exactnet.check.verdict import require

_MOST = 2_000_000


def simplices(tiling: Tiling) -> Iterator[tuple[int, list[int]]]:
    """Give the simplices of all cells, each with the number of its cell.

    From its first vertex every face is seen as the union of the cones over its facets that do not contain it.

    Raises
    ------
    Rejected
        Step ``simplices``, if there are too many.
    """
    complex_ = tiling.complex
    first = [list(range(len(complex_.vertices)))]
    counts = [[1] * len(complex_.vertices)]
    for k in range(1, complex_.dimension + 1):
        below, fewer = first[-1], counts[-1]
        # Of a facet that contains the first vertex, that is the first one, too.
        first.append([min(map(below.__getitem__, face)) for face in complex_.faces[k]])
        counts.append(
            [sum(fewer[g] for g in face if below[g] != v) for face, v in zip(complex_.faces[k], first[k], strict=True)]
        )
    require(sum(counts[-1]) <= _MOST, "simplices", f"there are more than {_MOST}")

    def of_face(k: int, i: int) -> Iterator[list[int]]:
        if k == 0:
            yield [i]
            return
        v = first[k][i]
        for facet in complex_.faces[k][i]:
            if first[k - 1][facet] != v:
                for rest in of_face(k - 1, facet):
                    yield [v, *rest]

    for cell in range(len(complex_.faces[complex_.dimension])):
        for simplex in of_face(complex_.dimension, cell):
            yield cell, simplex


def volume(rows: list[list[int]]) -> Fraction:
    """Give the volume of the simplex with these vertices (w, x).

    >>> volume([[1, 0, 0], [1, 1, 0], [2, 0, 1]])
    Fraction(1, 4)
    """
    size = len(rows) - 1
    return Fraction(abs(determinant(rows)), factorial(size) * prod(row[0] for row in rows))


def determinant(rows: list[list[int]]) -> int:
    """Give the determinant of an integer matrix.

    >>> determinant([[0, 2], [3, 1]])
    -6
    """
    work, sign, before = [list(row) for row in rows], 1, 1
    for i in range(len(work) - 1):
        swap = next((r for r in range(i, len(work)) if work[r][i]), None)
        if swap is None:
            return 0
        if swap != i:
            work[i], work[swap], sign = work[swap], work[i], -sign
        pivot = work[i][i]
        for r in range(i + 1, len(work)):
            factor = work[r][i]
            work[r] = [(pivot * x - factor * y) // before for x, y in zip(work[r], work[i], strict=True)]
        before = pivot
    return sign * work[-1][-1]


def total(numbers: list[Fraction]) -> Fraction:
    """Add many fractions, halving their number again and again, so that few sums have long denominators.

    >>> total([Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)])
    Fraction(1, 1)
    """
    while len(numbers) > 1:
        halved = [x + y for x, y in zip(numbers[::2], numbers[1::2], strict=False)]
        numbers = halved + numbers[2 * len(halved) :]
    return numbers[0] if numbers else Fraction(0)
