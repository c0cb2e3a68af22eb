"""The invariant factors of an integer matrix, from a reduction that the evidence gives."""

from __future__ import annotations

from itertools import pairwise

from exactnet.check.homology.steps import Sum, add
from exactnet.check.linear import product
from exactnet.check.reader import array, integers, obj
from exactnet.check.verdict import require

Matrix = list[list[int]]


def factors(columns: list[Sum], form: object, name: str) -> list[int]:
    """List the invariant factors other than 0, each of which divides the next.

    Parameters
    ----------
    columns : list of dict
        The matrix; it is used up.
    form : object
        The pivots and the rest, as in the evidence.
    name : str
        What to call it in a reason.

    Raises
    ------
    Rejected
        Step ``pivots`` or ``rest``.

    Examples
    --------
    >>> factors([{0: 1, 1: 1}, {0: -1, 1: 1}], {"pivots": [[0, 0]], "rest": {
    ...     "left": [[1]], "left_inverse": [[1]], "right": [[1]], "right_inverse": [[1]]}}, "S_1")
    [1, 2]
    """
    keys = obj(form, ["pivots", "rest"], "pivots", name)
    pivots = array(keys["pivots"], "pivots", f"{name}.pivots")
    _clear(columns, [integers(pivot, "pivots", "a pivot", 0) for pivot in pivots], name)
    rows = sorted({i for column in columns for i in column})
    matrix = [[column.get(i, 0) for column in columns if column] for i in rows]
    return [1] * len(pivots) + _rest(matrix, keys["rest"], name)


def _clear(columns: list[Sum], pivots: Matrix, name: str) -> None:
    """Clear and drop the row and the column of every pivot."""
    # In which columns a row may have entries; some of them may have become 0.
    across: dict[int, set[int]] = {}
    for j, column in enumerate(columns):
        for i in column:
            across.setdefault(i, set()).add(j)
    for pivot in pivots:
        require(len(pivot) == 2, "pivots", f"{name}: a pivot must be a list of two integers")
        i, j = pivot
        # What was dropped is empty.
        entry = columns[j].get(i, 0) if j < len(columns) else 0
        require(entry in (1, -1), "pivots", f"{name}: a pivot is neither 1 nor -1, or was dropped")
        column, columns[j] = columns[j], {}
        for other in across.pop(i):
            value = columns[other].get(i, 0)
            if value:
                add(columns[other], column, -entry * value)
                for row in column:
                    if row != i:
                        across[row].add(other)


def _rest(matrix: Matrix, form: object, name: str) -> list[int]:
    if form is None:
        require(not matrix, "rest", f"{name}: not everything that is left is 0")
        return []
    require(len(matrix) > 0, "rest", f"{name}: everything that is left is 0")
    keys = obj(form, ["left", "left_inverse", "right", "right_inverse"], "rest", f"{name}.rest")
    p, q = len(matrix), len(matrix[0])
    left, right = _invertible(keys, "left", p, name), _invertible(keys, "right", q, name)
    diagonal = product(product(left, matrix), right)
    off = any(x for i, row in enumerate(diagonal) for j, x in enumerate(row) if i != j)
    require(not off, "rest", f"{name}: the product is not diagonal")
    entries = [abs(diagonal[i][i]) for i in range(min(p, q))]
    for f, g in pairwise(entries):
        require(g % f == 0 if f else g == 0, "rest", f"{name}: an entry does not divide the next one")
    return [f for f in entries if f]


def _invertible(keys: dict[str, object], name: str, size: int, form: str) -> Matrix:
    matrix, inverse = (_square(keys[key], size, f"{form}.{key}") for key in (name, f"{name}_inverse"))
    unit = [[int(i == j) for j in range(size)] for i in range(size)]
    require(product(matrix, inverse) == unit, "rest", f"{form}: {name}_inverse is not the inverse of {name}")
    return matrix


def _square(value: object, size: int, name: str) -> Matrix:
    rows = [integers(row, "rest", name) for row in array(value, "rest", name)]
    square = len(rows) == size and all(len(row) == size for row in rows)
    require(square, "rest", f"{name} must be a square matrix of size {size}")
    return rows
