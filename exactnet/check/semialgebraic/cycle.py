"""Rule ``cycle`` for semi-algebraic functions."""

from __future__ import annotations

from fractions import Fraction
from functools import cmp_to_key
from itertools import pairwise

from exactnet.check.algebra.points import Point, order
from exactnet.check.algebra.reading import read_between, read_value
from exactnet.check.kneading import read_precision
from exactnet.check.reader import array, increasing, obj, show
from exactnet.check.semialgebraic.dynamics import describe_self_map, read_dynamics
from exactnet.check.semialgebraic.enclosures import Enclosed
from exactnet.check.semialgebraic.graph import Graph
from exactnet.check.semialgebraic.setting import Setting, value_as_point
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
        _check_points(graph, points, "claim", "points")


def read_orbit(value: object, enclosed: Enclosed, setting: Setting, period: int | None) -> list[Fraction]:
    """Check a cycle that evidence names, of this least period (of any, at least 2, for None).

    Returns
    -------
    list of Fraction
        Numbers that lie in the same order as its points.
    """
    items = array(value, "orbit", "orbit")
    require(len(items) > 1, "orbit", "a cycle of at least two points is wanted")
    require(period in (None, len(items)), "orbit", f"there are {len(items)} points, not {show(period)}")
    if all(isinstance(item, dict) and "polynomial" not in item for item in items):
        cells = [obj(item, ["between"], "orbit", f"orbit[{i}]")["between"] for i, item in enumerate(items)]
        intervals = [read_between(item, "orbit", f"orbit[{i}]") for i, item in enumerate(cells)]
        _check_apart(intervals, "orbit")
        _check_cells(enclosed, intervals, cells, "orbit")
        return [low for low, _ in intervals]
    points = [setting.point(item, "orbit", f"orbit[{i}]") for i, item in enumerate(items)]
    ranked = _check_points(enclosed.graph, points, "orbit", "orbit")
    return [Fraction(next(i for i, x in enumerate(ranked) if x is point)) for point in points]


def _check_apart(intervals: list[Ends], step: str = "claim") -> None:
    for (_, high), (low, _) in pairwise(sorted(intervals)):
        require(high <= low, step, "two intervals overlap")
    require(not intervals or intervals[0] == min(intervals), step, "the first point is not the least")


def _check_points(graph: Graph, points: list[Point], form: str, step: str) -> list[Point]:
    """Check a cycle of numbers, exactly; give them in increasing order."""
    low, high = graph.points[0], graph.points[-1]
    for i, x in enumerate(points):
        require(order(low, x) <= 0 <= order(high, x), form, f"points[{i}] lies outside the domain")
    increasing_ = sorted(points, key=cmp_to_key(order))
    require(increasing_[0] is points[0], form, "the first point is not the least")
    require(all(order(a, b) < 0 for a, b in pairwise(increasing_)), form, "a point is listed twice")
    for i, (x, y) in enumerate(zip(points, [*points[1:], points[0]], strict=True)):
        equal = graph.compare_at(x, graph.piece_of(x), y) == 0
        require(equal, step, f"points[{i}] is not mapped to the next one")
    return increasing_


def _check_cells(enclosed: Enclosed, intervals: list[Ends], value: object, step: str = "points") -> None:
    """Check that a cell contains a point that returns, and that its images follow the claim."""
    items = array(value, step, "cells")
    require(len(items) == len(intervals), step, f"there are {len(items)} cells and {len(intervals)} points")
    cells: list[Ends] = []
    for i, (item, (low, high)) in enumerate(zip(items, intervals, strict=True)):
        ends = increasing(item, step, f"cells[{i}]")
        inside = len(ends) == 2 and low <= ends[0] and ends[1] <= high
        require(inside, step, f"cells[{i}] is no interval inside that of the claim")
        cells.append((ends[0], ends[1]))
    one = 1 << enclosed.precision
    a, b = cells[0]
    in_domain = enclosed.graph.points[0].compare(a) <= 0 <= enclosed.graph.points[-1].compare(b)
    require(in_domain, step, "cells[0] is not inside the domain")
    images = enclosed.orbit((enclosed.thin(a)[0], enclosed.thin(b)[1]), len(cells))
    for i, (image, cell) in enumerate(zip(images[1:], cells[1:], strict=True), 1):
        inside = cell[0] * one < image[0] and image[1] < cell[1] * one
        require(inside, step, f"the image of cells[0] after {i} steps is not inside cells[{i}]")
    sides = [displacement(enclosed, x, len(cells)) for x in (a, b)]
    require(sides[0] * sides[1] == -1, step, "it is not shown that a point of cells[0] returns")


def displacement(enclosed: Enclosed, x: Fraction, times: int) -> int:
    """Give the sign of f^times(x) - x for a rational in the domain, 0 if it is not known."""
    here = enclosed.thin(x)
    low, high = enclosed.orbit(here, times + 1)[-1]
    return 1 if low > here[1] else -1 if high < here[0] else 0
