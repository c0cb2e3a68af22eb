"""Distances of iterates by cells: on each of them iterates are nearly polynomials."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from exactnet.check.algebra.intervals import Interval, coefficients
from exactnet.check.algebra.reading import Value
from exactnet.check.kneading import read_precision
from exactnet.check.reader import increasing, integer, obj, rational, show
from exactnet.check.semialgebraic.description import describe, read_points
from exactnet.check.semialgebraic.enclosures import Enclosed
from exactnet.check.semialgebraic.graph import Graph
from exactnet.check.semialgebraic.runs import Runs
from exactnet.check.semialgebraic.series import Series, insert
from exactnet.check.semialgebraic.setting import Setting, read_setting
from exactnet.check.stated import Bracket
from exactnet.check.subject import Curved, CurvedMap, Function, Map
from exactnet.check.verdict import require

_LARGEST_ORDER = 100
_MOST_WORK = 10**12
_GUARD = 32


def describe_apart(
    functions: tuple[Function | Curved, Function | Curved],
    domain: tuple[Value, Value],
    iterates: tuple[int, int],
    keys: dict[str, object],
    setting: Setting,
) -> list[Graph]:
    """Describe two functions, each by points of its own; those that are iterated must map the domain into itself."""
    found: list[Graph] = []
    for function, times, name in zip(functions, iterates, ("first", "second"), strict=True):
        (description,) = describe([function], domain, read_points(keys[name], setting), setting)
        graph = description.graphs()[0]
        if times > 1:
            graph.check_self_map()
        if isinstance(function, Map | CurvedMap):
            setting = setting.after(function)
        found.append(graph)
    return found


def check_cells(
    norm: str,
    stated: Bracket,
    functions: tuple[Function | Curved, Function | Curved],
    domain: tuple[Value, Value],
    iterates: tuple[int, int],
    evidence: dict[str, object],
) -> None:
    """Check a bracket of the distance of two iterates."""
    more = ["at"] if norm == "linf" else []
    names = ["field", "first", "second", "precision", "order", "cells", *more]
    keys = obj(evidence, names, "evidence", "evidence")
    precision = read_precision(keys["precision"], "evidence")
    order = integer(keys["order"], "cells", "order", 2)
    require(order <= _LARGEST_ORDER, "cells", f"order is more than {_LARGEST_ORDER}")
    inner = increasing(keys["cells"], "cells", "cells")
    setting = read_setting(keys["field"], functions)
    graphs = describe_apart(functions, domain, iterates, keys, setting)
    low, high = graphs[0].points[0], graphs[0].points[-1]
    inside = not inner or (low.compare(inner[0]) < 0 < high.compare(inner[-1]))
    require(inside, "cells", "they do not lie inside the domain")
    sides = [Side(graph, times, precision, order) for graph, times in zip(graphs, iterates, strict=True)]
    work = (len(inner) + 1) * sum(side.work for side in sides) * order**2 * max(precision, 1000)
    require(work <= _MOST_WORK, "cells", "there are too many cells for this order and precision")
    ends = [low.enclose(precision), *(sides[0].enclosed.thin(x) for x in inner), high.enclose(precision)]
    cells = list(pairwise(ends))
    one = 1 << precision + _GUARD
    if norm == "linf":
        where = rational(keys["at"], "cells", "at")
        require(low.compare(where) <= 0 <= high.compare(where), "cells", "at lies outside the domain")
        (a, b), (c, d) = (side.value(where) for side in sides)
        least = Fraction(max(a - d, c - b, 0), 1 << precision)
        most = Fraction(max(_largest(_difference(sides, cell)) for cell in cells), one)
    else:
        bounds = [_area(sides, cell) for cell in cells]
        least, most = (Fraction(sum(part), one << precision) for part in zip(*bounds, strict=True))
    proved = f"the distance is shown to be in [{show(least)}, {show(most)}]"
    require(stated[0] <= least and most <= stated[1], "value", proved)


class Side:
    """An iterate of one function."""

    def __init__(self, graph: Graph, times: int, precision: int, order: int) -> None:
        self.enclosed = Enclosed(graph, precision, "cells")
        self._runs, self._times, self._order = Runs.of(graph), times, order
        self._bits = precision + _GUARD
        self._ends = [end.enclose(precision) for end in self._runs.ends]
        self._parts = [
            (coefficients(f.upper, self._bits), coefficients(f.lower, self._bits)) for f in self._runs.functions
        ]
        low, high = self.enclosed.points[0][0], self.enclosed.points[-1][1]
        self._least, self._most = 2 * low - high, 2 * high - low
        self.work = times * self._runs.degree()

    def value(self, x: Fraction) -> Interval:
        """Enclose the iterate at a rational."""
        where = self.enclosed.thin(x)
        for _ in range(self._times):
            where = self.enclosed.image(where)
        return where

    def on(self, cell: Interval) -> Series:
        """Give the iterate on a cell, as a function of s in [-1, 1]."""
        u, v = cell
        shift = _GUARD - 1
        result = Series([(u + v) << shift, (v - u) << shift, *[0] * (self._order - 2)], 0, self._bits)
        for _ in range(self._times):
            result = self._step(result)
        return result

    def _step(self, x: Series) -> Series:
        low, high = x.range()
        where = low >> _GUARD, -(-high >> _GUARD)
        run = sum(end[1] <= where[0] for end in self._ends)
        # Far outside of the domain, nothing is said, and numbers would grow.
        inside = self._least <= where[0] and where[1] <= self._most
        if inside and (run == len(self._ends) or where[1] <= self._ends[run][0]):
            upper, lower = (insert(part, x) for part in self._parts[run])
            found = upper.over(lower)
            if found is not None:
                return found
        a, b = self.enclosed.image(where)
        return Series.constant((a << _GUARD, b << _GUARD), self._order, self._bits)


def _difference(sides: Sequence[Side], cell: tuple[Interval, Interval]) -> Series:
    (u, _), (_, v) = cell
    first, second = (side.on((u, v)) for side in sides)
    return first.minus(second)


def _largest(h: Series) -> int:
    low, high = h.range()
    return max(-low, high)


def _area(sides: Sequence[Side], cell: tuple[Interval, Interval]) -> Interval:
    """Enclose the integral of the absolute difference over a cell."""
    h = _difference(sides, cell)
    (u, right), (left, v) = cell
    low, high = h.range()
    most = _largest(h)
    if low < 0 < high:
        return 0, (v - u) * most
    mean, error = h.mean()
    loss = (right - u + v - left) * most
    return max(0, (v - u) * (abs(mean) - error) - loss), (v - u) * (abs(mean) + error)
