"""Orbits of the turning points of a curve, for kneading theory.

Exact numbers decide the beginning of an orbit (does it meet a turning point, or itself?), enclosures the rest, and intervals
that trap it the whole future where it is attracted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exactnet.compile.semialgebraic.curve import Curve
from exactnet.dynamics.curves.enclosures import Enclosure, Enclosures
from exactnet.dynamics.curves.exact_orbits import Residue, equals_point, first_residue, function_at, image, size
from exactnet.dynamics.curves.trapping import find_trap
from exactnet.dynamics.kneading.turning import Ending, Flat, Hit, Return, TurningOrbit, TurningPoints
from exactnet.errors import UndecidedError

__all__ = ["CurveOrbit", "CurveTurningPoints", "PrecisionLadder"]

_MOST_BITS = 40_000
_MOST_EXACT_STEPS = 200
_FIRST_PRECISION = 256
_FIRST_LOOK = 24
_FEW_STEPS = 6


class PrecisionLadder:
    """Enclosures of one curve at growing precision, shared by all its orbits."""

    def __init__(self, curve: Curve) -> None:
        self.curve = curve
        self.at = Enclosures(curve, _FIRST_PRECISION)

    def climb(self) -> None:
        """Double the precision; UndecidedError at the top."""
        if 2 * self.at.precision > TurningOrbit.MAX_PRECISION:
            raise UndecidedError(
                f"an orbit of a turning point comes within 2^-{self.at.precision} of a turning point, and exact numbers are too "
                "long to tell whether it meets it"
            )
        self.at = Enclosures(self.curve, 2 * self.at.precision)


class CurveTurningPoints(TurningPoints):
    """The turning points of a curve that maps its interval into itself.

    Parameters
    ----------
    curve
        The map.
    evidence
        The keys of evidence that describe it.
    """

    def __init__(self, curve: Curve, evidence: Mapping[str, Any]) -> None:
        self._evidence = evidence
        self.signs = [curve.directions[i] for i in curve.monotone_ends[:-1]]
        ladder = PrecisionLadder(curve)
        self.orbits = [CurveOrbit(ladder, j) for j in range(len(self.signs) - 1)]

    @property
    def subject_evidence(self) -> dict[str, Any]:
        return dict(self._evidence)


class CurveOrbit(TurningOrbit):
    """The orbit of a turning point of a curve.

    Examples
    --------
    >>> from flint import fmpq_poly
    >>> from exactnet.exact.points import Point
    >>> from exactnet.exact.rational_functions import RationalFunction
    >>> logistic = Curve.of([Point.of(0), Point.of(1)], [RationalFunction.of(fmpq_poly([0, 4, -4]))])
    >>> orbit = CurveOrbit(PrecisionLadder(logistic), 0)
    >>> orbit.extend(10)
    >>> orbit.visits, orbit.ending  # 1/2 -> 1 -> 0 -> 0
    ([1, 0], Return(time=2))
    """

    def __init__(self, ladder: PrecisionLadder, number: int) -> None:
        self._ladder, self._curve = ladder, ladder.curve
        self._index = self._curve.monotone_ends[number + 1]
        self.visits = []
        self.ending: Ending | None = None
        self._at = ladder.at
        self._enclosures: list[Enclosure] = [self._at.of_value(self._index)]
        self._residues: list[Residue] = []
        self._exact = True
        self._look = 2 * _FIRST_LOOK

    @property
    def precision(self) -> int:  # type: ignore[override]  # grows with the orbit
        """The precision of the enclosures."""
        return self._at.precision

    def extend(self, count: int) -> None:
        while len(self.visits) < count and self.ending is None:
            self._step()

    def _step(self) -> None:
        """Decide the next orbit point x_k, k = len(visits) + 1."""
        k, x = len(self.visits) + 1, self._enclosures[-1]
        if self._exact:
            self.ending = self._met(k, x)
            if self.ending is not None:
                return
        inside = self._at.interval(x)
        if inside is None:
            # where it nears a turning point faster and faster, no precision is enough for long
            if k <= _FEW_STEPS or not self._attracted():
                self._refine()
            return
        if self._curve.directions[self._curve.monotone_ends[inside]] == 0:
            self.ending = Flat(inside)
            return
        if k == self._look:
            self._look += max(_FIRST_LOOK, k // 2)
            if self._attracted():
                return
        self.visits.append(inside)
        self._enclosures.append(self._at.image(x))

    def _met(self, k: int, x: Enclosure) -> Ending | None:
        """Whether x_k is a turning point or an earlier orbit point; exact numbers are given up once they are long."""
        value = self._residue(k)
        if value is None:
            self._exact = False
            return None
        start = self._curve.points[self._index]
        for i in self._at.near(x):
            if equals_point(value, start, self._curve.points[self._curve.monotone_ends[i]]):
                return Hit(i - 1)
        for m, (y, other) in enumerate(zip(self._enclosures[:-1], self._residues, strict=False), start=1):
            if x[0] <= y[1] and y[0] <= x[1] and value == other:
                return Return(m)
        return None

    def _residue(self, k: int) -> Residue | None:
        """x_k exactly, if it is short."""
        start = self._curve.points[self._index]
        if len(self._residues) < k:
            before = self._residues[-1] if self._residues else first_residue(start)
            if k > _MOST_EXACT_STEPS or size(before) > _MOST_BITS:
                return None
            first = self._curve.branches[max(self._index - 1, 0)]
            function = first if k == 1 else function_at(self._at, self._enclosures[k - 2], before, start)
            if function is None:
                return None
            try:
                self._residues.append(image(function, before, start))
            except ZeroDivisionError:
                return None
        return self._residues[k - 1]

    def _refine(self) -> None:
        """Take the orbit to a greater precision."""
        if self._at is self._ladder.at:
            self._ladder.climb()
        self._at = self._ladder.at
        self._enclosures = [self._at.of_value(self._index)]
        for _ in self.visits:
            self._enclosures.append(self._at.image(self._enclosures[-1]))

    def _attracted(self) -> bool:
        """Look for a trap around the last points."""
        for start in (len(self.visits) // 4, len(self.visits) // 2):
            found = find_trap(self._at, self._enclosures, start)
            if found is not None:
                first, self.ending = found
                del self.visits[first:]
                return True
        return False
