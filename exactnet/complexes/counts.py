"""How many regions: the five counts that the literature calls by one name, and the face numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from exactnet.compile.polyhedral import PolyhedralComplex
from exactnet.complexes.affine import map_names

__all__ = ["RegionCounts", "count_regions"]


@dataclass(frozen=True, eq=False)
class RegionCounts:
    """The counts of a complex.

    Attributes
    ----------
    complex
        What was counted.
    activation_regions
        Strict activation patterns of full-dimensional cells.
    activation_patterns
        Patterns h > 0 / h <= 0 that occur at some point.
    affine_maps
        Distinct affine maps among the cells.
    linear_regions
        Maximal sets of cells with one map, connected through facets.
    linear_regions_contact
        The same, connected through any common point.
    faces
        f_0, .., f_d: faces by sign vector, those of the box included.
    """

    complex: PolyhedralComplex
    activation_regions: int
    activation_patterns: int
    affine_maps: int
    linear_regions: int
    linear_regions_contact: int
    faces: tuple[int, ...]

    @cached_property
    def euler_characteristic(self) -> int:
        """sum (-1)^k f_k: 1 on a box, (-1)^d on R^d (open cells)."""
        return sum((-1) ** k * f for k, f in enumerate(self.faces))

    def to_json(self) -> dict[str, Any]:
        """JSON values."""
        return {
            "activation_regions": self.activation_regions,
            "activation_patterns": self.activation_patterns,
            "affine_maps": self.affine_maps,
            "linear_regions": self.linear_regions,
            "linear_regions_contact": self.linear_regions_contact,
            "faces": list(self.faces),
            "domain": self.complex.domain.to_json(),
        }


def count_regions(complex_: PolyhedralComplex) -> RegionCounts:
    """All counts of a complex, exactly.

    Examples
    --------
    >>> from exactnet.compile.box import Box
    >>> from exactnet.compile.polyhedral import compile_complex
    >>> from exactnet.model import Dense, Network, Relu
    >>> three_lines = Network.of(2, [Dense.of([[1, 0], [0, 1], [-1, -1]], [0, 0, 0]), Relu()])
    >>> found = count_regions(compile_complex(three_lines, Box.parse("all", 2)))
    >>> found.activation_regions, found.activation_patterns
    (6, 7)
    """
    patterns = _patterns(complex_)
    names = map_names(complex_)
    return RegionCounts(
        complex_,
        len(_distinct(patterns[-1])),
        len(_distinct(np.concatenate(patterns))),
        int(names.max()) + 1,
        _components(complex_, names, complex_.lattice.dimension - 1),
        _components(complex_, names, 0),
        _face_numbers(complex_),
    )


def _network_walls(complex_: PolyhedralComplex, bits: NDArray[np.uint8]) -> NDArray[np.uint8]:
    unpacked = np.unpackbits(bits, axis=1, count=complex_.label_count)[:, complex_.box_walls :]
    return np.packbits(unpacked, axis=1)


def _patterns(complex_: PolyhedralComplex) -> list[NDArray[np.uint8]]:
    """Bits h > 0 of the finite faces of every dimension."""
    return [
        _network_walls(complex_, above[finite])
        for (above, _), finite in zip(complex_.labels, complex_.finite, strict=True)
    ]


def _face_numbers(complex_: PolyhedralComplex) -> tuple[int, ...]:
    """Distinct sign vectors, each counted in the largest dimension in which it occurs.

    A sign vector holds on one convex set; where the starting fan cuts it, its largest piece has its dimension.
    """
    counts: list[int] = []
    seen: set[bytes] = set()
    for (above, below), finite in zip(reversed(complex_.labels), reversed(complex_.finite), strict=True):
        labels = _distinct(np.concatenate((above, below), axis=1)[finite])
        fresh = {row.tobytes() for row in labels} - seen
        counts.append(len(fresh))
        seen |= fresh
    return tuple(reversed(counts))


def _components(complex_: PolyhedralComplex, names: NDArray[np.int64], k: int) -> int:
    """Classes of cells with one map under: sharing a finite k-face."""
    shared = np.bincount(names)[names] > 1
    owner, items = complex_.lattice.faces_of_cells(np.flatnonzero(shared), k)
    meets = complex_.finite[k][items]
    owner, items = owner[meets], items[meets]
    # cells that share a face and a map are joined through a node (face, map), numbered from -1 downwards
    key = items * (int(names.max()) + 1) + names[owner]
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(np.flatnonzero(shared).tolist())
    graph.add_edges_from(zip(owner.tolist(), (-1 - key).tolist(), strict=True))
    return int(nx.number_connected_components(graph)) + int((~shared).sum())


def _distinct(bits: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Distinct rows of packed bits."""
    padded = np.pad(bits, ((0, 0), (0, -bits.shape[1] % 8)))
    words = np.ascontiguousarray(padded).view(np.uint64)
    if not words.shape[1]:
        return bits[:1]
    order = np.lexsort(words.T)
    ordered = words[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    return bits[order[first]]
