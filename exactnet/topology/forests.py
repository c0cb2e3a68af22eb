"""Spanning forests of graphs given by arrays, breadth first from many roots at once."""

from __future__ import annotations

import numpy as np

from exactnet.compile.lattice import Index, Rows

__all__ = ["components", "grow_forest"]


def components(nodes: int, ends: Index) -> Index:
    """For every node the least one of its component; ``ends`` has shape (links, 2).

    Examples
    --------
    >>> components(4, np.array([[3, 1], [1, 2]])).tolist()
    [0, 1, 1, 1]
    """
    least = np.arange(nodes)
    p, q = ends[:, 0], ends[:, 1]
    while len(p):
        a, b = least[p], least[q]
        open_ = a != b
        if not open_.any():
            break
        p, q, a, b = p[open_], q[open_], a[open_], b[open_]
        np.minimum.at(least, np.maximum(a, b), np.minimum(a, b))
        while ((shorter := least[least]) != least).any():
            least = shorter
    return least


def grow_forest(nodes: int, links: Rows, ends: Index, roots: Index) -> tuple[Index, Index]:
    """Breadth first from the roots: the nodes that are reached, roots aside, in order, and the link by which each is.

    Parameters
    ----------
    links
        The links at every node.
    ends
        The two nodes of every link, shape (links, 2); -1 for a link that may not be used.
    """
    reached = np.zeros(nodes, dtype=bool)
    reached[roots] = True
    frontier: Index = roots
    found: list[tuple[Index, Index]] = []
    while len(frontier):
        owner, link = links.pick(frontier)
        near = frontier[owner]
        far = np.where(ends[link, 0] == near, ends[link, 1], ends[link, 0])
        fresh = (far >= 0) & ~reached[far]
        far, link = far[fresh], link[fresh]
        frontier, first = np.unique(far, return_index=True)
        reached[frontier] = True
        if len(frontier):
            found.append((frontier, link[first]))
    if not found:
        return roots[:0], roots[:0]
    return np.concatenate([nodes for nodes, _ in found]), np.concatenate([links for _, links in found])
