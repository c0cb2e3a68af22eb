"""Components and holes of decision regions in the plane, by cutting polygons with Fractions and joining pieces.

Nothing of homology is in here: components are those of a graph of convex pieces, holes are the components of the complement
that do not reach the boundary of the square.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

# A form a x + b y + c is the triple (a, b, c).


def at(form, point):
    return form[0] * point[0] + form[1] * point[1] + form[2]


def combine(row, bias, forms):
    total = [Fraction(0), Fraction(0), Fraction(bias)]
    for weight, form in zip(row, forms, strict=True):
        total = [t + Fraction(weight) * x for t, x in zip(total, form, strict=True)]
    return tuple(total)


def shifted(form, by):
    return (form[0], form[1], form[2] + by)


def clipped(polygon, form):
    """The part of a convex polygon where a form is >= 0; perhaps degenerate, or nothing."""
    result = []
    for i, p in enumerate(polygon):
        q = polygon[(i + 1) % len(polygon)]
        a, b = at(form, p), at(form, q)
        if a >= 0:
            result.append(p)
        if a * b < 0:
            t = a / (a - b)
            result.append((p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])))
    return result


def is_cut(polygon, form):
    values = [at(form, p) for p in polygon]
    return min(values) < 0 < max(values)


def pieces(layers, square):
    """Convex polygons that make up a square, with the affine outputs on each."""
    states = [(square, [(Fraction(1), Fraction(0), Fraction(0)), (Fraction(0), Fraction(1), Fraction(0))])]
    return _push(layers, states)


def _push(layers, states):
    for layer in layers:
        after = []
        for polygon, units in states:
            kind = layer["type"]
            if kind == "dense":
                rows = zip(layer["weight"], layer["bias"], strict=True)
                after.append((polygon, [combine(row, b, units) for row, b in rows]))
            elif kind == "residual":
                # the inner chain is cut alone; what enters is remembered by carrying it along
                inner = [(polygon, units, units)]
                for part, entered, left in _carried(layer["layers"], inner):
                    after.append(
                        (part, [tuple(map(sum, zip(u, v, strict=True))) for u, v in zip(entered, left, strict=True)])
                    )
            else:
                parts = [polygon]
                for wall in _walls(layer, units):
                    parts = [
                        side
                        for part in parts
                        for side in (
                            [clipped(part, wall), clipped(part, tuple(-x for x in wall))]
                            if is_cut(part, wall)
                            else [part]
                        )
                    ]
                after += [(part, _bent(layer, units, _middle(part))) for part in parts]
        states = after
    return states


def _carried(layers, states):
    for layer in layers:
        states = [
            (part, entered, left)
            for polygon, entered, units in states
            for part, left in _push([layer], [(polygon, units)])
        ]
    return states


def _middle(polygon):
    return (sum(p[0] for p in polygon) / len(polygon), sum(p[1] for p in polygon) / len(polygon))


def _walls(layer, units):
    match layer["type"]:
        case "relu" | "leaky_relu" | "abs":
            return list(units)
        case "hard_tanh" | "clip":
            ends = (Fraction(layer.get("low", -1)), Fraction(layer.get("high", 1)))
            return [shifted(u, -t) for t in ends for u in units]
        case "maxout":
            groups = [[units[i] for i in g] for g in layer["groups"]]
            return [tuple(a - b for a, b in zip(u, v, strict=True)) for g in groups for u, v in combinations(g, 2)]
    raise ValueError(layer["type"])


def _bent(layer, units, point):
    zero = Fraction(0)
    match layer["type"]:
        case "relu" | "leaky_relu" | "abs" as kind:
            slope = {"relu": zero, "abs": Fraction(-1)}.get(kind)
            slope = Fraction(layer["slope"]) if slope is None else slope
            return [u if at(u, point) > 0 else tuple(slope * x for x in u) for u in units]
        case "hard_tanh" | "clip":
            low, high = Fraction(layer.get("low", -1)), Fraction(layer.get("high", 1))
            constant = {t: (zero, zero, t) for t in (low, high)}
            return [
                constant[low] if at(u, point) <= low else constant[high] if at(u, point) >= high else u for u in units
            ]
        case "maxout":
            return [max((units[i] for i in group), key=lambda u: at(u, point)) for group in layer["groups"]]
    raise ValueError(layer["type"])


class _Groups:
    def __init__(self):
        self.leader = {}

    def find(self, x):
        self.leader.setdefault(x, x)
        while self.leader[x] != x:
            self.leader[x] = self.leader[self.leader[x]]
            x = self.leader[x]
        return x

    def join(self, items):
        first, *others = [self.find(x) for x in items]
        for other in others:
            self.leader[self.find(other)] = self.find(first)


def components(polygons, sign, closed, half):
    """Components of the points with sign * f >= 0 (closed) or > 0, and how many of them reach the boundary of the square.

    Pieces meet iff they have a common vertex in the set: two polygons meet in a vertex or an edge of both, and on an edge f is
    affine.
    """
    groups, boundary = _Groups(), []
    for polygon, f in polygons:
        form = tuple(sign * x for x in f)
        corners = clipped(polygon, form) if closed else [p for p in polygon if at(form, p) > 0]
        if corners:
            groups.join(corners)
            boundary += [p for p in corners if half in map(abs, p)]
    leaders = {groups.find(x) for x in list(groups.leader)}
    return len(leaders), len({groups.find(p) for p in boundary})


def zero_components(polygons):
    groups = _Groups()
    for polygon, f in polygons:
        corners = clipped(clipped(polygon, f) or [], tuple(-x for x in f)) if polygon else []
        if corners:
            groups.join(corners)
    return len({groups.find(x) for x in list(groups.leader)})


def betti(layers, relation, level, half):
    """beta_0 and beta_1 of {F relation level} in the square [-half, half]^2, by Alexander duality."""
    half = Fraction(half)
    square = [(-half, -half), (half, -half), (half, half), (-half, half)]
    polygons = [(polygon, shifted(units[0], -Fraction(level))) for polygon, units in pieces(layers, square)]
    inner = {
        (sign, closed): (lambda total, outer: (total, total - outer))(*components(polygons, sign, closed, half))
        for sign in (-1, 1)
        for closed in (False, True)
    }
    match relation:
        case "le":
            return inner[-1, True][0], inner[1, False][1]
        case "lt":
            return inner[-1, False][0], inner[1, True][1]
        case "ge":
            return inner[1, True][0], inner[-1, False][1]
        case "gt":
            return inner[1, False][0], inner[-1, True][1]
    return zero_components(polygons), inner[1, False][1] + inner[-1, False][1]


def enough(layers):
    """A half side beyond all points in which two lines of an integer network meet (the level is to be an integer as well)."""
    largest = 1

    def pass_(chain, bound):
        nonlocal largest
        for layer in chain:
            if layer["type"] == "dense":
                bound = max(
                    sum(abs(int(w)) for w in row) * bound + abs(int(b))
                    for row, b in zip(layer["weight"], layer["bias"], strict=True)
                )
            elif layer["type"] == "residual":
                bound += pass_(layer["layers"], bound)
            elif layer["type"] == "leaky_relu":
                bound *= max(1, abs(int(layer["slope"])))
            elif layer["type"] in ("hard_tanh", "clip"):
                bound += max(abs(int(layer.get(end, 1))) for end in ("low", "high"))
            largest = max(largest, bound)
        return bound

    pass_(layers, 1)
    return 2 * (2 * (largest + 10)) ** 2 + 1
