"""Periodic orbits of curves, all of them, each isolated exactly.

For n = 1, 2, .. the domain is cut into cells that hold at most one zero of f^n(x) - x each; the zeros that are not on orbits
known already make the orbits of least period n. Multiple zeros, on neutral orbits, are roots of an expanded polynomial, where
its degree is small; intervals of periodic points end at points that meet ends of pieces (`bands`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from exactnet.compile.semialgebraic.curve import Curve
from exactnet.dynamics.curves.bands import IntervalCycle
from exactnet.dynamics.curves.cells import Cells
from exactnet.dynamics.curves.cycles import Cycle
from exactnet.dynamics.curves.expanded import Expanded
from exactnet.dynamics.curves.images import Images
from exactnet.dynamics.curves.laps import require_self_curve
from exactnet.dynamics.curves.marked import ImpreciseError
from exactnet.dynamics.curves.search import Search
from exactnet.dynamics.curves.single import cycle_intervals
from exactnet.dynamics.orbit_list import OrbitList
from exactnet.errors import InputError, UndecidedError
from exactnet.exact.numbers import number, number_document
from exactnet.exact.rational import number_text

__all__ = ["MAX_CELLS", "CurveOrbits", "curve_orbits"]

MAX_PERIOD = 1000
"""Largest period that certificates may speak of."""

MAX_CELLS = 200_000
"""Default limit on the cells that separate the points with f^n(x) = x, for one n."""

_EFFORTS = (1, 2, 4, 8, 16)


@dataclass(frozen=True, eq=False, repr=False)
class CurveOrbits(OrbitList[Cycle | IntervalCycle]):
    """All periodic orbits of a curve up to a period.

    Attributes
    ----------
    at
        The curve, and the precision of the evidence.
    counts
        What shows, for n = 1, 2, .., that the points with f^n(x) = x are complete.
    """

    at: Images
    counts: tuple[Cells | Expanded, ...]

    @property
    def curve(self) -> Curve:
        """The curve."""
        return self.at.curve

    def claim(self, domain: Any) -> dict[str, Any]:
        """What a certificate says, given its name of the domain."""
        orbits = [orbit.claim() for orbit in self.orbits]
        return {"rule": "orbits", "domain": domain, "clip": False, "max_period": self.max_period, "orbits": orbits}

    def evidence(self) -> dict[str, Any]:
        """The evidence, but for the description of the curve by its `points`."""
        counts = [
            zeros.to_json() if isinstance(zeros, Cells) else {"roots": self._brackets(n)}
            for n, zeros in enumerate(self.counts, start=1)
        ]
        found = {"precision": self.at.precision, "counts": counts}
        strips = [orbit for orbit in self.orbits if isinstance(orbit, IntervalCycle)]
        return {**found, "bands": list(map(self._band, strips))} if strips else found

    def _band(self, strip: IntervalCycle) -> dict[str, Any]:
        """How certificates write a band: its ends, and which orbit stays in its middle."""
        middle = None
        if strip.middle is not None:
            half = set(strip.middle[: strip.period // 2])
            middle = next(i for i, orbit in enumerate(self.orbits) if set(orbit.points) == half)
        return {"ends": [list(mark.name) for mark in strip.band.images[0]], "middle": middle}

    def _brackets(self, n: int) -> list[list[str]]:
        """The intervals of the points with f^n(x) = x, in increasing order."""
        places = [place for orbit in self.orbits if n % orbit.period == 0 for place in orbit.points]
        pairs = sorted(place if isinstance(place, tuple) else (place, place) for place in places)
        return [[number_text(a), number_text(b)] for a, b in pairs]

    def cycle(self, orbit: Cycle, domain: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Claim and evidence, but for the description of the curve, that one orbit exists, whatever others there are.

        Raises
        ------
        UndecidedError
            If f^q(x) - x does not change its sign at an orbit that is not rational.
        """
        claim = {"rule": "cycle", "domain": domain, "clip": False}
        if all(isinstance(place, fmpq) for place in orbit.points):
            return {**claim, "points": orbit.claim()["points"]}, {"precision": self.at.precision}
        found = cycle_intervals(self.at, orbit.narrow)
        low, high = (fmpq(u, self.at.one) for u in found[0])
        first, last = (self.at.curve.points[k].refine(self.at.precision) for k in (0, -1))
        if not first[1] <= low < high <= last[0]:  # the sign is known only beyond an end of the domain
            if orbit.exact is None:
                raise UndecidedError("an orbit is too close to an end of the domain to be certified by itself")
            numbers = [number_document(number(x.algebraic())) for x in orbit.exact]
            return {**claim, "points": numbers}, {"precision": self.at.precision}
        cells = [[number_text(fmpq(u, self.at.one)) for u in x] for x in found]
        return {**claim, "points": [{"between": x} for x in cells]}, {"precision": self.at.precision, "cells": cells}


def curve_orbits(
    curve: Curve,
    max_period: int,
    *,
    max_cells: int = MAX_CELLS,
    progress: Callable[[int, int], None] | None = None,
) -> CurveOrbits:
    """All periodic orbits of least period at most ``max_period`` of a curve that maps its interval into itself.

    Parameters
    ----------
    curve
        The map; its `points` are those of the description in certificates.
    max_period
        The largest least period of interest.
    max_cells
        Limit on the cells that separate the points with f^n(x) = x, for one n.
    progress
        Called with (period, orbits so far).

    Raises
    ------
    InputError
        If the map leaves its interval.
    UndecidedError
        If there are too many points, or some that cannot be told apart: on neutral orbits, or in intervals of periodic points.

    Examples
    --------
    >>> from flint import fmpq_poly
    >>> from exactnet.exact.points import Point
    >>> from exactnet.exact.rational_functions import RationalFunction
    >>> logistic = Curve.of([Point.of(0), Point.of(1)], [RationalFunction.of(fmpq_poly([0, 4, -4]))])
    >>> found = curve_orbits(logistic, 3)
    >>> [orbit.itinerary for orbit in found.orbits]
    [(0,), (1,), (0, 1), (0, 0, 1), (0, 1, 1)]
    >>> found.orbits[1].points, found.orbits[2].exact[0].polynomial
    ((3/4,), 16*x^2 + (-20)*x + 5)
    """
    if not 1 <= max_period <= MAX_PERIOD:
        raise InputError(f"the largest period must be from 1 to {MAX_PERIOD}, not {max_period}")
    if max_cells < 1:
        raise InputError(f"the limit on cells must be at least 1, not {max_cells}")
    require_self_curve(curve)
    for effort in _EFFORTS:
        try:
            search = Search(curve, max_period, max_cells, effort)
            return CurveOrbits(max_period, search.run(progress), search.at, tuple(search.counts))
        except ImpreciseError:
            continue
    raise UndecidedError(
        f"some periodic points of period at most {max_period} are too close to each other, or to a turning point, to be told apart"
    )
