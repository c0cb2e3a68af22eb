"""The grammar: tokens to a list of nodes in which operands stand before what they belong to.

So whatever is done with a statement afterwards is one pass over a list.
"""

from __future__ import annotations

from dataclasses import dataclass

from exactnet.check.statements.tokens import Token, tokenise

DEEPEST = 100
MOST_OPEN = 40
COMPARISONS = ("<=", "<", ">=", ">", "=", "!=")

_IMPLIES, _OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _SIGN, _POWER = range(1, 10)
_LEVEL = {
    **{"=>": _IMPLIES, "or": _OR, "and": _AND, "+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "^": _POWER},
    **dict.fromkeys(COMPARISONS, _COMPARISON),
}


@dataclass(frozen=True, slots=True)
class Node:
    """A place of a statement.

    Attributes
    ----------
    kind : str
        ``number``, ``name``, ``call``, ``list``, ``index``, ``slice``, ``sign``, ``not``, or the operator.
    token : Token
        Where it stands: the number, the name, the operator, the opening bracket.
    operands : tuple of int
        Their places in the list of nodes.
    depth : int
        1 for a number or a name, one more than the deepest operand otherwise.
    """

    kind: str
    token: Token
    operands: tuple[int, ...]
    depth: int


def parse(text: str) -> list[Node]:
    """Parse a statement; the last node is the whole.

    >>> [(node.kind, node.operands) for node in parse("d + 2*L > 1")]
    [('name', ()), ('number', ()), ('name', ()), ('*', (1, 2)), ('+', (0, 3)), ('number', ()), ('>', (4, 5))]
    """
    parser = _Parser(tokenise(text))
    parser.expression(_IMPLIES)
    if parser.here.kind != "end":
        parser.here.fault(f"{parser.here} cannot stand here")
    return parser.nodes


class _Parser:
    """Goes over the tokens once.

    Every method that parses something gives the place of its node. From one construct that is open to the next,
    recursion goes deeper by at most ten calls; and at most 40 are open.
    """

    def __init__(self, tokens: list[Token]) -> None:
        self.nodes: list[Node] = []
        self._tokens, self._position, self._open = tokens, 0, 0

    @property
    def here(self) -> Token:
        return self._tokens[self._position]

    def _next(self) -> Token:
        token = self.here
        self._position += 1
        return token

    def _at(self, text: str) -> bool:
        return self.here.kind == "symbol" and self.here.text == text

    def _expect(self, text: str) -> None:
        if not self._at(text):
            self.here.fault(f"expected {text!r}, found {self.here}")
        self._next()

    def _enter(self, token: Token) -> None:
        self._open += 1
        if self._open > MOST_OPEN:
            token.fault(f"more than {MOST_OPEN} constructs are open")

    def _leave(self) -> None:
        self._open -= 1

    def _node(self, kind: str, token: Token, *operands: int) -> int:
        depth = 1 + max((self.nodes[i].depth for i in operands), default=0)
        if depth > DEEPEST:
            token.fault(f"the statement is deeper than {DEEPEST}")
        self.nodes.append(Node(kind, token, operands, depth))
        return len(self.nodes) - 1

    def expression(self, least: int) -> int:
        """Parse what binds at least as strongly as a level."""
        left = self._prefixed(least)
        compared = False
        while self.here.kind == "symbol" and _LEVEL.get(self.here.text, 0) >= least:
            operator = self._next()
            level = _LEVEL[operator.text]
            if level == _COMPARISON:
                if compared:
                    operator.fault("comparisons do not chain")
                compared = True
            if operator.text in ("=>", "^"):
                self._enter(operator)
                right = self.expression(_SIGN if operator.text == "^" else level)
                self._leave()
            else:
                right = self.expression(level + 1)
            left = self._node(operator.text, operator, left, right)
        return left

    def _prefixed(self, least: int) -> int:
        token = self.here
        if not (self._at("-") or (self._at("not") and least <= _NOT)):
            return self._indexed()
        self._enter(self._next())
        operand = self.expression(_SIGN if token.text == "-" else _NOT)
        self._leave()
        return self._node("sign" if token.text == "-" else "not", token, operand)

    def _indexed(self) -> int:
        value = self._atom()
        while self._at("["):
            bracket = self._next()
            self._enter(bracket)
            ends = [self.expression(_SUM)]
            if self._at(":"):
                self._next()
                ends.append(self.expression(_SUM))
            self._expect("]")
            self._leave()
            value = self._node("index" if len(ends) == 1 else "slice", bracket, value, *ends)
        return value

    def _atom(self) -> int:
        token = self._next()
        if token.kind == "number":
            return self._node("number", token)
        if token.kind == "name":
            if not self._at("("):
                return self._node("name", token)
            self._enter(self._next())
            return self._node("call", token, *self._items(_IMPLIES, ")"))
        if token.kind == "symbol" and token.text == "[":
            self._enter(token)
            return self._node("list", token, *self._items(_SUM, "]"))
        if token.kind == "symbol" and token.text == "(":
            self._enter(token)
            value = self.expression(_IMPLIES)
            self._expect(")")
            self._leave()
            return value
        token.fault(f"expected a number, a name or a bracket, found {token}")

    def _items(self, level: int, close: str) -> list[int]:
        """Parse what stands between brackets with commas in between, and the closing one."""
        items: list[int] = []
        if not self._at(close):
            items.append(self.expression(level))
            while self._at(","):
                self._next()
                items.append(self.expression(level))
        self._expect(close)
        self._leave()
        return items
