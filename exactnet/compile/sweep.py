"""Network of one input -> exact description, by a sweep over the breakpoints, a layer at a time.

The state is a polyline (see `exactnet.compile.polyline`). A layer cuts it where one of its walls changes sign, then maps the
vertices. Nothing is ever divided, and a pass costs (vertices x units) vectorised integer operations.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.compile.domain import Domain
from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.compile.polyline import (
    add_remembered,
    apply_layer,
    cut,
    interior_rows,
    remember_units,
    slope_changes,
)
from exactnet.errors import InputError, UndecidedError
from exactnet.exact.integers import IntArray
from exactnet.model.layer import ElementaryLayer, Layer
from exactnet.model.network import Network
from exactnet.model.residual import Residual

__all__ = ["MAX_VERTICES", "LineRestriction", "Progress", "Sweep", "compile_map", "restrict_to_line"]

MAX_VERTICES = 2**23
"""Default limit on vertices: about 4 GB at the peak for a narrow network."""

Progress = Callable[[int, int, int], None]
"""Called with (layers done, layers in all, vertices so far)."""


@dataclass(frozen=True, eq=False)
class LineRestriction:
    """A network of one input, exactly, on a segment or on the line.

    Attributes
    ----------
    network, domain
        What was compiled, and where.
    rows
        Integers, shape (n, 2 + outputs): ``(w, x, y_1, ..)`` at every activation breakpoint.
    active
        Shape (n,): whether the activation pattern changes at the vertex.
    unit_pieces
        For each layer that bends, in order, the largest number of affine pieces of one of its output units.
    """

    network: Network
    domain: Domain
    rows: IntArray
    active: NDArray[np.bool_]
    unit_pieces: tuple[int, ...]

    @property
    def activation_regions(self) -> int:
        """Number of activation regions: on a line, no pattern recurs."""
        return int(self.active.sum()) + 1

    @property
    def affine_pieces(self) -> int:
        """Number of maximal affine pieces of the (vector-valued) function."""
        return int(slope_changes(self.rows, range(2, self.rows.shape[1])).sum()) + 1

    @cached_property
    def breakpoints(self) -> tuple[fmpq, ...]:
        """Finite vertices of the sweep: between them every unit of every layer is affine."""
        return tuple(fmpq(x, w) for w, x in self.rows[:, :2].tolist() if w)

    @cached_property
    def map(self) -> PiecewiseLinearMap:
        """The function as a map (one output only)."""
        if self.network.outputs != 1:
            raise InputError(f"the network has {self.network.outputs} outputs; a map of an interval needs one")
        return PiecewiseLinearMap.from_rows(self.rows)


def restrict_to_line(
    network: Network, domain: Domain, *, max_vertices: int = MAX_VERTICES, progress: Progress | None = None
) -> LineRestriction:
    """Compile a network of one input on a segment or on the whole line.

    Raises
    ------
    InputError
        If the network has more than one input, or a layer that is not piecewise linear.
    UndecidedError
        If more than ``max_vertices`` breakpoints appear.

    Examples
    --------
    >>> from exactnet.model import Dense, Relu
    >>> tent = Network.of(1, [Dense.of([[1], [2]], [0, -1]), Relu(), Dense.of([[2, -2]], [0])])
    >>> on_line = restrict_to_line(tent, Domain.line())
    >>> on_line.activation_regions, on_line.affine_pieces
    (3, 3)
    """
    if network.inputs != 1:
        raise InputError(f"the network has {network.inputs} inputs; this computation needs one input")
    network.require_piecewise_linear("breakpoints are computed")
    sweep = _LineSweep(domain, max_vertices, len(network.elementary), progress)
    for layer in network.layers:
        sweep.advance(layer)
    return LineRestriction(network, domain, sweep.rows, sweep.active, tuple(sweep.unit_pieces))


def compile_map(network: Network, domain: Domain) -> PiecewiseLinearMap:
    """The exact function of a network of one input and one output."""
    return restrict_to_line(network, domain).map


class Sweep:
    """A polyline on its way through a network, a layer at a time.

    Attributes
    ----------
    rows
        Integers, shape (n, 2 + .. + width): vertices ``(w, x, .., u_1, ..)`` between which every unit so far is affine.
    width
        Number of units.
    """

    def __init__(self, rows: IntArray, width: int, steps: int, max_vertices: int, progress: Progress | None) -> None:
        self.rows = rows
        self.width = width
        self._max_vertices = max_vertices
        self._steps = steps
        self._done = 0
        self._progress = progress

    def advance(self, layer: Layer) -> None:
        """Pass a layer."""
        if isinstance(layer, Residual):
            self._pass_block(layer)
        elif isinstance(layer, ElementaryLayer):
            self._pass_layer(layer)
        else:
            raise TypeError(f"no sweep over a {type(layer).__name__}")

    def _pass_block(self, block: Residual) -> None:
        self.rows = remember_units(self.rows, self.width)
        for inner in block.layers:
            self.advance(inner)
        self.rows = add_remembered(self.rows, self.width)

    def _pass_layer(self, layer: ElementaryLayer) -> None:
        m = self.width
        if layer.bending:
            self.rows, kept = cut(self.rows, m, layer, np.ones(len(self.rows), dtype=bool))
            if len(self.rows) > self._max_vertices:
                raise UndecidedError(
                    f"after {self._done} of {self._steps} layers there are {len(self.rows)} breakpoints, "
                    f"above the limit of {self._max_vertices}"
                )
            self._before_bending(layer, kept)
        self.rows = apply_layer(self.rows, m, layer)
        self.width = layer.outputs(m)
        if layer.bending:
            self._after_bending()
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, self._steps, len(self.rows))

    def _before_bending(self, layer: ElementaryLayer, kept: NDArray[np.bool_]) -> None:
        """What is to be noted once a layer has cut the edges; False in ``kept`` marks the new vertices."""

    def _after_bending(self) -> None:
        """What is to be noted once a layer that bends has acted."""


class _LineSweep(Sweep):
    def __init__(self, domain: Domain, max_vertices: int, steps: int, progress: Progress | None) -> None:
        ends = domain.rows
        super().__init__(np.concatenate((ends, ends[:, 1:]), axis=1), 1, steps, max_vertices, progress)
        self.active = np.zeros(len(self.rows), dtype=bool)
        self.unit_pieces: list[int] = []

    def _before_bending(self, layer: ElementaryLayer, kept: NDArray[np.bool_]) -> None:
        active = np.zeros(len(kept), dtype=bool)
        active[kept] = self.active
        self.active = active
        previous = None
        for start, points in interior_rows(self.rows, self.width):
            pattern = layer.pattern(points)
            if previous is not None:
                self.active[start] |= bool((pattern[0] != previous).any())
            self.active[start + 1 : start + len(pattern)] |= (pattern[1:] != pattern[:-1]).any(axis=1)
            previous = pattern[-1]

    def _after_bending(self) -> None:
        first = self.rows.shape[1] - self.width
        counts = [slope_changes(self.rows, [column]).sum() + 1 for column in range(first, self.rows.shape[1])]
        self.unit_pieces.append(int(max(counts)))
