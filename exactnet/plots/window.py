"""The window through which R^2 is seen, and how many vertices lie in it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.compile.box import Box
from exactnet.compile.polyhedral import PolyhedralComplex
from exactnet.plots.numbers import doubles

__all__ = ["Window", "true_vertices", "viewing_window"]

_MARGIN = 0.08


@dataclass(frozen=True)
class Window:
    """A box in the plane, and how many of the vertices of a complex on R^2 it contains.

    Attributes
    ----------
    box
        The window.
    inside, vertices
        Vertices of the network's complex in it, and altogether.
    """

    box: Box
    inside: int
    vertices: int

    @classmethod
    def of(cls, complex_: PolyhedralComplex, box: Box) -> Window:
        """Count exactly."""
        assert box.sides is not None
        rows = complex_.points[true_vertices(complex_)].astype(object)
        within = np.ones(len(rows), dtype=bool)
        for column, (lo, hi) in enumerate(box.sides, start=1):
            for end, side in ((lo, 1), (hi, -1)):
                gap = side * (rows[:, column] * int(end.q) - rows[:, 0] * int(end.p))
                within &= np.asarray(gap >= 0, dtype=bool)
        return cls(box, int(within.sum()), len(rows))

    @property
    def caption(self) -> str:
        """What a reader must know about it."""
        if self.vertices == 0:
            return r"$\mathbf{R}^2$; there is no vertex, the window shows a part of every wall"
        if self.inside == self.vertices:
            return r"$\mathbf{R}^2$; the window contains every vertex"
        return rf"$\mathbf{{R}}^2$; the window contains {self.inside:,} of {self.vertices:,} vertices"


def true_vertices(complex_: PolyhedralComplex) -> NDArray[np.bool_]:
    """Whether a vertex is one of the network's complex; the fan that subdivides R^d adds others, inside edges and cells."""
    rows = [np.concatenate(halves, axis=1) for halves in complex_.labels]
    larger = {row.tobytes() for level in rows[1:] for row in level}
    return np.array([row.tobytes() not in larger for row in rows[0]], dtype=bool) & ~complex_.ideal


def viewing_window(complex_: PolyhedralComplex) -> Box:
    """A square with every vertex of a complex on R^2 well inside, and a piece of every line of it that has no vertex."""
    chosen = true_vertices(complex_)
    chosen |= _on_bare_lines(complex_, chosen)
    points = doubles(complex_.points[chosen]) if chosen.any() else np.zeros((1, 2))
    low, high = points.min(axis=0), points.max(axis=0)
    half = float((high - low).max()) / 2 * (1 + 2 * _MARGIN) or max(1.0, float(abs(points).max()) / 4)
    # ends that a person would choose: multiples of a power of ten, rounded outwards
    unit = fmpq(10) ** (math.floor(math.log10(half)) - 1)
    step = float(unit)
    sides = []
    for middle in ((low + high) / 2).tolist():
        lo = math.floor((middle - half) / step)
        hi = math.ceil((middle + half) / step)
        sides.append((unit * lo, unit * hi))
    return Box.of(sides)


def _on_bare_lines(complex_: PolyhedralComplex, true: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """For every edge of the network's complex without a vertex, the point nearest the origin at which the fan cuts it."""
    found = np.zeros(len(true), dtype=bool)
    above, below = complex_.labels[1]
    cells = {a.tobytes() + b.tobytes() for a, b in zip(*complex_.labels[2], strict=True)}
    ends = complex_.lattice.facets[0].items.reshape(-1, 2)
    lines: dict[bytes, list[int]] = {}
    for edge, (a, b) in enumerate(zip(above, below, strict=True)):
        label = a.tobytes() + b.tobytes()
        if label not in cells and complex_.finite[1][edge]:
            lines.setdefault(label, []).extend(ends[edge].tolist())
    for vertices in lines.values():
        if not true[vertices].any():
            cuts = [v for v in vertices if not complex_.ideal[v]]
            distance = (doubles(complex_.points[cuts]) ** 2).sum(axis=1)
            found[cuts[int(distance.argmin())]] = True
    return found
