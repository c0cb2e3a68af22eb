"""Random continuous piecewise-polynomial self-maps of [0, 1], and laps of their iterates by expansion in sympy."""

from __future__ import annotations

import itertools
from fractions import Fraction

import sympy
from hypothesis import strategies as st

X = sympy.Symbol("x")


@st.composite
def quadratic_maps(draw, pieces=3):
    """[(end, [c0, c1, c2])]: quadratics that fit together, each piece inside [0, 1] by its Bernstein coefficients."""
    ends = sorted({draw(st.fractions(Fraction(1, 8), Fraction(7, 8), max_denominator=8)) for _ in range(pieces - 1)})
    ends = [*ends, Fraction(1)]
    heights = st.sampled_from([Fraction(k, 4) for k in range(5)])
    left, start, result = draw(heights), Fraction(0), []
    for end in ends:
        middle, right, width = draw(heights), draw(heights), end - start
        # Bernstein form on [start, end], expanded in x
        u = sympy.expand((X - start) / width)
        bernstein = left * (1 - u) ** 2 + 2 * middle * u * (1 - u) + right * u**2
        coefficients = sympy.Poly(sympy.expand(bernstein), X).all_coeffs()[::-1]
        result.append((end, [Fraction(int(c.p), int(c.q)) for c in map(sympy.Rational, coefficients)]))
        start, left = end, right
    return result


def document(pieces):
    """The map as a file would have it."""
    return {
        "format": "exactnet-map/1",
        "domain": ["0", "1"],
        "pieces": [{"to": str(end), "polynomial": [str(c) for c in coefficients]} for end, coefficients in pieces],
    }


def laps_of_iterates(pieces, iterates):
    """Laps of f, .., f^n: expand f^n on every interval on which it is one polynomial, and look at its derivative's signs."""
    cells = [(sympy.Rational(0), sympy.Rational(1), sympy.Poly(X, X))]
    counts = []
    for _ in range(iterates):
        cells = [part for cell in cells for part in _composed(cell, pieces)]
        counts.append(_laps(cells))
    return counts


def _composed(cell, pieces):
    """f after the polynomial of a cell, cut where that passes an end of a piece."""
    low, high, inner = cell
    cuts = [low, high]
    for end, _ in pieces[:-1]:
        wall = inner - sympy.Rational(end.numerator, end.denominator)
        if not wall.is_zero and wall.degree() > 0:
            cuts += [r for r in set(sympy.real_roots(wall)) if low < r < high]
    cuts = sorted(set(cuts), key=lambda r: (sympy.N(r, 60), sympy.default_sort_key(r)))
    for a, b in itertools.pairwise(cuts):
        middle = _rational_between(a, b)
        value = inner.eval(middle)
        outer = next(c for end, c in pieces if value <= sympy.Rational(end.numerator, end.denominator))
        poly = sympy.Poly([sympy.Rational(c.numerator, c.denominator) for c in reversed(outer)] or [0], X)
        yield a, b, poly.compose(inner)


def _rational_between(a, b):
    x, y = sympy.N(a, 60), sympy.N(b, 60)
    return sympy.Rational(str(sympy.N((x + y) / 2, 50)))


def _laps(cells):
    """1 + alternations of the derivative's sign, zero derivatives left out."""
    signs = []
    for low, high, poly in cells:
        slope = poly.diff()
        if slope.is_zero:
            continue
        turns = [r for r in set(sympy.real_roots(slope)) if low < r < high]
        ends = [low, *sorted(turns, key=lambda r: sympy.N(r, 60)), high]
        signs += [sympy.sign(slope.eval(_rational_between(a, b))) for a, b in itertools.pairwise(ends)]
    return 1 + sum(a != b for a, b in itertools.pairwise(signs))
