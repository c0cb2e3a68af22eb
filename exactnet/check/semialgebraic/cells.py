"""Cells on each of which f^n(x) - x has at most one zero, or is zero."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from exactnet.check.algebra.intervals import Interval, multiply
from exactnet.check.reader import array, integer, obj, show
from exactnet.check.semialgebraic.enclosures import Enclosed
from exactnet.check.semialgebraic.nodes import Nodes
from exactnet.check.semialgebraic.returning import Label
from exactnet.check.semialgebraic.slopes import Slopes
from exactnet.check.semialgebraic.word import Words
from exactnet.check.semialgebraic.zeros import Node, Place, Zeros, read_roots
from exactnet.check.verdict import Rejected, require

# How a cell is shown, if not by its image or the slope: by its word, or by the cells of an earlier iterate.
How = str | int


class Reader:
    """Reads where the zeros are, for n = 1, 2, ..

    Parameters
    ----------
    enclosed : Enclosed
        The function.
    bands : mapping
        The names of both ends of every band, with its period.
    ends : mapping
        The ends of bands that have the period of the band.
    """

    def __init__(self, enclosed: Enclosed, bands: Mapping[tuple[Label, Label], int], ends: Mapping[Label, int]) -> None:
        self._enclosed, self._bands, self._ends = enclosed, bands, ends
        self._slopes = Slopes(enclosed)
        self._zeros: dict[int, Zeros] = {}

    def read(self, value: object, times: int, known: Collection[Fraction], name: str) -> Zeros:
        """Parse and check how f^times(x) - x has its zeros; those of the divisors of ``times`` have been read."""
        bands = {labels for labels, period in self._bands.items() if times % period == 0}
        if isinstance(value, dict) and "roots" in value:
            require(not bands, "counts", f"{name}: there are bands")
            found = read_roots(obj(value, ["roots"], "counts", name)["roots"], self._enclosed, times, name)
        else:
            found = self._read_cells(value, times, known, name, bands)
        self._zeros[times] = found
        return found

    def _read_cells(
        self, value: object, times: int, known: Collection[Fraction], name: str, bands: set[tuple[Label, Label]]
    ) -> Zeros:
        keys = obj(value, ["cells"], "counts", name, optional=["by"])
        reader = Nodes(self._enclosed, times, known, name)
        nodes = reader.read(array(keys["cells"], "counts", f"{name}.cells"))
        ways = _read_ways(keys.get("by", []), times, len(nodes) - 1, f"{name}.by")
        hidden = {label for label, period in self._ends.items() if times % period == 0}
        places = [
            Place(node.low, node.high, node.low < node.high)
            for node in nodes
            if node.side == 0 and node.label not in hidden
        ]
        found = Zeros(places, reader.side, nodes)
        cells = _Cells(self._enclosed, self._slopes, times, self._zeros)
        met: set[int] = set()
        for i, (a, b) in enumerate(pairwise(nodes)):
            place = None
            if (a.label, b.label) in bands:
                require(i not in ways, "counts", f"{name}.by[{i}] speaks of a band")
                met.add(i)
            else:
                place = cells.place(a, b, ways.get(i), f"cell {i} of {name}")
            found.holding.append(place)
        require(len(met) == len(bands), "counts", f"{name}: not every band is a cell")
        places += [place for place in found.holding if place is not None]
        places.sort(key=lambda place: place.low)
        return replace(found, bands=frozenset(met))


def _read_ways(value: object, times: int, cells: int, name: str) -> dict[int, How]:
    found: dict[int, How] = {}
    for i, item in enumerate(array(value, "counts", name)):
        pair = array(item, "counts", f"{name}[{i}]")
        require(len(pair) == 2, "counts", f"{name}[{i}] is no pair")
        cell = integer(pair[0], "counts", f"{name}[{i}]")
        require(max(found, default=-1) < cell < cells, "counts", f"{name} does not increase, or there is no such cell")
        if pair[1] == "word":
            found[cell] = "word"
            continue
        divisor = integer(pair[1], "counts", f"{name}[{i}]", 1)
        require(divisor < times and times % divisor == 0, "counts", f"{show(divisor)} is no proper divisor of {times}")
        found[cell] = divisor
    return found


class _Cells:
    """The cells of one iterate."""

    def __init__(self, enclosed: Enclosed, slopes: Slopes, times: int, earlier: Mapping[int, Zeros]) -> None:
        self._enclosed, self._slopes, self._times, self._earlier = enclosed, slopes, times, earlier
        self._words = Words(enclosed, times)

    def place(self, a: Node, b: Node, how: How | None, name: str) -> Place | None:
        """Give the zero strictly between two neighbouring nodes, if there is one."""
        if how == "word":
            return self._words.place(a, b, name)
        if isinstance(how, int):
            return self._by_divisor(a, b, how, name)
        return Place(a.high, b.low) if self._has_zero(a, b, name) else None

    def _has_zero(self, a: Node, b: Node, name: str) -> bool:
        if a.marked is not None or b.marked is not None:
            require(a.side != 0 or b.side != 0, "counts", f"{name}: both ends are zeros")
            slope = self._one_sided(a, b, self._times, name)[0]
            steep = slope[0] > self._slopes.one or slope[1] < self._slopes.one
            require(steep, "counts", f"{name}: the derivative is not known to differ from 1")
            return False
        where = (a.where[0], b.where[1])
        images = self._enclosed.orbit(where, self._times + 1)
        if images[-1][1] < where[0] or where[1] < images[-1][0]:
            require(a.side * b.side != 0, "counts", f"{name}: an end is a zero and is not")
            return False
        slope = self._slopes.along(images[:-1])
        require(
            slope[0] > self._slopes.one or slope[1] < self._slopes.one,
            "counts",
            f"{name}: neither is it moved off itself, nor is the derivative known to differ from 1",
        )
        return a.side * b.side == -1

    def _one_sided(self, a: Node, b: Node, period: int, name: str) -> tuple[Interval, list[tuple[Interval, int]]]:
        """Follow a cell with an end at which f^n may bend, on one side of the orbit of that.

        Returns
        -------
        tuple
            The slopes of f^n, and after every ``period`` steps the other end, and the side on which it is.
        """
        enclosed, work = self._enclosed, self._enclosed.work
        node, other, side = (a, b, 1) if a.marked is not None else (b, a, -1)
        assert node.marked is not None
        (orbit, time), far = node.marked, other.where
        shift = work - enclosed.precision
        slope, turns = (self._slopes.one, self._slopes.one), [(far, side)]
        for step in range(self._times):
            now = (time + step) % self._times
            piece, near = orbit.piece(now, side), orbit.path[now]
            there = 0 <= piece < len(enclosed.graph.functions)
            require(
                there and enclosed.lies_on(piece, far),
                "counts",
                f"{name} is not shown to stay on one side of the orbit on which it ends",
            )
            rising = enclosed.graph.signs[piece]
            if rising == 0:
                return (0, 0), []
            hull = min(near[0], far[0]) << shift, max(near[1], far[1]) << shift
            slope = multiply(slope, self._slopes.on_piece(piece, hull), work)
            side *= rising
            far = enclosed.image(far)
            if (step + 1) % period == 0:
                turns.append((far, side))
        return slope, turns

    def _by_divisor(self, a: Node, b: Node, divisor: int, name: str) -> Place | None:
        """Look at f^d for a divisor d: what it moves to one side only does not return."""
        earlier = self._earlier[divisor]
        images = [(a.where[0], b.where[1])]
        if a.marked is not None or b.marked is not None:
            require(a.side != 0 or b.side != 0, "counts", f"{name}: both ends are zeros")
            _, turns = self._one_sided(a, b, divisor, name)
            turned = [side for _, side in turns]
            require(len(set(turned)) == 1, "counts", f"{name} does not stay on its side of the end")
            images = [far for far, _ in turns[:-1]]
        else:
            images = self._enclosed.orbit(images[0], self._times - divisor + 1)[::divisor]
        cell = self._around(a, b, images, earlier, name)
        require(cell not in earlier.bands, "counts", f"{name} lies in a band")
        place = earlier.holding[cell]
        if place is None:
            return None
        apart = a.side * b.side != 0 and a.marked is None and b.marked is None
        require(apart, "counts", f"{name}: an end is a zero")
        hull = min(low for low, _ in images), max(high for _, high in images)
        slope = self._slopes.along(self._enclosed.orbit(hull, divisor))
        require(slope[0] > 0, "counts", f"{name}: f^{divisor} is not known to rise")
        point = earlier.found[place]
        if a.high <= point.low and point.high <= b.low:
            return Place(a.high, b.low)
        outside = point.high <= a.low or b.high <= point.low
        require(outside, "counts", f"{name}: it is not known whether {point.name} is inside")
        return None

    def _around(self, a: Node, b: Node, images: list[Interval], earlier: Zeros, name: str) -> int:
        """Find the cell of an earlier iterate that contains a cell and its images (or only their outer ends)."""
        one = 1 << self._enclosed.precision
        last = len(earlier.nodes) - 2
        for i, (left, right) in enumerate(pairwise(earlier.nodes)):
            if not ((left.same(a) or left.high <= a.low) and (right.same(b) or b.high <= right.low)):
                continue
            marked = (a.marked is None or left.same(a)) and (b.marked is None or right.same(b))
            # All images are in the domain; and next to a marked end they are on this side of it.
            below = i == 0 or a.marked is not None or all(left.high * one <= low for low, _ in images[1:])
            above = i == last or b.marked is not None or all(high <= right.low * one for _, high in images[1:])
            require(marked and below and above, "counts", f"{name} is moved out of the earlier cell")
            return i
        raise Rejected("counts", f"{name} is not inside a cell of the earlier iterate")
