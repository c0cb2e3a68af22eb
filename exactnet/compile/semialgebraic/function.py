"""A semi-algebraic subject seen as a function of one variable on a bounded interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from flint import fmpq

from exactnet.certs.canonical import Fragment
from exactnet.compile.domain import Domain
from exactnet.compile.function import studied_on
from exactnet.compile.piecewise_map import PiecewiseMap
from exactnet.compile.semialgebraic.cells import RootFinder, distinct
from exactnet.compile.semialgebraic.curve import Curve
from exactnet.compile.semialgebraic.description import field_json, isolated_points
from exactnet.compile.semialgebraic.sweep import MAX_CELLS, SemiAlgebraicRestriction, sweep_network
from exactnet.errors import InputError
from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.field_polynomials import polynomial
from exactnet.exact.fields import NumberField, Scalar, common_field
from exactnet.exact.numbers import Number
from exactnet.exact.points import Point
from exactnet.exact.rational_functions import RationalFunction
from exactnet.model import Network

__all__ = ["SemiAlgebraicFunction"]


@dataclass(frozen=True, eq=False)
class SemiAlgebraicFunction:
    """A network of one input with semi-algebraic layers, or a map by pieces, on an interval, compiled.

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
    """

    subject: Network | PiecewiseMap
    domain: Domain
    field: NumberField | None
    numbers: tuple[Scalar, ...]
    restriction: SemiAlgebraicRestriction | None
    knots: tuple[Point, ...]
    columns: tuple[tuple[RationalFunction, ...], ...]
    finder: RootFinder

    @classmethod
    def of(
        cls,
        subject: Network | PiecewiseMap,
        domain: Domain | None = None,
        *,
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
            return cls._of_network(subject, where, max_cells, progress)
        return cls._of_map(subject, where)

    @classmethod
    def _of_network(
        cls, network: Network, domain: Domain, max_cells: int, progress: Callable[[int, int, int], None] | None
    ) -> SemiAlgebraicFunction:
        if domain.ends is None:
            raise InputError(
                "a semi-algebraic network is studied on a bounded interval; give one with --domain box:LO,HI"
            )
        finder = RootFinder()
        low, high = (Point.of(x) for x in domain.ends)
        swept = sweep_network(network, low, high, finder=finder, max_cells=max_cells, progress=progress)
        columns = tuple(cell.units for cell in swept.cells)
        return cls(network, domain, None, (), swept, swept.knots, columns, finder)

    @classmethod
    def _of_map(cls, subject: PiecewiseMap, domain: Domain) -> SemiAlgebraicFunction:
        algebraic = [x for x in subject.numbers if isinstance(x, RealAlgebraic)]
        field, numbers = common_field(algebraic)
        places = dict(zip(algebraic, numbers, strict=True))

        def scalar(x: Number) -> Scalar:
            return places[x] if isinstance(x, RealAlgebraic) else x

        knots = [Point.of(scalar(x)) for x in subject.breakpoints]
        functions = [RationalFunction.of(polynomial(field, [scalar(c) for c in p])) for p in subject.polynomials]
        if domain != subject.domain:
            low, high = Point.of(_rational_end(domain.lower)), Point.of(_rational_end(domain.upper))
            kept = [(f, y) for f, (x, y) in zip(functions, pairwise(knots), strict=True) if low < y and x < high]
            knots, functions = [low, *(y for _, y in kept[:-1]), high], [f for f, _ in kept]
        columns = tuple((f,) for f in functions)
        return cls(subject, domain, field, tuple(numbers), None, tuple(knots), columns, RootFinder())

    @property
    def outputs(self) -> int:
        """Number of values of the function."""
        return len(self.columns[0])

    @property
    def clip(self) -> bool:
        """Semi-algebraic subjects are never clipped."""
        return False

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
                self.finder.inside(function.denominator, left, right)
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


def _rational_end(x: Number | None) -> fmpq:
    if not isinstance(x, fmpq):
        raise InputError("a map is restricted to a bounded interval with rational ends")
    return x
