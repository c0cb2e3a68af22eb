"""All networks of an architecture with weights from finite grids, and the walk through them up to symmetry.

Symmetry. Units of a hidden layer may be exchanged, and the weights and bias of a hidden unit may be multiplied by some t > 0 if the
weights that read it are divided by t (relu, leaky relu and abs are positively homogeneous). Both leave the function, and the set of
sign patterns up to names, as they are. A candidate is *canonical* if the rows (bias, weights) of every hidden layer stand in the
order of the grid, and no hidden unit can be divided by a t > 1 so that its row and the weights that read it stay in their grids.
Every network of the class has a canonical one with the same function in the class: dividing makes the sum of the absolute values of
its layer's numbers smaller (a row of zeros is never divided) and touches only later layers besides, so it comes to an end, by
lexicographic order of these sums; and putting rows in order changes no sum. Only canonical candidates are tried.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import product
from math import comb, lcm, prod

from exactnet.conjectures.classes import CandidateClass, Point, decoded
from exactnet.conjectures.language import Architecture
from exactnet.conjectures.polyline import Row, Sharp
from exactnet.exact.rational import rational
from exactnet.model import Abs, Dense, HardTanh, Layer, LeakyRelu, Network, Relu

__all__ = ["ACTIVATIONS", "GridLayer", "Networks", "multiset"]

ACTIVATIONS = ("relu", "abs", "leaky_relu", "hard_tanh")


@dataclass(frozen=True)
class GridLayer:
    """A dense layer with numbers from grids, and what acts on its units (None for the output layer)."""

    width: int
    weights: tuple[Fraction, ...]
    biases: tuple[Fraction, ...]
    activation: str | None = "relu"
    slope: Fraction = Fraction(0)

    @property
    def sharp(self) -> Sharp | None:
        """The activation, if it has one bend, at 0."""
        match self.activation:
            case "relu":
                return Sharp(0, 1)
            case "abs":
                return Sharp(-1, 1)
            case "leaky_relu":
                return Sharp(self.slope.numerator, self.slope.denominator)
        return None

    def layer(self) -> Layer:
        """The activation as a layer."""
        match self.activation:
            case "relu":
                return Relu()
            case "abs":
                return Abs()
            case "leaky_relu":
                return LeakyRelu(rational(self.slope))
            case _:
                return HardTanh()


@lru_cache(maxsize=4096)
def multiset(index: int, kinds: int, count: int) -> tuple[int, ...]:
    """The index-th non-decreasing tuple of ``count`` numbers below ``kinds``, in lexicographic order.

    Examples
    --------
    >>> [multiset(i, 3, 2) for i in range(6)]
    [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)]
    """
    found: list[int] = []
    least = 0
    for place in range(count):
        rest = count - place - 1
        while True:
            below = comb(kinds - least + rest - 1, rest)
            if index < below:
                break
            index -= below
            least += 1
        found.append(least)
    return tuple(found)


class _Rows:
    """All rows (bias, weights) of a unit of one layer, by index: biases change slowest."""

    def __init__(self, layer: GridLayer, inputs: int) -> None:
        self.layer, self.inputs = layer, inputs
        self.sizes = (len(layer.biases), *(len(layer.weights),) * inputs)
        self.count = prod(self.sizes)
        self.common = lcm(*(x.denominator for x in (*layer.weights, *layer.biases)))

    @cached_property
    def integers(self) -> tuple[list[int], list[int]]:
        """Biases and weights over the common denominator."""
        return [int(b * self.common) for b in self.layer.biases], [int(w * self.common) for w in self.layer.weights]

    @cached_property
    def rows(self) -> list[Row]:
        """In integers over a common denominator, which stands first."""
        biases, weights = self.integers
        return [(self.common, b, *w) for b, w in product(biases, product(weights, repeat=self.inputs))]

    @cached_property
    def factors(self) -> list[tuple[Fraction, ...]]:
        """For every row the t > 1 by which it can be divided within the grid."""
        grid = set(self.rows)
        return [tuple(sorted(self._factors(row, grid))) for row in self.rows]

    def _factors(self, row: Row, grid: set[Row]) -> Iterator[Fraction]:
        place = next((i for i, v in enumerate(row[1:]) if v), None)
        if place is None:
            return
        values = self.layer.biases if place == 0 else self.layer.weights
        lead = Fraction(row[place + 1], self.common)
        for value in values:
            if value and (t := lead / value) > 1:
                divided = [v / t for v in row[1:]]
                if all(v.denominator == 1 for v in divided) and (row[0], *map(int, divided)) in grid:
                    yield t


class Networks(CandidateClass):
    """Networks of one architecture on grids.

    Parameters
    ----------
    inputs
        Number of inputs.
    layers
        The hidden layers, and last the output layer, without activation.
    by_factors
        Whether networks that differ by positive factors of units count as one: not where weights themselves are looked at.

    Examples
    --------
    >>> unit = GridLayer(2, (Fraction(-1), Fraction(1)), (Fraction(0), Fraction(1)))
    >>> output = GridLayer(1, (Fraction(1),), (Fraction(0),), None)
    >>> small = Networks(1, [unit, output])
    >>> small.size, small.runs
    (16, 10)
    """

    def __init__(self, inputs: int, layers: Sequence[GridLayer], by_factors: bool = True) -> None:
        self.inputs, self.layers, self.by_factors = inputs, tuple(layers), by_factors
        self.symmetry = "order of the units of a layer" + ("; positive factors of units" if by_factors else "")
        widths = [inputs, *(layer.width for layer in layers)]
        self.rows = [_Rows(layer, n) for layer, n in zip(self.layers, widths[:-1], strict=True)]
        self.quick = inputs == 1 and all(layer.sharp for layer in self.layers[:-1])

    @cached_property
    def axes(self) -> tuple[int, ...]:
        return tuple(size for rows in self.rows for size in rows.sizes * rows.layer.width)

    @cached_property
    def numbers(self) -> list[tuple[str, tuple[Fraction, ...]]]:  # type: ignore[override]
        found = []
        for i, (layer, rows) in enumerate(zip(self.layers, self.rows, strict=True)):
            for j in range(layer.width):
                found.append((f"layers.{2 * i}.bias.{j}", layer.biases))
                found += [(f"layers.{2 * i}.weight.{j}.{k}", layer.weights) for k in range(rows.inputs)]
        return found

    @cached_property
    def levels(self) -> tuple[int, ...]:
        """Choices of each layer in the order of an exhaustive run: hidden units in order, outputs each by itself."""
        *hidden, last = self.rows
        found = [comb(rows.count + rows.layer.width - 1, rows.layer.width) for rows in hidden]
        return (*found, last.count**last.layer.width)

    @property
    def runs(self) -> int:
        return prod(self.levels)

    def choice(self, level: int, index: int) -> tuple[int, ...]:
        """The rows of a layer, by index."""
        rows = self.rows[level]
        if level == len(self.rows) - 1:
            return decoded(index, (rows.count,) * rows.layer.width)
        return multiset(index, rows.count, rows.layer.width)

    def is_reduced(self, level: int, before: tuple[int, ...], chosen: tuple[int, ...]) -> bool:
        """Whether no unit of the layer before can be divided, now that what reads it is known."""
        if not self.by_factors or self.layers[level - 1].sharp is None:
            return True
        factors = self.rows[level - 1].factors
        rows, common = self.rows[level].rows, self.rows[level].common
        grid = self.rows[level].layer.weights
        for unit, row in enumerate(before):
            for t in factors[row]:
                if all(_contains(grid, Fraction(rows[i][unit + 2], common) * t) for i in chosen):
                    return False
        return True

    def point(self, index: int) -> Point:
        return self.point_of([self.choice(i, j) for i, j in enumerate(decoded(index, self.levels))])

    def point_of(self, chosen: Sequence[tuple[int, ...]]) -> Point:
        """The point with these rows in its layers."""
        found: list[int] = []
        for rows, choice in zip(self.rows, chosen, strict=True):
            for row in choice:
                found += decoded(row, rows.sizes)
        return tuple(found)

    def rows_of(self, point: Point) -> list[list[Row]]:
        """The rows of every layer, in integers over a common denominator."""
        found, place = [], 0
        for rows in self.rows:
            layer = []
            for _ in range(rows.layer.width):
                digits = point[place : place + len(rows.sizes)]
                place += len(rows.sizes)
                weights = rows.integers[1]
                layer.append((rows.common, rows.integers[0][digits[0]], *[weights[i] for i in digits[1:]]))
            found.append(layer)
        return found

    def chain(self, point: Point) -> tuple[list[tuple[list[Row], Sharp]], list[Row]]:
        *hidden, last = self.rows_of(point)
        return list(zip(hidden, self.bends, strict=True)), last

    @cached_property
    def bends(self) -> list[Sharp]:
        """The activations, if all of them have one bend."""
        return [layer.sharp for layer in self.layers[:-1] if layer.sharp is not None]

    def subject(self, point: Point) -> Network:
        layers: list[Layer] = []
        for grid, rows in zip(self.layers, self.rows_of(point), strict=True):
            weight = [[Fraction(x, q) for x in weights] for q, _, *weights in rows]
            layers.append(Dense.of(weight, [Fraction(b, q) for q, b, *_ in rows]))
            if grid.activation is not None:
                layers.append(grid.layer())
        return Network.of(self.inputs, layers)

    def architecture(self, point: Point) -> Architecture:
        return self._architecture

    @cached_property
    def _architecture(self) -> Architecture:
        hidden = self.layers[:-1]
        widths = tuple(layer.width for layer in hidden)
        bends = tuple(layer.width * (2 if layer.activation == "hard_tanh" else 1) for layer in hidden)
        return Architecture(self.inputs, self.layers[-1].width, widths, bends)


def _contains(grid: tuple[Fraction, ...], value: Fraction) -> bool:
    """Grids are in increasing order."""
    place = bisect_left(grid, value)
    return place < len(grid) and grid[place] == value
