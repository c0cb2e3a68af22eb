"""Distances of iterates without expanding them: on short cells they are nearly polynomials, and cells are cut until that suffices.

Floats propose where to cut: at bends, zeros and turning points. What is claimed are sums over cells of bounds in integers.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from math import log2
from typing import Any, NamedTuple

from flint import fmpq

from exactnet.approximation.floats import root_of, turn_of
from exactnet.approximation.series import Series
from exactnet.approximation.sides import GUARD, Mixed, Side
from exactnet.compile.semialgebraic.curve import Curve
from exactnet.compile.semialgebraic.description import field_json, isolated_points
from exactnet.compile.semialgebraic.function import SemiAlgebraicFunction
from exactnet.dynamics.curves.images import Images
from exactnet.dynamics.curves.laps import easy_laps
from exactnet.errors import UndecidedError
from exactnet.exact.brackets import Bracket
from exactnet.exact.embeddings import Embedding, embeddings
from exactnet.exact.rational import number_text

__all__ = ["MOST_CELLS", "CellsShown", "bracket_by_cells", "many"]

MOST_CELLS = 20_000
"""More cells take minutes to check."""

_MOST_STEPS = 200_000
_NARROW = 2.0**-20
_NARROW_TURN = 2.0**-10
_ROUND = 64
_ORDERS = (10, 40)


@dataclass(frozen=True, eq=False)
class CellsShown:
    """A distance of iterates, shown by cells.

    Attributes
    ----------
    value
        The distance.
    field, first, second
        The field and the descriptions of both functions, as certificates write them.
    precision, order
        Of the arithmetic.
    cuts
        The ends of cells inside the domain.
    at
        Where the difference is that large (L-infinity only).
    """

    value: Bracket
    field: Any
    first: list[Any]
    second: list[Any]
    precision: int
    order: int
    cuts: tuple[fmpq, ...]
    at: fmpq | None

    @property
    def evidence(self) -> dict[str, Any]:
        """As rule ``distance`` of the certificate format writes it."""
        found = {
            "field": self.field,
            "first": self.first,
            "second": self.second,
            "precision": self.precision,
            "order": self.order,
            "cells": [number_text(x) for x in self.cuts],
        }
        return found if self.at is None else {**found, "at": number_text(self.at)}


def bracket_by_cells(
    functions: tuple[SemiAlgebraicFunction, SemiAlgebraicFunction],
    iterates: tuple[int, int],
    norm: str,
    digits: int,
    most: int | None = None,
) -> CellsShown:
    """The distance of f^m and g^n, to so many digits.

    Raises
    ------
    UndecidedError
        If that takes too many cells.

    Examples
    --------
    >>> from exactnet.compile.piecewise_map import PiecewiseMap
    >>> from exactnet.compile.study import study
    >>> f, zero = (study(PiecewiseMap.of([0, 1], [p])) for p in ([0, 4, -4], [0, 0, 0]))
    >>> bracket_by_cells((f, SemiAlgebraicFunction.of(zero.subject)), (2, 1), "l1", 6).value  # 8/15
    Bracket(lower=53333333/100000000, upper=26666667/50000000)
    """
    most = min(MOST_CELLS, _MOST_STEPS // sum(iterates)) if most is None else most
    into = embeddings(functions[0].field, functions[1].field)
    curves = [f.curve.moved(e) for f, e in zip(functions, into, strict=True)]
    if norm == "l1":
        for curve, n in zip(curves, iterates, strict=True):
            # every lap takes cells of its own
            laps = easy_laps(curve, n) if n > 1 else None
            if laps is not None and 2 * laps > most:
                raise UndecidedError(
                    f"iterate {n} has {many(laps)} laps, too many for {most:,} cells; ask for a smaller one"
                )
    precision = 64 + 4 * digits + max(_growth(f, n) for f, n in zip(curves, iterates, strict=True))
    order = min(_ORDERS[1], max(_ORDERS[0], digits + 2))
    sides = [Side(f, n, precision, order) for f, n in zip(curves, iterates, strict=True)]
    search = (_Area if norm == "l1" else _Height)(sides, precision)
    value = search.run(digits, most)
    numbers = [e.scalar(x) for f, e in zip(functions, into, strict=True) for x in f.numbers]
    first, second = (_points(f, e) for f, e in zip(functions, into, strict=True))
    one = fmpq(1, 1 << precision)
    cuts = tuple(u * one for u in search.cuts)
    return CellsShown(value, field_json(into[0].field, numbers), first, second, precision, order, cuts, search.at)


def many(count: int) -> str:
    """A count for a sentence."""
    return f"{count:,}" if count < 10**12 else f"more than 10^{len(str(count)) - 1}"


def _points(function: SemiAlgebraicFunction, into: Embedding) -> list[Any]:
    return isolated_points([x.moved(into) for x in function.points], function.finder.moved(into))


def _growth(curve: Curve, times: int) -> int:
    """About how many bits an error may gain."""
    at = Images(curve, 32)
    low, high = at.slope((at.low, at.high))
    return times * (2 + max(1, int(log2(max(abs(low), abs(high), 1) / at.one + 1))))


class _Cell(NamedTuple):
    """A cell: the worst come first. ``number`` tells equal ones apart."""

    rank: int
    number: int
    u: int
    v: int
    bounds: tuple[int, int]
    height: Series
    mixed: Mixed | None


class _Search(ABC):
    """Cells, cut where the error is largest, until a bracket is narrow enough."""

    def __init__(self, sides: Sequence[Side], precision: int) -> None:
        self._sides, self._precision = sides, precision
        images = sides[0].images
        self._low, self._high, self._count = images.low, images.high, 0
        self._ends = images.points[0], images.points[-1]
        self._cells = [self._cell(self._low, self._high)]
        self.at: fmpq | None = None

    @property
    def cuts(self) -> list[int]:
        """Ends of cells inside the domain."""
        return sorted(cell.u for cell in self._cells)[1:]

    def run(self, digits: int, most: int) -> Bracket:
        """The bracket."""
        while True:
            for _ in range(max(1, len(self._cells) // _ROUND)):
                cell = heappop(self._cells)
                for u, v in pairwise([cell.u, *self._places(cell), cell.v]):
                    heappush(self._cells, self._cell(u, v))
            found = self._bracket(digits)
            if found is not None:
                return found
            if len(self._cells) > most:
                raise UndecidedError(
                    f"the distance of the iterates is not known to {digits} digits with {most:,} cells (it may be 0); "
                    "ask for fewer digits or iterates"
                )

    def _cell(self, u: int, v: int) -> _Cell:
        (first, mixed), (second, other) = (side.on(u, v) for side in self._sides)
        h = first - second
        bounds = self._bounds(u, v, h)
        self._count += 1
        return _Cell(bounds[0] - bounds[1], self._count, u, v, bounds, h, mixed or other)

    def _places(self, cell: _Cell) -> list[int]:
        """Where to cut a cell."""
        width = cell.v - cell.u
        if width < 4:
            raise UndecidedError("the functions are too steep for the precision; ask for fewer iterates")
        around = self._proposal(cell)
        if around is not None:
            where, reach = around
            places = [cell.u + int((x + 1) / 2 * width) for x in (where - reach, where + reach)]
            short = [_rounded(x, int(reach * width) >> 3) for x in places]
            inside = sorted({x for x in short if cell.u < x < cell.v})
            if inside:
                return inside
        return [_rounded((cell.u + cell.v) >> 1, width >> 2)]

    def _proposal(self, cell: _Cell) -> tuple[float, float] | None:
        """A place in [-1, 1] that is to be fenced in, and how narrowly."""
        if cell.mixed is not None:
            x, (low, high) = cell.mixed
            level = ((low + high) << (GUARD - 1)) / (1 << x.bits)
            return _fenced(x, level, (4 << GUARD) + ((high - low) << GUARD)) if x.is_monotone else None
        return self._special(cell.height)

    @abstractmethod
    def _special(self, h: Series) -> tuple[float, float] | None:
        """A place of the difference that is to be fenced in: a zero, or a turning point."""

    @abstractmethod
    def _bounds(self, u: int, v: int, h: Series) -> tuple[int, int]:
        """What the difference is worth on a cell, at least and at most."""

    @abstractmethod
    def _bracket(self, digits: int) -> Bracket | None:
        """The bracket, once it has so many digits."""


def _rounded(x: int, by: int) -> int:
    """A number with few bits next to x, at most that far below."""
    bits = max(by.bit_length() - 1, 0)
    return x >> bits << bits


def _fenced(x: Series, level: float, margin: int) -> tuple[float, float] | None:
    """Where a monotone series takes a value, and how far away it certainly does not."""
    where = root_of(x.floats, level)
    reach = max(_NARROW, 4 * (x.rest + margin) / abs(x.terms[1]))
    return None if where is None or reach > 0.25 else (where, reach)


class _Area(_Search):
    """The integral of the absolute difference."""

    def _bounds(self, u: int, v: int, h: Series) -> tuple[int, int]:
        low, high = h.range
        most = max(-low, high)
        if low < 0 < high:
            return 0, (v - u) * most
        mean, error = h.mean
        loss = sum(b - a for (a, b), end in zip(self._ends, (u, v), strict=True) if end in (a, b)) * most
        return max(0, (v - u) * (abs(mean) - error) - loss), (v - u) * (abs(mean) + error)

    def _bracket(self, digits: int) -> Bracket | None:
        low, high = (sum(cell.bounds[i] for cell in self._cells) for i in (0, 1))
        unit = fmpq(1, 1 << 2 * self._precision + GUARD)
        return Bracket.rounded(low * unit, high * unit, digits) if low > 0 else None

    def _special(self, h: Series) -> tuple[float, float] | None:
        low, high = h.range
        return _fenced(h, 0.0, 4 << GUARD) if low < 0 < high and h.is_monotone else None


class _Height(_Search):
    """The largest absolute difference."""

    def __init__(self, sides: Sequence[Side], precision: int) -> None:
        super().__init__(sides, precision)
        self._best = 0

    def _bounds(self, u: int, v: int, h: Series) -> tuple[int, int]:
        low, high = h.range
        return 0, max(-low, high)

    def _places(self, cell: _Cell) -> list[int]:
        places = super()._places(cell)
        for u in (*places, (places[0] + places[-1]) >> 1, cell.u, cell.v):
            self._try(u)
        return places

    def _try(self, u: int) -> None:
        """Whether the difference is larger at u 2^-p than it was anywhere."""
        if not self._ends[0][1] <= u <= self._ends[1][0]:
            return
        (a, b), (c, d) = (side.value(u) for side in self._sides)
        if max(a - d, c - b) > self._best:
            self._best, self.at = max(a - d, c - b), fmpq(u, 1 << self._precision)

    def _bracket(self, digits: int) -> Bracket | None:
        top = -self._cells[0].rank
        low, high = fmpq(self._best, 1 << self._precision), fmpq(top, 1 << self._precision + GUARD)
        return Bracket.rounded(low, high, digits) if low > 0 else None

    def _special(self, h: Series) -> tuple[float, float] | None:
        where = None if h.is_monotone else turn_of(h.floats)
        return None if where is None else (where, _NARROW_TURN)
