"""What a statement is made of: a tree of small frozen nodes. The place of a node (its offset in the text) is not part of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, TypeAlias

from exactnet.errors import InputError

__all__ = [
    "COMPARISONS",
    "Binary",
    "Call",
    "Constant",
    "Entry",
    "FaultError",
    "ListOf",
    "Literal",
    "Measured",
    "Name",
    "Node",
    "Unary",
    "children",
    "line_and_column",
    "moved",
    "with_children",
]

COMPARISONS = ("<=", "<", ">=", ">", "=", "!=")


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Both counted from 1.

    Examples
    --------
    >>> line_and_column("d >= 1 and\\n d", 12)
    (2, 2)
    """
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


class FaultError(InputError):
    """A fault at a place of a text."""

    def __init__(self, reason: str, text: str, offset: int) -> None:
        self.reason, self.offset = reason, offset
        line, column = line_and_column(text, offset)
        super().__init__(f"line {line}, column {column}: {reason}")


@dataclass(frozen=True)
class Literal:
    """A number as it is written."""

    value: Fraction
    place: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Name:
    """A number or list of the architecture, or a word among the arguments of a quantity."""

    name: str
    place: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Call:
    """A function of numbers and lists."""

    name: str
    arguments: tuple[Node, ...]
    place: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Measured:
    """A quantity of f, with what stands after f."""

    name: str
    arguments: tuple[Node, ...] = ()
    place: int = field(default=0, compare=False)


@dataclass(frozen=True)
class ListOf:
    """Numbers in brackets."""

    items: tuple[Node, ...]
    place: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Entry:
    """An entry of a list, or those from ``first`` to ``last``."""

    of: Node
    first: Node
    last: Node | None = None
    place: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Unary:
    """``-`` or ``not``."""

    sign: str
    operand: Node
    place: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Binary:
    """An operation, a comparison or a connective; its place is that of the sign."""

    sign: str
    left: Node
    right: Node
    place: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Constant:
    """A value found beforehand; never read from a text."""

    value: Any
    place: int = field(default=0, compare=False)


Node: TypeAlias = Literal | Name | Call | Measured | ListOf | Entry | Unary | Binary | Constant


def children(node: Node) -> tuple[Node, ...]:
    """The nodes right below, from left to right."""
    match node:
        case Call(arguments=below) | Measured(arguments=below) | ListOf(items=below):
            return below
        case Entry():
            return (node.of, node.first) if node.last is None else (node.of, node.first, node.last)
        case Unary():
            return (node.operand,)
        case Binary():
            return (node.left, node.right)
    return ()


def with_children(node: Node, below: Sequence[Node], place: int | None = None) -> Node:
    """The same node over others, perhaps elsewhere."""
    where = node.place if place is None else place
    match node:
        case Call():
            return Call(node.name, tuple(below), where)
        case Measured():
            return Measured(node.name, tuple(below), where)
        case ListOf():
            return ListOf(tuple(below), where)
        case Entry():
            return Entry(below[0], below[1], below[2] if len(below) > 2 else None, where)
        case Unary():
            return Unary(node.sign, below[0], where)
        case Binary():
            return Binary(node.sign, below[0], below[1], where)
    return replace(node, place=where)


def moved(node: Node, place: int) -> Node:
    """The whole tree at one place: a definition, where it is used."""
    return with_children(node, [moved(child, place) for child in children(node)], place)
