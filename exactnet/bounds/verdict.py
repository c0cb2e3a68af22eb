"""What can be said of one instance of a theorem. None of these has a truth value: ask what it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeAlias

from exactnet.certs import Certificate
from exactnet.display import Displayed, Sheet, latex_words

__all__ = ["NotApplicable", "NotAttempted", "Proved", "Refuted", "Unknown", "Verdict"]


class _Answer(Displayed):
    word: str

    def __bool__(self) -> NoReturn:
        raise TypeError(f"a verdict has no truth value; this one is {self.word!r}: compare its word or its type")

    def _sheet(self) -> Sheet:
        told: dict[str, Any] = {"verdict": self.word}
        for name in ("premise", "where", "reason", "witness"):
            if text := getattr(self, name, ""):
                told[name] = text
        certificate = getattr(self, "certificate", None)
        if certificate is not None:
            told["certificate"] = certificate.digest
        return Sheet("Verdict", told)

    def _repr_latex_(self) -> str:
        return f"${latex_words(self.word)}$"


@dataclass(frozen=True)
class Proved(_Answer):
    """The statement holds for this subject; the certificate shows it."""

    certificate: Certificate
    word = "proved"


@dataclass(frozen=True)
class Refuted(_Answer):
    """The statement fails for this subject; the certificate shows it, the witness says how."""

    witness: str
    certificate: Certificate
    word = "refuted"


@dataclass(frozen=True)
class NotApplicable(_Answer):
    """The theorem says nothing here, because this premise fails; ``where``, if that can be said."""

    premise: str
    where: str = field(default="", compare=False)
    word = "not_applicable"


@dataclass(frozen=True)
class Unknown(_Answer):
    """Not decided, for this reason."""

    reason: str
    word = "unknown"


@dataclass(frozen=True)
class NotAttempted(Unknown):
    """Not decided, because this program does not try: no news unless it was asked for by name."""


Verdict: TypeAlias = Proved | Refuted | NotApplicable | Unknown
