"""Interval arithmetic in fixed point: intervals (a, b) of integers stand for [a, b] / 2^bits."""

from __future__ import annotations

from collections.abc import Sequence

from exactnet.check.algebra.numbers import enclose
from exactnet.check.algebra.polynomials import Poly

Interval = tuple[int, int]


def multiply(x: Interval, y: Interval, bits: int) -> Interval:
    """Multiply.

    >>> multiply((-4, 8), (6, 6), 2)  # [-1, 2] times 3/2
    (-6, 12)
    """
    ends = (x[0] * y[0], x[0] * y[1], x[1] * y[0], x[1] * y[1])
    return min(ends) >> bits, -(-max(ends) >> bits)


def divide(x: Interval, y: Interval, bits: int) -> Interval | None:
    """Divide, if the divisor does not contain 0.

    >>> divide((4, 4), (2, 8), 2), divide((1, 1), (-1, 1), 2)
    ((2, 8), None)
    """
    if y[0] <= 0 <= y[1]:
        return None
    pairs = [(u << bits, v) for u in x for v in y]
    return min(u // v for u, v in pairs), max(-(-u // v) for u, v in pairs)


def coefficients(a: Poly, bits: int) -> list[Interval]:
    """Enclose the coefficients of a polynomial."""
    return [enclose(c, bits) for c in a]


def horner(enclosed: Sequence[Interval], x: Interval, bits: int) -> Interval:
    """Enclose the values of a polynomial on an interval, by Horner's rule.

    >>> horner([(0, 0), (0, 0), (4, 4)], (-4, 8), 2)  # x^2 on [-1, 2]
    (-8, 16)
    """
    low = high = 0
    for c in reversed(enclosed):
        low, high = multiply((low, high), x, bits)
        low, high = low + c[0], high + c[1]
    return low, high


def centred(enclosed: Sequence[Interval], x: Interval, bits: int) -> Interval:
    """Enclose a polynomial on an interval by its expansion about the middle: a_0 +- sum of |a_k| h^k.

    >>> centred([(0, 0), (-16, -16), (16, 16)], (4, 12), 4)  # x^2 - x on [1/4, 3/4]
    (-5, -3)
    """
    middle = (x[0] + x[1]) // 2
    half = max(middle - x[0], x[1] - middle)
    moved = list(enclosed)
    for i in range(len(moved)):
        for k in range(len(moved) - 2, i - 1, -1):
            a, b = multiply(moved[k + 1], (middle, middle), bits)
            moved[k] = moved[k][0] + a, moved[k][1] + b
    if not moved:
        return 0, 0
    around, power = 0, 1 << bits
    for low, high in moved[1:]:
        power = -(-power * half >> bits)
        around += -(-max(abs(low), abs(high)) * power >> bits)
    return moved[0][0] - around, moved[0][1] + around
