"""Periodic orbits: limits, networks, clipping, numbers of any size."""

import copy
from fractions import Fraction

import pytest
from support.maps import at, fraction, vertices
from support.orbits import check_orbits, periodic_sets

from exactnet.compile import Domain, IntervalFunction, PiecewiseLinearMap
from exactnet.dynamics import periodic_orbits
from exactnet.dynamics.permutations import connect_the_dots, forces, from_visits, growth_of_odd_period, is_cyclic
from exactnet.errors import InputError, UndecidedError
from exactnet.model.reader import network_from_json

F = Fraction
TENT = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
NETWORK = {
    "format": "exactnet-network/1",
    "inputs": 1,
    "layers": [
        {"type": "dense", "weight": [["1"], ["2"], ["1"]], "bias": ["0", "-1", "-1/3"]},
        {"type": "relu"},
        {"type": "dense", "weight": [["2", "-2", "0"]], "bias": ["0"]},
    ],
}


def test_a_limit_names_a_period_that_is_within_it():
    with pytest.raises(UndecidedError, match=r"up to period 6 there are 106 \(try --max-period 6\)"):
        periodic_orbits(IntervalFunction.of(TENT), 20, max_points=150)
    assert len(periodic_orbits(IntervalFunction.of(TENT), 6, max_points=106).orbits) == 23


def test_astronomic_numbers_of_orbits_are_refused_at_once():
    with pytest.raises(UndecidedError, match="very many points, more than the limit of 5,000,000"):
        periodic_orbits(IntervalFunction.of(TENT), 300)


@pytest.mark.parametrize(("period", "limit"), [(0, 5), (1001, 5), (5, 0)])
def test_periods_and_limits_are_refused_where_they_make_no_sense(period, limit):
    with pytest.raises(InputError, match=r"from 1 to 1000|at least 1"):
        periodic_orbits(IntervalFunction.of(TENT), period, max_points=limit)


def test_a_map_that_leaves_its_interval_is_refused_or_clipped():
    leaving = PiecewiseLinearMap.from_points([(0, 0), ("1/2", "3/2"), (1, 0)])
    with pytest.raises(InputError, match="leaves its interval"):
        periodic_orbits(IntervalFunction.of(leaving), 3)
    found = periodic_orbits(IntervalFunction.of(leaving, clip=True), 5)
    check_orbits(vertices(leaving.clip()), True, found.certificate.document())
    assert found.least_periods == (1, 2, 3, 4, 5)


def test_an_invariant_part_of_the_interval():
    f = PiecewiseLinearMap.from_points([(0, 0), (1, 1), (2, 0), (3, 7)])
    found = periodic_orbits(IntervalFunction.of(f, Domain.of(0, 2)), 3)
    assert [[tuple(map(fraction, ends)) for ends in o.intervals] for o in found.orbits] == [[(0, 1)]]
    check_orbits([(F(0), F(0)), (F(1), F(1)), (F(2), F(0))], False, found.certificate.document())


def test_a_network_has_the_orbits_of_its_map():
    # a third unit bends nothing, but its breakpoint belongs to the evidence
    function = IntervalFunction.of(network_from_json(NETWORK))
    found = periodic_orbits(function, 6)
    assert "1/3" in found.certificate.evidence.value["breakpoints"]
    check_orbits(vertices(TENT), False, found.certificate.document())
    expected = periodic_orbits(IntervalFunction.of(TENT), 6)
    assert [o.to_json() for o in found.orbits] == [o.to_json() for o in expected.orbits]


def test_long_numbers_are_exact():
    points = [(F(0), F(1, 10**9 + 7)), (F(2, 5), F(10**6 + 2, 10**6 + 3)), (F(5, 7), F(3, 10**7)), (F(1), F(8, 9))]
    found = periodic_orbits(IntervalFunction.of(PiecewiseLinearMap.from_points(points)), 6)
    for n, (isolated, intervals) in enumerate(periodic_sets(points, 6), start=1):
        assert not intervals
        assert {fraction(x) for o in found.orbits if n % o.period == 0 for x in o.points} == isolated
    check_orbits(points, False, found.certificate.document())


def test_refinement_spares_idle_words():
    f = PiecewiseLinearMap.from_points([(0, 0), ("1/2", "97/100"), (1, 0)])
    found = periodic_orbits(IntervalFunction.of(f), 14)
    words = sum(len(table) for table in found.words)
    assert len(found.orbits) <= words <= 1.2 * len(found.orbits) + 40


def test_long_periods_are_cheap_where_orbits_are_few():
    f = PiecewiseLinearMap.from_points([(0, "1/3"), ("1/2", "3/4"), (1, "1/5")])
    found = periodic_orbits(IntervalFunction.of(f), 60)
    assert found.least_periods == (1, 2)
    rotation = connect_the_dots(from_visits([1, 3, 2, 4]))
    assert periodic_orbits(IntervalFunction.of(rotation), 100).least_periods == (1, 2, 4)


def test_the_rule_of_the_certificate_refuses_what_is_changed():
    points = [(F(0), F(1, 2)), (F(1, 2), F(1)), (F(1), F(0))]
    document = periodic_orbits(IntervalFunction.of(PiecewiseLinearMap.from_points(points)), 5).certificate.document()
    check_orbits(points, False, document)
    for change in (
        lambda d: d["evidence"]["words"].pop(),
        lambda d: d["claim"]["orbits"].pop(),
        lambda d: d["claim"]["orbits"][0]["points"].reverse() or d["claim"]["orbits"].reverse(),
        lambda d: d["evidence"]["partition"].pop(1),
    ):
        changed = copy.deepcopy(document)
        change(changed)
        with pytest.raises((AssertionError, IndexError)):
            check_orbits(points, False, changed)


def test_orbits_know_their_period():
    found = periodic_orbits(IntervalFunction.of(TENT), 6)
    assert [len(found.of_period(n)) for n in range(1, 8)] == [2, 1, 2, 3, 6, 9, 0]
    assert repr(found).startswith("PeriodicOrbits(23 of period <= 6")
    graph = vertices(TENT)
    for orbit in found.of_period(5):
        x = fraction(orbit.points[0])
        for piece in orbit.itinerary:
            assert piece == (x >= F(1, 2))
            x = at(graph, x)


def test_permutations_are_checked():
    with pytest.raises(InputError, match="each once"):
        is_cyclic((0, 0))
    with pytest.raises(InputError, match="each point once"):
        from_visits([1, 1])
    with pytest.raises(InputError, match="odd"):
        growth_of_odd_period(4)
    with pytest.raises(InputError, match="at least 1"):
        forces(0, 1)
    with pytest.raises(InputError, match="two points"):
        connect_the_dots((0,))
