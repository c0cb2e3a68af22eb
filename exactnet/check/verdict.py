"""The three answers of the checker, and the way a failing step leaves it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Literal, NoReturn

Word = Literal["valid", "holey", "invalid"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checker says of one certificate.

    Attributes
    ----------
    word : {"valid", "holey", "invalid"}
        ``valid``: every step was checked. ``holey``: the evidence itself says what is missing.
        ``invalid``: a step is wrong, or the document is no certificate.
    step, reason : str
        The step that is wrong or missing, and why; empty for ``valid``.
    """

    word: Word
    step: str = ""
    reason: str = ""

    def __bool__(self) -> NoReturn:
        # `if check_text(...)` would take a holey certificate, or an invalid one, for a yes.
        raise TypeError("a verdict has three values; compare its word")

    def __str__(self) -> str:
        """Give the verdict in one line, without control characters."""
        parts = {"valid": ["valid"], "holey": ["holey", self.reason], "invalid": ["invalid", self.step, self.reason]}
        return one_line(": ".join(parts[self.word]))

    def _repr_html_(self) -> str:
        sign = {"valid": "✓", "holey": "?", "invalid": "✗"}[self.word]
        return f"<div><span>{sign} {escape(str(self))}</span></div>"

    def _repr_latex_(self) -> str:
        return rf"$\text{{{self.word}}}$"


class Rejected(Exception):  # noqa: N818 - it is a verdict, not an error of the program
    """A step of the certificate is wrong."""

    def __init__(self, step: str, reason: str) -> None:
        super().__init__(f"{step}: {reason}")
        self.step = step
        self.reason = reason


def require(condition: bool, step: str, reason: str) -> None:
    """Reject the certificate unless the condition holds."""
    if not condition:
        raise Rejected(step, reason)


def one_line(text: str) -> str:
    r"""Escape what could break a line or the encoding of a terminal.

    >>> one_line("a\nb")
    'a\\nb'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
