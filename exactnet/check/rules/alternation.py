"""Rule ``alternation``: an iterate rises and falls in turn, each time by more than a given amount."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from exactnet.check.description import Graph, check_self_map, describe, read_breakpoints
from exactnet.check.iterates import passages
from exactnet.check.reader import boolean, increasing, integer, obj, rational, rationals, show
from exactnet.check.rules.laps import dynamics
from exactnet.check.semialgebraic import alternation as semialgebraic
from exactnet.check.subject import CurvedMap, CurvedNetwork, Subject
from exactnet.check.verdict import Rejected, require

# Time grows with the square of the iterate, and with the digits of the orbits, which grow with it.
_MOST_ITERATES = 1000


def check_alternation(claim: dict[str, object], subject: Subject, evidence: dict[str, object] | None) -> None:
    """Check a claim of the rule ``alternation``."""
    keys = obj(claim, ["rule", "domain", "clip", "iterate", "swing", "count"], "claim", "claim")
    iterate = integer(keys["iterate"], "claim", "iterate", least=1)
    require(iterate <= _MOST_ITERATES, "claim", f"iterate is more than {_MOST_ITERATES}, too large to check")
    swing = rational(keys["swing"], "claim", "swing")
    require(swing >= 0, "claim", "swing is negative")
    count = integer(keys["count"], "claim", "count", least=0)
    if isinstance(subject, CurvedNetwork | CurvedMap):
        semialgebraic.check_alternation(keys, subject, iterate, swing, count, evidence)
        return
    function, domain = dynamics(subject, keys["domain"])
    clip = boolean(keys["clip"], "claim", "clip")
    if evidence is None:
        return
    obj(evidence, ["breakpoints"], "evidence", "evidence", optional=["interval", "points"])
    require(("interval" in evidence) != ("points" in evidence), "evidence", "either an interval or points are wanted")
    graph = describe(function, domain, read_breakpoints(evidence["breakpoints"]), clip=clip).graph()
    if iterate > 1:
        check_self_map(graph, domain)
    if "interval" in evidence:
        _check_interval(graph, evidence["interval"], iterate, swing, count)
    else:
        _check_points(graph, domain, evidence["points"], iterate, swing, count)


def _check_interval(graph: Graph, value: object, iterate: int, swing: Fraction, count: int) -> None:
    """Check that f^iterate passes an interval that is longer than the swing so many times."""
    interval = rationals(value, "interval", "interval")
    require(len(interval) == 2, "interval", "it has two ends")
    low, high = interval
    require(high - low > swing, "interval", f"it is not longer than {show(swing)}")
    found = passages(graph, low, high, iterate)
    require(found >= count, "count", f"claimed {show(count)}, found {show(found)}")


def _check_points(
    graph: Graph, domain: tuple[Fraction, Fraction], value: object, iterate: int, swing: Fraction, count: int
) -> None:
    """Check that f^iterate rises and falls in turn from point to point."""
    points = increasing(value, "points", "points")
    require(len(points) == count + 1, "points", f"{show(count + 1)} are wanted, there are {len(points)}")
    require(domain[0] <= points[0] and points[-1] <= domain[1], "points", "a point lies outside the domain")
    values = [_follow(graph, x, iterate) for x in points]
    rising = len(values) > 1 and values[1] > values[0]
    for i, (a, b) in enumerate(pairwise(values)):
        gain = b - a if rising else a - b
        if not gain > swing:
            raise Rejected("points", f"between points[{i}] and points[{i + 1}] there is no such swing")
        rising = not rising


def _follow(graph: Graph, x: Fraction, iterate: int) -> Fraction:
    for _ in range(iterate):
        x = graph.at(x)
    return x
