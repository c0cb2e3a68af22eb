"""Enclosures of derivatives."""

from __future__ import annotations

from collections.abc import Sequence

from exactnet.check.algebra.intervals import Interval, centred, coefficients, divide, multiply
from exactnet.check.algebra.polynomials import derivative
from exactnet.check.semialgebraic.enclosures import Enclosed
from exactnet.check.verdict import Rejected


class Slopes:
    """The derivatives of a function, enclosed; intervals at its working precision.

    Parameters
    ----------
    enclosed : Enclosed
        The function.
    """

    def __init__(self, enclosed: Enclosed) -> None:
        self._enclosed = enclosed
        self.one = 1 << enclosed.work
        self._parts: dict[int, tuple[list[Interval], list[Interval]]] = {}

    def along(self, path: Sequence[Interval]) -> Interval:
        """Enclose the product of the derivatives on intervals at the precision of the enclosures."""
        found = (self.one, self.one)
        for where in path:
            found = multiply(found, self.on(where), self._enclosed.work)
        return found

    def on(self, where: Interval) -> Interval:
        """Enclose the derivative on an interval, piece by piece."""
        inside = self._enclosed.inside(where)
        shift = self._enclosed.work - self._enclosed.precision
        stops = [self._enclosed.near[i] for i in inside]
        lows = [where[0] << shift, *(low for low, _ in stops)]
        highs = [*(high for _, high in stops), where[1] << shift]
        last = len(self._enclosed.graph.functions) - 1
        found: list[Interval] = []
        for piece, part in enumerate(zip(lows, highs, strict=True), inside.start - 1):
            found.append(self.on_piece(min(max(piece, 0), last), part))
        return min(low for low, _ in found), max(high for _, high in found)

    def on_piece(self, piece: int, x: Interval) -> Interval:
        """Enclose (N'D - ND')/D^2 on an interval at the working precision, both parts expanded about its middle."""
        work, f = self._enclosed.work, self._enclosed.graph.functions[piece]
        if piece not in self._parts:
            above = derivative(f.upper) if f.is_polynomial else f.slope()
            self._parts[piece] = (coefficients(above, work), coefficients(f.lower, work))
        upper, lower = (centred(part, x, work) for part in self._parts[piece])
        found = divide(upper, lower if f.is_polynomial else multiply(lower, lower, work), work)
        if found is None:
            raise Rejected("counts", "a denominator is not known to differ from 0 on a cell")
        return found
