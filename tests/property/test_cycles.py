"""Bounds on periods, crossings and targets: none fails, every certificate holds, every changed claim is rejected."""

import itertools
import json
from fractions import Fraction

from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from support import maps, targets
from support import strategies as own

from exactnet.approximation import tent_mismatch
from exactnet.bounds import REGISTRY, Case, NotAttempted, Proved, Unknown
from exactnet.bounds.cycles import PERIODS, crossings_forced
from exactnet.bounds.depth_width import depth_width, widest_excluded
from exactnet.check import check_text
from exactnet.check.cycles import crossings, divides, forced
from exactnet.compile import IntervalFunction, PiecewiseLinearMap
from exactnet.dynamics import find_orbit, periodic_orbits
from exactnet.dynamics.alternation import swings
from exactnet.model.reader import network_from_json
from exactnet.verification import verify

F = Fraction
NEW = [
    name
    for name in REGISTRY
    if name.startswith(("chatziafratis2020", "bowen1976", "telgarsky2015"))
    or name in ("telgarsky2016.mismatch", "telgarsky2016.separation", "bu2020.robust_horseshoe")
]


def build(points):
    return PiecewiseLinearMap.from_points(maps.texts(points))


def sound(subject, vertices, network=None):
    """Rows of the new bounds: decided, true by the book, accepted; and no other value is."""
    result = verify(Case(subject), NEW)
    assert not result.refuted
    for row in result.rows:
        assert isinstance(row.verdict, NotAttempted) or not isinstance(row.verdict, Unknown), row.reason
        if not isinstance(row.verdict, Proved):
            continue
        document = json.loads(row.certificate.canonical)
        assert check_text(row.certificate.canonical).word == "valid"
        claim, orbit = document["claim"], document["evidence"].get("orbit")
        assert targets.premise(row.bound.id, row.parameters, vertices, network, orbit)
        assert targets.value(row.bound.id, row.parameters, vertices, orbit) == maps.fraction(row.value)
        if row.parameters.get("n", 1) <= 4:
            expected = targets.measured(claim["quantity"], row.parameters, vertices, network)
            assert expected in (None, maps.fraction(row.measured.lower))
        for key in ("bound_value", "measured"):
            if not isinstance(claim[key], dict):
                changed = {**document, "claim": {**claim, key: str(F(claim[key]) - F(1, 7))}}
                assert check_text(json.dumps(changed)).step == key


@settings(max_examples=60, deadline=None)
@given(own.self_maps())
def test_maps_keep_the_bounds(points):
    f = build(points)
    sound(f, maps.vertices(f))


@settings(max_examples=60, deadline=None)
@given(own.lattice_heights(6).filter(lambda heights: len(heights) > 2))
def test_maps_with_a_markov_partition_are_always_decided(heights):
    f = build(maps.lattice_map(heights))
    sound(f, maps.vertices(f))


@settings(max_examples=40, deadline=None)
@given(own.networks(outputs=1, blocks=False, depth=2))
def test_networks_keep_the_bounds(document):
    result = verify(Case(network_from_json(document)), NEW)
    assert not result.refuted
    for row in result.rows:
        if isinstance(row.verdict, Proved):
            assert check_text(row.certificate.canonical).word == "valid"


@settings(max_examples=150, deadline=None)
@given(own.self_maps())
def test_cycles_found_are_cycles(points):
    f = build(points)
    found = find_orbit(IntervalFunction.of(f), PERIODS)
    known = periodic_orbits(IntervalFunction.of(f), max(found.listed, 3)).least_periods
    if found.cycle is None:
        assert found.listed == 12
        assert not set(PERIODS) & set(known)
        return
    cycle = found.cycle
    better = PERIODS[: PERIODS.index(len(cycle))]
    assert not set(better) & set(known)
    orbit = [maps.fraction(x) for x in cycle]
    assert orbit[0] == min(orbit)
    assert targets.is_cycle(maps.vertices(f), orbit, len(cycle))
    for n in (1, 2, 3):
        expected = targets.column_sum(orbit, n)
        assert crossings_forced(cycle, n) == crossings(orbit, n) == expected
        assert maps.laps(maps.iterates(maps.vertices(f), n)[-1]) >= expected


@settings(max_examples=150, deadline=None)
@given(own.functions(), st.integers(1, 4))
def test_mismatch_is_that_of_samples(points, k):
    assert maps.fraction(tent_mismatch(build(points), k)) == targets.mismatch(points, k)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(-6, 6), min_size=1, max_size=12), st.integers(0, 6))
def test_swings_are_the_most_there_are(values, size):
    places = swings([fmpq(v) for v in values], fmpq(size))
    assert len(places) - 1 == maps.swings(values, size)
    moves = [values[b] - values[a] for a, b in itertools.pairwise(places)]
    assert all(abs(move) > size for move in moves)
    assert all((a > 0) != (b > 0) for a, b in itertools.pairwise(moves))
    assert sorted(set(places)) == places


@settings(max_examples=100, deadline=None)
@given(own.self_maps(4), st.integers(1, 3), st.sampled_from([F(0), F(1, 20), F(1, 7), F(1, 3)]), st.data())
def test_whatever_is_near_has_the_laps_required(points, power, error, data):
    f = build(points)
    found = depth_width(IntervalFunction.of(f), power, str(error))
    target = maps.iterates(maps.vertices(f), power)[-1]
    moves = data.draw(st.lists(st.sampled_from([-1, 0, 1]), min_size=len(target), max_size=len(target)))
    near = [(x, y + error * move) for (x, y), move in zip(target, moves, strict=True)]
    assert maps.linf(near, target) <= error
    assert maps.laps(near) >= found.required_laps
    assert check_text(found.certificate.canonical).word == "valid"
    if error == 0:
        assert found.required_laps == maps.laps(target)
    else:
        assert found.required_laps == max(1, maps.swings([y for _, y in target], 2 * error))


@given(st.integers(1, 10**30), st.integers(1, 40))
def test_the_widest_excluded_is_the_widest(laps, depth):
    u = widest_excluded(laps, depth)
    assert (u + 2) ** depth >= laps
    assert u == 0 or (u + 1) ** depth < laps


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=4), st.lists(st.integers(-3, 3), min_size=1, max_size=5))
def test_products_are_divided_by_their_factors(factor, other):
    if not any(factor):
        return
    product = [0] * (len(factor) + len(other) - 1)
    for i, a in enumerate(factor):
        for j, b in enumerate(other):
            product[i + j] += a * b
    assert divides(factor, product)
    nearly = [product[0] + 1, *product[1:]]
    constant = sum(map(bool, factor)) == 1 and factor[0] != 0
    assert constant or not divides(factor, nearly)


def test_the_forced_polynomials():
    for period in (3, 5, 6, 10, 12, 18):
        m, value = targets.forced(period)
        for x in (F(1), F(3, 2), F(7, 5)):
            assert sum(c * x**i for i, c in enumerate(forced(period))) == value(x**m)
