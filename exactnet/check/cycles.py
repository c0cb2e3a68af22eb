"""Cycles of functions of one variable, and the growth that they force."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from exactnet.check.description import Graph
from exactnet.check.reader import rationals, show
from exactnet.check.verdict import require


def read_orbit(value: object, graph: Graph, period: int | None) -> list[Fraction]:
    """Read a cycle [x_0, .., x_(n-1)], f(x_i) = x_(i+1), of this least period (of any, at least 2, for None)."""
    points = rationals(value, "orbit", "orbit")
    require(len(points) > 1, "orbit", "a cycle of at least two points is wanted")
    require(period in (None, len(points)), "orbit", f"there are {len(points)} points, not {show(period)}")
    require(len(set(points)) == len(points), "orbit", "a point occurs twice: the least period is smaller")
    for i, x in enumerate(points):
        require(graph.xs[0] <= x <= graph.xs[-1], "orbit", f"point {i} lies outside the domain")
        require(graph.at(x) == points[(i + 1) % len(points)], "orbit", f"point {i} is not mapped to the next one")
    return points


def odd_part(period: int) -> int:
    """Divide by 2 as often as possible.

    >>> odd_part(12)
    3
    """
    return period // (period & -period)


def forced(period: int) -> list[int]:
    """List the coefficients of z^p - 2 z^(p-2) - 1 at z = x^m, for the period m p with p odd and m a power of 2.

    >>> forced(3), forced(6)
    ([-1, -2, 0, 1], [-1, 0, -2, 0, 0, 0, 1])
    """
    p = odd_part(period)
    m = period // p
    polynomial = [0] * (period + 1)
    polynomial[0], polynomial[m * (p - 2)], polynomial[period] = -1, -2, 1
    return polynomial


def divides(divisor: list[int], polynomial: list[int]) -> bool:
    """Tell whether a polynomial that is not zero divides another one, over the rationals.

    >>> divides([-1, -1, 1], forced(3)), divides([-2, 1], forced(3))
    (True, False)
    """
    degree = max(i for i, c in enumerate(divisor) if c)
    rest = [Fraction(c) for c in polynomial]
    for top in range(len(rest) - 1, degree - 1, -1):
        factor = rest[top] / divisor[degree]
        for i in range(degree + 1):
            rest[top - degree + i] -= factor * divisor[i]
    return not any(rest)


def crossings(orbit: list[Fraction], iterates: int) -> int:
    """Give the largest number of paths of some length that end in one gap of a cycle.

    A step leads from a gap [x, y] between neighbouring points to all gaps between f(x) and f(y).

    >>> [crossings([Fraction(0), Fraction(1), Fraction(2)], n) for n in (1, 2, 3)]
    [2, 3, 5]
    """
    place = {x: i for i, x in enumerate(sorted(orbit))}
    image = {x: place[orbit[(i + 1) % len(orbit)]] for i, x in enumerate(orbit)}
    steps = [(min(a, b), max(a, b)) for a, b in pairwise(image[x] for x in place)]
    ending = [1] * len(steps)
    for _ in range(iterates):
        ending = [
            sum(n for n, (low, high) in zip(ending, steps, strict=True) if low <= j < high) for j in range(len(steps))
        ]
    return max(ending)
