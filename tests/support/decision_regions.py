"""Decision regions cut out by an independent tiling: their Betti numbers by chains of cells, and evidence by chance.

Incidence numbers come from determinants, steps and pivots from a random generator, Smith's forms from Euclid.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from support import networks as net
from support import order_complexes
from support.tilings import Tiling, facets, walls_of

HOLDS = {
    "le": lambda x: x <= 0, "lt": lambda x: x < 0, "ge": lambda x: x >= 0, "gt": lambda x: x > 0, "eq": lambda x: x == 0
}  # fmt: skip


def width_of(layers, width):
    for layer in layers:
        width = {"dense": len(layer.get("bias", ())), "maxout": len(layer.get("groups", ()))}.get(layer["type"], width)
    return width


class Region:
    """The points of a domain where F - c is of a certain kind, as faces of a tiling."""

    def __init__(self, network, domain, output, kind, level):
        self.d, self.kind = network["inputs"], kind
        row = [0] * width_of(network["layers"], self.d)
        for i, sign in zip(output, (1, -1), strict=False):
            row[i] = sign
        self.network = network["layers"]
        self.layers = [*self.network, net.dense([row], [-Fraction(level)]), net.RELU]
        self.tiling = Tiling(self.layers, domain, self.d)

    def above(self, point):
        """F - c at a point."""
        return walls_of(self.layers, [1, *point])[0][-1]

    def cells(self):
        faces = [face for level in self.tiling.faces for face in level]
        points = [(face, self.tiling.inside(face)) for face in faces]
        return [face for face, point in points if point is not None and HOLDS[self.kind](self.above(point))]

    def betti(self):
        return list(order_complexes.betti(self.cells(), self.d))

    def bounded_components(self):
        left, count = set(self.cells()), 0
        while left:
            component, queue = set(), [left.pop()]
            while queue:
                cell = queue.pop()
                component.add(cell)
                near = {other for other in left if cell < other or other < cell}
                left -= near
                queue += near
            count += all(self.tiling.rows[v][0] for cell in component for v in cell)
        return count

    def transversal(self):
        """Whether no set of points with one label lies in F = c. Without a maxout layer labels are signs of walls."""
        labels = {}
        for level in self.tiling.faces:
            for point in filter(None, map(self.tiling.inside, level)):
                *signs, last = self.tiling.signs(point)
                labels.setdefault(tuple(signs), set()).add(last)
        return all(found != {0} for found in labels.values())

    def evidence(self, rng):
        return Evidence(self, rng).document


def det(rows):
    if not rows:
        return 1
    return sum((-1) ** j * x * det([row[:j] + row[j + 1 :] for row in rows[1:]]) for j, x in enumerate(rows[0]) if x)


def minor(rows, size):
    """The first columns on which the rows are independent."""
    return next((c for c in combinations(range(size), len(rows)) if det([[r[i] for i in c] for r in rows])), None)


class Evidence:
    def __init__(self, region, rng):
        self.region, self.rng, self.d = region, rng, region.d
        tiling = region.tiling
        self.below = facets(tiling.faces)
        order = [sorted(level, key=sorted) for level in tiling.faces]
        for level in order:
            rng.shuffle(level)
        self.number = [{face: i for i, face in enumerate(level)} for level in order]
        for level in self.below:
            for face in level:
                rng.shuffle(level[face])
        self.rows = {v: list(tiling.rows[v]) for (v,) in order[0]}
        self.orient(order)
        self.find_members(order)
        steps = self.add_members()
        self.document = {
            "vertices": [self.rows[v] for v, in order[0]],
            "faces": [[[self.number[k - 1][g] for g in self.below[k][f]] for f in order[k]] for k in range(1, self.d + 1)],
            "steps": steps, "smith": [self.smith(n) for n in range(1, self.d + 1)],
        }  # fmt: skip

    def orient(self, order):
        """[F:G] is the sign of a vertex of F before a basis of G, in a basis of F that makes the first number right."""
        basis = {face: [self.rows[v] for v in face] for face in order[0]}
        self.sign = {}
        for k in range(1, self.d + 1):
            for face in order[k]:
                found, columns, own = {}, None, None
                for facet in self.below[k][face]:
                    for v in sorted(face - facet)[:1]:
                        here = [self.rows[v], *basis[facet]]
                        columns, own = (columns, own) if columns else (minor(here, self.d + 1), here)
                        found[facet] = 1 if det([[r[i] for i in columns] for r in here]) > 0 else -1
                unit = -found[self.below[k][face][0]] if k == 1 else found[self.below[k][face][0]]
                for facet in found:
                    self.sign[face, facet] = found[facet] * unit
                flip = det([[r[i] for i in columns] for r in own]) * unit < 0
                basis[face] = [own[1], own[0], *own[2:]] if flip else own

    def find_members(self, order):
        tiling, kind, d = self.region.tiling, self.region.kind, self.d
        closed = kind in ("le", "ge", "eq")
        above = {v: tiling.values[v][-1] for v in self.rows}
        cells_at = {face: sum(face <= cell for cell in tiling.cells) for face in order[d - 1]}
        self.dimension, self.boundary = {}, {}
        for k, level in enumerate(order):
            for face in level:
                if closed:
                    member = all(HOLDS[kind](above[v]) and self.rows[v][0] for v in face)
                else:
                    inner = not any(face <= g for g in order[d - 1] if cells_at[g] == 1)
                    member = inner and any(HOLDS[kind](above[v]) for v in face)
                if member:
                    self.dimension[face] = k
        self.closed = closed
        self.degree = {face: k if closed else d - k for face, k in self.dimension.items()}
        self.boundary = {face: {} for face in self.degree}
        for (face, facet), sign in self.sign.items():
            if face in self.degree and facet in self.degree:
                high, low = (face, facet) if closed else (facet, face)
                self.boundary[high][low] = sign

    def add_members(self):
        greed = self.rng.choice([0, 0.3, 1])
        steps, self.r = [], {}
        self.critical = [[] for _ in range(self.d + 1)]
        left = set(self.degree)
        while left:
            ready = sorted((a for a in left if self.boundary[a].keys() <= self.r.keys()), key=sorted)
            pairs = [(a, b) for a in ready for b in left if a in self.boundary[b]
                     and self.boundary[b].keys() - {a} <= self.r.keys()]  # fmt: skip
            pairs.sort(key=lambda pair: (sorted(pair[0]), sorted(pair[1])))
            if pairs and self.rng.random() < greed:
                a, b = self.rng.choice(pairs)
                rest = {other: sign for other, sign in self.boundary[b].items() if other != a}
                self.r[a] = {g: -self.boundary[b][a] * x for g, x in self.reduce(rest).items()}
                self.r[b] = {}
                high, low = (b, a) if self.closed else (a, b)
                k = self.dimension[high]
                steps.append([k, self.number[k][high], self.number[k - 1][low]])
                left -= {a, b}
            else:
                a = self.rng.choice(ready)
                self.r[a] = {a: 1}
                self.critical[self.degree[a]].append(a)
                steps.append([self.dimension[a], self.number[self.dimension[a]][a]])
                left.remove(a)
        return steps

    def reduce(self, terms):
        total = {}
        for other, sign in terms.items():
            for g, x in self.r[other].items():
                total[g] = total.get(g, 0) + sign * x
        return total

    def smith(self, n):
        columns = [self.reduce(self.boundary[x]) for x in self.critical[n]]
        return smith([[c.get(g, 0) for c in columns] for g in self.critical[n - 1]], self.rng)


def smith(matrix, rng):
    """Some pivots, and the rest by row and column operations."""
    matrix, pivots = [list(row) for row in matrix], []
    while True:
        units = [(i, j) for i, row in enumerate(matrix) for j, x in enumerate(row) if abs(x) == 1]
        if not units or rng.random() < 0.1:
            break
        i, j = rng.choice(units)
        pivots.append([i, j])
        for row in [row for m, row in enumerate(matrix) if m != i]:
            factor = row[j] * matrix[i][j]
            row[:] = [x - factor * y for x, y in zip(row, matrix[i], strict=True)]
            row[j] = 0
        matrix[i] = [0] * len(matrix[i])
    rows = [row for row in matrix if any(row)]
    columns = [c for c in zip(*rows, strict=True) if any(c)]
    if not rows:
        return {"pivots": pivots, "rest": None}
    return {"pivots": pivots, "rest": diagonalise([list(row) for row in zip(*columns, strict=True)])}


def unit(n):
    return [[int(i == j) for j in range(n)] for i in range(n)]


def transposed(matrix):
    return [list(row) for row in zip(*matrix, strict=True)]


def diagonalise(m):
    """P M Q diagonal, each entry dividing the next, with the inverses of P and Q."""
    p, q = len(m), len(m[0])
    left, left_inverse, right, right_inverse = unit(p), unit(p), unit(q), unit(q)

    def add(rows, inverse, matrix, i, j, factor):
        """Row i += factor * row j; and what undoes it, on the columns of the inverse."""
        for a in (rows, matrix):
            a[i] = [x + factor * y for x, y in zip(a[i], a[j], strict=True)]
        for row in inverse:
            row[j] -= factor * row[i]

    def on_columns(i, j, factor):
        nonlocal m, right, right_inverse
        m, right, inverse = transposed(m), transposed(right), transposed(right_inverse)
        add(right, inverse, m, i, j, factor)
        m, right, right_inverse = transposed(m), transposed(right), transposed(inverse)

    for t in range(min(p, q)):
        while True:
            left_over = [(abs(m[i][j]), i, j) for i in range(t, p) for j in range(t, q) if m[i][j]]
            if not left_over:
                break
            _, i, j = min(left_over)
            # The least entry goes to (t, t); as it is added to zeros or to multiples, it stays the least.
            if i != t:
                add(left, left_inverse, m, t, i, 1 - m[t][j] // m[i][j])
                add(left, left_inverse, m, i, t, -(m[i][j] // m[t][j]))
            if j != t:
                on_columns(t, j, 1 - m[t][t] // m[t][j])
                on_columns(j, t, -(m[t][j] // m[t][t]) if m[t][t] else 0)
            if not m[t][t]:
                continue
            for i in range(t + 1, p):
                add(left, left_inverse, m, i, t, -(m[i][t] // m[t][t]))
            for j in range(t + 1, q):
                on_columns(j, t, -(m[t][j] // m[t][t]))
            if any(m[i][t] for i in range(t + 1, p)) or any(m[t][t + 1 :]):
                continue
            odd = next((i for i in range(t + 1, p) for x in m[i] if x % m[t][t]), None)
            if odd is None:
                break
            add(left, left_inverse, m, t, odd, 1)
    return {"left": left, "left_inverse": left_inverse, "right": right, "right_inverse": right_inverse}
