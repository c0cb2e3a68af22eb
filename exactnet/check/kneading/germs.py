"""Germs at the turning points: which monotone intervals the points just right or left of them visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Hit(NamedTuple):
    """The orbit reaches the turning point of this index."""

    turn: int


class Return(NamedTuple):
    """The orbit comes back to where it was at this time."""

    time: int


class Trap(NamedTuple):
    """From now on the orbit visits these intervals, over and over."""

    addresses: list[int]


class Flat(NamedTuple):
    """The orbit enters this flat interval."""

    address: int


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of the orbit x_m = f^m(c) of a turning point.

    Attributes
    ----------
    addresses : list of int
        The monotone intervals of x_1, x_2, ..
    then : Hit, Return, Trap, Flat or None
        What follows; None if that is not known.
    """

    addresses: list[int]
    then: Hit | Return | Trap | Flat | None


class Cycle(NamedTuple):
    """The end of an itinerary that repeats: its length and the sign collected in one turn."""

    length: int
    sign: int


@dataclass(slots=True)
class Itinerary:
    """The visits (interval, product of the signs of all visited before).

    ``cycle`` is the period at the end of the visits, if they go on in this way; else, if ``complete``, they end.
    """

    visits: list[tuple[int, int]]
    cycle: Cycle | None = None
    complete: bool = True

    def first(self, terms: int) -> list[tuple[int, int]]:
        """List the first visits, repeating the cycle."""
        visits = self.visits[:terms]
        while self.cycle and len(visits) < terms:
            length, sign = self.cycle
            visits += [(interval, s * sign) for interval, s in visits[-length:][: terms - len(visits)]]
        return visits


def itinerary(signs: Sequence[int], records: Sequence[Record], turn: int, side: int, most: int) -> Itinerary:
    """Follow the germ at a turning point on one side (1 right, -1 left), for about ``most`` steps if it does not end.

    >>> tent = [Record([1, 0], Return(2))]  # c -> 1 -> 0 -> 0
    >>> itinerary([1, -1], tent, 0, 1, 9)
    Itinerary(visits=[(1, 1), (1, -1), (0, 1)], cycle=Cycle(length=1, sign=1), complete=True)
    """
    found = Itinerary([])
    visits, sign = found.visits, 1
    seen: dict[tuple[int, int], tuple[int, int]] = {}
    while len(visits) < most:
        if (turn, side) in seen:
            start, before = seen[turn, side]
            found.cycle = Cycle(len(visits) - start, sign * before)
            return found
        seen[turn, side] = start, _ = len(visits), sign
        record = records[turn]
        for interval in (turn + (side > 0), *record.addresses):
            visits.append((interval, sign))
            sign, side = sign * signs[interval], side * signs[interval]
            if sign == 0:
                return found
        match record.then:
            case Hit(turn):
                pass
            case Return(time):
                found.cycle = Cycle(len(visits) - start - time, sign * visits[start + time][1])
                return found
            case Trap(addresses):
                before = sign
                for interval in addresses:
                    visits.append((interval, sign))
                    sign *= signs[interval]
                found.cycle = Cycle(len(addresses), sign * before)
                return found
            case Flat(interval):
                visits.append((interval, sign))
                return found
            case None:
                found.complete = False
                return found
    found.complete = False
    return found
