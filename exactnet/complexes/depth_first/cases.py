"""Depth first over the walls of a network: every cell by its conditions and one point strictly inside.

A wall that has one sign on the cell is a consequence of the conditions (a linear program proves it, if nothing cheaper does);
otherwise the cell is split. The point of the cell shows one side of the wall: a linear program decides the other side.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from exactnet.compile.box import Box
from exactnet.complexes.depth_first.conditions import LayerRows, Point, dot
from exactnet.complexes.depth_first.decisions import Cell, Proof, Statistics
from exactnet.complexes.depth_first.walls import Forms, Plan, Walls
from exactnet.errors import NotAttemptedError
from exactnet.exact.rational import number_text

__all__ = ["CaseSearch", "Leaf", "Subtree", "too_much_effort"]

_WALL = 1000
"""The effort of a wall, besides its linear program."""


@dataclass(frozen=True, eq=False)
class Leaf:
    """A cell on which all walls are decided.

    Attributes
    ----------
    label
        A byte 0 or 1 for every bit of the pattern.
    point
        Strictly inside.
    forms
        The output.
    """

    label: bytes
    point: Point
    forms: Forms


@dataclass(frozen=True)
class Subtree:
    """A cell that is left to another search.

    Attributes
    ----------
    path
        A byte for every wall decided so far: 1 + its sign; 4 more if the cell was split there.
    point
        Strictly inside.
    """

    path: bytes
    point: Point


@dataclass
class _Open:
    """A layer whose walls are being decided, and the proofs found for them."""

    rows: LayerRows
    proofs: list[tuple[int, Proof] | None]
    sides: list[int]


class CaseSearch:
    """One search, from the whole domain or from a subtree on.

    Effort is counted before it is made, in operations with exact numbers, roughly: as if every wall that crosses the box took a
    linear program of d pivots. So it is a property of the tree, whatever the machine is and whoever proposes.

    Attributes
    ----------
    nodes
        The evidence so far, in preorder (if it was asked for); a None stands for a subtree.
    """

    def __init__(
        self,
        plan: Plan,
        domain: Box,
        *,
        evidence: bool = False,
        floats: bool = True,
        splits: int | None = None,
        effort: int | None = None,
    ) -> None:
        self._plan = plan
        self._cell = Cell(domain, floats=floats)
        self._evidence = evidence
        self._most = splits
        self._affordable = effort
        self._dimension = domain.dimension
        self._fixed = len(self._cell)
        self._open: list[_Open] = []
        self._path = bytearray()
        self.nodes: list[Any] = []

    @property
    def statistics(self) -> Statistics:
        """What the search did so far."""
        return self._cell.statistics

    def run(self, subtree: Subtree) -> Iterator[Leaf | Subtree]:
        """Leaves and, where a path has as many splits as this search may do, subtrees, in preorder."""
        self._replay(subtree)
        start = len(self._cell)
        # what is still to be visited: layers, walls and conditions to go back to, and the point on the other side
        pending: list[tuple[int, int, int, Point]] = []
        point = subtree.point
        while True:
            found = self._descend(point, pending)
            yield found
            if not pending:
                self._cell.release(start)
                return
            layers, wall, conditions, point = pending.pop()
            self._back(layers, wall, conditions)
            self._split(wall, 1)

    # -- down and up -------------------------------------------------------------------------------------------------------

    def _take_pains(self, effort: int) -> None:
        self.statistics.effort += effort
        if self._affordable is not None and self.statistics.effort > self._affordable:
            raise too_much_effort(self._affordable)

    def _enter(self, walls: Walls, width: int) -> None:
        """Open a layer that the layer before, of this width, was composed with."""
        self._take_pains(walls.forms.rows.size * width)
        corners = self._cell.corners
        count = len(walls.lists)
        sides = [0] * count if corners is None else corners.signs(walls.rows)
        self._open.append(_Open(self._cell.open_layer(walls), [None] * count, sides))

    def _replay(self, subtree: Subtree) -> None:
        following = self._plan.advance(0, self._plan.start)
        self._forms = following if isinstance(following, Forms) else None
        if isinstance(following, Walls):
            self._enter(following, self._dimension)
        self._wall = 0
        for code in subtree.path:
            self._next_layer()
            if code & 4:
                self._split(self._wall, (code & 3) - 1)
            else:
                self._note(self._wall, (code & 3) - 1)

    def _next_layer(self) -> None:
        """Go on to the next wall, in the next layers if this one has none left."""
        while self._forms is None and self._wall == len(self._open[-1].proofs):
            before = self._open[-1].rows.walls
            following = self._plan.leave(before)
            if isinstance(following, Forms):
                self._forms = following
            else:
                self._enter(following, len(before.forms.rows))
                self._wall = 0

    def _note(self, wall: int, sign: int, split: bool = False) -> None:
        self._open[-1].rows.walls.signs[wall] = sign
        self._path.append(1 + sign + 4 * split)
        self._wall = wall + 1

    def _split(self, wall: int, sign: int) -> None:
        self._cell.demand(self._open[-1].rows, wall, sign)
        self._note(wall, sign, True)

    def _back(self, layers: int, wall: int, conditions: int) -> None:
        self._forms = None
        self._cell.release(conditions)
        while len(self._open) > layers:
            self._cell.close_layer(self._open.pop().rows)
        walls_before = sum(len(layer.proofs) for layer in self._open[:-1])
        del self._path[walls_before + wall :]
        proofs = self._open[-1].proofs
        for i in range(wall + 1, len(proofs)):
            kept = proofs[i]
            if kept is not None and kept[1].depth > conditions:
                proofs[i] = None

    def _descend(self, point: Point, pending: list[tuple[int, int, int, Point]]) -> Leaf | Subtree:
        while True:
            self._next_layer()
            if self._forms is not None:
                if self._evidence:
                    w, *x = point
                    self.nodes.append({"point": [number_text(fmpq(a, w)) for a in x]})
                return Leaf(b"".join(layer.rows.walls.label() for layer in self._open), point, self._forms)
            if self._most is not None and len(self._cell) - self._fixed >= self._most:
                if self._evidence:
                    self.nodes.append(None)
                return Subtree(bytes(self._path), point)
            other = self._decide(point)
            if other is not None:
                wall = self._wall
                pending.append((len(self._open), wall, len(self._cell), other[1]))
                point = other[0]
                if self._evidence:
                    self.nodes.append("split")
                self._split(wall, -1)

    # -- one wall ----------------------------------------------------------------------------------------------------------

    def _decide(self, point: Point) -> tuple[Point, Point] | None:
        """Note the sign of the next wall, if it has one; else points on its two sides."""
        layer, wall = self._open[-1], self._wall
        row = layer.rows.walls.lists[wall]
        self._take_pains(_WALL)
        if not any(row[1:]):
            self._implied(wall, (row[0] > 0) - (row[0] < 0), None)
            return None
        if layer.sides[wall]:
            sign = layer.sides[wall]
            self._implied(wall, sign, Proof(1, (), row if sign < 0 else [-x for x in row]))
            return None
        self._take_pains(self._dimension**2 * (1 + len(self._cell)))
        known = layer.proofs[wall]
        if known is not None:
            self._implied(wall, *known)
            return None
        value = dot(row, point)
        if value == 0:
            return self._cell.beside([-x for x in row], point), self._cell.beside(row, point)
        sign = 1 if value > 0 else -1
        found = self._cell.exceeds(layer.rows, wall, -sign, point)
        if isinstance(found, Proof):
            layer.proofs[wall] = sign, found
            self._implied(wall, sign, found)
            return None
        return (found, point) if sign > 0 else (point, found)

    def _implied(self, wall: int, sign: int, proof: Proof | None) -> None:
        if self._evidence:
            factor = self._open[-1].rows.walls.factor(wall)
            multipliers = [] if proof is None else self._cell.evidence(proof, factor)
            self.nodes.append({"sign": "+" if sign > 0 else "-", "multipliers": multipliers})
        self._note(wall, sign)


def too_much_effort(limit: int) -> NotAttemptedError:
    """The search was to take no more effort than this."""
    return NotAttemptedError(f"to count the activation regions takes more than {limit:,} operations with exact numbers")
