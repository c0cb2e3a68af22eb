"""Distances of functions with polynomial pieces: brackets from values on a grid, laws, and both ways for affine pieces."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from support import distances
from support import strategies as own
from support.maps import fraction

import exactnet as xn
from exactnet.approximation import distance
from exactnet.compile import IntervalFunction, PiecewiseLinearMap
from exactnet.compile.semialgebraic.function import SemiAlgebraicFunction

F = Fraction
FEW = st.builds(Fraction, st.integers(-5, 5), st.sampled_from([1, 1, 2, 3]))


@st.composite
def polynomial_maps(draw, largest=4):
    knots = sorted(draw(st.sets(st.builds(Fraction, st.integers(1, 7), st.just(8)), max_size=2)) | {F(0), F(1)})
    pieces = [draw(st.lists(FEW, min_size=1, max_size=largest + 1)) for _ in knots[1:]]
    return distances.continuous(knots, pieces)


def value_at(pieces, x):
    return next(distances.value(p, x) for a, b, p, _ in pieces if a <= x <= b)


def steepest(pieces):
    """A Lipschitz constant on [0, 1]."""
    return max(sum((k * abs(c) for k, c in enumerate(p)), F(0)) for *_, p, _ in pieces)


def ends(found):
    if hasattr(found, "enclosure"):
        found = found.enclosure(12)
        return tuple(map(fraction, found))
    return tuple(fraction(getattr(found, name, found)) for name in ("lower", "upper"))


@settings(max_examples=60)
@given(polynomial_maps(), polynomial_maps())
def test_distances_lie_between_bounds_from_a_grid(f, g):
    n = 64
    heights = [abs(value_at(f, F(i, n)) - value_at(g, F(i, n))) for i in range(n + 1)]
    slope = steepest(f) + steepest(g)
    low, high = ends(xn.distance(distances.document(f), distances.document(g), "linf").value)
    assert low <= max(heights) + slope / (2 * n)
    assert max(heights) <= high
    # on each cell |f - g| is within slope * (distance to the nearest end) of the value there
    mean = sum((a + b for a, b in pairwise(heights)), F(0)) / (2 * n)
    low, high = ends(xn.distance(distances.document(f), distances.document(g), "l1").value)
    assert low <= mean + slope / (4 * n)
    assert mean - slope / (4 * n) <= high


@settings(max_examples=40)
@given(polynomial_maps(3), polynomial_maps(3), FEW.filter(bool))
def test_distances_scale_and_do_not_feel_translations(f, g, factor):
    def changed(pieces):
        return [(a, b, [factor * p[0] + 7, *(factor * c for c in p[1:])], q) for a, b, p, q in pieces]

    for norm in ("l1", "linf"):
        low, high = ends(xn.distance(distances.document(f), distances.document(g), norm).value)
        more, most = ends(xn.distance(distances.document(changed(f)), distances.document(changed(g)), norm).value)
        assert more <= abs(factor) * high
        assert abs(factor) * low <= most


@settings(max_examples=40)
@given(own.functions(), own.functions())
def test_affine_pieces_are_measured_alike_in_both_ways(f, g):
    pair = [IntervalFunction.of(PiecewiseLinearMap.from_points(points)) for points in (f, g)]
    curved = [SemiAlgebraicFunction.of(function.subject) for function in pair]
    for norm in ("l1", "linf"):
        assert distance(*pair, norm).value == distance(*curved, norm).value
