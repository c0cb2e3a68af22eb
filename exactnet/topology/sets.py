"""Decision regions {F <= c} and their relatives: which faces of a complex lie in them.

The complex is that of the network followed by one more unit, F - c, so F - c has one sign inside of every face.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.compile.lattice import Lattice
from exactnet.compile.polyhedral import PolyhedralComplex
from exactnet.errors import InputError
from exactnet.model import Dense, Network, Relu

__all__ = ["Output", "Relation", "chosen_output", "faces_in_set", "outer_faces", "with_level"]

Mask = NDArray[np.bool_]

Output = tuple[int, ...]
"""F as outputs of the network: ``(i,)`` for u_i, ``(i, j)`` for u_i - u_j."""


class Relation(StrEnum):
    """What F is compared with the level by."""

    LE = "le"
    LT = "lt"
    GE = "ge"
    GT = "gt"
    EQ = "eq"

    @classmethod
    def parse(cls, text: str) -> Relation:
        """Read its name; InputError for another word."""
        if text not in list(cls):
            raise InputError(f"the set is one of {', '.join(cls)}, not {text!r}")
        return cls(text)

    @property
    def signs(self) -> tuple[int, ...]:
        """The signs of F - c in the set."""
        return {"le": (-1, 0), "lt": (-1,), "ge": (0, 1), "gt": (1,), "eq": (0,)}[self]

    @property
    def is_closed(self) -> bool:
        """Whether the set contains the points with F = c."""
        return 0 in self.signs

    @property
    def symbol(self) -> str:
        """As people write it."""
        return {"le": "<=", "lt": "<", "ge": ">=", "gt": ">", "eq": "="}[self]


def chosen_output(network: Network, output: int | None = None, classes: Sequence[int] | None = None) -> Output:
    """F from what the user says: an output, or two classes that are compared; may be left out if there is one output only.

    Examples
    --------
    >>> from exactnet.model import Abs
    >>> chosen_output(Network.of(1, [Abs()])), chosen_output(Network.of(3, [Abs()]), classes=(2, 0))
    ((0,), (2, 0))
    """
    if classes is not None:
        if output is not None:
            raise InputError("name an output or two classes, not both")
        if not isinstance(classes, Sequence) or len(classes) != 2:
            raise InputError(f"two classes are compared, not {classes!r}")
        found: Output = tuple(classes)
    elif output is not None:
        found = (output,)
    elif network.outputs == 1:
        found = (0,)
    else:
        raise InputError(
            f"the network has {network.outputs} outputs; say which one (output), or which two are compared (classes)"
        )
    for index in found:
        if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < network.outputs:
            known = "only output 0" if network.outputs == 1 else f"outputs 0 to {network.outputs - 1}"
            raise InputError(f"there is no output {index}; the network has {known}")
    if len(set(found)) < len(found):
        raise InputError(f"the difference of output {found[0]} and itself is 0; name two different outputs")
    return found


def with_level(network: Network, output: Output, level: fmpq) -> Network:
    """The network followed by the unit relu(F - c): its complex has the wall F = c besides its own.

    Examples
    --------
    >>> from exactnet.model import Abs
    >>> with_level(Network.of(2, [Abs()]), (0, 1), fmpq(3)).layers[1].to_json()
    {'type': 'dense', 'weight': [['1', '-1']], 'bias': ['-3']}
    """
    row = [0] * network.outputs
    for index, sign in zip(output, (1, -1), strict=False):
        row[index] = sign
    return Network.of(network.inputs, [*network.layers, Dense.of([row], [-level]), Relu()])


def faces_in_set(complex_: PolyhedralComplex, relation: Relation) -> list[Mask]:
    """For every dimension k, the k-faces on which the homology of the set rests.

    The complex is one of a network `with_level`. For a closed set these are the faces whose vertices are points (not directions)
    of the set: a complex. For an open one, the faces that lie inside of the domain and in the set, except for points of
    their boundaries: every face that contains one of them is one of them. See ``proofs/betti.md``.
    """
    lattice = complex_.lattice
    level = complex_.signs[:, -1]
    if relation.is_closed:
        return _all_vertices(lattice, ~complex_.ideal & np.isin(level, relation.signs))
    strict = _some_vertex(lattice, np.isin(level, relation.signs))
    return [own & ~outer for own, outer in zip(strict, outer_faces(lattice), strict=True)]


def outer_faces(lattice: Lattice) -> list[Mask]:
    """For every dimension, the faces on the boundary of the domain (for R^d, at infinity): those of facets of one cell only."""
    d = lattice.dimension
    outer = [np.zeros(lattice.count(k), dtype=bool) for k in range(d + 1)]
    outer[d - 1] = np.bincount(lattice.facets[-1].items, minlength=lattice.count(d - 1)) == 1
    for k in range(d - 1, 0, -1):
        outer[k - 1][lattice.facets[k - 1].pick(np.flatnonzero(outer[k]))[1]] = True
    return outer


def _all_vertices(lattice: Lattice, chosen: Mask) -> list[Mask]:
    return [~mask for mask in _some_vertex(lattice, ~chosen)]


def _some_vertex(lattice: Lattice, chosen: Mask) -> list[Mask]:
    found = [chosen]
    for rows in lattice.facets:
        found.append(np.logical_or.reduceat(found[-1][rows.items], rows.start[:-1]))
    return found
