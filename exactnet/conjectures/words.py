"""The words of the language of conjectures (docs/conjectures.md) as Python names, so that a statement can be written in Python.

>>> from exactnet.conjectures.words import entropy, f, laps, log, period, prod, w
>>> laps(f) <= prod(w + 1) - 1
Expression('laps(f) <= prod(w + 1) - 1')
>>> period(f, 3) >> (entropy(f) >= log(2))
Expression('period(f, 3) => entropy(f) >= log(2)')

Every word is there: names of the architecture, ``f``, functions and quantities. ``&``, ``|``, ``~`` and ``>>`` are and, or, not and
=>; they bind more tightly than comparisons in Python, so these want brackets. Entries of lists are counted from 1, and
``w[1:L - 1]`` has both ends, as in the language; nothing is computed: an expression is its text.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NoReturn

from exactnet.conjectures.language.functions import FUNCTIONS
from exactnet.conjectures.language.names import ARCHITECTURE, QUANTITIES, RELATIONS
from exactnet.conjectures.language.nodes import (
    Binary,
    Call,
    Comparison,
    Connective,
    Entry,
    ListOf,
    Literal,
    Measured,
    Name,
    Negative,
    Node,
    Not,
    Operation,
    Power,
)
from exactnet.conjectures.language.trees import text_of
from exactnet.errors import InputError
from exactnet.exact.rational import rational

__all__ = ["Expression"]


def _operator(kind: type[Binary], sign: str, turned: bool = False) -> Callable[[Expression, Any], Expression]:
    def combine(self: Expression, other: Any) -> Expression:
        left, right = (_node(other), self.node) if turned else (self.node, _node(other))
        return Expression(kind(sign, left, right))

    return combine


class Expression:
    """A part of a statement, or a whole one."""

    __add__, __radd__ = _operator(Operation, "+"), _operator(Operation, "+", turned=True)
    __sub__, __rsub__ = _operator(Operation, "-"), _operator(Operation, "-", turned=True)
    __mul__, __rmul__ = _operator(Operation, "*"), _operator(Operation, "*", turned=True)
    __truediv__, __rtruediv__ = _operator(Operation, "/"), _operator(Operation, "/", turned=True)
    __pow__, __rpow__ = _operator(Power, "^"), _operator(Power, "^", turned=True)
    __le__, __lt__ = _operator(Comparison, "<="), _operator(Comparison, "<")
    __ge__, __gt__ = _operator(Comparison, ">="), _operator(Comparison, ">")
    __eq__, __ne__ = _operator(Comparison, "="), _operator(Comparison, "!=")  # type: ignore[assignment]
    __and__, __or__, __rshift__ = _operator(Connective, "and"), _operator(Connective, "or"), _operator(Connective, "=>")
    __hash__ = None  # type: ignore[assignment]  # equality is a statement

    def __init__(self, node: Node) -> None:
        self.node = node

    def __str__(self) -> str:
        return text_of(self.node)

    def __repr__(self) -> str:
        return f"Expression({str(self)!r})"

    def __bool__(self) -> NoReturn:
        raise InputError(
            f"{self} is no truth of Python: write &, |, ~ and >>, and compare two things at a time, in brackets"
        )

    def __iter__(self) -> NoReturn:
        raise InputError(f"{self} is gone through by prod, sum, min or max, not by Python")

    def __getitem__(self, index: Any) -> Expression:
        if not isinstance(index, slice):
            return Expression(Entry(self.node, _node(index)))
        if index.start is None or index.stop is None or index.step is not None:
            raise InputError("a part of a list has both ends, counted from 1: w[1:L - 1]")
        return Expression(Entry(self.node, _node(index.start), _node(index.stop)))

    def __neg__(self) -> Expression:
        return Expression(Negative(self.node))

    def __invert__(self) -> Expression:
        return Expression(Not(self.node))


def _node(value: Any) -> Node:
    """What stands for a value of Python in a statement."""
    if isinstance(value, Expression):
        return value.node
    if isinstance(value, list | tuple):
        return ListOf(tuple(map(_node, value)))
    if isinstance(value, bool | float):
        raise InputError(f"{value} is no exact number; write an integer, a Fraction or a text such as '1/2'")
    if isinstance(value, Fraction):
        return _number(value)
    found = rational(value)
    return _number(Fraction(int(found.p), int(found.q)))


def _number(value: Fraction) -> Node:
    if value < 0:
        return Negative(_number(-value))
    whole = Literal(Fraction(value.numerator))
    return whole if value.denominator == 1 else Operation("/", whole, Literal(Fraction(value.denominator)))


def _function(name: str) -> Callable[..., Expression]:
    def call(*arguments: Any) -> Expression:
        return Expression(Call(name, tuple(map(_node, arguments))))

    return call


def _quantity(name: str) -> Callable[..., Expression]:
    def measure(subject: Any, *arguments: Any) -> Expression:
        if not isinstance(subject, Expression) or subject.node != _F.node:
            raise InputError(f"the first argument of {name} is f")
        nodes = [Name(x) if name == "betti" and isinstance(x, str) and x in RELATIONS else _node(x) for x in arguments]
        return Expression(Measured(name, tuple(nodes)))

    return measure


_F = Expression(Name("f"))
"""What is measured."""


def __getattr__(name: str) -> Any:
    if name == "f":
        return _F
    if name in ARCHITECTURE:
        return Expression(Name(name))
    if name in FUNCTIONS:
        return _function(name)
    if name in QUANTITIES:
        return _quantity(name)
    raise AttributeError(f"there is no word {name!r} in statements; there are f, {', '.join(__dir__()[:-1])}")


def __dir__() -> list[str]:
    return [*sorted({*ARCHITECTURE, *FUNCTIONS, *QUANTITIES}), "f"]
