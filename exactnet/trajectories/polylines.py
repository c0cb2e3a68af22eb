"""Lengths of polylines in R^m: a sum of square roots of rationals, exactly where it is short, else in integers."""

from __future__ import annotations

from math import ceil, isqrt, sqrt

import numpy as np
from flint import fmpq, fmpz

from exactnet.compile.polyline import units
from exactnet.exact.integers import IntArray, determinant, primitive_rows
from exactnet.exact.names import row_names
from exactnet.trajectories.length import Length, Radicals, sum_of_radicals

__all__ = ["polyline_length"]

_MAX_SLOPES = 10_000


def polyline_length(rows: IntArray, width: int, digits: int) -> Length:
    """Length of the image of a polyline under the last ``width`` columns of its rows ``(w, t, .., u_1, ..)``.

    Examples
    --------
    >>> rows = np.array([[1, 0, 0, 0], [1, 1, 1, 1], [1, 2, 3, 1]])
    >>> polyline_length(rows, 2, 5).radicals
    ((2, 1), (1, 2))
    """
    points = units(rows, width)
    if _is_constant(points):
        return Length.exactly((), digits)
    if rows.dtype != object and (radicals := _radicals(rows, width)) is not None:
        return Length.exactly(radicals, digits)
    return Length.enclosed(lambda bits: _bracket(points, bits), digits)


def _is_constant(points: IntArray) -> bool:
    # rows (w, u) without common divisor are equal where the points are
    reduced = primitive_rows(points)
    return bool((reduced[1:] == reduced[:-1]).all())


def _bracket(points: IntArray, bits: int) -> tuple[fmpq, fmpq]:
    """The distances of neighbours whose coordinates are rounded down to multiples of 2^-bits, with the errors added."""
    wide = points.astype(object)
    rounded = (wide[:, 1:] << bits) // wide[:, :1]
    steps = rounded[1:] - rounded[:-1]
    # every coordinate of a step is off by less than 1, so its norm by less than this
    error = ceil(sqrt(steps.shape[1])) + 1
    lower = upper = 0
    for square in (steps * steps).sum(axis=1).tolist():
        norm = isqrt(square)
        lower += max(0, norm - error)
        upper += norm + error
    scale = fmpz(2) ** bits
    return fmpq(lower, scale), fmpq(upper, scale)


def _radicals(rows: IntArray, width: int) -> Radicals | None:
    """The length as a sum of few square roots of small integers, None if it is not one."""
    left, right = rows[:-1], rows[1:]
    first = rows.shape[1] - width
    run = determinant(left[:, 0], left[:, 1], right[:, 0], right[:, 1])
    rises = [determinant(left[:, 0], left[:, c], right[:, 0], right[:, c]) for c in range(first, rows.shape[1])]
    directions = primitive_rows(np.stack((run, *rises), axis=1))
    names, where = row_names(directions)
    if len(where) > _MAX_SLOPES:
        return None
    # by slope: the parameter passed with it
    passed = [fmpq(0)] * len(where)
    steps = primitive_rows(np.stack((run, _products(left[:, 0], right[:, 0])), axis=1))
    kinds, first_of = row_names(np.concatenate((names[:, None], steps), axis=1))
    for kind, count in zip(first_of.tolist(), np.bincount(kinds).tolist(), strict=True):
        n, d = steps[kind].tolist()
        passed[names[kind]] += fmpq(n, d) * count
    return sum_of_radicals(
        (time / direction[0], sum(x * x for x in direction[1:]))
        for time, direction in zip(passed, directions[where].tolist(), strict=True)
    )


def _products(a: IntArray, b: IntArray) -> IntArray:
    zero = np.zeros_like(a)
    return determinant(a, zero, zero, b)
