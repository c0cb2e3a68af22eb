"""Neural persistence: how the weights of a layer, or of all layers, connect its units, from the largest on.

Each weight w is an edge of value |w|/W, W the largest absolute weight of the whole network. All units are there from 1 on, an edge
from its value on; where it joins two components, one of them dies. The values of these edges are those of a spanning tree of
largest weight. Weights 0 are edges of value 0: the graph is that of the architecture, so it is connected, and the result is
continuous in the weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import lcm
from typing import Any, TypeAlias

import numpy as np
from flint import arb, fmpq
from numpy.typing import NDArray

from exactnet.certs import Certificate, Fragment
from exactnet.display import Displayed
from exactnet.errors import InputError
from exactnet.exact.integers import IntArray, magnitude, scale
from exactnet.exact.rational import number_json, number_text
from exactnet.model import Dense, Maxout, Network, Product

__all__ = ["MOST_POWER", "GraphPersistence", "Persistence", "neural_persistence"]

MOST_POWER = 64
# Of a power in bits, and of one for every vertex: what the checker takes (docs/layers.md).
_MOST_BITS, _MOST_WORK = 1_000_000, 1_000_000_000
"""The largest p."""

Index: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True)
class GraphPersistence:
    """The persistence of one graph, in whose units 1 is `largest`.

    Attributes
    ----------
    p
        Which norm.
    units
        Number of vertices.
    largest
        W, in integers over some denominator.
    deaths
        The absolute weights at which components die, over the same denominator, the largest first: one less than `units`.
    least
        The least absolute weight.
    """

    p: int
    units: int
    largest: int = field(repr=False)
    deaths: tuple[int, ...] = field(repr=False)
    least: int = field(repr=False)

    @cached_property
    def value(self) -> fmpq:
        """NP^p, the sum of (1 - death)^p."""
        return fmpq(sum((self.largest - d) ** self.p for d in self.deaths), self.largest**self.p)

    @property
    def bound(self) -> fmpq:
        """(1 - least value of an edge)^p (units - 1): `value` is never more."""
        return fmpq((self.largest - self.least) ** self.p * (self.units - 1), self.largest**self.p)

    @property
    def normalised(self) -> fmpq | None:
        """The p-th power of NP divided by the most it can be, in [0, 1]; None where that is 0."""
        return None if self.bound == 0 else self.value / self.bound

    @property
    def root(self) -> str:
        """NP in decimals, rounded, for people."""
        return str((arb(self.value) ** (arb(1) / self.p)).str(10, radius=False)) if self.value != 0 else "0"

    def to_json(self) -> dict[str, Any]:
        """JSON values: the exact powers, and NP in decimals."""
        normalised = self.normalised
        return {
            "units": self.units,
            "value": number_json(self.value),
            "normalised": None if normalised is None else number_json(normalised),
            "decimal": self.root,
        }


@dataclass(frozen=True, eq=False)
class Persistence(Displayed):
    """The neural persistence of a network.

    Attributes
    ----------
    subject
        The network.
    p
        Which norm; values are p-th powers.
    layers
        Of the dense layers, those in residual blocks included.
    network
        Of all dense layers as one graph; None where units do not correspond (residual, maxout and product layers).
    """

    subject: Network
    p: int
    layers: tuple[GraphPersistence, ...]
    network: GraphPersistence | None

    @cached_property
    def claim(self) -> dict[str, Any]:
        """What is certified."""
        return {
            "rule": "persistence",
            "p": self.p,
            "layers": [number_text(graph.value) for graph in self.layers],
            "network": None if self.network is None else number_text(self.network.value),
        }

    @cached_property
    def certificate(self) -> Certificate:
        """The certificate of `claim`."""
        return Certificate(self.claim, self.subject.certificate_subject, Fragment({}))

    def to_json(self) -> dict[str, Any]:
        """JSON values: p, and every graph with its p-th powers."""
        return {
            "p": self.p,
            "layers": [{"layer": k, **graph.to_json()} for k, graph in enumerate(self.layers, start=1)],
            "network": None if self.network is None else self.network.to_json(),
        }

    def __repr__(self) -> str:
        return f"Persistence(p = {self.p}: {', '.join(graph.root for graph in self.layers)})"


def neural_persistence(network: Network, p: int = 2) -> Persistence:
    """The neural persistence of every dense layer and of the network, exactly.

    Raises
    ------
    InputError
        If p is not between 1 and `MOST_POWER`, or there is no weight other than 0.

    Examples
    --------
    >>> found = neural_persistence(Network.of(2, [Dense.of([[4, 2], [1, 3]], [0, 0])]))
    >>> found.layers[0].value, found.layers[0].normalised
    (5/16, 5/27)
    """
    if not 1 <= p <= MOST_POWER:
        raise InputError(f"p is an integer from 1 to {MOST_POWER}, not {p}")
    weights = _weights(network)
    largest = max(map(magnitude, weights), default=0)
    if largest == 0:
        raise InputError("the network has no weight other than 0, so its weights have no largest one to compare with")
    bits = p * max(largest, _denominator(network)).bit_length()
    if bits > _MOST_BITS or bits * sum(map(sum, (matrix.shape for matrix in weights))) > _MOST_WORK:
        raise InputError(f"the weights have too many digits for their {p}-th powers; round them, or take a smaller p")
    layers = tuple(_graph([matrix], p, largest) for matrix in weights)
    return Persistence(network, p, layers, _graph(weights, p, largest) if _is_one_graph(network) else None)


def _is_one_graph(network: Network) -> bool:
    """Whether what leaves a dense layer enters the next one unit by unit."""
    return network.is_plain_chain and not any(isinstance(layer, Maxout | Product) for layer, _ in network.gates)


def _weights(network: Network) -> list[IntArray]:
    """Absolute weights of all dense layers over one denominator, shape (inputs, outputs)."""
    layers, denominator = _dense(network), _denominator(network)
    return [np.abs(scale(layer.integer_matrix[1:, 1:], denominator // layer.multiplier)) for layer in layers]


def _dense(network: Network) -> list[Dense]:
    return [layer for layer, _ in network.gates if isinstance(layer, Dense)]


def _denominator(network: Network) -> int:
    return lcm(*(layer.multiplier for layer in _dense(network)))


def _graph(weights: Sequence[IntArray], p: int, largest: int) -> GraphPersistence:
    """Layer after layer: what leaves one enters the next."""
    widths = [len(weights[0]), *(matrix.shape[1] for matrix in weights)]
    start = np.cumsum([0, *widths])
    ends = []
    for (a, b), matrix in zip(pairwise(start[:-1]), weights, strict=True):
        entering, leaving = np.indices(matrix.shape).reshape(2, -1)
        ends.append(np.stack((a + entering, b + leaving), axis=1))
    sizes = np.concatenate([matrix.ravel() for matrix in weights])
    chosen = _largest_tree(int(start[-1]), np.concatenate(ends), sizes)
    deaths = sizes[chosen].tolist()
    return GraphPersistence(p, int(start[-1]), largest, tuple(deaths), int(sizes.min()))


def _largest_tree(nodes: int, ends: Index, sizes: IntArray) -> list[int]:
    """The edges of a spanning tree of largest weight, the heaviest first (Kruskal)."""
    root = list(range(nodes))

    def find(x: int) -> int:
        while root[x] != x:
            root[x] = x = root[root[x]]
        return x

    chosen: list[int] = []
    order = _descending(sizes)
    for first in range(0, len(order), _BATCH):
        part = order[first : first + _BATCH]
        for edge, (p, q) in zip(part.tolist(), ends[part].tolist(), strict=True):
            a, b = find(p), find(q)
            if a != b:
                root[a] = b
                chosen.append(edge)
        if len(chosen) == nodes - 1:
            return chosen
    raise ArithmeticError("the graph of dense layers is connected")


_BATCH = 2**16


def _descending(sizes: IntArray) -> Index:
    """The order of integers >= 0, the largest first; doubles go first, which keep the order as far as they can tell."""
    if sizes.dtype != object:
        return np.argsort(-sizes, kind="stable")
    shift = max(0, magnitude(sizes).bit_length() - 1000)
    keys = (sizes >> shift).astype(np.float64)
    order = np.argsort(-keys, kind="stable")
    keys = keys[order]
    cuts = [0, *(np.flatnonzero(keys[1:] != keys[:-1]) + 1).tolist(), len(keys)]
    for a, b in pairwise(cuts):
        if b > a + 1:
            order[a:b] = sorted(order[a:b].tolist(), key=lambda i: -sizes[i])
    return order
