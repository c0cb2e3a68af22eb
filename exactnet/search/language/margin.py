"""How far a statement is from being false, in floating point. It guides searches and decides nothing."""

from __future__ import annotations

from math import inf, isfinite, log
from typing import Any

from exactnet.search.language.evaluation import Architecture, Ask, evaluate
from exactnet.search.language.syntax import COMPARISONS, Binary, Node, Unary
from exactnet.search.language.values import Logarithm

__all__ = ["margin"]

_LARGE = 1e6


def margin(node: Node, architecture: Architecture, ask: Ask) -> float | None:
    """Positive where the statement holds, negative where it fails, and the smaller the nearer; None if nothing is known.

    Examples
    --------
    >>> from exactnet.search.language.parser import parse
    >>> margin(parse("laps(f) <= 9"), Architecture(), lambda quantity: (7, 7))
    2.0
    """
    match node:
        case Unary(sign="not"):
            found = margin(node.operand, architecture, ask)
            return None if found is None else -found
        case Binary(sign="and"):
            return _least(margin(node.left, architecture, ask), margin(node.right, architecture, ask))
        case Binary(sign="or" | "=>"):
            left = margin(node.left, architecture, ask)
            if node.sign == "=>" and left is not None:
                left = -left
            right = margin(node.right, architecture, ask)
            return left if right is None else right if left is None else max(left, right)
        case Binary() if node.sign in COMPARISONS:
            return _gap(node, architecture, ask)
    truth = evaluate(node, architecture, ask)
    return None if truth is None else _LARGE if truth else -_LARGE


def _least(left: float | None, right: float | None) -> float | None:
    return left if right is None else right if left is None else min(left, right)


def _gap(node: Binary, architecture: Architecture, ask: Ask) -> float | None:
    left, right = (_float(evaluate(side, architecture, ask)) for side in (node.left, node.right))
    if left is None or right is None or not isfinite(left - right):
        return None
    match node.sign:
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
        return float((value[0] + value[1]) / 2)
    except OverflowError:
        return inf
