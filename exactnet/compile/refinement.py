"""The refinement of a complex by the walls of a network, layer by layer."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from exactnet.compile.filtered import FilteredVertices
from exactnet.compile.growing import GrowingRows
from exactnet.compile.memory import available_bytes
from exactnet.compile.start import Start
from exactnet.compile.subdivision import BATCH, Subdivision
from exactnet.compile.vertices import CutEdges, ExactVertices, Vertices, WideNumbersError
from exactnet.errors import UndecidedError
from exactnet.exact.integers import magnitude
from exactnet.model import Block, Dense, ElementaryLayer, Maxout, Network

__all__ = ["CellProgress", "Refinement", "refined"]

CellProgress = Callable[[int, int, int, int], None]
"""Called with (cells, layer, layers, walls left in the layer)."""

_NARROW_BITS = 20

_SMALL = 2**26

_COPIES = 3
"""A wall may double the faces, and makes copies on the way."""


def refined(network: Network, start: Start, arithmetic: str, limit: int, progress: CellProgress | None) -> Refinement:
    """Refine by all walls of a network (see `exactnet.compile.polyhedral.compile_complex`)."""
    if any(isinstance(layer, Maxout) for layer, _ in network.bending_layers):
        arithmetic = "exact"  # the filter knows pointwise layers only
    for store in _STORES[arithmetic]:
        if store is _narrow and not _is_small(network):
            continue
        refinement = Refinement(network, start, store(start), limit, progress)
        try:
            refinement.run()
        except WideNumbersError:
            continue
        return refinement
    raise AssertionError("the last store takes numbers of any size")


def _is_small(network: Network) -> bool:
    """Whether int64 may well suffice: only then it is worth an attempt."""
    bits = 0
    for layer, _ in network.elementary:
        if isinstance(layer, Dense):
            bits += magnitude(layer.integer_matrix).bit_length()
    return bits <= _NARROW_BITS


def _narrow(start: Start) -> Vertices:
    return ExactVertices(start, narrow_only=True)


_STORES: dict[str, tuple[Callable[[Start], Vertices], ...]] = {
    "auto": (_narrow, FilteredVertices),
    "filtered": (FilteredVertices,),
    "exact": (ExactVertices,),
}


class Refinement:
    """A complex under refinement, wall by wall.

    Attributes
    ----------
    start
        With what it began.
    subdivision
        The faces.
    vertices
        The vertices.
    ideal
        Whether each vertex is a direction at infinity.
    """

    def __init__(
        self, network: Network, start: Start, vertices: Vertices, limit: int, progress: CellProgress | None
    ) -> None:
        self._network = network
        self.start = start
        self.subdivision = Subdivision(start.lattice)
        self._signs = GrowingRows(start.signs)
        self.ideal: NDArray[np.bool_] = np.asarray(start.points[:, 0] == 0, dtype=bool)
        self.vertices = vertices
        self._limit = limit
        self._progress = progress
        self._done = 0

    @property
    def signs(self) -> NDArray[np.int8]:
        """Sides of all walls so far, shape (vertices, walls)."""
        return self._signs.view

    def run(self) -> None:
        steps = self._network.elementary_steps
        bends = [isinstance(step, ElementaryLayer) and step.bending for step in steps]
        # what comes after the last layer that bends is not asked for
        last = max((i for i, bend in enumerate(bends) if bend), default=-1)
        for i, step in enumerate(steps[: last + 1]):
            match step:
                case Block.ENTER:
                    self.vertices.enter_block()
                case Block.LEAVE:
                    self.vertices.leave_block()
                case ElementaryLayer():
                    earlier = self.signs.shape[1]
                    if bends[i]:
                        self._refine(step)
                    if i < last:
                        self.vertices.apply(step, self.signs[:, earlier:])
                    self._done += 1

    def _refine(self, layer: ElementaryLayer) -> None:
        earlier = self.signs.shape[1]
        self._signs = GrowingRows(np.concatenate((self.signs, self.vertices.signs(layer, self.signs)), axis=1))
        walls = self.signs.shape[1] - earlier
        for first in range(0, walls, BATCH):
            self.subdivision.face(self.signs[:, earlier:][:, first : first + BATCH])
            for wall in range(first, min(first + BATCH, walls)):
                if self.subdivision.meets(wall - first):
                    self._split(layer, earlier, wall)
                    self._check_size(walls - wall - 1)

    def _split(self, layer: ElementaryLayer, earlier: int, wall: int) -> None:
        p, q = self.subdivision.cut_edges()
        self._check_memory(len(p))
        ends = self.signs[p], self.signs[q]
        # no edge crosses an earlier wall any more, so its ends agree on the side or lie on it
        inherited = np.sign(ends[0] + ends[1])
        crossing = ends[0][:, earlier:] * ends[1][:, earlier:] < 0
        crossing[:, wall] = False
        fresh = self.vertices.cut(layer, wall, CutEdges(p, q, inherited, crossing))
        self._signs.append(np.concatenate((inherited[:, :earlier], fresh), axis=1))
        self.ideal = np.concatenate((self.ideal, self.ideal[p] & self.ideal[q]))
        first = wall - wall % BATCH
        self.subdivision.split(fresh[:, first : first + BATCH])

    def _check_size(self, left: int) -> None:
        cells, layers = self.subdivision.cells, len(self._network.elementary)
        if self._progress is not None:
            self._progress(cells, self._done, layers, left)
        if cells > self._limit:
            raise UndecidedError(
                f"more than {self._limit} cells after {self._done} of {layers} layers, with {left} walls of the next one "
                f"left ({self._bytes // cells:,} bytes a cell so far); --max-cells raises the limit"
            )

    @property
    def _bytes(self) -> int:
        return self.subdivision.nbytes + self.vertices.nbytes + self._signs.nbytes

    def _check_memory(self, count: int) -> None:
        """Stop before a wall with so many new vertices rather than be stopped in the midst of it."""
        free = available_bytes() if self._bytes > _SMALL else None
        if free is None:
            return
        signs = self._signs.growth(count) + 4 * count * self.signs.shape[1]
        needed = (_COPIES - 1) * self.subdivision.nbytes + self.vertices.growth(count) + signs
        if needed > free:
            raise UndecidedError(
                f"memory: {self.subdivision.cells:,} cells take {self._bytes / 2**30:.1f} GiB, the next wall may need "
                f"{needed / 2**30:.1f} GiB more, and {free / 2**30:.1f} GiB are free; choose a smaller domain"
            )
