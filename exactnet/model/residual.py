"""Residual blocks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from exactnet.errors import InputError
from exactnet.exact.integers import IntArray, add, narrow, scale
from exactnet.model.layer import Block, Layer, Step

__all__ = ["Residual"]


@dataclass(frozen=True)
class Residual(Layer):
    """``u + chain(u)``; it bends where its chain does."""

    layers: tuple[Layer, ...]

    @property
    def multiplier(self) -> int:
        return math.prod(layer.multiplier for layer in self.layers)

    @property
    def steps(self) -> Sequence[Step]:
        return (Block.ENTER, *(step for layer in self.layers for step in layer.steps), Block.LEAVE)

    def outputs(self, inputs: int) -> int:
        width = inputs
        for layer in self.layers:
            width = layer.outputs(width)
        if width != inputs:
            raise InputError(f"the chain of a residual block gives {width} values but {inputs} enter; they are added")
        return width

    def apply(self, rows: IntArray) -> IntArray:
        image = rows
        for layer in self.layers:
            image = layer.apply(image)
        return narrow(np.concatenate((image[:, :1], add(image[:, 1:], scale(rows[:, 1:], self.multiplier))), axis=1))

    def to_json(self) -> dict[str, Any]:
        return {"type": "residual", "layers": [layer.to_json() for layer in self.layers]}
