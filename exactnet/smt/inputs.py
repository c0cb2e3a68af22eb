"""Where inputs are looked for: boxes, which may be flat, polyhedra, and R^d."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul
from typing import Any

from flint import fmpq

from exactnet.compile.box import Box
from exactnet.compile.domain import Domain
from exactnet.compile.places import Place
from exactnet.errors import InputError
from exactnet.exact.rational import number_text

__all__ = ["InputSet"]

Row = tuple[fmpq, ...]


@dataclass(frozen=True)
class InputSet:
    """A polyhedron of inputs.

    Attributes
    ----------
    dimension
        d.
    sides
        Of a box: (lower, upper), which may be equal; None otherwise.
    rows
        Otherwise: the inequalities b + a.x >= 0 as rows (b, a_1, .., a_d); none for R^d.

    Examples
    --------
    >>> flat = InputSet.box([(fmpq(0), fmpq(1)), (fmpq(2), fmpq(2))])
    >>> flat, flat.contains([fmpq(1), fmpq(2)])
    ([0, 1] x [2, 2], True)
    """

    dimension: int
    sides: tuple[tuple[fmpq, fmpq], ...] | None
    rows: tuple[Row, ...] = ()

    @classmethod
    def box(cls, sides: Sequence[tuple[fmpq, fmpq]]) -> InputSet:
        """A box; InputError if a side is empty."""
        for i, (low, high) in enumerate(sides):
            if low > high:
                raise InputError(f"no point has input {i} >= {low} and <= {high}; the box is empty")
        return cls(len(sides), tuple(sides))

    @classmethod
    def of(cls, place: Place | Domain) -> InputSet:
        """From a domain of another question."""
        if isinstance(place, Domain):
            return cls(1, None) if place.ends is None else cls.box([place.ends])
        if isinstance(place, Box):
            return cls(place.dimension, place.sides)
        return cls(place.dimension, None, place.inequalities)

    @property
    def walls(self) -> tuple[Row, ...]:
        """All inequalities, in the order of certificates.

        Examples
        --------
        >>> InputSet.box([(fmpq(0), fmpq(2))]).walls
        ((0, 1), (2, -1))
        """
        if self.sides is None:
            return self.rows
        unit = [tuple(fmpq(int(i == j)) for j in range(self.dimension)) for i in range(self.dimension)]
        return tuple(
            row
            for e, (low, high) in zip(unit, self.sides, strict=True)
            for row in ((-low, *e), (high, *(-x for x in e)))
        )

    def contains(self, x: Sequence[fmpq]) -> bool:
        """Whether a point lies in it."""
        return all(sum(map(mul, a, x), b) >= 0 for b, *a in self.walls)

    def to_json(self) -> Any:
        """As certificates write it."""
        if self.sides is not None:
            return [[number_text(x) for x in side] for side in self.sides]
        if not self.rows:
            return "all"
        return {"inequalities": [[number_text(x) for x in row] for row in self.rows]}

    def __repr__(self) -> str:
        if self.sides is not None:
            return " x ".join(f"[{low}, {high}]" for low, high in self.sides)
        return f"polyhedron with {len(self.rows)} inequalities" if self.rows else f"R^{self.dimension}"
