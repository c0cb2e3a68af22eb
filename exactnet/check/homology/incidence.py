"""Incidence numbers of faces and their facets, as the order of the lists determines them."""

from __future__ import annotations

from exactnet.check.cells import Complex, Lists
from exactnet.check.verdict import require


def incidences(complex_: Complex) -> list[Lists]:
    """Determine the incidence numbers of all faces.

    Parameters
    ----------
    complex_ : Complex
        The faces.

    Returns
    -------
    list of list of list of int
        At [k][i][n] the number of the i-th k-face and the facet listed as its n-th: 1 or -1.

    Raises
    ------
    Rejected
        Step ``boundary``, if there are no such numbers, or more than one choice of them.

    Examples
    --------
    >>> triangle = Complex([[1, 0, 0], [1, 1, 0], [1, 0, 1]], [[], [[0, 1], [1, 2], [0, 2]], [[0, 1, 2]]])
    >>> incidences(triangle)[2]
    [[1, 1, -1]]
    """
    signs: list[Lists] = [[], [[-1, 1] for _ in complex_.faces[1]]]
    for k in range(2, complex_.dimension + 1):
        signs.append([_orient(f"{k}-face {i}", face, complex_.faces[k - 1], signs[-1])
                      for i, face in enumerate(complex_.faces[k])])  # fmt: skip
    return signs


def _orient(name: str, face: list[int], facets: Lists, below: Lists) -> list[int]:
    """Give the numbers of one face, from those of its facets."""
    # Where each ridge lies, and with which number: positions in the list of the face.
    around: dict[int, list[tuple[int, int]]] = {}
    for position, facet in enumerate(face):
        for ridge, sign in zip(facets[facet], below[facet], strict=True):
            around.setdefault(ridge, []).append((position, sign))
    neighbours: Pairs = [[] for _ in face]
    for pair in around.values():
        require(len(pair) == 2, "boundary", f"{name}: a face lies in {len(pair)} of its facets")
        (a, s), (b, t) = pair
        neighbours[a].append((b, -s * t))
        neighbours[b].append((a, -s * t))
    numbers = [0] * len(face)
    numbers[0] = 1
    queue = [0]
    for position in queue:
        for other, factor in neighbours[position]:
            if numbers[other] == 0:
                numbers[other] = numbers[position] * factor
                queue.append(other)
            require(numbers[other] == numbers[position] * factor, "boundary", f"{name} cannot be oriented")
    require(len(queue) == len(face), "boundary", f"{name}: its facets are not connected")
    return numbers


Pairs = list[list[tuple[int, int]]]
