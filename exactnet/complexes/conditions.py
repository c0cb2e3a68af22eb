"""The cell of a search: its conditions on a stack, with exact decisions and float proposals about affine functions on it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import mul

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.compile.box import Box
from exactnet.complexes.walls import Corners, Walls
from exactnet.exact.highs import FloatProgram, Proposal
from exactnet.exact.integers import IntArray
from exactnet.exact.linear import Multipliers, Optimum, float_rows, maximise, tight_multipliers
from exactnet.exact.rational import common_denominator

__all__ = ["Cell", "Point", "Proof", "Statistics", "dot"]

Point = tuple[int, ...]
"""Integers (w, x_1, .., x_d) with w > 0: the point x/w."""

Row = Sequence[int]
Floats = NDArray[np.float64]
_SAFE = 2**62


def dot(row: Row, point: Point) -> int:
    """An affine function at a point, times w."""
    return sum(map(mul, row, point))


@dataclass
class Statistics:
    """What a search did.

    Attributes
    ----------
    programs
        Linear programs.
    confirmed
        Linear programs that a float proposal decided, once confirmed exactly.
    pivots
        Exact pivots in the others.
    """

    programs: int = 0
    confirmed: int = 0
    pivots: int = 0

    def add(self, other: Statistics) -> None:
        """Add the numbers of a part of the search."""
        self.programs += other.programs
        self.confirmed += other.confirmed
        self.pivots += other.pivots


@dataclass(frozen=True)
class Proof:
    """Why an affine function f is <= 0 on the cell: ``-scale f = -rest + sum of y_i g_i`` with rest <= 0 on the box and y_i > 0.

    Attributes
    ----------
    scale
        Positive.
    multipliers
        Pairs (i, y_i), i increasing; the g_i are the integer rows of the conditions.
    rest
        Integer row, left to the sides of the box; empty where nothing is left but a constant.
    """

    scale: int
    multipliers: Multipliers | tuple[tuple[int, int], ...]
    rest: Row = ()

    @property
    def depth(self) -> int:
        """Number of conditions, from the first, among which are those that it uses."""
        return 1 + self.multipliers[-1][0] if self.multipliers else 0


class Cell:
    """Conditions ``g >= 0``: the walls of the domain first, then those that the search adds and drops.

    In the float program the sides of a box are bounds, and all walls of the open layers are rows, free until demanded.
    """

    def __init__(self, domain: Box, *, floats: bool = True) -> None:
        d = self._d = domain.dimension
        self.statistics = Statistics()
        self.corners = None if domain.sides is None else Corners.of(domain.sides)
        self.rows: list[list[int]] = []
        self._factors: list[Callable[[], fmpq]] = []
        self._float = np.zeros((16, 1 + d))
        self._exact: IntArray = np.zeros((16, 1 + d), dtype=np.int64)
        self._largest: list[int] = [0]
        self._fits = [True]
        self._place: list[int] = []
        self._condition: dict[int, int] = {}
        self._height = 0
        box = None
        for i, (lo, hi) in enumerate(domain.sides or ()):
            for sign, t in ((1, lo), (-1, hi)):
                row = [0] * (1 + d)
                row[0], row[1 + i] = -sign * int(t.p), sign * int(t.q)
                scaled = np.array(row, dtype=object)
                self._append(row, partial(fmpq, 1, t.q), float_rows(scaled[None])[0])
        if domain.sides is not None:
            ends = [np.array([int(s[end].p) / int(s[end].q) for s in domain.sides]) for end in (0, 1)]
            box = ends[0], ends[1]
        self._program = FloatProgram.open(d, box) if floats else None

    def __len__(self) -> int:
        return len(self.rows)

    # -- the stack ---------------------------------------------------------------------------------------------------------

    def _append(self, row: list[int], factor: Callable[[], fmpq], scaled: Floats) -> None:
        n = len(self.rows)
        if n == len(self._float):
            self._float = np.concatenate((self._float, np.zeros_like(self._float)))
            self._exact = np.concatenate((self._exact, np.zeros_like(self._exact)))
        self.rows.append(row)
        self._factors.append(factor)
        self._float[n] = scaled
        largest = max(map(abs, row))
        if largest < _SAFE:
            self._exact[n] = row
        self._largest.append(max(self._largest[-1], largest))

    def open_layer(self, walls: Walls) -> LayerRows:
        """Make room for the walls of a layer; `close_layer` undoes it."""
        layer = LayerRows(walls, float_rows(walls.rows), self._height)
        self._height += len(walls.lists)
        if self._program is not None:
            self._program.add(layer.floats)
        return layer

    def close_layer(self, layer: LayerRows) -> None:
        """Undo `open_layer`."""
        count = len(layer.walls.lists)
        self._height -= count
        if self._program is not None:
            self._program.drop(count)

    def demand(self, layer: LayerRows, wall: int, sign: int) -> None:
        """Add the condition sign * wall >= 0."""
        row, scaled = layer.walls.lists[wall], layer.floats[wall]
        place = layer.first + wall
        self._condition[place] = len(self.rows)
        self._place.append(place)
        factor = partial(layer.walls.factor, wall)
        if sign > 0:
            self._append(row, factor, scaled)
        else:
            self._append([-x for x in row], factor, -scaled)
        if self._program is not None:
            self._program.demand(place, sign)

    def release(self, count: int) -> None:
        """Drop the last conditions, so that this many are left."""
        while len(self.rows) > count:
            self.rows.pop()
            self._factors.pop()
            self._largest.pop()
            place = self._place.pop()
            del self._condition[place]
            if self._program is not None:
                self._program.release(place)

    # -- points ------------------------------------------------------------------------------------------------------------

    def strictly_inside(self, point: Point) -> bool:
        """Whether all conditions are > 0 at a point."""
        n = len(self.rows)
        largest = max(map(abs, point))
        if self._largest[-1] * largest * len(point) < _SAFE:
            return not n or bool((self._exact[:n] @ np.array(point)).min() > 0)
        return all(dot(row, point) > 0 for row in self.rows)

    def _rounded(self, point: Floats, form: Row, scaled: Floats) -> Point | None:
        """A point with few binary digits near a float one, where all conditions and a form are > 0."""
        n = len(self.rows)
        values = self._float[:n, 1:] @ point
        values += self._float[:n, 0]
        # rows have absolute sum 1: this is how far every coordinate may move
        room = min(values.min(initial=math.inf), float(scaled[0] + scaled[1:] @ point))
        if not 1e-13 < room < math.inf:
            return None
        digits = max(0, 1 - math.frexp(room)[1])
        found = (1 << digits, *map(int, np.rint(np.ldexp(point, digits)).tolist()))
        return found if dot(form, found) > 0 and self.strictly_inside(found) else None

    def _rounded_exactly(self, point: Sequence[fmpq], form: Row) -> Point:
        """The same for an exact point of the open cell: some number of digits will do."""
        digits = 4
        while True:
            found = (1 << digits, *(int((x * (1 << digits) + fmpq(1, 2)).floor()) for x in point))
            if dot(form, found) > 0 and self.strictly_inside(found):
                return found
            digits += digits

    def beside(self, form: Row, point: Point) -> Point:
        """A point of the open cell where a form is > 0, given one where it is 0 (and the form is not constant)."""
        largest = max(map(abs, form[1:]))
        direction = [fmpq(a, largest) for a in form[1:]]
        w, *x = point
        step = fmpq(1)
        for row in self.rows:
            rate = sum((a * v for a, v in zip(row[1:], direction, strict=True)), fmpq(0))
            if rate < 0:
                step = min(step, fmpq(dot(row, point), w) / -rate)
        return self._rounded_exactly([fmpq(a, w) + step / 2 * v for a, v in zip(x, direction, strict=True)], form)

    # -- decisions ---------------------------------------------------------------------------------------------------------

    def exceeds(self, layer: LayerRows, wall: int, sign: int, point: Point) -> Point | Proof:
        """A point strictly inside with f = sign * wall > 0, or the proof that f <= 0; at the given inner point f < 0."""
        self.statistics.programs += 1
        row = layer.walls.lists[wall]
        form = row if sign > 0 else [-x for x in row]
        scaled = sign * layer.floats[wall]
        if self._program is not None and math.isfinite(scaled[0]):
            here = np.array([x / point[0] for x in point[1:]])
            start = float(scaled[0] + scaled[1:] @ here)
            most = max(1.0, -start)
            if self.corners is None:
                # a bounded program even where the cell is not: that f may be larger is of no interest
                self._program.limit(layer.first + wall, sign, most)
            proposal = self._program.maximise(scaled[1:])
            if self.corners is None:
                self._program.release(layer.first + wall)
            found = None if proposal is None else self._confirm(layer, proposal, form, scaled, here, start)
            if found is not None:
                self.statistics.confirmed += 1
                return found
        return self._decide(form, point)

    def _confirm(
        self, layer: LayerRows, proposal: Proposal, form: Row, scaled: Floats, here: Floats, start: float
    ) -> Point | Proof | None:
        best = proposal.value + float(scaled[0])
        if best > 1e-9 and start < 0:
            share = (1 + start / (start - best)) / 2
            found = self._rounded(here + share * (proposal.point - here), form, scaled)
            if found is not None:
                return found
        if best < 1e-6:
            if self.corners is not None and best < 0:
                proof = self._simple_proof(proposal, form)
                if proof is not None:
                    return proof
            return self._vertex_proof(proposal, form)
        return None

    def _simple_proof(self, proposal: Proposal, form: Row) -> Proof | None:
        """A proof from rounded multipliers; on a box, its sides take what the rounding leaves over."""
        assert self.corners is not None
        weights = []
        norm = float(sum(map(abs, form[1:])))
        for place, dual in enumerate(proposal.duals):
            i = self._condition.get(place) if dual > 0 else None
            if i is not None:
                weights.append((i, dual * norm / float(sum(map(abs, self.rows[i][1:])))))
        largest = max((y for _, y in weights), default=1.0)
        if not 0 < largest < math.inf:
            return None
        for bits in (10, 24):
            scale = 1 << max(0, bits - math.frexp(largest)[1])
            rest = [scale * x for x in form]
            whole = []
            for i, y in sorted(weights):
                n = round(y * scale)
                if n:
                    whole.append((i, n))
                    rest = [a + n * b for a, b in zip(rest, self.rows[i], strict=True)]
            if _most(rest, self.corners) <= 0:
                return Proof(scale, tuple(whole), rest)
        return None

    def _vertex_proof(self, proposal: Proposal, form: Row) -> Proof | None:
        """The proof that exactly these conditions are tight; on a box, its sides take the other coordinates."""
        order = sorted((self._condition[p], p) for p in proposal.tight if p in self._condition)
        if len(order) != len(proposal.tight):
            return None  # the limit on the objective is tight: there is a point
        rows = [self.rows[i] for i, _ in order]
        if self.corners is None:
            found = tight_multipliers(rows, form, proposal.columns)
            if found is None or found[0] > 0:
                return None
            return Proof(1, tuple((order[i][0], y) for i, y in found[1]))
        part = [0, *proposal.columns]
        found = tight_multipliers([[r[j] for j in part] for r in rows], [form[j] for j in part], range(1, len(part)))
        if found is None:
            return None
        scale = int(common_denominator(y for _, y in found[1]))
        rest = [scale * x for x in form]
        whole = []
        for k, y in found[1]:
            n = int((y * scale).p)
            whole.append((order[k][0], n))
            rest = [a + n * b for a, b in zip(rest, rows[k], strict=True)]
        return Proof(scale, tuple(whole), rest) if _most(rest, self.corners) <= 0 else None

    def _decide(self, form: Row, point: Point) -> Point | Proof:
        """The decision by exact pivots alone."""
        found = maximise(self.rows, form, point, floats=False)
        self.statistics.pivots += found.pivots
        w, *x = point
        here = [fmpq(a, w) for a in x]
        start = fmpq(dot(form, point), w)
        if isinstance(found, Optimum):
            if found.value <= 0:
                return Proof(1, found.multipliers)
            share = (1 + start / (start - found.value)) / 2
            target = [a + share * (b - a) for a, b in zip(here, found.point, strict=True)]
        else:
            rate = sum((a * v for a, v in zip(form[1:], found.ray, strict=True)), fmpq(0))
            target = [a - 2 * start / rate * v for a, v in zip(here, found.ray, strict=True)]
        return self._rounded_exactly(target, form)

    def evidence(self, proof: Proof, factor: fmpq) -> list[list[int | str]]:
        """The multipliers as certificates want them: for the conditions as they are, and factor * form."""
        unit = factor / proof.scale
        sides: list[list[int | str]] = [
            [2 * i + (a > 0), str(abs(a) * unit)] for i, a in enumerate(proof.rest[1:]) if a
        ]
        return sides + [[i, str(y * unit / self._factors[i]())] for i, y in proof.multipliers]


@dataclass(frozen=True, eq=False)
class LayerRows:
    """The walls of a layer as rows of the float program, from row `first` on, and its float rows."""

    walls: Walls
    floats: Floats
    first: int


def _most(form: Row, corners: Corners) -> int:
    """Maximum of an integer form on the box, times the corners' denominator."""
    lower, upper = corners.lower.tolist(), corners.upper.tolist()
    total = form[0] * corners.denominator
    for a, lo, hi in zip(form[1:], lower, upper, strict=True):
        total += a * (hi if a > 0 else lo)
    return int(total)
