"""One periodic orbit of a curve: where it is, what it visits, whether it attracts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from flint import fmpq

from exactnet.dynamics.curves.enclosures import Enclosure
from exactnet.dynamics.curves.exact_orbits import image
from exactnet.dynamics.curves.exact_points import ExactPoints
from exactnet.dynamics.curves.images import product
from exactnet.dynamics.curves.marked import MarkedOrbit
from exactnet.dynamics.orbit import Side, cycles_of_sides, kind_of_sides
from exactnet.exact.fields import sign
from exactnet.exact.points import Point, sign_at_point
from exactnet.exact.rational import number_text
from exactnet.exact.rational_functions import RationalFunction

__all__ = ["Cycle", "Place", "kind_along", "kind_of_marked", "place_json"]

Place: TypeAlias = fmpq | tuple[fmpq, fmpq]
"""A rational, or the ends of an open interval in which a point lies."""

_DIGITS = 15


@dataclass(frozen=True, eq=False, repr=False)
class Cycle:
    """A periodic orbit of a function with polynomial or rational pieces.

    Attributes
    ----------
    period
        The least period.
    points
        In the order in which they are visited, the least first: a rational, or the ends of an open interval that holds the point
        and no other x with f^period(x) = x.
    itinerary
        Numbers of the monotone intervals that are visited, counted from 0 at the left; a turning point belongs to the
        interval on its right (the right end of the domain, to the last one).
    kind
        ``"repelling"``, ``"attracting"``, ``"superattracting"``, ``"neutral"`` or ``"mixed"``, as for piecewise-linear maps;
        ``"undecided"`` where the multiplier is too close to 1 or -1 to tell.
    permutation
        Which point, counted from 0 in increasing order, each point goes to.
    multiplier
        Rational bracket of the derivative of the iterate along the orbit; None if it has none at some point.
    branches, narrow, solver
        Pieces between the curve's points that are visited, enclosures of the points, and what makes them exact.
    """

    period: int
    points: tuple[Place, ...]
    itinerary: tuple[int, ...]
    kind: str
    permutation: tuple[int, ...]
    multiplier: tuple[fmpq, fmpq] | None
    branches: tuple[int, ...]
    narrow: tuple[Enclosure, ...]
    solver: ExactPoints

    intervals = ()
    """There are no intervals."""

    @property
    def least(self) -> fmpq:
        """A lower bound of the least point; the point itself, if it is rational."""
        return _ends(self.points[0])[0]

    @property
    def brackets(self) -> tuple[tuple[fmpq, fmpq], ...]:
        """Narrow rational brackets of the points, for people to read."""
        one = self.solver.one
        return tuple((fmpq(low, one), fmpq(high, one)) for low, high in self.narrow)

    @cached_property
    def exact(self) -> tuple[Point, ...] | None:
        """The points as roots of polynomials over the field of the map (over Q, minimal ones); None where degrees exceed 128."""
        found = []
        for k, place in enumerate(self.points):
            if isinstance(place, fmpq):
                found.append(Point.of(place))
                continue
            x = self.solver.point((*self.branches[k:], *self.branches[:k]), self.narrow[k])
            if x is None:
                return None
            found.append(x)
        return tuple(found)

    def claim(self) -> dict[str, Any]:
        """What a certificate says about the orbit."""
        return {"period": self.period, "points": [place_json(place) for place in self.points]}

    def to_json(self) -> dict[str, Any]:
        """The orbit as the command prints it."""
        return {
            **self.claim(),
            "itinerary": list(self.itinerary),
            "kind": self.kind,
            "multiplier": None if self.multiplier is None else _bracket_json(*self.multiplier),
            "permutation": list(self.permutation),
        }

    def __repr__(self) -> str:
        return f"Cycle(period={self.period}, points={self.points}, kind={self.kind!r})"


def _ends(place: Place) -> tuple[fmpq, fmpq]:
    return place if isinstance(place, tuple) else (place, place)


def place_json(place: Place) -> Any:
    """A rational, or an interval that holds a point, as certificates write it."""
    if isinstance(place, tuple):
        return {"between": [number_text(x) for x in place]}
    return number_text(place)


def _bracket_json(low: fmpq, high: fmpq) -> Any:
    if low == high:
        return number_text(low)
    scale = 10**_DIGITS
    return {
        "between": [number_text(fmpq((low * scale).floor(), scale)), number_text(fmpq((high * scale).ceil(), scale))]
    }


def kind_along(slope: Enclosure, one: int) -> str | None:
    """Kind of an orbit on which the derivative is not 0, by an enclosure of it; None if that does not tell.

    Examples
    --------
    >>> kind_along((-5, -4), 2), kind_along((-1, 1), 2), kind_along((1, 3), 2)
    ('repelling', 'attracting', None)
    """
    if slope[0] > one or slope[1] < -one:
        return "repelling"
    return "attracting" if -one < slope[0] and slope[1] < one else None


def kind_of_marked(orbit: MarkedOrbit) -> str:
    """Kind of an orbit through points of the description, by the slopes on each side of its points; exactly."""
    growths = [_growth(orbit, cycle) for cycle in cycles_of_sides(orbit.signs, orbit.period)]
    return kind_of_sides(growths, flat=0 in orbit.signs.values())


def _growth(orbit: MarkedOrbit, sides: list[Side]) -> int:
    """Whether distances grow (1), shrink (-1) or stay (0), to first order, while sides go around."""
    at = orbit.at
    slope = at.one, at.one
    for side in sides:
        branch = orbit.branch(side)
        assert branch is not None
        slope = product(slope, at.branch_slope(branch, orbit.enclosures[side[0]]), at.precision)
    kind = kind_along(slope, at.one)
    if kind is not None:
        return 1 if kind == "repelling" else -1
    return _exact_growth(orbit, sides)


def _exact_growth(orbit: MarkedOrbit, sides: list[Side]) -> int:
    origin = orbit.curve.points[orbit.start]
    total: Any = fmpq(1)
    for side in sides:
        branch = orbit.branch(side)
        assert branch is not None
        f = orbit.curve.branches[branch]
        derivative = RationalFunction.of(f.slope_numerator, f.denominator * f.denominator)
        total = total * image(derivative, orbit.values[side[0]], origin)
        if origin.scalar is None:
            total = total % origin.polynomial

    def sign_of(value: Any) -> int:
        return sign_at_point(value, origin) if hasattr(value, "degree") else sign(value)

    above, below = sign_of(total - 1), sign_of(total + 1)
    return 0 if above == 0 or below == 0 else 1 if above > 0 or below < 0 else -1
