"""Rule ``bound`` for semi-algebraic functions: what is measured, from the evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from exactnet.check.algebra.numbers import Element, Number, sign
from exactnet.check.algebra.points import Exact, Point
from exactnet.check.cycles import divides, forced
from exactnet.check.growth import Growth
from exactnet.check.kneading import growth_by_kneading, read_precision
from exactnet.check.reader import integers, obj, rational, show
from exactnet.check.semialgebraic.description import Description, describe
from exactnet.check.semialgebraic.distance import area, check_largest, enclose_norm, read_terms, subtract
from exactnet.check.semialgebraic.enclosures import Enclosed
from exactnet.check.semialgebraic.formulas import Bound, slope_at
from exactnet.check.semialgebraic.graph import Graph
from exactnet.check.semialgebraic.setting import Setting
from exactnet.check.semialgebraic.turning import Monotone
from exactnet.check.subject import Curved, Map
from exactnet.check.targets import tent_power, three_cycle_power
from exactnet.check.verdict import Rejected, require

Range = tuple[Fraction, Fraction]

GROWTH = ("growth", "cycle_growth", "growth_sign")
_HALF, _ZERO = Fraction(1, 2), Fraction(0)
# Precision at which distances are enclosed, unless what is claimed wants more.
_LEAST_PRECISION, _MOST_PRECISION = 64, 10_000


@dataclass(frozen=True, slots=True)
class Measure:
    """Measures what a bound is about.

    Attributes
    ----------
    bound, function, parameter, domain
        The instance.
    setting, points, description, graph
        The function, described by the evidence.
    keys : dict
        The evidence.
    stated : pair of Fraction
        What is claimed.
    laps : callable
        Counts those of an iterate.
    """

    bound: Bound
    function: Curved
    parameter: int
    setting: Setting
    points: list[Point]
    description: Description
    graph: Graph
    keys: dict[str, object]
    stated: Range
    laps: Callable[[int], int]

    def take(self) -> Range:
        """Give the number, or a bracket of it: that which is claimed, if a number is only enclosed."""
        quantity = self.bound.quantity
        if quantity in GROWTH:
            return self._growth_sign() if quantity == "growth_sign" else self._growth()
        if quantity == "lipschitz_sign":
            at = rational(self.keys["at"], "measured", "at")
            slope = slope_at(self.graph, at, "measured")
            return Fraction(_sign_at(forced(self.parameter), slope * sign(slope))), Fraction(1)
        if quantity.endswith("_to_tent"):
            size = 1 << self.parameter
            xs = [Fraction(j, size) for j in range(size + 1)]
            return self._distance(Map(xs, [tent_power(x, size) for x in xs]))
        if quantity.endswith("_to_three_cycle"):
            return self._distance(three_cycle_power(self.parameter))
        counts: dict[str, Callable[[], int]] = {
            "laps": lambda: self.laps(self.parameter) if self.bound.parameter == "n" else self.graph.laps(),
            "crossings": lambda: self.graph.crossings(Exact(_HALF)),
            "components": lambda: self.graph.components(Exact(_ZERO)),
            "unit_pieces": lambda: self.description.unit_pieces()[self.parameter - 1],
        }
        found = Fraction(counts[quantity]())
        return found, found

    def _by_kneading(self) -> Growth:
        enclosed = Enclosed(self.graph, read_precision(self.keys["precision"], "orbits"), "orbits")
        return growth_by_kneading(self.keys, Monotone(enclosed))

    def _recurrence(self, growth: Growth) -> list[int] | None:
        """Give a polynomial of which the growth number is shown to be a root, if there is one."""
        if self.keys["recurrence"] is None:
            return None
        recurrence = obj(
            self.keys["recurrence"], ["polynomial", "multiplicity", "cofactor"], "recurrence", "recurrence"
        )
        factor = integers(recurrence.pop("polynomial"), "recurrence", "polynomial")
        require(any(factor), "recurrence", "the polynomial is zero")
        growth.check_recurrence(recurrence, factor)
        return factor

    def _growth(self) -> Range:
        growth = self._by_kneading()
        n = self.parameter if self.bound.parameter in ("n", "period") else 1
        factor = self._recurrence(growth)
        if factor is None:
            return growth.least**n, growth.most**n
        require(len(factor) == 2 and factor[1] != 0, "recurrence", "the polynomial is not linear")
        exact = Fraction(-factor[0], factor[1])
        return exact**n, exact**n

    def _growth_sign(self) -> Range:
        """Give the sign of the forced polynomial, which has one positive root, at the growth number."""
        growth, polynomial = self._by_kneading(), forced(self.parameter)
        factor = self._recurrence(growth)
        if factor is None:
            ends = (_sign_at(polynomial, x) for x in (growth.least, growth.most))
            return Fraction(next(ends)), Fraction(next(ends))
        require(divides(factor, polynomial), "recurrence", "the polynomial does not divide the one of the period")
        return Fraction(0), Fraction(0)

    def _distance(self, target: Map) -> Range:
        """Measure the distance to a piecewise-linear function, or check a bracket."""
        domain = target.xs[0], target.xs[-1]
        difference = subtract(*describe([self.function, target], domain, self.points, self.setting))
        norm, _, _ = self.bound.quantity.partition("_")
        low, high = self.stated
        if low == high:
            if norm == "linf":
                check_largest(difference, Exact(low))
                return self.stated
            exact = area(difference)
            if isinstance(exact, Element):
                raise Rejected("measured", "the distance is no rational")
            return exact, exact
        # Fine enough for the bracket, unless that is absurd.
        precision = min(_LEAST_PRECISION + (1 / (high - low)).__ceil__().bit_length(), _MOST_PRECISION)
        least, most = enclose_norm(difference, norm, precision, read_terms(self.keys, precision))
        inside = low <= least and most <= high
        require(inside, "measured", f"the distance is shown to be in [{show(least)}, {show(most)}]")
        return self.stated


def _sign_at(polynomial: list[int], x: Number) -> int:
    value: Number = _ZERO
    for c in reversed(polynomial):
        value = value * x + c
    return sign(value)
