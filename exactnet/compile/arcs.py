"""A network along circular and elliptic arcs, exactly.

On a span from p to q the point is p X + q Y with (X, Y) on the unit circle. So the network is seen on the plane of (X, Y), where
its units are affine along every activation pattern (`exactnet.compile.forms`). As X = (1 - u^2)/(1 + u^2), Y = 2u/(1 + u^2), a wall
c + a X + b Y has the sign of the quadratic (c + a) + 2b u + (c - a) u^2: cells end at real roots of quadratics, which are compared
exactly. Doubles with an error bound skip the walls that clearly keep their sign; they decide nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.compile.forms import PatternForms
from exactnet.compile.path import Path
from exactnet.compile.patterns import PatternTable
from exactnet.compile.sweep import MAX_VERTICES, Progress
from exactnet.errors import UndecidedError
from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.integers import IntArray, add, magnitude, scale
from exactnet.exact.quadratic import Quadratic, quadratic_roots, separated, shifted, sign_between
from exactnet.model import Block, Dense, ElementaryLayer, ElementaryStep, Layer, Network

__all__ = ["ArcSpan", "ArcWalk"]

Signs = NDArray[np.int8]

# A value of a quadratic in [0, 1] is off by less than ten roundings of the sum of its coefficients; this is many times that.
_RELATIVE = 2.0**-44
_BITS = 900


class ArcWalk:
    """The image of a chain of arcs, a layer at a time.

    Attributes
    ----------
    spans
        Each arc by itself.
    width
        Number of units.

    Examples
    --------
    >>> from exactnet.model import Relu
    >>> network = Network.of(2, [Dense.of([[1, 0]], ["-1/2"]), Relu()])
    >>> walk = ArcWalk(network, Path.of([[1, 0], [0, 1]], arcs=True))
    >>> for layer in network.layers:
    ...     walk.advance(layer)
    >>> walk.breakpoints[1].polynomial, walk.patterns.words.tolist()
    (3*x^2 + (-1), [[1], [0]])
    """

    def __init__(
        self, network: Network, path: Path, *, max_vertices: int = MAX_VERTICES, progress: Progress | None = None
    ) -> None:
        self.spans = [ArcSpan(p, q) for p, q in pairwise(path.points)]
        self.width = network.inputs
        self._max_vertices = max_vertices
        self._steps = len(network.elementary)
        self._done = 0
        self._progress = progress

    def advance(self, layer: Layer) -> None:
        """Pass a layer."""
        for step in layer.steps:
            if not isinstance(step, ElementaryLayer | Block):
                raise TypeError(f"no walk through a {type(step).__name__}")
            for span in self.spans:
                span.advance(step)
            cells = sum(len(span.points) - 1 for span in self.spans)
            if cells > self._max_vertices:
                raise UndecidedError(
                    f"after {self._done} of {self._steps} layers there are {cells} breakpoints, "
                    f"above the limit of {self._max_vertices}"
                )
            if isinstance(step, ElementaryLayer):
                self._done += 1
                if self._progress is not None:
                    self._progress(self._done, self._steps, cells)
        self.width = layer.outputs(self.width)

    @property
    def breakpoints(self) -> tuple[RealAlgebraic, ...]:
        """Ends of the cells, by their parameters: the number of the span plus u."""
        moved = [shifted(x, i) for i, span in enumerate(self.spans) for x in span.points[:-1]]
        return (*moved, RealAlgebraic.from_rational(len(self.spans)))

    @property
    def patterns(self) -> PatternTable:
        """Of the cells."""
        table = PatternTable(0)
        table.words = np.concatenate([span.patterns.words for span in self.spans])
        return table

    @property
    def affine_pieces(self) -> int:
        """Maximal pieces on which the units are one affine function of (X, Y), each span by itself."""
        return sum(span.affine_pieces for span in self.spans)


class ArcSpan:
    """One arc.

    Attributes
    ----------
    points
        Ends of the cells, u in [0, 1], with separate intervals.
    forms
        The units as affine functions of (X, Y), for the patterns of the cells.
    patterns
        Of the cells.
    """

    def __init__(self, start: Sequence[fmpq], end: Sequence[fmpq]) -> None:
        self.points = [RealAlgebraic.from_rational(0), RealAlgebraic.from_rational(1)]
        self.patterns = PatternTable(1)
        self.forms = PatternForms(1, 2)
        # double roots of walls so far: no changes, but the interval of a breakpoint must not hold one
        self._touched: list[RealAlgebraic] = []
        front = Dense.of(list(zip(start, end, strict=True)), [0] * len(start))
        self.forms.advance(front, np.zeros((1, 0), dtype=np.int8))

    @property
    def affine_pieces(self) -> int:
        """Maximal pieces on which the units are one affine function of (X, Y)."""
        rows = self.forms.rows
        neighbours = pairwise(self.forms.pattern.tolist())
        return 1 + sum(int(a != b and (rows[a] != rows[b]).any()) for a, b in neighbours)

    def advance(self, step: ElementaryStep) -> None:
        """Pass a step."""
        if not isinstance(step, ElementaryLayer) or not step.bending:
            self.forms.advance(step, np.zeros((len(self.points) - 1, 0), dtype=np.int8))
            return
        signs = self._cut(self.forms.heights(step))
        self.patterns.extend(step.pieces_in_force(signs))
        self.forms.advance(step, signs)

    def _cut(self, heights: IntArray) -> Signs:
        """End cells where walls, shape (patterns, 3, walls), change their signs; the signs on the cells that there are then."""
        constant, a, b = heights[:, 0], heights[:, 1], heights[:, 2]
        walls = np.stack((add(constant, a), scale(b, 2), add(constant, -a)), axis=1)
        signs = _clear_signs(walls, self.forms.pattern, self.points)
        cells, columns = np.nonzero(signs == 0)
        unclear: dict[int, dict[int, Quadratic]] = {}
        for cell, column in zip(cells.tolist(), columns.tolist(), strict=True):
            wall = walls[self.forms.pattern[cell], :, column].tolist()
            if any(wall):
                unclear.setdefault(cell, {})[column] = tuple(wall)
        if not unclear:
            return signs
        points, parent = self.points[:1], []
        for cell in range(len(self.points) - 1):
            parts = self._parts(points.pop(), self.points[cell + 1], unclear.get(cell, {}).values())
            points += parts
            parent += [cell] * (len(parts) - 1)
        self.points = points
        self.patterns.divide(np.array(parent))
        self.forms.pattern = self.forms.pattern[parent]
        signs = signs[parent]
        for part, cell in enumerate(parent):
            for column, wall in unclear.get(cell, {}).items():
                signs[part, column] = sign_between(wall, points[part], points[part + 1])
        return signs

    def _parts(self, start: RealAlgebraic, end: RealAlgebraic, walls: Collection[Quadratic]) -> list[RealAlgebraic]:
        """The ends of a cell and the changes of sign inside, in intervals that hold no other root of a wall."""
        if not walls:
            return [start, end]
        changes: set[RealAlgebraic] = set()
        for wall in walls:
            roots, simple = quadratic_roots(wall)
            if simple:
                changes.update(roots)
            else:
                self._touched += roots
        roots = [x for x in (*changes, *self._touched) if start.lower <= x.upper and x.lower <= end.upper]
        order = separated([start, end, *roots])
        first, last = order.index(start), order.index(end)
        return [order[first], *(x for x in order[first + 1 : last] if x in changes), order[last]]


def _clear_signs(walls: IntArray, pattern: NDArray[np.int64], points: Sequence[RealAlgebraic]) -> Signs:
    """Signs of walls, shape (patterns, 3, walls), on the cells, where doubles show that there is no root near; else 0."""
    excess = magnitude(walls).bit_length() - _BITS
    # shifted integers are off by less than 1
    doubles = (walls >> excess if excess > 0 else walls).astype(np.float64)
    error = _RELATIVE * np.abs(doubles).sum(axis=1) + (4.0 if excess > 0 else 0.0)
    lower = np.array([np.nextafter(_nearest(x.lower), -1.0) for x in points[:-1]])[:, None]
    upper = np.array([np.nextafter(_nearest(x.upper), 2.0) for x in points[1:]])[:, None]
    c0, c1, c2 = np.moveaxis(doubles[pattern], 1, 0)
    # the Bernstein coefficients on a little more than the cell
    values = (
        c0 + lower * (c1 + lower * c2),
        c0 + (lower + upper) / 2 * c1 + lower * upper * c2,
        c0 + upper * (c1 + upper * c2),
    )
    bound = error[pattern]
    above, below = (np.all([sign * v > bound for v in values], axis=0) for sign in (1, -1))
    signs: Signs = above.astype(np.int8) - below.astype(np.int8)
    return signs


def _nearest(x: fmpq) -> float:
    return int(x.p) / int(x.q)
