"""Rule ``orbits``: all periodic points of a function of an interval into itself, up to a period."""

from __future__ import annotations

from fractions import Fraction

from exactnet.check.periodic import Points, Range, along, of_partition
from exactnet.check.reader import array, boolean, integer, obj, quotient, rational, show
from exactnet.check.rules.laps import dynamical_graph, dynamics
from exactnet.check.semialgebraic import orbits as semialgebraic
from exactnet.check.subject import CurvedMap, CurvedNetwork, Subject
from exactnet.check.verdict import Rejected, require
from exactnet.check.words import read_intervals, read_words

LONGEST = 1000


def check_orbits(claim: dict[str, object], subject: Subject, evidence: dict[str, object] | None) -> None:
    """Check a claim of the rule ``orbits``."""
    keys = obj(claim, ["rule", "domain", "clip", "max_period", "orbits"], "claim", "claim")
    if isinstance(subject, CurvedNetwork | CurvedMap):
        semialgebraic.check_orbits(keys, subject, evidence)
        return
    function, domain = dynamics(subject, keys["domain"])
    clip = boolean(keys["clip"], "claim", "clip")
    most = integer(keys["max_period"], "claim", "max_period", 1)
    require(most <= LONGEST, "claim", f"max_period is {show(most)}, more than {LONGEST}")
    claimed = Claimed(keys["orbits"], most)
    if evidence is None:
        return
    obj(evidence, ["breakpoints", "partition", "words"], "evidence", "evidence")
    graph = dynamical_graph(function, domain, evidence["breakpoints"], clip=clip)
    intervals = read_intervals(evidence["partition"], graph, most)
    words = read_words(evidence["words"], intervals.outer, most)
    claimed.check_order()
    # No two words give the same orbit, and none gives one with a point of the partition.
    ends: set[tuple[int, Fraction]] = set()
    for word in words:
        points, ranges = along(word, intervals.pieces, most)
        if points:
            claimed.find_points(points)
        if ranges:
            claimed.find_intervals(ranges)
            ends.update((len(ranges), x) for pair in ranges for x in pair)
    for points in of_partition(intervals, most):
        # Points of the partition lie in no interval but as ends, all points of an orbit or none.
        if (len(points), Fraction(*points[0])) not in ends:
            claimed.find_points(points)
    claimed.check_empty()


class Claimed:
    """The orbits of a claim; those that are found are taken out.

    >>> claimed = Claimed([{"period": 1, "points": ["1/2"]}], 1)
    >>> claimed.find_points([(2, 4)])
    >>> claimed.check_empty()
    """

    def __init__(self, value: object, most: int) -> None:
        self._points: dict[tuple[int, Fraction], Points] = {}
        self._intervals: dict[tuple[int, Fraction], list[Range]] = {}
        self._order: list[tuple[int, bool, Fraction]] = []
        for i, item in enumerate(array(value, "claim", "orbits")):
            self._read(item, f"orbits[{i}]", most)

    def _read(self, value: object, name: str, most: int) -> None:
        kind = "intervals" if isinstance(value, dict) and "intervals" in value else "points"
        keys = obj(value, ["period", kind], "claim", name)
        period = integer(keys["period"], "claim", f"{name}.period", 1)
        require(period <= most, "claim", f"{name}.period is more than max_period")
        items = array(keys[kind], "claim", f"{name}.{kind}")
        if len(items) != period:
            raise Rejected("claim", f"{name} has {len(items)} {kind}, not {period}")
        if kind == "points":
            points = [quotient(item, "claim", name) for item in items]
            first = Fraction(*points[0])
            self._points[period, first] = points
        else:
            intervals = [_read_interval(item, name) for item in items]
            first = intervals[0][0]
            self._intervals[period, first] = intervals
        self._order.append((period, kind == "intervals", first))

    def check_order(self) -> None:
        """Check that the orbits increase by period, kind and first point; so none is there twice."""
        for i in range(1, len(self._order)):
            if self._order[i - 1] >= self._order[i]:
                raise Rejected("orbits", f"orbits[{i}] does not come after the one before it")

    def find_points(self, points: Points) -> None:
        """Take out the orbit of a point."""
        first = Fraction(*points[0])
        stated = self._points.pop((len(points), first), None)
        if stated is None:
            raise Rejected("orbits", f"the orbit of {show(first)}, of period {len(points)}, is missing")
        for (p, q), (r, s) in zip(points, stated, strict=True):
            if p * s != r * q:
                raise Rejected("orbits", f"the orbit of {show(first)}, of period {len(points)}, has other points")

    def find_intervals(self, intervals: list[Range]) -> None:
        """Take out the orbit of an interval."""
        first = intervals[0][0]
        name = f"the interval orbit at {show(first)}, of period {len(intervals)},"
        stated = self._intervals.pop((len(intervals), first), None)
        require(stated is not None, "orbits", f"{name} is missing")
        require(stated == intervals, "orbits", f"{name} has other ends")

    def check_empty(self) -> None:
        """Check that all orbits were found."""
        for period, first in [*self._points, *self._intervals]:
            raise Rejected("orbits", f"there is no such orbit of period {period} that begins at {show(first)}")


def _read_interval(value: object, name: str) -> Range:
    ends = array(value, "claim", name)
    require(len(ends) == 2, "claim", f"an interval of {name} has not two ends")
    return rational(ends[0], "claim", name), rational(ends[1], "claim", name)
