"""The pieces of which the image of a region consists, and points that several of them have in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm
from operator import mul

from exactnet.check.areas import Area
from exactnet.check.forward import homogeneous
from exactnet.check.layers import Layer
from exactnet.check.reader import array, integer, integers, rationals, show
from exactnet.check.subject import Network
from exactnet.check.tiling import Tiling
from exactnet.check.verdict import Rejected, require

# A point y as (w, w y), w > 0, without common factors: equal points are equal.
Place = tuple[int, ...]
# A face: its dimension and its number.
Face = tuple[int, int]

_MOST_PIECES = 5_000


@dataclass(slots=True)
class Pieces:
    """The pieces of one image.

    Attributes
    ----------
    corners : list of set
        Those of each piece.
    meeting : dict
        I(y), for all y that are known to lie in a piece.
    """

    corners: list[frozenset[Place]]
    meeting: dict[Place, set[int]] = field(default_factory=dict)


class Image:
    """The image of a region's faces under the first layers of a network."""

    def __init__(self, tiling: Tiling, area: Area, extended: Network, members: list[list[bool]], layers: int) -> None:
        self._tiling, self._area, self._extended = tiling, area, extended
        self._layers: tuple[Layer, ...] = extended.layers[:layers]
        self._places = [self._place(row) for row in tiling.complex.vertices]
        self._corners: dict[Face, frozenset[Place]] = {}
        self._maximal = _maximal(tiling, members)

    def read(self, pieces: object, points: object, inside: object) -> Pieces:
        """Check that the image is the union of the pieces."""
        faces = [self._face(item, "pieces") for item in array(pieces, "pieces", "pieces")]
        require(len(faces) <= _MOST_PIECES, "pieces", f"there are more than {_MOST_PIECES}")
        require(len(set(faces)) == len(faces), "pieces", "a face stands there twice")
        found = Pieces([self.corners(face) for face in faces])
        for c, corners in enumerate(found.corners):
            for place in corners:
                found.meeting.setdefault(place, set()).add(c)
        for item in array(points, "points", "points"):
            c, place = self._point(item, faces)
            found.meeting.setdefault(place, set()).add(c)
        done = set(faces)
        for item in array(inside, "inside", "inside"):
            if not isinstance(item, list) or len(item) != 3:
                raise Rejected("inside", "an entry must be [k, i, c]")
            face, c = self._face(item[:2], "inside"), integer(item[2], "inside", "a piece", 0)
            require(face not in done, "pieces", f"the {face[0]}-face {face[1]} stands there twice")
            done.add(face)
            covered = all(c in found.meeting.get(place, ()) for place in self.corners(face))
            require(
                covered, "inside", f"a corner of the {face[0]}-face {face[1]} is not known to lie in piece {show(c)}"
            )
        require(done == self._maximal, "pieces", "a maximal member is missing")
        return found

    def corners(self, face: Face) -> frozenset[Place]:
        """Give the images of the vertices of a face."""
        if face not in self._corners:
            k, i = face
            if k == 0:
                self._corners[face] = frozenset([self._places[i]])
            else:
                below = (self.corners((k - 1, j)) for j in self._tiling.complex.faces[k][i])
                self._corners[face] = frozenset().union(*below)
        return self._corners[face]

    def _place(self, row: list[int]) -> Place:
        done = homogeneous(self._layers, row)
        return _primitive([row[0] * done.den, *done.units])

    def _face(self, value: object, step: str) -> Face:
        pair = integers(value, step, "a face", 0)
        require(len(pair) == 2, step, "a face must be a pair [k, i]")
        face = (pair[0], pair[1])
        require(face in self._maximal, "pieces", f"{show(face[0])}-face {show(face[1])} is no maximal member")
        return face

    def _point(self, value: object, faces: list[Face]) -> tuple[int, Place]:
        """Check that a point lies in the face of a piece; give the piece, and the image of the point."""
        item = array(value, "points", "an entry")
        if len(item) != 2:
            raise Rejected("points", "an entry must be [c, x]")
        c, x = integer(item[0], "points", "a piece", 0), rationals(item[1], "points", "a point")
        require(c < len(faces), "points", f"there is no piece {show(c)}")
        require(len(x) == self._area.dimension, "points", f"a point must have {self._area.dimension} coordinates")
        w = lcm(*(z.denominator for z in x))
        row = [w, *(int(z * w) for z in x)]
        sides = [sum(map(mul, wall, row)) for _, wall in self._area.walls]
        signs = self._tiling.signs
        own = signs.encode([*sides, *homogeneous(self._extended.layers, row).walls])
        k, i = faces[c]
        require(not own & ~self._tiling.marks[k][i], "points", f"a point does not lie in the face of piece {c}")
        return c, self._place(row)


def _primitive(row: list[int]) -> Place:
    common = gcd(*row)
    return tuple(x // common for x in row)


def _maximal(tiling: Tiling, members: list[list[bool]]) -> set[Face]:
    """Give the members that are no facets of members."""
    found: set[Face] = set()
    above: set[int] = set()
    for k in range(len(members) - 1, -1, -1):
        here = {i for i, member in enumerate(members[k]) if member}
        found.update((k, i) for i in here - above)
        above = {facet for i in here for facet in tiling.complex.faces[k][i]} if k else set()
    return found


def least(form: list[int], corners: frozenset[Place]) -> Fraction:
    """Give the least value of a linear form at some points."""
    return min(Fraction(sum(map(mul, form, place[1:])), place[0]) for place in corners)
