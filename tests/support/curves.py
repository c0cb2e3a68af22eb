"""Curves for tests, and what a certificate says of them."""

from __future__ import annotations

from flint import fmpq, fmpq_poly

from exactnet.compile.semialgebraic.cells import RootFinder
from exactnet.compile.semialgebraic.curve import Curve
from exactnet.compile.semialgebraic.description import element_json, field_json, isolated_points
from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.field_polynomials import polynomial
from exactnet.exact.fields import common_field
from exactnet.exact.points import Point
from exactnet.exact.rational import rational
from exactnet.exact.rational_functions import RationalFunction


def function(top, bottom=(1,)):
    return RationalFunction.of(*(fmpq_poly([rational(c) for c in part]) for part in (top, bottom)))


def curve(ends, *pieces):
    """From rational ends of pieces and coefficients: of a polynomial, or a pair for numerator and denominator."""
    functions = [function(*p) if isinstance(p, tuple) else function(p) for p in pieces]
    return Curve.of([Point.of(rational(x)) for x in ends], functions)


def over_field(number, ends, *pieces):
    """From functions of an algebraic number (polynomial, interval) that give ends and coefficients."""
    coefficients, low, high = number
    field, (theta,) = common_field([RealAlgebraic.from_polynomial(coefficients, low, high)])
    functions = [RationalFunction.of(polynomial(field, [_scalar(c) for c in piece(theta)])) for piece in pieces]
    return Curve.of([Point.of(_scalar(x)) for x in ends(theta)], functions, field)


def _scalar(x):
    return fmpq(x) if isinstance(x, int) else x


def logistic(r):
    return curve([0, 1], [0, r, -rational(r)])


def described(f):
    """Field and points as evidence has them, and the pieces for the oracle."""
    head = {"field": field_json(f.field, []), "points": isolated_points(f.points, RootFinder())}
    pieces = [
        ([element_json(c) for c in g.numerator.coeffs()], [element_json(c) for c in g.denominator.coeffs()])
        for g in f.branches
    ]
    return head, pieces
