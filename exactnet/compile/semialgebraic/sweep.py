"""Network of one input with semi-algebraic layers -> exact pieces, a layer at a time.

On each cell every unit is one rational function of the input, expanded. A layer cuts the cells at the roots of its walls
(u - t for every unit u and breakpoint t, u_i - u_k in a maxout group), then replaces the units by their images.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from flint import fmpq, fmpq_poly

from exactnet.compile.semialgebraic.cells import Cell, RootFinder, changes, distinct
from exactnet.errors import InputError, UndecidedError
from exactnet.exact.points import Point, between
from exactnet.exact.rational_functions import RationalFunction
from exactnet.model import Dense, Maxout, Network, Piecewise, Pointwise, Product
from exactnet.model.layer import Block, Step

__all__ = ["MAX_CELLS", "SemiAlgebraicRestriction", "sweep_network"]

MAX_CELLS = 2**16
"""Default limit on cells; each holds the expanded units of a layer."""

Progress = Callable[[int, int, int], None]


@dataclass(frozen=True, eq=False)
class SemiAlgebraicRestriction:
    """A network of one input, exactly, on an interval.

    Attributes
    ----------
    network
        What was compiled.
    cells
        In order; between neighbours lies every root of a wall.
    unit_pieces
        For each layer that is not dense, in order, the largest number of pieces of one of its output units.
    """

    network: Network
    cells: tuple[Cell, ...]
    unit_pieces: tuple[int, ...]

    @property
    def activation_regions(self) -> int:
        """Number of maximal intervals with one activation pattern, isolated points aside."""
        return changes([cell.pattern for cell in self.cells]) + 1

    @property
    def pieces(self) -> int:
        """Number of maximal intervals on which the (vector-valued) function is one rational function."""
        return changes([[u.key for u in cell.units] for cell in self.cells]) + 1

    @property
    def knots(self) -> tuple[Point, ...]:
        """Ends of the cells."""
        return (*(cell.left for cell in self.cells), self.cells[-1].right)


def sweep_network(
    network: Network,
    lower: Point,
    upper: Point,
    *,
    finder: RootFinder | None = None,
    max_cells: int = MAX_CELLS,
    progress: Progress | None = None,
) -> SemiAlgebraicRestriction:
    """Compile a network of one input on an interval.

    Raises
    ------
    InputError
        If the network has several inputs.
    UndecidedError
        If there are more than ``max_cells`` cells, or a unit's degree is too large.

    Examples
    --------
    >>> square = Piecewise.polynomials([], [[0, 0, 1]])
    >>> network = Network.of(1, [Dense.of([[2]], [-1]), square])  # (2 x - 1)^2
    >>> swept = sweep_network(network, Point.of(0), Point.of(1))
    >>> swept.pieces, swept.cells[0].units[0].numerator
    (1, 4*x^2 + (-4)*x + 1)
    """
    if network.inputs != 1:
        raise InputError(f"the network has {network.inputs} inputs; this computation needs one input")
    identity = RationalFunction(fmpq_poly([0, 1]), fmpq_poly([1]))
    cells, unit_pieces = [Cell(lower, upper, (identity,))], []
    finder = finder or RootFinder()
    steps = network.steps
    for done, step in enumerate(steps, start=1):
        cells = _passed(cells, step, finder)
        if len(cells) > max_cells:
            raise UndecidedError(
                f"after {done} of {len(steps)} steps there are {len(cells)} cells, above the limit of {max_cells}"
            )
        if not isinstance(step, Block | Dense):
            unit_pieces.append(_largest_count(cells))
        if progress is not None:
            progress(done, len(steps), len(cells))
    return SemiAlgebraicRestriction(network, tuple(cells), tuple(unit_pieces))


def _largest_count(cells: list[Cell]) -> int:
    columns = range(len(cells[0].units))
    return max(changes([cell.units[i].key for cell in cells]) + 1 for i in columns)


def _passed(cells: list[Cell], step: Step, finder: RootFinder) -> list[Cell]:
    match step:
        case Block.ENTER:
            return [replace(cell, remembered=(*cell.remembered, cell.units)) for cell in cells]
        case Block.LEAVE:
            return [_added(cell) for cell in cells]
        case Dense():
            return [replace(cell, units=_affine(step, cell.units)) for cell in cells]
        case Product():
            return [replace(cell, units=tuple(cell.units[i] * cell.units[j] for i, j in step.pairs)) for cell in cells]
        case Maxout():
            return [done for cell in cells for done in _maxima(cell, step, finder)]
        case Piecewise():
            return [done for cell in cells for done in _bent(cell, step.breakpoints, step.pieces, finder)]
        case Pointwise():
            pieces = [RationalFunction.of(fmpq_poly([offset, slope])) for slope, offset in step.pieces]
            return [done for cell in cells for done in _bent(cell, step.breakpoints, pieces, finder)]
    raise TypeError(f"no sweep over a {type(step).__name__}")


def _added(cell: Cell) -> Cell:
    entered = cell.remembered[-1]
    units = tuple(a + b for a, b in zip(entered, cell.units, strict=True))
    return replace(cell, units=units, remembered=cell.remembered[:-1])


def _affine(layer: Dense, units: tuple[RationalFunction, ...]) -> tuple[RationalFunction, ...]:
    result = []
    for row, bias in zip(layer.weight, layer.bias, strict=True):
        total = RationalFunction.of(fmpq_poly([bias]))
        for weight, unit in zip(row, units, strict=True):
            if weight != 0:
                total = total + unit.scaled(weight)
        result.append(total)
    return tuple(result)


def _bent(
    cell: Cell, breakpoints: tuple[fmpq, ...], pieces: Sequence[RationalFunction], finder: RootFinder
) -> Iterable[Cell]:
    walls = [u.numerator - u.denominator * t for u in dict.fromkeys(cell.units) for t in breakpoints]
    for part, inside in _cut(cell, walls, finder):
        chosen = tuple(sum(t < u(inside) for t in breakpoints) for u in cell.units)
        done = {(u, k): pieces[k].after(u) for u, k in dict.fromkeys(zip(cell.units, chosen, strict=True))}
        for unit in done.values():
            finder.inside(unit.denominator, part.left, part.right)  # none, but isolating intervals must avoid its roots
        units = tuple(done[u, k] for u, k in zip(cell.units, chosen, strict=True))
        yield replace(part, units=units, pattern=(*cell.pattern, chosen))


def _maxima(cell: Cell, layer: Maxout, finder: RootFinder) -> Iterable[Cell]:
    walls = [(cell.units[i] - cell.units[j]).numerator for i, j in layer.pairs]
    for part, inside in _cut(cell, walls, finder):
        values = [u(inside) for u in cell.units]
        chosen = tuple(_first_largest([values[i] for i in group]) for group in layer.groups)
        units = tuple(cell.units[group[k]] for group, k in zip(layer.groups, chosen, strict=True))
        yield replace(part, units=units, pattern=(*cell.pattern, chosen))


def _first_largest(values: list[fmpq]) -> int:
    return values.index(max(values))


def _cut(cell: Cell, walls: list[fmpq_poly], finder: RootFinder) -> Iterable[tuple[Cell, fmpq]]:
    """The parts of a cell between roots of walls, each with a rational point inside."""
    roots = [x for wall in walls for x in finder.inside(wall, cell.left, cell.right)]
    ends = [cell.left, *distinct(roots), cell.right]
    for left, right in pairwise(ends):
        yield replace(cell, left=left, right=right), between(left, right)
