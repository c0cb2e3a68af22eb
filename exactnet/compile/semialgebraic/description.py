"""What certificates say of a semi-algebraic function: its field, and points between which it is one monotone rational function."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from exactnet.compile.semialgebraic.cells import RootFinder, distinct
from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.fields import Element, NumberField, Scalar
from exactnet.exact.points import Point
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


def algebraic_json(number: RealAlgebraic) -> Any:
    """A real algebraic number as files write it."""
    if number.is_rational:
        return number_text(number.lower)
    return {
        "polynomial": list(number.coefficients),
        "between": [number_text(number.lower), number_text(number.upper)],
    }


def point_json(x: Point) -> Any:
    """A point as certificates write it."""
    if x.scalar is not None:
        return element_json(x.scalar)
    return {
        "polynomial": [element_json(c) for c in x.polynomial.coeffs()],
        "between": [number_text(x.lower), number_text(x.upper)],
    }


def field_json(field: NumberField | None, numbers: Sequence[Scalar]) -> Any:
    """The field, with the elements that the algebraic numbers of the subject are."""
    if field is None:
        return None
    theta = field.generator
    return {
        "polynomial": list(theta.coefficients),
        "between": [number_text(theta.lower), number_text(theta.upper)],
        "numbers": [element_json(n) for n in numbers],
    }


def isolated_points(points: Sequence[Point], finder: RootFinder) -> list[Any]:
    """Points with intervals that hold no other root of any polynomial that was solved on the way.

    Raises nothing: the intervals of the points are refined in place until it is so.
    """
    others = distinct(_roots(finder))
    everything = distinct([*points, *others])
    for a, b in pairwise(everything):
        _part(a, b)
    chosen = iter(everything)
    result = []
    for x in points:
        like = next(y for y in chosen if y == x)
        if x.scalar is None and like.scalar is None and like.polynomial == x.polynomial:
            x.lower, x.upper = max(x.lower, like.lower), min(x.upper, like.upper)
        while x.scalar is None and not (like.lower <= x.lower and x.upper <= like.upper):
            # another polynomial isolates the same number: stay inside its interval, which is free of other roots
            x.refine(2 * _bits(x))
        result.append(point_json(x))
    return result


def _roots(finder: RootFinder) -> Iterable[Point]:
    return (x for roots in finder.solved for x in roots)


def _bits(x: Point) -> int:
    return max(_FIRST_BITS, int((1 / (x.upper - x.lower)).ceil()).bit_length())


def _part(a: Point, b: Point) -> None:
    """Refine two different points until their intervals have no point in common."""
    bits = _FIRST_BITS
    while not a.upper < b.lower:
        a.refine(bits)
        b.refine(bits)
        bits *= 2
