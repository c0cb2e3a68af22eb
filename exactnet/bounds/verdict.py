"""What can be said of one instance of a theorem. None of these has a truth value: ask what it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn, TypeAlias

from exactnet.certs import Certificate

__all__ = ["NotApplicable", "NotAttempted", "Proved", "Refuted", "Unknown", "Verdict"]


class _NoTruthValue:
    word: str

    def __bool__(self) -> NoReturn:
        raise TypeError(f"a verdict has no truth value; this one is {self.word!r}: compare its word or its type")


@dataclass(frozen=True)
class Proved(_NoTruthValue):
    """The statement holds for this subject; the certificate shows it."""

    certificate: Certificate
    word = "proved"


@dataclass(frozen=True)
class Refuted(_NoTruthValue):
    """The statement fails for this subject; the certificate shows it, the witness says how."""

    witness: str
    certificate: Certificate
    word = "refuted"


@dataclass(frozen=True)
class NotApplicable(_NoTruthValue):
    """The theorem says nothing here, because this premise fails; ``where``, if that can be said."""

    premise: str
    where: str = field(default="", compare=False)
    word = "not_applicable"


@dataclass(frozen=True)
class Unknown(_NoTruthValue):
    """Not decided, for this reason."""

    reason: str
    word = "unknown"


@dataclass(frozen=True)
class NotAttempted(Unknown):
    """Not decided, because this program does not try: no news unless it was asked for by name."""


Verdict: TypeAlias = Proved | Refuted | NotApplicable | Unknown
