"""Laps and crossings of maps and their iterates, against composing the iterates naively."""

import random
from fractions import Fraction

import pytest
from support import curves, maps
from support import networks as net
from support.maps import fraction, graph

from exactnet.check import check_text
from exactnet.compile import Domain, IntervalFunction, PiecewiseLinearMap, compile_map
from exactnet.dynamics import crossing_passages, crossings, fixed_points, iterate_counts, lap_counts, laps, shape
from exactnet.dynamics.curves.table import curve_table
from exactnet.errors import InputError, UndecidedError
from exactnet.model.reader import network_from_json

F = Fraction

SELF_MAPS = {
    "identity": graph((0, 0), (1, 1)),
    "flip": graph((0, 1), (1, 0)),
    "constant": graph((0, F(1, 3)), (1, F(1, 3))),
    "constant at the level": graph((0, F(1, 2)), (1, F(1, 2))),
    "three-cycle": graph((0, F(1, 2)), (F(1, 2), 1), (1, 0)),
    "tent": maps.tent(2),
    "tent of slope 3/2": maps.tent(F(3, 2)),
    "tent of slope 7/5": maps.tent(F(7, 5)),
    "tent that only touches 1/2": maps.tent(1),
    "plateau at the top": graph((0, 0), (F(1, 4), 1), (F(3, 4), 1), (1, 0)),
    "plateau at the level": graph((0, 0), (F(1, 4), F(1, 2)), (F(3, 4), F(1, 2)), (1, 0)),
    "staircase": graph((0, 0), (F(1, 4), F(1, 2)), (F(1, 2), F(1, 2)), (1, 1)),
    "flat at both ends": graph((0, F(1, 4)), (F(1, 5), F(1, 4)), (F(1, 2), 1), (F(4, 5), F(1, 6)), (1, F(1, 6))),
    "turning points on turning points": graph(
        (0, F(1, 2)), (F(1, 4), 1), (F(1, 2), F(1, 4)), (F(3, 4), F(1, 2)), (1, 0)
    ),
    "turning point on a plateau": graph(
        (0, 1), (F(1, 4), F(1, 2)), (F(1, 2), 1), (F(2, 3), 1), (F(5, 6), F(1, 4)), (1, F(1, 2))
    ),
    "bends without turns": graph((0, 0), (F(1, 2), F(1, 8)), (F(3, 4), F(7, 8)), (1, 1)),
    "zigzag": graph((0, 0), (F(1, 5), 1), (F(2, 5), 0), (F(3, 5), 1), (F(4, 5), 0), (1, 1)),
}


def build(points):
    return PiecewiseLinearMap.from_points(points)


@pytest.mark.parametrize("name", SELF_MAPS)
@pytest.mark.parametrize("level", [F(1, 2), F(0), F(1), F(1, 3), F(5, 7), F(2), F(-1)])
def test_iterates_have_the_laps_and_crossings_of_their_graphs(name, level):
    points = SELF_MAPS[name]
    counts = iterate_counts(build(points), 5, level)
    composed = maps.iterates(points, 5)
    assert counts.laps == tuple(maps.laps(f) for f in composed)
    assert counts.crossings == tuple(maps.crossings(f, level) for f in composed)
    assert fraction(counts.level) == level


@pytest.mark.parametrize("name", SELF_MAPS)
def test_the_checker_accepts_the_counts(name):
    for level in ("1/2", "1/3", "1"):
        result = lap_counts(IntervalFunction.of(build(SELF_MAPS[name])), 6, level)
        assert check_text(result.certificate.canonical).word == "valid"
    assert check_text(shape(result.function).certificate.canonical).word == "valid"


@pytest.mark.parametrize("seed", range(60))
def test_random_maps_on_a_grid(seed):
    # vertices on a coarse grid: turning points meet turning points, plateaus abound
    rng = random.Random(seed)
    k = rng.choice([3, 4, 6, 8])
    xs = sorted({0, k, *(rng.randrange(k + 1) for _ in range(5))})
    points = graph(*((F(x, k), F(rng.randrange(k + 1), k)) for x in xs))
    level = F(rng.randrange(2 * k + 1), 2 * k)
    composed = maps.iterates(points, 5)
    counts = iterate_counts(build(points), 5, level)
    assert counts.laps == tuple(map(maps.laps, composed))
    assert counts.crossings == tuple(maps.crossings(f, level) for f in composed)


def test_other_intervals():
    points = graph((-2, 1), (-1, 3), (F(1, 2), -2), (2, 3), (3, F(-1, 3)))
    composed = maps.iterates(points, 4)
    counts = iterate_counts(build(points), 4, "-1/7")
    assert counts.laps == tuple(map(maps.laps, composed))
    assert counts.crossings == tuple(maps.crossings(f, F(-1, 7)) for f in composed)


def test_counts_beyond_int64_are_exact():
    counts = iterate_counts(build(maps.tent(2)), 100)
    assert counts.laps == tuple(2**n for n in range(1, 101))
    assert counts.crossings == tuple(2**n + 1 for n in range(1, 101))


def test_laps_of_iterates_are_submultiplicative():
    for points in SELF_MAPS.values():
        found = iterate_counts(build(points), 8).laps
        for m in range(1, 8):
            for n in range(1, 8 - m + 1):
                assert found[m + n - 1] <= found[m - 1] * found[n - 1]


def test_one_iterate_needs_no_self_map():
    f = build([(0, -5), (1, 7), (2, 3)])
    assert iterate_counts(f, 1).laps == (2,)
    for iterates in (2, 3):
        with pytest.raises(InputError, match="leaves its interval"):
            iterate_counts(f, iterates)


@pytest.mark.parametrize("iterates", [0, -1])
def test_the_number_of_iterates_is_positive(iterates):
    with pytest.raises(InputError):
        iterate_counts(build(maps.tent()), iterates)


def test_a_function_that_is_no_self_map_gets_a_certificate_of_its_shape():
    result = lap_counts(IntervalFunction.of(build([(0, -5), (1, 7), (2, 3)])), 1, "3")
    assert (result.laps, result.crossings) == ((2,), (2,))
    assert check_text(result.certificate.canonical).word == "valid"


def test_laps_are_counted_on_bounded_domains_only():
    line = IntervalFunction.of(network_from_json(net.document(net.RELU)), Domain.line())
    with pytest.raises(InputError):
        lap_counts(line)
    with pytest.raises(InputError):
        iterate_counts(line.map, 2)


@pytest.mark.parametrize(
    ("points", "level", "count"),
    [
        ([(0, 0), (1, 1)], "1/2", 2),
        ([(0, 0), (1, "1/2")], "1/2", 2),  # reached at the end only
        ([(0, "1/2"), (1, 0)], "1/2", 2),
        ([(0, "1/2"), (1, 1)], "1/2", 1),
        ([(0, 0), ("1/2", "1/2"), (1, 0)], "1/2", 3),  # an isolated point from below
        ([(0, 1), ("1/2", "1/2"), (1, 1)], "1/2", 1),  # touching from above
        ([(0, 0), ("1/4", "1/2"), ("3/4", "1/2"), (1, 0)], "1/2", 3),
        ([(0, 1), (1, 1)], "1/2", 1),
        ([(0, 0), (1, 0)], "1/2", 1),
        ([(0, "1/2"), ("1/2", 0), (1, "1/2")], "1/2", 3),
    ],
)
def test_crossings_count_constancy_intervals(points, level, count):
    assert crossings(build(points), level) == count == maps.crossings(graph(*points), F(level))


@pytest.mark.parametrize(
    ("layers", "level", "count"),
    [
        ([net.RELU], "1/2", 2),
        ([net.RELU], 0, 1),  # flat at the level, far out on the left
        ([net.RELU, net.dense([[-1]], [0])], 0, 2),
        ([net.ABS], 1, 3),
        ([net.ABS], 0, 1),
        ([net.ABS, net.dense([[-1]], [1])], 1, 3),  # an isolated point
        ([net.ABS, net.dense([[-1]], [0])], 1, 1),
        ([net.dense([[1]], [10**9])], 0, 2),  # beyond the only vertex
        ([net.dense([[-1]], [10**9])], 0, 2),
        ([net.dense([[0]], [3])], 3, 1),
        ([net.HARD_TANH], 1, 2),
        ([net.HARD_TANH], "1.5", 1),
        ([net.HARD_TANH], -1, 1),
    ],
)
def test_crossings_on_the_line_count_what_lies_far_out(layers, level, count):
    assert crossings(compile_map(network_from_json(net.document(*layers)), Domain.line()), level) == count


def test_far_out_on_the_line_is_the_same_as_a_large_interval():
    rng = random.Random(11)
    for _ in range(40):
        layers = [net.dense([[rng.randint(-3, 3)] for _ in range(3)], [rng.randint(-5, 5) for _ in range(3)]), net.RELU]
        layers.append(net.dense([[rng.randint(-2, 2) for _ in range(3)]], [rng.randint(-2, 2)]))
        network = network_from_json(net.document(*layers))
        line, box = (compile_map(network, d) for d in (Domain.line(), Domain.of(-1000, 1000)))
        for level in (F(-1), F(0), F(1, 2)):
            assert crossings(line, level) == crossings(box, level)
        assert laps(line) == laps(box)


@pytest.mark.parametrize(
    ("points", "count"),
    [
        ([(0, 0), (1, 1)], 1),
        ([(0, 1), (1, 0)], 1),
        ([(0, 0), (1, 0)], 1),
        ([(0, 0), (1, 1), (2, 1), (3, 2)], 1),
        ([(0, 0), (1, 1), (2, 1), (3, 0)], 2),
        ([(0, 5), (1, 5), (2, 1), (3, 1)], 1),
        ([(0, 5), (1, 5), (2, 1), (3, 1), (4, 2)], 2),
        ([(0, 0), (1, 1), (2, 0), (3, 1), (4, 0)], 4),
    ],
)
def test_a_flat_piece_is_no_lap(points, count):
    assert laps(build(points)) == count == maps.laps(graph(*points))


def test_passages_between_two_levels():
    # 0 -> 1 -> 3/8 -> 7/8 -> 0: the dip to 3/8 is no passage of [1/4, 3/4], but one of [3/8, 3/4]
    f = build([(0, 0), ("1/4", 1), ("1/2", "3/8"), ("3/4", "7/8"), (1, 0)])
    assert crossing_passages(f, "1/4", "3/4") == 2
    assert crossing_passages(f, "3/8", "3/4") == 4
    assert crossing_passages(f, "3/8", "9/10") == 2
    assert crossing_passages(f, -2, -1) == 0
    assert crossing_passages(f, 0, 1) == 2
    for low, high in (("1/2", "1/2"), (1, 0)):
        with pytest.raises(InputError):
            crossing_passages(f, low, high)


@pytest.mark.parametrize("name", SELF_MAPS)
def test_fixed_points_are_all_and_maximal(name):
    points = SELF_MAPS[name]
    found = [(fraction(a), fraction(b)) for a, b in fixed_points(build(points))]
    identity = graph((0, 0), (1, 1))
    zeros = [(x, d) for x, d in maps.gap(points, identity)]
    expected = []
    for i, (x, d) in enumerate(zeros):
        if d == 0:
            if expected and i and zeros[i - 1][1] == 0:
                expected[-1] = (expected[-1][0], x)
            else:
                expected.append((x, x))
    assert found == expected
    assert found, "a map of an interval into itself has a fixed point"


def test_intervals_of_fixed_points():
    f = build([(0, "1/4"), ("1/4", "1/4"), ("1/2", "1/2"), ("3/4", "1/4"), (1, 1)])
    assert [(str(a), str(b)) for a, b in fixed_points(f)] == [("1/4", "1/2"), ("1", "1")]
    assert [(str(a), str(b)) for a, b in fixed_points(build([(0, 0), (1, 1)]))] == [("0", "1")]
    assert fixed_points(build([(0, 2), (1, 3)])) == []


def test_many_iterates_are_tried_at_the_largest_precision_before_giving_up():
    steep = curves.logistic("39/10")
    table = curve_table(steep, 100, most_precision=200).table  # 3 bits a step, to begin with, would be more
    assert (table.ages == curve_table(steep, 100).table.ages).all()
    with pytest.raises(UndecidedError, match="within 1000 iterates at 200 bits"):
        curve_table(steep, 1000, most_precision=200)
