"""Cycles of interval maps, as far as bounds need them: one cycle of a telling period, and the growth that it forces."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from flint import fmpq, fmpz_poly

from exactnet.compile import PiecewiseLinearMap

__all__ = ["PERIODS", "crossings_forced", "find_cycle", "forced_polynomial", "period_parts"]

PERIODS = (3, 5, 7, 9, 6, 10, 12)
"""Periods that are looked for, those that force more growth first."""

_MOST_STEPS = 1500
"""Words tried for one period: the search is to find what is near, not to be complete."""

Cycle = tuple[fmpq, ...]


def period_parts(period: int) -> tuple[int, int]:
    """(2^d, p) with period = 2^d p and p odd.

    Examples
    --------
    >>> period_parts(12), period_parts(5)
    ((4, 3), (1, 5))
    """
    power = period & -period
    return power, period // power


def forced_polynomial(period: int) -> fmpz_poly:
    """z^p - 2 z^(p-2) - 1 at z = x^(2^d), for a period 2^d p with p >= 3 odd: its one positive root is the growth forced.

    Examples
    --------
    >>> forced_polynomial(3), forced_polynomial(6)
    (x^3 + (-2)*x + (-1), x^6 + (-2)*x^2 + (-1))
    """
    power, p = period_parts(period)
    coefficients = [0] * (power * p + 1)
    coefficients[0], coefficients[power * (p - 2)], coefficients[-1] = -1, -2, 1
    return fmpz_poly(coefficients)


def crossings_forced(cycle: Sequence[fmpq], iterate: int) -> int:
    """The largest column sum of A^t, A the 0-1 matrix of what the gaps of a cycle must cover.

    Examples
    --------
    >>> [crossings_forced((fmpq(0), fmpq(1, 2), fmpq(1)), t) for t in (1, 2, 3, 4, 5)]
    [2, 3, 5, 8, 13]
    """
    points = sorted(cycle)
    follower = dict(zip(map(_key, cycle), [*cycle[1:], cycle[0]], strict=True))
    places = [bisect_left(points, follower[_key(x)]) for x in points]
    covered = [range(min(a, b), max(a, b)) for a, b in itertools.pairwise(places)]
    paths = [1] * len(covered)
    for _ in range(iterate):
        following = [0] * len(covered)
        for number, targets in zip(paths, covered, strict=True):
            for j in targets:
                following[j] += number
        paths = following
    return max(paths)


def find_cycle(f: PiecewiseLinearMap, growth: fmpq, periods: Sequence[int] = PERIODS) -> Cycle | None:
    """A cycle of one of these least periods, from its least point on, where a short search finds one.

    Parameters
    ----------
    f
        A map of a bounded interval into itself.
    growth
        An upper bound of its growth number, which excludes the periods that would force more.

    Examples
    --------
    >>> three_cycle = PiecewiseLinearMap.from_points([(0, "1/2"), ("1/2", 1), (1, 0)])
    >>> find_cycle(three_cycle, fmpq(2))
    (0, 1/2, 1)
    """
    for period in periods:
        power, _ = period_parts(period)
        if growth ** (2 * power) <= 2:
            continue  # the root of the polynomial is larger than the square root of 2
        for x in itertools.islice(_returning(f, period), _MOST_STEPS):
            cycle = None if x is None else _cycle_of(f, x, period)
            if cycle is not None:
                return cycle
    return None


def _cycle_of(f: PiecewiseLinearMap, x: fmpq, period: int) -> Cycle | None:
    orbit = [x]
    for _ in range(period):
        orbit.append(f(orbit[-1]))
    least = len({_key(y) for y in orbit[:-1]}) == period
    if not least or orbit[-1] != x:
        return None
    start = min(range(period), key=lambda i: orbit[i])
    return (*orbit[start:period], *orbit[:start])


def _returning(f: PiecewiseLinearMap, period: int) -> Iterator[fmpq | None]:
    """Solutions of f^n(x) = x along words of affine pieces, depth first; None for a step that ends in nothing."""
    ends = f.breakpoints
    slopes = [fmpq(n, d) for n, d in f.slopes.tolist()]
    shifts = [y - s * x for x, y, s in zip(ends, f.values, slopes, strict=False)]
    for first in range(len(slopes)):
        # the points of [low, high] go along the pieces so far; x -> slope x + shift is where they are
        stack = [(first, 1, ends[first], ends[first + 1], slopes[first], shifts[first])]
        while stack:
            piece, length, low, high, slope, shift = stack.pop()
            if length == period:
                yield from _fixed(low, high, slope, shift)
                continue
            yield None
            images = sorted((slope * low + shift, slope * high + shift))
            start = max(first, bisect_right(ends, images[0]) - 1)
            for piece in range(min(bisect_left(ends, images[1]), len(slopes)) - 1, start - 1, -1):
                inside = _preimage(low, high, slope, shift, ends[piece], ends[piece + 1])
                if inside is not None:
                    s, t = slopes[piece], shifts[piece]
                    stack.append((piece, length + 1, *inside, s * slope, s * shift + t))


def _fixed(low: fmpq, high: fmpq, slope: fmpq, shift: fmpq) -> list[fmpq | None]:
    if slope != 1:
        x = shift / (1 - slope)
        return [x if low <= x <= high else None]
    return [low, (low + high) / 2, high] if shift == 0 else [None]


def _preimage(low: fmpq, high: fmpq, slope: fmpq, shift: fmpq, start: fmpq, stop: fmpq) -> tuple[fmpq, fmpq] | None:
    """The part of [low, high] that slope x + shift takes into [start, stop]."""
    if slope == 0:
        return (low, high) if start <= shift <= stop else None
    a, b = sorted(((start - shift) / slope, (stop - shift) / slope))
    a, b = max(a, low), min(b, high)
    return (a, b) if a <= b else None


def _key(x: fmpq) -> tuple[int, int]:
    return int(x.p), int(x.q)
