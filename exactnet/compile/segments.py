"""A network along a polyline in R^d: the sweep over breakpoints, with the activation pattern of every edge."""

from __future__ import annotations

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.compile.path import Path
from exactnet.compile.patterns import PatternTable
from exactnet.compile.polyline import interior_rows, slopes
from exactnet.compile.sweep import MAX_VERTICES, Progress, Sweep
from exactnet.exact.integers import as_rows
from exactnet.model.layer import ElementaryLayer
from exactnet.model.network import Network

__all__ = ["SegmentWalk"]


class SegmentWalk(Sweep):
    """The image of a polyline, a layer at a time; its edges are the cells.

    Attributes
    ----------
    rows
        Integers: vertices ``(w, t, .., u_1, ..)``.
    patterns
        Of the edges.

    Examples
    --------
    >>> from exactnet.model import Abs
    >>> network = Network.of(2, [Abs()])
    >>> walk = SegmentWalk(network, Path.of([[-1, -1], [1, 2]]))
    >>> walk.advance(network.layers[0])
    >>> walk.breakpoints, walk.patterns.words.tolist()
    ((0, 1/3, 1/2, 1), [[0, 0], [0, 1], [1, 1]])
    """

    def __init__(
        self, network: Network, path: Path, *, max_vertices: int = MAX_VERTICES, progress: Progress | None = None
    ) -> None:
        rows = as_rows([(fmpq(i), *point) for i, point in enumerate(path.points)])
        super().__init__(rows, network.inputs, len(network.elementary), max_vertices, progress)
        self.patterns = PatternTable(path.spans)

    def _before_bending(self, layer: ElementaryLayer, kept: NDArray[np.bool_]) -> None:
        self.patterns.divide(np.cumsum(kept[:-1]) - 1)
        self.patterns.extend(
            np.concatenate([layer.pattern(points) for _, points in interior_rows(self.rows, self.width)])
        )

    @property
    def breakpoints(self) -> tuple[fmpq, ...]:
        """The vertices, by their parameters."""
        return tuple(fmpq(t, w) for w, t in self.rows[:, :2].tolist())

    @property
    def affine_pieces(self) -> int:
        """Maximal affine pieces of the units as functions of t, each span by itself."""
        first = self.rows.shape[1] - self.width
        columns = [slopes(self.rows, column) for column in range(first, self.rows.shape[1])]
        changes = np.any([(slope[1:] != slope[:-1]).any(axis=1) for slope in columns], axis=0)
        corners = self.rows[1:-1, 1] % self.rows[1:-1, 0] == 0
        return int((changes | corners.astype(bool)).sum()) + 1
