"""What cycles of interval maps force."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Sequence

from flint import fmpq, fmpz_poly

__all__ = ["PERIODS", "crossings_forced", "forced_polynomial", "period_parts"]

PERIODS = (3, 5, 7, 9, 6, 10, 12)
"""Periods that are looked for, those that force more growth first."""


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


def _key(x: fmpq) -> tuple[int, int]:
    return int(x.p), int(x.q)
