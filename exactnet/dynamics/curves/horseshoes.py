"""One cycle along two branches that are mapped over each other: where a map has many laps, there is no need to list anything."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import permutations

from exactnet.dynamics.curves.enclosures import Enclosure
from exactnet.dynamics.curves.images import Images

__all__ = ["cycle_along", "horseshoes"]

_BRANCHES = 8
_TURNS = 4000


def horseshoes(at: Images, period: int) -> Iterator[tuple[int, ...]]:
    """Words a .. a b of this length, both branches a and b mapped over themselves and each other; only the best branches are tried.

    Examples
    --------
    >>> from flint import fmpq, fmpq_poly
    >>> from exactnet.compile.semialgebraic.curve import Curve
    >>> from exactnet.exact.points import Point
    >>> from exactnet.exact.rational_functions import RationalFunction
    >>> logistic = Curve.of([Point.of(0), Point.of(1)], [RationalFunction.of(fmpq_poly([0, 4, -4]))])
    >>> list(horseshoes(Images(logistic, 64), 3))
    [(0, 0, 1), (1, 1, 0)]
    """
    reach = [_covered(at, branch) for branch in range(len(at.curve.branches))]
    best = sorted(range(len(reach)), key=lambda b: len(reach[b]), reverse=True)[:_BRANCHES]
    for a, b in permutations(sorted(best), 2):
        if all(target in reach[source] for source, target in ((a, a), (a, b), (b, a))):
            yield (*((a,) * (period - 1)), b)


def _covered(at: Images, branch: int) -> range:
    """The branches over which one is mapped, but for rounding."""
    ends = [at.value(branch, at.points[i][side]) for i, side in ((branch, 1), (branch + 1, 0))]
    slack = at.one >> (at.precision // 2)
    low, high = min(x[0] for x in ends) - slack, max(x[1] for x in ends) + slack
    first = bisect_left(at.points, low, key=lambda x: x[0])
    return range(first, bisect_left(at.points, high, key=lambda x: x[1]) - 1)


def cycle_along(at: Images, word: tuple[int, ...]) -> list[Enclosure] | None:
    """Enclosures of a cycle that visits these branches, pulled back along them until they are narrow; nothing is proved.

    Examples
    --------
    >>> from flint import fmpq_poly
    >>> from exactnet.compile.semialgebraic.curve import Curve
    >>> from exactnet.exact.points import Point
    >>> from exactnet.exact.rational_functions import RationalFunction
    >>> logistic = Curve.of([Point.of(0), Point.of(1)], [RationalFunction.of(fmpq_poly([0, 4, -4]))])
    >>> [low >> 44 for low, _ in cycle_along(Images(logistic, 64), (0, 1))]  # (5 -+ sqrt 5)/8, times 2^20
    [362274, 948445]
    """
    x = at.points[word[0]][0], at.points[word[0] + 1][1]
    for _ in range(_TURNS):
        before = x
        for branch in reversed(word):
            x = _pulled_back(at, branch, x[0]), _pulled_back(at, branch, x[1])
            x = min(x), max(x)
        if x[1] - x[0] <= 2 * len(word):
            low, high = max(x[0] - len(word), at.low), min(x[1] + len(word), at.high)
            return at.images((low, high), len(word) - 1)
        if x == before:
            return None
    return None


def _pulled_back(at: Images, branch: int, y: int) -> int:
    """A place on a branch where its function is about y; the end that is nearer, if there is none."""
    low, high, rising = at.points[branch][1], at.points[branch + 1][0], at.curve.directions[branch] > 0
    while high - low > 1:
        middle = (low + high) >> 1
        if (at.value(branch, middle)[0] < y) == rising:
            low = middle
        else:
            high = middle
    return low
