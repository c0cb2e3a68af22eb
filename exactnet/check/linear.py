"""Linear algebra over the integers: independent rows, ranks, and the linear map with given values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import gcd
from operator import mul

Matrix = Sequence[Sequence[int]]

_PRIME = 2**61 - 1


def independent(rows: Iterable[Sequence[int]], most: int) -> list[int]:
    """List the positions of the rows that do not depend on those before them; stop when there are ``most``.

    >>> independent([[1, 0, 0], [2, 0, 0], [0, 0, 3], [1, 1, 1]], 2)
    [0, 2]
    """
    found: list[int] = []
    echelon: list[tuple[int, list[int]]] = []
    for position, row in enumerate(rows):
        reduced = list(row)
        for pivot, other in echelon:
            if reduced[pivot]:
                a, b = other[pivot], reduced[pivot]
                reduced = [a * x - b * y for x, y in zip(reduced, other, strict=True)]
        for pivot, entry in enumerate(reduced):
            if entry:
                # Without common factors the entries are at most minors of the matrix.
                common = gcd(*reduced)
                echelon.append((pivot, [x // common for x in reduced] if common > 1 else reduced))
                found.append(position)
                break
        if len(found) == most:
            break
    return found


def rank(rows: Matrix) -> int:
    """Give the rank of a matrix.

    >>> rank([[1, 2], [2, 4]])
    1
    """
    if not rows:
        return 0
    # Modulo a prime the rank can only be less; if it is full, that settles it.
    full = min(len(rows), len(rows[0]))
    return full if _rank_modulo(rows) == full else len(independent(rows, full))


def _rank_modulo(rows: Matrix) -> int:
    work = [[x % _PRIME for x in row] for row in rows]
    found = 0
    for column in range(len(rows[0])):
        pivot = next((row for row in work if row[column]), None)
        if pivot is None:
            continue
        found += 1
        work.remove(pivot)
        inverse = pow(pivot[column], -1, _PRIME)
        for i, row in enumerate(work):
            if row[column]:
                factor = row[column] * inverse % _PRIME
                work[i] = [(x - factor * y) % _PRIME for x, y in zip(row, pivot, strict=True)]
    return found


def product(left: Matrix, right: Matrix) -> list[list[int]]:
    """Multiply two matrices.

    >>> product([[1, 2]], [[3, 0], [1, 1]])
    [[5, 2]]
    """
    columns = list(zip(*right, strict=True))
    return [[sum(map(mul, row, column)) for column in columns] for row in left]


def solve(rows: list[list[int]], values: list[list[int]]) -> tuple[int, tuple[tuple[int, ...], ...]]:
    """Find the linear map with given values at independent rows, as many as they are long.

    Returns
    -------
    den : int
        Positive, without a common factor with all entries.
    columns : tuple of tuple of int
        The values at the unit vectors are columns[i] / den; equal maps give equal results.

    Examples
    --------
    >>> solve([[1, 0], [1, 2]], [[1], [2]])
    (2, ((2,), (1,)))
    """
    size = len(rows)
    work = [[*row, *value] for row, value in zip(rows, values, strict=True)]
    den = 1
    # Bareiss: after step i every entry is a minor of order i + 1, so all divisions are exact.
    for i in range(size):
        swap = next(r for r in range(i, size) if work[r][i])
        work[i], work[swap] = work[swap], work[i]
        pivot_row = work[i]
        pivot = pivot_row[i]
        for r in range(size):
            if r != i:
                factor = work[r][i]
                work[r] = [(pivot * x - factor * y) // den for x, y in zip(work[r], pivot_row, strict=True)]
        den = pivot
    return normal(den, [row[size:] for row in work])


def normal(den: int, rows: Matrix) -> tuple[int, tuple[tuple[int, ...], ...]]:
    """Take the common factor out of a matrix of rationals, so that equal ones are written equally.

    >>> normal(-4, [[2, 6], [0, 8]])
    (2, ((-1, -3), (0, -4)))
    """
    common = gcd(den, *(x for row in rows for x in row))
    common = -common if den < 0 else common
    return den // common, tuple(tuple(x // common for x in row) for row in rows)
