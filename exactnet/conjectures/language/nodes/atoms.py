"""Numbers, names and lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, NoReturn, Self

from exactnet.conjectures.language.functions import FUNCTIONS
from exactnet.conjectures.language.names import ARCHITECTURE, QUANTITIES, RELATIONS, Kind
from exactnet.conjectures.language.nodes.node import Level, Node, listed
from exactnet.conjectures.language.values import exact, integer_of
from exactnet.conjectures.language.world import World

__all__ = ["Constant", "Entry", "ListOf", "Literal", "Name"]


@dataclass(frozen=True)
class Literal(Node):
    """A number as it is written, a decimal: its denominator has no primes but 2 and 5."""

    value: Fraction

    def kind(self, text: str) -> Kind:
        return Kind.NUMBER

    def written(self) -> tuple[str, Level]:
        places = 0
        while (self.value * 10**places).denominator != 1:
            places += 1
        digits = str(int(self.value * 10**places)).rjust(places + 1, "0")
        return f"{digits[:-places]}.{digits[-places:]}" if places else digits, Level.ATOM

    def worth(self, world: World) -> Any:
        return exact(self.value.numerator if self.value.denominator == 1 else self.value)


@dataclass(frozen=True)
class Constant(Node):
    """A value found beforehand; never read from a text."""

    value: Any

    def kind(self, text: str) -> NoReturn:
        raise TypeError("constants are made, not read")

    def written(self) -> NoReturn:
        raise TypeError("constants are made, not written")

    def worth(self, world: World) -> Any:
        return self.value


@dataclass(frozen=True)
class Name(Node):
    """A number or list of the architecture, or a word among the arguments of a quantity."""

    name: str

    def kind(self, text: str) -> Kind:
        if self.name == "f":
            raise self.fault("f stands only as the first argument of a quantity", text)
        if self.name in RELATIONS:
            raise self.fault(f"the word {self.name} stands only in betti(f, k, {self.name})", text)
        if self.name in FUNCTIONS or self.name in QUANTITIES:
            example = "(f)" if self.name in QUANTITIES else "(..)"
            raise self.fault(f"{self.name} wants arguments: {self.name}{example}", text)
        if self.name not in ARCHITECTURE:
            raise self.fault(f"there is no name {self.name!r}; known are {', '.join(ARCHITECTURE)}", text)
        return ARCHITECTURE[self.name]

    def written(self) -> tuple[str, Level]:
        return self.name, Level.ATOM

    def worth(self, world: World) -> Any:
        return world.architecture[self.name]


@dataclass(frozen=True)
class ListOf(Node):
    """Numbers in brackets."""

    items: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.items

    def over(self, below: Sequence[Node]) -> Self:
        return replace(self, items=tuple(below))

    def kind(self, text: str) -> Kind:
        for item in self.items:
            item.want(Kind.NUMBER, text)
        return Kind.LIST

    def written(self) -> tuple[str, Level]:
        return f"[{listed(self.items)}]", Level.ATOM

    def worth(self, world: World) -> Any:
        items = [item.worth(world) for item in self.items]
        return None if None in items else tuple(items)


@dataclass(frozen=True)
class Entry(Node):
    """An entry of a list, or those from ``first`` to ``last``."""

    of: Node
    first: Node
    last: Node | None = None

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.of, self.first) if self.last is None else (self.of, self.first, self.last)

    def over(self, below: Sequence[Node]) -> Self:
        of, first, *last = below
        return replace(self, of=of, first=first, last=last[0] if last else None)

    def kind(self, text: str) -> Kind:
        self.of.want(Kind.LIST, text)
        self.first.want(Kind.NUMBER, text)
        if self.last is None:
            return Kind.NUMBER
        self.last.want(Kind.NUMBER, text)
        return Kind.LIST

    def written(self) -> tuple[str, Level]:
        last = "" if self.last is None else f":{self.last.at_least(Level.SUM)}"
        return f"{self.of.at_least(Level.INDEXED)}[{self.first.at_least(Level.SUM)}{last}]", Level.INDEXED

    def worth(self, world: World) -> Any:
        values, first = self.of.worth(world), integer_of(self.first.worth(world))
        last = first if self.last is None else integer_of(self.last.worth(world))
        if values is None or first is None or last is None:
            return None
        if not 1 <= first <= last + 1 or last > len(values) or (self.last is None and first > len(values)):
            return None
        return values[first - 1] if self.last is None else values[first - 1 : last]
