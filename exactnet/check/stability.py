"""How far the weights of a relu network may change until the complex of a decision region changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import mul

from exactnet.check.areas import Area
from exactnet.check.homology.decision import Region
from exactnet.check.layers import Dense
from exactnet.check.linear import independent
from exactnet.check.subject import Network
from exactnet.check.tiling import Tiling
from exactnet.check.verdict import require

Vector = list[Fraction]
ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Unit:
    """An affine function: its coefficients (f_0, f_1, .., f_d), and how far each may be off."""

    form: Vector
    radius: Vector

    def off(self, size: Vector, t: Fraction) -> Fraction:
        """Bound what the radii make up within t of a point whose coordinates have these absolute values."""
        return self.radius[0] + sum(map(mul, self.radius[1:], size), ZERO) + t * sum(self.radius[1:], ZERO)


def is_transversal(tiling: Tiling, area: Area) -> bool:
    """Tell whether at every vertex, d is the number of walls that vanish, and the rank of the domain walls that do."""
    dimension = area.dimension
    for mark in tiling.marks[0]:
        sides, walls = _vanishing(tiling, area, mark)
        if len(walls) + len(independent(_normals(area, sides), dimension)) != dimension:
            return False
    return True


def check_radius(tiling: Tiling, area: Area, network: Network, region: Region, radius: Fraction) -> None:
    """Check that no sign of a wall at a vertex changes with weights that are at most the radius away."""
    layers: dict[int, list[Unit]] = {}
    sides = (1 << len(area.walls)) - 1
    for v, (row, mark) in enumerate(zip(tiling.complex.vertices, tiling.marks[0], strict=True)):
        active = mark & ((1 << tiling.signs.count) - 1) & ~sides
        if active not in layers:
            on = [bool(active >> i & 1) for i in range(len(area.walls), tiling.signs.count)]
            layers[active] = _walls(network, region, radius, on)
        _check_vertex(layers[active], _vanishing(tiling, area, mark), area, [Fraction(x, row[0]) for x in row[1:]], v)


def _vanishing(tiling: Tiling, area: Area, mark: int) -> tuple[list[int], list[int]]:
    """List the domain walls and the walls of the network that vanish at a vertex."""
    count = tiling.signs.count
    zeros = [i for i in range(count) if not (mark | mark >> count) >> i & 1]
    sides = len(area.walls)
    return [i for i in zeros if i < sides], [i - sides for i in zeros if i >= sides]


def _normals(area: Area, sides: Sequence[int]) -> list[list[int]]:
    return [area.walls[i][1] for i in sides]


def _walls(network: Network, region: Region, radius: Fraction, active: Sequence[bool]) -> list[Unit]:
    """Give all walls as affine functions where these are positive."""
    d = network.inputs
    units = [Unit([ONE if i == j else ZERO for j in range(d + 1)], [ZERO] * (d + 1)) for i in range(1, d + 1)]
    walls: list[Unit] = []
    for layer in network.layers:
        if isinstance(layer, Dense):
            units = _dense(layer, units, radius, d)
        else:
            on = active[len(walls) : len(walls) + len(units)]
            walls += units
            dead = Unit([ZERO] * (d + 1), [ZERO] * (d + 1))
            units = [unit if alive else dead for unit, alive in zip(units, on, strict=True)]
    chosen = [(units[i], sign) for i, sign in zip(region.output, (1, -1), strict=False)]
    form = [sum((sign * unit.form[j] for unit, sign in chosen), ZERO) for j in range(d + 1)]
    form[0] -= region.level
    return [*walls, Unit(form, [sum((unit.radius[j] for unit, _ in chosen), ZERO) for j in range(d + 1)])]


def _dense(layer: Dense, units: list[Unit], radius: Fraction, d: int) -> list[Unit]:
    """Pass a dense layer, every weight and bias of which may be off by the radius."""
    common = [sum((radius * (abs(unit.form[j]) + unit.radius[j]) for unit in units), ZERO) for j in range(d + 1)]
    common[0] += radius
    found: list[Unit] = []
    for weights, bias in zip(layer.weight, layer.bias, strict=True):
        form, off = [ZERO] * (d + 1), list(common)
        form[0] = Fraction(bias, layer.den)
        for weight, unit in zip(weights, units, strict=True):
            if weight:
                w = Fraction(weight, layer.den)
                form = [x + w * y for x, y in zip(form, unit.form, strict=True)]
                off = [x + abs(w) * y for x, y in zip(off, unit.radius, strict=True)]
        found.append(Unit(form, off))
    return found


def _check_vertex(walls: list[Unit], zeros: tuple[list[int], list[int]], area: Area, x: Vector, v: int) -> None:
    d, place = len(x), f"vertex {v}"
    size = [abs(coordinate) for coordinate in x]
    sides, vanishing = zeros
    normals = _normals(area, sides)
    exact = [
        Unit([Fraction(c) for c in normals[i]], [ZERO] * (d + 1)) for i in independent(normals, d - len(vanishing))
    ]
    system = [*exact, *(walls[i] for i in vanishing)]
    inverse = _inverse([unit.form[1:] for unit in system]) if len(system) == d else None
    require(inverse is not None, "radius", f"{place}: the walls that vanish do not meet in one point")
    assert inverse is not None
    still = [unit.off(size, ZERO) for unit in system]
    slopes = [sum(unit.radius[1:], ZERO) for unit in system]
    n = max(sum((abs(c) * s for c, s in zip(row, slopes, strict=True)), ZERO) for row in inverse)
    require(n < 1, "radius", f"{place}: the walls may become parallel")
    t = max(sum((abs(c) * p for c, p in zip(row, still, strict=True)), ZERO) for row in inverse) / (1 - n)
    moved = [unit.off(size, t) for unit in system]
    columns = list(zip(*inverse, strict=True))
    for i in range(vanishing[-1] + 1 if vanishing else 0, len(walls)):
        wall = walls[i]
        value = wall.form[0] + sum(map(mul, wall.form[1:], x), ZERO)
        shares = (abs(sum(map(mul, wall.form[1:], column), ZERO)) for column in columns)
        limit = wall.off(size, t) + sum(map(mul, shares, moved), ZERO)
        require(abs(value) > limit, "radius", f"{place}: wall {i + 1} may change its sign")


def _inverse(rows: list[Vector]) -> list[Vector] | None:
    """Invert a square matrix; None if it has no inverse.

    >>> _inverse([[Fraction(2), Fraction(0)], [Fraction(1), Fraction(1)]])
    [[Fraction(1, 2), Fraction(0, 1)], [Fraction(-1, 2), Fraction(1, 1)]]
    """
    size = len(rows)
    work = [[*row, *(ONE if i == j else ZERO for j in range(size))] for i, row in enumerate(rows)]
    for column in range(size):
        pivot = next((i for i in range(column, size) if work[i][column]), None)
        if pivot is None:
            return None
        work[column], work[pivot] = work[pivot], work[column]
        head = work[column][column]
        work[column] = [x / head for x in work[column]]
        for i, row in enumerate(work):
            if i != column and row[column]:
                factor = row[column]
                work[i] = [x - factor * y for x, y in zip(row, work[column], strict=True)]
    return [row[size:] for row in work]
