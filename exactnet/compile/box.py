"""Boxes and the whole of R^d as starting complexes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from flint import fmpq

from exactnet.compile.domain import numbers_of
from exactnet.compile.lattice import Lattice, Rows
from exactnet.compile.start import Start
from exactnet.errors import InputError
from exactnet.exact.integers import as_rows, integer_array
from exactnet.exact.rational import QLike, number_text, rational

__all__ = ["Box"]


@dataclass(frozen=True)
class Box:
    """A closed box in R^d, or all of R^d (no sides).

    Attributes
    ----------
    dimension
        d.
    sides
        One interval (lower, upper) a coordinate; None for R^d.

    Examples
    --------
    >>> Box.parse("box:-1,1", 2), Box.parse("all", 3)
    ([-1, 1] x [-1, 1], R^3)
    """

    dimension: int
    sides: tuple[tuple[fmpq, fmpq], ...] | None

    @classmethod
    def of(cls, sides: Sequence[tuple[QLike, QLike]]) -> Box:
        """The box with these sides; InputError unless lower < upper in each."""
        exact = tuple((rational(lo), rational(hi)) for lo, hi in sides)
        for lo, hi in exact:
            if not lo < hi:
                raise InputError(f"the side [{lo}, {hi}] of the box is empty or a point")
        return cls(len(exact), exact)

    @classmethod
    def parse(cls, text: str, dimension: int) -> Box:
        """Read ``box:LO,HI`` (the same in each coordinate), ``box:LO1,HI1;LO2,HI2;..`` or ``all``."""
        if text == "all":
            return cls(dimension, None)
        parts = text.removeprefix("box:").split(";")
        pairs = [tuple(part.split(",")) for part in parts]
        if not text.startswith("box:") or any(len(pair) != 2 for pair in pairs):
            raise InputError(
                f"the domain {text!r} is not understood; write box:LO,HI or box:LO1,HI1;LO2,HI2;.. or all, "
                "or polytope:b,a_1,..,a_d;.."
            )
        if len(pairs) == 1:
            pairs = pairs * dimension
        if len(pairs) != dimension:
            raise InputError(f"the domain has {len(pairs)} sides but the network has {dimension} inputs")
        sides = [numbers_of(text, pair) for pair in pairs]
        return cls.of([(lo, hi) for lo, hi in sides])

    def start(self) -> Start:
        """The box as a cube, with its 2 d sides; R^d as a fan.

        The fan: cones from the origin over the faces of a simplex of d + 1 directions. With x_0 = 0, each cone is the
        set of the points one of whose coordinates x_0, .., x_d is the least. The walls between the cones are
        no walls of the network; counts of faces go by signs and do not see them.
        """
        return self._fan() if self.sides is None else self._cube(self.sides)

    def _cube(self, sides: tuple[tuple[fmpq, fmpq], ...]) -> Start:
        d = self.dimension
        # a face fixes some coordinates at their lower (0) or upper (1) end and leaves others free (2)
        faces = [sorted(f for f in product((0, 1, 2), repeat=d) if f.count(2) == k) for k in range(d + 1)]
        number = [{face: i for i, face in enumerate(level)} for level in faces]
        facets = []
        for k in range(1, d + 1):
            items = [
                number[k - 1][(*face[:i], end, *face[i + 1 :])]
                for face in faces[k]
                for i in range(d)
                if face[i] == 2
                for end in (0, 1)
            ]
            facets.append(Rows.of(np.full(len(faces[k]), 2 * k), np.array(items)))
        points = as_rows([[sides[i][end] for i, end in enumerate(face)] for face in faces[0]])
        walls = []
        for i, (lo, hi) in enumerate(sides):
            for end, side in ((lo, 1), (hi, -1)):
                walls.append([-side * int(end.p), *(side * int(end.q) * (i == j) for j in range(d))])
        return Start(points, Lattice(len(faces[0]), facets), integer_array(walls), False)

    def _fan(self) -> Start:
        d = self.dimension
        directions = [[0, *(int(i == j) for j in range(d))] for i in range(d)] + [[0, *([-1] * d)]]
        points = integer_array([[1, *([0] * d)], *directions])
        # vertex 0 is the origin; faces are the origin with at most d directions, and the ideal faces at infinity
        faces: list[list[tuple[int, ...]]] = [
            [
                *((0, *c) for c in combinations(range(1, d + 2), k)),
                *(combinations(range(1, d + 2), k + 1) if k < d else ()),
            ]
            for k in range(d + 1)
        ]
        number = [{face: i for i, face in enumerate(level)} for level in faces]
        facets = []
        for k in range(1, d + 1):
            items = [number[k - 1][face[:i] + face[i + 1 :]] for face in faces[k] for i in range(k + 1)]
            facets.append(Rows.of(np.full(len(faces[k]), k + 1), np.array(items)))
        order = [face[0] for face in faces[0]]
        forms = np.eye(1 + d, dtype=np.int64)
        return Start(points[order], Lattice(len(order), facets), np.insert(forms, 1, 0, axis=0), True)

    def to_json(self) -> list[list[str]] | str:
        """As JSON documents write it."""
        return "all" if self.sides is None else [[number_text(x) for x in side] for side in self.sides]

    def __repr__(self) -> str:
        if self.sides is None:
            return f"R^{self.dimension}"
        return " x ".join(f"[{lo}, {hi}]" for lo, hi in self.sides)
