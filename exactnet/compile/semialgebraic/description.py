"""What certificates say of a semi-algebraic function: its field, and points between which it is one monotone rational function."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from flint import fmpq

from exactnet.compile.semialgebraic.cells import RootFinder, distinct
from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.fields import Element, NumberField, Scalar
from exactnet.exact.numbers import isolation, number, number_document
from exactnet.exact.points import Point, simplest_between
from exactnet.exact.rational import number_text

__all__ = ["algebraic_json", "element_json", "field_json", "isolated_points", "point_json"]

_FIRST_BITS = 8


def element_json(value: Scalar) -> Any:
    """A rational as text, another element of the field as the list of its coefficients."""
    if isinstance(value, Element):
        if value.polynomial.degree() > 0:
            return [number_text(c) for c in value.coefficients]
        return number_text(value.polynomial[0])
    return number_text(value)


def algebraic_json(value: RealAlgebraic) -> Any:
    """A real algebraic number as claims write it."""
    return number_document(number(value))


def point_json(x: Point, lower: fmpq | None = None, upper: fmpq | None = None) -> Any:
    """A point as certificates write it, in a given isolating interval or its own."""
    if x.scalar is not None:
        return element_json(x.scalar)
    ends = (x.lower if lower is None else lower, x.upper if upper is None else upper)
    assert x.polynomial is not None
    return {"polynomial": [element_json(c) for c in x.polynomial.coeffs()], "between": [number_text(e) for e in ends]}


def field_json(field: NumberField | None, numbers: Sequence[Scalar]) -> Any:
    """The field, with the elements that the algebraic numbers of the subject are."""
    if field is None:
        return None
    theta = field.generator
    return {
        "polynomial": list(theta.coefficients),
        "between": [number_text(end) for end in isolation(theta)],
        "numbers": [element_json(n) for n in numbers],
    }


def isolated_points(points: Sequence[Point], finder: RootFinder) -> list[Any]:
    """Points as certificates write them, with short intervals that hold no other root of any polynomial solved on the way."""
    everything = distinct([*points, *(x for roots in finder.solved for x in roots)])
    for a, b in pairwise(everything):
        _part(a, b)
    intervals = iter(zip(everything, _shortened(everything), strict=True))
    result = []
    for x in points:
        low, high = next(interval for y, interval in intervals if y == x)
        result.append(point_json(x) if x.scalar is not None else point_json(x, low, high))
    return result


def _part(a: Point, b: Point) -> None:
    """Refine two different points until their intervals have no point in common."""
    bits = _FIRST_BITS
    while not a.upper < b.lower:
        a.refine(bits)
        b.refine(bits)
        bits *= 2


def _shortened(points: Sequence[Point]) -> list[tuple[fmpq, fmpq]]:
    """Intervals around those of the points, still apart from each other, with ends that are short to write."""
    ends = [(points[0].lower - 1, points[0].lower)]
    for a, b in pairwise(points):
        third = (b.lower - a.upper) / 3
        ends += [(a.upper, a.upper + third), (b.lower - third, b.lower)]
    ends.append((points[-1].upper, points[-1].upper + 1))
    short = [simplest_between(low, high) for low, high in ends]
    return list(zip(short[::2], short[1::2], strict=True))
