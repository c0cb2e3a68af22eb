"""Two independent routes to entropy: partitions with coverings, and kneading determinants."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from support import maps
from support import strategies as own
from support.maps import fraction
from support.routes import both_routes, certified, kneading_data

from exactnet.compile import PiecewiseLinearMap
from exactnet.dynamics import iterate_counts

F = Fraction


@settings(max_examples=40, deadline=None)
@given(own.zigzags())
def test_both_routes_agree(points):
    both_routes(points)


@settings(max_examples=60, deadline=None)
@given(own.self_maps())
def test_both_routes_agree_with_plateaus(points):
    both_routes(points)


@settings(max_examples=60, deadline=None)
@given(own.lattice_heights())
def test_both_routes_agree_exactly_on_lattice_maps(heights):
    kneading, other = both_routes(maps.lattice_map(heights))
    assert kneading.exact == other.exact


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 200).flatmap(lambda q: st.tuples(st.integers(q + max(1, q // 20), 2 * q), st.just(q))))
def test_tents_have_entropy_log_slope_to_fifty_digits(slope):
    s = F(*slope)
    found = certified(maps.tent(s), 50)
    assert found.decided
    assert fraction(found.growth_lower) <= s <= fraction(found.growth_upper)


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 29), st.integers(1, 30))
def test_lap_identity_of_unimodal_maps(turn, height):
    points = [(F(0), F(0)), (F(turn, 30), F(height, 30)), (F(1), F(0))]
    determinant = kneading_data(points).determinant(14)
    coefficients = [int(c) for c in determinant.coeffs()]
    assert all(c in (-1, 1) for c in coefficients)
    # gamma (1 - t) D = 1 and l_n = 1 + gamma_0 + .. + gamma_{n-1}: so D is the inverse of the series of laps
    laps = iterate_counts(PiecewiseLinearMap.from_points(points), 14).laps
    gamma = [1] + [b - a for a, b in pairwise(laps)]
    shrunk = [a - b for a, b in zip(coefficients, [0, *coefficients], strict=False)]
    product = [sum(gamma[i] * shrunk[n - i] for i in range(n + 1)) for n in range(14)]
    assert product == [1] + [0] * 13
