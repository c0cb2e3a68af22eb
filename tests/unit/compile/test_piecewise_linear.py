"""Functions of one variable: evaluation, restriction, clipping, composition, refinement."""

import itertools
import random
from fractions import Fraction

import pytest
from support import maps
from support import networks as net
from support.maps import fraction, graph, vertices

from exactnet.compile import Domain, IntervalFunction, PiecewiseLinearMap, common_refinement, compile_map, compose
from exactnet.errors import InputError
from exactnet.model.reader import network_from_json

F = Fraction
ZIGZAG = graph((-1, 3), (F(-1, 3), F(1, 2)), (F(1, 7), F(1, 2)), (1, -2), (F(5, 2), 4), (3, 4), (4, F(1, 9)))


def on_line(*layers):
    return compile_map(network_from_json(net.document(*layers)), Domain.line())


def test_values_on_and_between_the_points():
    f = PiecewiseLinearMap.from_points(ZIGZAG)
    for x in [p for p, _ in ZIGZAG] + [F(i, 60) for i in range(-60, 241)]:
        assert fraction(f(x)) == maps.at(ZIGZAG, x)
    assert fraction(f("0.125")) == maps.at(ZIGZAG, F(1, 8))


@pytest.mark.parametrize("x", ["-1.0000001", "4.0000001", 100])
def test_values_outside_are_refused(x):
    with pytest.raises(InputError, match="outside the domain"):
        PiecewiseLinearMap.from_points(ZIGZAG)(x)


def test_extrema_lipschitz_and_pieces():
    f = PiecewiseLinearMap.from_points(ZIGZAG)
    assert (f.minimum, f.maximum) == (-2, 4)
    assert f.pieces == 6
    slopes = [(v - u) / (y - x) for (x, u), (y, v) in itertools.pairwise(ZIGZAG)]
    assert fraction(f.lipschitz) == max(map(abs, slopes))
    assert [F(n, d) for n, d in f.slopes.tolist()] == slopes
    assert f.slope_signs.tolist() == [-1, 0, -1, 1, 0, -1]
    assert not f.maps_into_itself
    assert PiecewiseLinearMap.from_points([(0, 1), (1, 0)]).maps_into_itself


def test_points_without_a_bend_are_dropped():
    f = PiecewiseLinearMap.from_points([(0, 0), ("1/4", "1/2"), ("1/2", 1), ("3/4", "1/2"), (1, 0)])
    tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
    assert f == tent
    assert hash(f) == hash(tent)
    assert f.digest == tent.digest
    assert f.to_json() == {"format": "exactnet-map/1", "points": [["0", "0"], ["1/2", "1"], ["1", "0"]]}


@pytest.mark.parametrize("points", [[], [(0, 0)], [(0, 0), (0, 0)], [(0, 0), (1, 1), (1, 2)], [(0, 0), (2, 1), (1, 2)]])
def test_points_that_make_no_function_are_refused(points):
    with pytest.raises(InputError):
        PiecewiseLinearMap.from_points(points)


@pytest.mark.parametrize(("low", "high"), [(-1, 4), (0, 1), (F(-1, 3), F(1, 7)), (F(1, 100), F(2, 100)), (F(1, 2), 4)])
def test_restriction_keeps_the_values(low, high):
    f = PiecewiseLinearMap.from_points(ZIGZAG).restrict(low, high)
    assert f.domain == Domain.of(low, high)
    for i in range(21):
        x = F(low) + (F(high) - low) * i / 20
        assert fraction(f(x)) == maps.at(ZIGZAG, x)
    assert vertices(f) == maps.shortest(vertices(f))


@pytest.mark.parametrize(("low", "high"), [(-2, 0), (0, 5), (1, 1), (1, 0)])
def test_impossible_restrictions_are_refused(low, high):
    with pytest.raises(InputError):
        PiecewiseLinearMap.from_points(ZIGZAG).restrict(low, high)


def test_a_function_on_the_line():
    f = on_line(net.dense([[1], [1]], [0, -1]), net.RELU, net.dense([["1/2", -3]], ["1/5"]))
    for x in (F(-(10**30)), F(-1), F(0), F(1, 2), F(1), F(10**30, 7)):
        assert fraction(f(x)) == max(x, F(0)) / 2 - 3 * max(x - 1, F(0)) + F(1, 5)
    assert not f.bounded
    assert f.domain == Domain.line()
    assert [fraction(x) for x in f.breakpoints] == [0, 1]
    assert fraction(f.lipschitz) == F(5, 2)
    assert vertices(f.restrict(-1, "1/2")) == graph((-1, F(1, 5)), (0, F(1, 5)), (F(1, 2), F(9, 20)))
    for refused in (f.clip, f.to_json, lambda: f.minimum, lambda: compose(f, f)):
        with pytest.raises(InputError):
            refused()


def test_one_affine_function_on_the_line_is_one_map():
    # the line needs a finite vertex, but which one is no part of the function
    straight = on_line(net.dense([[1]], [0]))
    bent_at = [on_line(net.dense([[1], [-1]], [-c, c]), net.RELU, net.dense([[1, -1]], [c])) for c in (-1, 0, 2)]
    for f in bent_at:
        assert f.pieces == 1
        assert f == straight
        assert hash(f) == hash(straight)


def test_clipping_cuts_the_values_off():
    f = PiecewiseLinearMap.from_points(ZIGZAG)
    g = f.clip()
    assert g.maps_into_itself
    for i in range(-60, 241):
        x = F(i, 60)
        assert fraction(g(x)) == min(max(maps.at(ZIGZAG, x), F(-1)), F(4))
    assert vertices(g) == maps.shortest(vertices(g))
    assert g.clip() == g


def test_clipping_a_function_that_lies_outside_altogether():
    assert vertices(PiecewiseLinearMap.from_points([(0, 2), ("1/2", 7), (1, 3)]).clip()) == graph((0, 1), (1, 1))


@pytest.mark.parametrize("seed", range(30))
def test_composition_is_composition(seed):
    rng = random.Random(seed)

    def random_map(n):
        xs = sorted({0, 12, *(rng.randrange(13) for _ in range(n))})
        return graph(*((F(x, 12), F(rng.randrange(13), rng.choice([12, 12, 13]))) for x in xs))

    outer, inner = [[(x, min(y, F(1))) for x, y in random_map(6)] for _ in range(2)]
    found = compose(PiecewiseLinearMap.from_points(outer), PiecewiseLinearMap.from_points(inner))
    assert vertices(found) == maps.compose(outer, inner)


def test_composition_with_constants_and_the_identity():
    f = PiecewiseLinearMap.from_points(graph((0, F(1, 3)), (F(1, 2), 1), (1, 0)))
    identity = PiecewiseLinearMap.from_points([(0, 0), (1, 1)])
    constant = PiecewiseLinearMap.from_points([(0, "1/2"), (1, "1/2")])
    assert compose(f, identity) == f
    assert compose(identity, f) == f
    assert vertices(compose(f, constant)) == graph((0, 1), (1, 1))
    assert vertices(compose(constant, f)) == graph((0, F(1, 2)), (1, F(1, 2)))


def test_composition_of_numbers_beyond_int64():
    n = 10**25
    outer = graph((0, F(1, n)), (F(n // 3, n), F(n - 1, n)), (1, 0))
    inner = graph((0, F(1, n + 7)), (F(1, n), 1), (F(n // 2, n), F(1, 3)), (1, 1))
    found = compose(PiecewiseLinearMap.from_points(outer), PiecewiseLinearMap.from_points(inner))
    assert vertices(found) == maps.compose(outer, inner)


def test_composition_needs_values_inside_the_outer_domain():
    narrow = PiecewiseLinearMap.from_points([("1/4", 0), ("3/4", 1)])
    with pytest.raises(InputError, match="must stay in"):
        compose(narrow, PiecewiseLinearMap.from_points([(0, 0), (1, 1)]))


def test_the_common_refinement_has_all_breakpoints_once():
    f, g = graph((0, 0), (F(1, 2), 1), (1, 0)), graph((0, 1), (F(1, 3), 0), (F(1, 2), F(1, 7)), (1, 5))
    xs, ys, zs = common_refinement(PiecewiseLinearMap.from_points(f), PiecewiseLinearMap.from_points(g))
    assert [fraction(x) for x in xs] == [0, F(1, 3), F(1, 2), 1]
    assert [fraction(y) for y in ys] == [maps.at(f, x) for x in (F(0), F(1, 3), F(1, 2), F(1))]
    assert [fraction(z) for z in zs] == [maps.at(g, x) for x in (F(0), F(1, 3), F(1, 2), F(1))]


def test_the_common_refinement_needs_one_bounded_domain():
    f, g = PiecewiseLinearMap.from_points([(0, 0), (1, 1)]), PiecewiseLinearMap.from_points([(0, 0), (2, 1)])
    line = on_line(net.RELU)
    for pair in ((f, g), (line, f), (f, line), (line, line)):
        with pytest.raises(InputError):
            common_refinement(*pair)


def test_a_subject_is_studied_on_its_own_interval_or_on_the_one_given():
    f = PiecewiseLinearMap.from_points(ZIGZAG)
    assert IntervalFunction.of(f).domain == Domain.of(-1, 4)
    assert IntervalFunction.of(f, Domain.of(0, 1)).map == f.restrict(0, 1)
    clipped = IntervalFunction.of(f, Domain.of(0, 1), clip=True)
    assert clipped.map == f.restrict(0, 1).clip()
    for domain in (Domain.of(-2, 1), Domain.of(0, 5), Domain.line()):
        with pytest.raises(InputError, match="is defined on"):
            IntervalFunction.of(f, domain)


def test_breakpoints_of_a_clipped_function_include_those_before_clipping():
    f = PiecewiseLinearMap.from_points([(0, -1), ("1/4", -2), ("1/2", 2), (1, 2)])
    found = {fraction(x) for x in IntervalFunction.of(f, clip=True).breakpoints}
    assert found == {F(0), F(1, 4), F(3, 8), F(7, 16), F(1, 2), F(1)}
