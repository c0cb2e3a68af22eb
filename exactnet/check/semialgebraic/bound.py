"""Rule ``bound`` for semi-algebraic functions: the quantities, and what the formulas depend on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from exactnet.check.algebra.numbers import Element
from exactnet.check.algebra.points import Exact, Point
from exactnet.check.algebra.reading import Value
from exactnet.check.kneading import KEYS, growth_by_kneading, read_precision
from exactnet.check.reader import integers, obj, show
from exactnet.check.semialgebraic.description import describe, read_points
from exactnet.check.semialgebraic.distance import area, enclose_norm, subtract
from exactnet.check.semialgebraic.enclosures import Enclosed
from exactnet.check.semialgebraic.formulas import Bound, Instance
from exactnet.check.semialgebraic.graph import Graph
from exactnet.check.semialgebraic.laps import laps_and_crossings
from exactnet.check.semialgebraic.setting import Setting, read_ends, read_setting
from exactnet.check.semialgebraic.turning import Monotone
from exactnet.check.subject import Curved, Map
from exactnet.check.targets import tent_power
from exactnet.check.verdict import Rejected, require

Range = tuple[Fraction, Fraction]
Checks = tuple[Callable[[], Fraction | int], Callable[[], Range]]

_HALF, _ZERO = Exact(Fraction(1, 2)), Exact(Fraction(0))


@dataclass(frozen=True, slots=True)
class Case:
    """An instance of a bound, before the evidence is looked at."""

    bound: Bound
    function: Curved
    parameter: Fraction
    domain: tuple[Value, Value]

    def open(self, evidence: dict[str, object], stated: Range) -> Checks:
        """Check the description; give what tells the value of the bound, and what is measured.

        What is measured is ``stated``, if that is a bracket of a number that is only enclosed.
        """
        iterate = ("same",) if self.bound.parameter == "n" else ()
        growth = (*KEYS, "recurrence", *iterate) if self.bound.quantity == "growth" else ()
        keys = obj(evidence, ["field", "points", *growth], "evidence", "evidence")
        setting = read_setting(keys["field"], [self.function])
        points = read_points(keys["points"], setting)
        (description,) = describe([self.function], self.domain, points, setting)
        graph = description.graphs()[0]
        if self.bound.dynamical:
            graph.check_self_map()

        def laps(count: int) -> int:
            enclosed = Enclosed(graph, read_precision(keys["precision"], "same"), "same")
            return laps_and_crossings(enclosed, setting, keys["same"], None, count)[0][-1]

        def measure() -> Range:
            quantity = self.bound.quantity
            if quantity == "growth":
                return self._growth(graph, keys)
            if quantity == "l1_to_tent":
                return self._to_tent(points, setting, stated)
            counts: dict[str, Callable[[], int]] = {
                "laps": graph.laps,
                "crossings": lambda: graph.crossings(_HALF),
                "components": lambda: graph.components(_ZERO),
                "unit_pieces": lambda: description.unit_pieces()[int(self.parameter) - 1],
            }
            found = Fraction(counts[quantity]())
            return found, found

        instance = Instance(self.function, self.parameter, description, graph, laps)
        return lambda: self.bound.value(instance), measure

    def _growth(self, graph: Graph, keys: dict[str, object]) -> Range:
        enclosed = Enclosed(graph, read_precision(keys["precision"], "orbits"), "orbits")
        growth = growth_by_kneading(keys, Monotone(enclosed))
        n = int(self.parameter) if self.bound.parameter == "n" else 1
        if keys["recurrence"] is None:
            return growth.least**n, growth.most**n
        recurrence = obj(keys["recurrence"], ["polynomial", "multiplicity", "cofactor"], "recurrence", "recurrence")
        factor = integers(recurrence.pop("polynomial"), "recurrence", "polynomial")
        require(len(factor) == 2 and factor[1] != 0, "recurrence", "the polynomial is not linear")
        growth.check_recurrence(recurrence, factor)
        exact = Fraction(-factor[0], factor[1])
        return exact**n, exact**n

    def _to_tent(self, points: list[Point], setting: Setting, stated: Range) -> Range:
        """Measure the distance to a power of the tent map, or check a bracket."""
        size = 1 << int(self.parameter)
        xs = [Fraction(j, size) for j in range(size + 1)]
        tent = Map(xs, [tent_power(x, size) for x in xs])
        difference = subtract(*describe([self.function, tent], self.domain, points, setting))
        low, high = stated
        if low == high:
            exact = area(difference)
            if isinstance(exact, Element):
                raise Rejected("measured", "the distance is no rational")
            return exact, exact
        # Fine enough for the bracket, unless that is absurd.
        precision = min(64 + (1 / (high - low)).__ceil__().bit_length(), 10_000)
        least, most = enclose_norm(difference, "l1", precision)
        inside = low <= least and most <= high
        require(inside, "measured", f"the distance is shown to be in [{show(least)}, {show(most)}]")
        return stated


def read_case(bound: Bound, function: Curved, parameter: Fraction, domain: object) -> Case:
    """Check the premises that need no evidence."""
    ends = read_ends(domain)
    bound.check_premises(function, parameter)
    if bound.quantity == "l1_to_tent":
        require(ends == (Fraction(0), Fraction(1)), "premise", "the domain must be [0, 1]")
    if bound.parameter == "n":
        require(parameter <= 64, "premise", "n is more than 64, too large to check")
    return Case(bound, function, parameter, ends)
