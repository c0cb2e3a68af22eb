"""What weights must bring about to refute a statement: goals that have an encoding for SMT solvers."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import ceil, floor
from typing import NoReturn

from flint import fmpq

from exactnet.conjectures.fields import FieldError
from exactnet.conjectures.language import Architecture, Measured, Node, instance_of
from exactnet.conjectures.language.nodes import Comparison, Connective, Constant, Literal, Not
from exactnet.smt import AtLeast, Goal, Orbit

__all__ = ["refuting"]

Ways = list[tuple[Goal, ...]]
"""Conjunctions of goals, each a way."""

_COUNTS = {"laps": "laps", "pieces": "affine_pieces", "affine_pieces": "affine_pieces", "crossings": "crossings"}
_MIRRORED = {"<=": ">=", "<": ">", ">=": "<=", ">": "<"}
_NEGATED = {"<=": ">", "<": ">=", ">=": "<", ">": "<="}


def refuting(statement: Node, architecture: Architecture) -> Ways:
    """The ways in which networks of an architecture can refute a statement, that is settled for it (see `settled`).

    Raises
    ------
    FieldError
        With the place of what has no encoding.

    Examples
    --------
    >>> from exactnet.conjectures.language import parse, settled
    >>> shape = Architecture(1, 1, (2, 2), (2, 2))
    >>> [way] = refuting(settled(parse("period(f, 3) => laps(f) < prod(w)"), shape), shape)
    >>> [goal.text for goal in way]  # doctest: +ELLIPSIS
    ['it maps the interval into itself and has an orbit of least period 3', 'it has at least 4 laps']
    """
    return _ways(statement, False, architecture)


def _ways(node: Node, truth: bool, architecture: Architecture) -> Ways:
    """How it can come about that a statement is true, or false."""
    match node:
        case Constant():
            return [()] if node.value is truth else []
        case Not():
            return _ways(node.operand, not truth, architecture)
        case Connective():
            left = _ways(node.left, truth is not (node.sign == "=>"), architecture)
            right = _ways(node.right, truth, architecture)
            if (node.sign == "and") is truth:
                return [(*a, *b) for a, b in product(left, right)]
            return left + right
        case Comparison():
            return _compared(node, truth, architecture)
        case Measured(name="period") if truth:
            instance = instance_of(node, architecture)
            return [] if instance is None else [(Orbit(int(Fraction(instance.arguments[0]))),)]
        case Measured(name="period"):
            _refuse(node, "that there is no orbit of some period has no encoding; it can only be searched for one")
    _refuse(node, "this has no encoding")


def _compared(node: Comparison, truth: bool, architecture: Architecture) -> Ways:
    left, sign, right = node.left, node.sign, node.right
    if isinstance(left, Constant | Literal):
        left, sign, right = right, _MIRRORED.get(sign, sign), left
    if not isinstance(left, Measured) or not isinstance(right, Constant | Literal):
        _refuse(
            node, "only a count against a number of the architecture has an encoding, such as laps(f) <= prod(w + 1)"
        )
    if left.name not in _COUNTS or len(left.arguments) != (left.name == "crossings"):
        _refuse(left, "this quantity has no encoding; pieces(f), laps(f), crossings(f, c) and period(f, q) have one")
    if not truth:
        sign = _NEGATED.get(sign, sign)
    if sign not in (">", ">="):
        what = "is not" if sign in ("=", "!=") else "is at most"
        _refuse(
            node,
            f"to refute this, a solver must see that a count {what} a number, which has no encoding; at least has one",
        )
    instance = instance_of(left, architecture)
    value = right.value if isinstance(right, Constant) else (right.value, right.value)
    if instance is None or value is None:
        return []  # undefined, and so never refuted
    _, high = value
    least = floor(high) + 1 if sign == ">" else ceil(high)
    if least <= 1:
        return [()]
    level = Fraction(instance.arguments[0]) if instance.arguments else Fraction(1, 2)
    return [(AtLeast(_COUNTS[left.name], least, fmpq(level.numerator, level.denominator)),)]


def _refuse(node: Node, reason: str) -> NoReturn:
    raise FieldError(("statement",), reason, node.place)
