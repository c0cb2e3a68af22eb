"""Semi-algebraic layers from JSON values: four spellings of `Piecewise`, its canonical form, and `Product`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flint import fmpq

from exactnet.errors import InputError
from exactnet.model.fields import at_place, brief, index_at, items, number_at, numbers_at, object_at
from exactnet.model.layer import Layer
from exactnet.model.piecewise import Piecewise
from exactnet.model.product import Product

__all__ = ["coefficients_at", "piecewise", "piecewise_polynomial", "polynomial", "product", "rational", "relu_power"]

_MAX_POWER = 1000
_Fields = Mapping[str, Any]
_Coefficients = list[fmpq]


def polynomial(fields: _Fields, where: str) -> Layer:
    """``coefficients``: one polynomial."""
    return Piecewise.polynomials([], [coefficients_at(fields["coefficients"], f"{where}.coefficients")])


def piecewise_polynomial(fields: _Fields, where: str) -> Layer:
    """``breakpoints`` and ``pieces``, lists of coefficients."""
    pieces = _coefficient_lists(fields["pieces"], f"{where}.pieces")
    breakpoints = numbers_at(fields["breakpoints"], f"{where}.breakpoints")
    return at_place(where, lambda: Piecewise.polynomials(breakpoints, pieces))


def relu_power(fields: _Fields, where: str) -> Layer:
    """``power``: 0 up to 0, u^power beyond."""
    power = number_at(fields["power"], f"{where}.power")
    if power.q != 1 or not 1 <= power <= _MAX_POWER:
        raise InputError(f"{where}.power must be an integer from 1 to {_MAX_POWER:,}, not {brief(fields['power'])}")
    return Piecewise.polynomials([0], [[0], [0] * int(power.p) + [1]])


def rational(fields: _Fields, where: str) -> Layer:
    """One quotient, or pieces, or breakpoints with lists of numerators and of denominators."""
    if "pieces" in fields:
        return piecewise(fields, where)
    places = [(fields[key], f"{where}.{key}") for key in ("numerator", "denominator")]
    if "breakpoints" not in fields:
        quotient = [coefficients_at(value, place) for value, place in places]
        return at_place(where, lambda: Piecewise.of([], [(quotient[0], quotient[1])]))
    breakpoints = numbers_at(fields["breakpoints"], f"{where}.breakpoints")
    above, below = (_coefficient_lists(value, place) for value, place in places)
    if len(above) != len(below):
        raise InputError(f"{where} has {len(above)} numerators and {len(below)} denominators; each piece needs both")
    return at_place(where, lambda: Piecewise.of(breakpoints, list(zip(above, below, strict=True))))


def piecewise(fields: _Fields, where: str) -> Layer:
    """``breakpoints`` and ``pieces``, objects with numerator and denominator."""
    breakpoints = numbers_at(fields["breakpoints"], f"{where}.breakpoints")
    pieces = []
    for i, piece in enumerate(items(fields["pieces"], f"{where}.pieces")):
        place = f"{where}.pieces[{i}]"
        above, below = object_at(piece, ("numerator", "denominator"), place)
        pieces.append((coefficients_at(above, f"{place}.numerator"), coefficients_at(below, f"{place}.denominator")))
    return at_place(where, lambda: Piecewise.of(breakpoints, pieces))


def product(fields: _Fields, where: str) -> Layer:
    """``pairs`` of indices of units."""
    pairs = []
    for p, pair in enumerate(items(fields["pairs"], f"{where}.pairs")):
        place = f"{where}.pairs[{p}]"
        indices = [index_at(index, place) for index in items(pair, place)]
        if len(indices) != 2:
            raise InputError(f"{place} must name two units, not {len(indices)}")
        pairs.append((indices[0], indices[1]))
    return at_place(where, lambda: Product(tuple(pairs)))


def coefficients_at(value: Any, where: str) -> _Coefficients:
    """The coefficients of a polynomial, at least one."""
    found = numbers_at(value, where)
    if not found:
        raise InputError(f'{where} is empty; the polynomial 0 is written ["0"]')
    return found


def _coefficient_lists(value: Any, where: str) -> list[_Coefficients]:
    return [coefficients_at(piece, f"{where}[{i}]") for i, piece in enumerate(items(value, where))]
