"""A computation graph of vectors as a chain of layers: affine steps are put together, and sums become residual blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from flint import fmpq

from exactnet.errors import InputError
from exactnet.frontends.floats import Numbers
from exactnet.model import Clip, Dense, Layer, Network, Relu, Residual

__all__ = ["Chain", "Vector", "stacked", "summed"]


@dataclass(frozen=True, eq=False)
class Chain:
    """The layers up to some place: the last one, and what is before it (None at the input)."""

    width: int
    layer: Layer | None = None
    before: Chain | None = None

    def then(self, layer: Layer) -> Chain:
        """One layer more."""
        return Chain(layer.outputs(self.width), layer, self)

    def since(self, start: Chain) -> list[Layer] | None:
        """The layers after another place, if this one comes after it."""
        found: list[Layer] = []
        here: Chain | None = self
        while here is not None and here is not start:
            if here.layer is not None:
                found.insert(0, here.layer)
            here = here.before
        return None if here is None else found


@dataclass(eq=False)
class Vector:
    """A value in the graph: an affine function of the vector at a place in the chain.

    Attributes
    ----------
    chain
        The place.
    affine
        The function; None for the vector itself.
    """

    chain: Chain
    affine: Dense | None = None
    _placed: Chain | None = field(default=None, repr=False)

    @property
    def width(self) -> int:
        """Number of entries."""
        return self.chain.width if self.affine is None else len(self.affine.bias)

    @property
    def place(self) -> Chain:
        """Where it stands in the chain; the same place whenever it is asked for."""
        if self.affine is None:
            return self.chain
        if self._placed is None:
            self._placed = self.chain.then(self.affine)
        return self._placed

    def function(self) -> Dense:
        """The affine function, which may be the identity."""
        return self.affine or _diagonal([fmpq(1)] * self.width)

    def times(self, weight: Numbers) -> Vector:
        """A matrix with rows for outputs, times this."""
        outer = Dense.of(weight.tolist(), [0] * len(weight))
        return Vector(self.chain, outer if self.affine is None else outer.after(self.affine))

    def scaled(self, factors: Numbers) -> Vector:
        """Each entry times a number."""
        own = self.function()
        weight = [[f * x if x != 0 else x for x in row] for f, row in zip(factors, own.weight, strict=True)]
        return Vector(self.chain, Dense.of(weight, [f * b for f, b in zip(factors, own.bias, strict=True)]))

    def shifted(self, offsets: Numbers) -> Vector:
        """A number added to each entry."""
        own = self.function()
        return Vector(self.chain, Dense(own.weight, tuple(b + c for b, c in zip(own.bias, offsets, strict=True))))

    def negative(self) -> Vector:
        """Each entry times -1."""
        return self.scaled(np.array([fmpq(-1)] * self.width, dtype=object))

    def through(self, layer: Layer) -> Vector:
        """After a layer."""
        return Vector(self.place.then(layer))

    def at_least(self, low: Numbers) -> Vector:
        """The larger one of each entry and a number."""
        if not any(low):
            return self.through(Relu())
        return self.shifted(-low).through(Relu()).shifted(low)

    def at_most(self, high: Numbers) -> Vector:
        """The smaller one of each entry and a number."""
        return self.negative().at_least(-high).negative()

    def clipped(self, low: fmpq, high: fmpq) -> Vector:
        """Between two numbers."""
        return self.through(Clip.of(low, high))

    def network(self, inputs: int, name: str) -> Network:
        """The network whose output this is; a chain begins at its input."""
        start: Chain = self.chain
        while start.before is not None:
            start = start.before
        layers = self.place.since(start) or [_diagonal([fmpq(1)] * inputs)]
        return Network.of(inputs, layers, name)


def _diagonal(factors: Sequence[fmpq]) -> Dense:
    zero, size = fmpq(0), range(len(factors))
    return Dense.of([[factors[i] if i == j else zero for j in size] for i in size], [zero] * len(factors))


def summed(first: Vector, second: Vector) -> Vector:
    """The sum of two values: affine functions of the same vector, or a residual block.

    Raises
    ------
    InputError
        If it is neither.
    """
    if first.width != second.width:
        raise InputError(f"vectors of {first.width} and {second.width} entries are not added")
    if first.chain is second.chain:
        one, other = first.function(), second.function()
        weight = [[a + b for a, b in zip(*rows, strict=True)] for rows in zip(one.weight, other.weight, strict=True)]
        return Vector(first.chain, Dense.of(weight, [a + b for a, b in zip(one.bias, other.bias, strict=True)]))
    for skip, branch in ((first, second), (second, first)):
        layers = branch.chain.since(skip.place)
        if layers is not None:
            inner = layers if branch.affine is None else [*layers, branch.affine]
            return Vector(skip.place.then(Residual(tuple(inner))))
    raise InputError("this sum is no residual block u + chain(u), and its terms are no affine functions of one vector")


def stacked(parts: Sequence[Vector]) -> Vector:
    """The entries of several values in a row, if they are affine functions of the same vector.

    Raises
    ------
    InputError
        If they are not.
    """
    if any(part.chain is not parts[0].chain for part in parts):
        raise InputError("only affine functions of one vector can be put together here")
    functions = [part.function() for part in parts]
    weight = [row for function in functions for row in function.weight]
    return Vector(parts[0].chain, Dense.of(weight, [b for function in functions for b in function.bias]))
