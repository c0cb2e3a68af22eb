"""Enclosures of the integrals that give the lengths of pieces of ellipses.

Any polynomial G bounds the integral of F = 2 sqrt(Q) / P^2: with D = (P^2 G)^2 - 4 Q, |F - G| <= |D| / min G.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt


class Integrand:
    """F(u) = 2 sqrt(Q) / P^2 with P = 1 + u^2, Q = |a|^2 (2u)^2 + |b|^2 (1 - u^2)^2 - 4 a.b u (1 - u^2), for u in [0, 1].

    Integrals are enclosed to a width of 2^-precision. ``metric`` is |a|^2, |b|^2, a.b, over a common denominator.

    >>> low, high = Integrand((0, 1, 0), 1, 30).between(0, 1, 1)
    >>> low < Fraction(4, 5) < high
    True
    """

    def __init__(self, metric: Sequence[int], den: int, precision: int) -> None:
        # Numbers are multiples of 2^-bits; what Q is made of, of 4^-bits.
        self.bits = precision + ((metric[0] + metric[1]) // den).bit_length() + 40
        self._metric = [(x << 2 * self.bits) // den for x in metric]
        self._terms = self.bits // 2 + 8
        self._tolerance = Fraction(1, 1 << precision)

    def between(self, x: int, y: int, scale: int) -> tuple[Fraction, Fraction]:
        """Enclose the integral from x / 2^scale to y / 2^scale.

        Parts of the interval are cut in two until the enclosure of each is narrow enough for its width.
        """
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

    def _enclose(self, m: int, r: int, e: int, tolerance: Fraction) -> tuple[Fraction, Fraction] | None:
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
