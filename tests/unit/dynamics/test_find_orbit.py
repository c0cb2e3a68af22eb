"""One orbit of a period: found where there is one, in small maps always, in large ones quickly."""

import random
from fractions import Fraction

import pytest
from flint import fmpq
from support import maps, targets

from exactnet.compile import IntervalFunction, PiecewiseLinearMap
from exactnet.dynamics import find_orbit, periodic_orbits

F = Fraction
PERIODS = (3, 5, 7, 9, 6, 10, 12)


def function(points):
    return IntervalFunction.of(PiecewiseLinearMap.from_points(points))


def is_cycle(f, cycle):
    points = [maps.fraction(x) for x in cycle]
    return points[0] == min(points) and targets.is_cycle(maps.vertices(f.map), points, len(cycle))


def random_map(pieces, seed=1):
    rng = random.Random(seed)
    return function([(i, fmpq(rng.randrange(10**6 + 1), 10**6) * pieces) for i in range(pieces + 1)])


def logistic(pieces, rate):
    grid = [fmpq(i, pieces) for i in range(pieces + 1)]
    return function([(x, rate * x * (1 - x)) for x in grid])


def test_the_first_period_that_occurs_is_found():
    tent = function(maps.tent(F(3, 2)))  # least periods 1, 2, 4, 6, 7, 8, 9, ..
    for periods, period in (([3, 5, 7, 9], 7), ([5, 6, 7], 6), ([9, 6], 9), ([3, 5], None), ([12, 3], 12)):
        found = find_orbit(tent, periods)
        assert (None if found.cycle is None else len(found.cycle)) == period
        if found.cycle is None:
            assert found.listed == max(periods)
        else:
            assert is_cycle(tent, found.cycle)


def test_cycles_of_turning_points():
    # 0 -> 1/2 -> 1 -> 0 is the only cycle of period 3, and consists of ends of pieces
    found = find_orbit(function([(0, F(1, 2)), (F(1, 2), 1), (1, 0)]), PERIODS)
    assert found.cycle == (0, fmpq(1, 2), 1)


def test_intervals_of_periodic_points_have_cycles_in_them():
    # the three thirds of [0, 1], with gaps, go around by translations: every inner point has period 3
    f = function([(0, F(2, 5)), (F(1, 5), F(3, 5)), (F(2, 5), F(4, 5)), (F(3, 5), 1), (F(4, 5), 0), (1, F(1, 5))])
    orbits = periodic_orbits(f, 3).of_period(3)
    assert any(orbit.intervals for orbit in orbits)
    found = find_orbit(f, [3])
    assert is_cycle(f, found.cycle)


def test_maps_without_such_periods():
    for points in ([(0, 0), (1, 1)], [(0, 1), (1, 0)], [(0, F(1, 3)), (1, F(1, 2))]):
        found = find_orbit(function(points), PERIODS)
        assert (found.cycle, found.listed) == (None, 12)


@pytest.mark.parametrize("pieces", [100, 1000, 5000])
def test_maps_of_many_long_pieces(pieces):
    f = random_map(pieces)
    found = find_orbit(f, PERIODS)
    assert len(found.cycle) == 3
    assert is_cycle(f, found.cycle)


@pytest.mark.parametrize(("rate", "period"), [("16/5", None), ("37/10", 9), ("39/10", 3)])
def test_maps_of_many_short_pieces(rate, period):
    # the logistic map with parameter 3.2 has no period but 1 and 2, with 3.9 period 3; its polygon is close to it
    f = logistic(100, fmpq(*map(int, rate.split("/"))))
    found = find_orbit(f, PERIODS)
    assert (None if found.cycle is None else len(found.cycle)) == period
    if period is None:
        assert found.listed == 12
    else:
        assert is_cycle(f, found.cycle)


def test_a_map_that_is_too_large_is_left_alone():
    found = find_orbit(logistic(2000, fmpq(16, 5)), PERIODS)
    assert (found.cycle, found.listed) == (None, 0)
