"""Iterates of piecewise-linear functions at given points, between which they must be straight."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from fractions import Fraction
from itertools import pairwise

from exactnet.check.description import Graph, check_self_map
from exactnet.check.reader import integers, show
from exactnet.check.verdict import require

# Numbers grow with every step, and no evidence with them.
_MOST_ITERATES = 1000


def read_iterates(claim: dict[str, object]) -> tuple[int, int]:
    """Parse the key ``iterates``; without it, nothing is iterated."""
    if "iterates" not in claim:
        return 1, 1
    pair = integers(claim["iterates"], "claim", "iterates", 1)
    require(len(pair) == 2, "claim", "iterates must be two integers")
    require(max(pair) > 1, "claim", "iterates [1,1] are not to be stated")
    require(max(pair) <= _MOST_ITERATES, "claim", f"an iterate is more than {_MOST_ITERATES}, too large to check")
    return pair[0], pair[1]


def iterate(graph: Graph, points: list[Fraction], times: int) -> list[Fraction]:
    """Give the values of f^times at points, and check that it is straight between them.

    >>> tent = Graph([Fraction(0), Fraction(1, 2), Fraction(1)], [Fraction(0), Fraction(1), Fraction(0)])
    >>> iterate(tent, [Fraction(j, 4) for j in range(5)], 2)
    [Fraction(0, 1), Fraction(1, 1), Fraction(0, 1), Fraction(1, 1), Fraction(0, 1)]
    """
    if times > 1:
        check_self_map(graph, (graph.xs[0], graph.xs[-1]))
    slopes = graph.slopes()
    bends = [x for x, (a, b) in zip(graph.xs[1:], pairwise(slopes), strict=False) if a != b]
    values = points
    for step in range(times):
        for i, (a, b) in enumerate(pairwise(values)):
            none = bisect_right(bends, min(a, b)) >= bisect_left(bends, max(a, b))
            require(none, "walls", f"iterate {show(step + 1)} bends inside piece {show(i)}")
        # Hashing fractions is slow.
        keys = [(x.numerator, x.denominator) for x in values]
        known = {key: graph.at(Fraction(*key)) for key in set(keys)}
        values = [known[key] for key in keys]
    return values
