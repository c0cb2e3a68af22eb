"""Smith's normal form of integer matrices, with the transformations that prove it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from exactnet.topology.morse import Columns

__all__ = ["Diagonal", "Smith", "smith_form"]

Matrix = list[list[int]]


@dataclass(frozen=True)
class Diagonal:
    """Unimodular transformations ``left R right`` of a matrix R into a diagonal one, with their inverses."""

    left: Matrix
    left_inverse: Matrix
    right: Matrix
    right_inverse: Matrix

    def to_json(self) -> dict[str, Matrix]:
        """As certificates write it."""
        return dict(vars(self))


@dataclass(frozen=True)
class Smith:
    """The invariant factors of a matrix, and how they are found.

    Attributes
    ----------
    factors
        The invariant factors that are not 0; each divides the next.
    pivots
        Entries +-1 (row, column) by which rows and columns are cleared, one after the other.
    rest
        For what is left then, if it is not 0, transformations into a diagonal matrix.
    """

    factors: tuple[int, ...]
    pivots: tuple[tuple[int, int], ...]
    rest: Diagonal | None

    @property
    def rank(self) -> int:
        """The rank."""
        return len(self.factors)

    def to_json(self) -> dict[str, Any]:
        """As certificates write it."""
        return {
            "pivots": [list(pivot) for pivot in self.pivots],
            "rest": None if self.rest is None else self.rest.to_json(),
        }


def smith_form(columns: Columns) -> Smith:
    """Smith's normal form of a matrix given by its columns.

    Examples
    --------
    >>> smith_form([{0: 2, 1: 4}, {0: -2, 1: 2}]).factors
    (2, 6)
    >>> smith_form([{0: 1, 1: 4}, {0: -2, 1: 2}]).factors
    (1, 10)
    """
    rest = {j: {i: c for i, c in column.items() if c} for j, column in enumerate(columns)}
    rows: dict[int, set[int]] = {}
    for j, column in rest.items():
        for i in column:
            rows.setdefault(i, set()).add(j)
    pivots = []
    while (pivot := _unit(rest, rows)) is not None:
        pivots.append(pivot)
        _clear(rest, rows, *pivot)
    left_rows, left_columns = sorted(i for i, entries in rows.items() if entries), sorted(j for j in rest if rest[j])
    if not left_rows:
        return Smith((1,) * len(pivots), tuple(pivots), None)
    diagonal = _Reduction([[rest[j].get(i, 0) for j in left_columns] for i in left_rows])
    factors = diagonal.run()
    return Smith((1,) * len(pivots) + tuple(factors), tuple(pivots), diagonal.transformations)


def _unit(rest: dict[int, dict[int, int]], rows: dict[int, set[int]]) -> tuple[int, int] | None:
    """An entry +-1 that fills in little."""
    best, least = None, 0
    for j, column in rest.items():
        for i, c in column.items():
            cost = (len(column) - 1) * (len(rows[i]) - 1)
            if abs(c) == 1 and (best is None or cost < least):
                best, least = (i, j), cost
                if cost == 0:
                    return best
    return best


def _clear(rest: dict[int, dict[int, int]], rows: dict[int, set[int]], i: int, j: int) -> None:
    """Subtract multiples of column j from the others so that row i is 0 in them; drop row and column."""
    pivot = rest.pop(j)
    sign = pivot.pop(i)
    for other in rows.pop(i):
        if other == j:
            continue
        column = rest[other]
        factor = sign * column.pop(i)
        for k, c in pivot.items():
            value = column.get(k, 0) - factor * c
            if value:
                column[k] = value
                rows[k].add(other)
            else:
                del column[k]
                rows[k].discard(other)
    for k in pivot:
        rows[k].discard(j)


def _identity(n: int) -> Matrix:
    return [[int(i == j) for j in range(n)] for i in range(n)]


class _Reduction:
    """A matrix on its way to the diagonal, with all row and column operations (kept as rows of four matrices)."""

    def __init__(self, matrix: Matrix) -> None:
        self._matrix = matrix
        m, n = len(matrix), len(matrix[0])
        # rows of left and columns of left_inverse; columns of right and rows of right_inverse
        self._left, self._left_inverse = _identity(m), _identity(m)
        self._right, self._right_inverse = _identity(n), _identity(n)

    @property
    def transformations(self) -> Diagonal:
        """What was done."""

        def turned(rows: Matrix) -> Matrix:
            return [list(column) for column in zip(*rows, strict=True)]

        return Diagonal(self._left, turned(self._left_inverse), turned(self._right), self._right_inverse)

    def run(self) -> list[int]:
        """Make it diagonal; returns the invariant factors."""
        factors = []
        for k in range(min(len(self._matrix), len(self._matrix[0]))):
            if not self._corner(k):
                break
            factors.append(abs(self._matrix[k][k]))
        return factors

    def _corner(self, k: int) -> bool:
        """Have a corner that divides everything below and right of it, and nothing else in its row and column."""
        a = self._matrix
        while True:
            entries = [(abs(x), i, j) for i, row in enumerate(a[k:], k) for j, x in enumerate(row[k:], k) if x]
            if not entries:
                return False
            _, i, j = min(entries)
            self._swap_rows(k, i)
            self._swap_columns(k, j)
            for i in range(k + 1, len(a)):
                self._add_row(i, k, -(a[i][k] // a[k][k]))
            for j in range(k + 1, len(a[0])):
                self._add_column(j, k, -(a[k][j] // a[k][k]))
            if any(a[i][k] for i in range(k + 1, len(a))) or any(a[k][k + 1 :]):
                continue
            bad = [i for i in range(k + 1, len(a)) if any(x % a[k][k] for x in a[i][k + 1 :])]
            if not bad:
                return True
            self._add_row(k, bad[0], 1)

    def _swap_rows(self, i: int, j: int) -> None:
        for matrix in (self._matrix, self._left, self._left_inverse):
            matrix[i], matrix[j] = matrix[j], matrix[i]

    def _swap_columns(self, i: int, j: int) -> None:
        for row in self._matrix:
            row[i], row[j] = row[j], row[i]
        for matrix in (self._right, self._right_inverse):
            matrix[i], matrix[j] = matrix[j], matrix[i]

    def _add_row(self, i: int, j: int, factor: int) -> None:
        """Row i += factor row j."""
        for matrix in (self._matrix, self._left):
            _add(matrix, i, j, factor)
        _add(self._left_inverse, j, i, -factor)

    def _add_column(self, i: int, j: int, factor: int) -> None:
        """Column i += factor column j."""
        for row in self._matrix:
            row[i] += factor * row[j]
        _add(self._right, i, j, factor)
        _add(self._right_inverse, j, i, -factor)


def _add(rows: Matrix, i: int, j: int, factor: int) -> None:
    if factor:
        rows[i] = [x + factor * y for x, y in zip(rows[i], rows[j], strict=True)]
