"""The functions that are hard to approximate: powers of the tent map, and iterates of the map 0 -> 1/2 -> 1 -> 0."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from exactnet.check.description import Graph
from exactnet.check.instance import HALF, Instance
from exactnet.check.subject import Map
from exactnet.check.verdict import require


def tent_power(x: Fraction, size: int) -> Fraction:
    """Give T^k(x) for the tent map T and size = 2^k.

    >>> tent_power(Fraction(3, 8), 4)
    Fraction(1, 2)
    """
    folded = x * size % 2
    return min(folded, 2 - folded)


def dyadic(instance: Instance) -> int:
    """Give 2^k after checking that every j / 2^k is a breakpoint."""
    there, k = set(instance.description.points), instance.parameter
    require(k < len(there).bit_length(), "breakpoints", "there are fewer than 2^k + 1")
    size = 1 << k
    require(all(Fraction(j, size) in there for j in range(size + 1)), "breakpoints", "some j/2^k is not among them")
    return size


def off_the_tent(instance: Instance) -> list[Fraction]:
    """List f - T^k at the breakpoints, between which it is straight."""
    size, graph = dyadic(instance), instance.description.graph()
    return [y - tent_power(x, size) for x, y in zip(graph.xs, graph.ys, strict=True)]


def three_cycle(x: Fraction) -> Fraction:
    """Apply the map that is straight between (0, 1/2), (1/2, 1) and (1, 0).

    >>> three_cycle(Fraction(3, 4))
    Fraction(1, 2)
    """
    return x + HALF if x <= HALF else 2 - 2 * x


def three_cycle_laps(t: int) -> int:
    """Count the laps of its t-th iterate: every one goes between 0 or 1/2 and 1.

    >>> [three_cycle_laps(t) for t in (1, 2, 3, 4)]
    [2, 3, 5, 8]
    """
    # A lap with the values [0, 1] becomes two, one with [1/2, 1] becomes one with [0, 1].
    full, half = 1, 1
    for _ in range(t - 1):
        full, half = full + half, full
    return full + half


def three_cycle_power(t: int) -> Map:
    """Give the t-th iterate as a map.

    >>> [str(x) for x in three_cycle_power(2).xs]
    ['0', '1/2', '3/4', '1']
    """
    ends = {Fraction(0), HALF, Fraction(1)}
    bends = {HALF}
    for _ in range(t - 1):
        # What is mapped to a bend: 1 - y/2 always, y - 1/2 if that is not negative.
        bends = {1 - y / 2 for y in bends} | {y - HALF for y in bends if y >= HALF}
        ends |= bends
    xs = sorted(ends)
    ys = xs
    for _ in range(t):
        ys = [three_cycle(y) for y in ys]
    return Map(xs, ys)


def off_the_three_cycle(instance: Instance) -> list[Fraction]:
    """List f - g at the breakpoints, g the t-th iterate, after checking that g is straight between them."""
    graph, t = instance.description.graph(), instance.parameter
    # The laps of g end at breakpoints, so there are more of these; and t is small.
    require(t <= len(graph.xs), "breakpoints", "there are fewer than the target has")
    values = list(graph.xs)
    for _ in range(t):
        for u, v in pairwise(values):
            require((u - HALF) * (v - HALF) >= 0, "breakpoints", "the target bends between two of them")
        values = [three_cycle(v) for v in values]
    return [y - v for y, v in zip(graph.ys, values, strict=True)]


def alternation_errors(graph: Graph, k: int) -> int:
    """Count the j in 0, .., 2^k - 1 for which the label of f(j / 2^k) at level 1/2 differs from j mod 2.

    It counts piece by piece, not point by point.

    >>> alternation_errors(Graph([Fraction(0), Fraction(1)], [Fraction(0), Fraction(1)]), 2)
    2
    """
    size = 2**k
    errors = 0
    for (x, u), (y, v) in pairwise(zip(graph.xs, graph.ys, strict=True)):
        start, stop = ceil(x * size), ceil(y * size)
        if (u >= HALF) == (v >= HALF):
            errors += _count(start, stop, even=u >= HALF)
            continue
        # The label is 1 exactly up to, or from, the point at which f is 1/2.
        turn = (x + (y - x) * (HALF - u) / (v - u)) * size
        middle = min(floor(turn) + 1 if u >= HALF else ceil(turn), stop)
        errors += _count(start, middle, even=u >= HALF) + _count(middle, stop, even=v >= HALF)
    return errors


def _count(start: int, stop: int, *, even: bool) -> int:
    """Count the even (or odd) integers in range(start, stop)."""
    evens = (stop + 1) // 2 - (start + 1) // 2
    return evens if even else stop - start - evens


def tent_mismatch(graph: Graph, k: int) -> Fraction:
    """Give the fraction of the constancy intervals of T^k on which the label of f is everywhere the other one.

    >>> tent_mismatch(Graph([Fraction(0), Fraction(1)], [Fraction(0), Fraction(0)]), 2)
    Fraction(2, 5)
    """
    size = 2**k
    # In units of 1/2^(k+1), the cuts of T^k are 1, 3, .., 2^(k+1) - 1. Interval j lies between cuts 2j - 1 and 2j + 1.
    pieces = list(zip(graph.xs, graph.ys, strict=True))
    wrong, start = 0, Fraction(-2)
    for i, ((x, u), (y, v)) in enumerate(pairwise(pieces), 1):
        last = i == len(pieces) - 1
        changes = (u >= HALF) != (v >= HALF)
        if changes:
            cut = (x + (y - x) * (HALF - u) / (v - u)) * 2 * size
            wrong += _inside(start, cut, one=u >= HALF)
            start = cut
        if last:
            wrong += _inside(start, Fraction(2 * size + 2), one=v >= HALF)
    return Fraction(wrong, size + 1)


def _inside(start: Fraction, stop: Fraction, *, one: bool) -> int:
    """Count the intervals of T^k inside an interval with label 1, which is closed, or with label 0, which is open.

    The ends of [0, 1] are moved beyond the outermost intervals, which only have to fit at their inner end.
    """
    if one:  # j even, start <= 2j - 1 and 2j + 1 <= stop
        first, last = ceil((start + 1) / 2), floor((stop - 1) / 2)
        return max(0, last // 2 - (first + 1) // 2 + 1)
    # j odd, start < 2j - 1 and 2j + 1 < stop
    first, last = floor((start + 1) / 2) + 1, ceil((stop - 1) / 2) - 1
    return max(0, (last + 1) // 2 - first // 2)


def off_the_square(graph: Graph) -> Fraction:
    """Give the largest |f(x) - x^2|; on a straight piece of slope s the difference is extremal at s/2.

    >>> off_the_square(Graph([Fraction(0), Fraction(1)], [Fraction(0), Fraction(1)]))
    Fraction(1, 4)
    """
    found = max(abs(y - x * x) for x, y in zip(graph.xs, graph.ys, strict=True))
    for a, b, y, slope in zip(graph.xs, graph.xs[1:], graph.ys, graph.slopes(), strict=False):
        if a < slope / 2 < b:
            found = max(found, abs(y - slope * a + slope * slope / 4))
    return found
