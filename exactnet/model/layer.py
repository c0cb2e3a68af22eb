"""The interface every layer keeps."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from enum import Enum
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from exactnet.exact.integers import IntArray

__all__ = ["Block", "ElementaryLayer", "Layer", "Step"]


class Block(Enum):
    """Where a residual block begins (what enters is remembered) and ends (it is added)."""

    ENTER = "enter"
    LEAVE = "leave"


class Layer(ABC):
    """One step of a network, piecewise linear and continuous.

    Points are homogeneous integer rows ``(w, u_1, .., u_m)`` (see `exactnet.exact.integers`); a row with ``w = 0`` is a
    direction, on which a layer acts by its recession map (the limit of ``f(t u)/t``).
    """

    @abstractmethod
    def outputs(self, inputs: int) -> int:
        """Width that leaves when ``inputs`` enter; InputError if they do not fit."""

    @abstractmethod
    def apply(self, rows: IntArray) -> IntArray:
        """Exact image of rows, shape (n, 1 + inputs) -> (n, 1 + outputs); ``w`` is multiplied by `multiplier`."""

    @property
    @abstractmethod
    def multiplier(self) -> int:
        """The positive integer by which `apply` multiplies ``w``: the common denominator of the layer's numbers."""

    @abstractmethod
    def to_json(self) -> dict[str, Any]:
        """Canonical JSON: every number a string in lowest terms."""

    @property
    @abstractmethod
    def steps(self) -> Sequence[Step]:
        """The elementary layers in the order of computation, with marks where residual blocks begin and end."""


class ElementaryLayer(Layer):
    """A layer that bends, if at all, on hyperplanes of its own input."""

    @property
    def steps(self) -> Sequence[Step]:
        return (self,)

    @property
    def bending(self) -> bool:
        """Whether the layer is anything but affine."""
        return True

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

    @abstractmethod
    def predicates(self) -> int:
        """Telgarsky's s: number of sign predicates of one gate of this layer (0 for an affine layer)."""


Step: TypeAlias = ElementaryLayer | Block
