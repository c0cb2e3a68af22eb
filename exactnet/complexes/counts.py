"""How many regions: the five counts that the literature calls by one name, and the face numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from exactnet.certs import Certificate
from exactnet.compile.polyhedral import PolyhedralComplex
from exactnet.complexes.affine import map_names
from exactnet.complexes.certificates import cell_evidence, region_certificate
from exactnet.display import Displayed
from exactnet.exact.names import row_names

__all__ = ["RegionCounts", "activation_regions", "cells_of_patterns", "count_regions", "linear_regions"]


@dataclass(frozen=True, eq=False)
class RegionCounts(Displayed):
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

    @cached_property
    def quantities(self) -> dict[str, Any]:
        """All counts, by name."""
        return {
            "activation_regions": self.activation_regions,
            "activation_patterns": self.activation_patterns,
            "affine_maps": self.affine_maps,
            "linear_regions": self.linear_regions,
            "linear_regions_contact": self.linear_regions_contact,
            "faces": list(self.faces),
        }

    @cached_property
    def certificate(self) -> Certificate:
        """The certificate of all counts: that the cells tile the domain."""
        complex_ = self.complex
        return region_certificate(complex_.network, complex_.domain, self.quantities, cell_evidence(complex_))

    @property
    def effort(self) -> str:
        """One line: how the signs of the walls at the vertices were decided."""
        found = self.complex.statistics
        if found is None:
            return "all in integers"
        return f"{found.asked:,} signs by doubles with error bounds, {found.exact:,} of them left to integers"

    def to_json(self) -> dict[str, Any]:
        """JSON values: the counts, the domain, and how the signs of the walls at the vertices were decided."""
        found = self.complex.statistics
        effort = {
            "method": "face lattice",
            "arithmetic": "integers" if found is None else "filtered doubles",
            "signs_asked": None if found is None else found.asked,
            "signs_decided_exactly": None if found is None else found.exact,
        }
        return {**self.quantities, "domain": self.complex.domain.to_json(), "effort": effort}


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
        int(linear_regions(complex_, names).max()) + 1,
        int(linear_regions(complex_, names, 0).max()) + 1,
        _face_numbers(complex_),
    )


def activation_regions(complex_: PolyhedralComplex) -> int:
    """The number of activation regions alone, which is quicker than all counts.

    Examples
    --------
    >>> from exactnet.compile.box import Box
    >>> from exactnet.compile.polyhedral import compile_complex
    >>> from exactnet.model import Abs, Network
    >>> activation_regions(compile_complex(Network.of(2, [Abs()]), Box.parse("all", 2)))
    4
    """
    return len(_distinct(_patterns(complex_)[-1]))


def cells_of_patterns(complex_: PolyhedralComplex) -> NDArray[np.int64]:
    """One cell for each activation region (on each of which every unit is one affine function)."""
    return row_names(_patterns(complex_)[-1])[1]


def _patterns(complex_: PolyhedralComplex) -> list[NDArray[np.uint8]]:
    """Bits h > 0 of the finite faces of every dimension."""
    first = complex_.box_walls
    return [
        _shifted(above[finite], first, complex_.label_count)
        for (above, _), finite in zip(complex_.labels, complex_.finite, strict=True)
    ]


def _shifted(bits: NDArray[np.uint8], first: int, count: int) -> NDArray[np.uint8]:
    """Packed bits without the first ones."""
    return np.packbits(np.unpackbits(bits, axis=1, count=count)[:, first:], axis=1)


def _distinct(rows: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return rows[row_names(rows)[1]]


def _face_numbers(complex_: PolyhedralComplex) -> tuple[int, ...]:
    """Distinct sign vectors, each counted in the largest dimension in which it occurs.

    A sign vector holds on one convex set; where the starting fan cuts it, its largest piece has its dimension.
    """
    if complex_.is_coarsest:
        return tuple(int(finite.sum()) for finite in complex_.finite)
    levels = [
        _distinct(np.concatenate((above, below), axis=1)[finite])
        for (above, below), finite in zip(complex_.labels, complex_.finite, strict=True)
    ]
    levels.reverse()  # from the cells down: a label is counted where it is met first
    dimension = np.repeat(np.arange(len(levels)), [len(level) for level in levels])
    _, first = row_names(np.concatenate(levels))
    return tuple(np.bincount(dimension[first], minlength=len(levels))[::-1].tolist())


def linear_regions(complex_: PolyhedralComplex, names: NDArray[np.int64], k: int | None = None) -> NDArray[np.int64]:
    """A number 0, 1, .. for every cell: that of its linear region, cells of one map connected through finite k-faces.

    Parameters
    ----------
    names
        Those of the cells' affine maps (`exactnet.complexes.map_names`).
    k
        Facets (d - 1) by default.
    """
    shared = np.flatnonzero(np.bincount(names)[names] > 1)
    k = complex_.lattice.dimension - 1 if k is None else k
    owner, items = complex_.lattice.faces_of_cells(shared, k)
    meets = complex_.finite[k][items]
    owner, items = owner[meets], items[meets]
    # of the cells that share a face and a map, each is joined to the next
    order = np.lexsort((owner, names[owner], items))
    owner, items = owner[order], items[order]
    joined = (items[1:] == items[:-1]) & (names[owner[1:]] == names[owner[:-1]])
    graph: nx.Graph[int] = nx.Graph()
    graph.add_edges_from(zip(owner[:-1][joined].tolist(), owner[1:][joined].tolist(), strict=True))
    first = np.arange(len(names))
    for component in nx.connected_components(graph):
        first[list(component)] = min(component)
    found: NDArray[np.int64] = np.unique(first, return_inverse=True)[1].ravel()
    return found
