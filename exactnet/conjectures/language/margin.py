"""The truth of a statement together with how far it is from being false, in one pass.

The margin is a float: it guides searches and decides nothing.
"""

from __future__ import annotations

from math import inf, isfinite, log
from typing import Any

from exactnet.conjectures.language.nodes import Comparison, Connective, Node, Not
from exactnet.conjectures.language.operators import truth_of_comparison
from exactnet.conjectures.language.values import Logarithm, Truth
from exactnet.conjectures.language.world import Architecture, Ask, World

__all__ = ["weigh"]

_LARGE = 1e6


def weigh(node: Node, architecture: Architecture, ask: Ask) -> tuple[Truth, float | None]:
    """The truth, and a margin: positive where the statement holds, negative where it fails, small where it nearly fails.

    The margin is None if nothing is known. Quantities are asked for only where they matter, as in `evaluate`.

    Examples
    --------
    >>> from exactnet.conjectures.language.parser import parse
    >>> weigh(parse("laps(f) <= 9"), Architecture(), lambda quantity: (7, 7))
    (True, 2.0)
    """
    return _weigh(node, World(architecture, ask))


def _weigh(node: Node, world: World) -> tuple[Truth, float | None]:
    match node:
        case Not():
            truth, gap = _weigh(node.operand, world)
            return None if truth is None else not truth, None if gap is None else -gap
        case Connective(sign="and"):
            return _both(node, world)
        case Connective():
            return _either(node, world)
        case Comparison():
            left, right = node.left.worth(world), node.right.worth(world)
            return truth_of_comparison(node.sign, left, right), _gap(node.sign, _float(left), _float(right))
    truth = node.worth(world)
    return truth, None if truth is None else _LARGE if truth else -_LARGE


def _both(node: Connective, world: World) -> tuple[Truth, float | None]:
    truth, gap = _weigh(node.left, world)
    if truth is False:
        return truth, gap
    other, further = _weigh(node.right, world)
    if other is False:
        return other, further
    known = [g for g in (gap, further) if g is not None]
    return None if truth is None or other is None else True, min(known, default=None)


def _either(node: Connective, world: World) -> tuple[Truth, float | None]:
    truth, gap = _weigh(node.left, world)
    if node.sign == "=>":
        truth, gap = None if truth is None else not truth, None if gap is None else -gap
    if truth is True:
        return truth, gap
    other, further = _weigh(node.right, world)
    if other is True:
        return other, further
    known = [g for g in (gap, further) if g is not None]
    return None if truth is None or other is None else False, max(known, default=None)


def _gap(sign: str, left: float | None, right: float | None) -> float | None:
    if left is None or right is None or not isfinite(left - right):
        return None
    match sign:
        case "<=" | "<":
            return right - left
        case ">=" | ">":
            return left - right
        case "=":
            return -abs(left - right)
        case _:
            return abs(left - right)


def _float(value: Any) -> float | None:
    """The middle of an interval; of a logarithm, its value there."""
    try:
        if value is None:
            return None
        if isinstance(value, Logarithm):
            return sum(float(r) * log((x[0] + x[1]) / 2) for r, x in value.terms)
        low, high = value
        return float(low if low == high else (low + high) / 2)
    except OverflowError:
        return inf
