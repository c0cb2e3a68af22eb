"""Residual blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from exactnet.errors import InputError
from exactnet.model.layer import Block, Layer, Step

__all__ = ["Residual"]


@dataclass(frozen=True)
class Residual(Layer):
    """``u + chain(u)``; it bends where its chain does."""

    layers: tuple[Layer, ...]

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

    def values(self, point: Sequence[fmpq]) -> list[fmpq]:
        image = point
        for layer in self.layers:
            image = layer.values(image)
        return [u + v for u, v in zip(point, image, strict=True)]

    def to_json(self) -> dict[str, Any]:
        return {"type": "residual", "layers": [layer.to_json() for layer in self.layers]}
