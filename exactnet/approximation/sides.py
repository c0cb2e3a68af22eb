"""An iterate of one function, on cells as series and at points as enclosures."""

from __future__ import annotations

from typing import NamedTuple

from exactnet.approximation.series import Series, at_series
from exactnet.compile.semialgebraic.curve import Curve
from exactnet.dynamics.curves.enclosures import Enclosure
from exactnet.dynamics.curves.images import Images
from exactnet.exact.balls import bracket
from exactnet.exact.field_polynomials import Polynomial
from exactnet.exact.fields import Scalar, ball_of, rational_or_none

__all__ = ["GUARD", "Mixed", "Side"]

GUARD = 32
"""Series have so many more bits than points."""


class Mixed(NamedTuple):
    """A step at which a cell reaches beyond a run: the iterate before, and the end of the run."""

    x: Series
    end: Enclosure


class Side:
    """An iterate of one function on cells."""

    def __init__(self, curve: Curve, times: int, precision: int, order: int) -> None:
        self.images = Images(curve, precision)
        self._times, self._order, self._bits = times, order, precision + GUARD
        low, high = self.images.low, self.images.high
        # far outside of the domain, numbers would grow
        self._least, self._most = 2 * low - high, 2 * high - low
        ends = [x.refine(precision) for x in curve.knots[1:-1]]
        self._ends = [(int((a * self.images.one).floor()), int((b * self.images.one).ceil())) for a, b in ends]
        self._parts = [
            (self._scaled(f.numerator), None if f.is_polynomial else self._scaled(f.denominator)) for f in curve.pieces
        ]

    def _scaled(self, p: Polynomial) -> list[tuple[int, int]]:
        return [_enclosed(c, self._bits) for c in p.coeffs()]

    def on(self, u: int, v: int) -> tuple[Series, Mixed | None]:
        """The iterate between u and v (times 2^-p), and where it first reached beyond a run."""
        start = (u + v) << (GUARD - 1), (v - u) << (GUARD - 1), *(0,) * (self._order - 2)
        x, mixed = Series(start, 0, self._bits), None
        for _ in range(self._times):
            low, high = x.range
            where = low >> GUARD, -(-high >> GUARD)
            run = sum(end[1] <= where[0] for end in self._ends)
            inside = run == len(self._ends) or where[1] <= self._ends[run][0]
            near = self._least <= where[0] and where[1] <= self._most
            done = self._inserted(run, x) if inside and near else None
            if not inside and mixed is None:
                mixed = Mixed(x, self._ends[run])
            if done is None:
                a, b = self.images.image(where)
                done = Series.constant(a << GUARD, b << GUARD, self._order, self._bits)
            x = done
        return x, mixed

    def _inserted(self, run: int, x: Series) -> Series | None:
        above, below = self._parts[run]
        found = at_series(above, x)
        return found if below is None else found.quotient(at_series(below, x))

    def value(self, u: int) -> Enclosure:
        """The value at u 2^-p."""
        return self.images.images((u, u), self._times)[-1]


def _enclosed(value: Scalar, bits: int) -> tuple[int, int]:
    exact = rational_or_none(value)
    low, high = (exact, exact) if exact is not None else bracket(ball_of(value, bits + 8))
    return int((low * (1 << bits)).floor()), int((high * (1 << bits)).ceil())
