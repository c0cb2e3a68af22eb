"""Composition, iterates and common refinement of piecewise-linear maps."""

from __future__ import annotations

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.errors import InputError, UndecidedError
from exactnet.exact.integers import IntArray, combine, determinant, primitive_rows, scale_rows
from exactnet.exact.order import sort_fractions

__all__ = ["common_refinement", "compose", "iterate_rows"]


def compose(outer: PiecewiseLinearMap, inner: PiecewiseLinearMap) -> PiecewiseLinearMap:
    """``outer(inner(x))``, exactly; costs time proportional to the number of pieces of the result.

    Raises
    ------
    InputError
        If the inner map leaves the (bounded) domain of the outer one, or is not bounded.

    Examples
    --------
    >>> tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
    >>> compose(tent, tent).pieces
    4
    """
    ends = outer.domain.ends
    if ends is None or not (ends[0] <= inner.minimum and inner.maximum <= ends[1]):
        raise InputError(f"the inner map must stay in the bounded domain {outer.domain} of the outer map")
    return PiecewiseLinearMap.from_rows(_composed(outer, inner.rows))


def iterate_rows(f: PiecewiseLinearMap, times: int, most: int | None = None) -> IntArray:
    """Rows of f^times, of a map of a bounded interval into itself: at all points that f, .., f^(times - 1) send to a bend of f.

    Raises
    ------
    UndecidedError
        If there would be more than ``most`` rows.

    Examples
    --------
    >>> tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
    >>> PiecewiseLinearMap.from_rows(iterate_rows(tent, 3)).pieces
    8
    """
    rows = f.rows
    for _ in range(times - 1):
        rows = _composed(f, rows, most)
    return rows


def _composed(outer: PiecewiseLinearMap, rows: IntArray, most: int | None = None) -> IntArray:
    """Rows of outer after the function of the rows."""
    rows = _cut_at_levels(rows, outer.rows[1:-1, :2], most)
    image = _values_at(outer.rows, rows[:, 2], rows[:, 0])
    common = np.gcd(image[:, 0], rows[:, 0])
    points = scale_rows(image[:, 0] // common, rows[:, :2])
    values = scale_rows(rows[:, 0] // common, image[:, 2:])
    return primitive_rows(np.concatenate((points, values), axis=1))


def common_refinement(
    first: PiecewiseLinearMap, second: PiecewiseLinearMap
) -> tuple[tuple[fmpq, ...], tuple[fmpq, ...], tuple[fmpq, ...]]:
    """Breakpoints of both maps in order, with the values of each; both maps on the same bounded domain."""
    if first.domain.ends is None or first.domain != second.domain:
        raise InputError(f"two maps on one bounded domain are needed, not on {first.domain} and {second.domain}")
    both = np.concatenate((first.rows[:, :2], second.rows[:, :2]))
    order, repeats = sort_fractions(both[:, 1], both[:, 0])
    points = both[order[~repeats]]
    columns = [_values_at(m.rows, points[:, 1], points[:, 0]) for m in (first, second)]
    values = [tuple(fmpq(y, w) for w, y in c[:, [0, 2]].tolist()) for c in columns]
    return tuple(fmpq(x, w) for w, x in points.tolist()), values[0], values[1]


def _locate(rows: IntArray, num: IntArray, den: IntArray) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """For each fraction, how many vertices of ``rows`` are <= it, and how many are < it."""
    n = len(rows)
    order, repeats = sort_fractions(np.concatenate((rows[:, 1], num)), np.concatenate((rows[:, 0], den)))
    is_vertex = order < n
    below = np.cumsum(is_vertex)
    # equal fractions form runs in which the vertex comes first (the sort is stable)
    run = np.cumsum(~repeats) - 1
    vertex_in_run = np.zeros(run[-1] + 1, dtype=np.intp)
    np.add.at(vertex_in_run, run, is_vertex)
    at_most = np.empty(len(num), dtype=np.intp)
    under = np.empty(len(num), dtype=np.intp)
    points = order[~is_vertex] - n
    at_most[points] = below[~is_vertex]
    under[points] = (below - vertex_in_run[run])[~is_vertex]
    return at_most, under


def _values_at(rows: IntArray, num: IntArray, den: IntArray) -> IntArray:
    """Rows ``(w, x, y)`` of a bounded polyline at given fractions of its domain, in projective form."""
    at_most, _ = _locate(rows, num, den)
    edge = np.minimum(at_most - 1, len(rows) - 2)
    left, right = rows[edge], rows[edge + 1]
    to_right = determinant(den, num, right[:, 0], right[:, 1])
    to_left = determinant(left[:, 0], left[:, 1], den, num)
    return primitive_rows(combine(to_right, left, to_left, right))


def _cut_at_levels(rows: IntArray, levels: IntArray, most: int | None = None) -> IntArray:
    """Insert a vertex wherever the value passes one of the levels ``(w, t)`` (increasing t/w)."""
    if not len(levels):
        return rows
    at_most, under = _locate(levels, rows[:, 2], rows[:, 0])
    rising = at_most[1:] >= at_most[:-1]
    start = np.where(rising, at_most[:-1], at_most[1:])
    stop = np.where(rising, under[1:], under[:-1])
    count = np.maximum(stop - start, 0)
    if most is not None and len(rows) + count.sum() > most:
        raise UndecidedError(f"the iterate has more than {most:,} pieces")
    edge = np.repeat(np.arange(len(count)), count)
    step = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    level = levels[np.where(rising[edge], start[edge] + step, stop[edge] - 1 - step)]
    left, right = rows[edge], rows[edge + 1]
    before = abs(determinant(level[:, 0], level[:, 1], left[:, 0], left[:, 2]))
    after = abs(determinant(level[:, 0], level[:, 1], right[:, 0], right[:, 2]))
    fresh = primitive_rows(combine(after, left, before, right))
    place = np.argsort(np.concatenate((np.arange(len(rows)) * 2, edge * 2 + 1)), kind="stable")
    return np.concatenate((rows, fresh))[place]
