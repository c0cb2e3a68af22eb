"""Claims of the rule `sign_ensemble`, recomputed network by network, in Fractions."""

from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import pairwise, product
from math import isqrt


def rows(inputs):
    return list(product((1, -1), repeat=inputs + 1))


@cache
def times(inputs, width, depth, points):
    """How long the images of a polyline have which squared speed, over all networks."""
    found = {}

    def descend(layer, pieces):
        if layer == depth:
            for piece in pieces:
                last(piece, width, found)
            return
        for chosen in product(rows(len(pieces[0][2])), repeat=width):
            descend(layer + 1, [part for piece in pieces for part in bent(piece, chosen)])

    for p, q in pairwise(points):
        descend(1, [(Fraction(0), Fraction(1), [(x, y - x) for x, y in zip(p, q, strict=True)])])
    return found


def last(piece, width, found):
    """The last layer: where no row that it may have changes its sign, the units have their speeds independently."""
    for a, b, speeds in bent(piece, rows(len(piece[2]))):
        single, sums = Counter(s * s for _, s in speeds), {Fraction(0): 1}
        for _ in range(width):
            longer = {}
            for (q, ways), (square, rows_of_it) in product(sums.items(), single.items()):
                longer[q + square] = longer.get(q + square, 0) + ways * rows_of_it
            sums = longer
        for q, ways in sums.items():
            found[q] = found.get(q, Fraction(0)) + ways * (b - a)


def bent(piece, chosen):
    low, high, units = piece
    forms = []
    for *weights, bias in chosen:
        c = sum(w * unit[0] for w, unit in zip(weights, units, strict=True)) + bias
        forms.append((c, sum(w * unit[1] for w, unit in zip(weights, units, strict=True))))
    cuts = sorted({low, high} | {-c / s for c, s in forms if s and low < -c / s < high})
    for a, b in pairwise(cuts):
        middle = (a + b) / 2
        yield a, b, [(c, s) if c + s * middle > 0 else (Fraction(0), Fraction(0)) for c, s in forms]


def bracket(terms, bits=80):
    low = sum((t * Fraction(isqrt(int(q * (1 << 2 * bits))), 1 << bits) for q, t in terms), Fraction(0))
    return low, low + sum(t for _, t in terms) / (1 << bits)


def is_true(claim, ensemble):
    n, k, d = (ensemble[key] for key in ("inputs", "width", "depth"))
    points = tuple(tuple(map(Fraction, p)) for p in claim["path"]["segments"])
    count = 2 ** (k * (n + 1) + (d - 1) * k * (k + 1))
    found = {q: t / count for q, t in times(n, k, d, points).items()}
    spans = [(sum((b - a) ** 2 for a, b in zip(p, q, strict=True)), Fraction(1)) for p, q in pairwise(points)]
    straight, mean = bracket(spans), bracket(list(found.items()))
    for key, (low, high) in (("path_length", straight), ("mean_length", mean)):
        if Fraction(claim[key]["lower"]) > high or Fraction(claim[key]["upper"]) < low:
            return False
    if Fraction(claim["mean_square"]) != sum(q * t for q, t in found.items()):
        return False
    base, constant = Fraction(k * k, k + 1), Fraction(claim["constant"])
    if Fraction(claim["base_squared"]) != base:
        return False
    if claim["verdict"] == "refuted":
        return mean[1] ** 2 < constant**2 * base**d * straight[0] ** 2
    return mean[0] ** 2 >= constant**2 * base**d * straight[1] ** 2
