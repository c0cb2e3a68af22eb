"""Rule ``laps``: laps, crossings and extrema of the iterates of a function of an interval into itself."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from fractions import Fraction

from exactnet.check.description import Graph, check_self_map, describe, read_breakpoints
from exactnet.check.iterates import laps_and_crossings
from exactnet.check.reader import boolean, integers, obj, rational, show
from exactnet.check.semialgebraic import laps as semialgebraic
from exactnet.check.stated import read_extremes, read_rational_or_bracket
from exactnet.check.subject import CurvedMap, CurvedNetwork, Function, Map, Network, Subject, fit_domain, read_domain
from exactnet.check.verdict import Rejected, require


def check_laps(claim: dict[str, object], subject: Subject, evidence: dict[str, object] | None) -> None:
    """Check a claim of the rule ``laps``."""
    names = ["rule", "domain", "clip", "level", "laps", "crossings"]
    keys = obj(claim, names, "claim", "claim", optional=["minima", "maxima"])
    if isinstance(subject, CurvedNetwork | CurvedMap):
        semialgebraic.check_laps(keys, subject, evidence)
        return
    function, domain = dynamics(subject, keys["domain"])
    clip = boolean(keys["clip"], "claim", "clip")
    level = rational(keys["level"], "claim", "level")
    laps = integers(keys["laps"], "claim", "laps")
    crossings = integers(keys["crossings"], "claim", "crossings")
    require(len(laps) == len(crossings) > 0, "claim", "laps and crossings must have the same length, not 0")
    extremes = {
        name: [read_rational_or_bracket(value, "claim", f"{name}[{i}]") for i, value in enumerate(values)]
        for name, values in read_extremes(keys, len(laps)).items()
    }
    if evidence is None:
        return
    obj(evidence, ["breakpoints"], "evidence", "evidence")
    graph = dynamical_graph(function, domain, evidence["breakpoints"], clip=clip)
    found_laps, found_crossings = laps_and_crossings(graph, level, len(laps))
    for name, stated, found in (("laps", laps, found_laps), ("crossings", crossings, found_crossings)):
        for n, (a, b) in enumerate(zip(stated, found, strict=True), 1):
            require(a == b, name, f"claimed {show(a)} for iterate {n}, found {show(b)}")
    if extremes:
        images = image_ends(graph, len(laps))
        for name, values in zip(("minima", "maxima"), zip(*images, strict=True), strict=True):
            for n, ((low, high), y) in enumerate(zip(extremes[name], values, strict=True), 1):
                require(low <= y <= high, name, f"for iterate {n} it is {show(y)}")


def image_ends(graph: Graph, count: int) -> list[tuple[Fraction, Fraction]]:
    """List the ends of the images of the domain under f, f^2, .., f^count.

    >>> image_ends(Graph([Fraction(0), Fraction(1)], [Fraction(1, 2), Fraction(1, 4)]), 2)
    [(Fraction(1, 4), Fraction(1, 2)), (Fraction(3, 8), Fraction(7, 16))]
    """
    a, b = graph.xs[0], graph.xs[-1]
    found: list[tuple[Fraction, Fraction]] = []
    for _ in range(count):
        inside = graph.ys[bisect_left(graph.xs, a) : bisect_right(graph.xs, b)]
        values = [graph.at(a), graph.at(b), *inside]
        a, b = min(values), max(values)
        found.append((a, b))
    return found


def dynamics(subject: Subject, domain: object) -> tuple[Function, tuple[Fraction, Fraction]]:
    """Check that the subject and the domain are such that f can be iterated (if it maps the domain into itself)."""
    if not isinstance(subject, Network | Map):
        raise Rejected("subject", "the rule wants a network or a map, not a pair")
    ends = read_domain(domain)
    if ends is None:
        raise Rejected("claim", "a dynamical claim wants a bounded domain")
    require(subject.outputs == 1, "subject", "a dynamical claim wants one output")
    fit_domain(subject, ends)
    return subject, ends


def dynamical_graph(function: Function, domain: tuple[Fraction, Fraction], breakpoints: object, *, clip: bool) -> Graph:
    """Describe f, clipped if wanted, and check that it maps the domain into itself."""
    graph = describe(function, domain, read_breakpoints(breakpoints), clip=clip).graph()
    check_self_map(graph, domain)
    return graph
