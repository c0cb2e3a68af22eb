"""Decision regions in a rectangle as simplicial complexes, for homology by gudhi; with Fractions, and nothing of exactnet's.

The rectangle is cut into triangles, one wall after another. Neighbouring triangles are cut in the same points of their common edge,
as a network is continuous; so the triangles stay a simplicial complex, on which in the end F - c is affine and has one sign.
"""

from __future__ import annotations

from fractions import Fraction

from support import networks as net


def _cut(triangle, values):
    """A triangle cut along the line on which the affine function with these values is 0; None if it has one sign there."""
    if not min(values) < 0 < max(values):
        return None
    parts = []
    for side in (1, -1):
        polygon = []
        for i in range(3):
            p, q, a, b = triangle[i], triangle[(i + 1) % 3], values[i], values[(i + 1) % 3]
            if side * a >= 0:
                polygon.append(p)
            if a * b < 0:
                t = a / (a - b)
                polygon.append((p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])))
        parts += [(polygon[0], polygon[i], polygon[i + 1]) for i in range(1, len(polygon) - 1)]
    return parts


def triangulation(layers, level, box):
    """Triangles with corners in Fractions on each of which all relu and abs units, and F - c, have one sign."""
    (a, b), (c, d) = [[Fraction(end) for end in side] for side in box]
    triangles = [((a, c), (b, c), (b, d)), ((a, c), (a, d), (b, d))]
    for depth in range(len(layers) + 1):
        if depth < len(layers) and layers[depth]["type"] not in ("relu", "abs"):
            continue
        last = depth == len(layers)
        width = 1 if last else len(net.evaluate(layers[:depth], (a, c)))
        for unit in range(width):
            known = {}
            refined = []
            for triangle in triangles:
                for p in triangle:
                    if p not in known:
                        known[p] = net.evaluate(layers[:depth], p)[unit] - (level if last else 0)
                refined += _cut(triangle, [known[p] for p in triangle]) or [triangle]
            triangles = refined
    return triangles


class Region:
    """A network on a rectangle, triangulated once."""

    def __init__(self, layers, level, box):
        self._triangles = triangulation(layers, level, box)
        points = {p for triangle in self._triangles for p in triangle}
        self._number = {p: i for i, p in enumerate(sorted(points))}
        self._value = {p: net.evaluate(layers, p)[0] for p in points}

    def betti(self, gudhi, holds, prime=2):
        """Betti numbers over Z/p and the Euler characteristic of the closed set of the points with ``holds(F)``, by gudhi.

        In the plane there is no torsion: they are those over the integers.
        """
        tree = gudhi.SimplexTree()
        inside = {p for p, value in self._value.items() if holds(value)}
        for triangle in self._triangles:
            tree.insert([self._number[p] for p in triangle if p in inside])
        tree.compute_persistence(homology_coeff_field=prime, persistence_dim_max=True)
        return tuple([*tree.betti_numbers(), 0, 0][:2]), sum((-1) ** (len(s) - 1) for s, _ in tree.get_simplices())
