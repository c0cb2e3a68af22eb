"""Curves: laps of iterates against expansions in sympy."""

from flint import fmpq, fmpq_poly
from hypothesis import given, settings
from support.quadratics import laps_of_iterates, quadratic_maps

from exactnet.compile.semialgebraic.curve import Curve
from exactnet.dynamics.curves.laps import curve_counts
from exactnet.exact.points import Point
from exactnet.exact.rational_functions import RationalFunction


def curve(pieces):
    knots = [Point.of(0), *(Point.of(fmpq(end.numerator, end.denominator)) for end, _ in pieces)]
    functions = [
        RationalFunction.of(fmpq_poly([fmpq(c.numerator, c.denominator) for c in coefficients]))
        for _, coefficients in pieces
    ]
    return Curve.of(knots, functions)


@settings(max_examples=25, deadline=None)
@given(quadratic_maps())
def test_laps_of_iterates_agree_with_expansion(pieces):
    assert list(curve_counts(curve(pieces), 3, fmpq(1, 2)).counts.laps) == laps_of_iterates(pieces, 3)
