"""Rule ``bound`` for semi-algebraic functions: premises and evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from exactnet.check.algebra.reading import Value
from exactnet.check.kneading import KEYS, read_precision
from exactnet.check.reader import obj
from exactnet.check.semialgebraic.cycle import read_orbit
from exactnet.check.semialgebraic.description import describe, read_points
from exactnet.check.semialgebraic.enclosures import Enclosed
from exactnet.check.semialgebraic.formulas import Bound, Instance
from exactnet.check.semialgebraic.laps import laps_and_crossings
from exactnet.check.semialgebraic.measures import GROWTH, Measure, Range
from exactnet.check.semialgebraic.setting import read_ends, read_setting
from exactnet.check.subject import Curved
from exactnet.check.verdict import require

Checks = tuple[Callable[[], Fraction | int], Callable[[], Range]]

_UNIT = (Fraction(0), Fraction(1))
_MOST = {"n": 64, "period": 256, "t": 24}


@dataclass(frozen=True, slots=True)
class Case:
    """An instance of a bound, before the evidence is looked at."""

    bound: Bound
    function: Curved
    parameter: Fraction
    domain: tuple[Value, Value]

    def _keys(self, evidence: dict[str, object], stated: Range) -> dict[str, None]:
        """Give the keys that the evidence must have."""
        bound = self.bound
        growth = (*KEYS, "recurrence") if bound.quantity in GROWTH else ()
        iterate = ("same", "precision") if bound.parameter == "n" else ()
        cycle = ("orbit", "precision") if bound.cycle else ()
        slope = ("at",) if bound.quantity == "lipschitz_sign" else ()
        enclosed = bound.quantity == "l1_to_three_cycle" and stated[0] < stated[1]
        terms = ("terms",) if enclosed and "terms" in evidence else ()
        return dict.fromkeys(("field", "points", *growth, *iterate, *cycle, *slope, *terms))

    def open(self, evidence: dict[str, object], stated: Range) -> Checks:
        """Check the description; give what tells the value of the bound, and what is measured.

        What is measured is ``stated``, if that is a bracket of a number that is only enclosed.
        """
        bound = self.bound
        keys = obj(evidence, list(self._keys(evidence, stated)), "evidence", "evidence")
        setting = read_setting(keys["field"], [self.function])
        points = read_points(keys["points"], setting)
        (description,) = describe([self.function], self.domain, points, setting)
        graph = description.graphs()[0]
        if bound.dynamical:
            graph.check_self_map()
        orbit: list[Fraction] = []
        if bound.cycle:
            period = int(self.parameter) if bound.parameter == "period" else None
            enclosed = Enclosed(graph, read_precision(keys["precision"], "orbit"), "orbit")
            orbit = read_orbit(keys["orbit"], enclosed, setting, period)

        def laps(count: int) -> int:
            enclosed = Enclosed(graph, read_precision(keys["precision"], "same"), "same")
            return laps_and_crossings(enclosed, setting, keys["same"], None, count)[0][-1]

        instance = Instance(self.function, self.parameter, description, graph, laps, orbit)
        parameter = int(self.parameter)
        measure = Measure(bound, self.function, parameter, setting, points, description, graph, keys, stated, laps)
        return lambda: bound.value(instance), measure.take


def read_case(bound: Bound, function: Curved, parameter: Fraction, domain: object) -> Case:
    """Check the premises that need no evidence."""
    ends = read_ends(domain)
    bound.check_premises(function, parameter)
    if "_to_" in bound.quantity:
        require(ends == _UNIT, "premise", "the domain must be [0, 1]")
    if bound.parameter in _MOST:
        most = _MOST[bound.parameter]
        require(parameter <= most, "premise", f"{bound.parameter} is more than {most}, too large to check")
    return Case(bound, function, parameter, ends)
