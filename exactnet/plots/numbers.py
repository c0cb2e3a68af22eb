"""Exact numbers on their way to the page: doubles to draw with, and text."""

from __future__ import annotations

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.compile.places import Place
from exactnet.compile.polytope import Polytope
from exactnet.errors import InputError
from exactnet.exact.integers import IntArray
from exactnet.exact.rational import number_text

__all__ = [
    "double",
    "doubles",
    "formula",
    "interval_formula",
    "place_formula",
    "require_drawable",
    "text",
]

_LARGEST = 1e100
_NARROWEST = 1e-9


def doubles(rows: IntArray) -> NDArray[np.float64]:
    """The points of rows (w, x_1, ..), w > 0, as doubles.

    Raises
    ------
    InputError
        If a number is too large to draw.

    Examples
    --------
    >>> doubles(np.array([[2, 1, -3]])).tolist()
    [[0.5, -1.5]]
    """
    try:
        # Python divides long integers correctly where their doubles would overflow
        found = np.asarray(rows[..., 1:] / rows[..., :1], dtype=np.float64)
    except OverflowError:
        found = np.array([np.inf])
    if not (abs(found) < _LARGEST).all():
        raise InputError("there are numbers beyond 1e100 in the picture; choose a smaller domain or window")
    return found


def double(value: fmpq) -> float:
    """The nearest double; InputError where `doubles` raises it."""
    return float(doubles(np.array([[int(value.q), int(value.p)]], dtype=object))[0, 0])


def require_drawable(lower: fmpq, upper: fmpq) -> None:
    """Raise InputError for an interval whose points doubles cannot tell apart."""
    lo, hi = double(lower), double(upper)
    if hi - lo <= _NARROWEST * max(abs(lo), abs(hi), 1e-90):
        raise InputError(f"the interval [{text(lower)}, {text(upper)}] is too narrow to draw")


def text(value: fmpq) -> str:
    """A number for a sentence: exact if short, else a decimal marked by ``~``.

    Examples
    --------
    >>> text(fmpq(1, 3)), text(fmpq(10**9 + 7, 10**9))
    ('1/3', '~1')
    """
    exact = number_text(value)
    return exact if len(exact) <= 9 else f"~{double(value):.4g}"


def formula(value: fmpq) -> str:
    """The same inside the dollar signs of a title."""
    found = text(value)
    if not found.startswith("~"):
        return found
    digits, _, exponent = found[1:].partition("e")
    return rf"{{\approx}}{digits}" + (rf"{{\cdot}}10^{{{int(exponent)}}}" if exponent else "")


def interval_formula(lower: fmpq, upper: fmpq) -> str:
    """An interval inside dollar signs."""
    return f"[{formula(lower)}, {formula(upper)}]"


def place_formula(place: Place) -> str:
    """A domain in the plane inside dollar signs."""
    if isinstance(place, Polytope):
        return r"\mathrm{a\ polytope}"
    if place.sides is None:
        return r"\mathbf{R}^2"
    first, second = (interval_formula(lo, hi) for lo, hi in place.sides)
    return f"{first}^2" if first == second else rf"{first} \times {second}"
