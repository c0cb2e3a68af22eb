"""Paths in R^d: polylines, and chains of circular or elliptic arcs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from exactnet.errors import InputError
from exactnet.exact.rational import QLike, number_text, rational

__all__ = ["Path"]


@dataclass(frozen=True)
class Path:
    """Spans from each point to the next, parametrised by t in [0, n]; u = t - i is the place in span i.

    Attributes
    ----------
    points
        p_0, .., p_n, exact.
    arcs
        False: span i is the segment (1 - u) p_i + u p_{i+1}. True: it is the quarter of an ellipse
        ((1 - u^2) p_i + 2u p_{i+1}) / (1 + u^2), that is p_i cos(a) + p_{i+1} sin(a) with u = tan(a/2).

    Examples
    --------
    >>> Path.of([[1, 0], [0, 1]], arcs=True).at("1/2")
    (3/5, 4/5)
    """

    points: tuple[tuple[fmpq, ...], ...]
    arcs: bool

    @classmethod
    def of(cls, points: Sequence[Sequence[QLike]], *, arcs: bool = False) -> Path:
        """Build from anything `rational` reads.

        Raises
        ------
        InputError
            If there are less than two points, or their dimensions differ.
        """
        exact = tuple(tuple(rational(x) for x in point) for point in points)
        if len(exact) < 2:
            raise InputError("a path needs at least two points")
        for i, point in enumerate(exact):
            if len(point) != len(exact[0]) or not point:
                raise InputError(
                    f"the points of a path have equally many coordinates, but the first has {len(exact[0])} and "
                    f"number {i + 1} has {len(point)}"
                )
        return cls(exact, arcs)

    @classmethod
    def turn(cls, start: Sequence[QLike], quarter: Sequence[QLike]) -> Path:
        """The whole ellipse from p through q, -p and -q back to p.

        Examples
        --------
        >>> Path.turn([1, 0], [0, 1]).spans
        4
        """
        p, q = ([rational(x) for x in point] for point in (start, quarter))
        return cls.of([p, q, [-x for x in p], [-x for x in q], p], arcs=True)

    @classmethod
    def through(cls, points: Sequence[Sequence[QLike]], *, arcs: bool, turn: bool) -> Path:
        """A path as a user asks for it; InputError for a turn that is none of arcs, or not given by two points.

        Examples
        --------
        >>> Path.through([[1, 0], [0, 1]], arcs=True, turn=True)
        Path(4 arcs in R^2)
        """
        if not turn:
            return cls.of(points, arcs=arcs)
        if not arcs:
            raise InputError("a turn goes along arcs; ask for arcs as well")
        if len(points) != 2:
            raise InputError("a turn is given by two points, start and end")
        return cls.turn(*points)

    @property
    def spans(self) -> int:
        """Number of spans."""
        return len(self.points) - 1

    @property
    def dimension(self) -> int:
        """d."""
        return len(self.points[0])

    def at(self, t: QLike) -> tuple[fmpq, ...]:
        """The point of the path at a rational parameter: a rational point also on arcs."""
        exact = rational(t)
        if not 0 <= exact <= self.spans:
            raise InputError(f"the path is parametrised by [0, {self.spans}], which does not hold {exact}")
        i = min(int(exact.floor()), self.spans - 1)
        u = exact - i
        first, second = (1 - u, u)
        if self.arcs:
            first, second = (1 - u * u) / (1 + u * u), 2 * u / (1 + u * u)
        return tuple(first * a + second * b for a, b in zip(self.points[i], self.points[i + 1], strict=True))

    def to_json(self) -> dict[str, Any]:
        """As certificates write it."""
        return {"arcs" if self.arcs else "segments": [[number_text(x) for x in p] for p in self.points]}

    def __repr__(self) -> str:
        kind = "arc" if self.arcs else "segment"
        return f"Path({self.spans} {kind}{'s' if self.spans > 1 else ''} in R^{self.dimension})"
