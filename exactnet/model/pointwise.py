"""Activations that act on each unit by itself: continuous piecewise-linear functions of one variable."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.errors import InputError
from exactnet.exact.integers import IntArray, add, narrow, residue, scale
from exactnet.exact.rational import QLike, common_denominator, number_text, rational
from exactnet.model.layer import ElementaryLayer

__all__ = ["Abs", "Clip", "HardTanh", "LeakyRelu", "Pointwise", "Relu"]

Piece = tuple[fmpq, fmpq]
_ZERO, _ONE = fmpq(0), fmpq(1)


class Pointwise(ElementaryLayer):
    """A unit-wise activation given by its breakpoints and its pieces ``slope * u + offset``, from left to right."""

    @property
    @abstractmethod
    def breakpoints(self) -> tuple[fmpq, ...]:
        """Where the activation bends, increasing."""

    @property
    @abstractmethod
    def pieces(self) -> tuple[Piece, ...]:
        """(slope, offset) of each piece, one more than breakpoints."""

    @property
    def multiplier(self) -> int:
        return int(common_denominator(x for piece in self.pieces for x in piece))

    def outputs(self, inputs: int) -> int:
        return inputs

    def apply(self, rows: IntArray) -> IntArray:
        return self.apply_pieces(rows, self._piece_index(rows))

    def pieces_in_force(self, signs: NDArray[np.int8]) -> IntArray:
        return self._index(signs > 0)

    def apply_pieces(self, rows: IntArray, pieces: IntArray, modulus: int | None = None) -> IntArray:
        denominator = self.multiplier
        w, units = rows[..., :1], rows[..., 1:]
        result = np.zeros_like(units)
        for k, (slope, offset) in enumerate(self.pieces):
            if slope == 0 and offset == 0:
                continue
            value = scale(units, residue(int((slope * denominator).p), modulus))
            if offset != 0:
                value = add(value, scale(w, residue(int((offset * denominator).p), modulus)))
            result = np.where(pieces == k, value, result)
        image = np.concatenate((scale(w, residue(denominator, modulus)), result), axis=-1)
        return narrow(residue(image, modulus))

    def heights(self, rows: IntArray) -> IntArray:
        w, units = rows[:, :1], rows[:, 1:]
        blocks = [add(scale(units, int(t.q)), scale(w, -int(t.p))) for t in self.breakpoints]
        return narrow(np.concatenate(blocks, axis=1))

    def pattern(self, rows: IntArray) -> IntArray:
        return self._piece_index(rows)

    def _piece_index(self, rows: IntArray) -> IntArray:
        return self._index(self.heights(rows) > 0)

    def _index(self, above: NDArray[np.bool_]) -> IntArray:
        """Number of a unit's breakpoints that lie below it."""
        b = len(self.breakpoints)
        index: IntArray = above.reshape(len(above), b, above.shape[1] // b).sum(axis=1, dtype=np.int64)
        return index

    def bends(self, inputs: int) -> int:
        return inputs * len(self.breakpoints)

    def predicates(self) -> int:
        return len(self.breakpoints)


@dataclass(frozen=True)
class Relu(Pointwise):
    """``max(u, 0)``."""

    breakpoints = (_ZERO,)
    pieces = ((_ZERO, _ZERO), (_ONE, _ZERO))

    def to_json(self) -> dict[str, Any]:
        return {"type": "relu"}


@dataclass(frozen=True)
class LeakyRelu(Pointwise):
    """``u`` where positive, ``slope * u`` elsewhere."""

    slope: fmpq
    breakpoints = (_ZERO,)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return ((self.slope, _ZERO), (_ONE, _ZERO))

    def to_json(self) -> dict[str, Any]:
        return {"type": "leaky_relu", "slope": number_text(self.slope)}


@dataclass(frozen=True)
class Abs(Pointwise):
    """Absolute value."""

    breakpoints = (_ZERO,)
    pieces = ((-_ONE, _ZERO), (_ONE, _ZERO))

    def to_json(self) -> dict[str, Any]:
        return {"type": "abs"}


@dataclass(frozen=True)
class Clip(Pointwise):
    """``min(max(u, low), high)`` with ``low < high``."""

    low: fmpq
    high: fmpq

    @classmethod
    def of(cls, low: QLike, high: QLike) -> Clip:
        """Build from anything `rational` reads; InputError unless low < high."""
        layer = cls(rational(low), rational(high))
        if not layer.low < layer.high:
            raise InputError(f"low = {layer.low} must be below high = {layer.high}")
        return layer

    @property
    def breakpoints(self) -> tuple[fmpq, ...]:
        return (self.low, self.high)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return ((_ZERO, self.low), (_ONE, _ZERO), (_ZERO, self.high))

    def to_json(self) -> dict[str, Any]:
        return {"type": "clip", "low": number_text(self.low), "high": number_text(self.high)}


@dataclass(frozen=True)
class HardTanh(Pointwise):
    """Clip to ``[-1, 1]``."""

    breakpoints = (-_ONE, _ONE)
    pieces = ((_ZERO, -_ONE), (_ONE, _ZERO), (_ZERO, _ONE))

    def to_json(self) -> dict[str, Any]:
        return {"type": "hard_tanh"}
