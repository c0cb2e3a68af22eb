"""Continuous functions of one variable with polynomial and rational pieces, exactly."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from flint import fmpq, fmpq_poly

from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.compile.semialgebraic.cells import RootFinder, changes, distinct
from exactnet.compile.semialgebraic.values import MAX_EXACT_DEGREE, Value, greatest
from exactnet.errors import InputError, UndecidedError
from exactnet.exact.embeddings import Embedding
from exactnet.exact.fields import NumberField, Scalar, sign
from exactnet.exact.numbers import Number, number, number_name
from exactnet.exact.points import Point, between
from exactnet.exact.rational_functions import RationalFunction

__all__ = ["Curve"]


@dataclass(frozen=True, eq=False)
class Curve:
    """A continuous function on a bounded interval, one rational function on each piece, in its shortest form.

    Attributes
    ----------
    field
        The number field of the coefficients; None for Q.
    knots
        Ends of the pieces, the ends of the interval included.
    pieces
        One rational function between two knots; neighbours differ.
    marks
        Further points that `points` is to contain, such as those of a description in a certificate.

    Examples
    --------
    >>> from flint import fmpq_poly
    >>> logistic = Curve.of([Point.of(0), Point.of(1)], [RationalFunction.of(fmpq_poly([0, 4, -4]))])
    >>> [str(x) for x in logistic.points], logistic.directions, logistic.laps
    (['Point(0)', 'Point(1/2)', 'Point(1)'], (1, -1), 2)
    """

    field: NumberField | None
    knots: tuple[Point, ...]
    pieces: tuple[RationalFunction, ...]
    marks: tuple[Point, ...] = ()

    @classmethod
    def of(cls, knots: Sequence[Point], pieces: Sequence[RationalFunction], field: NumberField | None = None) -> Curve:
        """From pieces that fit together; equal neighbours are joined."""
        kept, functions = [knots[0]], [pieces[0]]
        for knot, function in zip(knots[1:-1], pieces[1:], strict=True):
            if function.key != functions[-1].key:
                kept.append(knot)
                functions.append(function)
        return cls(field, (*kept, knots[-1]), tuple(functions))

    @classmethod
    def of_linear(cls, f: PiecewiseLinearMap) -> Curve:
        """A piecewise-linear map of a bounded interval (InputError for one of the line)."""
        if not f.bounded:
            raise InputError("a function with polynomial pieces is studied on a bounded interval, not on the line")
        sides = zip(f.breakpoints, f.values, f.slopes.tolist(), strict=False)
        pieces = [RationalFunction.of(fmpq_poly([y - fmpq(n, d) * x, fmpq(n, d)])) for x, y, (n, d) in sides]
        return cls(None, tuple(map(Point.of, f.breakpoints)), tuple(pieces))

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Knots, marks and all points where the derivative vanishes: between neighbours the function is monotone."""
        finder, found = RootFinder(), [*self.knots, *self.marks]
        for function, left, right in zip(self.pieces, self.knots, self.knots[1:], strict=False):
            found += finder.inside(function.slope_numerator, left, right)
        return tuple(distinct(found))

    @cached_property
    def branches(self) -> tuple[RationalFunction, ...]:
        """The rational function between two neighbouring `points`."""
        return self.along(self.points)

    def along(self, stops: Sequence[Point]) -> tuple[RationalFunction, ...]:
        """The rational function between neighbours of increasing points, the knots among them."""
        result, piece = [], 0
        for left in stops[:-1]:
            while piece + 1 < len(self.pieces) and self.knots[piece + 1] <= left:
                piece += 1
            result.append(self.pieces[piece])
        return tuple(result)

    @cached_property
    def directions(self) -> tuple[int, ...]:
        """Whether the function rises (1), falls (-1) or is constant (0) between two neighbouring `points`."""
        result = []
        for function, left, right in zip(self.branches, self.points, self.points[1:], strict=False):
            result.append(0 if function.is_constant else sign(function.slope_numerator(between(left, right))))
        return tuple(result)

    @cached_property
    def monotone_ends(self) -> tuple[int, ...]:
        """Indices of the `points` at which the direction changes, both ends of the interval included."""
        turns = [i for i in range(1, len(self.directions)) if self.directions[i] != self.directions[i - 1]]
        return (0, *turns, len(self.points) - 1)

    @property
    def laps(self) -> int:
        """Number of laps."""
        return changes([d for d in self.directions if d]) + 1

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """Values at `points`."""
        return tuple(Value(self.branches[max(i - 1, 0)], x) for i, x in enumerate(self.points))

    @cached_property
    def extremes(self) -> tuple[Value, Value]:
        """Smallest and largest value, written as well as they can be."""
        sides = (tuple(-v for v in self.values), self.values)
        low, high = (min(greatest(values), key=lambda v: v.degree) for values in sides)
        return -low, high

    @property
    def minimum(self) -> Number:
        """Smallest value (UndecidedError if its degree is too large to write it down)."""
        return _written(self.extremes[0])

    @property
    def maximum(self) -> Number:
        """Largest value (UndecidedError if its degree is too large to write it down)."""
        return _written(self.extremes[1])

    @property
    def domain_text(self) -> str:
        """The interval, for a sentence."""
        low, high = (number_name(number(x.algebraic())) for x in (self.knots[0], self.knots[-1]))
        return f"[{low}, {high}]"

    @property
    def range_text(self) -> str:
        """From where to where the values run, for a sentence."""
        low, high = self.extremes
        return f"from {low.name} to {high.name}"

    @cached_property
    def maps_into_itself(self) -> bool:
        """Whether the values stay in the interval."""
        low, high = (self._as_scalar(x) for x in (self.knots[0], self.knots[-1]))
        return all(v.sign_above(low) >= 0 and v.sign_above(high) <= 0 for v in self.values)

    @staticmethod
    def _as_scalar(end: Point) -> Scalar:
        assert end.scalar is not None, "the ends of the interval are numbers of the field"
        return end.scalar

    def __call__(self, x: Scalar) -> Scalar:
        """Exact value at a scalar (InputError outside the interval)."""
        where = Point.of(x)
        if not self.knots[0] <= where <= self.knots[-1]:
            raise InputError(f"{x} lies outside the domain")
        index = bisect_right(self.knots, where) - 1
        return self.pieces[min(max(index, 0), len(self.pieces) - 1)](x)

    def level_signs(self, level: fmpq) -> list[int]:
        """Sign of f - level at every one of the `points`."""
        return [v.sign_above(level) for v in self.values]

    def crossings(self, level: fmpq) -> int:
        """Telgarsky's Cr: maximal intervals on which ``f(x) >= level`` is constantly true or false."""
        # on a monotone piece the label changes at most once, and not if it is the same at both ends ..
        labels = [s >= 0 for s in self.level_signs(level)]
        return changes(labels) + 1

    def components(self, level: fmpq) -> int:
        """Number of connected components of ``{f >= level}``."""
        # on a monotone piece with both ends above there is nothing below
        labels = [False, *(s >= 0 for s in self.level_signs(level))]
        return sum(b and not a for a, b in pairwise(labels))

    def moved(self, into: Embedding) -> Curve:
        """The same function over a larger field."""
        return Curve(into.field, tuple(x.moved(into) for x in self.knots), tuple(f.moved(into) for f in self.pieces))

    def __repr__(self) -> str:
        return f"Curve({len(self.pieces)} pieces on [{self.knots[0]}, {self.knots[-1]}])"


def _written(value: Value) -> Number:
    if value.number is None:
        raise UndecidedError(
            f"an extremum of the function has degree up to {value.degree}; such numbers are written down up to "
            f"degree {MAX_EXACT_DEGREE}"
        )
    return value.number
