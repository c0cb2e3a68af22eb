"""Functions with rational pieces, their distances by sympy's roots and mpmath's quadrature, to 50 digits."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import mpmath
import sympy

# A function is a list of (left, right, numerator, denominator): Fractions and coefficients from the lowest degree up.
DIGITS = 50
X = sympy.Symbol("x")


def polynomial_pieces(knots, polynomials):
    return [(a, b, list(p), [Fraction(1)]) for (a, b), p in zip(pairwise(knots), polynomials, strict=True)]


def continuous(knots, polynomials):
    """Pieces that agree where they meet: the constants of all but the first polynomial are adapted."""
    pieces = [list(polynomials[0])]
    for x, p in zip(knots[1:-1], polynomials[1:], strict=True):
        pieces.append([p[0] + value(pieces[-1], x) - value(p, x), *p[1:]])
    return polynomial_pieces(knots, pieces)


def value(p, x):
    result = 0 * x
    for c in reversed(p):
        result = result * x + c
    return result


def document(pieces):
    """A map by pieces (polynomial ones)."""
    return {
        "format": "exactnet-map/1",
        "domain": [str(pieces[0][0]), str(pieces[-1][1])],
        "pieces": [{"to": str(b), "polynomial": [str(c) for c in p]} for _, b, p, _ in pieces],
    }


def area(f, g):
    """The integral of |f - g|."""
    with mpmath.workdps(DIGITS):
        return sum((_area(*cell) for cell in _cells(f, g, turns=False)), mpmath.mpf(0))


def height(f, g):
    """The largest |f - g|."""
    with mpmath.workdps(DIGITS):
        return max(abs(_quotient(p, q, x)) for left, right, p, q in _cells(f, g, turns=True) for x in (left, right))


def _cells(f, g, turns):
    """Intervals between knots and zeros (or turns) of f - g, with numerator and denominator of f - g."""
    knots = sorted({x for a, b, *_ in (*f, *g) for x in (a, b)})
    for a, b in pairwise(knots):
        (p, q), (r, s) = (next(piece[2:] for piece in h if piece[0] <= a and b <= piece[1]) for h in (f, g))
        top = _poly(p) * _poly(s) - _poly(r) * _poly(q)
        bottom = _poly(q) * _poly(s)
        cut = top.diff() * bottom - top * bottom.diff() if turns else top
        roots = [] if cut.is_zero else sorted({x for x in sympy.real_roots(cut) if _q(a) < x < _q(b)})
        stops = [_mp(_q(a)), *(_mp(x) for x in roots), _mp(_q(b))]
        for left, right in pairwise(stops):
            yield left, right, _coefficients(top), _coefficients(bottom)


def _area(left, right, p, q):
    if len(q) == 1:
        primitive = [mpmath.mpf(0), *(c / (k + 1) for k, c in enumerate(p))]
        return abs(value(primitive, right) - value(primitive, left)) / abs(q[0])
    return abs(mpmath.quad(lambda x: _quotient(p, q, x), mpmath.linspace(left, right, 9)))


def _quotient(p, q, x):
    return value(p, x) / value(q, x)


def _poly(p):
    return sympy.Poly([_q(c) for c in reversed(p)], X)


def _coefficients(p):
    return [_mp(c) for c in reversed(p.all_coeffs())]


def _q(c):
    return sympy.Rational(c.numerator, c.denominator)


def _mp(x):
    with mpmath.workdps(DIGITS + 20):
        return mpmath.mpf(sympy.N(x, DIGITS + 10)._mpf_ if not x.is_Rational else mpmath.mpf(x.p) / x.q)


def agrees(found, expected):
    """Whether a number of the package, or a narrow bracket, is (or holds) a number that is known to nearly 50 digits."""
    with mpmath.workdps(DIGITS):
        low, high = bounds(found)
        room = mpmath.mpf(10) ** -30 * max(1, abs(expected))
        return low - room <= expected <= high + room and high - low < room


def bounds(found):
    """Ends of a rational, of the enclosure of an algebraic number, or of a bracket."""
    with mpmath.workdps(DIGITS):
        if hasattr(found, "enclosure"):
            ends = found.enclosure(DIGITS)
        else:
            ends = (getattr(found, "lower", found), getattr(found, "upper", found))
        low, high = (mpmath.mpf(int(x.p)) / mpmath.mpf(int(x.q)) for x in ends)
        return low, high
