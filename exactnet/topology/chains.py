"""Based chain complexes of sets of faces: cells by degree, each with its boundary.

For a complex of faces the degree is the dimension and the boundary of a face is made of its facets. For an open set of R^d, given
by faces with which all larger ones belong to it, it is the other way round: the degree is d - dimension, and the boundary of a
face is made of the faces of the set of which it is a facet. The homology is then that of the open set, by Poincare duality.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from exactnet.compile.lattice import FACE, Index, Lattice, Rows
from exactnet.topology.orientation import incidence_numbers

__all__ = ["ChainBasis"]

Mask = NDArray[np.bool_]


class ChainBasis:
    """The cells of a chain complex over the integers, and their boundaries.

    Attributes
    ----------
    top
        The largest degree.
    is_dual
        Whether degrees and boundaries go the other way round.
    faces
        For every degree the faces, by their numbers in the lattice.
    boundary
        ``boundary[n]``, n >= 1: for every cell of degree n those of degree n - 1 in its boundary; ``boundary[0]`` is empty rows.
    coboundary
        ``coboundary[n]``, n < top: for every cell of degree n those of degree n + 1 in whose boundary it is.
    """

    def __init__(self, lattice: Lattice, chosen: list[Mask], *, is_dual: bool) -> None:
        self.top = lattice.dimension
        self.is_dual = is_dual
        closure = [mask.copy() for mask in chosen]
        self._facets: list[Rows] = []
        for k in range(self.top, 0, -1):
            _, items = lattice.facets[k - 1].pick(np.flatnonzero(closure[k]))
            closure[k - 1][items] = True
        for k in range(1, self.top + 1):
            here = np.flatnonzero(closure[k])
            _, items = lattice.facets[k - 1].pick(here)
            self._facets.append(Rows.of(lattice.facets[k - 1].counts[here], _numbers(closure[k - 1])[items]))
        own = [chosen[k][closure[k]] for k in range(self.top + 1)]
        self.faces = self._by_degree([np.flatnonzero(mask) for mask in chosen])
        self.boundary: list[Rows] = [Rows.of(np.zeros(len(self.faces[0]), dtype=FACE), np.zeros(0, dtype=FACE))]
        self.coboundary: list[Rows] = []
        self._places: list[Index] = [np.zeros(0, dtype=np.int64)]
        levels = [_incidences(self._facets[k - 1], own[k], own[k - 1]) for k in range(1, self.top + 1)]
        for larger, smaller, place in reversed(levels) if is_dual else levels:
            low, high = (larger, smaller) if is_dual else (smaller, larger)
            n = len(self.boundary)
            down, order = _rows(high, low, len(self.faces[n]))
            self.boundary.append(down)
            self._places.append(place[order])
            self.coboundary.append(_rows(low, high, len(self.faces[n - 1]))[0])

    def _by_degree(self, levels: list[Index]) -> list[Index]:
        return levels[::-1] if self.is_dual else levels

    @cached_property
    def _incidence(self) -> list[NDArray[np.int8]]:
        return incidence_numbers(self._facets)

    def signs(self, n: int) -> NDArray[np.int8]:
        """The coefficients of the boundaries of degree n, in the order of ``boundary[n].items``."""
        level = self.top - n if self.is_dual else n - 1
        return self._incidence[level][self._places[n]]

    def dimension(self, n: int) -> int:
        """The dimension of the faces of degree n."""
        return self.top - n if self.is_dual else n

    def count(self, n: int) -> int:
        """The number of cells of degree n."""
        return len(self.faces[n])

    @property
    def euler_characteristic(self) -> int:
        """The alternating sum of the numbers of cells."""
        return sum((-1) ** n * self.count(n) for n in range(self.top + 1))


def _numbers(mask: Mask) -> Index:
    return np.cumsum(mask) - 1


def _incidences(facets: Rows, larger: Mask, smaller: Mask) -> tuple[Index, Index, Index]:
    """Pairs (face, facet of it) within a set, by their numbers in the set, and their places in the lists of facets."""
    owner, items = facets.owners, facets.items
    place = np.flatnonzero(larger[owner] & smaller[items])
    return _numbers(larger)[owner[place]], _numbers(smaller)[items[place]], place


def _rows(owner: Index, items: Index, count: int) -> tuple[Rows, Index]:
    order = np.argsort(owner, kind="stable")
    return Rows.of(np.bincount(owner, minlength=count), items[order]), order
