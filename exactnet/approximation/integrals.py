"""The area between two functions with rational pieces: exactly in a number field, or enclosed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flint import arb, arb_poly, ctx, fmpq

from exactnet.approximation.difference import Difference
from exactnet.errors import UndecidedError
from exactnet.exact.balls import bracket
from exactnet.exact.embeddings import Embedding
from exactnet.exact.field_polynomials import Polynomial, ball_polynomial, evaluate
from exactnet.exact.fields import Scalar, common_field
from exactnet.exact.points import Point, between
from exactnet.exact.rational_functions import RationalFunction

__all__ = ["area_bounds", "exact_area", "in_short_cells"]

_LARGEST_FIELD = 12
"""Degree of the fields in which areas are computed; beyond, elements are too long to be worth writing down."""

_MOST_CELLS = 50_000


@dataclass(frozen=True)
class _Run:
    """A maximal interval on which |f - g| is one polynomial."""

    start: Point
    stop: Point
    height: Polynomial


def exact_area(gap: Difference) -> tuple[Scalar, Difference] | None:
    """The integral of |f - g| as a number of a field, and f - g over this field; None where that is out of reach.

    That is so for rational pieces, and unless the ends of the maximal intervals on which |f - g| is one polynomial generate a
    field of degree at most 12.
    """
    if not gap.is_polynomial:
        return None
    runs = _runs(gap)
    roots = [x for x in {id(x): x for run in runs for x in (run.start, run.stop)}.values() if x.scalar is None]
    into, elements = Embedding(gap.field, None if gap.field is None else gap.field.theta), []
    if roots:
        generators = [] if gap.field is None else [gap.field.generator]
        try:
            field, found = common_field([*generators, *(x.algebraic() for x in roots)], _LARGEST_FIELD)
        except UndecidedError:
            return None
        into, elements = Embedding(field, found[0] if generators else None), found[len(generators) :]
    known = {id(x): element for x, element in zip(roots, elements, strict=True)}
    total: Scalar = fmpq(0)
    for run in runs:
        antiderivative = into.polynomial(run.height).integral()
        low, high = (known[id(x)] if id(x) in known else into.scalar(x.scalar) for x in (run.start, run.stop))
        total = evaluate(antiderivative, high) - evaluate(antiderivative, low) + total
    return total, gap.moved(into, known) if roots else gap


def _runs(gap: Difference) -> list[_Run]:
    runs: list[_Run] = []
    for k, (piece, sign) in enumerate(zip(gap.pieces, gap.signs, strict=True)):
        height, start = piece.numerator * sign, gap.points[k]
        if runs and runs[-1].height == height:
            start = runs.pop().start
        runs.append(_Run(start, gap.points[k + 1], height))
    return runs


def area_bounds(gap: Difference, precision: int, terms: int) -> tuple[fmpq, fmpq]:
    """Rational bounds of the integral of |f - g|, with points known to 2^-precision, and Taylor polynomials of so many terms.

    Pieces with a denominator must be short (see `in_short_cells`).
    """
    before = ctx.prec
    try:
        ctx.prec = precision + 64
        total = arb(0)
        for k, (piece, sign) in enumerate(zip(gap.pieces, gap.signs, strict=True)):
            if sign:
                left, right = gap.points[k], gap.points[k + 1]
                area = _polynomial_area if piece.is_polynomial else _rational_area
                total += sign * area(piece, left, right, precision, terms)
        return bracket(total)
    finally:
        ctx.prec = before


def _polynomial_area(piece: RationalFunction, left: Point, right: Point, precision: int, terms: int) -> arb:
    antiderivative = ball_polynomial(piece.numerator, precision + 32).integral()
    return antiderivative(right.ball(precision)) - antiderivative(left.ball(precision))


def _rational_area(piece: RationalFunction, left: Point, right: Point, precision: int, terms: int) -> arb:
    """With N/D = q + E/D, q the Taylor polynomial at the middle: the integral of q, and a bound for that of E/D."""
    middle, half = _extent(left, right, precision)
    top, bottom = (_around(p, middle, precision) for p in (piece.numerator, piece.denominator))
    taylor = _quotient(top, bottom, terms)
    rest = top - taylor * bottom
    excess = sum((abs(c) * half ** (k + 1) / (k + 1) for k, c in enumerate(rest.coeffs())), arb(0))
    error = (2 * excess / _least(bottom, half)).abs_upper()
    antiderivative = taylor.integral()
    area = antiderivative(right.ball(precision) - middle) - antiderivative(left.ball(precision) - middle)
    return area + error.union(-error)


def _extent(left: Point, right: Point, bits: int) -> tuple[arb, arb]:
    """Middle and half length of the hull of two enclosed points."""
    low, high = left.refine(bits)[0], right.refine(bits)[1]
    return arb((low + high) / 2).mid(), (arb(high - low) / 2 * (1 + arb(2) ** -bits)).abs_upper()


def _around(p: Polynomial, middle: arb, bits: int) -> arb_poly:
    """p(middle + t) as a polynomial in t."""
    return ball_polynomial(p, bits + 32)(arb_poly([middle, 1]))


def _quotient(top: arb_poly, bottom: arb_poly, terms: int) -> arb_poly:
    """The first terms of a quotient of power series, rounded: any polynomial will do."""
    above, below = ([c.mid() for c in p.coeffs()] for p in (top, bottom))
    found: list[arb] = []
    for k in range(terms):
        rest = above[k] if k < len(above) else arb(0)
        for j in range(1, min(k, len(below) - 1) + 1):
            rest -= below[j] * found[k - j]
        found.append((rest / below[0]).mid())
    return arb_poly(found)


def _least(bottom: arb_poly, half: arb) -> arb:
    """A lower bound of |bottom(t)| for |t| <= half; positive on short cells."""
    first, *others = bottom.coeffs()
    return arb((abs(first) - sum((abs(c) * half ** (k + 1) for k, c in enumerate(others)), arb(0))).abs_lower())


def in_short_cells(gap: Difference) -> Difference:
    """The same with more points: on every piece the denominator varies by at most a half.

    Raises
    ------
    UndecidedError
        If that takes too many points.
    """
    points, pieces = [gap.points[0]], []
    for k, piece in enumerate(gap.pieces):
        ends = [gap.points[k + 1]] if piece.is_polynomial else _cells(piece, gap.points[k], gap.points[k + 1], 64)
        for end in ends:
            points.append(end)
            pieces.append(piece)
            if len(points) > _MOST_CELLS:
                raise UndecidedError(f"the integral takes more than {_MOST_CELLS} cells: a pole is too close")
    return gap.refined(points, pieces)


def _cells(piece: RationalFunction, left: Point, right: Point, bits: int) -> Iterator[Point]:
    """Ends of short cells from left to right."""
    if _is_short(piece, left, right, bits):
        yield right
        return
    where = Point.of(between(left, right))
    yield from _cells(piece, left, where, bits + 4)
    yield from _cells(piece, where, right, bits + 4)


def _is_short(piece: RationalFunction, left: Point, right: Point, bits: int) -> bool:
    before = ctx.prec
    try:
        ctx.prec = bits + 64
        middle, half = _extent(left, right, bits)
        first, *others = _around(piece.denominator, middle, bits).coeffs()
        return bool(2 * sum((abs(c) * half ** (k + 1) for k, c in enumerate(others)), arb(0)) < abs(first))
    finally:
        ctx.prec = before
