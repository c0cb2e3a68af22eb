"""Sizes of regions, what cuts them, and distances, from scratch on the tilings of `support.tilings`."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import factorial

from support.criteria import determinant
from support.tilings import _flat, _label, facets, walls_of


def quantities(tiling):
    """The quantities of docs/criteria.md; volumes for bounded domains only."""
    rows = [_layer_bits(tiling, tiling.signs(tiling.inside(cell))) for cell in tiling.cells]
    count = len(rows[0])
    cuts = []
    for n in range(count):
        before, bits = [row[:n] for row in rows], [row[n] for row in rows]
        on_and_off = (
            [{p for p, b in zip(before, bits, strict=True) if b[i] == on} for on in (True, False)]
            for i in range(len(bits[0]))
        )
        cuts.append([len(on & off) for on, off in on_and_off])
    found = {"layer_regions": [len({row[: n + 1] for row in rows}) for n in range(count)], "unit_cuts": cuts}
    classes, slopes = _linear_regions(tiling)
    if tiling.domain:
        volumes = (
            sum(volume(tiling, simplex) for cell in own for simplex in simplices(tiling, cell)) for own in classes
        )
        found["volumes"] = sorted(volumes)
    found["slope_changes"] = sorted(
        sum((x - y) ** 2 for x, y in zip(slopes[a], slopes[b], strict=True))
        for a, b in combinations(range(len(classes)), 2)
        if any(p & q in tiling.faces[tiling.d - 1] for p in classes[a] for q in classes[b])
    )
    return found


def _layer_bits(tiling, signs):
    """The pattern, layer by layer."""
    units, found = iter(_label(tiling.layers, tiling.d, signs)[0]), []
    for layer in _flat(tiling.layers, tiling.d):
        if layer["type"] == "maxout":
            found.append(tuple(x == 1 for _ in layer["groups"] for x in next(units)))
        elif layer["type"] not in ("dense", "residual"):
            double = layer["type"] in ("clip", "hard_tanh")
            found.append(tuple(next(units) > 0 for _ in range(2 * layer["width"] if double else layer["width"])))
    return tuple(found)


def _linear_regions(tiling):
    """Cells that belong together, and the slopes of each class."""
    maps = {cell: tiling.forms(cell)[1] for cell in tiling.cells}
    labels = {cell: _label(tiling.layers, tiling.d, tiling.signs(tiling.inside(cell))) for cell in tiling.cells}
    classes = {cell: {cell} for cell in tiling.cells}
    for a, b in combinations(tiling.cells, 2):
        near = a & b in tiling.faces[tiling.d - 1] or labels[a] == labels[b]
        if maps[a] == maps[b] and near and classes[a] is not classes[b]:
            classes[a] |= classes[b]
            for cell in classes[b]:
                classes[cell] = classes[a]
    different = list({id(own): own for own in classes.values()}.values())
    return different, [[x for form in maps[next(iter(own))] for x in form[1:]] for own in different]


def simplices(tiling, cell):
    """Cones over the facets that do not contain the first vertex, down to points."""
    below = facets(tiling.faces)

    def of_face(k, face):
        if k == 0:
            return [list(face)]
        v = min(face)
        return [[v, *simplex] for facet in below[k][face] if v not in facet for simplex in of_face(k - 1, facet)]

    return of_face(tiling.d, cell)


def volume(tiling, simplex):
    rows = [[Fraction(x, tiling.rows[v][0]) for x in tiling.rows[v]] for v in simplex]
    return abs(determinant(rows)) / factorial(tiling.d)


def difference(first, second, outputs):
    """|F - G| as one network: (x, 0), then F is added to the last unit, then -G."""
    d = first["inputs"]
    unit = [[str(int(i == j)) for j in range(d + 1)] for i in range(d + 1)]
    zeros = ["0"] * (d + 1)
    layers = [{"type": "dense", "weight": [row[:d] for row in unit], "bias": zeros}]
    for network, output, sign in ((first, outputs[0], "1"), (second, outputs[1], "-1")):
        width = len(walls_of(network["layers"], [1, *[0] * d])[1])
        last = [["0"] * width] * d + [[sign if i == output else "0" for i in range(width)]]
        chain = [{"type": "dense", "weight": unit[:d], "bias": zeros[:d]}, *network["layers"]]
        layers.append({"type": "residual", "layers": [*chain, {"type": "dense", "weight": last, "bias": zeros}]})
    return [*layers, {"type": "dense", "weight": [unit[d]], "bias": ["0"]}, {"type": "abs"}]


def size(tiling, norm):
    """The largest value, or the integral, of a network with one output >= 0."""

    def value(v):
        w, *x = tiling.rows[v]
        return walls_of(tiling.layers, [1, *(Fraction(z, w) for z in x)])[1][0]

    if norm == "linf":
        return max(value(v) for cell in tiling.cells for v in cell)
    return sum(
        volume(tiling, simplex) * sum(map(value, simplex)) / len(simplex)
        for cell in tiling.cells
        for simplex in simplices(tiling, cell)
    )
