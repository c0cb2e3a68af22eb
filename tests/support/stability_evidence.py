"""Evidence of rule ``stability``, read from the page's words alone: premises and radius.

The cells are those of rule ``betti``.
"""

from __future__ import annotations

import random
from fractions import Fraction

from support.tilings import Tiling, at, walls_of


class Staged(Tiling):
    """The complex of the extended network; failing: the first wall that vanishes at a vertex of the complex before it."""

    def __init__(self, network, claim):
        d, self.failing = network["inputs"], None
        width = len(walls_of(network["layers"], [1, *[0] * d])[1])
        signs = dict(zip(claim["output"], ("1", "-1"), strict=False))
        row, bias = [signs.get(i, "0") for i in range(width)], str(-Fraction(claim["level"]))
        last = [{"type": "dense", "weight": [row], "bias": [bias]}, {"type": "relu"}]
        super().__init__([*network["layers"], *last], claim["domain"], d)

    def cut(self, n, function):
        if function == self.walls and self.failing is None:
            there = {v for face in self.faces[0] for v in face}
            if any(self.values[v][n] == 0 for v in there):
                self.failing = n
        super().cut(n, function)

    def vectors(self):
        """Dimensions and sign vectors of all faces."""
        found = set()
        for k, level in enumerate(self.faces):
            for face in level:
                point = self.inside(face)
                found.add((k, tuple(at(h, point) > 0 for h in self.domain), self.signs(point)))
        return found


def moved(network, radius, seed):
    """The network with all weights and biases moved by the radius, up or down."""
    rng = random.Random(seed)

    def move(value):
        if isinstance(value, list):
            return [move(item) for item in value]
        return str(Fraction(value) + rng.choice([-radius, radius]))

    layers = [
        {**layer, "weight": move(layer["weight"]), "bias": move(layer["bias"])} if layer["type"] == "dense" else layer
        for layer in network["layers"]
    ]
    return {**network, "layers": layers}


def rank(rows):
    """By elimination."""
    rows, found = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(found, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for i in range(found + 1, len(rows)):
            factor = rows[i][column] / rows[found][column]
            rows[i] = [a - factor * b for a, b in zip(rows[i], rows[found], strict=True)]
        found += 1
    return found


def inverse(matrix):
    """By Gauss and Jordan; ZeroDivisionError without one."""
    n = len(matrix)
    rows = [[*row, *(Fraction(i == j) for j in range(n))] for i, row in enumerate(matrix)]
    for c in range(n):
        pivot = next((i for i in range(c, n) if rows[i][c]), c)
        rows[c], rows[pivot] = rows[pivot], rows[c]
        rows[c] = [x / rows[c][c] for x in rows[c]]
        for i in range(n):
            if i != c:
                rows[i] = [a - rows[i][c] * b for a, b in zip(rows[i], rows[c], strict=True)]
    return [row[n:] for row in rows]


def domain_walls(domain):
    if isinstance(domain, dict):
        return [[Fraction(x) for x in row] for row in domain["inequalities"]]
    walls, d = [], len(domain)
    for i, (lo, hi) in enumerate(domain):
        walls.append([-Fraction(lo), *(Fraction(j == i) for j in range(d))])
        walls.append([Fraction(hi), *(-Fraction(j == i) for j in range(d))])
    return walls


def value(form, x):
    return form[0] + sum(a * b for a, b in zip(form[1:], x, strict=True))


def walls_at(network, claim, x, e):
    """For every wall its form and its radii at a vertex; what is on is decided on the way, from the values there."""
    n, walls = 1 + len(x), []
    forms = [[Fraction(j == i) for j in range(n)] for i in range(1, n)]
    radii = [[Fraction(0)] * n for _ in forms]
    for layer in network["layers"]:
        if layer["type"] == "relu":
            walls += zip(forms, radii, strict=True)
            on = [value(f, x) > 0 for f in forms]
            forms = [f if yes else [Fraction(0)] * n for f, yes in zip(forms, on, strict=True)]
            radii = [r if yes else [Fraction(0)] * n for r, yes in zip(radii, on, strict=True)]
            continue
        new_forms, new_radii = [], []
        for weights, bias in zip(layer["weight"], layer["bias"], strict=True):
            weights = [Fraction(w) for w in weights]
            units = list(zip(weights, forms, radii, strict=True))
            new_forms.append([sum(w * f[c] for w, f, _ in units) + Fraction(bias) * (c == 0) for c in range(n)])
            new_radii.append(
                [sum(abs(w) * r[c] + e * (abs(f[c]) + r[c]) for w, f, r in units) + e * (c == 0) for c in range(n)]
            )
        forms, radii = new_forms, new_radii
    first, *second = claim["output"]
    last, size = list(forms[first]), list(radii[first])
    for j in second:
        last = [a - b for a, b in zip(last, forms[j], strict=True)]
        size = [a + b for a, b in zip(size, radii[j], strict=True)]
    last[0] -= Fraction(claim["level"])
    return [*walls, (last, size)]


def points(evidence):
    return [[Fraction(c, w) for c in x] for w, *x in evidence["vertices"]]


def premises(certificate):
    claim, network = certificate["claim"], certificate["subject"]["network"]
    domain = domain_walls(claim["domain"])
    for x in points(certificate["evidence"]):
        zero = sum(value(f, x) == 0 for f, _ in walls_at(network, claim, x, Fraction(0)))
        if zero != len(x) - rank([wall for wall in domain if value(wall, x) == 0]):
            return False
    return True


def radius_holds(certificate, e):
    """Points 1 to 3 of the page at all vertices."""
    claim, network = certificate["claim"], certificate["subject"]["network"]
    return all(_corner_holds(network, claim, x, Fraction(e)) for x in points(certificate["evidence"]))


def _corner_holds(network, claim, x, e):
    d, walls = len(x), walls_at(network, claim, x, e)
    zero = [k for k, (f, _) in enumerate(walls) if value(f, x) == 0]
    system = []
    for wall in domain_walls(claim["domain"]):
        if value(wall, x) == 0 and len(system) < d - len(zero) and rank([*(s[0] for s in system), wall]) > len(system):
            system.append((wall, [Fraction(0)] * (1 + d)))
    system += [walls[k] for k in zero]
    C = inverse([f[1:] for f, _ in system])
    p = [value(r, [abs(c) for c in x]) for _, r in system]
    s = [sum(r[1:]) for _, r in system]
    n = max(sum(abs(C[i][k]) * s[k] for k in range(d)) for i in range(d))
    if n >= 1:
        return False
    t = max(sum(abs(C[i][k]) * p[k] for k in range(d)) for i in range(d)) / (1 - n)
    for f, r in walls[max(zero, default=-1) + 1 :]:
        y = [sum(f[1 + i] * C[i][k] for i in range(d)) for k in range(d)]
        room = value(r, [abs(c) for c in x]) + t * sum(r[1:])
        if abs(value(f, x)) <= room + sum(abs(y[k]) * (p[k] + t * s[k]) for k in range(d)):
            return False
    return True


def check(certificate):
    claim = certificate["claim"]
    assert claim["premises"] == premises(certificate)
    if claim["radius"] is not None:
        assert claim["premises"]
        assert Fraction(claim["radius"]) > 0
        assert radius_holds(certificate, claim["radius"])
