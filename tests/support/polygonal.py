"""Betti numbers of finite unions of segments in R^n, by cutting every segment at every other one. Fractions only."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise


def betti(segments):
    """beta_0 and beta_1 of the union of closed segments (p, q), p = q allowed."""
    segments = [(tuple(map(Fraction, p)), tuple(map(Fraction, q))) for p, q in segments]
    points, edges = set(), set()
    for p, q in segments:
        cuts = {p, q}
        for other in segments:
            cuts.update(_cuts((p, q), other))
        ordered = sorted(cuts)  # along a segment points increase, or fall, in lexicographic order
        points.update(ordered)
        edges.update(pairwise(ordered))
    root = {p: p for p in points}

    def find(p):
        while root[p] != p:
            p = root[p]
        return p

    for p, q in edges:
        root[find(p)] = find(q)
    components = sum(root[p] == p for p in points)
    return components, len(edges) - len(points) + components


def _cuts(one, other):
    """Points of both segments that cut the first: where they cross, and ends of the second."""
    p, q = one
    found = [end for end in other if _on(end, p, q)]
    a, b = _difference(q, p), _difference(other[1], other[0])
    c = _difference(other[0], p)
    n = len(a)
    for i in range(n):
        for j in range(i + 1, n):
            determinant = a[i] * b[j] - a[j] * b[i]
            if determinant:
                s = (c[i] * b[j] - c[j] * b[i]) / determinant
                point = tuple(x + s * y for x, y in zip(p, a, strict=True))
                return [*found, *([point] if 0 <= s <= 1 and _on(point, *other) else [])]
    return found


def _difference(p, q):
    return tuple(x - y for x, y in zip(p, q, strict=True))


def _on(point, p, q):
    way, gone = _difference(q, p), _difference(point, p)
    steps = {g / w for g, w in zip(gone, way, strict=True) if w}
    if any(g for g, w in zip(gone, way, strict=True) if not w) or len(steps) > 1:
        return False
    return not steps or 0 <= next(iter(steps)) <= 1
