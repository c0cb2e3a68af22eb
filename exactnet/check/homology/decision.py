"""Decision regions: the cells of the extended network, and the faces of which a region consists."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from exactnet.check.areas import Area
from exactnet.check.homology.incidence import incidences
from exactnet.check.layers import Dense, Relu
from exactnet.check.subject import Network
from exactnet.check.tiling import Tiling, check_marks, read_tiling

CLOSED, OPEN = ("le", "ge", "eq"), ("lt", "gt")


@dataclass(frozen=True, slots=True)
class Region:
    """The points of a domain with F <= c, < c, >= c, > c or = c.

    Attributes
    ----------
    output : list of int
        One output, which is F, or two, of which F is the difference.
    kind : str
        ``le``, ``lt``, ``ge``, ``gt`` or ``eq``.
    level : Fraction
        c.
    """

    output: list[int]
    kind: str
    level: Fraction

    def extend(self, network: Network) -> Network:
        """Append the dense layer F - c, and relu, which makes it a wall."""
        c, row = self.level, [0] * network.outputs
        for index, sign in zip(self.output, (1, -1), strict=False):
            row[index] = sign * c.denominator
        dense = Dense(1, (tuple(row),), (-c.numerator,), c.denominator)
        return Network((*network.layers, dense, Relu(1)), 1, network.inputs)


@dataclass(slots=True)
class Members:
    """The faces of which a region consists, as a chain complex.

    A face is known by one number: the i-th k-face by ``start[k] + i``.

    Attributes
    ----------
    start : list of int
        The number of the first face of every dimension, and at the end that of all faces.
    degree : list of int
        The degree of each member; -1 for the faces that are none.
    boundary : list of list of (int, int)
        The boundary of each member: its members and their coefficients, 1 or -1.
    """

    start: list[int]
    degree: list[int]
    boundary: list[list[tuple[int, int]]] = field(default_factory=list)


def read_cells(network: Network, area: Area, region: Region, vertices: object, faces: object) -> Tiling:
    """Check the cells of the extended network, and that all faces can be told apart by their marks."""
    tiling = read_tiling(region.extend(network), area, vertices, faces, flat=True)
    check_marks(tiling)
    return tiling


def level_bits(tiling: Tiling) -> tuple[int, int]:
    """Give the two bits of a mark for F - c > 0 and F - c < 0: those of the last wall."""
    count = tiling.signs.count
    return 1 << (count - 1), 1 << (2 * count - 1)


def bounded(tiling: Tiling) -> list[list[bool]]:
    """Tell, for the faces of every dimension, whether all vertices are points."""
    levels = [[row[0] > 0 for row in tiling.complex.vertices]]
    for faces in tiling.complex.faces[1:]:
        below = levels[-1]
        levels.append([all(below[facet] for facet in face) for face in faces])
    return levels


def find_members(tiling: Tiling, kind: str) -> Members:
    """Find the members and their boundaries."""
    complex_, dimension = tiling.complex, tiling.complex.dimension
    numbers = incidences(complex_)
    chosen = closed_members(tiling, kind) if kind in CLOSED else _open(tiling, kind)
    start = [0]
    for level in chosen:
        start.append(start[-1] + len(level))
    degree = [
        (k if kind in CLOSED else dimension - k) if member else -1 for k, level in enumerate(chosen) for member in level
    ]
    members = Members(start, degree, [[] for _ in degree])
    for k in range(1, dimension + 1):
        for i, face in enumerate(complex_.faces[k]):
            here = start[k] + i
            if degree[here] < 0:
                continue
            for facet, sign in zip(face, numbers[k][i], strict=True):
                there = start[k - 1] + facet
                if degree[there] < 0:
                    continue
                if kind in CLOSED:
                    members.boundary[here].append((there, sign))
                else:
                    members.boundary[there].append((here, sign))
    return members


def closed_members(tiling: Tiling, kind: str) -> list[list[bool]]:
    """Tell, for the faces of every dimension, which of them belong to a closed region."""
    positive, negative = level_bits(tiling)
    wrong = {"le": positive, "ge": negative, "eq": positive | negative}[kind]
    return [
        [finite and not mark & wrong for finite, mark in zip(flags, marks, strict=True)]
        for flags, marks in zip(bounded(tiling), tiling.marks, strict=True)
    ]


def _open(tiling: Tiling, kind: str) -> list[list[bool]]:
    positive, negative = level_bits(tiling)
    right = negative if kind == "lt" else positive
    complex_, dimension = tiling.complex, tiling.complex.dimension
    outer = {i for i, cells in enumerate(tiling.beside) if len(cells) == 1}
    levels = [[bool(mark & right) for mark in tiling.marks[dimension]]]
    for k in range(dimension - 1, -1, -1):
        levels.append([i not in outer and bool(mark & right) for i, mark in enumerate(tiling.marks[k])])
        outer = {facet for i in outer for facet in complex_.faces[k][i]} if k else set()
    return levels[::-1]
