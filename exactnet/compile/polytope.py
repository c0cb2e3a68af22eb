"""Bounded rational polytopes as domains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from flint import fmpq, fmpz_mat

from exactnet.compile.box import Box
from exactnet.compile.domain import numbers_of
from exactnet.compile.lattice import Index, Lattice, Rows
from exactnet.compile.start import Start
from exactnet.compile.subdivision import Subdivision
from exactnet.errors import InputError
from exactnet.exact.integers import IntArray, combine, integer_array, matmul, primitive_rows
from exactnet.exact.rational import QLike, common_denominator, number_text, rational

__all__ = ["Polytope"]


@dataclass(frozen=True)
class Polytope:
    """The points x with ``b + a . x >= 0`` for every inequality: bounded, with interior.

    Attributes
    ----------
    inequalities
        Rows (b, a_1, .., a_d).

    Examples
    --------
    >>> triangle = Polytope.parse("polytope:1,-1,-1;0,1,0;0,0,1", 2)
    >>> sorted(triangle.start().points.tolist())
    [[1, 0, 0], [1, 0, 1], [1, 1, 0]]
    """

    inequalities: tuple[tuple[fmpq, ...], ...]

    @classmethod
    def of(cls, inequalities: Sequence[Sequence[QLike]]) -> Polytope:
        """The polytope with these inequalities, rows (b, a_1, .., a_d).

        Raises
        ------
        InputError
            If it is unbounded, or has no interior.
        """
        polytope = cls(tuple(tuple(rational(x) for x in row) for row in inequalities))
        lengths = {len(row) for row in polytope.inequalities}
        if len(lengths) != 1 or min(lengths) < 2:
            raise InputError("the inequalities of a polytope are rows b,a_1,..,a_d of one length, b + a.x >= 0")
        if not all(any(row) for row in polytope.inequalities):
            raise InputError("an inequality of the polytope says nothing: all its numbers are 0")
        _ = polytope._complex
        return polytope

    @classmethod
    def parse(cls, text: str, dimension: int) -> Polytope:
        """Read ``polytope:b,a_1,..,a_d;..``, one inequality ``b + a . x >= 0`` after another."""
        rows = [row.split(",") for row in text.removeprefix("polytope:").split(";")]
        for row in rows:
            if len(row) != 1 + dimension:
                raise InputError(
                    f"the inequality {','.join(row)!r} has {len(row)} numbers; b + a.x >= 0 in {dimension} variables "
                    f"is written with {1 + dimension}: b,a_1,.."
                )
        return cls.of([numbers_of(text, row) for row in rows])

    @property
    def dimension(self) -> int:
        """d."""
        return len(self.inequalities[0]) - 1

    @cached_property
    def walls(self) -> IntArray:
        """The inequalities as integer forms in (w, x)."""
        rows = []
        for row in self.inequalities:
            scale = common_denominator(row)
            rows.append([int((x * scale).p) for x in row])
        return integer_array(rows)

    def start(self) -> Start:
        """The polytope as a single cell."""
        points, lattice = self._complex
        return Start(points, lattice, self.walls, False)

    @cached_property
    def _complex(self) -> tuple[IntArray, Lattice]:
        points = _vertices(self.walls)
        on = matmul(points, self.walls.T) == 0
        corner = np.array([_rank(self.walls[row]) == self.dimension for row in on], dtype=bool)
        return points[corner], _face_lattice(points[corner], on[corner])

    @property
    def box(self) -> Box:
        """The smallest box around it."""
        points = [[fmpq(x, w) for x in row] for w, *row in self._complex[0].tolist()]
        return Box.of([(min(column), max(column)) for column in zip(*points, strict=True)])

    def to_json(self) -> dict[str, list[list[str]]]:
        """As JSON documents write it."""
        return {"inequalities": [[number_text(x) for x in row] for row in self.inequalities]}

    def __repr__(self) -> str:
        return f"polytope in R^{self.dimension} with {len(self.inequalities)} inequalities"


def _vertices(walls: IntArray) -> IntArray:
    """Points among which are the vertices: R^d, as a fan, cut off by one wall after another."""
    fan = Box(walls.shape[1] - 1, None).start()
    points, lattice = fan.points, fan.lattice
    for wall in walls:
        heights = matmul(points, wall[:, None])[:, 0]
        subdivision = Subdivision(lattice)
        subdivision.face(np.sign(heights).astype(np.int8)[:, None])
        if subdivision.meets(0):
            p, q = subdivision.cut_edges()
            fresh = primitive_rows(combine(abs(heights[q]), points[p], abs(heights[p]), points[q]))
            subdivision.split(np.zeros((len(p), 1), dtype=np.int8))
            points, heights = (
                np.concatenate((points, fresh)),
                np.concatenate((heights, np.zeros(len(p), dtype=np.int64))),
            )
            lattice = subdivision.lattice()
        cell, vertex = lattice.faces_of_cells(np.arange(lattice.count(lattice.dimension)), 0)
        outside = np.unique(cell[heights[vertex] < 0])
        kept = np.setdiff1d(np.arange(lattice.count(lattice.dimension)), outside)
        if not len(kept):
            raise InputError("the polytope has no interior; no point satisfies all its inequalities strictly")
        lattice, vertices = lattice.restricted(kept)
        points = points[vertices]
    if (points[:, 0] == 0).any():
        raise InputError("the polytope is unbounded; give inequalities that bound it, or the domain all")
    return points


def _rank(rows: IntArray) -> int:
    return int(fmpz_mat(rows.tolist()).rank()) if len(rows) else 0


def _face_lattice(points: IntArray, on: IntArray) -> Lattice:
    """The faces as sets of vertices, from the cell down; ``on`` says which vertices lie on which wall."""
    walls = {frozenset(np.flatnonzero(column).tolist()) for column in on.T}
    levels: list[list[frozenset[int]]] = [[frozenset(range(len(points)))]]
    facets: list[Rows] = []
    for k in range(points.shape[1] - 1, 0, -1):
        number: dict[frozenset[int], int] = {}
        rows: list[list[int]] = []
        for face in levels[-1]:
            parts = {face & wall for wall in walls}
            below = sorted(
                (part for part in parts if part and part != face and _rank(points[sorted(part)]) == k), key=sorted
            )
            rows.append([number.setdefault(part, len(number)) for part in below])
        facets.append(Rows.of(np.array([len(row) for row in rows]), np.concatenate(rows)))
        levels.append(list(number))
    order: Index = np.array([next(iter(vertex)) for vertex in levels[-1]])
    last = facets[-1]
    facets[-1] = Rows.of(last.counts, order[last.items])
    return Lattice(len(points), facets[::-1])
