"""Growth numbers of curves: by kneading theory, or read off a slope that is the same everywhere."""

from __future__ import annotations

from dataclasses import replace

from flint import fmpq

from exactnet.compile.semialgebraic.curve import Curve
from exactnet.compile.semialgebraic.description import element_json
from exactnet.compile.semialgebraic.function import SemiAlgebraicFunction
from exactnet.dynamics.curves.laps import require_self_curve
from exactnet.dynamics.curves.table import closes
from exactnet.dynamics.curves.turning import CurveTurningPoints
from exactnet.dynamics.growth import Growth
from exactnet.dynamics.kneading.growth import kneading_growth
from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.fields import Scalar, sign
from exactnet.exact.points import Point

__all__ = ["constant_slope_growth", "curve_growth"]


def curve_growth(function: SemiAlgebraicFunction, digits: int) -> Growth:
    """The growth number of a semi-algebraic function that maps its interval into itself.

    Raises
    ------
    InputError
        If the function leaves its interval.
    UndecidedError
        If it has too many turning points, or an orbit cannot be followed.

    Examples
    --------
    >>> from exactnet.compile.piecewise_map import PiecewiseMap
    >>> from exactnet.compile.study import study
    >>> curve_growth(study(PiecewiseMap.of([0, 1], [[0, "39/10", "-39/10"]])), 10).log_decimal(10)
    '0.5399761442'
    """
    require_self_curve(function.curve)
    growth = kneading_growth(CurveTurningPoints(function.curve, function.evidence.value), digits)
    return replace(growth, markov=closes(function.curve))


def constant_slope_growth(function: SemiAlgebraicFunction, digits: int) -> Growth | None:
    """h = max(0, log s), if the absolute slope is s on every piece: Var(f^n) = s^n times the length (Misiurewicz-Szlenk).

    Examples
    --------
    >>> from exactnet.compile.piecewise_map import PiecewiseMap
    >>> from exactnet.compile.study import study
    >>> plastic = RealAlgebraic.from_polynomial([-1, -1, 0, 1], 1, 2)
    >>> tent = PiecewiseMap.from_points([(0, 0), ("1/2", plastic / 2), (1, 0)])
    >>> constant_slope_growth(study(tent), 10).log_decimal(20)  # x^3 = x + 1
    '0.28119957432296184651'
    """
    require_self_curve(function.curve)
    slope = _constant_slope(function.curve)
    if slope is None:
        return None
    exact = RealAlgebraic.from_rational(1) if sign(slope - 1) <= 0 else Point.of(slope).algebraic()
    lower, upper = (exact.lower, exact.lower) if exact.is_rational else exact.enclosure(digits + 1)
    evidence = {**function.evidence.value, "constant_slope": element_json(slope)}
    return Growth(lower, upper, exact, lower, upper, evidence, closes(function.curve))


def _constant_slope(curve: Curve) -> Scalar | None:
    """The absolute slope of a curve with straight pieces, if it is one number."""
    slopes: list[Scalar] = []
    for f in curve.pieces:
        if not f.is_polynomial or f.degree > 1:
            return None
        slope = f.numerator[1] / f.denominator[0] if f.degree == 1 else fmpq(0)
        slopes.append(-slope if sign(slope) < 0 else slope)
    return slopes[0] if all(sign(s - slopes[0]) == 0 for s in slopes) else None
