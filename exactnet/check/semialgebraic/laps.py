"""Rule ``laps`` for semi-algebraic functions: laps, crossings, extrema from the order of the orbits of the ends of laps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from exactnet.check.algebra.intervals import Interval
from exactnet.check.algebra.points import Exact, Point, are_equal
from exactnet.check.algebra.reading import Value, read_value
from exactnet.check.iterates import count_words
from exactnet.check.kneading import read_precision
from exactnet.check.reader import array, integers, obj, rational, show
from exactnet.check.semialgebraic.dynamics import describe_self_map, read_dynamics
from exactnet.check.semialgebraic.enclosures import Enclosed
from exactnet.check.semialgebraic.setting import Setting, value_as_point
from exactnet.check.semialgebraic.trail import Trail
from exactnet.check.stated import Bracket, is_bracket, read_bracket, read_extremes
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
    extremes = {
        name: [_read_extremum(value, f"{name}[{i}]") for i, value in enumerate(values)]
        for name, values in read_extremes(claim, len(laps)).items()
    }
    if evidence is None:
        return
    keys = obj(evidence, ["field", "points", "precision", "same"], "evidence", "evidence")
    setting, graph = describe_self_map(subject, domain, keys, clip=claim["clip"])
    enclosed = Enclosed(graph, read_precision(keys["precision"], "same"), "same")
    orbits = read_orbits(enclosed, setting, keys["same"], level, len(laps))
    found = orbits.count()
    for name, stated, counted in zip(("laps", "crossings"), (laps, crossings), found, strict=True):
        for n, (a, b) in enumerate(zip(stated, counted, strict=True), 1):
            require(a == b, name, f"claimed {show(a)} for iterate {n}, found {show(b)}")
    if extremes:
        orbits.check_extremes(extremes["minima"], extremes["maxima"])


def _read_extremum(value: object, name: str) -> Value | Bracket:
    return read_bracket(value, "claim", name) if is_bracket(value) else read_value(value, "claim", name)


def laps_and_crossings(
    enclosed: Enclosed, setting: Setting, same: object, level: Fraction | None, count: int
) -> tuple[list[int], list[int]]:
    """Count the laps and the constancy intervals of the label at a level of f, .., f^count; see `read_orbits`."""
    return read_orbits(enclosed, setting, same, level, count).count()


def read_orbits(enclosed: Enclosed, setting: Setting, same: object, level: Fraction | None, count: int) -> Orbits:
    """Follow the orbits of the ends of the monotone intervals.

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
    return orbits


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
        return self.first()[1]

    def first(self) -> tuple[int, int]:
        """Give the end and the least time from which the point comes."""
        return min(self.nodes, key=lambda node: node[1])

    def name(self) -> str:
        """Name the point."""
        j, m = self.first()
        return f"[{j},{m}]"


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
            (j, m), (k, n) = (group.first() for group in (a, b))
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

    def order(self) -> tuple[list[Group], list[Group]]:
        """Order the points that are no last ones; give them and their images."""
        groups = {id(group): group for group in self._groups.values() if group.age < self._count}
        ordered = sorted(groups.values(), key=lambda group: group.where)
        for a, b in pairwise(ordered):
            require(a.where[1] < b.where[0], "same", f"the order of {a.name()} and {b.name()} is not known")
        return ordered, [self._groups[j, m + 1] for j, m in (group.first() for group in ordered)]

    def count(self) -> tuple[list[int], list[int]]:
        """Count laps and crossings."""
        ordered, images = self.order()
        place = {id(group): i for i, group in enumerate(ordered)}
        return count_words(
            [group.age for group in ordered],
            [place.get(id(image), -1) for image in images],
            self.moves(ordered),
            [self._label(image) for image in images],
            self._count,
        )

    def moves(self, ordered: Sequence[Group]) -> list[int]:
        """List the directions of f between neighbours."""
        signs = [self._enclosed.graph.signs[i] for i in self._cuts[:-1]]
        found: list[int] = []
        passed = -1
        for group in ordered[:-1]:
            passed += group.base is not None
            found.append(signs[passed])
        return found

    def check_extremes(self, minima: Sequence[Value | Bracket], maxima: Sequence[Value | Bracket]) -> None:
        """Check the least and the largest value of every iterate: f^n(D) runs from one point of the orbits to another."""
        ordered, images = self.order()
        place = {id(group): i for i, group in enumerate(ordered)}
        a, b = 0, len(ordered) - 1
        for n, (least, most) in enumerate(zip(minima, maxima, strict=True), 1):
            inner = [i for i in range(a + 1, b) if ordered[i].base is not None]
            candidates = list({id(images[i]): images[i] for i in (a, b, *inner)}.values())
            self._check_extremum(candidates, least, 1, f"minima[{n - 1}]")
            self._check_extremum(candidates, most, -1, f"maxima[{n - 1}]")
            if n < self._count:
                a, b = min(place[id(g)] for g in candidates), max(place[id(g)] for g in candidates)

    def _check_extremum(self, candidates: Sequence[Group], stated: Value | Bracket, side: int, name: str) -> None:
        """Check the least (side 1) or the largest (side -1) of some points."""
        step, ends = name.split("[")[0], [group.where if side > 0 else group.where[::-1] for group in candidates]
        best = min(side * near for near, _ in ends), min(side * far for _, far in ends)
        if isinstance(stated, tuple):
            low, high = sorted(Fraction(side * x, 1 << self._enclosed.precision) for x in best)
            proved = f"{name} is shown to be in [{show(low)}, {show(high)}]"
            require(stated[0] <= low and high <= stated[1], step, proved)
            return
        number = value_as_point(stated)
        there = [i for i, group in enumerate(candidates) if self._is_number(group, number)]
        require(len(there) > 0, step, f"{name} is not shown to be a value")
        beyond = side * ends[there[0]][1]
        others = (side * near for i, (near, _) in enumerate(ends) if i != there[0])
        require(all(beyond <= near for near in others), step, f"{name} is not known to be extreme")

    def _is_number(self, group: Group, number: Point) -> bool:
        base = None if group.base is None else self._enclosed.graph.points[self._cuts[group.base]]
        return any(point is not None and are_equal(point, number) for point in (group.point, base))

    def _label(self, group: Group) -> bool:
        if self._level is None or group is self._on_level:
            return self._level is not None
        (low, high), (least, most) = group.where, self._level.enclose(self._enclosed.precision)
        require(high < least or most < low, "same", f"{group.name()} is not known to differ from the level")
        return most < low
