"""Which cells share a facet."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
from flint import fmpq

from exactnet.compile.polyhedral import PolyhedralComplex
from exactnet.complexes.affine import cell_maps

__all__ = ["adjacency_graph"]


def adjacency_graph(complex_: PolyhedralComplex) -> nx.Graph[int]:
    """Cells as nodes (pattern, affine map, witness point), shared facets as edges (the walls that are crossed).

    Two cells of one pattern that only the starting fan of R^d separates stay two nodes; the edge between them crosses no wall.
    """
    graph: nx.Graph[int] = nx.Graph()
    forms, denominator = cell_maps(complex_)
    signs = complex_.cell_signs
    for cell, point in enumerate(_witnesses(complex_)):
        maps = [[fmpq(int(c), denominator) for c in row] for row in forms[cell]]
        graph.add_node(cell, pattern=tuple(signs[cell].tolist()), map=maps, witness=point)
    for a, b in complex_.lattice.shared_facets[1].tolist():
        graph.add_edge(a, b, walls=np.flatnonzero(signs[a] != signs[b]).tolist())
    return graph


def _witnesses(complex_: PolyhedralComplex) -> list[tuple[fmpq, ...]]:
    """A rational point in the interior of every cell: the sum of its vertices, rays included."""
    found: list[Any] = []
    owner, items = complex_.lattice.faces_of_cells(np.arange(complex_.lattice.count(complex_.lattice.dimension)), 0)
    wide = complex_.points.astype(object)
    for rows_of_cell in np.split(items, np.flatnonzero(np.diff(owner)) + 1):
        w, *x = wide[rows_of_cell].sum(axis=0).tolist()
        found.append(tuple(fmpq(c, w) for c in x))
    return found
