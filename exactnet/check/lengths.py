"""Enclosures of lengths: of images of segments by integer square roots, of images of arcs by integrals.

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
from exactnet.check.integrals import Integrand
from exactnet.check.quadratics import Number
from exactnet.check.verdict import require

Enclosure = tuple[Fraction, Fraction]

MOST_BITS = 512


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

    Raises
    ------
    Rejected
        When that would be more digits of a length than are allowed: the work grows with their third power.

    Examples
    --------
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
        *metric, den = stretch.metric
        size = (metric[0] + metric[1]) // den
        fine = precision + size.bit_length() <= MOST_BITS
        require(fine, "precisions", f"a precision of {precision} bits is too fine for coefficients that large")
        # 2 sqrt(|a|^2 + |b|^2) bounds the integrand.
        largest = 2 * (isqrt(size) + 1)
        bits = shares + largest.bit_length() + 2
        x, y = (number.floor(bits) for number in (stretch.start, stretch.end))
        less, more = Integrand(metric, den, shares).between(x, y, bits)
        slack = Fraction(2 * largest, 1 << bits)
        low += max(Fraction(0), less - slack)
        high += more + slack
    return low, high
