"""Periodic orbits of semi-algebraic functions, with their certificates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from exactnet.certs import Certificate, Fragment
from exactnet.compile.semialgebraic.description import algebraic_json
from exactnet.compile.semialgebraic.function import SemiAlgebraicFunction
from exactnet.dynamics.curves.bands import IntervalCycle
from exactnet.dynamics.curves.cycles import Cycle, place_json
from exactnet.dynamics.curves.laps import require_self_curve
from exactnet.dynamics.curves.orbits import CurveOrbits, curve_orbits
from exactnet.dynamics.orbit_list import OrbitList

__all__ = ["FunctionOrbits", "function_orbits"]

_WRITTEN_DEGREE = 64


@dataclass(frozen=True, eq=False, repr=False)
class FunctionOrbits(OrbitList[Cycle | IntervalCycle]):
    """All periodic orbits of a semi-algebraic function up to a period.

    Attributes
    ----------
    function
        The function.
    found
        Its orbits as those of a curve.
    """

    function: SemiAlgebraicFunction
    found: CurveOrbits

    @cached_property
    def certificate(self) -> Certificate:
        """The certificate that these are all orbits."""
        return self._certified(self.found.claim(self.function.domain.to_json()), self.found.evidence())

    def certificate_of(self, orbit: Cycle) -> Certificate:
        """The certificate of one orbit by itself; UndecidedError where f^q(x) - x does not change its sign."""
        return self._certified(*self.found.cycle(orbit, self.function.domain.to_json()))

    def _certified(self, claim: dict[str, Any], evidence: dict[str, Any]) -> Certificate:
        whole = Fragment({**self.function.evidence.value, **evidence})
        return Certificate({**claim, "clip": self.function.clip}, self.function.certificate_subject, whole)

    def to_json(self) -> dict[str, Any]:
        """The document that the command prints: points as real algebraic numbers where their degree is small."""
        shown = [
            {**orbit.to_json(), "points": _points_json(orbit)} if isinstance(orbit, Cycle) else orbit.to_json()
            for orbit in self.orbits
        ]
        return {"least_periods": list(self.least_periods), "orbits": shown}


def _points_json(orbit: Cycle) -> list[Any]:
    exact = orbit.exact
    if exact is None or any(_degree_over_q(x) > _WRITTEN_DEGREE for x in exact):
        return [place_json(place) for place in orbit.points]
    return [algebraic_json(x.algebraic()) for x in exact]


def _degree_over_q(x: Any) -> int:
    """A bound of the degree of a point."""
    p = x.polynomial
    return 1 if p is None else int(p.degree()) * getattr(getattr(p, "field", None), "degree", 1)


def function_orbits(
    function: SemiAlgebraicFunction,
    max_period: int,
    *,
    max_cells: int,
    progress: Callable[[int, int], None] | None = None,
) -> FunctionOrbits:
    """All periodic orbits of a semi-algebraic function (see `curve_orbits`).

    Examples
    --------
    >>> from exactnet.compile.piecewise_map import PiecewiseMap
    >>> from exactnet.compile.study import study
    >>> found = function_orbits(study(PiecewiseMap.of([0, 1], [[0, 4, -4]])), 3, max_cells=1000)
    >>> found.least_periods, found.to_json()["orbits"][2]["points"][0]
    ((1, 2, 3), {'polynomial': [5, -20, 16], 'between': ['0', '1/2']})
    """
    require_self_curve(function.curve)
    # evidence numbers the points of the description, which are those of every unit
    described = replace(function.curve, marks=function.points)
    found = curve_orbits(described, max_period, max_cells=max_cells, progress=progress)
    return FunctionOrbits(found.max_period, found.orbits, function, found)
