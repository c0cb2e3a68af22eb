"""The orbits of the turning points: their addresses, by enclosures, and how they end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from exactnet.check.kneading.germs import Flat, Hit, Record, Return, Trap
from exactnet.check.reader import array, integer, obj, rationals
from exactnet.check.verdict import Rejected, require

# Two integers: the ends, times 2^precision.
Enclosure = tuple[int, int]

LARGEST_PRECISION = 100_000
_MOST_TURNS = 100
_LONGEST = 100_000
# Bounds the lengths of all orbits together, and these times the precision.
_MOST_STEPS = 1_000_000
_MOST_WORK = 2 * 10**10


class Dynamics(Protocol):
    """A function of an interval into itself, monotone between its turning points, at some precision."""

    @property
    def precision(self) -> int:
        """Enclosures have ends that are multiples of 2^-precision."""

    @property
    def signs(self) -> Sequence[int]:
        """1, -1 or 0 for the monotone intervals; between two of them lies a turning point."""

    def value(self, turn: int) -> Enclosure:
        """Enclose the value at a turning point."""

    def address(self, where: Enclosure) -> int | None:
        """Give the monotone interval that contains an enclosure strictly between its turning points."""

    def image(self, where: Enclosure, address: int) -> Enclosure:
        """Enclose the image of an enclosure inside this monotone interval."""

    def hits(self, turn: int, path: list[Enclosure], other: int) -> bool:
        """Tell whether the orbit of a turning point, so enclosed, ends exactly at another one."""

    def returns(self, turn: int, path: list[Enclosure], time: int) -> bool:
        """Tell whether the orbit of a turning point, so enclosed, ends exactly where it was at some time."""

    def inside(self, low: Fraction, high: Fraction) -> int | None:
        """Give the monotone interval that contains [low, high]."""

    def image_is_inside(self, x: Fraction, low: Fraction, high: Fraction) -> bool:
        """Tell whether the value at x is in [low, high]."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What the evidence says of an orbit: its length and its end."""

    length: int
    then: object


def read_precision(value: object, step: str) -> int:
    """Parse a precision: enclosures have ends that are multiples of 2^-precision."""
    precision = integer(value, step, "precision", 1)
    require(precision <= LARGEST_PRECISION, step, f"the precision is more than {LARGEST_PRECISION}")
    return precision


def read_orbits(value: object, dynamics: Dynamics) -> list[Record]:
    """Parse and check the orbits of all turning points."""
    turns = len(dynamics.signs) - 1
    items = array(value, "orbits", "orbits")
    require(turns <= _MOST_TURNS, "orbits", f"there are {turns} turning points, more than {_MOST_TURNS}")
    require(len(items) == turns, "orbits", f"there are {turns} turning points and {len(items)} orbits")
    statements = []
    for i, item in enumerate(items):
        keys = obj(item, ["length", "then"], "orbits", f"orbits[{i}]")
        length = integer(keys["length"], "orbits", f"orbits[{i}].length", 1)
        require(length <= _LONGEST, "orbits", f"orbits[{i}] is longer than {_LONGEST}")
        statements.append(Statement(length, keys["then"]))
    steps = sum(statement.length for statement in statements)
    small = steps <= _MOST_STEPS and steps * dynamics.precision <= _MOST_WORK
    require(small, "orbits", "the orbits are too long, or too long for this precision")
    return [_follow(dynamics, turn, statement) for turn, statement in enumerate(statements)]


def _follow(dynamics: Dynamics, turn: int, statement: Statement) -> Record:
    name, length, then = f"orbits[{turn}]", statement.length, statement.then
    here = dynamics.value(turn)
    addresses: list[int] = []
    path = [here]
    kept = isinstance(then, dict) and ("hit" in then or "return" in then)
    for time in range(1, length + (then is None)):
        address = dynamics.address(here)
        if address is None or dynamics.signs[address] == 0:
            raise Rejected("orbits", f"{name} has no address at time {time}, or a flat one")
        addresses.append(address)
        if time < length:
            here = dynamics.image(here, address)
            if kept:
                path.append(here)
    if then is None:
        return Record(addresses, None)
    if then == "flat":
        address = dynamics.address(here)
        if address is None or dynamics.signs[address] != 0:
            raise Rejected("orbits", f"{name} does not end inside of a flat interval")
        return Record(addresses, Flat(address))
    if isinstance(then, dict) and "hit" in then:
        other = integer(obj(then, ["hit"], "orbits", name)["hit"], "orbits", f"{name}.hit", 1) - 1
        require(other < len(dynamics.signs) - 1, "orbits", f"{name}.hit is no turning point")
        require(dynamics.hits(turn, path, other), "orbits", f"{name} does not end at turning point {other + 1}")
        return Record(addresses, Hit(other))
    if isinstance(then, dict) and "return" in then:
        time = integer(obj(then, ["return"], "orbits", name)["return"], "orbits", f"{name}.return", 1)
        require(time < length, "orbits", f"{name} returns to a later time")
        require(dynamics.returns(turn, path, time), "orbits", f"{name} does not end where it was at time {time}")
        return Record(addresses, Return(time))
    return Record(addresses, _read_trap(then, dynamics, here, name))


def _read_trap(value: object, dynamics: Dynamics, here: Enclosure, name: str) -> Trap:
    items = array(obj(value, ["trap"], "orbits", f"{name}.then")["trap"], "orbits", f"{name}.trap")
    require(len(items) > 0, "orbits", f"{name}.trap is empty")
    trap = [rationals(item, "orbits", f"{name}.trap") for item in items]
    require(all(len(ends) == 2 and ends[0] < ends[1] for ends in trap), "orbits", f"{name}.trap: a pair is no interval")
    addresses: list[int] = []
    for i, (low, high) in enumerate(trap):
        address = dynamics.inside(low, high)
        if address is None or dynamics.signs[address] == 0:
            raise Rejected("orbits", f"{name}.trap[{i}] lies in no monotone interval, or in a flat one")
        addresses.append(address)
        for x in (low, high):
            kept = dynamics.image_is_inside(x, *trap[(i + 1) % len(trap)])
            require(kept, "orbits", f"{name}.trap[{i}] is not mapped into the next one")
    low, high = (end * (1 << dynamics.precision) for end in trap[0])
    require(low < here[0] and here[1] < high, "orbits", f"{name} does not enter its trap")
    return Trap(addresses)
