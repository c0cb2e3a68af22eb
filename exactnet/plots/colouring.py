"""Few colours for many regions: neighbours differ, and what nearly touches differs too where it can."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

__all__ = ["colour_classes"]


def colour_classes(nodes: Sequence[int], edges: NDArray[np.integer[Any]], palette: int) -> dict[int, int]:
    """Colours of the nodes of a graph, by number; beyond ``palette`` only where that many do not suffice.

    Each node takes, among the colours its neighbours do not have, one that is rare two steps away, then rare altogether. Nodes
    of small degree come last, so a planar graph never needs more than six colours; one map that recurs in several places makes a
    graph that may not be planar.

    Examples
    --------
    >>> sorted(colour_classes([0, 1, 2], np.array([[0, 1], [1, 2]]), 2).items())
    [(0, 0), (1, 1), (2, 0)]
    """
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(edges.tolist())
    colour: dict[int, int] = {}
    used = [0] * palette
    for node in nx.coloring.strategy_smallest_last(graph, colour):
        taken = {colour[n] for n in graph[node] if n in colour}
        free = [c for c in range(len(used)) if c not in taken]
        if not free:
            free = [len(used)]
            used.append(0)
        near = [0] * len(used)
        for neighbour in graph[node]:
            for second in graph[neighbour]:
                if second in colour:
                    near[colour[second]] += 1
        choice = min(free, key=lambda c: (near[c], used[c], c))
        colour[node] = choice
        used[choice] += 1
    return colour
