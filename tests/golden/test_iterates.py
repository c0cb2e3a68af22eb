"""Distances and extrema of iterates that are known: powers of the tent map, and of maps that cosines conjugate to it."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import mpmath
import pytest
from support import maps

import exactnet as xn
from exactnet.check import check_text
from exactnet.compile import PiecewiseLinearMap, PiecewiseMap
from exactnet.exact import Q, RealAlgebraic
from exactnet.exact.brackets import Bracket

TENT = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
THREE_CYCLE = PiecewiseLinearMap.from_points([(0, "1/2"), ("1/2", 1), (1, 0)])
HALF = PiecewiseLinearMap.from_points([(0, "1/2"), (1, "1/2")])
ZERO = PiecewiseLinearMap.from_points([(0, 0), (1, 0)])
LOGISTIC = PiecewiseMap.of([0, 1], [[0, 4, -4]])
EXAMPLES = Path(__file__).parents[2] / "examples"


def distance(f, g, norm, m, n, **options):
    found = xn.distance(f, g, norm, iterates=(m, n), **options)
    assert str(check_text(found.certificate.canonical)) == "valid"
    return found.value


@pytest.mark.parametrize("k", [2, 3, 7])
def test_powers_of_the_tent_map(k):
    # theorems 3.9
    assert distance(TENT, HALF, "l1", k, 1) == Q(1, 4)
    assert distance(TENT, ZERO, "l1", k, 1) == Q(1, 2)
    for j in range(1, k):
        assert distance(TENT, TENT, "l1", k, j) == Q(1, 3)
        assert distance(TENT, TENT, "linf", k, j) == 1
    assert distance(TENT, TENT, "l1", k, k) == 0


def test_a_deep_network_is_an_iterate():
    deep = str(EXAMPLES / "tent-5.net.json")
    assert distance(deep, TENT, "linf", 1, 5) == 0
    assert distance(deep, TENT, "l1", 1, 4) == Q(1, 3)
    assert distance(deep, TENT, "linf", 2, 10) == 0


@pytest.mark.parametrize(("s", "t"), [(2, 1), (3, 2), (5, 2), (6, 6), (7, 3)])
def test_powers_of_the_map_with_a_three_cycle(s, t):
    powers = maps.iterates(maps.vertices(THREE_CYCLE), max(s, t))
    f, g = powers[s - 1], powers[t - 1]
    assert maps.fraction(distance(THREE_CYCLE, THREE_CYCLE, "l1", s, t)) == maps.l1(f, g)
    assert maps.fraction(distance(THREE_CYCLE, THREE_CYCLE, "linf", s, t)) == maps.linf(f, g)


def holds(found, expected):
    if isinstance(found, RealAlgebraic):
        ends = found.enclosure(30)
    else:
        ends = (found.lower, found.upper) if isinstance(found, Bracket) else (found, found)
    low, high = (mpmath.mpf(int(x.p)) / int(x.q) for x in ends)
    return low - mpmath.mpf(10) ** -29 <= expected <= high + mpmath.mpf(10) ** -29


def area(zeros, *terms):
    """The integral over [0, pi] of |sum of c cos(n u)| sin(u) / 4, n >= 2, with all zeros of the sum."""

    def whole(u):
        parts = ((c, mpmath.cos((n - 1) * u) / (n - 1) - mpmath.cos((n + 1) * u) / (n + 1)) for c, n in terms)
        return sum(c * y for c, y in parts) / 2

    stops = sorted({*zeros, mpmath.mpf(0), +mpmath.pi})
    return sum(abs(whole(b) - whole(a)) for a, b in pairwise(stops)) / 4


@pytest.mark.parametrize("m", [2, 5, 6])
def test_the_logistic_map_and_a_constant(m):
    # with x = (1 - cos u)/2, f^m(x) = (1 - cos 2^m u)/2
    n = 2**m
    with mpmath.workdps(40):
        zeros = [(2 * k + 1) * mpmath.pi / (2 * n) for k in range(n)]
        expected = area(zeros, (1, n))
        assert holds(distance(LOGISTIC, HALF, "l1", m, 1), expected)
    height = distance(LOGISTIC, HALF, "linf", m, 1)
    assert height.lower <= Q(1, 2) <= height.upper if m == 6 else height == Q(1, 2)


@pytest.mark.parametrize(("m", "k"), [(2, 1), (3, 1), (6, 2)])
def test_two_powers_of_the_logistic_map(m, k):
    a, b = 2**m, 2**k
    with mpmath.workdps(40):
        zeros = [2 * mpmath.pi * j / c for c in (a - b, a + b) for j in range(c // 2 + 1)]
        expected = area(zeros, (1, a), (-1, b))
        assert holds(distance(LOGISTIC, LOGISTIC, "l1", m, k), expected)


@pytest.mark.parametrize("digits", [3, 30])
def test_brackets_are_as_narrow_as_was_asked(digits):
    found = distance(LOGISTIC, HALF, "l1", 6, 1, digits=digits)
    assert isinstance(found, Bracket)
    assert (found.upper - found.lower) * 10**digits < found.lower


def test_extrema_of_iterates():
    steep = PiecewiseMap.of([0, 1], [[0, "39/10", "-39/10"]])
    core = PiecewiseMap.of(["1/16", "39/40"], [[0, "39/10", "-39/10"]])
    assert xn.laps(steep, 6).maxima == (Q(39, 40),) * 6
    assert xn.laps(steep, 6).minima == (0,) * 6
    # f^2(1/2) = 39/10 * 39/40 * 1/40
    least = Q(39 * 39, 16000)
    assert xn.laps(core, 4).minima == (least,) * 4
    chebyshev = PiecewiseMap.of([-1, 1], [[0, -3, 0, 4]])
    assert xn.laps(chebyshev, 5).extremes == ((-1, 1),) * 5
    # slope 3/2: [0, 3/4], and from 3/8 on it turns
    slope = PiecewiseLinearMap.from_points([("1/4", "3/8"), ("1/2", "3/4"), ("3/4", "3/8")])
    assert xn.laps(slope, 3).extremes == ((Q(3, 8), Q(3, 4)),) * 3
    # x -> (1 - x)/2 contracts to 1/3
    contraction = PiecewiseLinearMap.from_points([(0, "1/2"), (1, 0)])
    found = xn.laps(contraction, 60)
    assert found.extremes[:2] == ((0, Q(1, 2)), (Q(1, 4), Q(1, 2)))
    assert found.extremes[-1] == (Q(1, 3) - Q(1, 3 * 2**60), Q(1, 3) + Q(1, 3 * 2**59))
    # the same with long numbers, which are only enclosed in the end
    tail = Q(1, 10**20)
    found = xn.laps(PiecewiseLinearMap.from_points([(0, "1/2"), (1, tail)]), 60)
    low, high = found.extremes[-1]
    assert isinstance(low, Bracket)
    assert low.lower < Q(1, 3) < high.upper
    assert str(check_text(found.certificate.canonical)) == "valid"


def test_depths_excluded_by_an_iterate_of_the_logistic_map():
    # f^T rises and falls by 1, 2^T times
    for iterate in (3, 10, 40):
        found = xn.depth_width(LOGISTIC, iterate, "1/4", max_depth=1)
        assert found.required_laps == 2**iterate
        assert str(check_text(found.certificate.canonical)) == "valid"
    assert xn.depth_width(LOGISTIC, 5, max_depth=2).excluded == ((1, 30), (2, 4))
    assert xn.depth_width(LOGISTIC, 5, Fraction(1, 2), max_depth=1).required_laps == 1
