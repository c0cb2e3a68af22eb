"""What all nodes have."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Self

from exactnet.conjectures.language.faults import FaultError
from exactnet.conjectures.language.names import Kind
from exactnet.conjectures.language.world import World

__all__ = ["Level", "Node", "listed"]


class Level(IntEnum):
    """How tightly a node binds, from implications to what stands by itself."""

    IMPLIES = 0
    OR = 1
    AND = 2
    NOT = 3
    COMPARED = 4
    SUM = 5
    PRODUCT = 6
    SIGNED = 7
    POWER = 8
    INDEXED = 9
    ATOM = 10


@dataclass(frozen=True)
class Node(ABC):
    """A part of a statement."""

    place: int = field(default=0, compare=False, kw_only=True)

    @property
    def children(self) -> tuple[Node, ...]:
        """The nodes right below, from left to right."""
        return ()

    def over(self, below: Sequence[Node]) -> Self:
        """The same node over others."""
        return self

    @property
    def start(self) -> int:
        """Where it begins."""
        return min((self.place, *(child.start for child in self.children)))

    @abstractmethod
    def kind(self, text: str) -> Kind:
        """Its type; FaultError, with its place in the text, if something does not fit."""

    @abstractmethod
    def written(self) -> tuple[str, Level]:
        """Its canonical text, and how tightly that binds."""

    @abstractmethod
    def worth(self, world: World) -> Any:
        """Its value, if it is well-typed: None where that is not known; quantities are asked for only where they matter."""

    def at_least(self, level: int) -> str:
        """Its text, in brackets if it binds less tightly."""
        text, own = self.written()
        return text if own >= level else f"({text})"

    def want(self, kind: Kind, text: str) -> None:
        """FaultError unless this is its type."""
        found = self.kind(text)
        if found != kind:
            raise self.fault(f"a {kind} should stand here; this is a {found}", text)

    def fault(self, reason: str, text: str) -> FaultError:
        """What does not fit, where the node begins."""
        return FaultError(reason, text, self.start)

    def fault_here(self, reason: str, text: str) -> FaultError:
        """What does not fit, at the place of its sign or name."""
        return FaultError(reason, text, self.place)


def listed(nodes: Sequence[Node]) -> str:
    return ", ".join(node.written()[0] for node in nodes)
