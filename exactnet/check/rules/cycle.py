"""Rule ``cycle``: one periodic orbit."""

from __future__ import annotations

from exactnet.check.reader import boolean, obj, rationals, show
from exactnet.check.rules.laps import dynamical_graph, dynamics
from exactnet.check.semialgebraic import cycle as semialgebraic
from exactnet.check.subject import CurvedMap, CurvedNetwork, Subject
from exactnet.check.verdict import require


def check_cycle(claim: dict[str, object], subject: Subject, evidence: dict[str, object] | None) -> None:
    """Check a claim of the rule ``cycle``."""
    keys = obj(claim, ["rule", "domain", "clip", "points"], "claim", "claim")
    if isinstance(subject, CurvedNetwork | CurvedMap):
        semialgebraic.check_cycle(keys, subject, evidence)
        return
    function, domain = dynamics(subject, keys["domain"])
    clip = boolean(keys["clip"], "claim", "clip")
    points = rationals(keys["points"], "claim", "points")
    require(len(points) > 0, "claim", "there is no point")
    require(len(set(points)) == len(points), "claim", "a point is listed twice")
    require(points[0] == min(points), "claim", "the first point is not the least")
    require(domain[0] <= points[0] and max(points) <= domain[1], "claim", "a point lies outside the domain")
    if evidence is None:
        return
    obj(evidence, ["breakpoints"], "evidence", "evidence")
    graph = dynamical_graph(function, domain, evidence["breakpoints"], clip=clip)
    for x, y in zip(points, [*points[1:], points[0]], strict=True):
        found = graph.at(x)
        require(found == y, "points", f"f({show(x)}) is {show(found)}, not {show(y)}")
