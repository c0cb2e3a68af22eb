"""Integer matrices over a common denominator, vectorised.

A point is a row of integers ``(w, u_1, .., u_m)`` standing for ``(u_1/w, .., u_m/w)`` with ``w > 0``;
``w = 0`` is the direction at infinity. All arithmetic on rows is integer arithmetic: numpy ``int64`` while a bound on the
magnitudes proves that nothing can overflow, Python integers (``object`` arrays, flint for products) from there on.
Every function here is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import comb, gcd
from typing import Any, TypeAlias

import numpy as np
from flint import fmpq, fmpz_mat
from numpy.typing import NDArray

from exactnet.exact.rational import common_denominator

__all__ = [
    "IntArray",
    "add",
    "as_rows",
    "combine",
    "determinant",
    "integer_array",
    "magnitude",
    "matmul",
    "minors",
    "narrow",
    "primitive_rows",
    "products",
    "residue",
    "scale",
    "scale_rows",
]

IntArray: TypeAlias = NDArray[Any]

# Invariant: entries of an int64 array returned from here are below _SAFE in absolute value, so one sum cannot overflow.
_SAFE = 2**61


def magnitude(array: IntArray) -> int:
    """Largest absolute value in an integer array, as a Python integer (0 if empty)."""
    return max(int(array.max()), -int(array.min())) if array.size else 0


def integer_array(values: Sequence[Any] | IntArray) -> IntArray:
    """An integer array: ``int64`` if every entry fits with room to spare, ``object`` otherwise.

    Examples
    --------
    >>> integer_array([1, 2]).dtype, integer_array([2**70]).dtype
    (dtype('int64'), dtype('O'))
    """
    return narrow(np.array(values, dtype=object))


def narrow(array: IntArray) -> IntArray:
    """The same integers as ``int64`` where they fit with room to spare, else as Python integers."""
    fits = magnitude(array) < _SAFE
    if fits == (array.dtype != object):
        return array
    return array.astype(np.int64 if fits else object)


def _wide(array: IntArray) -> IntArray:
    return array if array.dtype == object else array.astype(object)


def residue(value: Any, modulus: int | None) -> Any:
    """Integers modulo a number; as they are without one."""
    if modulus is None:
        return value
    return value % modulus if isinstance(value, int) else narrow(value % modulus)


def matmul(rows: IntArray, matrix: IntArray) -> IntArray:
    """Exact product of integer matrices, shapes (n, k) and (k, m)."""
    k, m = matrix.shape
    if rows.shape[0] == 0 or k == 0 or m == 0:
        return np.zeros((rows.shape[0], m), dtype=np.int64)
    if rows.dtype != object and matrix.dtype != object and magnitude(rows) * magnitude(matrix) * k < _SAFE:
        return rows @ matrix
    left = fmpz_mat(len(rows), k, rows.ravel().tolist())
    right = fmpz_mat(k, m, matrix.ravel().tolist())
    product = np.fromiter(map(int, (left * right).entries()), dtype=object, count=rows.shape[0] * m)
    return narrow(product.reshape(rows.shape[0], m))


def scale(array: IntArray, factor: int) -> IntArray:
    """Exact multiple of an integer array."""
    if factor == 1:
        return array
    if array.dtype != object and max(1, magnitude(array)) * abs(factor) < _SAFE:
        return array * factor
    return narrow(_wide(array) * factor)


def add(a: IntArray, b: IntArray) -> IntArray:
    """Exact sum of two integer arrays that broadcast."""
    if a.dtype != object and b.dtype != object:
        return narrow(a + b)  # both are below 2**61 by the invariant of this module
    return narrow(_wide(a) + _wide(b))


def scale_rows(factors: IntArray, rows: IntArray) -> IntArray:
    """Rows ``factors_i rows_i`` exactly; shapes (n,) and (n, m)."""
    if factors.dtype != object and rows.dtype != object and magnitude(factors) * magnitude(rows) < _SAFE:
        small: IntArray = factors[:, None] * rows
        return small
    return narrow(_wide(factors)[:, None] * _wide(rows))


def combine(a: IntArray, P: IntArray, b: IntArray, S: IntArray) -> IntArray:
    """Rows ``a_i P_i + b_i S_i`` exactly; a, b of shape (n,), P, S of shape (n, m)."""
    if all(x.dtype != object for x in (a, P, b, S)) and (
        magnitude(a) * magnitude(P) + magnitude(b) * magnitude(S) < _SAFE
    ):
        small: IntArray = a[:, None] * P + b[:, None] * S
        return small
    return narrow(_wide(a)[:, None] * _wide(P) + _wide(b)[:, None] * _wide(S))


def determinant(a: IntArray, b: IntArray, c: IntArray, d: IntArray) -> IntArray:
    """Entrywise ``a d - b c`` exactly."""
    if all(x.dtype != object for x in (a, b, c, d)) and (
        magnitude(a) * magnitude(d) + magnitude(b) * magnitude(c) < _SAFE
    ):
        small: IntArray = a * d - b * c
        return small
    return narrow(_wide(a) * _wide(d) - _wide(b) * _wide(c))


def products(rows: IntArray) -> IntArray:
    """The product of the entries of each row exactly, shape (n, m) -> (n,).

    Examples
    --------
    >>> products(np.array([[2, 3, 5], [2**40, 2**40, 1]])).tolist() == [30, 2**80]
    True
    """
    if rows.dtype != object and max(2, magnitude(rows)) ** rows.shape[1] < _SAFE:
        small: IntArray = rows.prod(axis=1)
        return small
    return narrow(_wide(rows).prod(axis=1))


def minors(rows: IntArray, below: IntArray, k: int) -> IntArray:
    """All k x k minors of matrices with k rows exactly: by expansion along the first row.

    Parameters
    ----------
    rows
        The first row of each matrix, shape (m, n).
    below
        The minors of its other rows, shape (m, C(n, k - 1)): one for each set of k - 1 columns, in lexicographic order.

    Returns
    -------
    integers, shape (m, C(n, k))

    Examples
    --------
    >>> first, second, third = (np.array([row]) for row in ([3, 0, 1], [1, 2, 0], [0, 1, 5]))
    >>> minors(second, third, 2).tolist(), minors(first, minors(second, third, 2), 3).tolist()
    ([[1, 5, 10]], [[31]])
    """
    n = rows.shape[1]
    if rows.dtype == object or below.dtype == object or k * magnitude(rows) * magnitude(below) >= _SAFE:
        rows, below = _wide(rows), _wide(below)
    place = {columns: i for i, columns in enumerate(combinations(range(n), k - 1))}
    found = np.zeros((len(rows), comb(n, k)), dtype=rows.dtype)
    for i, columns in enumerate(combinations(range(n), k)):
        for j, c in enumerate(columns):
            term = rows[:, c] * below[:, place[columns[:j] + columns[j + 1 :]]]
            found[:, i] += -term if j % 2 else term
    return narrow(found)


def primitive_rows(rows: IntArray) -> IntArray:
    """Divide each row by the greatest common divisor of its entries.

    Examples
    --------
    >>> primitive_rows(np.array([[4, 6], [0, 5]])).tolist()
    [[2, 3], [0, 1]]
    """
    if rows.size == 0:
        return rows
    divisor = _row_gcds(rows)
    divisor = np.where(divisor == 0, 1, divisor)
    if (divisor == 1).all():
        return narrow(rows)
    return narrow(rows // divisor[:, None])


def _row_gcds(rows: IntArray) -> IntArray:
    if rows.dtype != object:
        small: IntArray = np.gcd.reduce(rows, axis=1)
        return small
    # numpy's own gcd of Python integers swallows a time limit or an interrupt that arrives meanwhile
    return np.array([gcd(*row) for row in rows.tolist()], dtype=object)


def as_rows(points: Sequence[Sequence[fmpq]]) -> IntArray:
    """Rationals, shape (n, m), as homogeneous integer rows, shape (n, 1 + m).

    Examples
    --------
    >>> from exactnet.exact.rational import Q
    >>> as_rows([[Q(1, 2), Q(1, 3)]]).tolist()
    [[6, 3, 2]]
    """
    rows = []
    for point in points:
        w = common_denominator(point)
        rows.append([int(w), *(int((x * w).p) for x in point)])
    return integer_array(rows)
