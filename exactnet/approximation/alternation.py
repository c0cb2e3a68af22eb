"""Telgarsky's alternating points: x_j = j / 2^k with labels j mod 2, for j = 0 .. 2^k - 1."""

from __future__ import annotations

from flint import fmpq

from exactnet.compile.domain import Domain
from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.errors import InputError

__all__ = ["alternation_errors", "tent_mismatch"]

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


def tent_mismatch(f: PiecewiseLinearMap, k: int) -> fmpq:
    """Fraction of the 2^k + 1 constancy intervals of T^k >= 1/2 on which f >= 1/2 is everywhere the opposite.

    Time linear in the pieces of f: the intervals are counted, not listed.

    Examples
    --------
    >>> zero = PiecewiseLinearMap.from_points([(0, 0), (1, 0)])
    >>> tent_mismatch(zero, 1), tent_mismatch(zero, 5)
    (1/3, 16/33)
    """
    if f.domain != Domain.of(0, 1):
        raise InputError(f"the powers of the tent map live on [0, 1], but the domain is {f.domain}")
    n = 1 << k
    wrong = 0
    for start, stop, label in _label_intervals(f):
        # interval j runs from (2j - 1)/2n to (2j + 1)/2n, cut off at 0 and 1; for odd j it is closed and has label 1
        low, high = (start * 2 * n + 1) / 2, (stop * 2 * n - 1) / 2
        if label:
            first = 0 if start == 0 else int(low.ceil())
            last = n if stop == 1 else int(high.floor())
            wrong += max(0, last // 2 - (first + 1) // 2 + 1)
        else:
            # a closed interval inside an open one, which is closed at 0 and at 1 only
            first = int(low.ceil()) + int(low.ceil() == low and start != 0)
            last = int(high.floor()) - int(high.floor() == high and stop != 1)
            wrong += max(0, (last + 1) // 2 - first // 2)
    return fmpq(wrong, n + 1)


def _label_intervals(f: PiecewiseLinearMap) -> list[tuple[fmpq, fmpq, bool]]:
    """Ends and labels of the maximal intervals on which f >= 1/2 is constant."""
    xs, ys = f.breakpoints, f.values
    cuts: list[fmpq] = []
    for a, b, p, q in zip(xs, xs[1:], ys, ys[1:], strict=False):
        if (p >= _HALF) != (q >= _HALF):
            cuts.append(a + (b - a) * (_HALF - p) / (q - p))
    labels = [(ys[0] >= _HALF) == (i % 2 == 0) for i in range(len(cuts) + 1)]
    return list(zip([xs[0], *cuts], [*cuts, xs[-1]], labels, strict=True))
