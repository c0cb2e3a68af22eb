"""What is searched: finite classes of candidates. A candidate is a point, a tuple of indices, one an axis."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import lcm, prod
from typing import Any, TypeAlias

from flint import fmpq

from exactnet.approximation import tent_power
from exactnet.bounds.witnesses import montufar_witness, pascanu_witness, serra_size_witness, serra_witness
from exactnet.compile import PiecewiseLinearMap
from exactnet.conjectures.examination import InapplicableError, architecture_of
from exactnet.conjectures.language import Architecture
from exactnet.conjectures.polyline import Row, Sharp
from exactnet.constructions import shell_network
from exactnet.errors import InputError
from exactnet.frontends import Subject
from exactnet.model import Abs, Dense, Layer, LeakyRelu, Network, Relu

__all__ = [
    "CONSTRUCTIONS",
    "Architectures",
    "CandidateClass",
    "Constructions",
    "Maps",
    "Neighbourhood",
    "Point",
    "constructed",
    "decoded",
    "numbered",
]

Point: TypeAlias = tuple[int, ...]

CONSTRUCTIONS: dict[str, tuple[str, ...]] = {
    "shells": ("inputs", "widths", "shells"),
    "serra": ("inputs", "widths"),
    "serra_size": ("inputs", "widths"),
    "montufar": ("inputs", "widths"),
    "pascanu": ("inputs", "widths"),
    "tent": ("power",),
}
"""Known extremal constructions, with their parameters."""


def constructed(name: str, parameters: Mapping[str, Any]) -> Subject:
    """A construction with these parameters.

    Examples
    --------
    >>> constructed("serra", {"inputs": 1, "widths": [3, 3]}).widths
    (3, 3)
    """
    match name:
        case "shells":
            return shell_network(parameters["inputs"], parameters["widths"], parameters["shells"])
        case "tent":
            return tent_power(parameters["power"])
        case _:
            witness = {
                "serra": serra_witness,
                "serra_size": serra_size_witness,
                "montufar": montufar_witness,
                "pascanu": pascanu_witness,
            }[name]
            return witness(parameters["inputs"], parameters["widths"])


def decoded(index: int, sizes: Sequence[int]) -> tuple[int, ...]:
    """The digits of an index, the last one changing fastest.

    Examples
    --------
    >>> decoded(7, (2, 4))
    (1, 3)
    """
    digits = []
    for size in reversed(sizes):
        index, digit = divmod(index, size)
        digits.append(digit)
    return tuple(reversed(digits))


class CandidateClass(ABC):
    """A finite class of subjects, or of architectures.

    Attributes
    ----------
    quick
        Whether all candidates are chains of dense layers with one-bend activations between, of one input: see `chain`.
    start
        Where local search begins, if there is a natural place.
    symmetry
        Which candidates an exhaustive run leaves out, in words; empty if none.
    numbers
        Where each axis is a number of a dense layer: its place in the document (``layers.0.weight.1.0``), and its values in order.
    """

    quick: bool = False
    start: Point | None = None
    symmetry: str = ""
    numbers: Sequence[tuple[str, tuple[Fraction, ...]]] | None = None

    @property
    @abstractmethod
    def axes(self) -> tuple[int, ...]:
        """How many choices there are on each axis."""

    @abstractmethod
    def subject(self, point: Point) -> Subject:
        """The network or map; InputError if the choices do not fit."""

    def architecture(self, point: Point) -> Architecture:
        """What the names of the architecture mean for it."""
        return architecture_of(self.subject(point))

    def chain(self, point: Point) -> tuple[list[tuple[list[Row], Sharp]], list[Row]]:
        """The hidden layers and the output layer of a candidate, in integers (where all candidates are quick)."""
        raise NotImplementedError

    def smaller(self, point: Point) -> Iterator[Point]:
        """Points of the class that are simpler, the simplest first (used where subjects cannot be simplified freely)."""
        return iter(())

    @property
    def size(self) -> int:
        """Number of candidates."""
        return prod(self.axes)

    @property
    def runs(self) -> int:
        """Number of indices of an exhaustive run: all candidates, or those left by symmetry."""
        return self.size

    def point(self, index: int) -> Point:
        """The candidate of an index."""
        return decoded(index, self.axes)


@dataclass(frozen=True)
class Maps(CandidateClass):
    """Interval maps through points with given x, straight in between; every value y is one of a grid."""

    x: tuple[Fraction, ...]
    y: tuple[Fraction, ...]

    @property
    def axes(self) -> tuple[int, ...]:
        return (len(self.y),) * len(self.x)

    def subject(self, point: Point) -> PiecewiseLinearMap:
        return PiecewiseLinearMap.from_points([(x, self.y[i]) for x, i in zip(self.x, point, strict=True)])

    def architecture(self, point: Point) -> Architecture:
        return Architecture()


@dataclass(frozen=True)
class Architectures(CandidateClass):
    """Architectures alone: numbers of inputs, depths and widths; every hidden layer has any of the widths."""

    inputs: tuple[int, ...]
    depths: tuple[int, ...]
    widths: tuple[int, ...]

    @cached_property
    def _all(self) -> list[tuple[int, tuple[int, ...]]]:
        """The smallest first: by depth, then by size."""
        found = [(d, w) for depth in self.depths for d in self.inputs for w in product(self.widths, repeat=depth)]
        return sorted(found, key=lambda each: (len(each[1]), each[0] + sum(each[1]), each))

    @property
    def axes(self) -> tuple[int, ...]:
        return (len(self._all),)

    def subject(self, point: Point) -> Network:
        """The network with all weights 0."""
        d, widths = self._all[point[0]]
        layers: list[Layer] = []
        before = d
        for n in widths:
            layers += [Dense.of([[0] * before] * n, [0] * n), Relu()]
            before = n
        return Network.of(d, [*layers, Dense.of([[0] * before], [0])])

    def architecture(self, point: Point) -> Architecture:
        d, widths = self._all[point[0]]
        return Architecture(d, 1, widths, widths)

    def smaller(self, point: Point) -> Iterator[Point]:
        return ((i,) for i in range(point[0]))


@dataclass(frozen=True)
class Constructions(CandidateClass):
    """Known constructions with all choices of their parameters."""

    name: str
    choices: tuple[tuple[Any, ...], ...]

    @property
    def axes(self) -> tuple[int, ...]:
        return tuple(map(len, self.choices))

    def subject(self, point: Point) -> Subject:
        chosen = [values[i] for values, i in zip(self.choices, point, strict=True)]
        try:
            return constructed(self.name, dict(zip(CONSTRUCTIONS[self.name], chosen, strict=True)))
        except InputError as error:
            raise InapplicableError(str(error)) from None

    def smaller(self, point: Point) -> Iterator[Point]:
        """Choices are listed from the simplest on."""
        return product(*(range(i + 1) for i in point))


class Neighbourhood(CandidateClass):
    """A network with numbers added to its weights and biases: a mutated construction.

    Parameters
    ----------
    network
        A network that is dense apart from its activations.
    deltas
        What may be added to each number; 0 is among them.
    """

    def __init__(self, network: Network, deltas: Sequence[Fraction]) -> None:
        if Fraction(0) not in deltas:
            raise InputError("deltas must contain 0, so that the network itself belongs to the class")
        self.network, self.deltas = network, tuple(deltas)
        self._count = sum(
            len(layer.bias) * (1 + len(layer.weight[0])) for layer in network.layers if isinstance(layer, Dense)
        )
        self.start = (self.deltas.index(Fraction(0)),) * self._count
        dense, between = network.layers[::2], network.layers[1::2]
        chain = len(dense) == len(between) + 1 and all(isinstance(layer, Dense) for layer in dense)
        self.quick = network.inputs == 1 and chain and all(_sharp(layer) is not None for layer in between)

    @property
    def axes(self) -> tuple[int, ...]:
        return (len(self.deltas),) * self._count

    @cached_property
    def _common(self) -> int:
        """A common denominator of all numbers and of what may be added."""
        own = [x for layer in self._dense for row in (layer.bias, *layer.weight) for x in row]
        return lcm(*(int(x.q) for x in own), *(x.denominator for x in self.deltas))

    @cached_property
    def _dense(self) -> list[Dense]:
        return [layer for layer in self.network.layers if isinstance(layer, Dense)]

    @cached_property
    def _numbers(self) -> list[list[list[int]]]:
        """The rows (bias, weights) of every dense layer over the common denominator."""
        return [
            [[int((x * self._common).p) for x in (b, *row)] for b, row in zip(layer.bias, layer.weight, strict=True)]
            for layer in self._dense
        ]

    @cached_property
    def numbers(self) -> list[tuple[str, tuple[Fraction, ...]]]:  # type: ignore[override]
        found = []
        for i, layer in enumerate(self.network.layers):
            if isinstance(layer, Dense):
                for place, x in numbered(f"layers.{i}", layer):
                    found.append((place, tuple(Fraction(int(x.p), int(x.q)) + delta for delta in self.deltas)))
        return found

    def _rows(self, point: Point) -> Iterator[list[Row]]:
        """The changed rows of one dense layer after another."""
        added = iter([int(self.deltas[i] * self._common) for i in point])
        for rows in self._numbers:
            yield [(self._common, *[x + next(added) for x in row]) for row in rows]

    def chain(self, point: Point) -> tuple[list[tuple[list[Row], Sharp]], list[Row]]:
        *hidden, last = self._rows(point)
        bends = [sharp for layer in self.network.layers if (sharp := _sharp(layer)) is not None]
        return list(zip(hidden, bends, strict=True)), last

    def subject(self, point: Point) -> Network:
        changed = self._rows(point)
        layers: list[Layer] = []
        for layer in self.network.layers:
            if not isinstance(layer, Dense):
                layers.append(layer)
                continue
            rows = next(changed)
            weight = [[Fraction(x, q) for x in weights] for q, _, *weights in rows]
            layers.append(Dense.of(weight, [Fraction(b, q) for q, b, *_ in rows]))
        return Network.of(self.network.inputs, layers)

    def architecture(self, point: Point) -> Architecture:
        return self._architecture

    @cached_property
    def _architecture(self) -> Architecture:
        return architecture_of(self.network)


def numbered(place: str, layer: Dense) -> Iterator[tuple[str, fmpq]]:
    """The numbers of a dense layer with their places, in the order of axes: of every unit its bias, then its weights."""
    for j, (bias, row) in enumerate(zip(layer.bias, layer.weight, strict=True)):
        yield f"{place}.bias.{j}", bias
        yield from ((f"{place}.weight.{j}.{k}", x) for k, x in enumerate(row))


def _sharp(layer: Layer) -> Sharp | None:
    """An activation with one bend, at 0."""
    match layer:
        case Relu():
            return Sharp(0, 1)
        case Abs():
            return Sharp(-1, 1)
        case LeakyRelu():
            return Sharp(int(layer.slope.p), int(layer.slope.q))
    return None
