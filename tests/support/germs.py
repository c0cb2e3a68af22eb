"""Kneading by the book: germs followed step by step in Fractions, determinants by permutations; and evidence from them."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, permutations

from support.maps import at


def sign(x):
    return (x > 0) - (x < 0)


def monotone_intervals(points):
    """Ends [lo, c_1, .., c_l, hi] and signs."""
    slopes = [sign(v - u) for (_, u), (_, v) in pairwise(points)]
    turns = [x for (x, _), a, b in zip(points[1:], slopes, slopes[1:], strict=False) if a != b]
    ends = [points[0][0], *turns, points[-1][0]]
    return ends, [slopes[[x for x, _ in points].index(x)] for x in ends[:-1]]


def visits(points, x, side, terms):
    """The intervals that the germ visits, with the products of signs before them."""
    ends, signs = monotone_intervals(points)
    found, product = [], 1
    for _ in range(terms):
        # Images of germs are germs inside the domain.
        j = next(j for j, (a, b) in enumerate(pairwise(ends)) if (a <= x < b if side > 0 else a < x <= b))
        found.append((j, product))
        product *= signs[j]
        if product == 0:
            break
        x, side = at(points, x), side * signs[j]
    return found


def multiply(a, b, terms):
    result = [0] * terms
    for i, x in enumerate(a):
        for j, y in enumerate(b[: terms - i]):
            result[i + j] += x * y
    return result


def determinant(points, terms):
    """The first coefficients of D."""
    ends, signs = monotone_intervals(points)
    rows = []
    for c in ends[1:-1]:
        row = [[0] * terms for _ in signs]
        for side in (1, -1):
            for k, (j, product) in enumerate(visits(points, c, side, terms)):
                row[j][k] += side * product
        rows.append(row[1:])
    total = [0] * terms
    for order in permutations(range(len(rows))):
        inversions = sum(a > b for i, b in enumerate(order) for a in order[:i])
        term = [1] + [0] * (terms - 1)
        for row, column in zip(rows, order, strict=True):
            term = multiply(term, row[column], terms)
        total = [a + (-1) ** inversions * b for a, b in zip(total, term, strict=True)]
    return multiply(total, [signs[0] ** k for k in range(terms)], terms)


def records(points, most):
    """The orbits of the turning points, as evidence has them."""
    ends, signs = monotone_intervals(points)
    turns, found = ends[1:-1], []
    for c in turns:
        orbit = [at(points, c)]
        while True:
            x, k = orbit[-1], len(orbit)
            if x in turns:
                found.append({"length": k, "then": {"hit": turns.index(x) + 1}})
            elif x in orbit[:-1]:
                found.append({"length": k, "then": {"return": orbit.index(x) + 1}})
            elif any(s == 0 and a <= x <= b for s, (a, b) in zip(signs, pairwise(ends), strict=True)):
                found.append({"length": k, "then": "flat"})
            elif k == most:
                found.append({"length": k, "then": None})
            else:
                orbit.append(at(points, x))
                continue
            break
    return found


def value(coefficients, t):
    total = Fraction(0)
    for c in reversed(coefficients):
        total = total * t + c
    return total


def least_zero(coefficients, steps=200, width=Fraction(1, 10**9)):
    """The ends (no zero before it, negative), found by looking at equally spaced points and then bisecting."""
    low = Fraction(0)
    for i in range(1, steps):
        t = Fraction(i, steps)
        if value(coefficients, t) < 0:
            high = t
            break
        low = t
    else:
        return None, None
    while high - low > width:
        middle = (low + high) / 2
        low, high = (low, middle) if value(coefficients, middle) < 0 else (middle, high)
    return low, high


def evidence(points, terms, precision=300, bits=60):
    """Evidence by kneading (with ``terms`` terms, or None for a polynomial if all orbits end)."""
    before, after = least_zero(determinant(points, terms or 60))
    spread = Fraction(1, 10**6)
    return {
        "breakpoints": [str(x) for x, _ in points],
        "precision": precision,
        "orbits": records(points, terms or 60),
        "terms": terms,
        "zero": {
            "before": None if before is None else str(before - spread),
            "after": None if after is None else str(after + spread),
            "bits": bits,
        },
        "recurrence": None,
    }
