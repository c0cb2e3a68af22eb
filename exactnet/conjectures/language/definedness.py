"""What has no value whatever f is, such as ``laps(f, 0)`` or ``1/0``: a statement that leans on it can never be decided."""

from __future__ import annotations

from exactnet.conjectures.language.evaluation import Architecture, evaluate, instance_of
from exactnet.conjectures.language.kinds import quantities_in, walk
from exactnet.conjectures.language.names import MOST_ITERATES
from exactnet.conjectures.language.printing import text_of
from exactnet.conjectures.language.syntax import COMPARISONS, Binary, Measured, Name, Node, Unary, children

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
    below = children(node)
    if isinstance(node, Measured):
        below = tuple(child for child in below if not isinstance(child, Name) or node.name != "betti")
    for child in below:
        if (found := _first(child, architecture, named=named)) is not None:
            return found
    if not named and any(isinstance(part, Name) for part in walk(node)):
        return None
    if isinstance(node, Measured):
        return node if node.arguments and instance_of(node, architecture) is None else None
    if quantities_in(node) or _is_truth(node):
        return None
    return node if evaluate(node, architecture, lambda quantity: None) is None else None


def _is_truth(node: Node) -> bool:
    """Truths are unknown only because of what they compare."""
    return isinstance(node, Unary | Binary) and node.sign in (*COMPARISONS, "not", "and", "or", "=>")


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
