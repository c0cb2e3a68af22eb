"""All relu networks with weights and biases 1 and -1, one after the other, as polylines of exact points."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product

import mpmath

DIGITS = 60


def images(points, width, depth):
    """The images of a polyline under every network: lists of (t, z), straight in between."""
    start = [(Fraction(i), [Fraction(x) for x in p]) for i, p in enumerate(points)]
    yield from _deeper(start, width, depth)


def _deeper(line, width, depth):
    if depth == 0:
        yield line
        return
    entering = len(line[0][1])
    rows = list(product((1, -1), repeat=entering + 1))
    for layer in product(rows, repeat=width):
        yield from _deeper(_layer(line, layer), width, depth - 1)


def _layer(line, rows):
    before = [(t, [sum(w * x for w, x in zip(row, z, strict=False)) + row[-1] for row in rows]) for t, z in line]
    cut = [before[0]]
    for (s, u), (t, v) in pairwise(before):
        zeros = {s + (t - s) * a / (a - b) for a, b in zip(u, v, strict=True) if a * b < 0}
        for x in sorted(zeros):
            cut.append((x, [a + (b - a) * (x - s) / (t - s) for a, b in zip(u, v, strict=True)]))
        cut.append((t, v))
    return [(t, [max(a, Fraction(0)) for a in u]) for t, u in cut]


def means(points, width, depth):
    """The number of networks, the mean of the integral of the squared speed, and the mean length to 50 digits."""
    count, square, length = 0, Fraction(0), mpmath.mpf(0)
    with mpmath.workdps(DIGITS):
        for line in images(points, width, depth):
            count += 1
            for (s, u), (t, v) in pairwise(line):
                step = sum((b - a) ** 2 for a, b in zip(u, v, strict=True))
                square += step / (t - s)
                length += mpmath.sqrt(mpmath.mpf(step.numerator) / step.denominator)
        length /= count
        sign, man, exp, _ = length._mpf_
        exact = Fraction(-man if sign else man) * Fraction(2) ** exp
    return count, square / count, exact
