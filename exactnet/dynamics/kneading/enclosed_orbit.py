"""Orbits followed by enclosures, with as much precision as it takes to tell the points from turning points."""

from __future__ import annotations

from abc import abstractmethod

from flint import fmpq

from exactnet.dynamics.kneading.traps import Interval
from exactnet.dynamics.kneading.turning import Ending, Trap, TurningOrbit
from exactnet.errors import UndecidedError

__all__ = ["EnclosedOrbit"]

_FIRST_PRECISION = 192
_FEW_STEPS = 24


class EnclosedOrbit(TurningOrbit):
    """An orbit whose points are enclosed at a precision p that grows as needed; a class of maps supplies the steps.

    Enclosures at a higher precision lie inside of those at a lower one, so what was decided stays so.

    Attributes
    ----------
    enclosures
        Integers (u, v) for every visit: the point lies in [u, v] / 2^p.
    """

    enclosures: list[tuple[int, int]]

    def __init__(self) -> None:
        self._start(_FIRST_PRECISION)

    def _start(self, precision: int) -> None:
        """Forget all visits, and begin once more."""
        self.precision = -(-precision // 64) * 64
        if self.precision > self.MAX_PRECISION:
            raise UndecidedError(
                f"an orbit passes a turning point by so little that {precision} bits do not tell them apart"
            )
        self.visits: list[int] = []
        self.ending: Ending | None = None
        self.enclosures = []
        self._begin()

    @abstractmethod
    def _begin(self) -> None:
        """Enclose x_1 at the present precision."""

    @abstractmethod
    def _step(self) -> bool:
        """Note one more visit with its enclosure, or the ending; False if the precision is too low to tell which."""

    def extend(self, count: int) -> None:
        """Know at least ``count`` visits, or the ending."""
        wanted = self._precision_for(count)
        if wanted > self.precision:
            self._start(wanted)
        while self.ending is None and len(self.visits) < count:
            if not self._step():
                self._start(max(self.precision * 3 // 2, self._precision_for(count)))

    def _precision_for(self, count: int) -> int:
        """What ``count`` visits will need if enclosures go on widening by as many bits a step as so far."""
        steps = len(self.visits)
        if self.ending is not None or steps < _FEW_STEPS:
            return 0
        return self._width(-1).bit_length() * count * 9 // (8 * steps) + 64

    def _width(self, index: int) -> int:
        u, v = self.enclosures[index]
        return v - u

    def _interval(self, index: int) -> Interval:
        u, v = self.enclosures[index]
        return fmpq(u, 1 << self.precision), fmpq(v, 1 << self.precision)

    def _end_in(self, ring: tuple[Interval, ...], turn: tuple[int, ...], index: int) -> None:
        """End in a trap that holds the visit of this index, at the first time from which on it holds the orbit."""
        while index > 0:
            (a, b), (low, high) = ring[-1], self._interval(index - 1)
            if not (a < low and high < b):
                break
            ring, turn, index = (ring[-1], *ring[:-1]), (turn[-1], *turn[:-1]), index - 1
        self.ending = Trap(ring, turn)
        del self.visits[index:], self.enclosures[index:]
