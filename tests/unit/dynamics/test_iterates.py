"""Tables of orbits and what is counted along them, against composing the iterates and against the checker's own way."""

import random
from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq
from support import maps
from support.maps import fraction, graph

from exactnet.check.description import Graph
from exactnet.check.iterates import laps_and_crossings
from exactnet.compile import PiecewiseLinearMap
from exactnet.dynamics import iterate_counts, iterate_passages
from exactnet.dynamics.orbit_table import OrbitTable, orbit_table
from exactnet.dynamics.walk import directions, labels, letters_of_iterates, visits
from exactnet.errors import InputError

F = Fraction
MAPS = {
    "bimodal": graph((0, F(1, 7)), (F(1, 3), F(6, 7)), (F(2, 3), F(1, 9)), (1, F(9, 10))),
    "constant": graph((0, F(1, 3)), (1, F(1, 3))),
    "identity": graph((0, 0), (1, 1)),
    "flip": graph((0, 1), (1, 0)),
    "three-cycle": graph((0, F(1, 2)), (F(1, 2), 1), (1, 0)),
    "attracting": graph((0, F(1, 2)), (F(1, 2), F(3, 5)), (1, F(2, 5))),
    "plateau at the top": graph((0, 0), (F(1, 4), 1), (F(3, 4), 1), (1, 0)),
    "plateau below the top": graph((0, F(1, 9)), (F(1, 4), F(5, 6)), (F(3, 4), F(5, 6)), (1, 0)),
    "staircase": graph((0, 0), (F(1, 4), F(1, 2)), (F(1, 2), F(1, 2)), (1, 1)),
    "staircase and back": graph((0, 0), (F(1, 4), F(1, 2)), (F(1, 3), F(1, 2)), (F(1, 2), 1), (1, F(1, 5))),
    "flat at both ends": graph((0, F(1, 4)), (F(1, 5), F(1, 4)), (F(1, 2), 1), (F(4, 5), F(1, 6)), (1, F(1, 6))),
    "turns on turns": graph((0, F(1, 2)), (F(1, 4), 1), (F(1, 2), F(1, 4)), (F(3, 4), F(1, 2)), (1, 0)),
    "turn on a plateau": graph(
        (0, 1), (F(1, 4), F(1, 2)), (F(1, 2), 1), (F(2, 3), 1), (F(5, 6), F(1, 4)), (1, F(1, 2))
    ),
    "zigzag": graph((0, 0), (F(1, 5), 1), (F(2, 5), 0), (F(3, 5), 1), (F(4, 5), 0), (1, 1)),
}
INTERVALS = [(F(1, 4), F(3, 4)), (F(0), F(1)), (F(1, 2), F(5, 8)), (F(1, 6), F(1, 5)), (F(-2), F(-1)), (F(1), F(2))]


def build(points):
    return PiecewiseLinearMap.from_points(points)


def by_the_checker(points, count, level):
    xs, ys = zip(*maps.shortest(points), strict=True)
    return laps_and_crossings(Graph(list(xs), list(ys)), level, count)


@pytest.mark.parametrize("name", MAPS)
def test_tables_are_in_order(name):
    points = MAPS[name]
    table = orbit_table(build(points), 8, [fmpq(1, 2)])
    # a point is known by the age at which, and the end from which, it is reached: list all orbits once more
    ends = {points[0][0], points[-1][0]} | {
        b[0]
        for a, b, c in zip(points, points[1:], points[2:], strict=False)
        if (b[1] > a[1]) - (b[1] < a[1]) != (c[1] > b[1]) - (c[1] < b[1])
    }
    ages, front = {}, ends
    for k in range(9):
        ages.update((x, k) for x in front if x not in ages)
        front = {maps.at(points, x) for x in front}
    found = sorted(ages)
    assert table.ages.tolist() == [ages[x] for x in found]
    for x, image in zip(found, table.images.tolist(), strict=True):
        if ages[x] < 8:
            assert found[image] == maps.at(points, x)
    half = F(1, 2)
    assert table.places == ((sum(x < half for x in found), sum(x <= half for x in found)),)


def test_points_closer_than_any_fixed_number_of_bits_are_told_apart():
    # everything is attracted by 1/2, at the rate 1/3: 200 points closer than 2^-64
    f = build([(0, F(1, 3)), (1, F(2, 3))])
    table = orbit_table(f, 240)
    assert len(table.ages) == 2 * 241
    assert table.ages.tolist() == [*range(241), *reversed(range(241))]
    assert iterate_counts(f, 240).laps == (1,) * 240
    assert iterate_counts(f, 240, "1/2").crossings == (2,) * 240


@pytest.mark.parametrize("name", MAPS)
def test_passages_are_those_of_the_graphs(name):
    points = MAPS[name]
    composed = maps.iterates(points, 5)
    for (low, high), found in zip(INTERVALS, iterate_passages(build(points), 5, INTERVALS), strict=True):
        assert found == tuple(maps.passages(f, low, high) for f in composed)


@pytest.mark.parametrize("seed", range(60))
def test_passages_of_random_maps_on_a_grid(seed):
    rng = random.Random(seed)
    k = rng.choice([3, 4, 6, 8])
    xs = sorted({0, k, *(rng.randrange(k + 1) for _ in range(5))})
    points = graph(*((F(x, k), F(rng.randrange(k + 1), k)) for x in xs))
    composed = maps.iterates(points, 5)
    levels = [F(n, 2 * k) for n in range(2 * k + 1)]
    intervals = [tuple(sorted(rng.sample(levels, 2))) for _ in range(4)]
    for (low, high), found in zip(intervals, iterate_passages(build(points), 5, intervals), strict=True):
        assert found == tuple(maps.passages(f, low, high) for f in composed)


@pytest.mark.parametrize("name", MAPS)
def test_long_runs_agree_with_the_checker(name):
    laps, crossings = by_the_checker(MAPS[name], 90, F(2, 5))
    counts = iterate_counts(build(MAPS[name]), 90, "2/5")
    assert list(counts.laps) == laps
    assert list(counts.crossings) == crossings


@pytest.mark.parametrize("seed", range(12))
def test_long_runs_of_maps_with_many_pieces(seed):
    rng = random.Random(seed)
    size = rng.choice([5, 12, 30])
    heights = [F(rng.randrange(10**6), 10**6) for _ in range(size + 1)]
    for i in range(0, size, 4):
        heights[i + 1] = heights[i]  # plateaus
    points = [(F(i, size), y) for i, y in enumerate(heights)]
    laps, crossings = by_the_checker(points, 40, F(1, 2))
    counts = iterate_counts(build(points), 40)
    assert list(counts.laps) == laps
    assert list(counts.crossings) == crossings


def test_numbers_of_many_digits():
    # the full tent: passages of [0, 1] by f^n are its 2^n laps; 1500 binary digits
    (passages,) = iterate_passages(build(maps.tent(2)), 1500, [(0, 1)])
    assert passages == tuple(2**n for n in range(1, 1501))


def test_a_table_is_all_that_the_walk_needs():
    # a 3-cycle with the middle point a maximum, whatever the numbers are
    table = OrbitTable(10, np.array([0, 0, 0]), np.array([1, 2, 0]), ())
    laps, crossings, passages = letters_of_iterates(table, [directions(3), labels(3, 2), visits(3, 1, 2)])
    assert laps == [2, 3, 5, 8, 13, 21, 34, 55, 89, 144]
    f = maps.graph((0, F(1, 2)), (F(1, 2), 1), (1, 0))
    composed = maps.iterates(f, 10)
    assert crossings == [maps.crossings(g, F(3, 4)) for g in composed]
    assert [n - 1 for n in passages] == [maps.passages(g, F(0), F(1)) for g in composed]


def test_bad_requests_are_refused():
    f = build(MAPS["bimodal"])
    for iterates, interval in ((0, (0, 1)), (3, (1, 1)), (3, (1, 0))):
        with pytest.raises(InputError):
            iterate_passages(f, iterates, [interval])
    with pytest.raises(InputError, match="leaves its interval"):
        iterate_passages(build([(0, 0), (1, 2)]), 1, [(0, 1)])
    assert iterate_passages(f, 3, []) == []
    assert fraction(iterate_counts(f, 2).level) == F(1, 2)
