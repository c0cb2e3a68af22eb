"""Is there a periodic orbit of a given least period? Rules `cycle` and `orbits`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from flint import fmpq

from exactnet.compile import Domain, IntervalFunction
from exactnet.compile.study import Function
from exactnet.dynamics import OrbitSearch, PeriodicOrbit, find_orbit, periodic_orbits
from exactnet.dynamics.curves.certified import function_orbits
from exactnet.dynamics.curves.cycles import Cycle
from exactnet.dynamics.lap_counts import require_self_function
from exactnet.dynamics.orbits import MAX_PERIOD, MAX_POINTS, cycle_certificate
from exactnet.errors import InputError, UndecidedError
from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.numbers import Number
from exactnet.exact.rational import number_text
from exactnet.frontends import Subject
from exactnet.smt.encoding import Encoder
from exactnet.smt.question import Answer, Question, Say
from exactnet.smt.script import Script, apply, number

__all__ = ["Period", "orbit_terms"]


@dataclass(frozen=True, eq=False)
class Period(Question):
    """Is there an orbit of least period p, all of it in a region?

    Attributes
    ----------
    function
        A map of a bounded interval into itself.
    period
        p.
    region
        Where all points of the orbit are to lie; None for the whole domain.
    max_points
        Limit on the points of all orbits up to that period.

    Examples
    --------
    >>> from exactnet.compile import PiecewiseLinearMap
    >>> from exactnet.smt.question import solve
    >>> tent = IntervalFunction.of(PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)]))
    >>> solve(Period(tent, 3)).witness
    {'points': ['2/9', '4/9', '8/9']}
    """

    function: Function
    period: int
    region: Domain | None = None
    max_points: int = MAX_POINTS

    def __post_init__(self) -> None:
        if not 1 <= self.period <= MAX_PERIOD:
            raise InputError(f"the period must be from 1 to {MAX_PERIOD}, not {self.period}")
        if self.region is not None and self.region.ends is None:
            raise InputError("the region must be a bounded interval, box:LO,HI")
        require_self_function(self.function)

    @property
    def statement(self) -> str:
        return f"an orbit of least period {self.period} in {self.region or self.function.domain}"

    @cached_property
    def script(self) -> Script:
        script = Script(comment=f"Is there {self.statement}?")
        x = orbit_terms(Encoder(script), self.function.subject, self.period, self.function.domain, self.function.clip)
        if self.region is not None and self.region.ends is not None:
            low, high = map(number, self.region.ends)
            for name in x:
                script.demand(apply("<=", low, name, high))
        return script

    def confirm(self, model: Mapping[str, Number]) -> Answer | None:
        points = [model[f"x_{i}"] for i in range(self.period)]
        exact = [x for x in points if not isinstance(x, RealAlgebraic)]
        if not isinstance(self.function, IntervalFunction) or len(exact) < len(points):
            try:
                return self.decide(lambda text: None)
            except UndecidedError:
                return None
        f = self.function.map
        images = [f(x) for x in exact]
        if images != [*exact[1:], exact[0]] or min(exact[1:], default=exact[0] + 1) <= exact[0]:
            return None
        return self._found(self.function, exact) if all(map(self._inside, exact)) else None

    def decide(self, say: Say) -> Answer | None:
        say(f"listing orbits up to period {self.period}")
        if isinstance(self.function, IntervalFunction):
            return self._decide_linear(self.function)
        found = function_orbits(self.function, self.period, max_cells=self.max_points)
        orbits = found.of_period(self.period)
        for orbit in orbits:
            if isinstance(orbit, Cycle) and all(self._curve_inside(orbit)):
                witness = {
                    "points": [
                        number_text(x) if isinstance(x, fmpq) else list(map(number_text, x)) for x in orbit.points
                    ]
                }
                return Answer("sat", witness, found.certificate_of(orbit), "own")
        if not all(isinstance(orbit, Cycle) for orbit in orbits):
            raise UndecidedError(
                f"points of period {self.period} fill intervals of a curve; `exactnet orbits` lists them"
            )
        return Answer("unsat", None, found.certificate, "own")

    def _decide_linear(self, function: IntervalFunction) -> Answer:
        if self.region is None:
            search: OrbitSearch = find_orbit(function, [self.period])
            if search.cycle is not None:
                return self._found(function, search.cycle)
        found = periodic_orbits(function, self.period, max_points=self.max_points)
        for orbit in found.of_period(self.period):
            points = self._points_inside(function, orbit)
            if points is not None:
                return self._found(function, points)
        return Answer("unsat", None, found.certificate, "own", "the certificate lists all orbits up to that period")

    def _found(self, function: IntervalFunction, points: Sequence[fmpq]) -> Answer:
        texts = [number_text(x) for x in points]
        return Answer("sat", {"points": texts}, cycle_certificate(function, points), "own")

    # -- regions -----------------------------------------------------------------------------------------------------------

    def _inside(self, x: fmpq) -> bool:
        ends = (self.region or self.function.domain).ends
        return ends is None or bool(ends[0] <= x <= ends[1])

    def _points_inside(self, function: IntervalFunction, orbit: PeriodicOrbit) -> Sequence[fmpq] | None:
        """The points of an orbit, if they all lie in the region; of an orbit of intervals, some that do."""
        if orbit.points:
            return orbit.points if all(map(self._inside, orbit.points)) else None
        region = (self.region or function.domain).ends
        assert region is not None
        # where the first point may lie, so that the k-th one lies in the region: each iterate is affine on the interval
        a, b = low, high = orbit.intervals[0]
        x, y = low, high
        for _ in range(orbit.period):
            slope = (y - x) / (b - a)
            ends = sorted(a + (end - x) / slope for end in region)
            low, high = max(low, ends[0]), min(high, ends[1])
            x, y = function.map(x), function.map(y)
        for start in ((low + high) / 2, low, high):
            points = [start]
            while low <= start <= high and len(points) < orbit.period:
                points.append(function.map(points[-1]))
            if len(points) == orbit.period and len({(int(p.p), int(p.q)) for p in points}) == orbit.period:
                first = points.index(min(points))
                return [*points[first:], *points[:first]]
        return None

    def _curve_inside(self, orbit: Cycle) -> list[bool]:
        ends = None if self.region is None else self.region.ends
        if ends is None:
            return [True]
        found = []
        for place in orbit.points:
            low, high = place if isinstance(place, tuple) else (place, place)
            if any(low < end < high for end in ends):
                raise UndecidedError("a point of an orbit is too close to an end of the region to tell")
            found.append(bool(ends[0] <= low and high <= ends[1]))
        return found


def orbit_terms(encoder: Encoder, subject: Subject, period: int, domain: Domain, clip: bool) -> list[str]:
    """The points of an orbit of that least period, the least first."""
    script = encoder.script
    assert domain.lower is not None
    assert domain.upper is not None  # of a map into itself
    low, high = encoder.number(domain.lower, "lo"), encoder.number(domain.upper, "hi")
    x = [script.want(f"x_{i}") for i in range(period)]
    for i, name in enumerate(x):
        script.demand(apply("<=", low, name, high))
        if i:
            script.demand(apply("<", x[0], name))
    for i, name in enumerate(x):
        (y,) = encoder.function(subject, [name], f"f{i}")
        if clip:
            y = apply("ite", apply("<", y, low), low, apply("ite", apply(">", y, high), high, y))
        script.demand(apply("=", x[(i + 1) % period], y))
    return x
