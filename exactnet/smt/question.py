"""What can be asked, and what an answer is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from time import monotonic
from typing import Any

from flint import fmpq

from exactnet.certs import Certificate
from exactnet.display import Displayed
from exactnet.errors import InputError, TimeLimitError, UndecidedError
from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.numbers import Number
from exactnet.smt.script import Script
from exactnet.smt.solvers import SOLVERS, Verdict, ask

__all__ = ["METHODS", "Answer", "Question", "nearby", "solve"]

METHODS = ("auto", "exact", *SOLVERS)
"""How `solve` may go about it."""

Say = Callable[[str], None]

_MOST_ATTEMPTS = 100
"""Models of one question that are tried."""


@dataclass(frozen=True, eq=False)
class Answer(Displayed):
    """An answer, and on whose word.

    Attributes
    ----------
    status
        ``"sat"``, ``"unsat"`` or ``"unknown"``.
    witness
        If sat, what was found, as JSON values.
    certificate
        Of the answer; with a hole where a solver's word is all there is. None where no rule speaks of the question.
    evidence
        ``"own"``: the toolkit has shown it itself; ``"solver"``: a solver says so; None for unknown.
    reason
        What is to be said besides.
    solver
        Who found it: ``"exact"``, or the name of the solver.
    """

    status: str
    witness: dict[str, Any] | None = None
    certificate: Certificate | None = None
    evidence: str | None = None
    reason: str | None = None
    solver: str = "exact"

    @property
    def decided(self) -> bool:
        """Whether the answer is more than a solver's word."""
        return self.evidence == "own"

    def to_json(self) -> dict[str, Any]:
        """JSON values."""
        return {
            "status": self.status,
            "witness": self.witness,
            "evidence": self.evidence,
            "solver": self.solver,
            "reason": self.reason,
            "certificate": None if self.certificate is None else self.certificate.digest,
        }

    def __repr__(self) -> str:
        return f"Answer({self.status}, evidence={self.evidence!r}, solver={self.solver!r})"


class Question(ABC):
    """Is there .. with ..? A script for solvers, the exact check of what they find, and a route of our own if there is one."""

    @property
    @abstractmethod
    def statement(self) -> str:
        """What is asked, in words."""

    @cached_property
    @abstractmethod
    def script(self) -> Script:
        """The question for solvers."""

    @abstractmethod
    def confirm(self, model: Mapping[str, Number]) -> Answer | None:
        """The answer that a solver's model gives after an exact check; None if it cannot be confirmed."""

    def refine(self, model: Mapping[str, Number]) -> bool:
        """Add to the script what a model that cannot be confirmed fails to meet; whether there was anything."""
        return False

    def decide(self, say: Say) -> Answer | None:
        """The answer by the toolkit itself, certified; None if it has no way to it."""
        return None

    def hole(self, status: str, solver: str) -> Certificate | None:
        """The certificate of an answer that rests on a solver's word; None where no rule speaks of the question."""
        return None


def solve(question: Question, solver: str = "auto", *, timeout: float | None = None, say: Say | None = None) -> Answer:
    """Answer a question.

    Parameters
    ----------
    solver
        ``"exact"``: by the toolkit itself, which certifies; ``"z3"`` or ``"cvc5"``: the solver is asked first, then its ``sat`` is
        checked exactly and its ``unsat`` proved where the toolkit can; ``"auto"``: exact if there is a way, else z3.
    timeout
        Seconds a solver is given.
    say
        Called with what is going on.

    Raises
    ------
    InputError
        If the solver is unknown or not installed, or there is no exact way and ``"exact"`` was asked for.
    """
    if solver not in METHODS:
        raise InputError(f"the solver {solver!r} is unknown; choose one of {', '.join(METHODS)}")
    report = say or (lambda text: None)
    begin = monotonic()
    reason = None
    if solver in ("auto", "exact"):
        try:
            own = question.decide(report)
        except TimeLimitError:
            raise
        except UndecidedError as error:
            if solver == "exact":
                return Answer("unknown", reason=str(error))
            own, reason = None, str(error)
        if own is not None:
            return own
        if solver == "exact":
            raise InputError("the toolkit has no exact way to answer this by itself; use --solver z3")
    name = "z3" if solver == "auto" else solver
    said = Verdict("unknown", {}, "", name, 0)
    for attempt in range(1, _MOST_ATTEMPTS + 1):
        report(f"asking {name}" + (f", for the {attempt}th time" if attempt > 1 else ""))
        left = None if timeout is None else max(0.001, timeout - (monotonic() - begin))
        said = ask(question.script, name, left)
        if said.status != "sat":
            break
        found = question.confirm(said.model)
        if found is not None:
            return replace(found, solver=name)
        if not question.refine(said.model):
            break
    if said.status == "unknown":
        return Answer("unknown", reason=said.reason, solver=name)
    if said.status == "unsat" and solver != "auto":
        try:
            own = question.decide(report)
        except TimeLimitError:
            raise
        except UndecidedError as error:
            own, reason = None, str(error)
        if own is not None:
            return own if own.status == "sat" else replace(own, solver=name)
    return _word_of(question, said.status, said.model, name, reason)


def _word_of(question: Question, status: str, model: Mapping[str, Number], name: str, reason: str | None) -> Answer:
    witness = {key: str(value) for key, value in model.items()} if status == "sat" else None
    hole = question.hole(status, name)
    text = reason or f"{name} says {status}; the toolkit has not shown it itself"
    if hole is None:
        text += ", and there is no form of certificate for this question"
    return Answer(status, witness, hole, "solver", text, name)


def nearby(model: Mapping[str, Number]) -> list[dict[str, fmpq]]:
    """Rational values at or near those of a model, nearer and nearer.

    Examples
    --------
    >>> root = RealAlgebraic.from_polynomial([-2, 0, 1], 1, 2)
    >>> nearby({"x": fmpq(1, 2)}), [str(near["x"]) for near in nearby({"x": root})[:3]]
    ([{'x': 1/2}], ['1', '3/2', '11/8'])
    """
    if not any(isinstance(value, RealAlgebraic) for value in model.values()):
        return [{name: value for name, value in model.items() if not isinstance(value, RealAlgebraic)}]
    found = []
    for bits in (1, 4, 10, 24, 60):
        unit = fmpq(2) ** bits
        for above in (0, 1):
            found.append({name: _rounded(value, unit, above) for name, value in model.items()})
    return found


def _rounded(value: Number, unit: fmpq, above: int) -> fmpq:
    if not isinstance(value, RealAlgebraic):
        return value
    low = (value.refine(1 / (4 * unit)).lower * unit).floor()
    return (low + above) / unit
