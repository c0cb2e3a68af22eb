"""Periodic orbits and forced periods known from the literature or by hand."""

from fractions import Fraction

import pytest
from flint import fmpq
from support.maps import fraction
from support.orbits import check_orbits

from exactnet.compile import IntervalFunction, PiecewiseLinearMap
from exactnet.dynamics import entropy, periodic_orbits
from exactnet.dynamics.permutations import (
    connect_the_dots,
    forced_growth,
    forced_periods,
    from_visits,
    growth_of_increasing_cycle,
    growth_of_odd_period,
    is_cyclic,
    is_stefan,
)
from exactnet.exact.rational import rational

F = Fraction


def orbits_of(points, max_period):
    found = periodic_orbits(IntervalFunction.of(PiecewiseLinearMap.from_points(points)), max_period)
    check_orbits(points, False, found.certificate.document())
    return found


def tent(slope):
    return [(F(0), F(0)), (F(1, 2), F(slope) / 2), (F(1), F(0))]


def graph(*points):
    return [(F(x), F(y)) for x, y in points]


@pytest.mark.parametrize(("slope", "periods"), [("3/2", (1, 2, 4, 6, 7, 8, 9)), ("7/5", (1, 2, 4, 6, 8))])
def test_least_periods_of_tents(slope, periods):
    assert orbits_of(tent(slope), 9).least_periods == periods


def test_the_three_cycle_map_has_all_periods_and_lucas_numbers_of_points():
    found = orbits_of(graph((0, "1/2"), ("1/2", 1), (1, 0)), 12)
    assert found.least_periods == tuple(range(1, 13))
    counts = [sum(o.period for o in found.orbits if n % o.period == 0) for n in range(1, 13)]
    assert counts == [1, 3, 4, 7, 11, 18, 29, 47, 76, 123, 199, 322]
    (cycle,) = (o for o in found.of_period(3) if o.points[0] == 0)
    assert cycle.permutation == (1, 2, 0)
    assert is_stefan(cycle.permutation)


def test_the_full_tent_has_two_to_the_n_points():
    found = orbits_of(tent(2), 10)
    for n in range(1, 11):
        assert sum(o.period for o in found.orbits if n % o.period == 0) == 2**n
    assert {o.kind for o in found.orbits} == {"repelling"}
    assert all(abs(o.multiplier) == 2**o.period for o in found.orbits if o.multiplier is not None)


def test_the_identity_is_one_interval_of_fixed_points():
    found = orbits_of(graph((0, 0), (1, 1)), 4)
    assert found.to_json()["orbits"] == [
        {
            "period": 1,
            "intervals": [["0", "1"]],
            "itinerary": [0],
            "kind": "interval",
            "multiplier": "1",
            "permutation": [0],
        }
    ]


def test_a_reflection_has_a_centre_and_an_interval_of_period_two():
    found = orbits_of(graph((0, 1), (1, 0)), 4)
    assert found.least_periods == (1, 2)
    centre, interval = found.orbits
    assert (centre.points, centre.kind, centre.multiplier) == ((fmpq(1, 2),), "neutral", -1)
    assert [tuple(map(fraction, ends)) for ends in interval.intervals] == [(0, F(1, 2)), (F(1, 2), 1)]
    assert interval.permutation == (1, 0)
    assert orbits_of(graph((0, 1), (1, 0)), 1).least_periods == (1,)


def test_a_reflection_with_a_bump_keeps_what_the_bump_leaves():
    # on [2/5, 3/5] the reflection goes on; outside, the bump breaks it
    points = graph((0, 1), ("1/5", "4/5"), ("3/10", 1), ("2/5", "3/5"), (1, 0))
    found = orbits_of(points, 4)
    intervals = [o.intervals for o in found.orbits if o.kind == "interval"]
    assert [[tuple(map(fraction, ends)) for ends in i] for i in intervals] == [
        [(0, F(1, 5)), (F(4, 5), 1)],
        [(F(2, 5), F(1, 2)), (F(1, 2), F(3, 5))],
    ]


@pytest.mark.parametrize("value", ["1/3", 0, 1])
def test_constant_maps_have_one_superattracting_point(value):
    (orbit,) = orbits_of(graph((0, value), (1, value)), 5).orbits
    assert (orbit.points, orbit.kind, orbit.multiplier) == ((rational(value),), "superattracting", 0)


def test_a_plateau_on_a_cycle_attracts_it():
    # 1/2 -> 1 -> 0 -> 1/2 with a flat top around 1/2
    found = orbits_of(graph((0, "1/2"), ("2/5", 1), ("3/5", 1), (1, 0)), 6)
    (flat,) = (o for o in found.orbits if o.kind == "superattracting")
    assert flat.points == (0, fmpq(1, 2), 1)
    assert flat.multiplier == 0
    assert flat.itinerary == (0, 1, 2)


def test_a_fixed_breakpoint_that_reverses_orientation():
    # slopes -2 on the left and -1/2 on the right: two turns multiply by 1 on either side
    points = graph((0, 1), ("1/3", "1/3"), (1, 0))
    found = orbits_of(points, 4)
    centre, interval = found.orbits
    assert (centre.points, centre.kind, centre.multiplier) == ((fmpq(1, 3),), "neutral", None)
    assert [tuple(map(fraction, ends)) for ends in interval.intervals] == [(0, F(1, 3)), (F(1, 3), 1)]


def test_sides_of_a_fixed_breakpoint_that_disagree_are_mixed():
    # attracted from the left, repelled to the right
    first, second = orbits_of(graph((0, "1/4"), ("1/2", "1/2"), ("3/4", 1), (1, 1)), 3).orbits
    assert (first.points, first.kind, first.multiplier) == ((fmpq(1, 2),), "mixed", None)
    assert (second.points, second.kind) == ((fmpq(1),), "superattracting")


@pytest.mark.parametrize(
    ("visits", "growth"), [([1, 2, 3, 4], (-1, -1, -1, 1)), ([1, 3, 2, 4], (-1, 1))], ids=["increasing", "doubling"]
)
def test_the_two_unimodal_cycles_of_period_four(visits, growth):
    permutation = from_visits(visits)
    assert is_cyclic(permutation)
    assert forced_growth(permutation).coefficients == growth
    f = connect_the_dots(permutation)
    assert entropy(IntervalFunction.of(f)).exact.coefficients == growth
    found = periodic_orbits(IntervalFunction.of(f), 4)
    assert permutation in {o.permutation for o in found.of_period(4)}


def test_the_increasing_cycle_grows_like_its_root():
    root = growth_of_increasing_cycle(4)
    assert root == forced_growth(from_visits([1, 2, 3, 4]))
    low, high = root.enclosure(12)
    assert abs(fraction(low) - F("1.8392867552")) < F(1, 10**10)
    assert low <= high
    for p in range(3, 9):
        assert growth_of_increasing_cycle(p) == forced_growth(from_visits(range(p)))


@pytest.mark.parametrize("p", [3, 5, 7, 9, 11])
def test_stefan_cycles_force_the_least_growth_and_no_other_period(p):
    middle = p // 2
    visits = [middle]
    for step in range(1, middle + 1):
        visits += [middle + step, middle - step]
    permutation = from_visits(visits)
    assert is_stefan(permutation)
    assert forced_growth(permutation) == growth_of_odd_period(p)
    found = periodic_orbits(IntervalFunction.of(connect_the_dots(permutation)), p + 1)
    assert found.least_periods == forced_periods(p, p + 1)


def test_root_of_degree_seven_factors():
    assert growth_of_odd_period(7).coefficients == (-1, 0, -1, 1)
    assert [growth_of_odd_period(p) > growth_of_odd_period(p + 2) for p in (3, 5, 7)] == [True] * 3
    assert all(growth_of_odd_period(p) ** 2 > 2 for p in (3, 5, 7, 9))


def test_sharkovsky_s_order():
    assert forced_periods(3, 10) == tuple(range(1, 11))
    assert forced_periods(4, 10) == (1, 2, 4)
    assert forced_periods(10, 16) == (1, 2, 4, 8, 10, 12, 14, 16)
    assert forced_periods(12, 30) == (1, 2, 4, 8, 12, 16, 20, 24, 28)
