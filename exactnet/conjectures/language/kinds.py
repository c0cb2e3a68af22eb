"""Whether a tree makes sense: every expression has a type, and what does not fit is a fault with its place."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NoReturn

from exactnet.conjectures.language.names import ARCHITECTURE, FUNCTIONS, QUANTITIES, RELATIONS, Kind
from exactnet.conjectures.language.syntax import (
    COMPARISONS,
    Binary,
    Call,
    Constant,
    Entry,
    FaultError,
    ListOf,
    Literal,
    Measured,
    Name,
    Node,
    Unary,
    children,
)

__all__ = ["kind_of", "quantities_in", "require_truth", "walk"]

_ARITHMETIC = (Kind.NUMBER, Kind.LIST)
_ZERO = Literal(Fraction(0))


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, from left to right."""
    yield node
    for child in children(node):
        yield from walk(child)


def quantities_in(node: Node) -> tuple[Measured, ...]:
    """The quantities that occur, each once."""
    return tuple(dict.fromkeys(part for part in walk(node) if isinstance(part, Measured)))


def require_truth(node: Node, text: str) -> None:
    """FaultError unless the tree is a well-typed statement."""
    kind = kind_of(node, text)
    if kind != Kind.TRUTH:
        raise FaultError(f"this is a {kind}; a statement is true or false", text, _start(node))


def kind_of(node: Node, text: str) -> Kind:
    """The type of a tree; FaultError if something does not fit.

    Examples
    --------
    >>> from exactnet.conjectures.language.parser import parse
    >>> str(kind_of(parse("w + 1"), "w + 1"))
    'list'
    """
    return _Judge(text).kind(node)


def _start(node: Node) -> int:
    return min(part.place for part in walk(node))


class _Judge:
    def __init__(self, text: str) -> None:
        self.text = text

    def fault(self, node: Node, reason: str, *, here: bool = False) -> NoReturn:
        raise FaultError(reason, self.text, node.place if here else _start(node))

    def kind(self, node: Node) -> Kind:
        match node:
            case Literal():
                return Kind.NUMBER
            case Name():
                return self._name(node)
            case Call():
                return self._call(node)
            case Measured():
                return self._measured(node)
            case ListOf():
                for item in node.items:
                    self.want(item, Kind.NUMBER)
                return Kind.LIST
            case Entry():
                self.want(node.of, Kind.LIST)
                self.want(node.first, Kind.NUMBER)
                if node.last is None:
                    return Kind.NUMBER
                self.want(node.last, Kind.NUMBER)
                return Kind.LIST
            case Unary(sign="not"):
                self.want(node.operand, Kind.TRUTH)
                return Kind.TRUTH
            case Unary():
                kind = self.kind(node.operand)
                if kind == Kind.TRUTH:
                    self.fault(node.operand, "a truth has no negative; write not")
                return kind
            case Binary():
                return self._binary(node)
            case Constant():
                raise TypeError("constants are made, not read")

    def want(self, node: Node, kind: Kind) -> None:
        found = self.kind(node)
        if found != kind:
            self.fault(node, f"a {kind} should stand here; this is a {found}")

    def _name(self, node: Name) -> Kind:
        if node.name == "f":
            self.fault(node, "f stands only as the first argument of a quantity")
        if node.name in RELATIONS:
            self.fault(node, f"the word {node.name} stands only in betti(f, k, {node.name})")
        if node.name in FUNCTIONS or node.name in QUANTITIES:
            example = "(f)" if node.name in QUANTITIES else "(..)"
            self.fault(node, f"{node.name} wants arguments: {node.name}{example}")
        if node.name not in ARCHITECTURE:
            self.fault(node, f"there is no name {node.name!r}; known are {', '.join(ARCHITECTURE)}")
        return ARCHITECTURE[node.name]

    def _call(self, node: Call) -> Kind:
        function = FUNCTIONS[node.name]
        kinds = tuple(self.kind(argument) for argument in node.arguments)
        numbers = function.any_number and len(kinds) >= 2 and set(kinds) == {Kind.NUMBER}
        if kinds not in function.takes and not numbers:
            wanted = " or ".join(", ".join(f"a {kind}" for kind in kinds) for kinds in function.takes)
            also = ", or several numbers" if function.any_number else ""
            given = ", ".join(f"a {kind}" for kind in kinds) or "nothing"
            self.fault(node, f"{node.name} takes {wanted}{also}, not {given}", here=True)
        return kinds[0] if node.name in ("abs", "floor", "ceil") else function.gives

    def _measured(self, node: Measured) -> Kind:
        quantity = QUANTITIES[node.name]
        count = len(node.arguments)
        if not quantity.least <= count <= quantity.most:
            span = quantity.least if quantity.least == quantity.most else f"{quantity.least} to {quantity.most}"
            self.fault(node, f"{node.name} takes {span} arguments after f, not {count}", here=True)
        for i, argument in enumerate(node.arguments):
            if node.name == "betti" and i == 1:
                if not isinstance(argument, Name) or argument.name not in RELATIONS:
                    self.fault(argument, f"one of the words {', '.join(RELATIONS)} should stand here")
                continue
            self.want(argument, Kind.NUMBER)
            for inner in quantities_in(argument):
                self.fault(inner, "no quantity may stand among the arguments of a quantity", here=True)
        return quantity.gives

    def _binary(self, node: Binary) -> Kind:
        if node.sign in ("=>", "and", "or"):
            self.want(node.left, Kind.TRUTH)
            self.want(node.right, Kind.TRUTH)
            return Kind.TRUTH
        left, right = self.kind(node.left), self.kind(node.right)
        if Kind.TRUTH in (left, right):
            self.fault(node.left if left == Kind.TRUTH else node.right, f"a truth cannot stand beside {node.sign}")
        if node.sign in COMPARISONS:
            self._alike(node, left, right)
            if Kind.LIST in (left, right):
                self.fault(node, "lists are not compared; compare their min, max, sum or prod", here=True)
            return Kind.TRUTH
        if node.sign == "^":
            if left in _ARITHMETIC and right == Kind.NUMBER:
                return left
            self.fault(node, f"a {left} is not raised to a {right}", here=True)
        if Kind.LOGARITHM not in (left, right):
            return Kind.LIST if Kind.LIST in (left, right) else Kind.NUMBER
        if node.sign in ("+", "-"):
            self._alike(node, left, right)
            return Kind.LOGARITHM
        if {left, right} == {Kind.LOGARITHM, Kind.NUMBER} and (node.sign == "*" or left == Kind.LOGARITHM):
            return Kind.LOGARITHM
        self.fault(node, f"a {left} {node.sign} a {right} has no meaning here", here=True)

    def _alike(self, node: Binary, left: Kind, right: Kind) -> None:
        """Two logarithms, or a logarithm and the literal 0, or no logarithm."""
        if Kind.LOGARITHM in (left, right) and left != right and _ZERO not in (node.left, node.right):
            self.fault(node, "a logarithm goes with a logarithm or with 0 (write log(x))", here=True)
