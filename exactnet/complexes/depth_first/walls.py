"""One cell at a time: the units of a layer, and its walls, as affine functions of the input.

`exactnet.complexes.affine` does the same for all cells of a finished complex at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from flint import fmpq

from exactnet.exact.integers import IntArray, add, integer_array, matmul, narrow, primitive_rows, scale, scale_rows
from exactnet.exact.rational import common_denominator
from exactnet.model import Block, Dense, ElementaryLayer, Maxout, Network, Pointwise

__all__ = ["Corners", "Forms", "Plan", "Walls"]


@dataclass(frozen=True, eq=False)
class Forms:
    """Units as affine functions of the input: integer rows (constant term, coefficients) over one denominator.

    Attributes
    ----------
    rows
        Shape (units, 1 + d).
    denominator
        Positive, and the same for every cell at one place of the network.
    entered
        Rows and denominators at the residual blocks that are open.
    """

    rows: IntArray
    denominator: int
    entered: tuple[tuple[IntArray, int], ...] = ()


@dataclass(frozen=True, eq=False)
class Corners:
    """A box as integers over one denominator: ``lower/denominator <= x <= upper/denominator``."""

    lower: IntArray
    upper: IntArray
    denominator: int

    @classmethod
    def of(cls, sides: Sequence[tuple[fmpq, fmpq]]) -> Corners:
        """From the sides of a box."""
        q = common_denominator(x for side in sides for x in side)
        lower, upper = (integer_array([int((side[end] * q).p) for side in sides]) for end in (0, 1))
        return cls(lower, upper, int(q))

    def signs(self, rows: IntArray) -> list[int]:
        """For each affine function: 1 if it is >= 0 on the box, -1 if <= 0, 0 if it has both signs."""
        slopes = rows[:, 1:]
        up, down = np.maximum(slopes, 0), np.minimum(slopes, 0)
        constant = scale(rows[:, :1], self.denominator)
        lo, hi = self.lower[:, None], self.upper[:, None]
        most = add(constant, add(matmul(up, hi), matmul(down, lo)))[:, 0]
        least = add(constant, add(matmul(up, lo), matmul(down, hi)))[:, 0]
        signs: list[int] = np.where(most <= 0, -1, np.where(least >= 0, 1, 0)).tolist()
        return signs


class Walls:
    """The walls of a layer that bends, on one cell.

    Attributes
    ----------
    rows
        Integer rows without common divisor, positive multiples of the walls.
    lists
        The same as lists of Python integers.
    signs
        What has been decided so far: -1, 1, or 0 for a wall that vanishes on the cell.
    """

    def __init__(self, position: int, layer: ElementaryLayer, forms: Forms) -> None:
        self.position = position
        self.layer = layer
        self.forms = forms
        self._raw, self._factor = _wall_rows(layer, forms)
        self.rows = primitive_rows(self._raw)
        self.lists: list[list[int]] = self.rows.tolist()
        self.signs = [0] * len(self.lists)

    def factor(self, wall: int) -> fmpq:
        """What `rows` must be multiplied with to be the wall itself."""
        for raw, divided in zip(self._raw[wall].tolist(), self.lists[wall], strict=True):
            if divided:
                return fmpq(raw, divided) / self._factor
        return fmpq(1)

    def label(self) -> bytes:
        """The pattern of the layer, bytes 0 or 1: the walls that are > 0; of a maxout group, the units that attain the maximum."""
        if isinstance(self.layer, Maxout):
            return bytes(int(x) for x in self._attains)
        return bytes(int(s > 0) for s in self.signs)

    @property
    def _attains(self) -> list[bool]:
        assert isinstance(self.layer, Maxout)
        signs = iter(self.signs)
        found = []
        for group in self.layer.groups:
            attains = [True] * len(group)
            for i in range(len(group)):
                for k in range(i + 1, len(group)):
                    sign = next(signs)
                    attains[i] &= sign >= 0
                    attains[k] &= sign <= 0
            found += attains
        return found

    def after(self) -> Forms:
        """The units that leave the layer, once all signs are decided."""
        rows, q = self.forms.rows, self.forms.denominator
        if isinstance(self.layer, Maxout):
            attains = self._attains
            chosen, begin = [], 0
            for group in self.layer.groups:
                chosen.append(group[attains.index(True, begin) - begin])
                begin += len(group)
            return Forms(rows[chosen], q, self.forms.entered)
        assert isinstance(self.layer, Pointwise)
        units = len(rows)
        piece = (np.array(self.signs).reshape(-1, units) > 0).sum(axis=0)
        common, slopes, offsets = _tables(self.layer)
        result = scale_rows(slopes[piece], rows)
        if offsets.any():
            result = result.astype(object)
            result[:, 0] += offsets.astype(object)[piece] * q
            result = narrow(result)
        return Forms(result, q * common, self.forms.entered)


class Plan:
    """A network as a chain of steps, residual blocks opened.

    Examples
    --------
    >>> from exactnet.model import Relu
    >>> plan = Plan(Network.of(2, [Dense.of([[1, 1]], [0]), Relu()]))
    >>> walls = plan.advance(0, plan.start)
    >>> walls.lists
    [[0, 1, 1]]
    """

    def __init__(self, network: Network) -> None:
        network.require_piecewise_linear("regions are counted")
        self.network = network
        self._steps = network.elementary_steps

    @cached_property
    def start(self) -> Forms:
        """The input itself."""
        return Forms(np.eye(1 + self.network.inputs, dtype=np.int64)[1:], 1)

    def advance(self, position: int, forms: Forms) -> Walls | Forms:
        """Go on to the next layer that bends; the output's forms if there is none."""
        for place in range(position, len(self._steps)):
            step = self._steps[place]
            if isinstance(step, Dense):
                forms = _affine(step, forms)
            elif step is Block.ENTER:
                forms = Forms(forms.rows, forms.denominator, (*forms.entered, (forms.rows, forms.denominator)))
            elif step is Block.LEAVE:
                *earlier, (rows, q) = forms.entered
                total = add(forms.rows, scale(rows, forms.denominator // q))
                forms = Forms(total, forms.denominator, tuple(earlier))
            elif isinstance(step, ElementaryLayer):
                return Walls(place, step, forms)
        return forms

    def leave(self, walls: Walls) -> Walls | Forms:
        """Go on from a layer whose walls are all decided."""
        return self.advance(walls.position + 1, walls.after())


def _wall_rows(layer: ElementaryLayer, forms: Forms) -> tuple[IntArray, int]:
    """Walls times a positive integer, and that integer's part that is the same for all."""
    rows, q = forms.rows, forms.denominator
    if isinstance(layer, Maxout):
        pairs = [(g[i], g[k]) for g in layer.groups for i in range(len(g)) for k in range(i + 1, len(g))]
        first, second = [i for i, _ in pairs], [k for _, k in pairs]
        return add(rows[first], -rows[second]), q
    if not isinstance(layer, Pointwise):
        raise TypeError(f"no walls of a {type(layer).__name__}")
    breakpoints = layer.breakpoints
    if breakpoints == (fmpq(0),):
        return rows, q
    common = int(common_denominator(breakpoints))
    blocks = []
    for t in breakpoints:
        block = scale(rows, common).astype(object)
        block[:, 0] -= int((t * common).p) * q
        blocks.append(block)
    return narrow(np.concatenate(blocks)), q * common


def _tables(layer: Pointwise) -> tuple[int, IntArray, IntArray]:
    """Common denominator, slopes and offsets of the pieces."""
    common = layer.multiplier
    slopes, offsets = (integer_array([int((piece[k] * common).p) for piece in layer.pieces]) for k in (0, 1))
    return common, slopes, offsets


def _affine(layer: Dense, forms: Forms) -> Forms:
    table = layer.integer_matrix
    rows = matmul(np.ascontiguousarray(table[1:, 1:].T), forms.rows)
    constant = np.zeros(rows.shape, dtype=object)
    constant[:, 0] = table[0, 1:].astype(object) * forms.denominator
    return Forms(add(rows, narrow(constant)), forms.denominator * layer.multiplier, forms.entered)
