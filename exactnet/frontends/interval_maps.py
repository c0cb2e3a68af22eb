"""Interval maps from JSON values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flint import fmpq, fmpz_poly

from exactnet.compile import PiecewiseLinearMap, PiecewiseMap
from exactnet.errors import InputError
from exactnet.exact import RealAlgebraic
from exactnet.exact.algebraic import MAX_DEGREE
from exactnet.exact.numbers import Number, number, number_name
from exactnet.exact.rational import common_denominator
from exactnet.model.fields import at_place, items, number_at, numbers_at, object_at, refuse_unknown

__all__ = ["map_from_json", "map_number"]


def map_from_json(document: Mapping[str, Any]) -> PiecewiseLinearMap | PiecewiseMap:
    """Read a document of format ``exactnet-map/1``, by points or by polynomial pieces.

    A map with rational numbers and pieces of degree at most 1 is a `PiecewiseLinearMap` however it is written.

    Raises
    ------
    InputError
        For anything malformed or discontinuous; the message says where.

    Examples
    --------
    >>> map_from_json({"domain": ["0", "1"], "pieces": [{"to": "1", "polynomial": ["0", "1/2"]}]})
    PiecewiseLinearMap(1 pieces on [0, 1])
    >>> map_from_json({"domain": ["0", "1"], "pieces": [{"to": "1", "polynomial": ["0", "4", "-4"]}]})
    PiecewiseMap(1 piece of degree 2 on [0, 1])
    """
    refuse_unknown(document, ("format", "name", "points", "domain", "pieces"), "the map")
    if "points" in document and "pieces" in document:
        raise InputError("a map is given by points, or by domain and pieces, not by both")
    if "points" in document:
        return _from_points(document)
    if "pieces" not in document or "domain" not in document:
        raise InputError('a map needs "points", or "domain" and "pieces"')
    return _from_pieces(document)


def _from_points(document: Mapping[str, Any]) -> PiecewiseLinearMap | PiecewiseMap:
    points = [_pair(point, f"points[{i}]") for i, point in enumerate(items(document["points"], "points"))]
    rationals = [(x, y) for x, y in points if isinstance(x, fmpq) and isinstance(y, fmpq)]
    if len(rationals) == len(points):
        found: PiecewiseLinearMap | PiecewiseMap = PiecewiseLinearMap.from_points(rationals)
    else:
        found = _simplest(PiecewiseMap.from_points(points))
    ends = found.domain.lower, found.domain.upper
    if "domain" in document and _pair(document["domain"], "domain") != ends:
        raise InputError(f"the domain must run from the first to the last point, {found.domain}")
    return found


def _from_pieces(document: Mapping[str, Any]) -> PiecewiseLinearMap | PiecewiseMap:
    start, end = _pair(document["domain"], "domain")
    breakpoints, polynomials = [start], []
    for i, piece in enumerate(items(document["pieces"], "pieces")):
        where = f"pieces[{i}]"
        to, coefficients = object_at(piece, ("to", "polynomial"), where)
        stop = map_number(to, f"{where}.to")
        if not start < stop:
            raise InputError(
                f"{where} runs from {number_name(start)} to {number_name(stop)}; its end must be above its start"
            )
        polynomials.append(_coefficients(coefficients, f"{where}.polynomial"))
        breakpoints.append(stop)
        start = stop
    if not polynomials or start != end:
        raise InputError(
            f"the pieces must fill the domain: they end at {number_name(start)}, the domain at {number_name(end)}"
        )
    return _simplest(PiecewiseMap.of(breakpoints, polynomials))


def _simplest(found: PiecewiseMap) -> PiecewiseLinearMap | PiecewiseMap:
    return found.linear or found


def map_number(value: Any, where: str) -> Number:
    """A number of a map: rational, or an object that names one real root of a polynomial.

    Examples
    --------
    >>> map_number({"polynomial": [-2, -2, 1], "between": ["2", "3"]}, "to")
    RealAlgebraic(root of x^2 + (-2)*x + (-2) between 54641/20000 and 683013/250000)
    """
    if not isinstance(value, Mapping):
        return number_at(value, where)
    polynomial, between = object_at(value, ("polynomial", "between"), where)
    coefficients = numbers_at(polynomial, f"{where}.polynomial")
    if len(coefficients) > MAX_DEGREE + 1:
        raise InputError(f"{where}.polynomial has {len(coefficients)} coefficients; at most {MAX_DEGREE + 1} are read")
    ends = numbers_at(between, f"{where}.between")
    if len(ends) != 2:
        raise InputError(f"{where}.between must be a pair of numbers, but has {len(ends)} entries")
    scale = common_denominator(coefficients)
    integers = fmpz_poly([(c * scale).p for c in coefficients])
    return number(at_place(where, lambda: RealAlgebraic.from_polynomial(integers, *ends)))


def _coefficients(value: Any, where: str) -> list[Number]:
    found = [map_number(c, f"{where}[{i}]") for i, c in enumerate(items(value, where))]
    if not found:
        raise InputError(f'{where} is empty; the polynomial 0 is written ["0"]')
    return found


def _pair(value: Any, where: str) -> tuple[Number, Number]:
    entries = items(value, where)
    if len(entries) != 2:
        raise InputError(f"{where} must be a pair of numbers, but has {len(entries)} entries")
    return map_number(entries[0], f"{where}[0]"), map_number(entries[1], f"{where}[1]")
