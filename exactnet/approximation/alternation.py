"""Telgarsky's alternating points: x_j = j / 2^k with labels j mod 2, for j = 0 .. 2^k - 1."""

from __future__ import annotations

from flint import fmpq

from exactnet.compile.domain import Domain
from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.errors import InputError

__all__ = ["alternation_errors"]

_HALF = fmpq(1, 2)


def alternation_errors(f: PiecewiseLinearMap, k: int) -> int:
    """How many of the 2^k alternating points the classifier ``f(x) >= 1/2`` gets wrong; time linear in the pieces of f.

    Examples
    --------
    >>> tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
    >>> alternation_errors(tent, 1), alternation_errors(tent, 3)
    (0, 5)
    """
    if f.domain != Domain.of(0, 1):
        raise InputError(f"the alternating points lie in [0, 1], but the domain is {f.domain}")
    n = 1 << k
    ones = total_odd_ones = 0
    points = zip(f.breakpoints, f.breakpoints[1:], f.values, f.values[1:], strict=False)
    for a, b, p, q in points:
        # this piece answers for the points in [a, b); the very last point 1 is not among the x_j
        first, end = int((a * n).ceil()), int((b * n).ceil())
        low, high = _labelled_one(a, b, p, q, n, first, end)
        ones += high - low
        total_odd_ones += high // 2 - low // 2
    even_ones = ones - total_odd_ones
    return even_ones + (n // 2 - total_odd_ones)


def _labelled_one(a: fmpq, b: fmpq, p: fmpq, q: fmpq, n: int, first: int, end: int) -> tuple[int, int]:
    """The j in [first, end) with label 1 on a piece from (a, p) to (b, q): they form a range."""
    if p == q:
        return (first, end) if p >= _HALF else (first, first)
    threshold = (a + (b - a) * (_HALF - p) / (q - p)) * n
    if q > p:
        return min(max(first, int(threshold.ceil())), end), end
    return first, max(min(end, int(threshold.floor()) + 1), first)
