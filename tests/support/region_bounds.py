"""The bounds on activation regions and Betti numbers, as their definitions say, for small networks."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations, groupby, product
from math import comb, floor, prod


def rank(rows):
    rows, found = [list(map(Fraction, row)) for row in rows], 0
    while rows:
        row = rows.pop()
        pivot = next((i for i, x in enumerate(row) if x), None)
        if pivot is not None:
            found += 1
            rows = [[x - r[pivot] / row[pivot] * y for x, y in zip(r, row, strict=True)] for r in rows]
    return found


def shape(network):
    """Types, widths and entering matrices of the layers that are not dense; None where no dense layer enters."""
    width, matrix, result = network["inputs"], None, []
    for layer in network["layers"]:
        if layer["type"] == "dense":
            rows = [list(map(Fraction, row)) for row in layer["weight"]]
            matrix = rows if matrix is None else [
                [sum(a * b for a, b in zip(row, column, strict=True)) for column in zip(*matrix, strict=True)]
                for row in rows
            ]  # fmt: skip
            width = len(rows)
        else:
            width = len(layer["groups"]) if layer["type"] == "maxout" else width
            result.append((layer, width, matrix))
            matrix = None
    return result


def z(n, d):
    return sum(comb(n, j) for j in range(d + 1))


def recursion(sizes, ranks, e):
    if not sizes:
        return 1
    n, r = sizes[0], ranks[0]
    return sum(comb(n, j) * recursion(sizes[1:], ranks[1:], min(e, n - j)) for j in range(min(r, e) + 1))


def bends(layers, width):
    """At how many points each layer that is not dense can bend along a line, those of residual blocks included."""
    result = []
    for layer in layers:
        match layer["type"]:
            case "dense":
                width = len(layer["weight"])
            case "residual":
                result += bends(layer["layers"], width)
            case "maxout":
                result.append(sum(len(group) - 1 for group in layer["groups"]))
                width = len(layer["groups"])
            case kind:
                result.append(width * (2 if kind in ("clip", "hard_tanh") else 1))
    return result


def supports(matrix):
    sets = [frozenset(i for i, x in enumerate(row) if x) for row in matrix]
    sets = [s for s in sets if s]
    kinds = sorted(set(sets), key=sorted)
    return kinds, [sets.count(kind) for kind in kinds]


def choices(kinds, counts):
    groups = list(chain.from_iterable(combinations(range(len(kinds)), k) for k in range(1, len(kinds) + 1)))
    total = 0
    for t in product(*(range(c + 1) for c in counts)):
        if all(sum(t[i] for i in J) <= len(frozenset().union(*(kinds[i] for i in J))) for J in groups):
            total += prod(map(comb, counts, t))
    return total


def shells(network):
    """M and w_1, .., w_(d-1), read off the widths and the last hidden rows of a network that is known to be of shells."""
    d, dense = network["inputs"], [layer["weight"] for layer in network["layers"] if layer["type"] == "dense"]
    runs = [len(list(rows)) - 2 for _, rows in groupby(dense[-2])]
    return prod(len(rows) // (2 * d) * 2 for rows in dense[:-2]), runs


def general_position(network):
    """Of the hyperplanes of the first layer: every d meet in one point, and all d + 1 in none."""
    d, first = network["inputs"], network["layers"][0]
    rows = [[*a, b] for a, b in zip(first["weight"], first["bias"], strict=True)]
    normals = [row[:-1] for row in rows]
    return len(rows) == rank(rows) == d + 1 and all(rank(some) == d for some in combinations(normals, d))


def value(name, network, k=None):
    """The value of a bound; None if it is not one of them."""
    layers, d = shape(network), network["inputs"]
    n = [width for _, width, _ in layers]
    ranks = [width if matrix is None else rank(matrix) for _, width, matrix in layers]
    least = [min([d, *n[: i + 1]]) for i in range(len(n))]
    q = [3 if layer["type"] in ("clip", "hard_tanh") else 2 for layer, _, _ in layers]
    match name:
        case "feng2022.rank":
            return 0
        case "serra2018.upper":
            return recursion(n, n, d)
        case "serra2018.rank":
            return recursion(n, ranks, d)
        case "serra2018.maxout":
            k = len(layers[0][0]["groups"][0])
            return prod(z(k * (k - 1) // 2 * m, e) for m, e in zip(n, least, strict=True))
        case "serra2018.lower":
            return prod((floor(m / d) + 1) ** d for m in n[:-1]) * z(n[-1], d)
        case "serra2018.lower_size":
            return 2 * z(n[0] // 2 - 1, d - 1) * (n[1] + 1) ** (len(n) - 1)
        case "montufar2014.lower":
            return prod(floor(m / d) ** d for m in n[:-1]) * z(n[-1], d)
        case "pascanu2013.lower":
            return prod(floor(m / d) for m in n[:-1]) * z(n[-1], d)
        case "montufar2017.upper":
            return prod(z(m, e) for m, e in zip(n, least, strict=True))
        case "goujon2024.upper":
            return prod(
                sum(comb(m, j) * (p - 1) ** j for j in range(e + 1)) for m, e, p in zip(n, least, q, strict=True)
            )
        case "raghu2017.relu":
            return z(n[0], d) ** len(n)
        case "raghu2017.hard_tanh":
            return sum(comb(n[0], j) * 2**j for j in range(d + 1)) ** len(n)
        case "raghu2017.segment":
            return prod(1 + b for b in bends(network["layers"], d))
        case "xiong2020.supports":
            return choices(*supports(layers[0][2]))
        case "arora2018.pieces":
            return n[0] + 1
        case "ergen2023.nerve":
            return comb(recursion(n, n, d), k + 1)
        case "ergen2023.proposition18":
            r, lost = recursion(n, n, d), d - min(d, ranks[0])
            return r if k == 0 else comb(r, d - k - lost) if d - k - lost >= 0 else 0
        case "ergen2023.theorem13_least" | "ergen2023.theorem13_most":
            m, w = shells(network)
            if k:
                return (m // 2) ** k * (m // 2 - 1) * (w[k - 1] // 2)
            return sum((m // 2) ** j * (m // 2 + 1) * (x // 2) for j, x in enumerate(w, 1))
        case "grigsby2022.bounded":
            return 1 if general_position(network) else None
        case "johnson2019.narrow":
            return 0 if max(n) <= d else None
        case "zaslavsky":
            return z(n[0], d)
        case "zaslavsky.rank":
            return z(n[0], ranks[0])
    return None
