"""Enclosures of lengths: of polylines by integer square roots, of images of arcs by integrals of polynomials.

An enclosure is a pair of rationals (low, high) with low <= length <= high.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import isqrt
from operator import mul

from exactnet.check.affine import Forms
from exactnet.check.quadratics import Number

Enclosure = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a span on which the image has one metric.

    Attributes
    ----------
    start, end : Number
        Where u begins and ends, in [0, 1].
    metric : tuple of int
        |a|^2 on segments, (|a|^2, |b|^2, a.b) on arcs, with a, b the coefficients of X and Y; then their denominator.
    """

    start: Number
    end: Number
    metric: tuple[int, ...]


def metric(forms: Forms) -> tuple[int, ...]:
    """Give the metric of units that are affine in X, or in X and Y.

    >>> metric((2, [[9, 3], [9, 4]])), metric((1, [[9, 3, 1], [9, 4, 0]]))
    ((25, 4), (25, 1, 3, 1))
    """
    den, rows = forms
    _, *columns = zip(*rows, strict=True)
    squares = [sum(map(mul, column, column)) for column in columns]
    return (*squares, *(sum(map(mul, a, b)) for a, b in pairwise(columns)), den * den)


def segment_lengths(stretches: Sequence[Stretch], precision: int) -> Enclosure:
    """Enclose the length of pieces of polylines to a width of 2^-precision.

    >>> half = Stretch(Number(Fraction(0), Fraction(0)), Number(Fraction(1, 2), Fraction(1, 2)), (8, 1))
    >>> segment_lengths([half], 4)
    (Fraction(45, 32), Fraction(23, 16))
    """
    bits = precision + len(stretches).bit_length()
    low = 0
    for stretch in stretches:
        square, den = stretch.metric
        run = stretch.end.low - stretch.start.low
        low += isqrt((square * run.numerator**2 << 2 * bits) // (den * run.denominator**2))
    return Fraction(low, 1 << bits), Fraction(low + len(stretches), 1 << bits)


def coefficients(stretches: Sequence[Stretch], radicands: Sequence[int]) -> list[Fraction] | None:
    """Write the length of pieces of polylines as a sum of c sqrt(r); None if a piece is no multiple of a listed root.

    >>> unit = Number(Fraction(0), Fraction(0)), Number(Fraction(1), Fraction(1))
    >>> coefficients([Stretch(*unit, (8, 1)), Stretch(*unit, (9, 4))], [1, 2])
    [Fraction(3, 2), Fraction(2, 1)]
    """
    found = [Fraction(0)] * len(radicands)
    for stretch in stretches:
        square, den = stretch.metric
        for i, r in enumerate(radicands):
            root = isqrt(square * r)
            if root * root == square * r:
                found[i] += (stretch.end.low - stretch.start.low) * root / (r * isqrt(den))
                break
        else:
            return None
    return found


def root_sum(radicals: Sequence[tuple[Fraction, int]], precision: int) -> Enclosure:
    """Enclose the sum of c sqrt(r) to a width of 2^-precision; r = 1 counts exactly.

    >>> root_sum([(Fraction(1, 3), 1), (Fraction(1), 2)], 2)
    (Fraction(41, 24), Fraction(85, 48))
    """
    bits = precision + len(radicals).bit_length()
    exact, low, count = Fraction(0), 0, 0
    for c, r in radicals:
        if r == 1:
            exact += c
        else:
            square = c * c * r
            low += isqrt((square.numerator << 2 * bits) // square.denominator)
            count += 1
    return exact + Fraction(low, 1 << bits), exact + Fraction(low + count, 1 << bits)


def arc_lengths(stretches: Sequence[Stretch], precision: int) -> Enclosure:
    """Enclose the length of pieces of ellipses to a width of 2^-precision.

    >>> unit = Number(Fraction(0), Fraction(0)), Number(Fraction(1), Fraction(1))
    >>> low, high = arc_lengths([Stretch(*unit, (1, 1, 0, 1))], 20)
    >>> low < Fraction("1.5707963267948966") < high
    True
    """
    low = high = Fraction(0)
    if not stretches:
        return low, high
    # A quarter of the width for what is cut off at the ends of stretches, the rest for the integrals.
    shares = precision + 2 + len(stretches).bit_length()
    for stretch in stretches:
        a, b, c, den = stretch.metric
        # 2 sqrt(|a|^2 + |b|^2) bounds the integrand.
        largest = 2 * (isqrt((a + b) // den) + 1)
        bits = shares + largest.bit_length() + 2
        x, y = (number.floor(bits) for number in (stretch.start, stretch.end))
        integrand = Integrand(a, b, c, den, shares)
        less, more = integrand.between(x, y, bits)
        slack = Fraction(2 * largest, 1 << bits)
        low += max(Fraction(0), less - slack)
        high += more + slack
    return low, high


class Integrand:
    """F(u) = 2 sqrt(Q) / P^2 with P = 1 + u^2, Q = |a|^2 (2u)^2 + |b|^2 (1 - u^2)^2 - 4 a.b u (1 - u^2), for u in [0, 1].

    Integrals are enclosed to a width of 2^-precision.
    """

    def __init__(self, a: int, b: int, c: int, den: int, precision: int) -> None:
        # Numbers are multiples of 2^-bits; what Q is made of, of 4^-bits.
        self.bits = precision + ((a + b) // den).bit_length() + 40
        self._metric = tuple((x << 2 * self.bits) // den for x in (a, b, c))
        self._terms = precision // 2 + 8
        self._tolerance = Fraction(1, 1 << precision)

    def between(self, x: int, y: int, scale: int) -> Enclosure:
        """Enclose the integral from x / 2^scale to y / 2^scale."""
        low = high = Fraction(0)
        todo = [(x, y, scale, self._tolerance)] if x < y else []
        while todo:
            x, y, e, tolerance = todo.pop()
            found = self._enclose(x + y, y - x, e + 1, tolerance)
            if found is None:
                todo += [(2 * x, x + y, e + 1, tolerance / 2), (x + y, 2 * y, e + 1, tolerance / 2)]
                continue
            low += found[0]
            high += found[1]
        return low, high

    def _enclose(self, m: int, r: int, e: int, tolerance: Fraction) -> Enclosure | None:
        """Enclose the integral over |u - m / 2^e| <= r / 2^e, or give up if that is not to the tolerance."""
        bits, radius = self.bits, Fraction(r, 1 << e)
        # In w with u = (m + r w) / 2^e: P over 4^e, Q over 16^e 4^bits.
        p = [(1 << 2 * e) + m * m, 2 * m * r, r * r]
        q = self._quartic(m, r, e)
        norm_q = Fraction(sum(map(abs, q)), 1 << (4 * e + 2 * bits)) + Fraction(8, 1 << 2 * bits)
        top = 4 * radius * _root_above(norm_q)
        if top <= tolerance:
            return Fraction(0), top
        if q[0] <= 0:
            return None
        g = self._series(p, q, e, tolerance / radius / 256)
        smallest = g[0] - sum(map(abs, g[1:]))
        if smallest <= 0:
            return None
        # D = (P^2 G)^2 - 4 Q, over 256^e 4^bits; Q is off by less than 8 / 4^bits, as its three numbers are rounded.
        square = _times(p, p)
        root = _times(square, g)
        d = _times(root, root)
        for i, coefficient in enumerate(q):
            d[i] -= coefficient << (4 * e + 2)
        residual = Fraction(sum(map(abs, d)), 1 << (8 * e + 2 * bits)) + Fraction(32, 1 << 2 * bits)
        error = 2 * radius * residual / Fraction(smallest, 1 << bits)
        if error > tolerance / 4:
            return None
        even = range(0, len(g), 2)
        total = sum(g[n] // (n + 1) for n in even)
        unit = 2 * radius / (1 << bits)
        return max(Fraction(0), total * unit - error), (total + len(even)) * unit + error

    def _quartic(self, m: int, r: int, e: int) -> list[int]:
        a, b, c = self._metric
        u, one = [m, r], 1 << 2 * e
        square = _times(u, u)
        rest = [one - square[0], -square[1], -square[2]]
        terms = ((4 * a * one, square), (b, _times(rest, rest)), (-4 * c << e, _times(u, rest)))
        result = [0] * 5
        for factor, polynomial in terms:
            for i, coefficient in enumerate(polynomial):
                result[i] += factor * coefficient
        return result

    def _series(self, p: list[int], q: list[int], e: int, small: Fraction) -> list[int]:
        """Begin the power series of F in w, roughly, in units of 2^-bits: 2 P Q F' = (P Q' - 4 P' Q) F."""
        bits = self.bits
        left = [2 * x for x in _times(p, q)]
        slopes = [_times(p, _derivative(q)), _times(_derivative(p), q)]
        right = [x - 4 * y for x, y in zip(*slopes, strict=True)]
        excess = max(0, left[0].bit_length() - bits - 64)
        left, right = [x >> excess for x in left], [x >> excess for x in right]
        g = [(isqrt(q[0]) << (2 * e + 1)) // (p[0] * p[0])]
        limit = int(small * (1 << bits))
        while len(g) < self._terms:
            n = len(g)
            value = sum(right[j] * g[n - 1 - j] for j in range(min(n, len(right))))
            value -= sum(left[i] * (n - i) * g[n - i] for i in range(1, min(n, len(left))))
            g.append(value // (n * left[0]))
            if abs(g[-1]) <= limit and abs(g[-2]) <= limit:
                break
        return g


def _root_above(x: Fraction) -> Fraction:
    """Bound a square root from above, closely."""
    shift = 64 + max(0, x.denominator.bit_length() - x.numerator.bit_length())
    return Fraction(isqrt((x.numerator << 2 * shift) // x.denominator) + 1, 1 << shift)


def _times(f: Sequence[int], g: Sequence[int]) -> list[int]:
    result = [0] * (len(f) + len(g) - 1)
    for i, x in enumerate(f):
        for j, y in enumerate(g):
            result[i + j] += x * y
    return result


def _derivative(f: Sequence[int]) -> list[int]:
    return [n * c for n, c in enumerate(f)][1:]
