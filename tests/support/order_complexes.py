"""Betti numbers modulo 2 of a union of relatively open cells, from chains of cells.

Whether open or closed or neither, such a union is homotopy equivalent to the order complex of its cells (the barycentric
coordinates of other cells are shrunk to 0). No duality, no matching, no orientation.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from support import networks as net


def chosen_cells(complex_, layers, holds):
    """Faces in R^d, as frozensets of vertices, at an inner point of which the first output satisfies a condition."""
    rows = complex_.points.tolist()
    level = [frozenset([i]) for i in range(len(rows))]
    levels = [level]
    for facets in complex_.lattice.facets:
        lists = [facets.items[a:b].tolist() for a, b in zip(facets.start[:-1], facets.start[1:], strict=True)]
        level = [frozenset().union(*(level[i] for i in items)) for items in lists]
        levels.append(level)
    found = []
    for face in (face for level in levels for face in level):
        w, *x = (sum(column) for column in zip(*(rows[i] for i in face), strict=True))
        if w > 0 and holds(net.evaluate(layers, [Fraction(c, w) for c in x])[0]):
            found.append(face)
    return found


def chains(cells):
    """All chains of cells, by length."""
    above = {cell: [other for other in cells if cell < other] for cell in cells}
    levels = [[(cell,) for cell in cells]]
    while levels[-1]:
        levels.append([(*chain, other) for chain in levels[-1] for other in above[chain[-1]]])
    return levels[:-1]


def betti(cells, length):
    """beta_0, .., modulo 2, so many of them."""
    levels = chains(cells)
    ranks = [0]
    for below, level in pairwise(levels):
        number = {chain: i for i, chain in enumerate(below)}
        columns = [sum(1 << number[chain[:i] + chain[i + 1 :]] for i in range(len(chain))) for chain in level]
        ranks.append(rank(columns))
    ranks.append(0)
    found = [len(level) - ranks[k] - ranks[k + 1] for k, level in enumerate(levels)]
    return tuple((found + [0] * length)[:length])


def rank(columns):
    """Rank modulo 2 of columns written as bits."""
    leading = {}
    for column in columns:
        while column:
            top = column.bit_length()
            if top not in leading:
                leading[top] = column
                break
            column ^= leading[top]
    return len(leading)
