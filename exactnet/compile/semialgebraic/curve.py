"""Continuous functions of one variable with polynomial and rational pieces, exactly."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from flint import fmpq

from exactnet.compile.semialgebraic.cells import RootFinder, changes, distinct
from exactnet.errors import InputError
from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.fields import NumberField, Scalar, sign
from exactnet.exact.points import Point, between, value_at
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
        result, piece = [], 0
        for left in self.points[:-1]:
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
    def values(self) -> tuple[Point, ...]:
        """Values at `points`, exactly, as points over Q."""
        return tuple(Point.from_algebraic(self.value(i)) for i in range(len(self.points)))

    def value(self, index: int) -> RealAlgebraic:
        """The value at one of the `points`."""
        function = self.branches[max(index - 1, 0)]
        return value_at(function.numerator, function.denominator, self.points[index])

    @cached_property
    def minimum(self) -> RealAlgebraic:
        """Smallest value."""
        return min(self.values).algebraic()

    @cached_property
    def maximum(self) -> RealAlgebraic:
        """Largest value."""
        return max(self.values).algebraic()

    @cached_property
    def maps_into_itself(self) -> bool:
        """Whether the values stay in the interval."""
        # ends over the coefficient field and values over Q: compared as algebraic numbers
        low, high = self.knots[0].algebraic(), self.knots[-1].algebraic()
        return low <= self.minimum and self.maximum <= high

    def __call__(self, x: Scalar) -> Scalar:
        """Exact value at a scalar (InputError outside the interval)."""
        where = Point.of(x)
        if not self.knots[0] <= where <= self.knots[-1]:
            raise InputError(f"{x} lies outside the domain")
        index = bisect_right(self.knots, where) - 1
        return self.pieces[min(max(index, 0), len(self.pieces) - 1)](x)

    def level_signs(self, level: fmpq) -> list[int]:
        """Sign of f - level at every one of the `points`."""
        return [(v > level) - (v < level) for v in self.values]

    def crossings(self, level: fmpq) -> int:
        """Telgarsky's Cr: maximal intervals on which ``f(x) >= level`` is constantly true or false."""
        # on a monotone piece the label changes at most once, and not if it is the same at both ends ..
        labels = [s >= 0 for s in self.level_signs(level)]
        return changes(labels) + 1

    def __repr__(self) -> str:
        return f"Curve({len(self.pieces)} pieces on [{self.knots[0]}, {self.knots[-1]}])"
