"""The main job: subject -> quantities -> bounds -> rows, each with a verdict and a certificate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flint import fmpq, fmpz

from exactnet.bounds import Bound, Case, NotApplicable, NotAttempted, Proved, Refuted, Unknown, Verdict, select
from exactnet.bounds.bound import Parameters, Side
from exactnet.bounds.quantities import OF_WEIGHTS, Measured, bound_certificate, measure
from exactnet.certs import Certificate
from exactnet.display import Displayed, Sheet, Table, latex_number, latex_words
from exactnet.errors import NotAttemptedError, TimeLimitError, UndecidedError
from exactnet.exact.rational import number_json, number_text
from exactnet.model import Network

__all__ = ["UNASKED_EFFORT", "UNASKED_REGIONS", "Row", "Verification", "verify"]

UNASKED_REGIONS = 5000
"""Witnesses of more regions are not counted unasked, so that a run over all bounds stays quick."""

UNASKED_EFFORT = 300_000_000
"""Beyond six inputs, regions that take more operations are not counted unasked: half a minute, or what a machine makes of it."""


@dataclass(frozen=True, eq=False)
class Row(Displayed):
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
    witness
        Where the statement is that some network has a property: the network that the row is about, in place of the subject.
    """

    bound: Bound
    parameters: Parameters
    premises: tuple[tuple[str, bool], ...]
    measured: Measured | None
    value: fmpq | None
    verdict: Verdict
    witness: Network | None = None

    @property
    def certificate(self) -> Certificate | None:
        """The certificate of a decided row."""
        return self.verdict.certificate if isinstance(self.verdict, Proved | Refuted) else None

    @property
    def _least(self) -> int:
        """What the quantity can never fall below: no news."""
        return -1 if self.bound.quantity.endswith("_sign") else 0

    @property
    def reason(self) -> str | None:
        """Why there is no decision, the witness of a refutation, or that a network other than the subject proves the statement."""
        match self.verdict:
            case NotApplicable(premise, where):
                return f"premise fails: {premise}" + (f"; {where}" if where else "")
            case Unknown(reason):
                return reason
            case Refuted(witness=witness):
                return witness
            case Proved() if self.bound.side == Side.LOWER and self.value is not None and self.value <= self._least:
                return "the bound is vacuous here"
            case Proved() if self.witness is not None:
                return "shown by a witness network of the same widths"
            case _:
                return None

    @property
    def _relation(self) -> str:
        return "≤" if self.bound.side == Side.UPPER else "≥"

    @property
    def _line(self) -> dict[str, Any]:
        """The row in a table for people."""
        parameters = ", ".join(f"{k} = {v}" for k, v in self.parameters.items())
        compared = self.measured is not None and self.value is not None
        sign = {"proved": self._relation, "refuted": f"not {self._relation}"}.get(self.verdict.word)
        return {
            "bound": self.bound.id,
            "status": str(self.bound.status),
            "quantity": self.bound.quantity.replace("_", " ") + (f" ({parameters})" if parameters else ""),
            "measured": None if self.measured is None else self.measured.to_json(),
            "is": sign if compared else None,
            "bound value": None if self.value is None else number_json(self.value),
            "verdict": self.verdict.word,
            "reason": self.reason,
        }

    def _sheet(self) -> Sheet:
        facts = {"statement": self.bound.statement, "source": self.bound.source, **self._line}
        return Sheet(self.bound.id, {name: value for name, value in facts.items() if value is not None})

    def _repr_latex_(self) -> str | None:
        if self.measured is None or self.value is None or self.certificate is None:
            return None
        holds, upper = isinstance(self.verdict, Proved), self.bound.side == Side.UPPER
        sign = (r"\leq" if upper else r"\geq") if holds else (">" if upper else "<")
        shown = self.measured.upper if upper == holds else self.measured.lower
        name = latex_words(self.bound.quantity)
        equal = "=" if self.measured.lower == self.measured.upper else (r"\leq" if upper == holds else r"\geq")
        numbers = [latex_number(number_text(x)) for x in (shown, self.value)]
        return rf"${name} {equal} {numbers[0]} {sign} {numbers[1]}$"

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
            "witness": self.witness is not None,
            "certificate": None if self.certificate is None else self.certificate.digest,
        }


@dataclass(frozen=True, eq=False)
class Verification(Displayed):
    """All rows of a subject.

    Attributes
    ----------
    case
        The subject and its domain.
    rows
        What was checked.
    skipped
        What was not, because this program does not attempt it: rows that say why. Bounds asked for by name are among `rows`.
    out_of_time
        Whether a time limit was reached on the way; rows then are unknown that might be decided.
    """

    case: Case
    rows: tuple[Row, ...]
    skipped: tuple[Row, ...] = ()
    out_of_time: bool = False

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

    def _sheet(self) -> Sheet:
        words = [row.verdict.word for row in self.rows]
        facts = {
            "subject": repr(self.case.subject),
            "domain": str(self.case.domain),
            **{word.replace("_", " "): words.count(word) for word in dict.fromkeys(words)},
            "not attempted": len(self.skipped),
        }
        return Sheet("Published bounds", facts, [Table([row._line for row in self.rows])])

    def __repr__(self) -> str:
        words = [row.verdict.word for row in self.rows]
        return "Verification(" + ", ".join(f"{words.count(w)} {w}" for w in dict.fromkeys(words)) + ")"


def verify(
    case: Case, bounds: Iterable[str] | None = None, progress: Callable[[str], None] | None = None
) -> Verification:
    """Check published bounds on a case, exactly. What the weights tell is decided first, in case there is a time limit.

    Parameters
    ----------
    case
        Subject and domain.
    bounds
        Ids of bounds; all by default, but then those that would take much effort are skipped.
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
    chosen = select(bounds)
    limits = (
        _Limits(case.max_cells) if bounds is not None else _Limits(min(UNASKED_REGIONS, case.max_cells), UNASKED_EFFORT)
    )
    found: list[list[Row]] = [[] for _ in chosen]

    def check(place: int, stopped: UndecidedError | None) -> UndecidedError | None:
        bound = chosen[place]
        if progress is not None:
            progress(bound.id)
        try:
            found[place].extend(_instances(bound, case, stopped, limits))
        except UndecidedError as error:
            found[place].append(Row(bound, {}, (), None, None, Unknown(str(error))))
            return TimeLimitError(str(error)) if isinstance(error, TimeLimitError) else stopped
        return stopped

    stopped: UndecidedError | None = None
    quick = [place for place, bound in enumerate(chosen) if bound.quantity in OF_WEIGHTS]
    others = [place for place in range(len(chosen)) if place not in quick]
    for place in quick:
        stopped = check(place, stopped)
    if stopped is None and any(chosen[place].witness is None for place in others):
        stopped = _compilation_fails(case)
    for place in others:
        stopped = check(place, stopped)
    rows = [row for of_bound in found for row in of_bound]
    late = isinstance(stopped, TimeLimitError)
    if bounds is not None:
        return Verification(case, tuple(rows), out_of_time=late)
    skipped = tuple(row for row in rows if isinstance(row.verdict, NotAttempted))
    return Verification(case, tuple(row for row in rows if not isinstance(row.verdict, NotAttempted)), skipped, late)


@dataclass(frozen=True)
class _Limits:
    """How many regions a witness may promise, and how much effort it may take to count regions (None: as much as it takes)."""

    regions: int
    effort: int | None = None


def _compilation_fails(case: Case) -> UndecidedError | None:
    """Compile once, before any bound asks; why that is out of reach, if it is."""
    try:
        if case.inputs == 1:
            _ = case.function
    except UndecidedError as error:
        return type(error)(str(error))  # without the traceback, which holds all that was compiled so far
    return None


def _instances(bound: Bound, case: Case, stopped: UndecidedError | None, limits: _Limits) -> Iterator[Row]:
    """Rows of one bound; ``stopped`` says why nothing of the subject can be measured any more."""
    if bound.witness is not None and not isinstance(stopped, TimeLimitError):
        stopped = None  # too large a subject does not stand in the way of a small witness
    premises: list[tuple[str, bool]] = []
    try:
        for premise in bound.premises:
            if stopped is not None and premise.measured:
                raise stopped
            holds = premise.holds(case)
            premises.append((premise.text, holds))
            if not holds:
                yield Row(bound, {}, tuple(premises), None, None, NotApplicable(premise.text, premise.where(case)))
                return
        if stopped is not None:
            raise stopped
        for parameters in bound.instances(case):
            _require_small_witness(bound, parameters, case, limits.regions)
            yield _row(bound, parameters, tuple(premises), case, limits.effort)
    except NotAttemptedError as error:
        yield Row(bound, {}, tuple(premises), None, None, NotAttempted(str(error)))


def _require_small_witness(bound: Bound, parameters: Parameters, case: Case, most_regions: int) -> None:
    if bound.witness is None:
        return
    regions = int(bound.value(case, parameters))
    if regions > most_regions:
        size = f"{regions:,}" if regions < 10**12 else f"10^{len(str(fmpz(regions))) - 1}"
        raise NotAttemptedError(
            f"the witness would have {size} regions or more; no more than {most_regions:,} are counted "
            + ("(--max-cells)" if most_regions == case.max_cells else "unless the bound is named in --bounds")
        )


def _require_few_regions(case: Case, effort: int) -> None:
    try:
        case.require_few_regions(effort)
    except NotAttemptedError as error:
        raise NotAttemptedError(f"{error}; no more are spent unless the bound is named in --bounds") from None


def _row(
    bound: Bound, parameters: Parameters, premises: tuple[tuple[str, bool], ...], case: Case, effort: int | None
) -> Row:
    witness = None if bound.witness is None else bound.witness(case, parameters)
    shown = case if witness is None else case.witness(witness)
    try:
        if effort is not None and bound.quantity == "activation_regions":
            _require_few_regions(shown, effort)
        measured = measure(bound.quantity, shown, parameters)
    except (TimeLimitError, NotAttemptedError):
        raise
    except UndecidedError as error:
        return Row(bound, parameters, premises, None, None, Unknown(str(error)), witness)
    value = fmpq(bound.value(shown, parameters))
    verdict = _decide(bound, parameters, shown, measured, value)
    while isinstance(verdict, Unknown) and witness is None and shown.sharpen():
        measured = measure(bound.quantity, shown, parameters)
        verdict = _decide(bound, parameters, shown, measured, value)
    return Row(bound, parameters, premises, measured, value, verdict, witness)


def _decide(bound: Bound, parameters: Parameters, case: Case, measured: Measured, value: fmpq) -> Verdict:
    if bound.side == Side.UPPER:
        holds, fails = measured.upper <= value, measured.lower > value
    else:
        holds, fails = measured.lower >= value, measured.upper < value
    if fails and bound.witness is not None:
        return Unknown(
            f"{bound.quantity} of the witness is {measured.to_json()}, which shows nothing: the bound is {value}"
        )
    if not holds and not bound.refutes:
        beyond = "most" if bound.side == Side.UPPER else "least"
        return NotAttempted(
            f"{bound.quantity} is not shown to be at {beyond} {value}, which is stricter than what is stated"
        )
    if not holds and not fails:
        return Unknown(f"the bracket of {bound.quantity} contains the bound")
    certificate = bound_certificate(bound, parameters, case, measured, value)
    if holds:
        return Proved(certificate)
    return Refuted(f"{bound.quantity} is {measured.to_json()}, the bound is {value}", certificate)
