"""Growth numbers of curves, by kneading theory."""

from __future__ import annotations

from dataclasses import replace

from exactnet.compile.semialgebraic.function import SemiAlgebraicFunction
from exactnet.dynamics.curves.laps import require_self_curve
from exactnet.dynamics.curves.table import closes
from exactnet.dynamics.curves.turning import CurveTurningPoints
from exactnet.dynamics.growth import Growth
from exactnet.dynamics.kneading_growth import kneading_growth

__all__ = ["curve_growth"]


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
