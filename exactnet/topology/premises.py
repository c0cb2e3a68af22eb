"""General position: whether a wall passes through a vertex of the complex that the walls before it make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import fmpq

from exactnet.compile.lattice import Index
from exactnet.compile.polyhedral import PolyhedralComplex
from exactnet.exact.integers import IntArray
from exactnet.exact.rational import number_text
from exactnet.model import Network

__all__ = ["Meeting", "births", "first_meeting"]


@dataclass(frozen=True)
class Meeting:
    """A wall that vanishes at a vertex of a cell of the complex that the walls before it make.

    Attributes
    ----------
    neuron
        (layer, unit), relu layers and units counted from 1; None for F - c.
    point
        The vertex.
    inside
        A point inside of the cell.
    throughout
        Whether the wall vanishes on the whole cell.
    """

    neuron: tuple[int, int] | None
    point: tuple[fmpq, ...]
    inside: tuple[fmpq, ...]
    throughout: bool

    @property
    def text(self) -> str:
        """In words, as the end of a sentence that begins with the premise."""
        who = "F - c" if self.neuron is None else f"neuron {self.neuron[1]} of hidden layer {self.neuron[0]}"
        where = f"the cell around {_point_text(self.inside)}"
        if self.throughout:
            return f"{who} vanishes on all of {where}"
        return f"{who} vanishes at {_point_text(self.point)}, a vertex of {where}"

    def to_json(self) -> dict[str, Any]:
        """JSON values."""
        neuron = None if self.neuron is None else {"layer": self.neuron[0], "unit": self.neuron[1]}
        return {
            "neuron": "level" if neuron is None else neuron,
            "point": [number_text(x) for x in self.point],
            "cell": {"inside": [number_text(x) for x in self.inside], "vanishes_throughout": self.throughout},
        }


def _point_text(point: tuple[fmpq, ...]) -> str:
    return f"({', '.join(map(number_text, point))})"


def births(complex_: PolyhedralComplex) -> Index:
    """For every vertex of a complex on a bounded domain, after how many walls of the network it is a vertex.

    A vertex is one as soon as every edge at it leaves the set of the points with its signs: at a wall of the domain, or at one of
    the network that vanishes at the vertex and not on the edge.

    Examples
    --------
    >>> from exactnet.compile.box import Box
    >>> from exactnet.compile.polyhedral import compile_complex
    >>> from exactnet.model import Abs
    >>> births(compile_complex(Network.of(2, [Abs()]), Box.parse("box:-1,1", 2))).tolist()
    [0, 0, 0, 0, 1, 1, 2, 2, 2]
    """
    ends = complex_.lattice.facets[0].items.reshape(-1, 2)
    here, there = np.concatenate((ends, ends[:, ::-1])).T
    signs = complex_.signs
    parting = ((signs[here] == 0) & (signs[there] != 0)).argmax(axis=1)
    found = np.zeros(complex_.lattice.vertices, dtype=np.int64)
    np.maximum.at(found, here, np.maximum(0, parting - complex_.box_walls + 1))
    return found


def first_meeting(complex_: PolyhedralComplex, network: Network) -> Meeting | None:
    """The first wall that passes through a vertex of the complex of those before it; None if the walls are in general position.

    The complex is one of ``network`` `with_level`, on a bounded domain.

    Examples
    --------
    >>> from exactnet.compile.box import Box
    >>> from exactnet.compile.polyhedral import compile_complex
    >>> from exactnet.model import Dense, Relu
    >>> from exactnet.topology.sets import with_level
    >>> corner = Network.of(2, [Dense.of([[1, 1], [1, -1]], ["1/2", 0]), Relu(), Dense.of([[1, 1]], [-9])])
    >>> complex_ = compile_complex(with_level(corner, (0,), fmpq(0)), Box.parse("box:-1,1", 2))
    >>> first_meeting(complex_, corner).text
    'neuron 2 of hidden layer 1 vanishes at (-1, -1), a vertex of the cell around (-3/4, -1/4)'
    """
    signs = complex_.signs[:, complex_.box_walls :]
    late = (signs == 0) & (np.arange(signs.shape[1]) >= births(complex_)[:, None])
    walls = np.flatnonzero(late.any(axis=0))
    if not len(walls):
        return None
    wall = int(walls[0])
    vertex = int(np.flatnonzero(late[:, wall])[0])
    inside, throughout = _a_cell(complex_, vertex, wall)
    return Meeting(_neuron(network, wall), complex_.vertex(vertex), inside, throughout)


def _a_cell(complex_: PolyhedralComplex, vertex: int, wall: int) -> tuple[tuple[fmpq, ...], bool]:
    """A point inside of a cell at a vertex, if possible of one on which the wall vanishes altogether; whether it does."""
    lattice = complex_.lattice
    owner, items = lattice.faces_of_cells(np.arange(lattice.count(lattice.dimension)), 0)
    around = owner[items == vertex]
    flat = around[complex_.wall_signs[around, wall] == 0]
    cell = int(flat[0] if len(flat) else around[0])
    return _centre(complex_.points[items[owner == cell]]), bool(len(flat))


def _centre(corners: IntArray) -> tuple[fmpq, ...]:
    points = [[fmpq(c, w) for c in x] for w, *x in corners.tolist()]
    return tuple(sum(column, fmpq(0)) / len(points) for column in zip(*points, strict=True))


def _neuron(network: Network, wall: int) -> tuple[int, int] | None:
    layer = 0
    for layer, width in enumerate(network.widths, start=1):
        if wall < width:
            return layer, wall + 1
        wall -= width
    return None
