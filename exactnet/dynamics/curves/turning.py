"""Orbits of the turning points of a curve: the addresses they visit, and how they end, for kneading theory.

Exact numbers decide the beginning of an orbit (does it meet a turning point, or itself?), enclosures the rest, and intervals
that trap it the whole future where it is attracted.
"""

from __future__ import annotations

from flint import fmpq

from exactnet.compile.semialgebraic.curve import Curve
from exactnet.dynamics.curves.enclosures import Enclosure, Enclosures
from exactnet.dynamics.curves.exact_orbits import Residue, equals_point, first_residue, image, size
from exactnet.dynamics.curves.trapping import find_trap

__all__ = ["CurveOrbit", "PrecisionLadder"]

_MOST_BITS = 40_000
_MOST_EXACT_STEPS = 200
_FIRST_PRECISION = 256
_MOST_PRECISION = 60_000
_FIRST_LOOK = 24


class PrecisionLadder:
    """Enclosures of one curve at growing precision, shared by all its orbits."""

    def __init__(self, curve: Curve) -> None:
        self.curve = curve
        self.at = Enclosures(curve, _FIRST_PRECISION)

    def climb(self) -> bool:
        """Double the precision; False at the top."""
        if 2 * self.at.precision > _MOST_PRECISION:
            return False
        self.at = Enclosures(self.curve, 2 * self.at.precision)
        return True


class CurveOrbit:
    """The orbit x_1 = f(c), x_2, .. of a turning point c.

    Attributes
    ----------
    visits
        Monotone intervals (numbered from 0) that x_1, x_2, .. lie in, as far as known and before the end.
    hit, returned, trap, flat
        How it ends, if it does: x_k is the inner end ``hit`` (from 1), x_k = x_m, m = ``returned``, x_k lies in the first of the
        intervals ``trap``, or inside the flat interval ``flat``; k = len(visits) + 1.

    Examples
    --------
    >>> from flint import fmpq_poly
    >>> from exactnet.exact.points import Point
    >>> from exactnet.exact.rational_functions import RationalFunction
    >>> logistic = Curve.of([Point.of(0), Point.of(1)], [RationalFunction.of(fmpq_poly([0, 4, -4]))])
    >>> orbit = CurveOrbit(PrecisionLadder(logistic), 1)
    >>> orbit.extend(10)
    >>> orbit.visits, orbit.returned  # 1/2 -> 1 -> 0 -> 0
    ([1, 0], 2)
    """

    def __init__(self, ladder: PrecisionLadder, number: int) -> None:
        self._ladder, self._curve = ladder, ladder.curve
        self._index = self._curve.monotone_ends[number]
        self.visits: list[int] = []
        self.hit: int | None = None
        self.returned: int | None = None
        self.trap: list[tuple[fmpq, fmpq]] | None = None
        self.flat: int | None = None
        self._stuck = False
        self._at = ladder.at
        self._enclosures: list[Enclosure] = [self._at.of_value(self._index)]
        self._residues: list[Residue] = []
        self._exact = True

    @property
    def ended(self) -> bool:
        """Whether all of it is known."""
        return (self.hit, self.returned, self.trap, self.flat) != (None, None, None, None)

    def extend(self, count: int) -> None:
        """Know at least ``count`` visits, or all; fewer where no precision tells an orbit point from a turning point."""
        while len(self.visits) < count and not self.ended and not self._stuck:
            self._step()

    def _step(self) -> None:
        """Decide the next orbit point x_k, k = len(visits) + 1."""
        k, x = len(self.visits) + 1, self._enclosures[-1]
        if self._exact and self._met(k, x):
            return
        inside = self._at.interval(x)
        if inside is None:
            self._refine()
            return
        if self._sign(inside) == 0:
            self.flat = inside
            return
        if k > _FIRST_LOOK and k % _FIRST_LOOK == 0 and self._attracted():
            return
        self.visits.append(inside)
        self._enclosures.append(self._at.image(x))

    def _sign(self, interval: int) -> int:
        return self._curve.directions[self._curve.monotone_ends[interval]]

    def _met(self, k: int, x: Enclosure) -> bool:
        """Whether x_k is a turning point or an earlier orbit point, exactly; gives up exact numbers once they are long."""
        value = self._residue(k)
        if value is None:
            self._exact = False
            return False
        start = self._curve.points[self._index]
        for i in self._at.near(x):
            if equals_point(value, start, self._curve.points[self._curve.monotone_ends[i]]):
                self.hit = i
                return True
        for m, (y, other) in enumerate(zip(self._enclosures[:-1], self._residues, strict=False), start=1):
            if x[0] <= y[1] and y[0] <= x[1] and value == other:
                self.returned = m
                return True
        return False

    def _residue(self, k: int) -> Residue | None:
        """x_k exactly, if it is short."""
        start = self._curve.points[self._index]
        if len(self._residues) < k:
            before = self._residues[-1] if self._residues else first_residue(start)
            if k > _MOST_EXACT_STEPS or size(before) > _MOST_BITS:
                return None
            function = (
                self._curve.branches[max(self._index - 1, 0)] if k == 1 else self._at.branch_on(self._enclosures[k - 2])
            )
            if function is None:
                return None
            try:
                self._residues.append(image(function, before, start))
            except ZeroDivisionError:
                return None
        return self._residues[k - 1]

    def _refine(self) -> None:
        """Take the orbit to a greater precision; it is stuck if there is none."""
        if self._at is self._ladder.at and not self._ladder.climb():
            self._stuck = True
            return
        self._at = self._ladder.at
        self._enclosures = [self._at.of_value(self._index)]
        for _ in self.visits:
            self._enclosures.append(self._at.image(self._enclosures[-1]))

    def _attracted(self) -> bool:
        """Look for a trap around the last points."""
        for start in (len(self.visits) // 4, len(self.visits) // 2):
            found = find_trap(self._at, self._enclosures, start)
            if found is not None:
                del self.visits[start:]
                self.trap = found
                return True
        return False
