"""Functions and quantities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Self

from exactnet.conjectures.language.functions import FUNCTIONS
from exactnet.conjectures.language.names import QUANTITIES, RELATIONS, Kind
from exactnet.conjectures.language.nodes.atoms import Name
from exactnet.conjectures.language.nodes.node import Level, Node, listed
from exactnet.conjectures.language.values import Logarithm
from exactnet.conjectures.language.world import Architecture, Instance, World

__all__ = ["Call", "Measured", "instance_of"]


@dataclass(frozen=True)
class Call(Node):
    """A function of numbers and lists."""

    name: str
    arguments: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.arguments

    def over(self, below: Sequence[Node]) -> Self:
        return replace(self, arguments=tuple(below))

    def kind(self, text: str) -> Kind:
        function = FUNCTIONS[self.name]
        kinds = tuple(argument.kind(text) for argument in self.arguments)
        numbers = function.any_number and len(kinds) >= 2 and set(kinds) == {Kind.NUMBER}
        if kinds not in function.takes and not numbers:
            wanted = " or ".join(", ".join(f"a {kind}" for kind in kinds) for kinds in function.takes)
            also = ", or several numbers" if function.any_number else ""
            given = ", ".join(f"a {kind}" for kind in kinds) or "nothing"
            raise self.fault_here(f"{self.name} takes {wanted}{also}, not {given}", text)
        return kinds[0] if function.gives is None else function.gives

    def written(self) -> tuple[str, Level]:
        return f"{self.name}({listed(self.arguments)})", Level.ATOM

    def worth(self, world: World) -> Any:
        values = [argument.worth(world) for argument in self.arguments]
        return None if None in values else FUNCTIONS[self.name].worth(*values)


@dataclass(frozen=True)
class Measured(Node):
    """A quantity of f, with what stands after f."""

    name: str
    arguments: tuple[Node, ...] = ()

    @property
    def children(self) -> tuple[Node, ...]:
        return self.arguments

    def over(self, below: Sequence[Node]) -> Self:
        return replace(self, arguments=tuple(below))

    def kind(self, text: str) -> Kind:
        quantity = QUANTITIES[self.name]
        count = len(self.arguments)
        if not quantity.least <= count <= quantity.most:
            span = quantity.least if quantity.least == quantity.most else f"{quantity.least} to {quantity.most}"
            raise self.fault_here(f"{self.name} takes {span} arguments after f, not {count}", text)
        for i, argument in enumerate(self.arguments):
            if i == quantity.word:
                if not isinstance(argument, Name) or argument.name not in RELATIONS:
                    raise argument.fault(f"one of the words {', '.join(RELATIONS)} should stand here", text)
                continue
            argument.want(Kind.NUMBER, text)
            _refuse_quantities(argument, text)
        return quantity.gives

    def written(self) -> tuple[str, Level]:
        return f"{self.name}({', '.join(['f', *(node.written()[0] for node in self.arguments)])})", Level.ATOM

    def worth(self, world: World) -> Any:
        instance = instance_of(self, world.architecture) if self.arguments else Instance(self.name)
        found = None if instance is None else world.ask(instance)
        if QUANTITIES[self.name].gives == Kind.LOGARITHM:
            return None if found is None or found[0] <= 0 else Logarithm(((1, found),))
        return found


def _refuse_quantities(node: Node, text: str) -> None:
    if isinstance(node, Measured):
        raise node.fault_here("no quantity may stand among the arguments of a quantity", text)
    for child in node.children:
        _refuse_quantities(child, text)


def instance_of(node: Measured, architecture: Architecture) -> Instance | None:
    """The instance that a quantity names for this architecture; None if an argument is undefined or out of range."""
    quantity = QUANTITIES[node.name]
    found: list[Fraction | str] = []
    for i, argument in enumerate(node.arguments):
        if isinstance(argument, Name) and i == quantity.word:
            found.append(argument.name)
            continue
        value = argument.worth(World(architecture))
        if value is None or value[0] != value[1]:
            return None
        found.append(Fraction(value[0]))
    numbers = [x for x in found if isinstance(x, Fraction)]
    return Instance(node.name, tuple(found)) if quantity.in_range(numbers, architecture.inputs) else None
