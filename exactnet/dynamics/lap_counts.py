"""Laps, crossings and extrema of the iterates of any function of one variable, as a certified result."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from flint import fmpq

from exactnet.certs import Certificate, Fragment
from exactnet.compile.semialgebraic.curve import Curve
from exactnet.compile.semialgebraic.function import SemiAlgebraicFunction
from exactnet.compile.semialgebraic.values import MAX_EXACT_DEGREE, Value
from exactnet.compile.study import Function
from exactnet.display import Displayed, Sheet, Table
from exactnet.dynamics.curves.laps import curve_counts, require_self_curve
from exactnet.dynamics.extrema import PLACES, Extremes, Extremum, extremum_json, iterate_extremes
from exactnet.dynamics.iterates import IterateCounts, iterate_counts
from exactnet.dynamics.laps import require_self_map, turning_points
from exactnet.dynamics.shape import interval_certificate
from exactnet.errors import InputError
from exactnet.exact.brackets import Bracket
from exactnet.exact.numbers import number_document
from exactnet.exact.points import Point
from exactnet.exact.rational import QLike, number_text, rational

__all__ = ["LapCounts", "lap_counts", "require_self_function"]


@dataclass(frozen=True, eq=False)
class LapCounts(Displayed):
    """Laps, crossings and extrema of f, f^2, .., f^N.

    Attributes
    ----------
    function
        The map.
    counts
        The numbers.
    extremes
        Least and largest value of each iterate, a bracket where it is too long to write down.
    evidence
        What the checker reads; None where a single function is meant that does not map its interval into itself.
    """

    function: Function
    counts: IterateCounts
    extremes: tuple[Extremes, ...]
    evidence: Fragment | None

    @property
    def laps(self) -> tuple[int, ...]:
        """Number of laps of each iterate."""
        return self.counts.laps

    @property
    def crossings(self) -> tuple[int, ...]:
        """Constancy intervals of ``f^n(x) >= level``."""
        return self.counts.crossings

    @property
    def minima(self) -> tuple[Extremum, ...]:
        """Least value of each iterate."""
        return tuple(low for low, _ in self.extremes)

    @property
    def maxima(self) -> tuple[Extremum, ...]:
        """Largest value of each iterate."""
        return tuple(high for _, high in self.extremes)

    @cached_property
    def turning_points(self) -> tuple[Extremum, ...]:
        """Where f itself turns or becomes flat: the inner ends of its monotone intervals, from left to right."""
        if isinstance(self.function, SemiAlgebraicFunction):
            curve = self.function.curve
            return tuple(_place(curve.points[i]) for i in curve.monotone_ends[1:-1])
        return tuple(turning_points(self.function.map))

    @property
    def level(self) -> fmpq:
        """The level of the crossings."""
        return self.counts.level

    @cached_property
    def certificate(self) -> Certificate:
        """The certificate of all counts (of a self-map); of the shape where a single function is meant that is none."""
        function = self.function
        if self.evidence is None:
            crossed = {"level": number_text(self.level), "count": self.crossings[0]}
            values = {"minimum": self.minima[0], "maximum": self.maxima[0]}
            written = {name: number_document(y) for name, y in values.items() if not isinstance(y, Bracket)}
            return interval_certificate(function, {"laps": self.laps[0], "crossings": crossed, **written})
        claim = {
            "rule": "laps",
            "domain": function.domain.to_json(),
            "clip": function.clip,
            "level": number_text(self.level),
            "laps": list(self.laps),
            "crossings": list(self.crossings),
            "minima": list(map(extremum_json, self.minima)),
            "maxima": list(map(extremum_json, self.maxima)),
        }
        return Certificate(claim, function.certificate_subject, self.evidence)

    def _sheet(self) -> Sheet:
        pairs = enumerate(zip(self.laps, self.crossings, strict=True), start=1)
        rows = [{"iterate": n, "laps": laps, "crossings": crossings} for n, (laps, crossings) in pairs]
        facts = {"domain": str(self.function.domain), "level of the crossings": number_text(self.level)}
        return Sheet("Laps", facts, [Table(rows)])

    def __repr__(self) -> str:
        return f"LapCounts(laps={self.laps}, crossings={self.crossings})"


def require_self_function(function: Function, *, clippable: bool = True) -> None:
    """Raise InputError unless a function maps its bounded interval into itself."""
    if isinstance(function, SemiAlgebraicFunction):
        require_self_curve(function.curve, clippable=clippable)
    else:
        require_self_map(function.map, clippable=clippable)


def lap_counts(function: Function, iterates: int = 1, level: QLike = "1/2") -> LapCounts:
    """Laps, crossings and extrema of the first iterates, in time polynomial in their number.

    Raises
    ------
    InputError
        If the domain is unbounded, or iterates beyond the first are asked of a map that leaves its interval.

    Examples
    --------
    >>> from exactnet.compile.piecewise_map import PiecewiseMap
    >>> from exactnet.compile.study import study
    >>> found = lap_counts(study(PiecewiseMap.of([0, 1], [[0, 3, -3]])), 4)
    >>> found.laps, found.maxima
    ((2, 4, 6, 8), (3/4, 3/4, 3/4, 3/4))
    """
    if isinstance(function, SemiAlgebraicFunction):
        return _of_curve(function, iterates, rational(level))
    if not function.map.bounded:
        raise InputError("laps are counted on a bounded domain; give one with --domain box:LO,HI")
    maps_into_itself = function.clip or function.map.maps_into_itself
    counts = iterate_counts(function.map, iterates, level)
    extremes = iterate_extremes(function.map, iterates)
    return LapCounts(function, counts, extremes, function.evidence if maps_into_itself else None)


def _of_curve(function: SemiAlgebraicFunction, iterates: int, level: fmpq) -> LapCounts:
    curve = function.curve
    if iterates == 1 and not curve.maps_into_itself:
        counts = IterateCounts((curve.laps,), (curve.crossings(level),), level)
        return LapCounts(function, counts, (_extremes_of(curve),), None)
    found = curve_counts(curve, iterates, level)
    return LapCounts(function, found.counts, found.extremes, Fragment({**function.evidence.value, **found.evidence}))


def _extremes_of(curve: Curve) -> Extremes:
    """Least and largest value of one function."""
    low, high = curve.extremes
    return _number_or_bracket(low), _number_or_bracket(high)


def _place(x: Point) -> Extremum:
    degree = 1 if x.polynomial is None else x.polynomial.degree()
    if x.rational is not None:
        return x.rational
    return Bracket.decimal(*x.refine(4 * PLACES), PLACES) if degree > MAX_EXACT_DEGREE else x.algebraic()


def _number_or_bracket(value: Value) -> Extremum:
    return Bracket.decimal(*value.bracket(4 * PLACES), PLACES) if value.number is None else value.number
