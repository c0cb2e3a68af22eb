"""What is wrong with a text, and where."""

from __future__ import annotations

from exactnet.errors import InputError

__all__ = ["FaultError", "line_and_column"]


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Both counted from 1.

    Examples
    --------
    >>> line_and_column("d >= 1 and\\n d", 12)
    (2, 2)
    """
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


class FaultError(InputError):
    """A fault at a place of a text."""

    def __init__(self, reason: str, text: str, offset: int) -> None:
        self.reason, self.offset = reason, offset
        line, column = line_and_column(text, offset)
        super().__init__(f"line {line}, column {column}: {reason}")
