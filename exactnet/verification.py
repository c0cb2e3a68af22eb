"""The main job: subject -> quantities -> bounds -> rows, each with a verdict and a certificate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from exactnet.bounds import Bound, Case, NotApplicable, Proved, Refuted, Unknown, Verdict, select
from exactnet.bounds.bound import Parameters, Side
from exactnet.bounds.quantities import Measured, measure
from exactnet.certs import Certificate
from exactnet.errors import TimeLimitError, UndecidedError
from exactnet.exact.rational import number_json

__all__ = ["Row", "Verification", "verify"]


@dataclass(frozen=True, eq=False)
class Row:
    """One instance of one bound.

    Attributes
    ----------
    bound, parameters
        The statement and the instance.
    premises
        (text, holds) in order; not beyond the first that fails.
    measured, value
        The measured quantity and the bound's value; None where the verdict does not rest on them.
    verdict
        What was decided.
    """

    bound: Bound
    parameters: Parameters
    premises: tuple[tuple[str, bool], ...]
    measured: Measured | None
    value: fmpq | None
    verdict: Verdict

    @property
    def certificate(self) -> Certificate | None:
        """The certificate of a decided row."""
        return self.verdict.certificate if isinstance(self.verdict, Proved | Refuted) else None

    @property
    def reason(self) -> str | None:
        """Why there is no decision, or the witness of a refutation."""
        match self.verdict:
            case NotApplicable(premise):
                return f"premise fails: {premise}"
            case Unknown(reason):
                return reason
            case Refuted(witness=witness):
                return witness
            case Proved() if self.bound.side == Side.LOWER and self.value is not None and self.value <= 0:
                return "the bound is vacuous here"
            case _:
                return None

    def to_json(self) -> dict[str, Any]:
        """JSON values; exact numbers are integers or strings."""
        return {
            "bound": self.bound.id,
            "source": self.bound.source,
            "status": str(self.bound.status),
            "statement": self.bound.statement,
            "side": str(self.bound.side),
            "premises": [{"premise": text, "holds": holds} for text, holds in self.premises],
            "parameters": dict(self.parameters),
            "quantity": self.bound.quantity,
            "measured": None if self.measured is None else self.measured.to_json(),
            "bound_value": None if self.value is None else number_json(self.value),
            "verdict": self.verdict.word,
            "reason": self.reason,
            "certificate": None if self.certificate is None else self.certificate.digest,
        }


@dataclass(frozen=True, eq=False)
class Verification:
    """All rows of a subject."""

    case: Case
    rows: tuple[Row, ...]

    @property
    def certificates(self) -> list[Certificate]:
        """The certificates of the decided rows."""
        return [row.certificate for row in self.rows if row.certificate is not None]

    @property
    def refuted(self) -> bool:
        """Whether some bound is refuted."""
        return any(isinstance(row.verdict, Refuted) for row in self.rows)

    @property
    def undecided(self) -> bool:
        """Whether some row is unknown."""
        return any(isinstance(row.verdict, Unknown) for row in self.rows)

    def __repr__(self) -> str:
        words = [row.verdict.word for row in self.rows]
        return "Verification(" + ", ".join(f"{words.count(w)} {w}" for w in dict.fromkeys(words)) + ")"


def verify(
    case: Case, bounds: Iterable[str] | None = None, progress: Callable[[str], None] | None = None
) -> Verification:
    """Check published bounds on a case, exactly.

    Parameters
    ----------
    case
        Subject and domain.
    bounds
        Ids of bounds; all by default.
    progress
        Called with the id of the bound about to be checked.

    Raises
    ------
    InputError
        For an unknown bound or a domain outside the subject.

    Examples
    --------
    >>> from exactnet.compile import PiecewiseLinearMap
    >>> verify(Case(PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])), ["telgarsky2016.pieces"])
    Verification(1 proved)
    """
    rows: list[Row] = []
    chosen = select(bounds)
    stopped = _compilation_fails(case)
    for bound in chosen:
        if progress is not None:
            progress(bound.id)
        try:
            rows.extend(_instances(bound, case, stopped))
        except UndecidedError as error:
            if isinstance(error, TimeLimitError):
                stopped = str(error)
            rows.append(Row(bound, {}, (), None, None, Unknown(str(error))))
    return Verification(case, tuple(rows))


def _compilation_fails(case: Case) -> str | None:
    """Compile once, before any bound asks; why that is out of reach, if it is."""
    try:
        if case.inputs == 1:
            _ = case.function
    except UndecidedError as error:
        return str(error)
    return None


def _instances(bound: Bound, case: Case, stopped: str | None) -> Iterator[Row]:
    """Rows of one bound; ``stopped`` says why nothing can be measured any more."""
    premises: list[tuple[str, bool]] = []
    for premise in bound.premises:
        if stopped is not None and premise.measured:
            raise UndecidedError(stopped)
        holds = premise.holds(case)
        premises.append((premise.text, holds))
        if not holds:
            yield Row(bound, {}, tuple(premises), None, None, NotApplicable(premise.text))
            return
    if stopped is not None:
        raise UndecidedError(stopped)
    for parameters in bound.instances(case):
        try:
            measured = measure(bound.quantity, case, parameters)
        except TimeLimitError:
            raise
        except UndecidedError as error:
            yield Row(bound, parameters, tuple(premises), None, None, Unknown(str(error)))
            continue
        value = fmpq(bound.value(case, parameters))
        verdict = _decide(bound, parameters, case, measured, value)
        while isinstance(verdict, Unknown) and case.sharpen():
            measured = measure(bound.quantity, case, parameters)
            verdict = _decide(bound, parameters, case, measured, value)
        yield Row(bound, parameters, tuple(premises), measured, value, verdict)


def _decide(bound: Bound, parameters: Parameters, case: Case, measured: Measured, value: fmpq) -> Verdict:
    if bound.side == Side.UPPER:
        holds, fails = measured.upper <= value, measured.lower > value
    else:
        holds, fails = measured.lower >= value, measured.upper < value
    if not holds and not fails:
        return Unknown(f"the bracket of {bound.quantity} contains the bound")
    claim = {
        "rule": "bound",
        "bound": bound.id,
        "parameters": dict(parameters),
        "domain": case.domain.to_json(),
        "quantity": bound.quantity,
        "measured": measured.to_json(),
        "side": str(bound.side),
        "bound_value": number_json(value),
        "verdict": "proved" if holds else "refuted",
    }
    certificate = Certificate(claim, case.function.certificate_subject, measured.evidence)
    if holds:
        return Proved(certificate)
    return Refuted(f"{bound.quantity} is {measured.to_json()}, the bound is {value}", certificate)
