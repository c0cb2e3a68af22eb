"""What has no value whatever f is, such as ``laps(f, 0)`` or ``1/0``: a statement that leans on it can never be decided."""

from __future__ import annotations

from exactnet.conjectures.language.names import MOST_ITERATES, QUANTITIES
from exactnet.conjectures.language.nodes import Comparison, Connective, Measured, Name, Node, Not, instance_of
from exactnet.conjectures.language.trees import evaluate, quantities_in, text_of, walk
from exactnet.conjectures.language.world import Architecture

__all__ = ["undefined_part", "why_undefined"]

_ANY = Architecture(10**9)
"""Where inputs are not known, only what no number of inputs allows is out of range."""


def undefined_part(statement: Node, architecture: Architecture | None) -> Node | None:
    """The first undefined part, if the statement is not settled without it; None for the architecture if candidates differ in it.

    Examples
    --------
    >>> from exactnet.conjectures.language.parser import parse
    >>> text_of(undefined_part(parse("laps(f) <= 3 + w[L + 1]"), Architecture(widths=(2, 2))))
    'w[L + 1]'
    >>> undefined_part(parse("L >= 3 => laps(f) <= w[3]"), Architecture(widths=(2, 2)))
    """
    shape = _ANY if architecture is None else architecture
    if architecture is not None and evaluate(statement, shape, lambda quantity: None) is not None:
        return None
    return _first(statement, shape, named=architecture is not None)


def _first(node: Node, architecture: Architecture, *, named: bool) -> Node | None:
    """From the inside out; parts with names of the architecture only if it is known."""
    word = QUANTITIES[node.name].word if isinstance(node, Measured) else None
    for child in (child for i, child in enumerate(node.children) if i != word):
        if (found := _first(child, architecture, named=named)) is not None:
            return found
    if not named and any(isinstance(part, Name) for part in walk(node)):
        return None
    if isinstance(node, Measured):
        return node if node.arguments and instance_of(node, architecture) is None else None
    # truths are unknown only because of what they compare
    if quantities_in(node) or isinstance(node, Not | Connective | Comparison):
        return None
    return node if evaluate(node, architecture, lambda quantity: None) is None else None


def why_undefined(node: Node) -> str:
    """One sentence."""
    reason = {
        "faces": "; k is an integer from 0 to d",
        "betti": "; k is an integer from 0 to d - 1",
    }.get(
        node.name if isinstance(node, Measured) else "",
        f"; iterates and periods are integers from 1 to {MOST_ITERATES:,}" if isinstance(node, Measured) else "",
    )
    return f"{text_of(node)} has no value for the networks and maps that are searched{reason}"
