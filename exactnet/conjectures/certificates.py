"""Statements on subjects: decided by the toolkit, and certified where they fail (rule `conjecture`)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from exactnet.certs import Certificate, Fragment
from exactnet.conjectures.examination import Examination
from exactnet.conjectures.language import Instance, Node, evaluate, text_of
from exactnet.conjectures.language.values import Truth

__all__ = ["Decision", "conjecture_certificate", "decide"]


@dataclass(frozen=True)
class Decision:
    """The truth of a statement on a subject, and the quantities that it was read off, in the order in which they were asked."""

    truth: Truth
    quantities: dict[Instance, Any]


def decide(statement: Node, examined: Examination) -> Decision:
    """Whether a statement holds; brackets are narrowed as long as that can help.

    Examples
    --------
    >>> from exactnet.compile import PiecewiseLinearMap
    >>> from exactnet.conjectures.language import parse
    >>> tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
    >>> decide(parse("laps(f, 3) < 8 or entropy(f) < log(2)"), Examination(tent)).truth
    False
    """
    while True:
        asked: dict[Instance, Any] = {}

        def ask(instance: Instance, asked: dict[Instance, Any] = asked) -> Any:
            asked[instance] = examined.value(instance)
            return asked[instance]

        truth = evaluate(statement, examined.architecture, ask)
        if truth is not None or not examined.sharpen():
            return Decision(truth, {key: value for key, value in asked.items() if value is not None})


def conjecture_certificate(statement: Node, examined: Examination) -> Certificate | None:
    """The certificate that a statement is false for this subject; None if it is not found to be."""
    decision = decide(statement, examined)
    if decision.truth is not False:
        return None
    claim = {
        "rule": "conjecture",
        "statement": text_of(statement),
        "domain": examined.domain.to_json(),
        "clip": examined.clip,
        "path": None if examined.path is None else examined.path.to_json(),
        "quantities": {str(key): _json(value) for key, value in decision.quantities.items()},
        "verdict": "refuted",
    }
    parts = [
        {"claim": dict(part.claim), "evidence": part.evidence.value} for part in examined.parts(decision.quantities)
    ]
    return Certificate(claim, examined.subject.certificate_subject, Fragment({"parts": parts}))


def _json(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    low, high = value
    if low == high:
        return int(low) if Fraction(low).denominator == 1 else str(Fraction(low))
    return {"lower": str(Fraction(low)), "upper": str(Fraction(high))}
