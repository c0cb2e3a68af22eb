"""Interval maps from JSON values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flint import fmpq

from exactnet.compile import PiecewiseLinearMap
from exactnet.errors import InputError
from exactnet.model.fields import number_at, refuse_unknown

__all__ = ["map_from_json"]


def map_from_json(document: Mapping[str, Any]) -> PiecewiseLinearMap:
    """Read a document of format ``exactnet-map/1``, by points or by pieces of degree at most 1.

    Raises
    ------
    InputError
        For anything malformed or discontinuous; the message says where.

    Examples
    --------
    >>> map_from_json({"domain": ["0", "1"], "pieces": [{"to": "1", "polynomial": ["0", "1/2"]}]})("1")
    1/2
    """
    refuse_unknown(document, ("format", "name", "points", "domain", "pieces"), "the map")
    if "points" in document and "pieces" in document:
        raise InputError("a map is given by points, or by domain and pieces, not by both")
    if "points" in document:
        pairs = [_pair(point, f"points[{i}]") for i, point in enumerate(_items(document["points"], "points"))]
        given = PiecewiseLinearMap.from_points(pairs)
        if "domain" in document and _pair(document["domain"], "domain") != given.domain.ends:
            raise InputError(f"the domain must run from the first to the last point, {given.domain}")
        return given
    if "pieces" not in document or "domain" not in document:
        raise InputError('a map needs "points", or "domain" and "pieces"')
    return _from_pieces(document)


def _from_pieces(document: Mapping[str, Any]) -> PiecewiseLinearMap:
    start, end = _pair(document["domain"], "domain")
    points: list[tuple[fmpq, fmpq]] = []
    for i, piece in enumerate(_items(document["pieces"], "pieces")):
        where = f"pieces[{i}]"
        if not isinstance(piece, Mapping) or set(piece) != {"to", "polynomial"}:
            raise InputError(f'{where} must be an object with the fields "to" and "polynomial"')
        stop = _number(piece["to"], f"{where}.to")
        if not start < stop:
            raise InputError(f"{where} runs from {start} to {stop}; its end must be above its start")
        value, slope = _affine(piece["polynomial"], f"{where}.polynomial")
        left = value + slope * start
        if points and points[-1][1] != left:
            raise InputError(f"the map jumps at {start}, from {points[-1][1]} to {left}; it must be continuous")
        points = points or [(start, left)]
        points.append((stop, value + slope * stop))
        start = stop
    if not points or start != end:
        raise InputError(f"the pieces must fill the domain: they end at {start}, the domain at {end}")
    return PiecewiseLinearMap.from_points(points)


def _affine(value: Any, where: str) -> tuple[fmpq, fmpq]:
    coefficients = [_number(c, f"{where}[{i}]") for i, c in enumerate(_items(value, where))]
    while coefficients and coefficients[-1] == 0:
        coefficients.pop()
    if len(coefficients) > 2:
        raise InputError(f"{where} has degree {len(coefficients) - 1}; this version reads pieces of degree at most 1")
    padded = [*coefficients, fmpq(0), fmpq(0)]
    return padded[0], padded[1]


def _pair(value: Any, where: str) -> tuple[fmpq, fmpq]:
    items = _items(value, where)
    if len(items) != 2:
        raise InputError(f"{where} must be a pair of numbers, but has {len(items)} entries")
    return _number(items[0], f"{where}[0]"), _number(items[1], f"{where}[1]")


def _number(value: Any, where: str) -> fmpq:
    if isinstance(value, Mapping):
        raise InputError(f"{where} is an algebraic number; this version reads rational numbers in maps")
    return number_at(value, where)


def _items(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise InputError(f"{where} must be a list")
    return value
