"""Rule ``laps`` for semi-algebraic functions: laps and crossings from the order of the orbits of the ends of laps."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from exactnet.check.algebra.intervals import Interval
from exactnet.check.algebra.points import Exact, Point, are_equal
from exactnet.check.iterates import count_words
from exactnet.check.kneading import read_precision
from exactnet.check.reader import array, integers, obj, rational, show
from exactnet.check.semialgebraic.dynamics import describe_self_map, read_dynamics
from exactnet.check.semialgebraic.enclosures import Enclosed
from exactnet.check.semialgebraic.setting import Setting
from exactnet.check.semialgebraic.trail import Trail
from exactnet.check.subject import Curved
from exactnet.check.verdict import require

LEVEL = -1


def check_laps(claim: dict[str, object], subject: Curved, evidence: dict[str, object] | None) -> None:
    """Check a claim of the rule ``laps``, whose keys are known to be there."""
    domain = read_dynamics(claim, subject)
    level = rational(claim["level"], "claim", "level")
    laps = integers(claim["laps"], "claim", "laps")
    crossings = integers(claim["crossings"], "claim", "crossings")
    require(len(laps) == len(crossings) > 0, "claim", "laps and crossings must have the same length, not 0")
    if evidence is None:
        return
    keys = obj(evidence, ["field", "points", "precision", "same"], "evidence", "evidence")
    setting, graph = describe_self_map(subject, domain, keys, clip=claim["clip"])
    enclosed = Enclosed(graph, read_precision(keys["precision"], "same"), "same")
    found = laps_and_crossings(enclosed, setting, keys["same"], level, len(laps))
    for name, stated, counted in zip(("laps", "crossings"), (laps, crossings), found, strict=True):
        for n, (a, b) in enumerate(zip(stated, counted, strict=True), 1):
            require(a == b, name, f"claimed {show(a)} for iterate {n}, found {show(b)}")


def laps_and_crossings(
    enclosed: Enclosed, setting: Setting, same: object, level: Fraction | None, count: int
) -> tuple[list[int], list[int]]:
    """Count the laps and the constancy intervals of the label at a level of f, .., f^count.

    Parameters
    ----------
    enclosed : Enclosed
        A function that maps its domain into itself.
    setting : Setting
        The field.
    same : object
        The evidence on points of the orbits that are equal.
    level : Fraction or None
        The level; if there is none, all labels are 0.
    count : int
        The number of iterates.
    """
    orbits = Orbits(enclosed, level, count)
    orbits.read_equalities(same, setting)
    orbits.enclose()
    return orbits.count()


@dataclass(slots=True)
class Group:
    """Points of orbits that are equal.

    ``nodes`` are pairs (end, time), ``base`` the index of the end of a monotone interval that the points are, if they
    are one, ``point`` the point, if the evidence names it.
    """

    nodes: list[tuple[int, int]]
    base: int | None = None
    point: Point | None = None
    where: Interval = field(default=(0, 0))

    @property
    def age(self) -> int:
        """The least time."""
        return min(time for _, time in self.nodes)


class Orbits:
    """The orbits of the ends of the monotone intervals, up to time ``count``, and the level."""

    def __init__(self, enclosed: Enclosed, level: Fraction | None, count: int) -> None:
        self._enclosed, self._count = enclosed, count
        self._cuts = enclosed.graph.cuts()
        self._level = None if level is None else Exact(level)
        self._on_level: Group | None = None
        self._groups: dict[tuple[int, int], Group] = {
            (j, m): Group([(j, m)], j if m == 0 else None) for j in range(len(self._cuts)) for m in range(count + 1)
        }

    def read_equalities(self, value: object, setting: Setting) -> None:
        """Parse and check which points are equal."""
        for i, item in enumerate(array(value, "same", "same")):
            name = f"same[{i}]"
            keys = obj(item, ["point", "members"], "same", name)
            point = setting.point(keys["point"], "same", f"{name}.point")
            nodes: list[tuple[int, int]] = []
            on_level = False
            for member in array(keys["members"], "same", f"{name}.members"):
                pair = integers(member, "same", f"{name}.members", LEVEL)
                require(len(pair) == 2, "same", f"{name}.members must be pairs")
                j, m = pair
                if (j, m) == (LEVEL, 0):
                    equal = self._level is not None and are_equal(point, self._level)
                    require(equal, "same", f"{name}: the point is not the level")
                    on_level = True
                    continue
                inside = 0 <= j < len(self._cuts) and 0 <= m <= self._count
                require(inside, "same", f"{name}.members names a point that does not exist")
                require(self._is_at(j, m, point), "same", f"{name}: the point is not shown to be [{j},{m}]")
                nodes.append((j, m))
            require(len(nodes) > 0, "same", f"{name} has no member")
            for node in nodes[1:]:
                self._merge(nodes[0], node)
            group = self._groups[nodes[0]]
            group.point = point
            self._on_level = group if on_level else self._on_level

    def _is_at(self, j: int, m: int, point: Point) -> bool:
        """Tell whether a point of an orbit is equal to a point, exactly."""
        index = self._cuts[j]
        trail = Trail(self._enclosed, self._enclosed.graph.points[index], "same")
        path = [self._enclosed.points[index]]
        if m:
            trail.advance(self._enclosed.graph.piece_at(index))
            path.append(self._enclosed.value(index))
            while len(path) <= m:
                path.append(self._enclosed.image(path[-1]))
            trail.follow(path[1:-1])
        return trail.equals(-1, point, path[-1])

    def _merge(self, first: tuple[int, int], second: tuple[int, int]) -> None:
        """Make two points one; then their images are one as well."""
        todo = [(first, second)]
        while todo:
            a, b = (self._groups[node] for node in todo.pop())
            if a is b:
                continue
            if len(a.nodes) < len(b.nodes):
                a, b = b, a
            (j, m), (k, n) = (min(group.nodes, key=lambda node: node[1]) for group in (a, b))
            if max(m, n) < self._count:
                todo.append(((j, m + 1), (k, n + 1)))
            a.nodes += b.nodes
            a.base = b.base if a.base is None else a.base
            a.point = b.point if a.point is None else a.point
            self._on_level = a if self._on_level is b else self._on_level
            for node in b.nodes:
                self._groups[node] = a

    def enclose(self) -> None:
        """Enclose all points."""
        done: set[int] = set()
        for m in range(self._count + 1):
            for j in range(len(self._cuts)):
                group = self._groups[j, m]
                if id(group) not in done:
                    done.add(id(group))
                    group.where = self._locate(group, j, m)

    def _locate(self, group: Group, j: int, m: int) -> Interval:
        if group.base is not None:
            return self._enclosed.points[self._cuts[group.base]]
        if group.point is not None:
            return group.point.enclose(self._enclosed.precision)
        before = self._groups[j, m - 1]
        if before.base is not None:
            return self._enclosed.value(self._cuts[before.base])
        return self._enclosed.image(before.where)

    def count(self) -> tuple[list[int], list[int]]:
        """Order the points that are no last ones, and count laps and crossings."""
        groups = {id(group): group for group in self._groups.values() if group.age < self._count}
        ordered = sorted(groups.values(), key=lambda group: group.where)
        for a, b in pairwise(ordered):
            require(a.where[1] < b.where[0], "same", f"the order of {_name(a)} and {_name(b)} is not known")
        place = {id(group): i for i, group in enumerate(ordered)}
        images = [self._groups[j, m + 1] for j, m in (min(g.nodes, key=lambda node: node[1]) for g in ordered)]
        signs = [self._enclosed.graph.signs[i] for i in self._cuts[:-1]]
        moves: list[int] = []
        passed = -1
        for group in ordered[:-1]:
            passed += group.base is not None
            moves.append(signs[passed])
        return count_words(
            [group.age for group in ordered],
            [place.get(id(image), -1) for image in images],
            moves,
            [self._label(image) for image in images],
            self._count,
        )

    def _label(self, group: Group) -> bool:
        if self._level is None or group is self._on_level:
            return self._level is not None
        (low, high), (least, most) = group.where, self._level.enclose(self._enclosed.precision)
        require(high < least or most < low, "same", f"{_name(group)} is not known to differ from the level")
        return most < low


def _name(group: Group) -> str:
    j, m = min(group.nodes, key=lambda node: node[1])
    return f"[{j},{m}]"
