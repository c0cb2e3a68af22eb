"""Least and largest values of the iterates of a piecewise-linear map: the ends of the images of its interval, one after another.

f^n(D) = f(f^(n-1)(D)), and on an interval f takes its extremes at the ends and at the turning points inside. Nothing is composed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Any, TypeAlias

from flint import fmpq

from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.dynamics.laps import monotone_ends
from exactnet.exact.brackets import Bracket
from exactnet.exact.numbers import Number, number_document

__all__ = ["MOST_BITS", "PLACES", "Extremes", "Extremum", "extremum_json", "image_ends", "iterate_extremes"]

Extremum: TypeAlias = Number | Bracket
"""A value, or rationals around it where it is too long to write down."""

Extremes: TypeAlias = tuple[Extremum, Extremum]
"""Least and largest value of a function."""

MOST_BITS = 2000
"""Bits of numerator and denominator (of all coefficients) from which on a value is only enclosed."""

PLACES = 20
"""Decimal places of an enclosed value."""


def iterate_extremes(f: PiecewiseLinearMap, iterates: int) -> tuple[Extremes, ...]:
    """Least and largest values of f, f^2, .., f^iterates, for a map of a bounded interval into itself (or into anything, for f).

    Examples
    --------
    >>> tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", "3/4"), (1, 0)])
    >>> iterate_extremes(tent.restrict("1/4", "3/4"), 3)
    ((3/8, 3/4), (3/8, 3/4), (3/8, 3/4))
    """
    return tuple((_written(low), _written(high)) for low, high in image_ends(f, iterates))


def image_ends(f: PiecewiseLinearMap, iterates: int) -> list[tuple[fmpq, fmpq]]:
    """The ends of f(D), f^2(D), .., exactly.

    Examples
    --------
    >>> image_ends(PiecewiseLinearMap.from_points([(0, "1/2"), (1, "1/4")]), 3)
    [(1/4, 1/2), (3/8, 7/16), (25/64, 13/32)]
    """
    turns = monotone_ends(f)[1:-1]
    where, heights = [f.breakpoints[i] for i in turns], [f.values[i] for i in turns]
    inside, between = (0, 0), list[fmpq]()
    a, b = f.breakpoints[0], f.breakpoints[-1]
    found: list[tuple[fmpq, fmpq]] = []
    for _ in range(iterates):
        now = bisect_right(where, a), bisect_left(where, b)
        if now != inside:
            inside, rows = now, heights[now[0] : now[1]]
            between = [min(rows), max(rows)] if rows else []
        values = [f(a), f(b), *between]
        low, high = min(values), max(values)
        found.append((low, high))
        if (low, high) == (a, b):
            return found + [(a, b)] * (iterates - len(found))
        a, b = low, high
    return found


def _written(value: fmpq) -> Extremum:
    short = int(value.p).bit_length() + int(value.q).bit_length() <= MOST_BITS
    return value if short else Bracket.decimal(value, value, PLACES)


def extremum_json(value: Extremum) -> Any:
    """As claims write it."""
    return value.to_json() if isinstance(value, Bracket) else number_document(value)
