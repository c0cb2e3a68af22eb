"""Topological entropy of interval maps, certified, by the route that is better for the map."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from flint import fmpq

from exactnet.certs import Certificate, Fragment
from exactnet.compile.function import IntervalFunction
from exactnet.compile.semialgebraic.function import SemiAlgebraicFunction
from exactnet.compile.study import Function
from exactnet.display import Displayed, Sheet, latex_number
from exactnet.dynamics.coverings.growth import (
    MAX_POINTS,
    Progress,
    constant_slope_growth,
    covering_growth,
    is_markov,
)
from exactnet.dynamics.curves.growth import constant_slope_growth as constant_slope_of_curve
from exactnet.dynamics.curves.growth import curve_growth
from exactnet.dynamics.growth import Growth
from exactnet.dynamics.kneading.growth import kneading_growth
from exactnet.dynamics.kneading.linear_turning import LinearTurningPoints
from exactnet.dynamics.kneading.turning import Flat, Hit, Return
from exactnet.dynamics.laps import require_self_map, turning_points
from exactnet.errors import InputError, TimeLimitError, UndecidedError
from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.rational import number_text

__all__ = ["DEFAULT_DIGITS", "METHODS", "Entropy", "entropy"]

DEFAULT_DIGITS = 10

METHODS = ("auto", "partition", "kneading")

_SHORT_ORBITS = 12
_FEW_TURNS = 24


@dataclass(frozen=True, eq=False)
class Entropy(Displayed):
    """Certified topological entropy h.

    Attributes
    ----------
    function
        The map.
    digits
        Decimal places asked for.
    growth
        What is known of exp(h).
    """

    function: Function
    digits: int
    growth: Growth

    @property
    def growth_lower(self) -> fmpq:
        """Lower end of a rational bracket of exp(h)."""
        return self.growth.lower

    @property
    def growth_upper(self) -> fmpq:
        """Upper end of a rational bracket of exp(h)."""
        return self.growth.upper

    @property
    def exact(self) -> RealAlgebraic | None:
        """The growth number exp(h) itself where it is known exactly, else None."""
        return self.growth.exact

    @property
    def markov(self) -> bool:
        """Whether the orbits of the turning points were found to cut the interval into a Markov partition."""
        return self.growth.markov

    @property
    def proved_lower(self) -> fmpq:
        """What the lower side of the evidence proves by itself."""
        return self.growth.proved_lower

    @property
    def proved_upper(self) -> fmpq:
        """What the upper side of the evidence proves by itself."""
        return self.growth.proved_upper

    @property
    def evidence(self) -> dict[str, Any]:
        """What the checker reads."""
        return self.growth.evidence

    @property
    def method(self) -> str:
        """What the evidence is: ``"kneading"``, ``"partition"``, or ``"constant slope"`` (of a map with algebraic numbers)."""
        if "orbits" in self.evidence:
            return "kneading"
        return "partition" if "upper" in self.evidence else "constant slope"

    @property
    def width(self) -> fmpq:
        """Width of the bracket of the growth number."""
        return self.growth.width

    @property
    def digits_reached(self) -> int:
        """Decimal places to which the bracket fixes the growth number."""
        return self.growth.digits_reached(self.digits)

    @property
    def decided(self) -> bool:
        """Whether the growth number is known to the digits asked for."""
        return self.growth.is_decided(self.digits)

    @cached_property
    def log_decimal(self) -> str | None:
        """h to the digits asked for, correctly rounded; None if the bracket is too wide."""
        return self.growth.log_decimal(self.digits)

    @property
    def log_bracket(self) -> tuple[str, str]:
        """Decimal bounds of h, rounded outwards."""
        return self.growth.log_bracket(self.digits)

    @property
    def zero(self) -> bool:
        """Whether h = 0 is proved."""
        return self.growth_upper == 1

    @cached_property
    def certificate(self) -> Certificate:
        """The certificate of the bracket (and of the exact value)."""
        claim = {
            "rule": "entropy",
            "domain": self.function.domain.to_json(),
            "clip": self.function.clip,
            **self.growth.claim,
        }
        return Certificate(claim, self.function.certificate_subject, Fragment(self.evidence))

    def _sheet(self) -> Sheet:
        low, high = self.log_bracket
        facts = {
            "h": self.log_decimal or f"{low} … {high}",
            "exp(h), exactly": None if self.exact is None else repr(self.exact),
            "exp(h)": {"lower": number_text(self.growth_lower), "upper": number_text(self.growth_upper)},
            "decided": self.decided,
            "method": self.method,
            "Markov": self.markov,
        }
        return Sheet("Topological entropy", {name: value for name, value in facts.items() if value is not None})

    def _repr_latex_(self) -> str:
        low, high = self.log_bracket
        if self.zero:
            return "$h = 0$"
        if self.exact is not None and self.exact.is_rational:
            return rf"$h = \log {latex_number(number_text(self.exact.lower))}$"
        return rf"$h \approx {self.log_decimal}$" if self.log_decimal else rf"${low} \leq h \leq {high}$"

    def __repr__(self) -> str:
        low, high = self.log_bracket
        return f"Entropy({self.log_decimal or f'between {low} and {high}'}, {'exact' if self.exact else 'bracket'})"


def entropy(
    function: Function,
    digits: int = DEFAULT_DIGITS,
    *,
    method: str = "auto",
    max_points: int = MAX_POINTS,
    progress: Progress | None = None,
) -> Entropy:
    """Topological entropy of a map of an interval into itself.

    Parameters
    ----------
    function
        The map; its unclipped values must stay in the domain unless it is clipped.
    digits
        The bracket of the growth number exp(h) is narrowed to ``10**-digits``, if the limits of the method suffice.
    method
        ``"partition"``: coverings of partitions by cylinder ends; ``"kneading"``: the kneading determinant, much faster where
        orbits of turning points do not close; ``"auto"``: the better of them for the map, the other one where it fails.
    max_points
        Limit on partition points.

    Raises
    ------
    InputError
        If the map leaves its interval, or there is no such method.
    UndecidedError
        If kneading is asked for and is out of reach: too many turning points.

    Notes
    -----
    Partitions: horseshoes below; above Misiurewicz and Szlenk 1980, h = lim (1/n) log lap(f^n). Kneading: Milnor and Thurston 1988.

    Examples
    --------
    >>> from exactnet.compile import PiecewiseLinearMap
    >>> three_cycle = PiecewiseLinearMap.from_points([(0, "1/2"), ("1/2", 1), (1, 0)])
    >>> h = entropy(IntervalFunction.of(three_cycle))
    >>> h.log_decimal, h.exact.coefficients
    ('0.4812118251', (-1, -1, 1))
    """
    if digits < 1:
        raise InputError(f"the number of digits must be at least 1, not {digits}")
    if method not in METHODS:
        raise InputError(f"{method!r} is no method; there are {', '.join(METHODS)}")
    if isinstance(function, SemiAlgebraicFunction):
        if method == "partition":
            raise InputError("partitions are used for piecewise-linear maps; entropy of this one comes by kneading")
        known = constant_slope_of_curve(function, digits) if method == "auto" else None
        return Entropy(function, digits, known or curve_growth(function, digits))
    require_self_map(function.map)
    if method == "kneading":
        return Entropy(function, digits, _by_kneading(function, digits))
    known = constant_slope_growth(function)
    if known is None and method == "auto":
        known = _quick(function, digits, max_points)
    # where kneading has both sides of a bracket, partitions would not get further
    if known is not None and (known.is_decided(digits) or known.lower > 1):
        return Entropy(function, digits, known)
    growth = covering_growth(function, digits, max_points=max_points, progress=progress)
    if known is not None and growth.exact is None and known.width < growth.width:
        growth = known
    return Entropy(function, digits, growth)


def _by_kneading(function: IntervalFunction, digits: int) -> Growth:
    points = LinearTurningPoints(function)
    growth = kneading_growth(points, digits)
    finite = all(isinstance(orbit.ending, Hit | Return | Flat) for orbit in points.orbits)
    return replace(growth, markov=finite and is_markov(function))


def _quick(function: IntervalFunction, digits: int, max_points: int) -> Growth | None:
    """What kneading finds; None where partitions are the better route: many turning points, or orbits that close soon."""
    if len(turning_points(function.map)) > _FEW_TURNS or is_markov(function, _SHORT_ORBITS):
        return None
    try:
        growth = _by_kneading(function, digits)
    except TimeLimitError:
        raise
    except UndecidedError:
        return None
    if growth.exact is None and growth.is_decided(digits) and growth.lower <= growth.upper.floor():
        # the bracket holds an integer: coverings can show that it is the growth number
        covering = covering_growth(function, min(digits, DEFAULT_DIGITS), max_points=max_points)
        return growth if covering.exact is None else covering
    return growth
