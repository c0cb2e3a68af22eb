"""The interface every layer keeps.

::

    Layer                       a step of a network: widths, exact values, canonical form
      GateLayer                 its outputs are gates: polynomials that sign predicates choose from
        ElementaryLayer         piecewise linear: what the engines for regions and breakpoints ask for
        SemiAlgebraicLayer      polynomials, rational functions, products
      Residual                  a chain of layers and a sum
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from enum import Enum
from typing import Any, TypeAlias

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.exact.integers import IntArray, as_rows

__all__ = ["Block", "ElementaryLayer", "ElementaryStep", "GateLayer", "Layer", "SemiAlgebraicLayer", "Step"]


class Block(Enum):
    """Where a residual block begins (what enters is remembered) and ends (it is added)."""

    ENTER = "enter"
    LEAVE = "leave"


class Layer(ABC):
    """One step of a network, continuous and semi-algebraic."""

    @abstractmethod
    def outputs(self, inputs: int) -> int:
        """Width that leaves when ``inputs`` enter; InputError if they do not fit."""

    @abstractmethod
    def values(self, point: Sequence[fmpq]) -> list[fmpq]:
        """Exact image of one point."""

    @abstractmethod
    def to_json(self) -> dict[str, Any]:
        """Canonical JSON: every number a string in lowest terms."""

    @property
    def type_name(self) -> str:
        """The type as canonical documents write it: of `LeakyRelu`, leaky_relu."""
        return re.sub("(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()

    @property
    @abstractmethod
    def steps(self) -> Sequence[Step]:
        """The layers of gates in the order of computation, with marks where residual blocks begin and end."""


class GateLayer(Layer):
    """A layer every output of which is a (t, alpha, beta)-semi-algebraic gate of Telgarsky 2016.

    The signs of t polynomials of degree at most alpha decide which polynomial of degree at most beta it is. Here alpha is 1.
    """

    @property
    def steps(self) -> Sequence[Step]:
        return (self,)

    @property
    def bending(self) -> bool:
        """Whether the layer is anything but affine."""
        return True

    @abstractmethod
    def predicates(self) -> int:
        """t: number of sign predicates of one gate."""

    @property
    @abstractmethod
    def degree(self) -> int:
        """beta: the largest degree of the functions that the predicates choose from."""

    @property
    def gate(self) -> tuple[int, int, int]:
        """(t, alpha, beta)."""
        return self.predicates(), 1, self.degree


class ElementaryLayer(GateLayer):
    """A piecewise-linear layer: it bends, if at all, on hyperplanes of its own input.

    Points are homogeneous integer rows ``(w, u_1, .., u_m)`` (see `exactnet.exact.integers`); a row with ``w = 0`` is a
    direction, on which a layer acts by its recession map (the limit of ``f(t u)/t``).
    """

    @abstractmethod
    def apply(self, rows: IntArray) -> IntArray:
        """Exact image of rows, shape (n, 1 + inputs) -> (n, 1 + outputs); ``w`` is multiplied by `multiplier`."""

    @property
    @abstractmethod
    def multiplier(self) -> int:
        """The positive integer by which `apply` multiplies ``w``: the common denominator of the layer's numbers."""

    @abstractmethod
    def heights(self, rows: IntArray) -> IntArray:
        """Values of the layer's walls at rows, shape (n, k): it is affine wherever none of these linear forms changes sign."""

    @abstractmethod
    def pieces_in_force(self, signs: NDArray[np.int8]) -> IntArray:
        """Which affine piece of each output acts, shape (n, outputs), given the signs of the walls, shape (n, walls)."""

    @abstractmethod
    def apply_pieces(self, rows: IntArray, pieces: IntArray, modulus: int | None = None) -> IntArray:
        """Like `apply` with the given pieces, whatever the signs: linear in rows of any shape (.., 1 + inputs).

        With a modulus, residues become residues.
        """

    @abstractmethod
    def pattern(self, rows: IntArray) -> IntArray:
        """Activation pattern of interior rows, shape (n, units); no columns for an affine layer."""

    @abstractmethod
    def bends(self, inputs: int) -> int:
        """Most points at which this layer can bend along a segment on which its input is affine."""

    @property
    def degree(self) -> int:
        return 1

    def values(self, point: Sequence[fmpq]) -> list[fmpq]:
        ((w, *units),) = self.apply(as_rows([point])).tolist()
        return [fmpq(u, w) for u in units]


class SemiAlgebraicLayer(GateLayer):
    """A layer of polynomials or rational functions, or of pieces of such."""

    @property
    @abstractmethod
    def kind(self) -> str:
        """What the layer is, as a sentence about it ends: ``layers[2] is ..``."""


Step: TypeAlias = GateLayer | Block
ElementaryStep: TypeAlias = ElementaryLayer | Block
