"""What is asked of whole trees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from exactnet.conjectures.language.faults import FaultError
from exactnet.conjectures.language.names import Kind
from exactnet.conjectures.language.nodes import Constant, Literal, Measured, Node
from exactnet.conjectures.language.world import Architecture, Ask, World

__all__ = ["evaluate", "moved", "quantities_in", "require_truth", "settled", "text_of"]


def text_of(node: Node) -> str:
    """The canonical text, which parses to the same tree: as few brackets as will do, single blanks.

    Examples
    --------
    >>> from exactnet.conjectures.language.parser import parse
    >>> text_of(parse("((laps(f,2))) <=(prod( w+1)-1)and not(d>2)"))
    'laps(f, 2) <= prod(w + 1) - 1 and not d > 2'
    """
    return node.written()[0]


def require_truth(node: Node, text: str) -> None:
    """FaultError unless the tree is a well-typed statement."""
    kind = node.kind(text)
    if kind != Kind.TRUTH:
        raise FaultError(f"this is a {kind}; a statement is true or false", text, node.start)


def quantities_in(node: Node) -> tuple[Measured, ...]:
    """The quantities that occur, each once."""
    return tuple(dict.fromkeys(part for part in _walk(node) if isinstance(part, Measured)))


def _walk(node: Node) -> Iterator[Node]:
    """The node and all below it, from left to right."""
    yield node
    for child in node.children:
        yield from _walk(child)


def moved(node: Node, place: int) -> Node:
    """The whole tree at one place: a definition, where it is used."""
    return replace(node.over([moved(child, place) for child in node.children]), place=place)


def evaluate(node: Node, architecture: Architecture, ask: Ask) -> Any:
    """The value of a well-typed tree; of a statement, True, False or None.

    Examples
    --------
    >>> from exactnet.conjectures.language.parser import parse
    >>> evaluate(parse("laps(f) <= prod(w + 1) - 1"), Architecture(widths=(2, 2)), lambda quantity: (7, 7))
    True
    """
    return node.worth(World(architecture, ask))


def settled(node: Node, architecture: Architecture) -> Node:
    """The same statement for this architecture, with all that does not depend on quantities worked out."""
    if isinstance(node, Measured):
        return node
    if not quantities_in(node) and not _is_zero(node):
        return Constant(node.worth(World(architecture)), place=node.place)
    return node.over([settled(child, architecture) for child in node.children])


def _is_zero(node: Node) -> bool:
    """The literal 0 may be log 1: what it is depends on what stands beside it."""
    return isinstance(node, Literal) and node.value == 0
