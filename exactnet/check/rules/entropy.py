"""Rule ``entropy``: a bracket of the growth number exp(h) of a function of an interval into itself."""

from __future__ import annotations

from fractions import Fraction

from exactnet.check.algebra.numbers import Element, Number
from exactnet.check.growth import Exact, Growth, check_growth, check_known_growth
from exactnet.check.kneading import KEYS, Straight, growth_by_kneading, read_precision
from exactnet.check.partition import growth_by_partitions
from exactnet.check.reader import boolean, integers, obj, rational, rationals
from exactnet.check.rules.laps import dynamical_graph, dynamics
from exactnet.check.semialgebraic import entropy as semialgebraic
from exactnet.check.subject import CurvedMap, CurvedNetwork, Subject
from exactnet.check.verdict import require


def check_entropy(claim: dict[str, object], subject: Subject, evidence: dict[str, object] | None) -> None:
    """Check a claim of the rule ``entropy``."""
    keys = obj(claim, ["rule", "domain", "clip", "growth_lower", "growth_upper", "exact"], "claim", "claim")
    lower = rational(keys["growth_lower"], "claim", "growth_lower")
    upper = rational(keys["growth_upper"], "claim", "growth_upper")
    require(1 <= lower <= upper, "claim", "1 <= growth_lower <= growth_upper does not hold")
    exact = _read_exact(keys["exact"])
    if isinstance(subject, CurvedNetwork | CurvedMap):
        growth: Growth | Number | None = semialgebraic.prove_growth(keys, subject, evidence)
    else:
        growth = _prove_growth(keys, subject, evidence)
    if isinstance(growth, Fraction | Element):
        check_known_growth(growth, lower, upper, exact)
    elif growth is not None and evidence is not None:
        check_growth(growth, lower, upper, exact, evidence["recurrence"])


def _prove_growth(claim: dict[str, object], subject: Subject, evidence: dict[str, object] | None) -> Growth | None:
    """Check the evidence on a piecewise-linear function; None if it is a hole."""
    function, domain = dynamics(subject, claim["domain"])
    clip = boolean(claim["clip"], "claim", "clip")
    if evidence is None:
        return None
    kneading = "orbits" in evidence
    obj(evidence, ["breakpoints", "recurrence", *(KEYS if kneading else ("lower", "upper"))], "evidence", "evidence")
    graph = dynamical_graph(function, domain, evidence["breakpoints"], clip=clip)
    if kneading:
        return growth_by_kneading(evidence, Straight(graph, read_precision(evidence["precision"], "orbits")))
    return growth_by_partitions(evidence["lower"], evidence["upper"], graph)


def _read_exact(value: object) -> Exact | None:
    if value is None:
        return None
    keys = obj(value, ["polynomial", "between"], "claim", "exact")
    polynomial = integers(keys["polynomial"], "claim", "exact.polynomial")
    require(any(polynomial), "claim", "the polynomial is zero")
    between = rationals(keys["between"], "claim", "exact.between")
    require(len(between) == 2 and between[0] < between[1], "claim", "exact.between must be [a, b] with a < b")
    return Exact(polynomial, between[0], between[1])
