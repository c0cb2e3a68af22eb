"""Networks on the plane by clipping polygons with Fractions: pieces, areas, integrals. Nothing here knows of lattices.

A piece is a convex polygon, a list of corners in order, with the units as affine functions (constant, coefficient of x, of y).
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise

IDENTITY = [(Fraction(0), Fraction(1), Fraction(0)), (Fraction(0), Fraction(0), Fraction(1))]


def value(form, point):
    return form[0] + form[1] * point[0] + form[2] * point[1]


def clipped(polygon, form):
    """The part on which the form is >= 0; None if that has no interior."""
    corners = []
    for p, q in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
        a, b = value(form, p), value(form, q)
        if a >= 0:
            corners.append(p)
        if a * b < 0:
            t = a / (a - b)
            corners.append(tuple(x + t * (y - x) for x, y in zip(p, q, strict=True)))
    return corners if len(corners) > 2 and area(corners) > 0 else None


def area(polygon):
    pairs = zip(polygon, [*polygon[1:], polygon[0]], strict=True)
    return abs(sum(p[0] * q[1] - p[1] * q[0] for p, q in pairs)) / 2


def split(polygons, form):
    if not any(form):
        return polygons
    found = []
    for polygon in polygons:
        parts = [clipped(polygon, form), clipped(polygon, [-c for c in form])]
        found += [part for part in parts if part is not None]
    return found


def after(layers, pieces):
    for layer in layers:
        pieces = [new for piece in pieces for new in _after(layer, *piece)]
    return pieces


def _after(layer, polygon, units):
    kind = layer["type"]
    if kind == "dense":
        found = []
        for row, bias in zip(layer["weight"], layer["bias"], strict=True):
            parts = [tuple(Fraction(w) * c for c in unit) for w, unit in zip(row, units, strict=True)]
            total = [sum(column, Fraction(0)) for column in zip(*parts, strict=True)]
            found.append((total[0] + Fraction(bias), *total[1:]))
        return [(polygon, found)]
    if kind == "residual":
        both = [(polygon, [*units])]
        return [(p, [plus(u, v) for u, v in zip(units, w, strict=True)]) for p, w in after(layer["layers"], both)]
    walls = _walls(layer, units)
    polygons = [polygon]
    for wall in walls:
        polygons = split(polygons, wall)
    return [(p, _acting(layer, units, p)) for p in polygons]


def plus(u, v, sign=1):
    return tuple(a + sign * b for a, b in zip(u, v, strict=True))


def _walls(layer, units):
    match layer["type"]:
        case "maxout":
            return [plus(units[i], units[k], -1) for group in layer["groups"] for i, k in combinations(group, 2)]
        case "clip" | "hard_tanh":
            ends = [Fraction(layer.get("low", -1)), Fraction(layer.get("high", 1))]
            return [(unit[0] - end, *unit[1:]) for end in ends for unit in units]
        case _:
            return units


def _acting(layer, units, polygon):
    middle = [sum(column) / len(polygon) for column in zip(*polygon, strict=True)]
    match layer["type"]:
        case "maxout":
            return [max((units[i] for i in group), key=lambda u: value(u, middle)) for group in layer["groups"]]
        case "clip" | "hard_tanh":
            low, high = Fraction(layer.get("low", -1)), Fraction(layer.get("high", 1))
            return [
                (low, 0, 0) if value(u, middle) < low else (high, 0, 0) if value(u, middle) > high else u for u in units
            ]
        case kind:
            slope = {"relu": Fraction(0), "abs": Fraction(-1)}.get(kind)
            slope = Fraction(layer["slope"]) if slope is None else slope
            return [u if value(u, middle) > 0 else tuple(slope * c for c in u) for u in units]


def distances(first, second, polygon, outputs=(0, 0)):
    """Integral and largest value of |F - G| over a polygon, F and G given by their layers."""
    pieces = [(p, f[outputs[0]]) for p, f in after(first, [(polygon, IDENTITY)])]
    l1, linf = Fraction(0), Fraction(0)
    for p, f in pieces:
        for q, g in after(second, [(p, IDENTITY)]):
            gap = plus(f, g[outputs[1]], -1)
            linf = max(linf, *(abs(value(gap, corner)) for corner in q))
            l1 += sum(abs(_integral(part, gap)) for part in split([q], gap))
    return l1, linf


def _integral(polygon, form):
    """Of an affine function over a fan of triangles."""
    total = Fraction(0)
    for p, q in pairwise(polygon[1:]):
        triangle = [polygon[0], p, q]
        total += area(triangle) * sum(value(form, corner) for corner in triangle) / 3
    return total


def areas_of_regions(layers, polygon):
    """Areas of the affine maps, in increasing order: of the linear regions, where no map occurs in two of them."""
    found = {}
    for p, units in after(layers, [(polygon, IDENTITY)]):
        key = tuple(units)
        found[key] = found.get(key, 0) + area(p)
    return sorted(found.values())
