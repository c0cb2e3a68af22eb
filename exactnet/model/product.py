"""Products of units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from exactnet.errors import InputError
from exactnet.model.layer import SemiAlgebraicLayer

__all__ = ["Product"]


@dataclass(frozen=True)
class Product(SemiAlgebraicLayer):
    """One output a pair: the product of the units with these indices, which may be equal.

    Examples
    --------
    >>> Product(((0, 0), (0, 1))).values([fmpq(3), fmpq(1, 2)])
    [9, 3/2]
    """

    pairs: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        if not self.pairs:
            raise InputError("pairs is empty; a product layer needs at least one pair")
        for p, pair in enumerate(self.pairs):
            if len(pair) != 2 or min(pair) < 0:
                raise InputError(f"pairs[{p}] must name two units, by their indices from 0")

    @property
    def kind(self) -> str:
        return "a product"

    @property
    def degree(self) -> int:
        return 2

    def predicates(self) -> int:
        return 0

    def outputs(self, inputs: int) -> int:
        for p, pair in enumerate(self.pairs):
            for index in pair:
                if index >= inputs:
                    raise InputError(f"pairs[{p}] names unit {index} but only units 0..{inputs - 1} enter")
        return len(self.pairs)

    def values(self, point: Sequence[fmpq]) -> list[fmpq]:
        return [point[i] * point[j] for i, j in self.pairs]

    def to_json(self) -> dict[str, Any]:
        return {"type": "product", "pairs": [list(pair) for pair in self.pairs]}
