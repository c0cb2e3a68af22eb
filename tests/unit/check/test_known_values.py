"""Values known from the literature or by hand, and comparisons with naive recomputation."""

import json
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import maps

from exactnet.check import check_text
from exactnet.check.description import Graph, describe
from exactnet.check.iterates import laps_and_crossings, passages
from exactnet.check.partition import RangeMinimum, read_partition
from exactnet.check.polynomials import sign_at, variations
from exactnet.check.rules.distance import integral
from exactnet.check.subject import read_subject
from exactnet.check.targets import alternation_errors, tent_power
from exactnet.check.verdict import Rejected

HALF = Fraction(1, 2)


def graph(*points):
    return Graph([Fraction(x) for x, _ in points], [Fraction(y) for _, y in points])


TENT = graph((0, 0), (HALF, 1), (1, 0))
GOLDEN = graph((0, HALF), (HALF, 1), (1, 0))
THREE_HALVES = graph((0, 0), (HALF, "3/4"), (1, 0))
TRIBONACCI_LIKE = [2, 4, 8, 14, 24, 38, 60, 92, 142, 216, 330, 500, 758, 1142]


def test_tent():
    laps, crossings = laps_and_crossings(TENT, HALF, 60)
    assert laps == [2**n for n in range(1, 61)]
    assert crossings == [2**n + 1 for n in range(1, 61)]


def test_cycle_of_period_three():
    assert laps_and_crossings(GOLDEN, HALF, 5)[0] == [2, 3, 5, 8, 13]


def test_slope_three_halves():
    assert laps_and_crossings(THREE_HALVES, HALF, 14)[0] == TRIBONACCI_LIKE


def test_rotation_of_plateaus():
    # The plateau maps to a fixed point: f^n is constant on ever more, laps grow linearly.
    flat = graph((0, 0), ("1/4", HALF), ("3/4", HALF), (1, 1))
    assert laps_and_crossings(flat, HALF, 5) == ([1] * 5, [2] * 5)


def test_constant_and_identity():
    assert laps_and_crossings(graph((0, HALF), (1, HALF)), HALF, 3) == ([1] * 3, [1] * 3)
    assert laps_and_crossings(graph((0, 0), (1, 1)), HALF, 3) == ([1] * 3, [2] * 3)
    assert laps_and_crossings(graph((0, 1), (1, 0)), HALF, 3) == ([1] * 3, [2] * 3)


def test_many_iterates_of_a_bimodal_map():
    bimodal = graph((0, 0), ("1/3", "9/10"), ("2/3", "1/7"), (1, 1))
    laps, crossings = laps_and_crossings(bimodal, Fraction(2, 5), 200)
    assert laps[:6] == [3, 9, 25, 67, 171, 429]
    assert len(crossings) == 200


sixths = st.integers(0, 6).map(lambda n: Fraction(n, 6))
anything = st.fractions(0, 1, max_denominator=12)


@st.composite
def self_maps(draw):
    inner = draw(st.lists(st.one_of(sixths, anything), max_size=4, unique=True))
    xs = sorted({Fraction(0), Fraction(1), *inner})
    # Coarse values make plateaus, and turning points that map to turning points.
    ys = draw(st.lists(st.one_of(sixths, anything, st.sampled_from(xs)), min_size=len(xs), max_size=len(xs)))
    return list(zip(xs, ys, strict=True))


@settings(max_examples=300, deadline=None)
@given(points=self_maps(), level=st.one_of(sixths, anything, st.just(Fraction(2))))
def test_iterates_agree_with_composition(naive, points, level):
    count, composed = 4, points
    laps, crossings = [], []
    for _ in range(count):
        laps.append(naive.laps(composed))
        crossings.append(naive.crossings(composed, level))
        composed = naive.compose(points, composed)
    assert laps_and_crossings(graph(*points), level, count) == (laps, crossings)


@settings(max_examples=300, deadline=None)
@given(points=self_maps(), levels=st.lists(st.one_of(sixths, anything), min_size=2, max_size=2, unique=True))
def test_passages_agree_with_composition(naive, points, levels):
    low, high = sorted(levels)
    composed = points
    for n in range(1, 5):
        assert passages(graph(*points), low, high, n) == maps.passages(composed, low, high)
        composed = naive.compose(points, composed)


numbers = st.fractions(-3, 3, max_denominator=4)


@st.composite
def networks(draw, residual=True):
    width, layers = 1, []
    for _ in range(draw(st.integers(1, 5))):
        kinds = ["dense", "dense", "relu", "leaky_relu", "abs", "hard_tanh", "clip", "maxout"]
        kind = draw(st.sampled_from([*kinds, "residual"] if residual else kinds))
        if kind == "dense":
            out = draw(st.integers(1, 3))
            layers.append(affine(draw, width, out))
            width = out
        elif kind == "leaky_relu":
            layers.append({"type": kind, "slope": str(draw(numbers))})
        elif kind == "clip":
            low = draw(numbers)
            layers.append({"type": kind, "low": str(low), "high": str(low + abs(draw(numbers)) + 1)})
        elif kind == "maxout":
            groups = st.lists(st.integers(0, width - 1), min_size=1, max_size=3)
            layers.append({"type": kind, "groups": draw(st.lists(groups, min_size=1, max_size=3))})
            width = len(layers[-1]["groups"])
        elif kind == "residual":
            gate = draw(st.sampled_from(["relu", "abs", "hard_tanh"]))
            layers.append({"type": kind, "layers": [{"type": gate}, affine(draw, width, width), {"type": "relu"}]})
        else:
            layers.append({"type": kind})
    return [*layers, affine(draw, width, 1)]


def affine(draw, width, out):
    entries = st.lists(numbers.map(str), min_size=width, max_size=width)
    return {
        "type": "dense",
        "weight": draw(st.lists(entries, min_size=out, max_size=out)),
        "bias": draw(st.lists(numbers.map(str), min_size=out, max_size=out)),
    }


@settings(max_examples=200, deadline=None)
@given(layers=networks(), level=numbers)
def test_networks_agree_with_naive_evaluation(build, naive, layers, level):
    subject = build.network(*layers)
    points = naive.graph(subject, -4, 4)
    slopes = [(v - u) / (y - x) for (x, u), (y, v) in pairwise(points)]
    quantities = {
        "affine_pieces": naive.pieces([(x, [y]) for x, y in points]),
        "laps": naive.laps(points),
        "crossings": {"level": str(level), "count": naive.crossings(points, level)},
        "minimum": str(min(y for _, y in points)),
        "maximum": str(max(y for _, y in points)),
        "lipschitz": str(max(map(abs, slopes))),
    }
    claim = {"rule": "interval", "domain": ["-4", "4"], "quantities": quantities}
    evidence = {"breakpoints": [str(x) for x, _ in points]}
    assert str(check_text(json.dumps(build.certificate(claim, subject, evidence)))) == "valid"


@settings(max_examples=200, deadline=None)
@given(layers=networks())
def test_rays_agree_with_far_points(build, naive, layers):
    """On the real line the same is found as on a domain that contains all breakpoints."""
    subject = build.network(*layers)
    points = naive.breakpoints(subject, -(10**7), 10**7)
    function = read_subject(subject)
    inner = points[1:-1] or [Fraction(0)]
    line = describe(function, None, inner, regions=True, units=True)
    part = describe(function, (points[0], points[-1]), points, regions=True, units=True)
    assert line.affine_pieces() == part.affine_pieces()
    assert line.regions == part.regions
    assert line.unit_pieces() == part.unit_pieces()
    assert line.graph().laps() == part.graph().laps()
    assert line.graph().lipschitz() == part.graph().lipschitz()


@settings(max_examples=200, deadline=None)
@given(layers=networks(residual=False), drop=st.integers(0, 1000))
def test_a_missing_bend_is_noticed(build, naive, layers, drop):
    subject = build.network(*layers)
    points = naive.graph(subject, -4, 4)
    slopes = [(v - u) / (y - x) for (x, u), (y, v) in pairwise(points)]
    bends = [i for i, (a, b) in enumerate(pairwise(slopes), 1) if a != b]
    if not bends:
        return
    xs = [x for x, _ in points]
    del xs[bends[drop % len(bends)]]
    with pytest.raises(Rejected, match="walls"):
        describe(read_subject(subject), (Fraction(-4), Fraction(4)), xs)


def test_long_numbers_are_reduced_and_stay_exact(build, naive):
    layer = [build.dense([["1/1000003"], ["-7/1000033"]], ["1/3", "2/7"]), {"type": "relu"}, build.dense([[9, 8]], [0])]
    subject = build.network(*(layer * 12))
    x = Fraction(5, 11)
    points = [x, x + 1]
    found = describe(read_subject(subject), (x, x + 1), points).graph()
    assert found.ys == [naive.evaluate(subject, p)[0] for p in points]


def test_transitions():
    value = ["0", "1/4", "1/2", "3/4", "1"]
    partition = read_partition(value, THREE_HALVES, "upper")
    # f(1/4) = 3/8, f(1/2) = 3/4.
    assert [list(r) for r in partition.inner] == [[0], [2], [2], [0]]
    assert [list(r) for r in partition.outer] == [[0, 1], [1, 2], [1, 2], [0, 1]]
    assert not partition.markov
    flat = read_partition(["0", "1/2", "1"], graph((0, 0), (HALF, 1), (1, 1)), "upper")
    assert [list(r) for r in flat.outer] == [[0, 1], []]
    assert flat.markov


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=20), st.data())
def test_range_minimum(values, data):
    start = data.draw(st.integers(0, len(values) - 1))
    stop = data.draw(st.integers(start + 1, len(values)))
    assert RangeMinimum(values).of(range(start, stop)) == min(values[start:stop])


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(1, 4)), max_size=4), numbers, numbers)
def test_sign_variations_bound_the_roots(roots, low, high):
    """Descartes: at least as many variations as roots, and a difference that is even."""
    if low >= high:
        return
    polynomial = [1]
    for p, q in roots:
        polynomial = [q * a - p * b for a, b in zip([0, *polynomial], [*polynomial, 0], strict=True)]
    inside = sum(low < Fraction(p, q) < high for p, q in roots)
    found = variations(polynomial, low, high)
    assert found >= inside
    assert (found - inside) % 2 == 0
    # All roots are real: the polynomial in the new variable has real roots only, and Descartes' rule is exact.
    assert found == inside
    assert all(sign_at(polynomial, Fraction(p, q)) == 0 for p, q in roots)


@given(self_maps(), st.integers(1, 5))
def test_alternation_errors_are_counted_point_by_point(naive, points, k):
    labels = [naive.at(points, Fraction(j, 2**k)) >= HALF for j in range(2**k)]
    assert alternation_errors(graph(*points), k) == sum(label != j % 2 for j, label in enumerate(labels))


def test_powers_of_the_tent():
    x = Fraction(3, 11)
    y = x
    for k in range(1, 8):
        y = 2 * min(y, 1 - y)
        assert tent_power(x, 2**k) == y


def test_integral_with_a_sign_change():
    assert integral([Fraction(0), Fraction(3)], [Fraction(-1), Fraction(2)]) == Fraction(5, 2)
    assert integral([Fraction(0), Fraction(1), Fraction(2)], [Fraction(0), Fraction(-1), Fraction(0)]) == 1
