"""A text cut into tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from exactnet.check.reader import show
from exactnet.check.verdict import Rejected, require

LONGEST = 10_000
CONNECTIVES = ("and", "or", "not")

_TOKEN = re.compile(
    r"(?P<space>[ \t\r\n]+)|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<name>[A-Za-z][A-Za-z0-9_]*)"
    r"|(?P<symbol>=>|<=|>=|!=|[-+*/^<>=()\[\],:])"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token at its place; ``kind`` is ``number``, ``name``, ``symbol`` (connectives as well) or ``end``."""

    kind: str
    text: str
    line: int
    column: int

    def fault(self, reason: str) -> NoReturn:
        """Reject the statement because of what stands here."""
        raise Rejected("statement", f"line {self.line}, column {self.column}: {reason}")

    def __str__(self) -> str:
        """Name the token in a reason."""
        return "the end" if self.kind == "end" else show(self.text)


def tokenise(text: str) -> list[Token]:
    """Cut a statement into tokens; the last one is its end.

    >>> [(token.kind, token.text) for token in tokenise("2*w[1]=>0.5")][-3:]
    [('symbol', '=>'), ('number', '0.5'), ('end', '')]
    >>> tokenise("1 <\\n #")
    Traceback (most recent call last):
    exactnet.check.verdict.Rejected: statement: line 2, column 2: the character '#' has no meaning
    """
    require(len(text) <= LONGEST, "statement", f"{len(text)} characters, more than {LONGEST}")
    tokens: list[Token] = []
    position, line, start = 0, 1, 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        column = position - start + 1
        if found is None:
            Token("symbol", text[position], line, column).fault(f"the character {show(text[position])} has no meaning")
        kind, word = found.lastgroup or "", found[0]
        if kind == "space":
            breaks = word.count("\n")
            if breaks:
                line, start = line + breaks, position + word.rindex("\n") + 1
        else:
            tokens.append(Token("symbol" if word in CONNECTIVES else kind, word, line, column))
        position = found.end()
    tokens.append(Token("end", "", line, position - start + 1))
    return tokens
