"""Tree to text: the canonical form of a statement, which parses to the same tree."""

from __future__ import annotations

from fractions import Fraction

from exactnet.conjectures.language.syntax import (
    COMPARISONS,
    Binary,
    Call,
    Constant,
    Entry,
    ListOf,
    Literal,
    Measured,
    Name,
    Node,
    Unary,
)

__all__ = ["number_text", "text_of"]

_LEVELS = {"=>": 1, "or": 2, "and": 3, **dict.fromkeys(COMPARISONS, 5), "+": 6, "-": 6, "*": 7, "/": 7, "^": 9}
_NOT, _SIGNED, _INDEXED, _ATOM = 4, 8, 10, 11


def text_of(node: Node) -> str:
    """The canonical text: as few brackets as will do, single blanks.

    Examples
    --------
    >>> from exactnet.conjectures.language.parser import parse
    >>> text_of(parse("((laps(f,2))) <=(prod( w+1)-1)and not(d>2)"))
    'laps(f, 2) <= prod(w + 1) - 1 and not d > 2'
    """
    return _text(node)[0]


def number_text(value: Fraction) -> str:
    """``p`` or ``p/q``."""
    return str(value)


def _text(node: Node) -> tuple[str, int]:
    """The text, and how tightly it binds."""
    match node:
        case Literal():
            return _decimal(node.value), _ATOM
        case Name():
            return node.name, _ATOM
        case Call():
            return f"{node.name}({_listed(node.arguments)})", _ATOM
        case Measured():
            return f"{node.name}({', '.join(['f', *map(text_of, node.arguments)])})", _ATOM
        case ListOf():
            return f"[{_listed(node.items)}]", _ATOM
        case Entry():
            last = "" if node.last is None else f":{_at_least(node.last, 6)}"
            return f"{_at_least(node.of, _INDEXED)}[{_at_least(node.first, 6)}{last}]", _INDEXED
        case Unary(sign="not"):
            return f"not {_at_least(node.operand, _NOT)}", _NOT
        case Unary():
            return f"-{_at_least(node.operand, _SIGNED)}", _SIGNED
        case Binary():
            return _binary(node)
        case Constant():
            raise TypeError("constants are made, not written")


def _binary(node: Binary) -> tuple[str, int]:
    level = _LEVELS[node.sign]
    if node.sign == "^":
        return f"{_at_least(node.left, _INDEXED)}^{_at_least(node.right, _SIGNED)}", level
    rightward = node.sign == "=>"
    alone = node.sign in COMPARISONS
    left = _at_least(node.left, level + (1 if rightward or alone else 0))
    right = _at_least(node.right, level + (0 if rightward else 1))
    return f"{left} {node.sign} {right}", level


def _at_least(node: Node, level: int) -> str:
    text, own = _text(node)
    return text if own >= level else f"({text})"


def _listed(nodes: tuple[Node, ...]) -> str:
    return ", ".join(map(text_of, nodes))


def _decimal(value: Fraction) -> str:
    """Literals are decimals: their denominators have no primes but 2 and 5."""
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    digits = str(int(value * 10**places)).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits
