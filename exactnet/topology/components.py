"""Which components of a decision region are bounded."""

from __future__ import annotations

import numpy as np

from exactnet.errors import InputError
from exactnet.topology.betti import BettiNumbers
from exactnet.topology.forests import components

__all__ = ["bounded_components"]


def bounded_components(found: BettiNumbers) -> int:
    """The number of bounded components of a closed set (le, ge, eq).

    A component is unbounded iff an edge of it leads to a direction: an unbounded face has such an edge.

    Examples
    --------
    >>> from exactnet.compile.box import Box
    >>> from exactnet.model import Abs, Dense, Network
    >>> from exactnet.topology.betti import betti_numbers
    >>> from exactnet.topology.sets import Relation
    >>> W = Network.of(1, [Abs(), Dense.of([[1]], [-2]), Abs()])  # ||x| - 2|
    >>> [bounded_components(betti_numbers(W, Box.parse("all", 1), Relation(r), 1)) for r in ("le", "ge")]
    [2, 1]
    """
    if not found.region.relation.is_closed:
        raise InputError("bounded components are counted for closed sets: le, ge or eq")
    complex_, basis = found.complex, found.matching.basis
    label = components(basis.count(0), basis.boundary[1].items.reshape(-1, 2))
    place = np.full(complex_.lattice.vertices, -1)
    place[basis.faces[0]] = np.arange(basis.count(0))
    ends = complex_.lattice.facets[0].items.reshape(-1, 2)
    far = complex_.ideal & np.isin(complex_.signs[:, -1], found.region.relation.signs)
    leaving = np.concatenate((ends[far[ends[:, 1]], 0], ends[far[ends[:, 0]], 1]))
    leaving = place[leaving]
    return found.betti[0] - len(np.unique(label[leaving[leaving >= 0]]))
