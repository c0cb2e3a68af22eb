"""Rule ``distance``: the distance of two functions of one variable."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from exactnet.check.cell_distance import check_cell_distance
from exactnet.check.description import describe, read_breakpoints
from exactnet.check.reader import obj, rational, show
from exactnet.check.semialgebraic import distance as semialgebraic
from exactnet.check.straight_iterates import iterate, read_iterates
from exactnet.check.subject import Function, Map, Network, Pair, Subject, fit_domain, read_domain, want_one_input
from exactnet.check.verdict import Rejected, require


def check_distance(claim: dict[str, object], subject: Subject, evidence: dict[str, object] | None) -> None:
    """Check a claim of the rule ``distance``."""
    if not isinstance(subject, Pair):
        raise Rejected("subject", "the rule wants a pair")
    first, second = subject.first, subject.second
    norm = obj(claim, ["rule", "norm"], "claim", "claim", optional=claim)["norm"]
    require(norm in ("l1", "linf"), "claim", "norm must be 'l1' or 'linf'")
    if isinstance(first, Network) and isinstance(second, Network) and first.inputs > 1:
        check_cell_distance(claim, first, second, evidence)
        return
    keys = obj(claim, ["rule", "norm", "domain", "value"], "claim", "claim", optional=["iterates"])
    want_one_input(subject)
    iterates = read_iterates(keys)
    if isinstance(first, Network | Map) and isinstance(second, Network | Map):
        _check_straight(keys, (first, second), iterates, evidence)
        return
    semialgebraic.check_distance(keys, subject, iterates, evidence)


def _check_straight(
    keys: dict[str, object],
    functions: tuple[Function, Function],
    iterates: tuple[int, int],
    evidence: dict[str, object] | None,
) -> None:
    """Check a number that is claimed of piecewise-linear functions."""
    stated = rational(keys["value"], "claim", "value")
    domain = read_domain(keys["domain"])
    if domain is None:
        raise Rejected("claim", "a distance wants a bounded domain")
    for function in functions:
        require(function.outputs == 1, "subject", "both functions must have one output")
        fit_domain(function, domain)
    if evidence is None:
        return
    extra = [] if iterates == (1, 1) else ["first", "second"]
    obj(evidence, ["breakpoints", *extra], "evidence", "evidence")
    points = read_breakpoints(evidence["breakpoints"])
    if iterates == (1, 1):
        values = [describe(f, domain, points).graph().ys for f in functions]
    else:
        require(len(points) > 1 and (points[0], points[-1]) == domain, "breakpoints", "they do not end the domain")
        described = zip(functions, extra, strict=True)
        graphs = [describe(f, domain, read_breakpoints(evidence[name])).graph() for f, name in described]
        values = [iterate(graph, points, times) for graph, times in zip(graphs, iterates, strict=True)]
    differences = [a - b for a, b in zip(*values, strict=True)]
    found = integral(points, differences) if keys["norm"] == "l1" else max(map(abs, differences))
    require(found == stated, "value", f"claimed {show(stated)}, found {show(found)}")


def integral(points: list[Fraction], values: list[Fraction]) -> Fraction:
    """Integrate the absolute value of the function that is straight between the points.

    >>> integral([Fraction(0), Fraction(2)], [Fraction(-1), Fraction(1)])
    Fraction(1, 1)
    """
    # Twice the areas. Where the sign changes, the piece is two triangles, whose bases are as their heights.
    total = Fraction(0)
    for (x, u), (y, v) in pairwise(zip(points, values, strict=True)):
        height = abs(u) + abs(v)
        if u * v < 0:
            total += (y - x) * (u * u + v * v) / height
        else:
            total += (y - x) * height
    return total / 2
