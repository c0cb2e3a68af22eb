"""The evidence that the cells of a complex tile its domain (rule ``regions``, evidence by cells)."""

from __future__ import annotations

from itertools import pairwise

from exactnet.certs import Fragment
from exactnet.compile.lattice import Rows
from exactnet.compile.polyhedral import PolyhedralComplex

__all__ = ["cell_evidence"]


def cell_evidence(complex_: PolyhedralComplex) -> Fragment:
    """Exact vertices, and the faces of every dimension by their facets; its size is that of the face lattice.

    Examples
    --------
    >>> from exactnet.compile.box import Box
    >>> from exactnet.compile.polyhedral import compile_complex
    >>> from exactnet.model import Abs, Network
    >>> evidence = cell_evidence(compile_complex(Network.of(1, [Abs()]), Box.parse("box:-1,1", 1)))
    >>> evidence.value
    {'vertices': [[1, -1], [1, 1], [1, 0]], 'faces': [[[0, 2], [1, 2]]]}
    """
    return Fragment({"vertices": complex_.points.tolist(), "faces": [_lists(rows) for rows in complex_.lattice.facets]})


def _lists(rows: Rows) -> list[list[int]]:
    items = rows.items.tolist()
    return [items[start:stop] for start, stop in pairwise(rows.start.tolist())]
