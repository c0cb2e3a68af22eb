"""What is counted on cells that tile the domain."""

from __future__ import annotations

from collections.abc import Iterable
from math import lcm

from exactnet.check.linear import normal, solve
from exactnet.check.tiling import Tiling

Count = int | list[int]
AffineMap = tuple[int, tuple[tuple[int, ...], ...]]


class Classes:
    """Classes of the numbers below ``size``, joined pair by pair."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))
        self.count = size

    def find(self, i: int) -> int:
        """Give the number that stands for the class of i."""
        parent = self._parent
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def join(self, i: int, j: int) -> None:
        """Put the classes of two numbers together."""
        a, b = self.find(i), self.find(j)
        if a != b:
            self._parent[a] = b
            self.count -= 1


def count_cells(tiling: Tiling, names: Iterable[str]) -> dict[str, Count]:
    """Count what the claim asks for."""
    wanted = set(names)
    found: dict[str, Count] = {}
    marks, signs = tiling.marks, tiling.signs
    if "activation_regions" in wanted:
        found["activation_regions"] = len(set(map(signs.pattern, marks[-1])))
    if "activation_patterns" in wanted:
        # Every point of the domain lies inside a face, some vertex of which is a point.
        finite = tiling.finite
        found["activation_patterns"] = len({signs.pattern(m) for level in marks for m in set(level) if m & finite})
    if "faces" in wanted:
        found["faces"] = _count_faces(tiling)
    if wanted & {"affine_maps", "linear_regions", "linear_regions_contact"}:
        maps = number(affine_maps(tiling))
        found["affine_maps"] = max(maps) + 1
        if wanted - {"affine_maps"}:
            labels = number(signs.label(mark) for mark in marks[-1])
            found["linear_regions"] = _linear_regions(tiling, maps, labels)
            found["linear_regions_contact"] = _contact(tiling, maps, labels)
    return found


def _count_faces(tiling: Tiling) -> list[int]:
    """Count labels by dimension: the largest dimension of a face whose inside has the label."""
    dimension: dict[int, int] = {}
    label, finite = tiling.signs.label, tiling.finite
    for k, level in enumerate(tiling.marks):
        for mark in level:
            if mark & finite:
                dimension[label(mark)] = k
    counts = [0] * len(tiling.marks)
    for k in dimension.values():
        counts[k] += 1
    return counts


def number(values: Iterable[object]) -> list[int]:
    """Number values by their first appearance."""
    numbers: dict[object, int] = {}
    return [numbers.setdefault(value, len(numbers)) for value in values]


def affine_maps(tiling: Tiling) -> list[AffineMap]:
    """Give the affine maps of the cells; equal ones are written equally."""
    rows, values = tiling.complex.vertices, tiling.values

    def affine_map(basis: list[int]) -> AffineMap:
        common = lcm(*(values[v][0] for v in basis))
        images = [[u * (common // values[v][0]) for u in values[v][1]] for v in basis]
        den, columns = solve([rows[v] for v in basis], images)
        return normal(den * common, columns)

    return list(map(affine_map, tiling.bases))


def _linear_regions(tiling: Tiling, maps: list[int], labels: list[int]) -> int:
    classes = Classes(max(labels) + 1)
    for cells in tiling.beside:
        if len(cells) == 2 and maps[cells[0]] == maps[cells[1]]:
            classes.join(labels[cells[0]], labels[cells[1]])
    return classes.count


def _contact(tiling: Tiling, maps: list[int], labels: list[int]) -> int:
    classes = Classes(max(labels) + 1)
    there: dict[tuple[int, int], int] = {}
    for cell, corners in enumerate(tiling.corners):
        for vertex in corners:
            if tiling.complex.vertices[vertex][0]:
                other = there.setdefault((vertex, maps[cell]), labels[cell])
                classes.join(other, labels[cell])
    return classes.count
