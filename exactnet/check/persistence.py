"""Neural persistence: the components of a network's graph as its edges come in, the heaviest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from exactnet.check.layers import CurvedLayer, Dense, Maxout, Product, Residual
from exactnet.check.verdict import require

# Of a p-th power, and of one for every vertex of every layer.
_MOST_BITS, _MOST_WORK = 1_000_000, 1_000_000_000

# An edge: its absolute weight, and its two vertices.
Edge = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Graph:
    """Vertices 0, 1, .., count - 1, and edges, the heaviest of which need not be of the largest weight W."""

    count: int
    edges: list[Edge]


@dataclass(frozen=True, slots=True)
class Weights:
    """The dense layers of a network, their absolute weights being integers over one denominator.

    Attributes
    ----------
    layers : list of list of list of int
        The matrices.
    largest : int
        W, over the same denominator.
    chain : bool
        Whether every other layer acts on each unit by itself, and nothing is residual.
    """

    layers: list[list[list[int]]]
    largest: int
    chain: bool

    def graph(self, k: int) -> Graph:
        """Give the graph of dense layer k = 1, 2, .."""
        return _join(self.layers[k - 1 : k])

    def whole(self) -> Graph:
        """Give the graph of the network."""
        return _join(self.layers)

    def most(self, k: int) -> Fraction:
        """Bound the persistence of dense layer k, p = 2: no death is below the least value of an edge.

        >>> Weights([[[4, 2], [1, 3]]], 4, chain=True).most(1)
        Fraction(27, 16)
        """
        graph = self.graph(k)
        least, _, _ = min(graph.edges)
        return (1 - Fraction(least, self.largest)) ** 2 * (graph.count - 1)

    def persistence(self, graph: Graph, p: int) -> Fraction:
        """Add up (1 - d)^p over the deaths d.

        >>> weights = Weights([[[4, 2], [1, 3]]], 4, chain=True)
        >>> weights.persistence(weights.graph(1), 2)
        Fraction(5, 16)
        """
        parent = list(range(graph.count))
        total = 0
        for weight, i, j in sorted(graph.edges, reverse=True):
            a, b = _root(parent, i), _root(parent, j)
            if a != b:
                parent[a] = b
                total += (self.largest - weight) ** p
        return Fraction(total, self.largest**p)


def read_weights(layers: Sequence[CurvedLayer], step: str, p: int) -> Weights:
    """Collect the dense layers, those of residual blocks included; some weight must not be 0, and powers not too long."""
    dense: list[Dense] = []
    chain = _collect(layers, dense)
    require(len(dense) > 0, step, "the network has no dense layer")
    den = lcm(*(layer.den for layer in dense))
    matrices = [[[abs(w) * (den // layer.den) for w in row] for row in layer.weight] for layer in dense]
    largest = max(w for matrix in matrices for row in matrix for w in row)
    require(largest > 0, step, "all weights are 0")
    bits, vertices = p * max(largest, den).bit_length(), sum(len(matrix) + len(matrix[0]) for matrix in matrices)
    require(bits <= _MOST_BITS and bits * vertices <= _MOST_WORK, step, "the powers have too many digits")
    return Weights(matrices, largest, chain)


def _collect(layers: Iterable[CurvedLayer], dense: list[Dense]) -> bool:
    chain = True
    for layer in layers:
        if isinstance(layer, Dense):
            dense.append(layer)
        elif isinstance(layer, Residual):
            _collect(layer.layers, dense)
            chain = False
        elif isinstance(layer, Maxout | Product):
            chain = False
    return chain


def _join(matrices: list[list[list[int]]]) -> Graph:
    """Put bipartite graphs one after another."""
    edges: list[Edge] = []
    before, count = 0, len(matrices[0][0])
    for matrix in matrices:
        edges += [(w, before + j, count + i) for i, row in enumerate(matrix) for j, w in enumerate(row)]
        before, count = count, count + len(matrix)
    return Graph(count, edges)


def _root(parent: list[int], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i
