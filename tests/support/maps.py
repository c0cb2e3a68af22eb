"""Piecewise-linear functions as lists of points (x, y) of Fractions: composition, laps, crossings, integrals, by the book."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

HALF = Fraction(1, 2)


def graph(*points):
    return [(Fraction(x), Fraction(y)) for x, y in points]


def fraction(value):
    """A flint rational as a Fraction."""
    return Fraction(int(value.p), int(value.q))


def vertices(f):
    """The graph of a compiled map, as Fractions."""
    return [(fraction(x), fraction(y)) for x, y in zip(f.breakpoints, f.values, strict=True)]


def texts(points):
    return [(str(x), str(y)) for x, y in points]


def at(points, x):
    for (x0, y0), (x1, y1) in pairwise(points):
        if x0 <= x <= x1:
            return y0 + (x - x0) * (y1 - y0) / (x1 - x0)
    raise ValueError(f"{x} is outside")


def shortest(points):
    """Without the points at which the slope does not change."""
    kept = [points[0]]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        left = (here[1] - before[1]) / (here[0] - before[0])
        right = (after[1] - here[1]) / (after[0] - here[0])
        if left != right:
            kept.append(here)
    return [*kept, points[-1]]


def compose(outer, inner):
    result = [(inner[0][0], at(outer, inner[0][1]))]
    for (x0, y0), (x1, y1) in pairwise(inner):
        stops = [y for y, _ in outer if min(y0, y1) < y < max(y0, y1)]
        for y in stops if y0 < y1 else reversed(stops):
            result.append((x0 + (y - y0) * (x1 - x0) / (y1 - y0), at(outer, y)))
        result.append((x1, at(outer, y1)))
    return shortest(result)


def iterates(points, count):
    found = [shortest(points)]
    while len(found) < count:
        found.append(compose(points, found[-1]))
    return found


def laps(points):
    signs = [(v > u) - (v < u) for (_, u), (_, v) in pairwise(points) if u != v]
    return 1 + sum(a != b for a, b in pairwise(signs))


def crossings(points, level=HALF):
    """Constancy intervals of the label, from samples at vertices, at solutions of f = level and in between."""
    labels = [points[0][1] >= level]
    for (_, y0), (_, y1) in pairwise(points):
        stops = [y0, level, y1] if min(y0, y1) < level < max(y0, y1) else [y0, y1]
        for u, v in pairwise(stops):
            labels += [(u + v) / 2 >= level, v >= level]
    return 1 + sum(a != b for a, b in pairwise(labels))


def passages(points, low, high):
    """Longest alternating sequence of visits below low and above high, found greedily from the vertices."""
    state, count = None, 0
    for _, y in points:
        side = -1 if y <= low else 1 if y >= high else None
        if side is not None and side != state:
            count += state is not None
            state = side
    return count


def swings(values, size):
    """The longest alternating row, by dynamic programming: the most swings that end at a value, the last one up or down."""
    best = {}
    for i, v in enumerate(values):
        for up in (False, True):
            before = [best[j, not up] + 1 for j in range(i) if (v - values[j] if up else values[j] - v) > size]
            best[i, up] = max(before, default=0)
    return max(best.values(), default=0)


def gap(first, second):
    """The difference of two functions on one interval, with its zeros among the points."""
    stops = sorted({x for x, _ in first} | {x for x, _ in second})
    rows = [(x, at(first, x) - at(second, x)) for x in stops]
    result = [rows[0]]
    for (x0, d0), (x1, d1) in pairwise(rows):
        if d0 * d1 < 0:
            result.append((x0 + (x1 - x0) * d0 / (d0 - d1), Fraction(0)))
        result.append((x1, d1))
    return result


def l1(first, second):
    # between its zeros |difference| is affine, so the trapezoid is exact
    return sum(
        ((x1 - x0) * (abs(d0) + abs(d1)) / 2 for (x0, d0), (x1, d1) in pairwise(gap(first, second))), Fraction(0)
    )


def linf(first, second):
    return max(abs(d) for _, d in gap(first, second))


def tent(slope=2, power=1):
    """Power of the tent map of height slope/2 on [0, 1]."""
    points = graph((0, 0), (HALF, Fraction(slope) / 2), (1, 0))
    return iterates(points, power)[-1]


def lattice_map(heights):
    """The map of [0, 1] through (i/k, y_i/k)."""
    k = len(heights) - 1
    return [(Fraction(i, k), Fraction(y, k)) for i, y in enumerate(heights)]


def lattice_matrix(heights):
    """Its Markov matrix: interval i covers the intervals between its two heights."""
    k = len(heights) - 1
    return [[int(min(a, b) <= j < max(a, b)) for j in range(k)] for a, b in pairwise(heights)]


def spectral_radius_bracket(matrix, width):
    """Rational bracket of the Perron root: the largest real root of the characteristic polynomial, by sympy's intervals."""
    import sympy

    t = sympy.Symbol("t")
    polynomial = sympy.Poly(sympy.Matrix(matrix).charpoly(t).as_expr(), t).sqf_part()
    (low, high), _ = polynomial.intervals(eps=sympy.Rational(width.numerator, width.denominator))[-1]
    return Fraction(int(low.p), int(low.q)), Fraction(int(high.p), int(high.q))
