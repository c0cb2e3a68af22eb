"""Incidence numbers of a face lattice, from the lattice alone.

In a k-face every (k-2)-face lies in exactly two facets, and the facets of a face are connected through such faces; so the
incidence numbers are known from those one dimension below, up to the orientation of the k-face. The convention here is that
of the format: +1 for the facet that is listed first (-1 for the first end of an edge).
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from exactnet.compile.lattice import Index, Rows, offsets

__all__ = ["incidence_numbers"]

Signs = NDArray[np.int8]


def incidence_numbers(facets: list[Rows]) -> list[Signs]:
    """For k = 1, 2, .. the incidence numbers of the k-faces with their facets, in the order of ``facets[k - 1].items``.

    Raises
    ------
    ArithmeticError
        If these are no faces of polytopes.

    Examples
    --------
    A triangle:

    >>> edges = Rows.of(np.full(3, 2), np.array([0, 1, 1, 2, 0, 2]))
    >>> [signs.tolist() for signs in incidence_numbers([edges, Rows.of(np.array([3]), np.array([0, 1, 2]))])]
    [[-1, 1, -1, 1, -1, 1], [1, 1, -1]]
    """
    found = [np.tile(np.array([-1, 1], dtype=np.int8), len(facets[0]))]
    for below, rows in pairwise(facets):
        found.append(_extended(rows, below, found[-1]))
    return found


def _extended(rows: Rows, below: Rows, known: Signs) -> Signs:
    """The numbers of k-faces from those of their facets."""
    first, second, product = _ridges(rows, below, known)
    signs = np.zeros(len(rows.items), dtype=np.int8)
    signs[rows.start[:-1]] = 1
    open_ = np.arange(len(first))
    while len(open_):
        p, q = first[open_], second[open_]
        forward, backward = (signs[p] != 0) & (signs[q] == 0), (signs[q] != 0) & (signs[p] == 0)
        if not (forward.any() or backward.any()):
            break
        signs[q[forward]] = -signs[p[forward]] * product[open_[forward]]
        signs[p[backward]] = -signs[q[backward]] * product[open_[backward]]
        open_ = open_[(signs[p] == 0) | (signs[q] == 0)]
    if not (signs[first] * product == -signs[second]).all() or not signs.all():
        raise ArithmeticError("the boundary of the boundary of a face is not 0")
    return signs


def _ridges(rows: Rows, below: Rows, known: Signs) -> tuple[Index, Index, Signs]:
    """For every (k-2)-face of a k-face: the places of its two facets there, and the product of their incidence numbers."""
    counts = below.counts[rows.items]
    place, offset = offsets(counts)
    source = below.start[rows.items][place] + offset
    ridge, owner = below.items[source].astype(np.int64), rows.owners[place].astype(np.int64)
    order = np.lexsort((ridge, owner))
    owner, ridge, place, sign = owner[order], ridge[order], place[order].astype(np.int64), known[source[order]]
    pairs = len(order) % 2 == 0 and (owner[::2] == owner[1::2]).all() and (ridge[::2] == ridge[1::2]).all()
    if not pairs:
        raise ArithmeticError("a face of codimension 2 does not lie in exactly two facets")
    return place[::2], place[1::2], np.multiply(sign[::2], sign[1::2], dtype=np.int8)
