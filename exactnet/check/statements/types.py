"""Every node has a type, or the statement is rejected."""

from __future__ import annotations

from exactnet.check.statements.grammar import COMPARISONS, Node
from exactnet.check.statements.names import (
    ARCHITECTURE,
    ENTRYWISE,
    EXTREMES,
    FUNCTION,
    FUNCTIONS,
    QUANTITIES,
    WORDS,
    Type,
)

_TYPES: tuple[Type, ...] = ("truth", "number", "list", "logarithm")


def types_of(nodes: list[Node]) -> list[str]:
    """Give the types of all nodes; ``f`` and words, which are nothing by themselves, have their name as their type.

    >>> from exactnet.check.statements.grammar import parse
    >>> types_of(parse("log(2) > 0"))
    ['number', 'logarithm', 'number', 'truth']
    >>> types_of(parse("1 +\\n w"))
    Traceback (most recent call last):
    exactnet.check.verdict.Rejected: statement: line 1, column 3: the statement is a list, not a truth
    """
    checker = _Types(nodes)
    if checker.types[-1] != "truth":
        nodes[-1].token.fault(f"the statement is a {checker.types[-1]}, not a truth")
    return checker.types


class _Types:
    def __init__(self, nodes: list[Node]) -> None:
        self._nodes = nodes
        self.types: list[str] = []
        # Whether a quantity occurs there.
        self._measured: list[bool] = []
        for node in nodes:
            if node.kind == "call" and node.token.text in QUANTITIES:
                self._quantity(node)
                self._measured.append(True)
            else:
                self.types.append(self._type(node))
                self._measured.append(any(self._measured[i] for i in node.operands))
        if self.types[-1] not in _TYPES:
            nodes[-1].token.fault(f"{nodes[-1].token} is no value")

    def _type(self, node: Node) -> str:
        if node.kind == "number":
            return "number"
        if node.kind == "name":
            return self._name(node)
        name, operands = node.token.text, [self.types[i] for i in node.operands]
        if node.kind == "call" and name not in FUNCTIONS and name not in (*EXTREMES, *ENTRYWISE):
            node.token.fault(f"there is no function {node.token}")
        for i, kind in zip(node.operands, operands, strict=True):
            if kind not in _TYPES:
                self._nodes[i].token.fault(f"{self._nodes[i].token} is no value, only an argument of a quantity")
        found = self._call(node, operands) if node.kind == "call" else self._operation(node, operands)
        if found is None:
            what = f"{name}(..)" if node.kind == "call" else name
            node.token.fault(f"{what} does not take {', '.join(operands) or 'nothing'}")
        return found

    def _name(self, node: Node) -> str:
        name = node.token.text
        if name in FUNCTIONS or name in QUANTITIES or name in (*EXTREMES, *ENTRYWISE):
            node.token.fault(f"{node.token} wants arguments")
        if name not in ARCHITECTURE and name != FUNCTION and name not in WORDS:
            node.token.fault(f"there is no name {node.token}")
        return ARCHITECTURE.get(name, name)

    def _operation(self, node: Node, operands: list[str]) -> Type | None:
        kind, first, last = node.kind, operands[:1], operands[-1:]
        if kind in ("=>", "or", "and", "not"):
            return "truth" if set(operands) == {"truth"} else None
        if kind == "list":
            return "list" if set(operands) <= {"number"} else None
        if kind in ("index", "slice"):
            fits = first == ["list"] and set(operands[1:]) == {"number"}
            return ("number" if kind == "index" else "list") if fits else None
        if kind == "sign":
            return _same(first)
        if kind == "^":
            return _same(first) if last == ["number"] and first != ["logarithm"] else None
        if kind in COMPARISONS:
            return "truth" if operands == ["number", "number"] or self._logarithms(node) else None
        if "logarithm" in operands:
            number = sorted(operands) == ["logarithm", "number"]
            sums = kind in ("+", "-") and self._logarithms(node)
            scaled = number and (kind == "*" or (kind == "/" and last == ["number"]))
            return "logarithm" if sums or scaled else None
        if set(operands) <= {"number", "list"}:
            return "list" if "list" in operands else "number"
        return None

    def _logarithms(self, node: Node) -> bool:
        """Tell whether both operands are logarithms, of which one may be written 0."""
        there = [i for i in node.operands if self.types[i] == "logarithm"]
        others = [self._nodes[i] for i in node.operands if self.types[i] != "logarithm"]
        return bool(there) and all(other.kind == "number" and other.token.text == "0" for other in others)

    def _call(self, node: Node, operands: list[str]) -> Type | None:
        name = node.token.text
        if name in EXTREMES:
            several = len(operands) >= 2 and set(operands) == {"number"}
            return "number" if several or operands == ["list"] else None
        if name in ENTRYWISE:
            return _same(operands) if len(operands) == 1 and operands != ["logarithm"] else None
        wanted, found = FUNCTIONS[name]
        return found if tuple(operands) == wanted else None

    def _quantity(self, node: Node) -> None:
        quantity = QUANTITIES[node.token.text]
        self.types.append(quantity.type)
        if not node.operands or self.types[node.operands[0]] != FUNCTION:
            node.token.fault(f"the first argument of {node.token} is f")
        given = node.operands[1:]
        if not quantity.least <= len(given) <= len(quantity.arguments):
            node.token.fault(f"{node.token} does not take {len(given)} arguments after f")
        for i, wanted in zip(given, quantity.arguments, strict=False):
            token = self._nodes[i].token
            if wanted == "set":
                if self.types[i] not in WORDS:
                    token.fault(f"expected one of the words {', '.join(WORDS)}")
            elif self.types[i] != "number":
                token.fault("expected a number")
            elif self._measured[i]:
                token.fault(f"an argument of {node.token} is itself measured")


def _same(operands: list[str]) -> Type | None:
    """Give the type of the one operand, if it is not a truth."""
    for found in _TYPES:
        if operands == [found] and found != "truth":
            return found
    return None
