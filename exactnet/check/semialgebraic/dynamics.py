"""What all dynamical rules want of a semi-algebraic function: one output, and values in its domain."""

from __future__ import annotations

from exactnet.check.algebra.reading import Value
from exactnet.check.reader import boolean
from exactnet.check.semialgebraic.description import describe, read_points
from exactnet.check.semialgebraic.graph import Graph
from exactnet.check.semialgebraic.setting import Setting, read_ends, read_setting
from exactnet.check.subject import Curved
from exactnet.check.verdict import require


def read_dynamics(claim: dict[str, object], subject: Curved) -> tuple[Value, Value]:
    """Check the keys ``domain`` and ``clip`` of a claim; give the ends of the domain."""
    require(subject.outputs == 1, "subject", "a dynamical claim wants one output")
    ends = read_ends(claim["domain"])
    boolean(claim["clip"], "claim", "clip")
    return ends


def describe_self_map(
    subject: Curved, domain: tuple[Value, Value], evidence: dict[str, object], *, clip: object
) -> tuple[Setting, Graph]:
    """Check the description, and that the function, clipped or not, maps the domain into itself."""
    setting = read_setting(evidence["field"], [subject])
    points = read_points(evidence["points"], setting)
    (description,) = describe([subject], domain, points, setting, clip=clip is True)
    graph = description.graphs()[0]
    graph.check_self_map()
    return setting, graph
