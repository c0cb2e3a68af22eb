"""Evidence by cases: the walls are decided one by one, by halving a cell or by multipliers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from operator import mul

from exactnet.check import affine
from exactnet.check.affine import Forms
from exactnet.check.areas import Area, Form
from exactnet.check.forward import homogeneous
from exactnet.check.layers import Dense, Gate
from exactnet.check.linear import normal
from exactnet.check.reader import array, integer, obj, rational, rationals
from exactnet.check.signs import Signs
from exactnet.check.subject import Network
from exactnet.check.verdict import require


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell on which some walls are decided.

    Attributes
    ----------
    place : int
        The step of the program that comes next.
    forms : Forms
        Its input.
    blocks : tuple of Forms
        The inputs of the residual blocks around it.
    walls : list of Form
        The walls of that step.
    decided : tuple of bool
        Which of the first ones are >= 0.
    conditions : int
        How many conditions the cell has.
    """

    place: int
    forms: Forms
    blocks: tuple[Forms, ...]
    walls: list[Form]
    decided: tuple[bool, ...]
    conditions: int


@dataclass(slots=True)
class Leaves:
    """What the leaves of the tree have shown: patterns, and the affine maps of the network."""

    patterns: set[int]
    maps: set[object]


def read_tree(network: Network, area: Area, tree: object) -> Leaves:
    """Check a tree of cases.

    Parameters
    ----------
    network : Network
        The network.
    area : Area
        The domain.
    tree : object
        The evidence, the nodes in preorder.

    Raises
    ------
    Rejected
        With the step that fails.
    """
    nodes = array(tree, "tree", "tree")
    # Before anything is built that is as large as the number of inputs, which the network need not show.
    points = {i: _read_point(node, i, area.dimension) for i, node in enumerate(nodes) if _is_point(node)}
    require(len(points) > 0, "tree", "there is no point")
    return _Reader(network, area).read(nodes, points)


class _Reader:
    def __init__(self, network: Network, area: Area) -> None:
        self.network, self.area = network, area
        self.steps = affine.program(network.layers)
        self.signs = Signs(len(area.walls), network.gates())
        self.conditions = list(area.walls)
        self.leaves = Leaves(set(), set())

    def read(self, nodes: list[object], points: dict[int, list[Fraction]]) -> Leaves:
        start = Cell(0, affine.identity(self.area.dimension), (), [], (), len(self.conditions))
        # Cells that wait for their subtrees, with the condition that was added last.
        waiting: list[tuple[Cell, Form | None]] = [(start, None)]
        for i, node in enumerate(nodes):
            require(len(waiting) > 0, "tree", f"node {i} is one too many")
            cell, condition = waiting.pop()
            if condition is not None:
                del self.conditions[cell.conditions - 1 :]
                self.conditions.append(condition)
            cell = self.advance(cell)
            if len(cell.decided) == len(cell.walls):
                require(i in points, "tree", f"node {i}: all walls are decided, there must be a point")
                self.leaf(cell, points[i], i)
            elif node == "split":
                wall = cell.walls[len(cell.decided)]
                waiting.append((_decide(cell, up=True, conditions=1), wall))
                waiting.append((_decide(cell, up=False, conditions=1), _negative(wall)))
            else:
                up = self.follow(cell.walls[len(cell.decided)], node, i)
                waiting.append((_decide(cell, up=up, conditions=0), None))
        require(not waiting, "tree", "the tree ends early")
        return self.leaves

    def advance(self, cell: Cell) -> Cell:
        """Pass through layers until there is a wall to decide; if there is none, no walls are left."""
        place, forms, blocks, found, decided = cell.place, cell.forms, cell.blocks, cell.walls, cell.decided
        while len(decided) == len(found):
            if found:
                gate = self.steps[place]
                forms = affine.outputs(gate, forms, decided) if isinstance(gate, Gate) else forms
                place, found, decided = place + 1, [], ()
            if place == len(self.steps):
                break
            step = self.steps[place]
            if isinstance(step, Dense):
                forms = affine.dense(step, forms)
            elif step == affine.ENTER:
                blocks = (*blocks, forms)
            elif step == affine.LEAVE:
                forms, blocks = affine.add(blocks[-1], forms), blocks[:-1]
            elif isinstance(step, Gate):
                found = affine.walls(step, forms)
                if found:
                    continue
                forms = affine.outputs(step, forms, ())
            place += 1
        return Cell(place, forms, blocks, found, decided, cell.conditions)

    def follow(self, wall: Form, node: object, i: int) -> bool:
        """Check that the sign of a wall follows from the conditions; tell whether it is +."""
        keys = obj(node, ["sign", "multipliers"], "tree", f"node {i}")
        require(keys["sign"] in ("-", "+"), "tree", f"node {i}: sign must be '-' or '+'")
        up = keys["sign"] == "+"
        terms: list[tuple[Fraction, Form]] = []
        last = -1
        for item in array(keys["multipliers"], "tree", f"node {i}: multipliers"):
            pair = array(item, "tree", f"node {i}: a multiplier")
            require(len(pair) == 2, "tree", f"node {i}: a multiplier must be a pair [i, y]")
            index, y = integer(pair[0], "tree", "a condition"), rational(pair[1], "tree", "a multiplier")
            require(last < index < len(self.conditions), "multipliers", f"node {i}: indices increase to existing ones")
            require(y >= 0, "multipliers", f"node {i}: a multiplier is negative")
            terms.append((y, self.conditions[index]))
            last = index
        rest = _rest(wall if up else _negative(wall), terms)
        require(not any(rest[1:]), "multipliers", f"node {i}: the sum of the conditions is not the wall")
        require(rest[0] >= 0, "multipliers", f"node {i}: the constant that is left is negative")
        return up

    def leaf(self, cell: Cell, point: list[Fraction], i: int) -> None:
        """Take the pattern at a point strictly inside of a cell, and the affine map on it."""
        w = lcm(*(x.denominator for x in point))
        row = [w, *(int(x * w) for x in point)]
        inside = all(sum(map(mul, condition, row)) > 0 for _, condition in self.conditions)
        require(inside, "point", f"node {i}: the point is not strictly inside")
        signs = self.signs.encode([*[1] * len(self.area.walls), *homogeneous(self.network.layers, row).walls])
        self.leaves.patterns.add(self.signs.pattern(signs))
        self.leaves.maps.add(normal(*cell.forms))


def _is_point(node: object) -> bool:
    return isinstance(node, dict) and "point" in node


def _read_point(node: object, i: int, dimension: int) -> list[Fraction]:
    point = rationals(obj(node, ["point"], "tree", f"node {i}")["point"], "tree", f"node {i}: point")
    require(len(point) == dimension, "tree", f"node {i}: point must have {dimension} coordinates")
    return point


def _negative(form: Form) -> Form:
    return form[0], [-x for x in form[1]]


def _decide(cell: Cell, *, up: bool, conditions: int) -> Cell:
    decided = (*cell.decided, up)
    return Cell(cell.place, cell.forms, cell.blocks, cell.walls, decided, cell.conditions + conditions)


def _rest(form: Form, terms: list[tuple[Fraction, Form]]) -> list[int]:
    """Subtract a combination of forms from a form, up to a positive factor."""
    den, row = form
    common = lcm(den, *(y.denominator * d for y, (d, _) in terms))
    rest = [x * (common // den) for x in row]
    for y, (d, other) in terms:
        factor = y.numerator * (common // (y.denominator * d))
        rest = [x - factor * z for x, z in zip(rest, other, strict=True)]
    return rest
