"""What a search comes to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from exactnet.certs import Certificate
from exactnet.conjectures.classes import Architectures, Constructions, Point
from exactnet.conjectures.examination import InapplicableError, architecture_of
from exactnet.conjectures.problem import Problem
from exactnet.conjectures.shrink import shrink
from exactnet.conjectures.strategies import STRATEGIES
from exactnet.conjectures.work import Tally
from exactnet.display import Displayed
from exactnet.errors import NotAttemptedError, UndecidedError
from exactnet.frontends import Subject

__all__ = ["Counterexample", "SearchResult", "conclude"]


@dataclass(frozen=True, eq=False)
class Counterexample:
    """A subject that refutes the statement, and the certificate that it does.

    Attributes
    ----------
    subject
        The network or map; where the statement is about architectures alone, a network with weights 0 of that architecture.
    certificate
        Of rule `conjecture`, or `bound`.
    shrunk
        Whether it is smaller than what was found.
    """

    subject: Subject
    certificate: Certificate
    shrunk: bool

    def to_json(self) -> dict[str, Any]:
        """JSON values."""
        shape, claim = architecture_of(self.subject), self.certificate.claim
        measured = claim["quantities"] if claim["rule"] == "conjecture" else {claim["quantity"]: claim["measured"]}
        value = (
            {}
            if claim["rule"] == "conjecture"
            else {"parameters": claim["parameters"], "bound_value": claim["bound_value"]}
        )
        return {
            "inputs": shape.inputs,
            "widths": list(shape.widths),
            "quantities": measured,
            **value,
            "subject": self.subject.to_json(),
            "sha256": self.subject.digest,
            "shrunk": self.shrunk,
            "certificate": self.certificate.digest,
        }


@dataclass(frozen=True, eq=False)
class SearchResult(Displayed):
    """The answer.

    Attributes
    ----------
    problem
        What was searched.
    status
        ``"counterexample"``; ``"none_in_class"``: every candidate of the class was decided, and those about which the statement
        says something satisfy it; ``"none_found"``: none of those tried is one, and nothing is said of the others.
    counterexample
        If there is one.
    tally
        What came of the candidates.
    units_done, units
        How much of the work was done.
    """

    problem: Problem
    status: str
    counterexample: Counterexample | None
    tally: Tally
    units_done: int
    units: int

    @property
    def certificate(self) -> Certificate | None:
        """The certificate of the counterexample. That a class has none rests on the run; there is no certificate of it."""
        return None if self.counterexample is None else self.counterexample.certificate

    @property
    def tried(self) -> int:
        """How many judgements were made, of candidates and of partial networks with all their completions."""
        return self.tally.tried

    @cached_property
    def _best(self) -> dict[str, Any] | None:
        if not self.tally.best or self.counterexample is not None:
            return None
        return {"margin": self.tally.margin, "subject": self.problem.candidates.subject(self.tally.best).to_json()}

    def to_json(self) -> dict[str, Any]:
        """JSON values. Nothing in it depends on how fast the search was, or whether it was interrupted."""
        problem, tally = self.problem, self.tally
        exhaustive = STRATEGIES[problem.strategy].exhausts
        return {
            "status": self.status,
            "counterexample": None if self.counterexample is None else self.counterexample.to_json(),
            "tried": tally.tried,
            "tried_together": tally.together,
            "undecided": tally.undecided,
            "inapplicable": tally.inapplicable,
            "statement": problem.text,
            "class": {
                "fields": problem.document["class"],
                "size": problem.candidates.size,
                "representatives": problem.candidates.runs if exhaustive else None,
                "symmetry": problem.candidates.symmetry if exhaustive else "",
            },
            "strategy": problem.strategy,
            "seed": problem.seed,
            "units": self.units,
            "units_done": self.units_done,
            "best": self._best,
            "solver": tally.said,
            "search": problem.digest,
            "certificate": None if self.certificate is None else self.certificate.digest,
        }

    def __repr__(self) -> str:
        return f"SearchResult({self.status}, {self.tried:,} tried)"


def conclude(problem: Problem, tally: Tally, done: int, units: int, *, shrink: bool) -> SearchResult:
    """The answer after so many units.

    Raises
    ------
    UndecidedError
        If the toolkit does not confirm a counterexample: a fault of this program, so nothing is claimed.
    """
    if tally.found is not None:
        return SearchResult(problem, "counterexample", _confirmed(problem, tally.found, shrink), tally, done, units)
    through = STRATEGIES[problem.strategy].exhausts and done == units
    decided = not tally.undecided and tally.tried > tally.inapplicable
    return SearchResult(problem, "none_in_class" if through and decided else "none_found", None, tally, done, units)


def _confirmed(problem: Problem, point: Point, shrink: bool) -> Counterexample:
    """Decided anew by the toolkit, made smaller, and certified."""
    found = problem.candidates.subject(point)
    subject = _smaller(problem, point, found) if shrink else found
    certificate = problem.judge.certificate(subject)
    if certificate is None:
        raise UndecidedError(
            f"a counterexample was not confirmed when it was looked at again (candidate {list(point)})"
        )
    return Counterexample(subject, certificate, subject.digest != found.digest)


def _smaller(problem: Problem, point: Point, found: Subject) -> Subject:
    candidates, judge = problem.candidates, problem.judge
    if not isinstance(candidates, Architectures | Constructions):
        return shrink(found, lambda subject: judge.certificate(subject) is not None)
    for simpler in candidates.smaller(point):
        try:
            if judge.opinion(candidates, simpler).truth is False:
                return candidates.subject(simpler)
        except (InapplicableError, NotAttemptedError):
            continue
    return found
