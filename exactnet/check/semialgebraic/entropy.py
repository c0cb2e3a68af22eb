"""Rule ``entropy`` for semi-algebraic functions."""

from __future__ import annotations

from exactnet.check.growth import Growth
from exactnet.check.kneading import KEYS, growth_by_kneading, read_precision
from exactnet.check.reader import obj
from exactnet.check.semialgebraic.dynamics import describe_self_map, read_dynamics
from exactnet.check.semialgebraic.enclosures import Enclosed
from exactnet.check.semialgebraic.turning import Monotone
from exactnet.check.subject import Curved


def prove_growth(claim: dict[str, object], subject: Curved, evidence: dict[str, object] | None) -> Growth | None:
    """Check the evidence; None if it is a hole."""
    domain = read_dynamics(claim, subject)
    if evidence is None:
        return None
    keys = obj(evidence, ["field", "points", "recurrence", *KEYS], "evidence", "evidence")
    _, graph = describe_self_map(subject, domain, keys, clip=claim["clip"])
    enclosed = Enclosed(graph, read_precision(keys["precision"], "orbits"), "orbits")
    return growth_by_kneading(keys, Monotone(enclosed))
