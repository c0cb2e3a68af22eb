"""Orbits of turning points, as far as kneading theory asks: which monotone intervals they visit, and how that goes on for ever.

This is all that kneading data know of a map, so a class of maps becomes known to them by one `TurningPoints`. Monotone intervals
(the maximal ones on which the map rises, falls or is flat) and turning points (their inner ends, so also the ends of flat
intervals) are numbered from 0, left to right: turning point j lies between the intervals j and j + 1.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

from flint import fmpq

from exactnet.exact.rational import number_text

__all__ = ["Ending", "Flat", "Hit", "Return", "Trap", "TurningOrbit", "TurningPoints"]


@dataclass(frozen=True)
class Flat:
    """The point lies inside of a flat interval."""

    interval: int

    def to_json(self) -> str:
        """The ending as certificates write it."""
        return "flat"


@dataclass(frozen=True)
class Hit:
    """The point is a turning point."""

    point: int

    def to_json(self) -> dict[str, int]:
        """The ending as certificates write it: there, turning points are numbered from 1."""
        return {"hit": self.point + 1}


@dataclass(frozen=True)
class Return:
    """The point is the same as at an earlier time m >= 1."""

    time: int

    def to_json(self) -> dict[str, int]:
        """The ending as certificates write it."""
        return {"return": self.time}


@dataclass(frozen=True)
class Trap:
    """The point lies inside of the first of some intervals, each of which the map takes into the next, the last into the first.

    Attributes
    ----------
    intervals
        Their ends, short rationals.
    visits
        The monotone interval in which each of them lies; none of these is flat.
    """

    intervals: tuple[tuple[fmpq, fmpq], ...]
    visits: tuple[int, ...]

    def to_json(self) -> dict[str, list[list[str]]]:
        """The ending as certificates write it."""
        return {"trap": [[number_text(a), number_text(b)] for a, b in self.intervals]}


Ending: TypeAlias = Flat | Hit | Return | Trap


class TurningOrbit(ABC):
    """The orbit x_m = f^m(c), m = 1, 2, .., of a turning point c, as far as it has been followed.

    Attributes
    ----------
    visits
        ``visits[m - 1]`` is the monotone interval in which x_m lies: it is not flat, and x_m is no turning point.
    ending
        What becomes of x_k, k = ``len(visits) + 1``, if all that follows is settled by it; else None.
    precision
        Enclosures of x_1, x_2, .. at this precision, as `docs/certificates.md` defines them, decide all of this.
    """

    visits: list[int]
    ending: Ending | None
    precision: int

    @abstractmethod
    def extend(self, count: int) -> None:
        """Know at least ``count`` visits, or the ending.

        Raises
        ------
        UndecidedError
            If a limit is met.
        """

    MAX_PRECISION: ClassVar[int] = 100_000
    """Highest precision that a certificate may ask for."""

    MAX_EXACT_LENGTH: ClassVar[int] = 10_000
    MAX_EXACT_BITS: ClassVar[int] = 20_000
    """Most points, and longest denominators, by which a certificate may show an exact equality."""

    def record(self, count: int | None) -> dict[str, Any]:
        """What a certificate says of the orbit, if it needs ``count`` visits only (None: all)."""
        if self.ending is not None and (count is None or len(self.visits) < count):
            return {"length": len(self.visits) + 1, "then": self.ending.to_json()}
        return {"length": len(self.visits) if count is None else count, "then": None}


class TurningPoints(ABC):
    """The turning points of a map of an interval into itself.

    Attributes
    ----------
    signs
        1, -1 or 0 for every monotone interval: the map rises, falls, is flat. Neighbours differ.
    orbits
        One orbit for every turning point.
    """

    signs: Sequence[int]
    orbits: Sequence[TurningOrbit]

    @property
    @abstractmethod
    def subject_evidence(self) -> dict[str, Any]:
        """The keys of evidence that describe the map."""

    @property
    def precision(self) -> int:
        """A precision that is enough for all orbits."""
        return max((orbit.precision for orbit in self.orbits), default=1)
