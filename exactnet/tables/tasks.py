"""One computation: a quantity or a bound of one subject, in whatever process."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from exactnet._version import __version__
from exactnet.bounds import Bound, Case, NotApplicable, Unknown
from exactnet.certs import Certificate, canonical_bytes
from exactnet.compile.places import parse_domain
from exactnet.errors import InputError, TimeLimitError, UndecidedError
from exactnet.frontends import Subject, read_subject
from exactnet.model import Network
from exactnet.printed.reading import same
from exactnet.tables.columns import Column
from exactnet.tables.quantities import QUANTITIES
from exactnet.tables.spec import RowPlan
from exactnet.tables.subjects import document_of
from exactnet.verification import Row, verify

__all__ = ["Outcome", "Task", "perform", "task_of"]

_MEASUREMENTS = {quantity.measure.__name__: quantity.measure for quantity in QUANTITIES.values()}


@dataclass(frozen=True)
class Task:
    """A computation. It can be pickled, compared, and found again in another run.

    Attributes
    ----------
    subject
        The canonical document.
    kind, name
        ``quantity`` and the computation, or ``bound`` and its id.
    domain
        As in the specification.
    options
        As canonical JSON.
    """

    subject: str
    kind: str
    name: str
    domain: str
    options: str

    @property
    def key(self) -> str:
        """What the result is kept under: a digest of all this and of the program."""
        parts = [self.subject, self.kind, self.name, self.domain, self.options, _program()]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Outcome:
    """What came of it: a verdict, with a certificate or the reason why there is none."""

    verdict: str
    reason: str = ""
    certificate: bytes | None = None
    witness: bool = False


@cache
def _program() -> str:
    """The version of the program, and its source: results of another one are not taken over."""
    folder = Path(__file__).parents[1]
    found = hashlib.sha256(__version__.encode())
    for path in sorted(folder.rglob("*.py")):
        found.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def task_of(row: RowPlan, column: Column) -> Task:
    """What is computed for a cell."""
    bound = isinstance(column.what, Bound)
    return Task(
        canonical_bytes(document_of(row.subject)).decode(),
        "bound" if bound else "quantity",
        column.what.id if isinstance(column.what, Bound) else column.what.measure.__name__,
        column.domain or "own",
        canonical_bytes(column.options(row.given)).decode(),
    )


def perform(task: Task) -> Outcome:
    """Compute.

    Raises
    ------
    TimeLimitError
        If the time is over; everything else that may happen is an outcome.
    """
    options = json.loads(task.options)
    try:
        if task.kind == "bound":
            return _bound(task, options)
        certificate = _MEASUREMENTS[task.name](_subject(task.subject), task.domain, options)
        return Outcome("measured", certificate=certificate.canonical)
    except TimeLimitError:
        raise
    except UndecidedError as error:
        return Outcome("unknown", _reason(error))
    except InputError as error:
        return Outcome("not_applicable", _reason(error))


def _reason(error: Exception) -> str:
    """What an error says and advises, with the option of a column for that of the command line."""
    notes = "".join(f" ({note})" for note in getattr(error, "__notes__", ()))
    return f"{error}{notes}".replace("--clip", "clip = true")


@lru_cache(maxsize=16)
def _subject(document: str) -> Subject:
    return read_subject(json.loads(document))


@lru_cache(maxsize=4)
def _case(document: str, domain: str) -> Case:
    """One case for all bounds of a subject: what is measured on it is measured once."""
    subject = _subject(document)
    inputs = subject.inputs if isinstance(subject, Network) else 1
    return Case(subject, None if domain == "own" else parse_domain(domain, inputs))


def _bound(task: Task, parameters: Mapping[str, Any]) -> Outcome:
    found = verify(_case(task.subject, task.domain), [task.name])
    rows = found.rows
    if found.out_of_time:
        raise TimeLimitError(rows[-1].reason or "the time limit was reached")
    chosen = [row for row in rows if not row.parameters or _agrees(row, parameters)]
    if not chosen:
        tried = "; ".join(_instance(row) for row in rows) or "none"
        return Outcome("not_applicable", f"this instance is not tried here; those that are: {tried}")
    if len(chosen) > 1:
        tried = "; ".join(_instance(row) for row in chosen)
        return Outcome("not_applicable", f"there are several instances; parameters must say which: {tried}")
    (row,) = chosen
    if row.certificate is not None and parameters.keys() - row.parameters.keys():
        strange = ", ".join(map(repr, sorted(parameters.keys() - row.parameters.keys())))
        return Outcome("not_applicable", f"this statement has no parameter {strange}")
    match row.verdict:
        case NotApplicable(premise):
            return Outcome("not_applicable", f"premise fails: {premise}")
        case Unknown(reason):
            return Outcome("unknown", reason)
    certificate = row.certificate
    assert isinstance(certificate, Certificate)
    return Outcome(row.verdict.word, certificate=certificate.canonical, witness=row.witness is not None)


def _agrees(row: Row, parameters: Mapping[str, Any]) -> bool:
    return all(name in row.parameters and same(row.parameters[name], value) for name, value in parameters.items())


def _instance(row: Row) -> str:
    return ", ".join(f"{name} = {value}" for name, value in row.parameters.items())
