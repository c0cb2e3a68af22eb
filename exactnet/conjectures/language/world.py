"""What a statement is evaluated on: an architecture, and quantities that are asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from exactnet.conjectures.language.values import List, Number, exact

__all__ = ["Architecture", "Ask", "Instance", "World"]


@dataclass(frozen=True)
class Architecture:
    """What the names of the architecture mean for a subject; no bends where some layer has none."""

    inputs: int = 1
    outputs: int = 1
    widths: tuple[int, ...] = ()
    bends: tuple[int, ...] | None = ()

    def __getitem__(self, name: str) -> Number | List:
        match name:
            case "d":
                return exact(self.inputs)
            case "outputs":
                return exact(self.outputs)
            case "L":
                return exact(len(self.widths))
            case "size":
                return exact(sum(self.widths))
            case "w":
                return tuple(map(exact, self.widths))
            case _:
                return None if self.bends is None else tuple(map(exact, self.bends))


@dataclass(frozen=True)
class Instance:
    """A quantity with its arguments: exact numbers, and words."""

    name: str
    arguments: tuple[Fraction | str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(str, ('f', *self.arguments)))})"


Ask: TypeAlias = Callable[[Instance], Any]
"""Gives the value of a quantity: a number (an interval, for growth and entropy that of the growth number), or a truth."""


@dataclass(frozen=True)
class World:
    """An architecture, and what gives the values of quantities."""

    architecture: Architecture
    ask: Ask = lambda instance: None
