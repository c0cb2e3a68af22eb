"""Affine layers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat
from numpy.typing import NDArray

from exactnet.errors import InputError
from exactnet.exact.integers import IntArray, integer_array, matmul, residue
from exactnet.exact.rational import QLike, common_denominator, number_text, rational
from exactnet.model.layer import ElementaryLayer

__all__ = ["Dense"]


@dataclass(frozen=True)
class Dense(ElementaryLayer):
    """``u -> W u + b``.

    Attributes
    ----------
    weight
        Rows of W, one an output, exact rationals.
    bias
        One rational an output.
    """

    weight: tuple[tuple[fmpq, ...], ...]
    bias: tuple[fmpq, ...]

    @classmethod
    def of(cls, weight: Sequence[Sequence[QLike]], bias: Sequence[QLike]) -> Dense:
        """Build from anything `rational` reads; InputError for ragged or empty shapes."""
        layer = cls(tuple(tuple(rational(x) for x in row) for row in weight), tuple(rational(x) for x in bias))
        if not layer.weight or not layer.weight[0]:
            raise InputError("weight must have at least one row and one column")
        for i, row in enumerate(layer.weight):
            if len(row) != len(layer.weight[0]):
                raise InputError(f"weight row {i} has {len(row)} entries, row 0 has {len(layer.weight[0])}")
        if len(layer.bias) != len(layer.weight):
            raise InputError(f"bias has {len(layer.bias)} entries for {len(layer.weight)} rows of weight")
        return layer

    @cached_property
    def integer_matrix(self) -> IntArray:
        """The map on rows ``(w, u)`` as one integer matrix, shape (1 + inputs, 1 + outputs)."""
        denominator = common_denominator([*self.bias, *(x for row in self.weight for x in row)])
        table = [[int(denominator)] + [int((b * denominator).p) for b in self.bias]]
        for column in zip(*self.weight, strict=True):
            table.append([0, *(int((x * denominator).p) for x in column)])
        return integer_array(table)

    def after(self, first: Dense) -> Dense:
        """The affine map that applies ``first`` and then this layer.

        Examples
        --------
        >>> Dense.of([[2, -4]], [1]).after(Dense.of([[1], [1]], [0, "-1/2"])).to_json()
        {'type': 'dense', 'weight': [['-2']], 'bias': ['3']}
        """
        middle = len(first.weight)
        self.outputs(middle)  # refuses a map that does not fit
        outer = fmpq_mat(len(self.weight), middle, [x for row in self.weight for x in row])
        inner = fmpq_mat(
            middle,
            len(first.weight[0]) + 1,
            [x for row, b in zip(first.weight, first.bias, strict=True) for x in (*row, b)],
        )
        table = (outer * inner).table()
        return Dense(
            tuple(tuple(row[:-1]) for row in table),
            tuple(row[-1] + b for row, b in zip(table, self.bias, strict=True)),
        )

    @property
    def bending(self) -> bool:
        return False

    @property
    def multiplier(self) -> int:
        return int(self.integer_matrix[0, 0])

    def outputs(self, inputs: int) -> int:
        if inputs != len(self.weight[0]):
            raise InputError(f"weight has {len(self.weight[0])} columns but {inputs} values enter")
        return len(self.weight)

    def apply(self, rows: IntArray) -> IntArray:
        return matmul(rows, self.integer_matrix)

    def heights(self, rows: IntArray) -> IntArray:
        return np.zeros((len(rows), 0), dtype=np.int64)

    def pieces_in_force(self, signs: NDArray[np.int8]) -> IntArray:
        return np.zeros((len(signs), 0), dtype=np.int64)

    def apply_pieces(self, rows: IntArray, pieces: IntArray, modulus: int | None = None) -> IntArray:
        flat = residue(matmul(rows.reshape(-1, rows.shape[-1]), residue(self.integer_matrix, modulus)), modulus)
        return np.reshape(flat, (*rows.shape[:-1], flat.shape[-1]))

    def pattern(self, rows: IntArray) -> IntArray:
        return np.zeros((len(rows), 0), dtype=np.int64)

    def bends(self, inputs: int) -> int:
        return 0

    def predicates(self) -> int:
        return 0

    def to_json(self) -> dict[str, Any]:
        return {
            "type": "dense",
            "weight": [[number_text(x) for x in row] for row in self.weight],
            "bias": [number_text(x) for x in self.bias],
        }
