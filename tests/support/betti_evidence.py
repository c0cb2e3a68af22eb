"""Rule ``betti`` as docs/topology.md states it, from section 1.8 on, in the simplest way. It knows nothing of the producer.

Each function raises AssertionError with the step that fails.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from support import networks as net
from support.tilings import walls_of

ALLOWED = {"le": (-1, 0), "lt": (-1,), "ge": (0, 1), "gt": (1,), "eq": (0,)}


def require(holds, step):
    if not holds:
        raise AssertionError(step)


def check(document):
    """Check a certificate, but for the tiling and the form."""
    claim, subject = document["claim"], document["subject"]["network"]
    betti, torsion = homology(claim, subject, document["evidence"])
    require(claim["betti"] == betti, "betti")
    require(claim["torsion"] == torsion, "torsion")
    require(claim["euler"] == sum((-1) ** k * b for k, b in enumerate(betti)), "euler")


def extended(network, output, level):
    """The network followed by relu(F - c)."""
    width = network["inputs"]
    for layer in network["layers"]:
        width = {"dense": len(layer.get("weight", ())), "maxout": len(layer.get("groups", ()))}.get(
            layer["type"], width
        )
    row = [0] * width
    for i, sign in zip(output, (1, -1), strict=False):
        row[i] += sign
    last = net.dense([row], [-Fraction(level)])
    return {**network, "layers": [*network["layers"], last, net.RELU]}


def homology(claim, network, evidence):
    """Betti numbers and torsion that the evidence proves (its cells are checked elsewhere)."""
    d = network["inputs"]
    layers = extended(network, claim["output"], claim["level"])["layers"]
    rows, faces = evidence["vertices"], [None, *evidence["faces"]]
    walls = [walls_of(layers, row)[0] for row in rows]
    corners = _corners(len(rows), faces)
    _check_marks(claim["domain"], rows, walls, corners)
    incidence = _incidence(faces)
    members = _members(claim["set"], rows, [_sign(w[-1]) for w in walls], faces, corners, d)
    boundary = _boundaries(claim["set"], faces, incidence, members, d)
    critical, partner = _replay(claim["set"], evidence["steps"], members, boundary, faces, d)
    return _conclude(evidence["smith"], critical, partner, boundary, d)


def _sign(x):
    return (x > 0) - (x < 0)


def _corners(count, faces):
    found = [[frozenset([i]) for i in range(count)]]
    for level in faces[1:]:
        found.append([frozenset().union(*(found[-1][i] for i in face)) for face in level])
    return found


def _check_marks(domain, rows, walls, corners):
    seen = set()
    for level in corners:
        for face in level:
            mark = {(i, _sign(w)) for v in face for i, w in enumerate(walls[v]) if w}
            for v in face:
                w, *x = rows[v]
                if domain == "all":
                    x = [0, *x]
                    mark |= {("fan", i) for i in range(len(x)) if x[i] > min(x)} | ({"finite"} if w else set())
                elif isinstance(domain, dict):
                    for i, (b, *a) in enumerate(domain["inequalities"]):
                        if Fraction(b) * w + sum(Fraction(p) * q for p, q in zip(a, x, strict=True)) > 0:
                            mark.add(("domain", i))
                else:
                    for i, (lo, hi) in enumerate(domain):
                        mark |= {("low", i)} if x[i] > Fraction(lo) * w else set()
                        mark |= {("high", i)} if x[i] < Fraction(hi) * w else set()
            mark = frozenset(mark)
            require(mark not in seen, "cells")
            seen.add(mark)


def _incidence(faces):
    """incidence[k][F][G]"""
    found = [None, [{a: -1, b: 1} for a, b in faces[1]]]
    for k in range(2, len(faces)):
        level = []
        for face in faces[k]:
            signs, waiting = {face[0]: 1}, [face[0]]
            while waiting:
                g = waiting.pop()
                for h in faces[k - 1][g]:
                    around = [f for f in face if h in faces[k - 1][f]]
                    require(len(around) == 2, "boundary")
                    (other,) = [f for f in around if f != g]
                    sign = -signs[g] * found[k - 1][g][h] * found[k - 1][other][h]
                    require(signs.get(other, sign) == sign, "boundary")
                    if other not in signs:
                        signs[other] = sign
                        waiting.append(other)
            require(len(signs) == len(face), "boundary")
            level.append(signs)
        found.append(level)
    return found


def _members(relation, rows, level_signs, faces, corners, d):
    if relation in ("le", "ge", "eq"):
        good = {i for i, row in enumerate(rows) if row[0] > 0 and level_signs[i] in ALLOWED[relation]}
        return [{i for i, face in enumerate(level) if face <= good} for level in corners]
    strict = {i for i, s in enumerate(level_signs) if s in ALLOWED[relation]}
    cells = [set() for _ in corners[d - 1]]
    for i, face in enumerate(faces[d]):
        for g in face:
            cells[g].add(i)
    outer = [set() for _ in corners]
    outer[d - 1] = {g for g, around in enumerate(cells) if len(around) == 1}
    for k in range(d - 1, 0, -1):
        outer[k - 1] = {g for f in outer[k] for g in faces[k][f]}
    return [
        {i for i, face in enumerate(level) if face & strict and i not in outer[k]} for k, level in enumerate(corners)
    ]


def _boundaries(relation, faces, incidence, members, d):
    """boundary[(k, i)] = {(k', j): coefficient}"""
    found = {(k, i): {} for k in range(d + 1) for i in members[k]}
    for k in range(1, d + 1):
        for i, face in enumerate(faces[k]):
            for j in face:
                if i in members[k] and j in members[k - 1]:
                    sign = incidence[k][i][j]
                    if relation in ("le", "ge", "eq"):
                        found[k, i][k - 1, j] = sign
                    else:
                        found[k - 1, j][k, i] = sign
    return found


def _replay(relation, steps, members, boundary, faces, d):
    closed = relation in ("le", "ge", "eq")
    added, critical, partner = set(), [[] for _ in range(d + 1)], {}
    for step in steps:
        k, i, *more = step
        if not more:
            require((k, i) in boundary and (k, i) not in added, "steps")
            require(boundary[k, i].keys() <= added, "steps")
            critical[k if closed else d - k].append((k, i))
            added.add((k, i))
            continue
        require(more[0] in faces[k][i], "steps")
        b, a = ((k, i), (k - 1, more[0])) if closed else ((k - 1, more[0]), (k, i))
        require(a in boundary and b in boundary and not {a, b} & added, "steps")
        require(boundary[a].keys() <= added, "steps")
        require(boundary[b].keys() - added == {a}, "steps")
        added |= {a, b}
        partner[a] = b
    require(added == set(boundary), "steps")
    return critical, partner


def conclude_skeleton(smith, critical, partner, boundary, d):
    """The same of a skeleton of a complex, of which the highest homology is not that of the complex."""
    return _conclude(smith, critical, partner, boundary, d, skeleton=True)


def _conclude(smith, critical, partner, boundary, d, *, skeleton=False):
    uppers, memory = set(partner.values()), {}

    def r(x):
        if x not in memory:
            if x in uppers:
                memory[x] = {}
            elif x not in partner:
                memory[x] = {x: 1}
            else:
                around = boundary[partner[x]]
                memory[x] = total({a: -around[x] * c for a, c in around.items() if a != x})
        return memory[x]

    def total(chain):
        found = {}
        for x, c in chain.items():
            for y, e in r(x).items():
                found[y] = found.get(y, 0) + c * e
        return found

    factors = [[]]
    for n in range(1, d + 1):
        columns = [total(boundary[x]) for x in critical[n]]
        matrix = [[column.get(y, 0) for column in columns] for y in critical[n - 1]]
        factors.append(_factors(smith[n - 1], matrix))
    factors.append([])
    betti = [len(critical[n]) - len(factors[n]) - len(factors[n + 1]) for n in range(d + 1)]
    require(betti[d] == 0 or skeleton, "betti")
    return betti[:-1], [[f for f in factors[n + 1] if f != 1] for n in range(d)]


def _factors(shown, matrix):
    rest = {i: dict(enumerate(row)) for i, row in enumerate(matrix)}
    for i, j in shown["pivots"]:
        require(i in rest and abs(rest[i].get(j, 0)) == 1, "pivots")
        sign, pivot_row = rest[i][j], rest.pop(i)
        for row in rest.values():
            factor = sign * row.pop(j)
            for column in row:
                row[column] -= factor * pivot_row[column]
    kept = [row for _, row in sorted(rest.items()) if any(row.values())]
    columns = sorted({j for row in kept for j, x in row.items() if x})
    left = [[row[j] for j in columns] for row in kept]
    if shown["rest"] is None:
        require(left == [], "rest")
        return [1] * len(shown["pivots"])
    p, p_inverse, q, q_inverse = (shown["rest"][key] for key in ("left", "left_inverse", "right", "right_inverse"))
    require(left != [], "rest")
    for one, other, size in ((p, p_inverse, len(left)), (q, q_inverse, len(columns))):
        require(all(len(m) == size and {len(row) for row in m} == {size} for m in (one, other)), "rest")
        require(_product(one, other) == [[int(i == j) for j in range(size)] for i in range(size)], "rest")
    image = _product(_product(p, left), q)
    require(all(x == 0 for i, row in enumerate(image) for j, x in enumerate(row) if i != j), "rest")
    diagonal = [abs(image[i][i]) for i in range(min(len(image), len(columns)))]
    nonzero = [f for f in diagonal if f]
    require(diagonal == nonzero + [0] * (len(diagonal) - len(nonzero)), "rest")
    require(all(b % a == 0 for a, b in pairwise(nonzero)), "rest")
    return [1] * len(shown["pivots"]) + nonzero


def _product(a, b):
    return [[sum(x * y for x, y in zip(row, column, strict=True)) for column in zip(*b, strict=True)] for row in a]
