"""Rule ``cycle`` for semi-algebraic functions."""

from __future__ import annotations

from fractions import Fraction
from functools import cmp_to_key
from itertools import pairwise

from exactnet.check.algebra.points import Point, order
from exactnet.check.algebra.reading import read_between, read_value
from exactnet.check.kneading import read_precision
from exactnet.check.reader import array, increasing, obj
from exactnet.check.semialgebraic.dynamics import describe_self_map, read_dynamics
from exactnet.check.semialgebraic.enclosures import Enclosed
from exactnet.check.semialgebraic.graph import Graph
from exactnet.check.semialgebraic.setting import value_as_point
from exactnet.check.subject import Curved
from exactnet.check.verdict import require

Ends = tuple[Fraction, Fraction]


def check_cycle(claim: dict[str, object], subject: Curved, evidence: dict[str, object] | None) -> None:
    """Check a claim of the rule ``cycle``, with the keys ``domain``, ``clip`` and ``points``."""
    domain = read_dynamics(claim, subject)
    items = array(claim["points"], "claim", "points")
    require(len(items) > 0, "claim", "there is no point")
    points: list[Point] = []
    intervals: list[Ends] = []
    for i, item in enumerate(items):
        if isinstance(item, dict) and "polynomial" not in item:
            between = obj(item, ["between"], "claim", f"points[{i}]")["between"]
            intervals.append(read_between(between, "claim", f"points[{i}]"))
        else:
            points.append(value_as_point(read_value(item, "claim", f"points[{i}]")))
    require(not points or not intervals, "claim", "some points are numbers and some are intervals")
    _check_apart(intervals)
    if evidence is None:
        return
    cells = ("cells",) if intervals else ()
    keys = obj(evidence, ["field", "points", "precision", *cells], "evidence", "evidence")
    precision = read_precision(keys["precision"], "evidence")
    _, graph = describe_self_map(subject, domain, keys, clip=claim["clip"])
    if intervals:
        _check_cells(Enclosed(graph, precision, "points"), intervals, keys["cells"])
    else:
        _check_points(graph, points)


def _check_apart(intervals: list[Ends]) -> None:
    for (_, high), (low, _) in pairwise(sorted(intervals)):
        require(high <= low, "claim", "two intervals overlap")
    require(not intervals or intervals[0] == min(intervals), "claim", "the first point is not the least")


def _check_points(graph: Graph, points: list[Point]) -> None:
    """Check a cycle of numbers, exactly."""
    low, high = graph.points[0], graph.points[-1]
    for i, x in enumerate(points):
        require(order(low, x) <= 0 <= order(high, x), "claim", f"points[{i}] lies outside the domain")
    increasing_ = sorted(points, key=cmp_to_key(order))
    require(increasing_[0] is points[0], "claim", "the first point is not the least")
    require(all(order(a, b) < 0 for a, b in pairwise(increasing_)), "claim", "a point is listed twice")
    for i, (x, y) in enumerate(zip(points, [*points[1:], points[0]], strict=True)):
        equal = graph.compare_at(x, graph.piece_of(x), y) == 0
        require(equal, "points", f"points[{i}] is not mapped to the next one")


def _check_cells(enclosed: Enclosed, intervals: list[Ends], value: object) -> None:
    """Check that a cell contains a point that returns, and that its images follow the claim."""
    items = array(value, "points", "cells")
    require(len(items) == len(intervals), "points", f"there are {len(items)} cells and {len(intervals)} points")
    cells: list[Ends] = []
    for i, (item, (low, high)) in enumerate(zip(items, intervals, strict=True)):
        ends = increasing(item, "points", f"cells[{i}]")
        inside = len(ends) == 2 and low <= ends[0] and ends[1] <= high
        require(inside, "points", f"cells[{i}] is no interval inside that of the claim")
        cells.append((ends[0], ends[1]))
    one = 1 << enclosed.precision
    a, b = cells[0]
    in_domain = enclosed.graph.points[0].compare(a) <= 0 <= enclosed.graph.points[-1].compare(b)
    require(in_domain, "points", "cells[0] is not inside the domain")
    images = enclosed.orbit((enclosed.thin(a)[0], enclosed.thin(b)[1]), len(cells))
    for i, (image, cell) in enumerate(zip(images[1:], cells[1:], strict=True), 1):
        inside = cell[0] * one < image[0] and image[1] < cell[1] * one
        require(inside, "points", f"the image of cells[0] after {i} steps is not inside cells[{i}]")
    sides = [displacement(enclosed, x, len(cells)) for x in (a, b)]
    require(sides[0] * sides[1] == -1, "points", "it is not shown that a point of cells[0] returns")


def displacement(enclosed: Enclosed, x: Fraction, times: int) -> int:
    """Give the sign of f^times(x) - x for a rational in the domain, 0 if it is not known."""
    here = enclosed.thin(x)
    low, high = enclosed.orbit(here, times + 1)[-1]
    return 1 if low > here[1] else -1 if high < here[0] else 0
