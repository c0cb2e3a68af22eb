"""The page docs/criteria.md in the simplest way, with Fractions: simplices, distances, sizes. It knows nothing of the producer.

Each function raises AssertionError with the step that fails. Points 1 to 7 of evidence by cells are not looked at here.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, factorial, floor

from support.tilings import walls_of


def require(holds, step):
    if not holds:
        raise AssertionError(step)


def sign(x):
    return (x > 0) - (x < 0)


class Cells:
    """Evidence by cells in a box or polytope, with walls(row) the walls of what it is about at a vertex."""

    def __init__(self, evidence, domain, walls):
        self.rows = evidence["vertices"]
        self.faces = [None, *evidence["faces"]]
        self.d = len(self.faces) - 1
        self.signs = [tuple(map(sign, [*domain_walls(domain, row), *walls(row)])) for row in self.rows]

    def vertices(self, k, i):
        if k == 0:
            return {i}
        return set().union(*(self.vertices(k - 1, j) for j in self.faces[k][i]))

    def mark(self, k, i):
        columns = zip(*(self.signs[v] for v in self.vertices(k, i)), strict=True)
        return tuple(frozenset(column) - {0} for column in columns)

    def check_marks(self):
        marks = [self.mark(0, v) for v in range(len(self.rows))]
        marks += [self.mark(k, i) for k in range(1, self.d + 1) for i in range(len(self.faces[k]))]
        require(len(set(marks)) == len(marks), "cells")

    def simplices(self, k, i):
        if k == 0:
            return [[i]]
        lowest = min(self.vertices(k, i))
        return [
            [lowest, *simplex]
            for j in self.faces[k][i]
            if lowest not in self.vertices(k - 1, j)
            for simplex in self.simplices(k - 1, j)
        ]

    def volume(self, simplex):
        rows = [[Fraction(x, self.rows[v][0]) for x in self.rows[v]] for v in simplex]
        return abs(determinant(rows)) / factorial(self.d)


def domain_walls(domain, row):
    if isinstance(domain, dict):
        return [sum(Fraction(c) * x for c, x in zip(form, row, strict=True)) for form in domain["inequalities"]]
    ends = [(Fraction(lo), Fraction(hi)) for lo, hi in domain]
    return [s for (lo, hi), x in zip(ends, row[1:], strict=True) for s in (x - lo * row[0], hi * row[0] - x)]


def determinant(rows):
    if not rows:
        return Fraction(1)
    first = rows[0]
    minors = ([[x for j, x in enumerate(row) if j != i] for row in rows[1:]] for i in range(len(first)))
    return sum((-1) ** i * x * determinant(minor) for i, (x, minor) in enumerate(zip(first, minors, strict=True)) if x)


def check_distance(document):
    """A certificate of rule `distance` for several inputs."""
    claim, subject, evidence = document["claim"], document["subject"], document["evidence"]
    nets = [subject[key]["network"]["layers"] for key in ("first", "second")]

    def look(row):
        (walls, f), (more, g) = (walls_of(layers, row) for layers in nets)
        i, j = claim["outputs"]
        return [*walls, *more, f[i] - g[j]]

    cells = Cells(evidence, claim["domain"], look)
    cells.check_marks()
    gaps = [abs(look(row)[-1]) / row[0] for row in cells.rows]
    if claim["norm"] == "linf":
        require(Fraction(claim["value"]) == max(gaps), "value")
        return
    terms = [
        cells.volume(s) * sum(gaps[v] for v in s) / len(s)
        for i in range(len(cells.faces[-1]))
        for s in cells.simplices(cells.d, i)
    ]
    value = claim["value"]
    if not isinstance(value, dict):
        require("precision" not in evidence and Fraction(value) == sum(terms), "value")
        return
    scale = 2 ** evidence["precision"]
    require(scale * Fraction(value["lower"]) <= sum(floor(scale * t) for t in terms), "value")
    require(sum(ceil(scale * t) for t in terms) <= scale * Fraction(value["upper"]), "value")


def volumes_of_cells(document):
    """Of a certificate of rule `regions` on a bounded domain."""
    layers, domain = document["subject"]["network"]["layers"], document["claim"]["domain"]
    cells = Cells(document["evidence"], domain, lambda row: walls_of(layers, row)[0])
    cells.check_marks()
    return [sum(map(cells.volume, cells.simplices(cells.d, i))) for i in range(len(cells.faces[-1]))]
