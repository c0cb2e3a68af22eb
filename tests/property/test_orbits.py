"""Properties of periodic orbits: all of them, against composition; the certificate, against its rule; Sharkovsky's order."""

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from support import strategies as own
from support.maps import at, fraction, vertices
from support.orbits import check_orbits, least_words_by_force, periodic_sets

from exactnet.compile import IntervalFunction, PiecewiseLinearMap
from exactnet.dynamics import entropy
from exactnet.dynamics.coverings.partition import Ranges
from exactnet.dynamics.coverings.words import least_words, primitive_counts, traces
from exactnet.dynamics.orbits import periodic_orbits
from exactnet.dynamics.permutations import connect_the_dots, forced_growth, forced_periods, from_visits, markov_matrix

F = Fraction


def orbits_of(points, max_period):
    return periodic_orbits(IntervalFunction.of(PiecewiseLinearMap.from_points(points)), max_period)


def joined(intervals):
    result = []
    for a, b in sorted(intervals):
        if result and a <= result[-1][1]:
            result[-1] = (result[-1][0], max(b, result[-1][1]))
        else:
            result.append((a, b))
    return result


def sets_from(found, n):
    """The solutions of f^n(x) = x according to the orbits."""
    orbits = [o for o in found.orbits if n % o.period == 0]
    points = {fraction(x) for o in orbits for x in o.points}
    intervals = joined([(fraction(a), fraction(b)) for o in orbits for a, b in o.intervals])
    return {x for x in points if not any(a <= x <= b for a, b in intervals)}, intervals


@st.composite
def isometric_maps(draw):
    """Maps with slopes among 0, 1, -1, 2 and -2, full of intervals of periodic points."""
    grid = draw(st.integers(2, 8))
    ys = [draw(st.integers(0, grid))]
    for _ in range(grid):
        ys.append(min(grid, max(0, ys[-1] + draw(st.sampled_from([0, 1, 1, -1, -1, 2, -2])))))
    return [(F(x, grid), F(y, grid)) for x, y in enumerate(ys)]


MAPS = st.one_of(own.self_maps(), own.self_maps(4), isometric_maps())


@settings(max_examples=150)
@given(MAPS)
def test_orbits_are_those_of_composed_graphs(points):
    found = orbits_of(points, 5)
    for n, expected in enumerate(periodic_sets(points, 5), start=1):
        assert sets_from(found, n) == expected


@settings(max_examples=100)
@given(MAPS)
def test_each_orbit_is_what_it_says(points):
    found = orbits_of(points, 5)
    f = PiecewiseLinearMap.from_points(points)
    for orbit in found.orbits:
        visited = orbit.points or tuple((a + b) / 2 for a, b in orbit.intervals)
        assert [f(x) for x in visited] == [*visited[1:], visited[0]]
        assert len({str(x) for x in visited}) == orbit.period == len(orbit.itinerary)
        order = sorted(visited)
        assert [order.index(f(x)) for x in order] == list(orbit.permutation)
        for x, piece in zip(visited, orbit.itinerary, strict=True):
            assert f.breakpoints[piece] <= x <= f.breakpoints[piece + 1]
        if orbit.points:
            assert orbit.points[0] == min(orbit.points)
            assert_kind(points, orbit)


def assert_kind(points, orbit):
    """Stability by a close look: where points very near to the orbit are after many turns."""
    epsilon = F(1, 10**40)
    graph = vertices(PiecewiseLinearMap.from_points(points))
    ratios = []
    for x in map(fraction, orbit.points):
        for start in (x - epsilon, x + epsilon):
            if graph[0][0] <= start <= graph[-1][0]:
                y = start
                # within 2 * 4 rounds the sides have met their cycle, which closes after one round or two
                sizes = []
                for _ in range(8):
                    for _ in range(orbit.period):
                        y = at(graph, y)
                    sizes.append(abs(y - x))
                ratios.append(0 if sizes[-1] == 0 else sizes[-1] / sizes[3])
    if orbit.kind == "repelling":
        assert all(r > 1 for r in ratios)
    elif orbit.kind == "neutral":
        assert all(r == 1 for r in ratios)
    elif orbit.kind == "superattracting":
        assert all(r == 0 for r in ratios)
    elif orbit.kind == "attracting":
        assert all(r < 1 for r in ratios)
        assert any(r > 0 for r in ratios) or orbit.multiplier is None
    else:
        assert orbit.kind == "mixed"
        assert len({(r > 1) - (r < 1) for r in ratios}) > 1


@settings(max_examples=100)
@given(MAPS, st.integers(1, 6))
def test_certificates_follow_their_rule(points, max_period):
    check_orbits(points, False, orbits_of(points, max_period).certificate.document())


@settings(max_examples=100)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=4),
    st.integers(1, 5),
)
def test_words_are_all_least_primitive_closed_words(rows, longest):
    size = len(rows)
    start = np.array([min(a, b, size) for a, b in rows])
    stop = np.array([min(max(a, b), size) for a, b in rows])
    graph = Ranges(start, stop)
    words = least_words(graph, longest, 10**6)
    successors = [set(range(a, b)) for a, b in zip(start.tolist(), stop.tolist(), strict=True)]
    assert [w for table in words for w in table.tolist()] == least_words_by_force(successors, longest)
    assert primitive_counts(traces(graph, longest)) == [len(table) for table in words]


@settings(max_examples=100)
@given(MAPS)
def test_periods_obey_sharkovsky(points):
    periods = orbits_of(points, 6).least_periods
    for p in periods:
        assert set(forced_periods(p, 6)) <= set(periods)


@settings(max_examples=60)
@given(st.lists(st.fractions(0, 1, max_denominator=10**7), min_size=3, max_size=5), st.data())
def test_orbits_of_maps_with_long_numbers(values, data):
    inner = data.draw(st.sets(st.fractions(0, 1, max_denominator=10**6), min_size=len(values), max_size=len(values)))
    points = list(zip(sorted(inner | {F(0), F(1)}), [*values, F(1, 3), F(2, 7)], strict=False))
    if points[-1][0] != 1:
        points.append((F(1), F(1, 2)))
    if points[0][0] != 0:
        points.insert(0, (F(0), F(1, 2)))
    found = orbits_of(points, 4)
    for n, expected in enumerate(periodic_sets(points, 4), start=1):
        assert sets_from(found, n) == expected
    check_orbits(points, False, found.certificate.document())


@settings(max_examples=60)
@given(st.permutations(range(6)))
def test_maps_with_an_orbit_have_at_least_its_growth(order):
    permutation = from_visits(order)
    growth = forced_growth(permutation)
    matrix = markov_matrix(permutation)
    walks = [1] * len(matrix)
    for _ in range(40):
        walks = [sum(w for a, w in zip(row, walks, strict=True) if a) for row in matrix]
    # the number of walks of length 40 grows like growth^40, up to a polynomial factor
    low, high = growth.enclosure(6)
    assert float(low) - 1e-6 <= max(1.0, max(walks) ** (1 / 40))
    assert max(walks) <= 5 * 40**5 * float(high) ** 40
    assert entropy(IntervalFunction.of(connect_the_dots(permutation))).growth_upper >= low
