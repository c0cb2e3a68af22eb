"""The largest cells of a region."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exactnet.compile.lattice import Index, Lattice, Rows, distinct_pairs

__all__ = ["Cell", "maximal_cells"]


@dataclass(frozen=True)
class Cell:
    """A face of a complex.

    Attributes
    ----------
    dimension, number
        Which.
    vertices
        Its vertices, by number.
    """

    dimension: int
    number: int
    vertices: tuple[int, ...]


def maximal_cells(lattice: Lattice, chosen: list[NDArray[np.bool_]]) -> list[Cell]:
    """The faces of a subcomplex that lie in no other one, largest dimension first."""
    found = []
    for k in range(lattice.dimension, -1, -1):
        alone = chosen[k].copy()
        if k < lattice.dimension:
            alone[lattice.facets[k].pick(np.flatnonzero(chosen[k + 1]))[1]] = False
        faces = np.flatnonzero(alone)
        owner: Index = np.arange(len(faces))
        items: Index = faces
        for rows in reversed(lattice.facets[:k]):
            position, below = rows.pick(items)
            owner, items = distinct_pairs(owner[position], below)
        vertices = Rows.of(np.bincount(owner, minlength=len(faces)), items)
        for i, face in enumerate(faces.tolist()):
            own = vertices.items[vertices.start[i] : vertices.start[i + 1]]
            found.append(Cell(k, face, tuple(own.tolist())))
    return found
