"""A semi-algebraic subject seen as a function of one variable on a bounded interval."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from exactnet.certs.canonical import Fragment
from exactnet.compile.domain import Domain
from exactnet.compile.function import studied_on
from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.compile.piecewise_map import PiecewiseMap
from exactnet.compile.semialgebraic.cells import RootFinder, distinct
from exactnet.compile.semialgebraic.curve import Curve
from exactnet.compile.semialgebraic.description import field_json, isolated_points
from exactnet.compile.semialgebraic.sweep import MAX_CELLS, SemiAlgebraicRestriction, sweep_network
from exactnet.errors import InputError
from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.field_polynomials import polynomial
from exactnet.exact.fields import NumberField, Scalar, common_field, sign
from exactnet.exact.numbers import Number
from exactnet.exact.points import Point, between
from exactnet.exact.rational_functions import RationalFunction
from exactnet.model import Network

__all__ = ["SemiAlgebraicFunction"]


@dataclass(frozen=True, eq=False)
class SemiAlgebraicFunction:
    """A network of one input or a map on a bounded interval, compiled: whatever its layers and pieces, piecewise linear or not.

    Attributes
    ----------
    subject
        What was given.
    domain
        Where it is studied.
    field
        The number field of all its numbers; None for Q.
    numbers
        The algebraic numbers of the subject, in the order in which they stand in it, as elements of the field.
    restriction
        The compiled network; None for a map.
    knots, columns
        Ends of the cells, and the functions on each cell: one an output.
    finder
        Solved polynomials.
    clip
        Whether the values are cut off at the ends of the domain.
    """

    subject: Network | PiecewiseMap | PiecewiseLinearMap
    domain: Domain
    field: NumberField | None
    numbers: tuple[Scalar, ...]
    restriction: SemiAlgebraicRestriction | None
    knots: tuple[Point, ...]
    columns: tuple[tuple[RationalFunction, ...], ...]
    finder: RootFinder
    clip: bool = False

    @classmethod
    def of(
        cls,
        subject: Network | PiecewiseMap | PiecewiseLinearMap,
        domain: Domain | None = None,
        *,
        clip: bool = False,
        max_cells: int = MAX_CELLS,
        progress: Callable[[int, int, int], None] | None = None,
    ) -> SemiAlgebraicFunction:
        """Compile a subject; the default domain is a map's own interval, [0, 1] for a network.

        Raises
        ------
        InputError
            If the network has several inputs, the domain is unbounded or not inside the map's.
        UndecidedError
            If there are too many cells, or degrees are too large.
        """
        where = studied_on(subject, domain)
        if isinstance(subject, Network):
            found = cls._of_network(subject, where, max_cells, progress)
        else:
            found = cls._of_map(subject, where)
        return found._clipped() if clip else found

    @classmethod
    def _of_network(
        cls, network: Network, domain: Domain, max_cells: int, progress: Callable[[int, int, int], None] | None
    ) -> SemiAlgebraicFunction:
        finder = RootFinder()
        field, _, (low, high) = _exact((), domain)
        swept = sweep_network(network, low, high, finder=finder, max_cells=max_cells, progress=progress)
        columns = tuple(cell.units for cell in swept.cells)
        return cls(network, domain, field, (), swept, swept.knots, columns, finder)

    @classmethod
    def _of_map(cls, subject: PiecewiseMap | PiecewiseLinearMap, where: Domain) -> SemiAlgebraicFunction:
        given = (
            [x for x in subject.numbers if isinstance(x, RealAlgebraic)] if isinstance(subject, PiecewiseMap) else []
        )
        field, numbers, ends = _exact(given, where)
        if isinstance(subject, PiecewiseMap):
            scalars = dict(zip(given, numbers, strict=True))

            def scalar(x: Number) -> Scalar:
                return scalars[x] if isinstance(x, RealAlgebraic) else x

            knots = tuple(Point.of(scalar(x)) for x in subject.breakpoints)
            pieces = (RationalFunction.of(polynomial(field, [scalar(c) for c in p])) for p in subject.polynomials)
            curve = Curve(field, knots, tuple(pieces))
        else:
            curve = Curve.of_linear(subject)
        curve = _restricted(curve, *ends)
        columns = tuple((piece,) for piece in curve.pieces)
        return cls(subject, where, field, tuple(numbers), None, curve.knots, columns, RootFinder())

    @property
    def outputs(self) -> int:
        """Number of values of the function."""
        return len(self.columns[0])

    def _clipped(self) -> SemiAlgebraicFunction:
        """min(max(f, lo), hi) with [lo, hi] the domain."""
        if self.outputs != 1:
            raise InputError(f"the network has {self.outputs} outputs; a map of an interval needs one")
        low, high = self.knots[0].scalar, self.knots[-1].scalar
        if low is None or high is None:
            raise AssertionError("the ends of the domain are numbers of the field")
        levels = [RationalFunction.of(polynomial(self.field, [x])) for x in (low, high)]
        knots, columns = [self.knots[0]], []
        for (function,), (left, right) in zip(self.columns, pairwise(self.knots), strict=True):
            walls = [(function - level).numerator for level in levels]
            cuts = distinct(x for wall in walls for x in self.finder.inside(wall, left, right))
            for a, b in pairwise([left, *cuts, right]):
                value = function(between(a, b))
                columns.append(
                    (levels[0] if sign(value - low) < 0 else levels[1] if sign(value - high) > 0 else function,)
                )
                knots.append(b)
        return replace(self, knots=tuple(knots), columns=tuple(columns), clip=True)

    @cached_property
    def curve(self) -> Curve:
        """The function as a map of the interval (InputError if it has several outputs)."""
        if self.outputs != 1:
            raise InputError(f"the network has {self.outputs} outputs; a map of an interval needs one")
        return Curve.of(self.knots, [column[0] for column in self.columns], self.field)

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Points between which every unit is one rational function and every output monotone."""
        found = list(self.knots)
        for column, (left, right) in zip(self.columns, pairwise(self.knots), strict=True):
            for function in column:
                found += self.finder.inside(function.slope_numerator, left, right)
        return tuple(distinct(found))

    @cached_property
    def evidence(self) -> Fragment:
        """Field and points as certificates write them."""
        points = isolated_points(self.points, self.finder)
        return Fragment({"field": field_json(self.field, self.numbers), "points": points})

    @property
    def certificate_subject(self) -> Fragment:
        """How a certificate names the subject."""
        return self.subject.certificate_subject


def _exact(
    given: Sequence[RealAlgebraic], domain: Domain
) -> tuple[NumberField | None, list[Scalar], tuple[Point, Point]]:
    """The field of algebraic numbers and of the ends of a domain, the numbers as its elements, and the ends."""
    if domain.lower is None or domain.upper is None:
        raise InputError(
            "a function with polynomial or rational pieces is studied on a bounded interval; give one with --domain box:LO,HI"
        )
    ends = [x if isinstance(x, RealAlgebraic) else RealAlgebraic.from_rational(x) for x in (domain.lower, domain.upper)]
    field, found = common_field([*given, *ends])
    low, high = map(Point.of, found[len(given) :])
    return field, found[: len(given)], (low, high)


def _restricted(curve: Curve, low: Point, high: Point) -> Curve:
    """A curve on an interval inside of its own."""
    kept = [i for i, (x, y) in enumerate(pairwise(curve.knots)) if low < y and x < high]
    knots = (low, *(curve.knots[i] for i in kept[1:]), high)
    return Curve(curve.field, knots, tuple(curve.pieces[i] for i in kept))
