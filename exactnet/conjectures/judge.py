"""One candidate after another, judged: by the statement, on the graph itself where that is enough, else by the toolkit."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from exactnet.bounds import Case, Proved, Refuted, select
from exactnet.certs import Certificate
from exactnet.compile import Domain
from exactnet.compile.path import Path
from exactnet.compile.places import Place, parse_domain
from exactnet.conjectures.certificates import conjecture_certificate
from exactnet.conjectures.classes import CandidateClass, Point
from exactnet.conjectures.examination import Examination, InapplicableError
from exactnet.conjectures.language import Architecture, Instance, Node, quantities_in, settled, weigh
from exactnet.conjectures.language.values import Truth
from exactnet.conjectures.polyline import QUICK, Graph, State, bend, start
from exactnet.errors import TimeLimitError, UndecidedError
from exactnet.frontends import Subject
from exactnet.model import Network
from exactnet.verification import verify

__all__ = ["BoundJudge", "Judge", "Opinion", "StatementJudge"]

_NETWORK_CELLS = 100_000


@dataclass(frozen=True)
class Opinion:
    """What is thought of a candidate; ``applies`` is False where the statement says nothing about it."""

    truth: Truth
    margin: float | None = None
    applies: bool = True


class Judge(ABC):
    """Decides candidates."""

    @abstractmethod
    def opinion(self, candidates: CandidateClass, point: Point) -> Opinion:
        """Of a candidate, as quickly as can be; exact all the same.

        Raises
        ------
        InapplicableError
            If the statement says nothing about it.
        """

    @abstractmethod
    def certificate(self, subject: Subject) -> Certificate | None:
        """Decided anew by the toolkit: the certificate that the subject refutes the statement, None if it does not."""


class StatementJudge(Judge):
    """Judges by a statement of the language.

    Parameters
    ----------
    statement
        Its tree.
    domain
        As options write it; None for the usual one.
    clip, path
        As in `Examination`.
    """

    def __init__(
        self, statement: Node, domain: str | None = None, clip: bool = False, path: Path | None = None
    ) -> None:
        self.statement = statement
        self.domain, self.clip, self.path = domain, clip, path
        self.quantities = quantities_in(statement)
        self.on_graph = all(
            q.name in QUICK and len(q.arguments) == (1 if q.name == "crossings" else 0) for q in self.quantities
        )
        self.for_architecture = lru_cache(maxsize=64)(lambda architecture: settled(statement, architecture))

    def place(self, subject: Subject) -> Domain | Place | None:
        """The domain for a subject."""
        if self.domain is None:
            return None
        return parse_domain(self.domain, subject.inputs if isinstance(subject, Network) else 1)

    def examination(self, subject: Subject) -> Examination:
        """The subject on its domain."""
        return Examination(subject, self.place(subject), clip=self.clip, path=self.path)

    @cached_property
    def input(self) -> State:
        """The input of networks with one."""
        where = Domain.of(0, 1) if self.domain is None else Domain.parse(self.domain)
        return start(None if where.ends is None else (_fraction(where.ends[0]), _fraction(where.ends[1])))

    def is_quick(self, candidates: CandidateClass) -> bool:
        """Whether candidates are judged on their graphs."""
        return self.on_graph and candidates.quick

    def opinion(self, candidates: CandidateClass, point: Point) -> Opinion:
        if not self.quantities:
            return self.of_graph(candidates.architecture(point), None)
        if self.is_quick(candidates):
            return self.of_graph(candidates.architecture(point), self._graph(candidates, point))
        subject = candidates.subject(point)
        statement = self.for_architecture(candidates.architecture(point))
        examined = self.examination(subject)
        while True:
            truth, margin = weigh(statement, examined.architecture, examined.value)
            if truth is not None or not examined.sharpen():
                return Opinion(truth, margin)

    def of_graph(self, architecture: Architecture, graph: Graph | None) -> Opinion:
        """With all quantities read off a graph (or none needed)."""
        ask = _nothing if graph is None else graph.value
        truth, margin = weigh(self.for_architecture(architecture), architecture, ask)
        return Opinion(truth, margin)

    def _graph(self, candidates: CandidateClass, point: Point) -> Graph:
        hidden, last = candidates.chain(point)
        state = self.input
        for rows, activation in hidden:
            state = bend(state, rows, activation)
        return Graph(state, last)

    def certificate(self, subject: Subject) -> Certificate | None:
        try:
            return conjecture_certificate(self.statement, self.examination(subject))
        except (InapplicableError, UndecidedError) as error:
            if isinstance(error, TimeLimitError):
                raise
            return None


class BoundJudge(Judge):
    """Judges by a published bound: refuted where one of its instances is.

    ``reads_weights``: whether it is about the weights, and not only about the function and its regions.
    """

    def __init__(self, bound: str, domain: str | None = None) -> None:
        self.bound, self.domain = bound, domain
        (chosen,) = select([bound])
        self.reads_weights = chosen.quantity in ("persistence", "stable")

    def _rows(self, subject: Subject) -> list[Any]:
        inputs = subject.inputs if isinstance(subject, Network) else 1
        where = None if self.domain is None else parse_domain(self.domain, inputs)
        found = verify(Case(subject, where, max_cells=_NETWORK_CELLS), [self.bound])
        if found.out_of_time:
            raise TimeLimitError("the time limit was reached")
        return list(found.rows)

    def opinion(self, candidates: CandidateClass, point: Point) -> Opinion:
        rows = self._rows(candidates.subject(point))
        gaps = [
            float(row.value - row.measured.upper if str(row.bound.side) == "upper" else row.measured.lower - row.value)
            for row in rows
            if row.measured is not None and row.value is not None
        ]
        margin = min(gaps, default=None)
        if any(isinstance(row.verdict, Refuted) for row in rows):
            return Opinion(False, margin)
        if rows and all(row.verdict.word == "not_applicable" for row in rows):
            raise InapplicableError("the premises of the bound do not hold")
        return Opinion(True if rows and all(isinstance(row.verdict, Proved) for row in rows) else None, margin)

    def certificate(self, subject: Subject) -> Certificate | None:
        try:
            rows = self._rows(subject)
        except UndecidedError as error:
            if isinstance(error, TimeLimitError):
                raise
            return None
        return next((row.certificate for row in rows if isinstance(row.verdict, Refuted)), None)


def _nothing(instance: Instance) -> None:
    return None


def _fraction(x: Any) -> Fraction:
    return Fraction(int(x.p), int(x.q))
