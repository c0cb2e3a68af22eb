"""Ranks of the Jacobian matrices of layers, pattern by pattern."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from exactnet.check.forward import homogeneous
from exactnet.check.linear import rank
from exactnet.check.subject import Network
from exactnet.check.tiling import Tiling

Ranks = list[list[int]]
Distribution = list[list[list[int]]]


def jacobian_ranks(network: Network, tiling: Tiling) -> Ranks:
    """List, for every pattern of a cell, the ranks after 0, 1, 2, .. layers.

    On a cell, (w, x) -> (w, u) is linear, with the matrix ((1, 0), (b, J)) of rank 1 + rank J, and the vertices span
    all (w, x).
    """
    cells: dict[int, int] = {}
    for cell, mark in enumerate(tiling.marks[-1]):
        cells.setdefault(tiling.signs.pattern(mark), cell)
    found = [[tiling.complex.dimension] for _ in cells]
    for last in range(1, len(network.layers) + 1):
        layers = network.layers[:last]
        rows: dict[int, list[int]] = {}
        for ranks, cell in zip(found, cells.values(), strict=True):
            for vertex in tiling.bases[cell]:
                if vertex not in rows:
                    row = tiling.complex.vertices[vertex]
                    done = homogeneous(layers, row)
                    rows[vertex] = [row[0] * done.den, *done.units]
            ranks.append(rank([rows[vertex] for vertex in tiling.bases[cell]]) - 1)
    return found


def distribution(ranks: Ranks) -> Distribution:
    """Count, layer by layer, how often each rank occurs.

    >>> distribution([[2, 2, 1], [2, 1, 1]])
    [[[1, 1], [2, 1]], [[1, 2]]]
    """
    return [sorted([r, n] for r, n in Counter(layer).items()) for layer in list(zip(*ranks, strict=True))[1:]]


def largest_increase(ranks: Ranks) -> int:
    """Give the largest rank of a layer less that of the layer before.

    >>> largest_increase([[2, 2, 1], [2, 1, 1]])
    0
    """
    return max(after - before for layers in ranks for before, after in pairwise(layers))
