"""Networks whose decision regions are given simplicial complexes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from exactnet.compile.polytope import Polytope
from exactnet.errors import InputError
from exactnet.exact.whole import whole, wholes
from exactnet.model import Dense, Layer, Maxout, Network

__all__ = ["missing_faces", "simplicial_network", "standard_simplex"]


def standard_simplex(dimension: int) -> Polytope:
    """The points with x_i >= 0 and x_1 + .. + x_d <= 1.

    Examples
    --------
    >>> standard_simplex(1)
    polytope in R^1 with 2 inequalities
    """
    return Polytope.of(
        [[1, *[-1] * dimension], *([0, *(int(i == j) for j in range(dimension))] for i in range(dimension))]
    )


def simplicial_network(dimension: int, faces: Iterable[Iterable[int]]) -> Network:
    """A network for which {F <= 0} in the standard simplex of R^d is the complex of these faces (vertices 0, .., d) of it.

    With t_0 = 1 - x_1 - .. - x_d and t_i = x_i, F is the largest over all minimal sets of vertices that are no face of the least
    t_i of the set. {F < c} and {F <= c} have the same homotopy type for small c > 0.

    Examples
    --------
    The boundary of a triangle:

    >>> F = simplicial_network(2, [(0, 1), (1, 2), (0, 2)])
    >>> F(["1/2", 0]), F(["1/3", "1/3"])
    ((0,), (1/3,))
    """
    if whole(dimension, "dimension") < 1:
        raise InputError(f"the dimension must be at least 1, not {dimension}")
    missing = missing_faces(dimension + 1, faces)
    negative = Dense.of(
        [[1] * dimension, *([-int(i == j) for j in range(dimension)] for i in range(dimension))], [-1, *[0] * dimension]
    )
    layers: list[Layer] = [negative]
    if missing:
        n = len(missing)
        turned = Dense.of([[-int(i == j) for j in range(n)] for i in range(n)], [0] * n)
        layers += [Maxout(tuple(missing)), turned, Maxout((tuple(range(n)),))]
    else:
        layers.append(Dense.of([[0] * (dimension + 1)], [-1]))
    return Network.of(dimension, layers, "simplicial")


def missing_faces(vertices: int, faces: Iterable[Iterable[int]]) -> list[tuple[int, ...]]:
    """The minimal non-empty sets of vertices 0, 1, .. that lie in no face.

    Examples
    --------
    >>> missing_faces(4, [(0, 1), (1, 2), (0, 2)])
    [(3,), (0, 1, 2)]
    """
    given = [frozenset(wholes(face, f"faces[{i}]")) for i, face in enumerate(faces)]
    if any(not 0 <= i < vertices for face in given for i in face):
        raise InputError(f"the vertices are 0 to {vertices - 1}")
    found: list[tuple[int, ...]] = []
    for size in range(1, vertices + 1):
        for chosen in combinations(range(vertices), size):
            if not any(face.issuperset(chosen) for face in given) and not any(set(chosen).issuperset(s) for s in found):
                found.append(chosen)
    return found
