"""Rule ``entropy`` for semi-algebraic functions."""

from __future__ import annotations

from fractions import Fraction

from exactnet.check.algebra.numbers import Number, sign
from exactnet.check.growth import Growth
from exactnet.check.kneading import KEYS, growth_by_kneading, read_precision
from exactnet.check.reader import obj
from exactnet.check.semialgebraic.dynamics import describe_self_map, read_dynamics
from exactnet.check.semialgebraic.enclosures import Enclosed
from exactnet.check.semialgebraic.graph import Graph
from exactnet.check.semialgebraic.turning import Monotone
from exactnet.check.subject import Curved
from exactnet.check.verdict import require


def prove_growth(
    claim: dict[str, object], subject: Curved, evidence: dict[str, object] | None
) -> Growth | Number | None:
    """Check the evidence: bounds on the growth number, or that number itself; None if it is a hole."""
    domain = read_dynamics(claim, subject)
    if evidence is None:
        return None
    steady = "constant_slope" in evidence
    wanted = ("constant_slope",) if steady else ("recurrence", *KEYS)
    keys = obj(evidence, ["field", "points", *wanted], "evidence", "evidence")
    setting, graph = describe_self_map(subject, domain, keys, clip=claim["clip"])
    if steady:
        return _of_constant_slope(graph, setting.element(keys["constant_slope"], "lower", "constant_slope"))
    enclosed = Enclosed(graph, read_precision(keys["precision"], "orbits"), "orbits")
    return growth_by_kneading(keys, Monotone(enclosed))


def _of_constant_slope(graph: Graph, slope: Number) -> Number:
    """Give max(1, slope), after checking that every piece has this absolute slope."""
    require(sign(slope) >= 0, "lower", "constant_slope is negative")
    for i, (f, rises) in enumerate(zip(graph.functions, graph.signs, strict=True)):
        found = f.derivative()
        straight = f.is_polynomial and f.degree <= 1
        fits = straight and sign(found.at(graph.samples[i]) - slope * rises) == 0
        require(
            fits and (rises != 0 or sign(slope) == 0), "lower", f"piece {i} does not have the slope that is claimed"
        )
    return slope if sign(slope - 1) > 0 else Fraction(1)
