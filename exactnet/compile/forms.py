"""Units as affine functions of the input along activation patterns, and vertices as the points in which walls meet.

A vertex needs no memory of how it was made: the signs of the walls at it say which affine pieces act there, so every wall
through it is a known linear form in (w, x), and the point is where those forms vanish.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from flint import fmpz_mat
from numpy.typing import NDArray

from exactnet.compile.start import Start
from exactnet.exact.integers import IntArray, add, integer_array, primitive_rows, residue, scale
from exactnet.exact.names import row_names
from exactnet.model import Block, ElementaryLayer, ElementaryStep

__all__ = ["PatternForms", "meeting_points"]

Index = NDArray[np.int64]
Signs = NDArray[np.int8]


class PatternForms:
    """The units at some step of a network, for the activation patterns of many points.

    Attributes
    ----------
    pattern
        For every point, the number of its pattern so far.
    rows
        Integers, shape (patterns, 1 + d, 1 + units): the coefficients of w, x_1, .., x_d in w and in each unit.
        With a modulus: residues.
    denominator
        By which all of them are to be divided.
    """

    def __init__(self, points: int, dimension: int, modulus: int | None = None) -> None:
        self.pattern: Index = np.zeros(points, dtype=np.int64)
        self.rows: IntArray = np.eye(1 + dimension, dtype=np.int64)[None]
        self._modulus = modulus
        self.denominator = 1
        self._remembered: list[tuple[IntArray, int]] = []

    @classmethod
    def along(
        cls, steps: Sequence[ElementaryStep], signs: Signs, dimension: int, modulus: int | None = None
    ) -> PatternForms:
        """After some steps, given the signs of all their walls at the points."""
        forms = cls(len(signs), dimension, modulus)
        forms.advance_all(steps, signs)
        return forms

    def heights(self, layer: ElementaryLayer) -> IntArray:
        """The walls of a layer as forms in (w, x), shape (patterns, 1 + d, walls), up to a positive factor."""
        patterns, terms, width = self.rows.shape
        flat = layer.heights(self.rows.reshape(-1, width))
        return flat.reshape(patterns, terms, flat.shape[1])

    def keep(self, points: Index) -> None:
        """Go on with some of the points only."""
        left, self.pattern = np.unique(self.pattern[points], return_inverse=True)
        self._take(left)

    def advance(self, step: ElementaryStep, signs: Signs) -> None:
        """Pass a step, given the signs of its walls at the points, shape (points, walls)."""
        match step:
            case Block.ENTER:
                self._remembered.append((self.rows[..., 1:], self.denominator))
            case Block.LEAVE:
                entered, before = self._remembered.pop()
                total = add(self.rows[..., 1:], scale(entered, residue(self.denominator // before, self._modulus)))
                self.rows = np.concatenate((self.rows[..., :1], residue(total, self._modulus)), axis=-1)
            case ElementaryLayer():
                pieces = step.pieces_in_force(signs)
                if step.bending:
                    small = pieces.astype(np.min_scalar_type(int(pieces.max(initial=0))))
                    bits = np.packbits(small, axis=1) if small.max(initial=0) <= 1 else small
                    key = np.concatenate((self.pattern[:, None].view(np.uint8), bits.view(np.uint8)), axis=1)
                    names, first = row_names(key)
                    self._take(self.pattern[first])
                    self.pattern, pieces = names, pieces[first]
                self.rows = step.apply_pieces(self.rows, pieces[:, None, :], self._modulus)
                self.denominator *= step.multiplier

    def advance_all(self, steps: Sequence[ElementaryStep], signs: Signs, column: int = 0) -> int:
        """Pass some steps, the signs of whose walls begin at a column; gives the column after them."""
        for step in steps:
            walls = self.heights(step).shape[2] if isinstance(step, ElementaryLayer) else 0
            self.advance(step, signs[:, column : column + walls])
            column += walls
        return column

    def _take(self, patterns: Index) -> None:
        self.rows = self.rows[patterns]
        self._remembered = [(entered[patterns], before) for entered, before in self._remembered]


def meeting_points(start: Start, steps: Sequence[ElementaryStep], signs: Signs) -> IntArray:
    """The points in which the walls meet that vanish there: the exact vertices of a complex.

    Parameters
    ----------
    start
        The complex that was refined.
    steps
        The network, or its first steps.
    signs
        Sides of its walls and of those of the steps' layers, shape (points, walls).

    Returns
    -------
    integers, shape (points, 1 + d)
        Primitive rows (w, x); w = 0 is a direction.
    """
    found: list[list[list[int]]] = [[] for _ in signs]
    for points, forms in _vanishing(start, steps, signs):
        for point, form in zip(points.tolist(), forms.tolist(), strict=True):
            found[point].append(form)
    rows = integer_array([_ray(forms) for forms in found]).reshape(len(signs), start.walls.shape[1])
    return primitive_rows(start.turned(rows, signs[:, : len(start.walls)]))


def _vanishing(start: Start, steps: Sequence[ElementaryStep], signs: Signs) -> Iterator[tuple[Index, IntArray]]:
    """Pairs (points, forms that vanish there), layer by layer."""
    column = len(start.walls)
    yield start.vanishing(signs[:, :column])
    # the last wall through each point: beyond it the point is not asked for
    zero = signs[:, ::-1] == 0
    last = np.where(zero.any(axis=1), signs.shape[1] - 1 - zero.argmax(axis=1), -1)
    alive = np.flatnonzero(last >= column)
    forms = PatternForms(len(alive), start.walls.shape[1] - 1)
    for step in steps:
        here = signs[:, :0]
        if isinstance(step, ElementaryLayer) and step.bending:
            if not len(alive):
                return
            heights = forms.heights(step)
            here = signs[alive, column : column + heights.shape[2]]
            which, wall = np.nonzero(here == 0)
            yield alive[which], heights[forms.pattern[which], :, wall]
            column += heights.shape[2]
            left = np.flatnonzero(last[alive] >= column)
            if len(left) < len(alive):
                alive, here = alive[left], here[left]
                forms.keep(left)
        forms.advance(step, here)


def _ray(forms: list[list[int]]) -> list[int]:
    """The ray on which forms vanish; they leave one."""
    basis, dimension = fmpz_mat(forms).nullspace()
    if dimension != 1:
        raise ArithmeticError(f"the walls through a vertex leave {dimension} dimensions")
    return [int(basis[i, 0]) for i in range(basis.nrows())]
