"""The errors a caller may meet: bad input, and honest surrender."""

from __future__ import annotations

__all__ = ["ExactnetError", "InputError", "NotAttemptedError", "TimeLimitError", "UndecidedError"]


class ExactnetError(Exception):
    """Base of the toolkit's own errors; the message is one sentence for a person."""


class InputError(ExactnetError, ValueError):
    """The input is wrong: the message says what, where, and what to do (exit status 2)."""


class UndecidedError(ExactnetError):
    """A stated limit of time, pieces or precision was met before an answer (exit status 3)."""


class NotAttemptedError(UndecidedError):
    """More effort would be needed than this program makes; the question itself is a fair one."""


class TimeLimitError(UndecidedError):
    """The time limit was reached: whatever is not decided yet stays undecided."""
