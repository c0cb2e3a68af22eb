"""Exact decisions about affine functions on a cell, which floats propose."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.compile.box import Box
from exactnet.complexes.depth_first.conditions import Conditions, LayerRows, Point, Row, dot, nearest
from exactnet.complexes.depth_first.walls import Corners
from exactnet.exact.highs import Proposal
from exactnet.exact.linear import Multipliers, Optimum, maximise, tight_multipliers
from exactnet.exact.rational import common_denominator

__all__ = ["Cell", "Proof", "Statistics"]

Floats = NDArray[np.float64]
_VERTICES = 64  # remembered optima


@dataclass
class Statistics:
    """What a search did.

    Attributes
    ----------
    programs
        Linear programs.
    confirmed
        Linear programs in floats whose proposal was confirmed exactly.
    pivots
        Exact pivots in the others.
    effort
        What it takes by the measure of `CaseSearch`.
    """

    programs: int = 0
    confirmed: int = 0
    pivots: int = 0
    effort: int = 0

    def add(self, other: Statistics) -> None:
        """Add the numbers of a part of the search."""
        self.programs += other.programs
        self.confirmed += other.confirmed
        self.pivots += other.pivots
        self.effort += other.effort


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


class Cell(Conditions):
    """The cell of a search, and what is known of it."""

    def __init__(self, domain: Box, *, floats: bool = True) -> None:
        super().__init__(domain, floats=floats)
        self.statistics = Statistics()
        self._floats = floats
        self._vertices = np.zeros((_VERTICES, domain.dimension))
        self._next_vertex = 0

    def exceeds(self, layer: LayerRows, wall: int, sign: int, point: Point) -> Point | Proof:
        """A point strictly inside with f = sign * wall > 0, or the proof that f <= 0; at the given inner point f < 0."""
        row = layer.walls.lists[wall]
        form = row if sign > 0 else [-x for x in row]
        if self._floats:
            try:
                found = self._propose(layer, wall, sign, form, point)
            except OverflowError:
                found = None  # numbers beyond the doubles
            if found is not None:
                return found
        return self._decide(form, point)

    def _propose(self, layer: LayerRows, wall: int, sign: int, form: Row, point: Point) -> Point | Proof | None:
        """The decision that floats propose, if it can be confirmed."""
        scaled = sign * layer.floats[wall]
        here = np.array([x / point[0] for x in point[1:]])
        start = float(scaled[0] + scaled[1:] @ here)
        vertex = self._known_vertex(scaled)
        if vertex is not None:
            known = self._between(here, start, vertex, form, scaled)
            if known is not None:
                return known
        if self._program is None or not math.isfinite(scaled[0]):
            return None
        if self.corners is None:
            # a bounded program even where the cell is not: how much larger f may be is of no interest
            self._program.limit(layer.first + wall, sign, max(1.0, -start))
        proposal = self._program.maximise(scaled[1:])
        if self.corners is None:
            self._program.release(layer.first + wall)
        if proposal is None:
            return None
        self._remember(proposal.point)
        found: Point | Proof | None = None
        best = proposal.value + float(scaled[0])
        if best > 1e-9:
            found = self._between(here, start, proposal.point, form, scaled)
        if found is None and best < 1e-6:
            if self.corners is not None and best < 0:
                found = self._simple_proof(proposal, form)
            if found is None:
                found = self._vertex_proof(proposal, form)
        if found is not None:
            self.statistics.programs += 1
            self.statistics.confirmed += 1
        return found

    def _remember(self, vertex: Floats) -> None:
        if not np.isfinite(vertex).all():
            return
        self._vertices[self._next_vertex] = vertex
        self._next_vertex = (self._next_vertex + 1) % len(self._vertices)

    def _known_vertex(self, scaled: Floats) -> Floats | None:
        """An optimum of an earlier program, of this cell or of one nearby, that seems to lie in this cell and to have f > 0."""
        values = self._vertices @ scaled[1:]
        values += scaled[0]
        above = np.flatnonzero(values > 1e-6)
        if not len(above):
            return None
        n = len(self.rows)
        slack = self._float[:n, 1:] @ self._vertices[above].T
        slack += self._float[:n, :1]
        inside = above[slack.min(axis=0, initial=0) > -1e-9]
        if not len(inside):
            return None
        vertex: Floats = self._vertices[inside[values[inside].argmax()]]
        return vertex

    def _between(self, here: Floats, start: float, there: Floats, form: Row, scaled: Floats) -> Point | None:
        """A point strictly inside with f > 0 on the way from an inner point with f < 0 to one of the closed cell with f > 0."""
        best = float(scaled[0] + scaled[1:] @ there)
        if not start < 0 < best:
            return None
        share = (1 + start / (start - best)) / 2
        return self._rounded(here + share * (there - here), form, scaled)

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
        self.statistics.programs += 1
        self.statistics.pivots += found.pivots
        w, *x = point
        here = [fmpq(a, w) for a in x]
        start = fmpq(dot(form, point), w)
        if isinstance(found, Optimum):
            if found.value <= 0:
                return Proof(1, found.multipliers)
            if self._floats:
                self._remember(np.array([nearest(x) for x in found.point]))
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


def _most(form: Row, corners: Corners) -> int:
    """Maximum of an integer form on the box, times the corners' denominator."""
    lower, upper = corners.lower.tolist(), corners.upper.tolist()
    total = form[0] * corners.denominator
    for a, lo, hi in zip(form[1:], lower, upper, strict=True):
        total += a * (hi if a > 0 else lo)
    return int(total)
