"""Rule ``image_betti`` as docs/layers.md states it, from section 2 on, in the simplest way. It knows nothing of the producer.

Each function raises AssertionError with the step that fails.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import comb

from support import betti_evidence as homology
from support.betti_evidence import require
from support.tilings import walls_of

MOST_PIECES, MOST_SETS = 5_000, 5_000_000


def check(document):
    """Check a certificate, but for the tiling and the form."""
    claim, network, evidence = document["claim"], document["subject"]["network"], document["evidence"]
    region = _Region(claim, network, evidence)
    require(len(evidence["images"]) == len(claim["layers"]), "evidence")
    for row, shown in zip(claim["layers"], evidence["images"], strict=True):
        betti, torsion = _image(region, row["layer"], shown)
        require(row["betti"] == betti, "betti")
        require(row["torsion"] == torsion, "torsion")
        require(row["euler"] == sum((-1) ** k * b for k, b in enumerate(betti)), "euler")


class _Region:
    def __init__(self, claim, network, evidence):
        self.domain, self.layers = claim["domain"], network["layers"]
        self.inputs = network["inputs"]
        self.extended = homology.extended(network, claim["output"], claim["level"])["layers"]
        self.rows = evidence["vertices"]
        self.points = [[Fraction(x, w) for x in xs] for w, *xs in self.rows]
        faces = [None, *evidence["faces"]]
        self.corners = homology._corners(len(self.rows), faces)
        self.signs = [self.mark(point) for point in self.points]
        levels = [signs[-1] for signs in self.signs]
        members = homology._members(claim["set"], self.rows, levels, faces, self.corners, self.inputs)
        self.maximal = {
            (k, i)
            for k, level in enumerate(members)
            for i in level
            if k == self.inputs or not any(i in faces[k + 1][j] for j in members[k + 1])
        }

    def mark(self, point):
        """Signs at all domain walls and all walls of the extended network."""
        values = [Fraction(b) + sum(Fraction(p) * x for p, x in zip(a, point, strict=True)) for b, *a in self._rows()]
        walls, _ = walls_of(self.extended, [1, *point])
        return [homology._sign(x) for x in (*values, *walls)]

    def _rows(self):
        if isinstance(self.domain, dict):
            return self.domain["inequalities"]
        unit = [[int(i == j) for j in range(self.inputs)] for i in range(self.inputs)]
        low = [[-Fraction(lo), *e] for (lo, _), e in zip(self.domain, unit, strict=True)]
        return low + [[Fraction(hi), *(-x for x in e)] for (_, hi), e in zip(self.domain, unit, strict=True)]

    def contains(self, face, point):
        k, i = face
        own = [self.signs[v] for v in self.corners[k][i]]
        union = [{s for s in column if s} for column in zip(*own, strict=True)]
        return all(s == 0 or s in allowed for s, allowed in zip(self.mark(point), union, strict=True))


def _image(region, layer, shown):
    def after(point):
        return tuple(walls_of(region.layers[:layer], [1, *point])[1])

    images = [after(point) for point in region.points]
    width = len(images[0])
    entries = min(region.inputs + 1, width)
    pieces = [tuple(pair) for pair in shown["pieces"]]
    inside = [tuple(triple) for triple in shown["inside"]]
    placed = pieces + [(k, i) for k, i, _ in inside]
    require(len(pieces) <= MOST_PIECES, "pieces")
    require(len(set(placed)) == len(placed) and set(placed) == region.maximal, "pieces")
    corners = [{images[v] for v in region.corners[k][i]} for k, i in pieces]
    lying = {}
    for c, own in enumerate(corners):
        for y in own:
            lying.setdefault(y, set()).add(c)
    for c, texts in shown["points"]:
        point = [Fraction(x) for x in texts]
        require(len(point) == region.inputs and region.contains(pieces[c], point), "points")
        lying.setdefault(after(point), set()).add(c)
    for k, i, c in inside:
        require(all(c in lying.get(images[v], ()) for v in region.corners[k][i]), "inside")
    if not pieces:
        require(not any(shown.values()), "steps")
        return [0] * entries, [[] for _ in range(entries)]
    dimension = max(_rank([[1, *y] for y in own]) for own in corners) - 1
    top = min(dimension + 1, width)
    simplices = _nerve(corners, {frozenset(at) for at in lying.values()}, _apart(shown["apart"], corners, width), top)
    betti, torsion = _homology(simplices, shown["steps"], shown["smith"], top)
    return betti + [0] * (entries - top), torsion + [[]] * (entries - top)


def _rank(rows):
    rank, rows = 0, [[Fraction(x) for x in row] for row in rows]
    for j in range(len(rows[0])):
        pivot = next((row for row in rows if row[j]), None)
        if pivot is None:
            continue
        rank += 1
        rows = [
            [x - row[j] / pivot[j] * p for x, p in zip(row, pivot, strict=True)] for row in rows if row is not pivot
        ]
    return rank


def _apart(shown, corners, width):
    found = set()
    for chosen, vectors in shown:
        require(sorted(set(chosen)) == chosen and len(vectors) == len(chosen) - 1 >= 1, "apart")
        require(all(len(vector) == width for vector in vectors), "apart")
        all_vectors = [*vectors, [-sum(column) for column in zip(*vectors, strict=True)]]
        least = [
            min(sum(a * b for a, b in zip(vector, y, strict=True)) for y in corners[c])
            for c, vector in zip(chosen, all_vectors, strict=True)
        ]
        require(sum(least) > 0, "apart")
        found.add(tuple(chosen))
    return found


def _nerve(corners, meetings, apart, top):
    require(sum(comb(len(at), s) for at in meetings for s in range(1, top + 2)) <= MOST_SETS, "nerve")
    levels = [{simplex for at in meetings for simplex in combinations(sorted(at), k + 1)} for k in range(top + 1)]
    for pair in combinations(range(len(corners)), 2):
        require(pair in levels[1] or pair in apart or _boxes_apart(*(corners[c] for c in pair)), "nerve")
    for k in range(2, top + 1):
        for simplex in levels[k - 1]:
            for last in range(simplex[-1] + 1, len(corners)):
                larger = (*simplex, last)
                if all(facet in levels[k - 1] for facet in combinations(larger, k)):
                    require(larger in levels[k] or larger in apart, "nerve")
    return [sorted(level) for level in levels]


def _boxes_apart(one, other):
    sides = zip(zip(*one, strict=True), zip(*other, strict=True), strict=True)
    return any(max(a) < min(b) or max(b) < min(a) for a, b in sides)


def _homology(simplices, steps, smith, top):
    numbers = [{simplex: i for i, simplex in enumerate(level)} for level in simplices]
    faces = [None]
    boundary = {(0, i): {} for i in range(len(simplices[0]))}
    for k in range(1, top + 1):
        level = []
        for i, simplex in enumerate(simplices[k]):
            facets = [numbers[k - 1][simplex[:j] + simplex[j + 1 :]] for j in range(k + 1)]
            boundary[k, i] = {(k - 1, g): (-1) ** j for j, g in enumerate(facets)}
            level.append(facets)
        faces.append(level)
    members = [set(range(len(level))) for level in simplices]
    critical, partner = homology._replay("le", steps, members, boundary, faces, top)
    require(len(smith) == top, "pivots")
    return homology.conclude_skeleton(smith, critical, partner, boundary, top)
