"""Text to tree, by recursive descent: the grammar of docs/conjectures.md, a method a rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import NoReturn

from exactnet.conjectures.language.faults import FaultError
from exactnet.conjectures.language.functions import FUNCTIONS
from exactnet.conjectures.language.names import QUANTITIES
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
from exactnet.conjectures.language.trees import moved
from exactnet.exact.rational import rational

__all__ = ["DEEPEST", "MOST_CHARACTERS", "MOST_NESTED", "parse"]

MOST_CHARACTERS = 10_000
MOST_NESTED = 40
DEEPEST = 100

_TOKEN = re.compile(
    r"[ \t\r\n]*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<name>[A-Za-z][A-Za-z0-9_]*)"
    r"|(?P<sign>=>|<=|>=|!=|[-+*/^()\[\],:<>=])|(?P<end>\Z))"
)
_KEYWORDS = ("and", "or", "not")


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    place: int


def _tokens(text: str) -> Iterator[_Token]:
    place = 0
    while True:
        found = _TOKEN.match(text, place)
        if found is None:
            start = place + len(text[place:]) - len(text[place:].lstrip(" \t\r\n"))
            raise FaultError(f"the character {text[start]!r} has no meaning here", text, start)
        kind = found.lastgroup or "end"
        yield _Token(
            "sign" if kind == "name" and found[kind] in _KEYWORDS else kind, found[kind] or "", found.start(kind)
        )
        if kind == "end":
            return
        place = found.end()


def parse(text: str, definitions: Mapping[str, Node] | None = None) -> Node:
    """The tree of a text; names of ``definitions`` stand for these trees.

    Raises
    ------
    FaultError
        With the line and column of the first fault.

    Examples
    --------
    >>> parse("d < 2").sign
    '<'
    >>> parse("laps(f) <= ")
    Traceback (most recent call last):
    ...
    exactnet.conjectures.language.faults.FaultError: line 1, column 12: the text ends where a number, name or bracket should stand
    """
    if len(text) > MOST_CHARACTERS:
        raise FaultError(
            f"the text is longer than {MOST_CHARACTERS:,} characters", text[:MOST_CHARACTERS], MOST_CHARACTERS
        )
    return _Parser(text, definitions or {}).whole()


def _number(text: str) -> Fraction:
    value = rational(text)  # Fraction's own reader has a limit on digits
    return Fraction(int(value.p), int(value.q))


class _Parser:
    def __init__(self, text: str, definitions: Mapping[str, Node]) -> None:
        self.text = text
        self.definitions = definitions
        self.tokens = list(_tokens(text))
        self.next = 0
        self.open = 0
        self.depths: dict[int, int] = {}

    @property
    def token(self) -> _Token:
        return self.tokens[self.next]

    def fault(self, reason: str, place: int | None = None) -> NoReturn:
        raise FaultError(reason, self.text, self.token.place if place is None else place)

    def take(self, *signs: str) -> _Token | None:
        """The next token, if it is one of these signs."""
        token = self.token
        if token.kind == "sign" and token.text in signs:
            self.next += 1
            return token
        return None

    def want(self, sign: str, after: str) -> None:
        if self.take(sign) is None:
            self.fault(f"{self.shown()} where {sign!r} should stand, {after}")

    def shown(self) -> str:
        return "the text ends" if self.token.kind == "end" else f"{self.token.text!r} stands"

    @contextmanager
    def nested(self) -> Iterator[None]:
        self.open += 1
        if self.open > MOST_NESTED:
            self.fault(f"more than {MOST_NESTED} brackets, signs and calls are nested")
        yield
        self.open -= 1

    def made(self, node: Node) -> Node:
        """Keeps trees from becoming too deep to walk through."""
        depth = 1 + max((self.depths[id(child)] for child in node.children), default=0)
        if depth > DEEPEST:
            self.fault(f"more than {DEEPEST} operations stand in one another", node.place)
        self.depths[id(node)] = depth
        return node

    def used(self, node: Node) -> Node:
        """A definition, all of whose nodes are new here."""
        for child in node.children:
            self.used(child)
        return self.made(node)

    def whole(self) -> Node:
        node = self.implication()
        if self.token.kind != "end":
            self.fault(f"{self.shown()} where the statement should end")
        return node

    def implication(self) -> Node:
        left = self.disjunction()
        if sign := self.take("=>"):
            with self.nested():
                return self.made(Connective("=>", left, self.implication(), place=sign.place))
        return left

    def chain(self, kind: type[Binary], part: Callable[[], Node], *signs: str) -> Node:
        left = part()
        while sign := self.take(*signs):
            left = self.made(kind(sign.text, left, part(), place=sign.place))
        return left

    def disjunction(self) -> Node:
        return self.chain(Connective, self.conjunction, "or")

    def conjunction(self) -> Node:
        return self.chain(Connective, self.negation, "and")

    def negation(self) -> Node:
        if sign := self.take("not"):
            with self.nested():
                return self.made(Not(self.negation(), place=sign.place))
        return self.comparison()

    def comparison(self) -> Node:
        left = self.sum()
        if sign := self.take(*Comparison.SIGNS):
            return self.made(Comparison(sign.text, left, self.sum(), place=sign.place))
        return left

    def sum(self) -> Node:
        return self.chain(Operation, self.product, "+", "-")

    def product(self) -> Node:
        return self.chain(Operation, self.signed, "*", "/")

    def signed(self) -> Node:
        if sign := self.take("-"):
            with self.nested():
                return self.made(Negative(self.signed(), place=sign.place))
        return self.power()

    def power(self) -> Node:
        base = self.indexed()
        if sign := self.take("^"):
            with self.nested():
                return self.made(Power("^", base, self.signed(), place=sign.place))
        return base

    def indexed(self) -> Node:
        node = self.atom()
        while sign := self.take("["):
            with self.nested():
                first = self.sum()
                last = self.sum() if self.take(":") else None
                self.want("]", "to end the index")
            node = self.made(Entry(node, first, last, place=sign.place))
        return node

    def atom(self) -> Node:
        token = self.token
        if token.kind == "number":
            self.next += 1
            return self.made(Literal(_number(token.text), place=token.place))
        if token.kind == "name":
            self.next += 1
            return self.named(token)
        if self.take("("):
            with self.nested():
                node = self.implication()
                self.want(")", "to close the bracket")
            return node
        if self.take("["):
            with self.nested():
                items = () if self.take("]") else self.items(self.sum, "]")
            return self.made(ListOf(items, place=token.place))
        self.fault(f"{self.shown()} where a number, name or bracket should stand")

    def items(self, part: Callable[[], Node], end: str) -> tuple[Node, ...]:
        found = [part()]
        while self.take(","):
            found.append(part())
        self.want(end, "or a comma")
        return tuple(found)

    def named(self, token: _Token) -> Node:
        if not self.take("("):
            return self.used(moved(self.definitions.get(token.text, Name(token.text)), token.place))
        with self.nested():
            arguments = () if self.take(")") else self.items(self.implication, ")")
        if token.text in FUNCTIONS:
            return self.made(Call(token.text, arguments, place=token.place))
        if token.text not in QUANTITIES:
            known = ", ".join(sorted([*FUNCTIONS, *QUANTITIES]))
            self.fault(f"there is no function or quantity {token.text!r}; known are {known}", token.place)
        if not arguments or arguments[0] != Name("f"):
            place = arguments[0].place if arguments else token.place
            self.fault(f"the first argument of {token.text} is f", place)
        return self.made(Measured(token.text, arguments[1:], place=token.place))
