"""The image of a region under some layers, covered by convex pieces: the images of its cells, without those inside of others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from flint import fmpq, fmpz_mat
from numpy.typing import NDArray

from exactnet.errors import UndecidedError
from exactnet.exact.integers import IntArray, as_rows, integer_array, primitive_rows
from exactnet.exact.names import row_names
from exactnet.topology.images.cells import Cell
from exactnet.topology.images.hulls import Hull, Meeting, meet

__all__ = ["MAX_PIECES", "Cover", "Piece", "cover"]

MAX_PIECES = 5_000
"""Limit on the pieces of an image, which the certificate has, too."""

Point = int
"""A point of the image, by number."""


@dataclass(frozen=True, eq=False)
class Piece:
    """The image of a cell.

    Attributes
    ----------
    cell
        The cell.
    corners
        Images of vertices, each once: their convex hull is the piece.
    sources
        For each corner a vertex of the cell that is mapped there.
    hull
        The corners, exactly.
    dimension
        That of the image.
    low, high
        The bounding box, by places in the order of all corners in each coordinate.
    """

    cell: Cell
    corners: tuple[Point, ...]
    sources: tuple[int, ...]
    hull: Hull
    dimension: int
    low: NDArray[np.int64]
    high: NDArray[np.int64]

    def reaches_over(self, other: Piece) -> bool:
        """Whether its bounding box contains the other one's."""
        return bool((self.low <= other.low).all() and (self.high >= other.high).all())


@dataclass(eq=False)
class Cover:
    """Convex pieces with union the image, and where points of the image are known to lie.

    Attributes
    ----------
    width
        Number of coordinates.
    pieces
        The pieces.
    inside
        Cells whose images lie in a piece, with its number.
    at
        For points of the image the pieces in which they are known to lie.
    shown
        For a piece and a point that is no corner of it, a point of the cell that is mapped there.
    """

    width: int
    pieces: list[Piece] = field(default_factory=list)
    inside: list[tuple[Cell, int]] = field(default_factory=list)
    at: dict[Point, set[int]] = field(default_factory=dict)
    shown: dict[tuple[int, Point], tuple[fmpq, ...]] = field(default_factory=dict)
    _rows: list[list[int]] = field(default_factory=list)
    _numbers: dict[tuple[int, ...], Point] = field(default_factory=dict)
    _vertices: list[list[int]] = field(default_factory=list)

    @property
    def dimension(self) -> int:
        """The dimension of the image; -1 if it is empty."""
        return max((piece.dimension for piece in self.pieces), default=-1)

    def meeting(self, chosen: Sequence[int], found: Meeting) -> set[int]:
        """Remember a point that some pieces have in common; returns the pieces in which it is known to lie."""
        first = self.pieces[chosen[0]]
        exact = _combined([self._rows[p] for p in first.corners], found.weights[0])
        row = primitive_rows(as_rows([exact]))[0].tolist()
        point = self._numbers.setdefault(tuple(row), len(self._rows))
        if point == len(self._rows):
            self._rows.append(row)
        for c, weights in zip(chosen, found.weights, strict=True):
            self._show(c, point, weights)
        return self.at[point]

    def contains(self, c: int, point: Point) -> bool:
        """Whether a piece contains a point."""
        if c not in self.at.setdefault(point, set()):
            found = meet([Hull(integer_array([self._rows[point]])), self.pieces[c].hull])
            if not isinstance(found, Meeting):
                return False
            self._show(c, point, found.weights[1])
        return True

    def _show(self, c: int, point: Point, weights: Sequence[fmpq]) -> None:
        piece = self.pieces[c]
        at = self.at.setdefault(point, set())
        if c not in at:
            at.add(c)
            self.shown[c, point] = tuple(_combined([self._vertices[v] for v in piece.sources], weights))


def _combined(rows: Sequence[Sequence[int]], weights: Sequence[fmpq]) -> list[fmpq]:
    used = [(c / row[0], row[1:]) for row, c in zip(rows, weights, strict=True) if c != 0]
    return [sum((c * x[j] for c, x in used), fmpq(0)) for j in range(len(rows[0]) - 1)]


def cover(cells: Sequence[Cell], vertices: IntArray, images: IntArray) -> Cover:
    """Cover the image of some cells, on each of which the map is affine.

    Parameters
    ----------
    vertices, images
        Vertices of the complex as rows (w, x), and the primitive rows (w, y) to which they are mapped.

    Raises
    ------
    UndecidedError
        If there are more than `MAX_PIECES` pieces.
    """
    if not cells:
        return Cover(images.shape[1] - 1)
    names, first = row_names(images)
    place = {int(names[i]): p for p, i in enumerate(first.tolist())}
    corner = [place[name] for name in names.tolist()]
    rows = [images[i].tolist() for i in first]
    numbers = {tuple(row): p for p, row in enumerate(rows)}
    found = Cover(images.shape[1] - 1, _rows=rows, _numbers=numbers, _vertices=vertices.tolist())
    order = _order(rows)
    # large ones first, so that what lies inside of another one meets it
    shapes = sorted(
        (_piece(cell, corner, rows, order) for cell in cells),
        key=lambda p: (-p.dimension, -int((p.high - p.low).sum())),
    )
    for piece in shapes:
        _enter(found, piece)
    return found


def _order(rows: list[list[int]]) -> NDArray[np.int64]:
    """For every point its place in each coordinate, equal ones at one place."""
    places = np.empty((len(rows), len(rows[0]) - 1), dtype=np.int64)
    for j in range(places.shape[1]):
        values = [fmpq(row[1 + j], row[0]) for row in rows]
        place, last = -1, None
        for i in sorted(range(len(rows)), key=values.__getitem__):
            if last is None or values[i] != last:
                place, last = place + 1, values[i]
            places[i, j] = place
    return places


def _piece(cell: Cell, corner: list[Point], rows: list[list[int]], order: NDArray[np.int64]) -> Piece:
    sources: dict[Point, int] = {}
    for v in cell.vertices:
        sources.setdefault(corner[v], v)
    corners = tuple(sources)
    own = [rows[p] for p in corners]
    places = order[list(corners)]
    return Piece(
        cell,
        corners,
        tuple(sources.values()),
        Hull(integer_array(own)),
        fmpz_mat(own).rank() - 1,
        places.min(axis=0),
        places.max(axis=0),
    )


def _enter(found: Cover, piece: Piece) -> None:
    """Make a cell's image a piece, unless it lies in one."""
    for c, other in enumerate(found.pieces):
        if other.reaches_over(piece) and all(found.contains(c, p) for p in piece.corners):
            found.inside.append((piece.cell, c))
            return
    if len(found.pieces) == MAX_PIECES:
        raise UndecidedError(f"the image needs more than {MAX_PIECES} convex pieces")
    for p in piece.corners:
        found.at.setdefault(p, set()).add(len(found.pieces))
    found.pieces.append(piece)
