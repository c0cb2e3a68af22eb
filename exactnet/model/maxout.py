"""Maxout layers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exactnet.errors import InputError
from exactnet.exact.integers import IntArray, add
from exactnet.model.layer import ElementaryLayer

__all__ = ["Maxout"]


@dataclass(frozen=True)
class Maxout(ElementaryLayer):
    """One output a group: the maximum of the units with these indices."""

    groups: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        if not self.groups:
            raise InputError("groups is empty; a maxout layer needs at least one group")
        for g, group in enumerate(self.groups):
            if not group or len(set(group)) != len(group) or min(group) < 0:
                raise InputError(f"groups[{g}] must name at least one unit, by its index from 0, each once")

    def outputs(self, inputs: int) -> int:
        for g, group in enumerate(self.groups):
            for index in group:
                if index >= inputs:
                    raise InputError(f"groups[{g}] names unit {index} but only units 0..{inputs - 1} enter")
        return len(self.groups)

    @property
    def multiplier(self) -> int:
        return 1

    def apply(self, rows: IntArray) -> IntArray:
        columns = [rows[:, [1 + i for i in group]].max(axis=1, keepdims=True) for group in self.groups]
        return np.concatenate((rows[:, :1], *columns), axis=1)

    def beaten(self, signs: NDArray[np.int8]) -> list[NDArray[np.bool_]]:
        """Group by group: whether another unit of the group exceeds each of its units, shape (n, units), given the walls' signs."""
        place = {pair: i for i, pair in enumerate(self.pairs)}
        found = []
        for group in self.groups:
            table = np.zeros((len(signs), len(group)), dtype=bool)
            for column, i in enumerate(group):
                for j in group:
                    if i < j:
                        table[:, column] |= signs[:, place[i, j]] < 0
                    elif j < i:
                        table[:, column] |= signs[:, place[j, i]] > 0
            found.append(table)
        return found

    def pieces_in_force(self, signs: NDArray[np.int8]) -> IntArray:
        # the first unit of a group that is beaten by none
        return np.stack([table.argmin(axis=1) for table in self.beaten(signs)], axis=1)

    def apply_pieces(self, rows: IntArray, pieces: IntArray, modulus: int | None = None) -> IntArray:
        columns = [rows[..., :1]]
        for i, group in enumerate(self.groups):
            unit = np.broadcast_to(1 + np.array(group)[pieces[..., i, None]], (*rows.shape[:-1], 1))
            columns.append(np.take_along_axis(rows, unit, axis=-1))
        return np.concatenate(columns, axis=-1)

    @cached_property
    def pairs(self) -> list[tuple[int, int]]:
        """The pairs of units that are compared, in the order of the walls: u_i - u_j, i < j."""
        return sorted({pair for group in self.groups for pair in combinations(sorted(group), 2)})

    def heights(self, rows: IntArray) -> IntArray:
        first, second = ([1 + pair[side] for pair in self.pairs] for side in (0, 1))
        return add(rows[:, first], -rows[:, second])

    def pattern(self, rows: IntArray) -> IntArray:
        columns = [rows[:, [1 + i for i in group]].argmax(axis=1) for group in self.groups]
        return np.stack(columns, axis=1)

    def bends(self, inputs: int) -> int:
        return sum(len(group) - 1 for group in self.groups)

    @property
    def rank(self) -> int:
        """Size of the largest group."""
        return max(len(group) for group in self.groups)

    def predicates(self) -> int:
        return max(1, self.rank * (self.rank - 1) // 2)

    def to_json(self) -> dict[str, Any]:
        return {"type": "maxout", "groups": [list(group) for group in self.groups]}
