"""Rule ``interval`` for semi-algebraic functions."""

from __future__ import annotations

from exactnet.check.algebra.points import Point
from exactnet.check.algebra.reading import read_value
from exactnet.check.reader import integer, integers, obj, rational, show
from exactnet.check.semialgebraic.description import Description, describe, read_points
from exactnet.check.semialgebraic.graph import Graph
from exactnet.check.semialgebraic.setting import read_ends, read_setting, value_as_point
from exactnet.check.subject import Curved, CurvedNetwork
from exactnet.check.verdict import require

_OF_ONE_OUTPUT = ("laps", "crossings", "minimum", "maximum")
_QUANTITIES = ("pieces", "activation_regions", "unit_pieces", *_OF_ONE_OUTPUT)
# What is found must be equal to the first; the second is the level at which it is counted.
Count = tuple[int | list[int], Point | None]


def check_interval(claim: dict[str, object], subject: Curved, evidence: dict[str, object] | None) -> None:
    """Check a claim of the rule ``interval``, with the keys ``domain`` and ``quantities``."""
    domain = read_ends(claim["domain"])
    quantities = obj(claim["quantities"], [], "claim", "quantities", optional=_QUANTITIES)
    require(len(quantities) > 0, "claim", "quantities is empty")
    stated = {name: _read_quantity(name, value, subject) for name, value in quantities.items()}
    if evidence is None:
        return
    keys = obj(evidence, ["field", "points"], "evidence", "evidence")
    setting = read_setting(keys["field"], [subject])
    (description,) = describe([subject], domain, read_points(keys["points"], setting), setting)
    graph = description.graphs()[0]
    for name, quantity in stated.items():
        if isinstance(quantity, tuple):
            count, level = quantity
            found = _count(name, description, graph, level)
            require(found == count, name, f"claimed {_show(count)}, found {_show(found)}")
        else:
            check_extreme(name, graph, quantity, 1 if name == "minimum" else -1)


def _read_quantity(name: str, value: object, subject: Curved) -> Count | Point:
    require(name not in _OF_ONE_OUTPUT or subject.outputs == 1, "claim", f"{name} wants one output")
    if name in ("activation_regions", "unit_pieces"):
        require(isinstance(subject, CurvedNetwork), "claim", f"{name} wants a network")
    if name == "unit_pieces":
        plain = isinstance(subject, CurvedNetwork) and subject.plain
        require(plain, "claim", f"{name} wants a network without residual layers")
        return integers(value, "claim", name), None
    if name == "crossings":
        pair = obj(value, ["level", "count"], "claim", name)
        level = value_as_point(rational(pair["level"], "claim", "level"))
        return integer(pair["count"], "claim", "count"), level
    if name in ("minimum", "maximum"):
        return value_as_point(read_value(value, "claim", name))
    return integer(value, "claim", name), None


def _count(name: str, description: Description, graph: Graph, level: Point | None) -> int | list[int]:
    if level is not None:
        return graph.crossings(level)
    if name == "pieces":
        return description.count()
    if name == "activation_regions":
        return description.regions()
    return graph.laps() if name == "laps" else description.unit_pieces()


def check_extreme(name: str, graph: Graph, value: Point, side: int) -> None:
    """Check that a number is the least value (side 1), or the largest (side -1): one at a point, as f is monotone."""
    found = [graph.compare(i, value) * side for i in range(len(graph.points))]
    require(min(found) >= 0, name, f"the value at point {found.index(min(found))} is beyond it")
    require(0 in found, name, "it is not the value at any point")


def _show(count: int | list[int]) -> str:
    return f"[{', '.join(map(show, count[:20]))}]" if isinstance(count, list) else show(count)
