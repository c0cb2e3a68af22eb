"""The difference of two functions with rational pieces, cut where it turns and where it vanishes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from exactnet.approximation.powers import iterate_curve
from exactnet.compile.semialgebraic.cells import RootFinder, distinct
from exactnet.compile.semialgebraic.curve import Curve
from exactnet.compile.semialgebraic.function import SemiAlgebraicFunction
from exactnet.compile.semialgebraic.values import Value
from exactnet.compile.study import Function
from exactnet.errors import UndecidedError
from exactnet.exact.embeddings import Embedding, embeddings
from exactnet.exact.fields import NumberField, Scalar, sign
from exactnet.exact.points import Point, between
from exactnet.exact.rational_functions import RationalFunction

__all__ = ["Difference", "with_rational_pieces"]

_MOST_WORK = 10_000
"""Number of pieces times the square of the largest degree over Q: beyond, expanding takes minutes."""


@dataclass(frozen=True, eq=False)
class Difference:
    """f - g on an interval: between neighbouring points one rational function, monotone, zero everywhere or nowhere.

    Attributes
    ----------
    field
        The number field of the coefficients; None for Q.
    points
        In increasing order, the ends of the interval included.
    pieces
        One rational function between two points.
    finder
        Solved polynomials.
    numbers
        The algebraic numbers of the subjects, as elements of the field.
    apart
        Where it is a difference of iterates, the points that describe each function by itself.

    Examples
    --------
    >>> from flint import fmpq, fmpq_poly
    >>> square, third = (
    ...     Curve.of([Point.of(0), Point.of(1)], [RationalFunction.of(fmpq_poly(p))]) for p in ([0, 0, 1], [fmpq(1, 3)])
    ... )
    >>> Difference.of(square, third).signs  # 0, 1/sqrt 3, 1
    (-1, 1)
    """

    field: NumberField | None
    points: tuple[Point, ...]
    pieces: tuple[RationalFunction, ...]
    finder: RootFinder
    numbers: tuple[Scalar, ...] = ()
    apart: tuple[tuple[Point, ...], ...] = ()

    @classmethod
    def of(
        cls,
        f: Curve,
        g: Curve,
        walls: Iterable[Point] = (),
        finder: RootFinder | None = None,
        numbers: tuple[Scalar, ...] = (),
    ) -> Difference:
        """Of two curves on one interval, over one field; ``walls`` are further points that must be among its points."""
        finder = finder or RootFinder()
        stops = distinct([*f.knots, *g.knots, *walls])
        first, second = f.along(stops), g.along(stops)
        points, pieces = [stops[0]], []
        for (left, right), one, other in zip(pairwise(stops), first, second, strict=True):
            gap = one - other
            inside = distinct(x for p in (gap.numerator, gap.slope_numerator) for x in finder.inside(p, left, right))
            points += [*inside, right]
            pieces += [gap] * (len(inside) + 1)
        return cls(f.field, tuple(points), tuple(pieces), finder, numbers)

    @classmethod
    def of_functions(cls, first: Function, second: Function, turns: bool = False) -> Difference:
        """Of two compiled functions with one output on one bounded domain; all walls of both are among the points.

        With ``turns`` the turning points of each are, too.

        Raises
        ------
        InputError
            If a function has several outputs.
        UndecidedError
            If it has too many pieces, or their degree is too large.
        """
        sides = [with_rational_pieces(f) for f in (first, second)]
        into = embeddings(sides[0].field, sides[1].field)
        f, g = (side.curve.moved(e) for side, e in zip(sides, into, strict=True))
        walls = [
            x.moved(e) for side, e in zip(sides, into, strict=True) for x in (side.points if turns else side.knots)
        ]
        finders = [side.finder.moved(e) for side, e in zip(sides, into, strict=True)]
        numbers = tuple(e.scalar(x) for side, e in zip(sides, into, strict=True) for x in side.numbers)
        return cls.of(f, g, walls, finders[0].joined(finders[1]), numbers)

    @classmethod
    def of_iterates(cls, first: Function, second: Function, iterates: tuple[int, int]) -> Difference:
        """f^m - g^n of two functions, those that are iterated being maps of the domain into itself.

        Raises
        ------
        UndecidedError
            If the degree or the number of pieces gets large, or pieces end outside of the field.
        """
        sides = [with_rational_pieces(f) for f in (first, second)]
        into = embeddings(sides[0].field, sides[1].field)
        finders = [side.finder.moved(e) for side, e in zip(sides, into, strict=True)]
        finder = finders[0].joined(finders[1])
        f, g = (iterate_curve(f.curve.moved(e), n, finder) for f, e, n in zip(sides, into, iterates, strict=True))
        field = 1 if f.field is None else f.field.degree
        degree = max(piece.degree for piece in (*f.pieces, *g.pieces))
        if (len(f.pieces) + len(g.pieces)) * (degree * field) ** 2 > _MOST_WORK:
            raise UndecidedError("the iterates have too many pieces of too large a degree to expand them")
        numbers = tuple(e.scalar(x) for side, e in zip(sides, into, strict=True) for x in side.numbers)
        found = cls.of(f, g, (), finder, numbers)
        return replace(found, apart=tuple(_moved(side.points, e) for side, e in zip(sides, into, strict=True)))

    @cached_property
    def signs(self) -> tuple[int, ...]:
        """Sign of f - g on each open piece."""
        result = []
        for piece, (left, right) in zip(self.pieces, pairwise(self.points), strict=True):
            zero = piece.numerator.degree() < 0
            result.append(0 if zero else sign(piece(between(left, right))))
        return tuple(result)

    @cached_property
    def heights(self) -> tuple[Value, ...]:
        """``|f - g|`` at every point."""
        result = []
        for i, x in enumerate(self.points):
            k = max(i - 1, 0)
            piece = self.pieces[k]
            result.append(Value(-piece if self.signs[k] < 0 else piece, x))
        return tuple(result)

    @property
    def is_polynomial(self) -> bool:
        """Whether no piece has a denominator."""
        return all(piece.is_polynomial for piece in self.pieces)

    def refined(self, points: Sequence[Point], pieces: Sequence[RationalFunction]) -> Difference:
        """With more points and the pieces between them."""
        return replace(self, points=tuple(points), pieces=tuple(pieces))

    def moved(self, into: Embedding, known: Mapping[int, Scalar]) -> Difference:
        """The same over a larger field, some points (given by their `id`) as elements of it."""
        return Difference(
            into.field,
            tuple(Point.of(known[id(x)]) if id(x) in known else x.moved(into) for x in self.points),
            tuple(piece.moved(into) for piece in self.pieces),
            self.finder.moved(into),
            tuple(into.scalar(x) for x in self.numbers),
            tuple(_moved(points, into) for points in self.apart),
        )


def _moved(points: Sequence[Point], into: Embedding) -> tuple[Point, ...]:
    return tuple(x.moved(into) for x in points)


def with_rational_pieces(function: Function) -> SemiAlgebraicFunction:
    """Any function, seen as one with rational pieces."""
    if isinstance(function, SemiAlgebraicFunction):
        return function
    return SemiAlgebraicFunction.of(function.subject, function.domain)
