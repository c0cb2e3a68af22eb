"""Vertices and faces as the evidence lists them: their form, their boundaries and their dimensions."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

from exactnet.check.linear import independent
from exactnet.check.reader import array, show
from exactnet.check.verdict import Rejected, require

Lists = list[list[int]]


@dataclass(frozen=True, slots=True)
class Complex:
    """Faces of dimension 0 to d.

    Attributes
    ----------
    vertices : list of list of int
        The rows (w, x_1, .., x_d).
    faces : list of list of list of int
        faces[k][i] lists the facets of the i-th k-face by their indices in faces[k - 1]; faces[0] is empty.
    """

    vertices: Lists
    faces: list[Lists]

    @property
    def dimension(self) -> int:
        """The dimension of the cells."""
        return len(self.faces) - 1


def read_complex(vertices: object, faces: object, dimension: int, *, directions: bool) -> Complex:
    """Parse vertices and faces.

    Parameters
    ----------
    vertices, faces : object
        The two parts of the evidence.
    dimension : int
        The number of inputs d.
    directions : bool
        Whether vertices with w = 0 are allowed.
    """
    rows = _lists(vertices, "vertices", "vertices")
    for i, row in enumerate(rows):
        require(len(row) == dimension + 1, "vertices", f"vertex {i} must have {dimension + 1} numbers")
        least = 0 if directions else 1
        require(row[0] >= least, "vertices", f"vertex {i}: w is {show(row[0])}, less than {least}")
        require(gcd(*row) == 1, "vertices", f"vertex {i}: the numbers are 0 or have a common factor")
    require(len(set(map(tuple, rows))) == len(rows), "vertices", "two vertices are equal")
    levels = array(faces, "faces", "faces")
    require(len(levels) == dimension, "faces", f"there must be {dimension} lists of faces")
    result: list[Lists] = [[]]
    below = len(rows)
    for k, level in enumerate(levels, 1):
        result.append(_read_faces(level, k, below))
        below = len(result[k])
    return Complex(rows, result)


def _lists(value: object, step: str, name: str) -> Lists:
    """Read a list of lists of integers."""
    rows: Lists = []
    for i, item in enumerate(array(value, step, name)):
        # True and False are not of type int.
        if not isinstance(item, list) or set(map(type, item)) != {int}:
            raise Rejected(step, f"{name}[{i}] must be a list of integers, not empty")
        rows.append(item)
    return rows


def _read_faces(value: object, k: int, below: int) -> Lists:
    lists = _lists(value, "faces", f"faces of dimension {k}")
    used: set[int] = set()
    for i, face in enumerate(lists):
        require(min(face) >= 0 and max(face) < below, "faces", f"{k}-face {i} names a facet that does not exist")
        require(len(set(face)) == len(face), "faces", f"{k}-face {i} names a facet twice")
        enough = len(face) == 2 if k == 1 else len(face) > k
        require(enough, "faces", f"{k}-face {i} has {len(face)} facets")
        used.update(face)
    # Level by level: then everything lies in a cell.
    require(len(used) == below, "faces", f"a face of dimension {k - 1} lies in no face of dimension {k}")
    require(below > 0, "faces", f"there is no face of dimension {k - 1}")
    return lists


def check_boundaries(complex_: Complex) -> None:
    """Check that the boundary of the boundary of every face is 0 modulo 2."""
    for k in range(2, complex_.dimension + 1):
        below = complex_.faces[k - 1]
        for i, face in enumerate(complex_.faces[k]):
            odd: set[int] = set()
            for facet in face:
                odd.symmetric_difference_update(below[facet])
            require(not odd, "boundary", f"{k}-face {i}: a {k - 2}-face lies in an odd number of its facets")


def check_ranks(complex_: Complex, *, faces: bool) -> tuple[Lists, Lists]:
    """Check the dimension of every cell, and, if that matters, of every face.

    Returns
    -------
    corners : list of list of int
        The vertices of every cell.
    bases : list of list of int
        d + 1 independent ones among them.
    """
    rows, dimension = complex_.vertices, complex_.dimension
    corners: Lists = complex_.faces[1]
    bases: Lists = corners
    for k in range(2, dimension + 1):
        corners = [list(set().union(*map(corners.__getitem__, face))) for face in complex_.faces[k]]
        if k < dimension and not faces:
            continue
        bases = []
        for i, face in enumerate(corners):
            # A cell cannot have too large a dimension; of another face, every vertex has to be looked at.
            most = k + 1 if k == dimension else k + 2
            found = independent(map(rows.__getitem__, face), most)
            require(len(found) == k + 1, "rank", f"{k}-face {i}: its vertices do not have rank {k + 1}")
            bases.append([face[j] for j in found])
    return corners, bases
