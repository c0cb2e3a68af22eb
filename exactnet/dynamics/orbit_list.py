"""A list of periodic orbits, whatever they are made of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar

from exactnet.display import Displayed

__all__ = ["OrbitList"]


class _Orbit(Protocol):
    @property
    def period(self) -> int: ...
    def to_json(self) -> dict[str, Any]: ...


AnyOrbit = TypeVar("AnyOrbit", bound=_Orbit)


@dataclass(frozen=True, eq=False, repr=False)
class OrbitList(Displayed, Generic[AnyOrbit]):
    """All periodic orbits of a map up to a period.

    Attributes
    ----------
    max_period
        The largest period asked for.
    orbits
        By period, isolated orbits before intervals, then by their least point.
    """

    max_period: int
    orbits: tuple[AnyOrbit, ...]

    @cached_property
    def least_periods(self) -> tuple[int, ...]:
        """All least periods up to `max_period`; an interval of periodic points contributes its own."""
        return tuple(sorted({orbit.period for orbit in self.orbits}))

    def of_period(self, period: int) -> tuple[AnyOrbit, ...]:
        """The orbits of one least period."""
        first = bisect_left(self.orbits, period, key=lambda orbit: orbit.period)
        return self.orbits[first : bisect_right(self.orbits, period, key=lambda orbit: orbit.period)]

    def to_json(self) -> dict[str, Any]:
        """The document that the command prints."""
        return {"least_periods": list(self.least_periods), "orbits": [orbit.to_json() for orbit in self.orbits]}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self.orbits)} of period <= {self.max_period}, least periods {self.least_periods})"
