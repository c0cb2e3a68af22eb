"""Iterates of functions with rational pieces, expanded while their degree is moderate."""

from __future__ import annotations

from itertools import pairwise

from exactnet.compile.semialgebraic.cells import RootFinder
from exactnet.compile.semialgebraic.curve import Curve
from exactnet.dynamics.curves.exact_orbits import size
from exactnet.errors import UndecidedError
from exactnet.exact.field_polynomials import polynomial
from exactnet.exact.fields import Scalar, sign
from exactnet.exact.points import Point, between
from exactnet.exact.rational_functions import RationalFunction

__all__ = ["iterate_curve"]

MOST_DEGREE = 32
"""Larger degrees are not expanded: their roots take long to isolate, and longer to check."""

MOST_PIECES = 2000
MOST_BITS = 1000


def iterate_curve(f: Curve, times: int, finder: RootFinder) -> Curve:
    """f^times of a map of an interval into itself; its knots are all points that an earlier iterate sends to a knot of f.

    Raises
    ------
    UndecidedError
        If there are too many pieces, or of too large a degree, or a knot of f is no number of the field.

    Examples
    --------
    >>> from flint import fmpq_poly
    >>> logistic = Curve.of([Point.of(0), Point.of(1)], [RationalFunction.of(fmpq_poly([0, 4, -4]))])
    >>> iterate_curve(logistic, 2, RootFinder()).pieces[0].numerator
    (-64)*x^4 + 128*x^3 + (-80)*x^2 + 16*x
    """
    if times == 1:
        return f
    levels = [_scalar(x) for x in f.knots[1:-1]]
    lines = [RationalFunction.of(polynomial(f.field, [y])) for y in levels]
    identity = RationalFunction.of(polynomial(f.field, [0, 1]))
    knots, pieces = [f.knots[0], f.knots[-1]], [identity]
    for _ in range(times):
        cut_at = [knots[0]]
        composed: list[RationalFunction] = []
        for power, (left, right) in zip(pieces, pairwise(knots), strict=True):
            cuts = sorted(x for line in lines for x in finder.inside((power - line).numerator, left, right))
            for a, b in pairwise([left, *cuts, right]):
                value = power(between(a, b))
                piece = f.pieces[sum(sign(value - y) > 0 for y in levels)]
                if power.degree * piece.degree > MOST_DEGREE or len(composed) >= MOST_PIECES or size(value) > MOST_BITS:
                    raise UndecidedError(
                        "the iterate has too many pieces, of too large a degree or with too long numbers"
                    )
                composed.append(piece.after(power))
                cut_at.append(b)
        knots, pieces = cut_at, composed
    return Curve(f.field, tuple(knots), tuple(pieces))


def _scalar(x: Point) -> Scalar:
    if x.scalar is None:
        raise UndecidedError("a piece of the function ends at a point that is no number of its field")
    return x.scalar
