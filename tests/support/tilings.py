"""Tilings by the walls of a network, built by cutting faces with Fractions; evidence for the rule `regions`.

A face is the frozenset of its vertices, which are rows of the cone over the domain; cutting with one wall after the
other, it is replaced by its parts on either side. What is claimed is counted from scratch, at points inside the faces.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from math import gcd


def primitive(row):
    common = gcd(*row)
    return tuple(x // common for x in row)


def integral(row):
    row = [Fraction(x) for x in row]
    scale = 1
    for x in row:
        scale *= x.denominator // gcd(scale, x.denominator)
    return primitive([int(x * scale) for x in row])


def walls_of(layers, row):
    """The values of all walls at a point (w > 0) or in a direction (w = 0), and the outputs."""
    walls = []
    return walls, _chain(layers, row[0], [Fraction(x) for x in row[1:]], walls)


def _chain(layers, w, u, walls):
    for layer in layers:
        match layer["type"]:
            case "dense":
                rows = zip(layer["weight"], layer["bias"], strict=True)
                u = [sum((Fraction(a) * x for a, x in zip(row, u, strict=True)), Fraction(b) * w) for row, b in rows]
            case "residual":
                u = [x + y for x, y in zip(u, _chain(layer["layers"], w, u, walls), strict=True)]
            case "maxout":
                walls += [u[i] - u[k] for group in layer["groups"] for i, k in combinations(group, 2)]
                u = [max(u[i] for i in group) for group in layer["groups"]]
            case "clip" | "hard_tanh":
                low, high = Fraction(layer.get("low", -1)) * w, Fraction(layer.get("high", 1)) * w
                walls += [x - low for x in u] + [x - high for x in u]
                u = [min(max(x, low), high) for x in u]
            case kind:
                walls += u
                slope = {"relu": Fraction(0), "abs": Fraction(-1)}.get(kind)
                slope = Fraction(layer["slope"]) if slope is None else slope
                u = [x if x > 0 else slope * x for x in u]
    return u


# -- what to start from: rows of vertices, and sets of faces by dimension ---------------------------------------------


def space(d):
    """R^d: d + 1 simplices, made of the origin and d of the directions e_1, .., e_d, -(1, .., 1)."""
    rows = [(1, *[0] * d), *[tuple([0] + [int(i == j) for j in range(d)]) for i in range(d)], (0, *[-1] * d)]
    everything = range(d + 2)
    faces = [{frozenset(c) for c in combinations(everything, k + 1) if k < d or 0 in c} for k in range(d + 1)]
    return rows, faces


def box(ends):
    d = len(ends)
    rows = [integral([1, *x]) for x in product(*ends)]
    faces = [set() for _ in range(d + 1)]
    for kept in product([0, 1, 2], repeat=d):
        sides = [(lo,) if k == 0 else (hi,) if k == 1 else (lo, hi) for k, (lo, hi) in zip(kept, ends, strict=True)]
        faces[kept.count(2)].add(frozenset(rows.index(integral([1, *x])) for x in product(*sides)))
    return rows, faces


def simplex(points):
    """A simplex with the given points as corners."""
    rows = [integral([1, *p]) for p in points]
    return rows, [{frozenset(c) for c in combinations(range(len(rows)), k + 1)} for k in range(len(rows))]


# -- cutting ----------------------------------------------------------------------------------------------------------


def facets(faces):
    """For every face of dimension k >= 1 the faces of dimension k - 1 in it."""
    result = [{}]
    for k in range(1, len(faces)):
        by_vertex = {}
        for face in faces[k - 1]:
            by_vertex.setdefault(min(face), []).append(face)
        result.append({f: [g for v in f for g in by_vertex.get(v, ()) if g <= f] for f in faces[k]})
    return result


class Tiling:
    """A domain, cut by all walls of a network."""

    def __init__(self, layers, start):
        self.layers = layers
        rows, self.faces = start
        self.rows, self.d = list(rows), len(self.faces) - 1
        self.values = [walls_of(layers, row)[0] for row in rows]
        for n in range(len(self.values[0])):
            self.cut(n)
        self.cells = sorted(self.faces[self.d], key=sorted)

    def cut(self, n):
        """Cut all faces where wall n changes sign; it is linear on every one of them."""
        side = [(v[n] > 0) - (v[n] < 0) for v in self.values]
        new = [set() for _ in self.faces]
        middle = {}
        edges = {}
        for a, b in list(self.faces[1]):
            edges.setdefault(min(a, b), []).append(frozenset((a, b)))
        for k, level in enumerate(self.faces):
            for face in level:
                if not {-1, 1} <= {side[v] for v in face}:
                    new[k].add(face)
                    continue
                if k == 1:
                    middle[face] = {self.between(n, *face)}
                else:
                    middle[face] = {v for v in face if side[v] == 0}
                    for edge in [e for v in face for e in edges.get(v, ()) if e <= face and e in middle]:
                        middle[face] |= middle[edge]
                for sign in (-1, 1):
                    new[k].add(frozenset({v for v in face if side[v] == sign} | middle[face]))
                new[k - 1].add(frozenset(middle[face]))
        self.faces = new

    def between(self, n, a, b):
        """The vertex of an edge on wall n."""
        x, y = abs(self.values[b][n]), abs(self.values[a][n])
        self.rows.append(integral([x * p + y * q for p, q in zip(self.rows[a], self.rows[b], strict=True)]))
        self.values.append(walls_of(self.layers, self.rows[-1])[0])
        return len(self.rows) - 1

    def inside(self, face):
        """A point inside of a face, None if it has directions only."""
        if not any(self.rows[v][0] for v in face):
            return None
        row = [sum(x) for x in zip(*(self.rows[v] for v in face), strict=True)]
        return [Fraction(x, row[0]) for x in row[1:]]

    def evidence(self):
        below = facets(self.faces)
        number = {frozenset([v]): v for v in range(len(self.rows))}
        lists = []
        for k in range(1, self.d + 1):
            ordered = sorted(self.faces[k], key=sorted)
            lists.append([sorted(number[g] for g in below[k][f]) for f in ordered])
            number = {f: i for i, f in enumerate(ordered)}
        return {"vertices": [list(v) for v in self.rows], "faces": lists}

    # -- counted from scratch, at points inside of the faces ----------------------------------------------------------

    def signs(self, point):
        return tuple((h > 0) - (h < 0) for h in walls_of(self.layers, [1, *point])[0])

    def map_on(self, cell):
        """The affine map on a cell, by differences around a point inside."""
        point = self.inside(cell)
        step = Fraction(1)
        while True:
            near = [[x + (step if i == j else 0) for j, x in enumerate(point)] for i in range(self.d)]
            far = [[x - (step if i == j else 0) for j, x in enumerate(point)] for i in range(self.d)]
            if all(self.signs(p) == self.signs(point) for p in near + far):
                break
            step /= 2
        value = walls_of(self.layers, [1, *point])[1]
        slopes = [[(a - b) / step for a, b in zip(walls_of(self.layers, [1, *p])[1], value, strict=True)] for p in near]
        constant = [v - sum(s[m] * x for s, x in zip(slopes, point, strict=True)) for m, v in enumerate(value)]
        return tuple(map(tuple, slopes)), tuple(constant)

    def quantities(self, domain=()):
        """All quantities of the rule; `domain` are the walls of the domain as functions of a point."""
        labels, dimension, patterns, wide = {}, {}, set(), set()
        for k, level in enumerate(self.faces):
            for face in level:
                point = self.inside(face)
                if point is None:
                    continue
                label = (tuple(h(point) > 0 for h in domain), *_label(self.layers, self.signs(point)))
                labels[face] = label
                dimension[label] = max(k, dimension.get(label, 0))
                patterns.add(_pattern(label))
                if k == self.d:
                    wide.add(_pattern(label))
        maps = {cell: self.map_on(cell) for cell in self.cells}
        counts = [0] * (self.d + 1)
        for k in dimension.values():
            counts[k] += 1
        finite = {v for v, row in enumerate(self.rows) if row[0]}
        regions = {}
        for name, meet in (
            ("linear_regions", lambda a, b: a & b in self.faces[self.d - 1]),
            ("linear_regions_contact", lambda a, b: bool(a & b & finite)),
        ):
            regions[name] = _classes(
                {labels[c] for c in self.cells},
                [(labels[a], labels[b]) for a, b in combinations(self.cells, 2) if maps[a] == maps[b] and meet(a, b)],
            )
        return {
            "activation_regions": len(wide), "activation_patterns": len(patterns), "affine_maps": len(set(maps.values())),
            **regions, "faces": counts,
        }  # fmt: skip


def _label(layers, signs):
    """Signs of all walls, those of maxout groups replaced by the units that attain the maximum."""
    signs, result = iter(signs), []
    for layer in _flat(layers):
        kind, width = layer["type"], layer["width"]
        if kind == "maxout":
            for group in layer["groups"]:
                less = set()
                for i, k in combinations(range(len(group)), 2):
                    s = next(signs)
                    less |= {i} if s < 0 else {k} if s > 0 else set()
                result.append(tuple(int(i not in less) for i in range(len(group))))
        else:
            result += [next(signs) for _ in range(2 * width if kind in ("clip", "hard_tanh") else width)]
    return tuple(result), None


def _pattern(label):
    return tuple(s if isinstance(s, tuple) else s > 0 for s in label[1])


def _flat(layers, width=None):
    width = width if width is not None else _inputs(layers)
    for layer in layers:
        match layer["type"]:
            case "dense":
                width = len(layer["bias"])
            case "residual":
                yield from _flat(layer["layers"], width)
            case "maxout":
                yield {**layer, "width": width}
                width = len(layer["groups"])
            case _:
                yield {**layer, "width": width}


def _inputs(layers):
    first = layers[0]
    if first["type"] == "dense":
        return len(first["weight"][0])
    raise ValueError("start with a dense layer")


def _classes(items, pairs):
    classes = {x: {x} for x in items}
    for a, b in pairs:
        if classes[a] is not classes[b]:
            classes[a] |= classes[b]
            for x in classes[b]:
                classes[x] = classes[a]
    return len({id(c) for c in classes.values()})
