"""The complexes with which refinements begin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exactnet.compile.lattice import Lattice
from exactnet.exact.integers import IntArray, matmul

__all__ = ["Start"]


@dataclass(frozen=True, eq=False)
class Start:
    """The complex with which a refinement begins.

    Attributes
    ----------
    points
        Vertices, integer rows (w, x_1, .., x_d); w = 0: a direction at infinity.
    lattice
        Their face lattice.
    walls
        Linear forms in (w, x), integers, shape (walls, 1 + d): those of the domain's facets, positive inside; or, for the fan,
        w and x_0 = 0, x_1, .., x_d.
    is_fan
        Whether this is R^d, cut into the d + 1 cones on which one of x_0, .., x_d is the least. The sides are then those of w
        and of all x_i - min x.
    """

    points: IntArray
    lattice: Lattice
    walls: IntArray
    is_fan: bool

    @property
    def signs(self) -> NDArray[np.int8]:
        """Sides on which the vertices lie, shape (vertices, walls)."""
        heights = matmul(self.points, self.walls.T)
        if self.is_fan:
            heights[:, 1:] -= heights[:, 1:].min(axis=1, keepdims=True)
        return np.sign(heights).astype(np.int8)

    def vanishing(self, signs: NDArray[np.int8]) -> tuple[NDArray[np.int64], IntArray]:
        """Points, given by their sides, with the forms that vanish there, pair by pair."""
        point, wall = np.nonzero(signs == 0)
        forms = self.walls[wall]
        if self.is_fan:
            forms = forms - np.where(wall[:, None] > 0, self.walls[self._least(signs)[point]], 0)
        return point, forms

    def turned(self, rows: IntArray, signs: NDArray[np.int8]) -> IntArray:
        """Rays with the right one of the two signs: w > 0, and directions on the sides that are given."""
        opposite: NDArray[np.bool_] = np.asarray(rows[:, 0] < 0, dtype=bool)
        ideal = np.flatnonzero(rows[:, 0] == 0)
        if len(ideal):
            heights, each = matmul(rows[ideal], self.walls.T), np.arange(len(ideal))
            another = 1 + signs[ideal, 1:].argmax(axis=1)
            opposite[ideal] = heights[each, another] < heights[each, self._least(signs[ideal])]
        return np.where(opposite[:, None], -rows, rows)

    @staticmethod
    def _least(signs: NDArray[np.int8]) -> NDArray[np.int64]:
        """The wall of the first of x_0, .., x_d that is the least."""
        least: NDArray[np.int64] = 1 + signs[:, 1:].argmin(axis=1)
        return least
