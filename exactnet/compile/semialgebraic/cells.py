"""Functions that are one rational function on each cell between knots: the working form of a sweep over an interval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from exactnet.errors import UndecidedError
from exactnet.exact.embeddings import Embedding
from exactnet.exact.field_polynomials import Polynomial
from exactnet.exact.points import Point, real_points
from exactnet.exact.rational_functions import RationalFunction

__all__ = ["MAX_DEGREE", "MAX_ROOT_DEGREE", "Cell", "RootFinder", "changes"]

MAX_DEGREE = 500
"""Largest degree of a unit that is expanded: beyond that isolating its roots takes minutes, and no certificate may."""

MAX_ROOT_DEGREE = 200
"""Largest degree of a point that certificates may speak of."""


@dataclass(frozen=True)
class Cell:
    """An open interval with the units there (and those remembered by residual blocks around).

    Attributes
    ----------
    left, right
        Its ends.
    units
        The units of the present layer as functions of the input.
    remembered
        The units that entered each open residual block, innermost last.
    pattern
        What acts in every unit of every layer so far.
    """

    left: Point
    right: Point
    units: tuple[RationalFunction, ...]
    remembered: tuple[tuple[RationalFunction, ...], ...] = ()
    pattern: tuple[tuple[int, ...], ...] = ()


@dataclass
class RootFinder:
    """Real roots of polynomials, each polynomial solved once."""

    _known: dict[object, list[Point]] = field(default_factory=dict)

    @property
    def solved(self) -> list[list[Point]]:
        """The roots of every polynomial solved so far."""
        return list(self._known.values())

    def moved(self, into: Embedding) -> RootFinder:
        """The same roots over a larger field."""
        return RootFinder({key: [x.moved(into) for x in roots] for key, roots in self._known.items()})

    def joined(self, other: RootFinder) -> RootFinder:
        """All that either has solved."""
        return RootFinder({**self._known, **other._known})

    def inside(self, p: Polynomial, left: Point, right: Point) -> list[Point]:
        """The roots strictly between two points; none for the zero polynomial."""
        if p.degree() < 1:
            return []
        if p.degree() > MAX_DEGREE:
            raise UndecidedError(
                f"a polynomial of degree {p.degree()} comes up; roots are isolated up to degree {MAX_DEGREE}"
            )
        key = tuple(str(c) for c in p.coeffs())
        if key not in self._known:
            self._known[key] = real_points(p)
            largest = max((x.polynomial.degree() for x in self._known[key] if x.polynomial is not None), default=0)
            if largest > MAX_ROOT_DEGREE:
                raise UndecidedError(
                    f"a point has degree {largest} over the field; points are written down up to degree {MAX_ROOT_DEGREE}"
                )
        return [x for x in self._known[key] if left < x < right]


def distinct(points: Iterable[Point]) -> list[Point]:
    """Points in increasing order, equal ones once."""
    result: list[Point] = []
    for x in sorted(points):
        if not result or result[-1] != x:
            result.append(x)
    return result


def changes(values: Sequence[object]) -> int:
    """How often neighbours differ."""
    return sum(a != b for a, b in pairwise(values))
