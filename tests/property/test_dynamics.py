"""Properties of maps of an interval: laps, entropy, distances, bounds."""

import itertools
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from support import maps
from support import strategies as own
from support.maps import fraction, vertices
from support.routes import accepted

from exactnet.approximation import alternation_errors, distance, l1_distance, linf_distance
from exactnet.bounds import Case, Proved
from exactnet.check import check_text
from exactnet.compile import IntervalFunction, PiecewiseLinearMap, common_refinement, compose
from exactnet.dynamics import crossing_passages, crossings, entropy, fixed_points, iterate_counts, lap_counts, laps
from exactnet.model.reader import network_from_json
from exactnet.verification import verify

F = Fraction
LEVELS = st.builds(Fraction, st.integers(-2, 14), st.just(12))


def build(points):
    return PiecewiseLinearMap.from_points(points)


@settings(max_examples=80, deadline=None)
@given(own.self_maps(), LEVELS)
def test_counts_of_iterates_are_those_of_composed_graphs(points, level):
    composed = maps.iterates(points, 4)
    result = lap_counts(IntervalFunction.of(build(points)), 4, level)
    assert result.laps == tuple(map(maps.laps, composed))
    assert result.crossings == tuple(maps.crossings(f, level) for f in composed)
    assert check_text(result.certificate.canonical).word == "valid"


@settings(max_examples=100, deadline=None)
@given(own.functions(), LEVELS, st.integers(1, 6))
def test_counts_of_one_function(points, level, width):
    f = build(points)
    assert laps(f) == maps.laps(points)
    assert crossings(f, level) == maps.crossings(points, level)
    high = level + F(width, 6)
    assert crossing_passages(f, level, high) == maps.passages(points, level, high)
    assert vertices(f) == maps.shortest(points)


@settings(max_examples=80, deadline=None)
@given(own.self_maps(), own.self_maps())
def test_composition_and_refinement(outer, inner):
    f, g = build(outer), build(inner)
    assert vertices(compose(f, g)) == maps.compose(outer, inner)
    xs, ys, zs = common_refinement(f, g)
    assert [fraction(x) for x in xs] == sorted({x for p in (maps.shortest(outer), maps.shortest(inner)) for x, _ in p})
    assert [fraction(y) for y in ys] == [maps.at(outer, fraction(x)) for x in xs]
    assert [fraction(z) for z in zs] == [maps.at(inner, fraction(x)) for x in xs]


@settings(max_examples=80, deadline=None)
@given(own.functions())
def test_clipping_is_taking_the_nearest_value(points):
    f, g = build(points), build(points).clip()
    assert g.maps_into_itself
    for x in [F(i, 37) for i in range(38)] + [fraction(x) for x in (*f.breakpoints, *g.breakpoints)]:
        assert fraction(g(x)) == min(max(maps.at(points, x), F(0)), F(1))


@settings(max_examples=80, deadline=None)
@given(own.self_maps())
def test_fixed_points_are_fixed_and_separate_the_rest(points):
    found = fixed_points(build(points))
    assert found
    ends = [fraction(e) for pair in found for e in pair]
    assert all(maps.at(points, e) == e for e in ends)
    assert ends == sorted(ends)
    # between neighbours f(x) - x has one sign: look at all candidate extrema
    stops = sorted({F(0), F(1), *ends, *(x for x, _ in points)})
    for a, b in itertools.pairwise(stops):
        middle = (a + b) / 2
        inside = any(fraction(p) <= middle <= fraction(q) for p, q in found)
        assert (maps.at(points, middle) == middle) == inside


@settings(max_examples=60, deadline=None)
@given(own.lattice_heights())
def test_entropy_of_lattice_maps_is_that_of_their_matrix(heights):
    result = entropy(IntervalFunction.of(build(maps.lattice_map(heights))), 8)
    assert check_text(result.certificate.canonical).word == "valid"
    assert result.markov
    low, high = maps.spectral_radius_bracket(maps.lattice_matrix(heights), F(1, 10**12))
    assert fraction(result.growth_lower) <= max(F(1), high)
    assert max(F(1), low) <= fraction(result.growth_upper)
    assert result.decided


@settings(max_examples=60, deadline=None)
@given(own.self_maps())
def test_entropy_lies_under_laps_and_slopes(points):
    f = build(points)
    result = entropy(IntervalFunction.of(f), 6, max_points=1000)
    assert accepted(result)
    assert result.growth_lower <= max(1, f.lipschitz)
    for n, count in enumerate(iterate_counts(f, 12).laps, start=1):
        assert result.growth_lower**n <= count


@settings(max_examples=40, deadline=None)
@given(own.self_maps())
def test_entropy_does_not_see_a_flip_of_the_interval(points):
    flipped = [(1 - x, 1 - y) for x, y in reversed(points)]
    one, other = (entropy(IntervalFunction.of(build(p)), 6, max_points=1000) for p in (points, flipped))
    assert max(one.growth_lower, other.growth_lower) <= min(one.growth_upper, other.growth_upper)


@settings(max_examples=80, deadline=None)
@given(own.functions(), own.functions())
def test_distances_are_exact(first, second):
    f, g = build(first), build(second)
    assert fraction(l1_distance(f, g)) == maps.l1(first, second)
    assert fraction(linf_distance(f, g)) == maps.linf(first, second)
    for norm in ("l1", "linf"):
        result = distance(IntervalFunction.of(f), IntervalFunction.of(g), norm)
        assert check_text(result.certificate.canonical).word == "valid"


@settings(max_examples=80, deadline=None)
@given(own.functions(), st.integers(0, 6))
def test_alternation_errors_are_counted(points, k):
    expected = sum((maps.at(points, F(j, 2**k)) >= F(1, 2)) != (j % 2 == 1) for j in range(2**k))
    assert alternation_errors(build(points), k) == expected


@settings(max_examples=100, deadline=None)
@given(own.networks())
def test_no_bound_is_refuted_and_every_proof_is_valid(document):
    result = verify(Case(network_from_json(document)))
    assert not result.refuted
    for row in result.rows:
        if isinstance(row.verdict, Proved):
            verdict = check_text(row.certificate.canonical)
            assert verdict.word == "valid", f"{row.bound.id}: {verdict}"
