"""What is searched: finite classes of candidates. A candidate is a point, a tuple of indices, one an axis."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod
from typing import Any, TypeAlias

from exactnet.approximation import tent_power
from exactnet.bounds.witnesses import montufar_witness, pascanu_witness, serra_size_witness, serra_witness
from exactnet.compile import PiecewiseLinearMap
from exactnet.constructions import shell_network
from exactnet.errors import InputError
from exactnet.frontends import Subject
from exactnet.model import Dense, Layer, Network, Relu
from exactnet.search.examination import InapplicableError, architecture_of
from exactnet.search.language import Architecture

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
    start
        Where local search begins, if there is a natural place.
    symmetry
        Which candidates an exhaustive run leaves out, in words; empty if none.
    """

    start: Point | None = None
    symmetry: str = ""

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

    @property
    def axes(self) -> tuple[int, ...]:
        return (len(self.deltas),) * self._count

    def subject(self, point: Point) -> Network:
        added = iter([self.deltas[i] for i in point])
        layers: list[Layer] = []
        for layer in self.network.layers:
            if not isinstance(layer, Dense):
                layers.append(layer)
                continue
            rows = [[_plus(x, next(added)) for x in (b, *row)] for b, row in zip(layer.bias, layer.weight, strict=True)]
            layers.append(Dense.of([row[1:] for row in rows], [row[0] for row in rows]))
        return Network.of(self.network.inputs, layers)

    def architecture(self, point: Point) -> Architecture:
        return architecture_of(self.network)


def _plus(x: Any, delta: Fraction) -> Fraction:
    return Fraction(int(x.p), int(x.q)) + delta
