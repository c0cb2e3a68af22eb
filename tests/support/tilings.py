"""Tilings by the walls of a network, built by cutting faces with Fractions; evidence for the rule `regions`.

A face is the frozenset of its vertices, which are rows of the cone over the domain; cutting with one wall after the
other, it is replaced by its parts on either side. What is claimed is counted from scratch, at points inside the faces.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations, pairwise, product
from math import gcd

from support.region_bounds import rank

FAR = 10**4


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


def solve(rows, right):
    """A solution of linear equations, None if there is none or more than one."""
    work = [[*map(Fraction, row), Fraction(r)] for row, r in zip(rows, right, strict=True)]
    size = len(rows[0]) if rows else 0
    for i in range(size):
        pivot = next((r for r in work[i:] if r[i]), None)
        if pivot is None:
            return None
        work.remove(pivot)
        work = [[x - r[i] / pivot[i] * y for x, y in zip(r, pivot, strict=True)] for r in work]
        work.insert(i, [x / pivot[i] for x in pivot])
    return None if any(r[-1] for r in work[size:]) else [r[-1] for r in work[:size]]


def domain_walls(domain, d):
    """The rows [b, a_1, .., a_d] of a domain, as a claim gives it."""
    if domain == "all":
        return []
    if isinstance(domain, dict):
        return [list(map(Fraction, row)) for row in domain["inequalities"]]
    rows = []
    for i, (lo, hi) in enumerate(domain, 1):
        for end, sign in ((lo, 1), (hi, -1)):
            rows.append([-sign * Fraction(end), *[sign * int(j == i) for j in range(1, d + 1)]])
    return rows


def at(form, point):
    return form[0] + sum(a * x for a, x in zip(form[1:], point, strict=True))


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

    def __init__(self, layers, domain, d):
        self.layers, self.domain = layers, domain_walls(domain, d)
        polytope = isinstance(domain, dict)
        sides = [(-FAR, FAR)] * d if polytope else domain
        self.rows, self.faces = space(d) if domain == "all" else box([tuple(map(Fraction, side)) for side in sides])
        self.d, self.values = d, []
        if polytope:
            # Cut it out of a large box, which unbounded ones are taken to fill.
            self.values = [self.inequalities(row) for row in self.rows]
            for n in range(len(self.domain)):
                self.cut(n, self.inequalities)
            outside = {v for v, values in enumerate(self.values) if min(values) < 0}
            self.faces = [{face for face in level if not face & outside} for level in self.faces]
        self.values = [self.walls(row) for row in self.rows]
        for n in range(len(self.values[0])):
            self.cut(n, self.walls)
        self.cells = sorted(self.faces[self.d], key=sorted)

    def inequalities(self, row):
        return [sum(a * x for a, x in zip(wall, row, strict=True)) for wall in self.domain]

    def walls(self, row):
        return walls_of(self.layers, row)[0]

    def cut(self, n, function):
        """Cut all faces where wall n of a function changes sign; it is linear on every one of them."""
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
                    middle[face] = {self.between(n, function, *face)}
                else:
                    middle[face] = {v for v in face if side[v] == 0}
                    for edge in [e for v in face for e in edges.get(v, ()) if e <= face and e in middle]:
                        middle[face] |= middle[edge]
                for sign in (-1, 1):
                    new[k].add(frozenset({v for v in face if side[v] == sign} | middle[face]))
                new[k - 1].add(frozenset(middle[face]))
        self.faces = new

    def between(self, n, function, a, b):
        """The vertex of an edge on wall n."""
        x, y = abs(self.values[b][n]), abs(self.values[a][n])
        self.rows.append(integral([x * p + y * q for p, q in zip(self.rows[a], self.rows[b], strict=True)]))
        self.values.append(function(self.rows[-1]))
        return len(self.rows) - 1

    def inside(self, face):
        """A point inside of a face, None if it has directions only."""
        if not any(self.rows[v][0] for v in face):
            return None
        row = [sum(x) for x in zip(*(self.rows[v] for v in face), strict=True)]
        return [Fraction(x, row[0]) for x in row[1:]]

    def evidence(self):
        below = facets(self.faces)
        used = sorted(min(v) for v in self.faces[0])
        number = {frozenset([v]): i for i, v in enumerate(used)}
        lists = []
        for k in range(1, self.d + 1):
            ordered = sorted(self.faces[k], key=sorted)
            lists.append([sorted(number[g] for g in below[k][f]) for f in ordered])
            number = {f: i for i, f in enumerate(ordered)}
        return {"vertices": [list(self.rows[v]) for v in used], "faces": lists}

    # -- counted from scratch, at points inside of the faces ----------------------------------------------------------

    def signs(self, point):
        return tuple((h > 0) - (h < 0) for h in walls_of(self.layers, [1, *point])[0])

    def around(self, cell):
        """A point inside a cell, points beside it in the same cell, a step along every axis away, and the step."""
        point = self.inside(cell)
        step, signs = Fraction(1), self.signs(point)
        while True:
            near, far = (
                [[x + s * step * (i == j) for j, x in enumerate(point)] for i in range(self.d)] for s in (1, -1)
            )
            if all(self.signs(p) == signs for p in near + far):
                return point, near, step
            step /= 2

    def ranks(self, cell):
        """The ranks of the Jacobian matrices on a cell after 1, 2, .. layers, by differences."""
        point, near, _ = self.around(cell)
        found = []
        for last in range(1, len(self.layers) + 1):
            here, *there = (walls_of(self.layers[:last], [1, *p])[1] for p in (point, *near))
            found.append(rank([[x - y for x, y in zip(image, here, strict=True)] for image in there]))
        return tuple(found)

    def forms(self, cell):
        """The walls and the outputs on a cell, as forms, by differences around a point inside."""
        point, near, step = self.around(cell)

        def form(here, *there):
            slopes = [(x - here) / step for x in there]
            return (here - sum(s * x for s, x in zip(slopes, point, strict=True)), *slopes)

        values = [walls_of(self.layers, [1, *p]) for p in (point, *near)]
        return tuple(tuple(form(*x) for x in zip(*(v[part] for v in values), strict=True)) for part in (0, 1))

    def quantities(self):
        """All quantities of the rule."""
        labels, dimension, patterns, wide = {}, {}, set(), set()
        for k, level in enumerate(self.faces):
            for face in level:
                point = self.inside(face)
                if point is None:
                    continue
                label = (tuple(at(h, point) > 0 for h in self.domain), *_label(self.layers, self.d, self.signs(point)))
                labels[face] = label
                dimension[label] = max(k, dimension.get(label, 0))
                patterns.add(_pattern(label))
                if k == self.d:
                    wide.add(_pattern(label))
        ranks = {_pattern(labels[cell]): self.ranks(cell) for cell in self.cells}
        maps = {cell: self.forms(cell)[1] for cell in self.cells}
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
            "jacobian_ranks": [sorted(map(list, Counter(column).items())) for column in zip(*ranks.values(), strict=True)],
            "rank_increase": max((b - a for r in ranks.values() for a, b in pairwise((self.d, *r))), default=None),
        }  # fmt: skip


def tree(tiling):
    """Evidence by cases; the multipliers are found among all small sets of conditions."""
    cells = [(tiling.signs(tiling.inside(c)), c) for c in tiling.cells]
    nodes = []

    def decide(cells, n, conditions):
        if n == len(cells[0][0]):
            # Cells of several parts may have the same signs.
            nodes.append({"point": list(map(str, tiling.inside(cells[0][1])))})
            return
        signs = {s[n] for s, _ in cells}
        form = tiling.forms(cells[0][1])[0][n]
        if {-1, 1} <= signs:
            nodes.append("split")
            for sign in (-1, 1):
                decide([c for c in cells if c[0][n] == sign], n + 1, [*conditions, [sign * x for x in form]])
            return
        sign = 1 if 1 in signs else -1
        found = multipliers([sign * x for x in form], conditions)
        nodes.append({"sign": "+" if sign > 0 else "-", "multipliers": [[i, str(y)] for i, y in found]})
        decide(cells, n + 1, conditions)

    decide(cells, 0, tiling.domain)
    return {"tree": nodes}


def multipliers(form, conditions):
    """Numbers y_i > 0 with form = constant + sum of y_i conditions[i], the constant not negative."""
    for size in range(len(form)):
        for chosen in combinations(range(len(conditions)), size):
            columns = list(zip(*(conditions[i][1:] for i in chosen), strict=True)) or [()] * (len(form) - 1)
            y = solve(columns, form[1:]) if chosen else ([] if not any(form[1:]) else None)
            if y is None or min(y, default=1) <= 0:
                continue
            if form[0] >= sum(m * conditions[i][0] for m, i in zip(y, chosen, strict=True)):
                return list(zip(chosen, y, strict=True))
    raise ValueError("the form changes sign")


def _label(layers, d, signs):
    """Signs of all walls, those of maxout groups replaced by the units that attain the maximum."""
    signs, result = iter(signs), []
    for layer in _flat(layers, d):
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


def _flat(layers, width):
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


def _classes(items, pairs):
    classes = {x: {x} for x in items}
    for a, b in pairs:
        if classes[a] is not classes[b]:
            classes[a] |= classes[b]
            for x in classes[b]:
                classes[x] = classes[a]
    return len({id(c) for c in classes.values()})
