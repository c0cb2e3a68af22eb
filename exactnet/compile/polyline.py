"""Polylines in projective form: the working representation of functions of one variable.

A polyline is an integer array of rows ``(w, x, c_1, .., c_k, u_1, .., u_m)``: vertices in order of increasing ``x/w``, affine in
between; ``w = 0`` marks the direction of a ray and occurs in the first and last row only. The last m columns are the units
that a layer acts on, the columns before them are carried along.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from exactnet.exact.integers import IntArray, add, combine, determinant, narrow, primitive_rows, scale
from exactnet.exact.order import sort_fractions
from exactnet.model.layer import ElementaryLayer

__all__ = [
    "add_remembered",
    "apply_layer",
    "cut",
    "interior_rows",
    "remember_units",
    "slope_changes",
    "slopes",
    "units",
]

_CHUNK_CELLS = 2**23


def slopes(rows: IntArray, column: int) -> IntArray:
    """Slopes of one column against x, as reduced pairs (numerator, positive denominator), shape (n - 1, 2)."""
    left, right = rows[:-1], rows[1:]
    rise = determinant(left[:, 0], left[:, column], right[:, 0], right[:, column])
    run = determinant(left[:, 0], left[:, 1], right[:, 0], right[:, 1])
    return primitive_rows(np.stack((rise, run), axis=1))


def slope_changes(rows: IntArray, columns: Sequence[int]) -> NDArray[np.bool_]:
    """Whether the slope of any of the columns changes at each row; False at both ends."""
    changes = np.zeros(len(rows), dtype=bool)
    for column in columns:
        slope = slopes(rows, column)
        changes[1:-1] |= (slope[1:] != slope[:-1]).any(axis=1)
    return changes


def units(rows: IntArray, m: int) -> IntArray:
    """The columns ``(w, u_1, .., u_m)`` that a layer reads."""
    return np.concatenate((rows[:, :1], rows[:, rows.shape[1] - m :]), axis=1)


def apply_layer(rows: IntArray, m: int, layer: ElementaryLayer) -> IntArray:
    """Replace the last m columns by the layer's image of them."""
    image = layer.apply(units(rows, m))
    carried = scale(rows[:, 1 : rows.shape[1] - m], layer.multiplier)
    return primitive_rows(narrow(np.concatenate((image[:, :1], carried, image[:, 1:]), axis=1)))


def remember_units(rows: IntArray, m: int) -> IntArray:
    """Carry a copy of the last m columns along, to be added by `add_remembered` at the end of a residual block."""
    return np.concatenate((rows, rows[:, rows.shape[1] - m :]), axis=1)


def add_remembered(rows: IntArray, m: int) -> IntArray:
    """Replace the last m columns, and the m before them, by their sum."""
    split = rows.shape[1] - 2 * m
    total = add(rows[:, split : split + m], rows[:, split + m :])
    return primitive_rows(narrow(np.concatenate((rows[:, :split], total), axis=1)))


def interior_rows(rows: IntArray, m: int) -> Iterator[tuple[int, IntArray]]:
    """In blocks: index of the first edge, and one interior point ``(w, u)`` of each edge (a sum of its two ends)."""
    for start, stop in _blocks(len(rows) - 1, m):
        block = units(rows[start : stop + 1], m)
        yield start, combine(np.ones(stop - start, dtype=np.int64), block[:-1], np.ones(1, dtype=np.int64), block[1:])


def cut(
    rows: IntArray, m: int, layer: ElementaryLayer, marks: NDArray[np.bool_] | None = None
) -> tuple[IntArray, NDArray[np.bool_]]:
    """Insert a vertex wherever a wall of a layer changes sign strictly inside an edge.

    Parameters
    ----------
    rows, m
        A polyline and its number of units.
    layer
        The layer that is about to act on the last m columns.
    marks
        A flag for each row, carried along; new vertices are unmarked.
    """
    marks = np.zeros(len(rows), dtype=bool) if marks is None else marks
    walls = layer.heights(units(rows[:1], m)).shape[1]
    found = [_crossings(rows[start : stop + 1], m, layer, start) for start, stop in _blocks(len(rows) - 1, walls)]
    edges = np.concatenate([edge for edge, _ in found])
    if not len(edges):
        return rows, marks
    fresh = narrow(np.concatenate([vertices for _, vertices in found]))
    edges, fresh = _in_order(edges, fresh)
    place = np.argsort(np.concatenate((np.arange(len(rows)) * 2, edges * 2 + 1)), kind="stable")
    merged = np.concatenate((rows, fresh))[place]
    return merged, np.concatenate((marks, np.zeros(len(fresh), dtype=bool)))[place]


def _blocks(count: int, columns: int) -> Iterator[tuple[int, int]]:
    step = max(1, _CHUNK_CELLS // max(1, columns))
    for start in range(0, count, step):
        yield start, min(start + step, count)


def _crossings(rows: IntArray, m: int, layer: ElementaryLayer, offset: int) -> tuple[NDArray[np.intp], IntArray]:
    heights = layer.heights(units(rows, m))
    signs = np.sign(heights).astype(np.int8)
    edge, wall = np.nonzero(signs[:-1] * signs[1:] < 0)
    before, after = abs(heights[edge, wall]), abs(heights[edge + 1, wall])
    vertices = primitive_rows(combine(after, rows[edge], before, rows[edge + 1]))
    return edge + offset, vertices


def _in_order(edges: NDArray[np.intp], fresh: IntArray) -> tuple[NDArray[np.intp], IntArray]:
    """Sort new vertices along the polyline and drop repeats; only edges with several need comparisons."""
    crowded = np.zeros(len(edges), dtype=bool)
    same = edges[1:] == edges[:-1]
    crowded[1:] |= same
    crowded[:-1] |= same
    if not crowded.any():
        return edges, fresh
    several = np.flatnonzero(crowded)
    order, repeats = sort_fractions(fresh[several, 1], fresh[several, 0])
    chosen = np.concatenate((np.flatnonzero(~crowded), several[order[~repeats]]))
    chosen = chosen[np.argsort(edges[chosen], kind="stable")]
    return edges[chosen], fresh[chosen]
