"""Distances and alternating points against integration by pieces, sympy and brute force."""

import itertools
import random
from fractions import Fraction

import pytest
import sympy
from support import maps
from support import networks as net
from support.maps import fraction, graph, vertices

from exactnet.approximation import alternation_errors, distance, l1_distance, l1_to_tent, linf_distance, tent_power
from exactnet.check import check_text
from exactnet.compile import Domain, IntervalFunction, PiecewiseLinearMap
from exactnet.dynamics import crossings
from exactnet.errors import InputError
from exactnet.exact import Q
from exactnet.model.reader import network_from_json

F = Fraction
HALF = PiecewiseLinearMap.from_points([(0, "1/2"), (1, "1/2")])
ZERO = PiecewiseLinearMap.from_points([(0, 0), (1, 0)])


def build(points):
    return PiecewiseLinearMap.from_points(points)


def random_function(rng, low=0, high=1):
    xs = sorted({F(0), F(1), *(F(rng.randrange(1, 30), 30) for _ in range(rng.randrange(6)))})
    return [(low + (high - low) * x, F(rng.randint(-9, 9), rng.randint(1, 7))) for x in xs]


@pytest.mark.parametrize("seed", range(60))
def test_distances_are_those_of_integration_by_pieces(seed):
    rng = random.Random(seed)
    f, g = random_function(rng), random_function(rng)
    assert fraction(l1_distance(build(f), build(g))) == maps.l1(f, g)
    assert fraction(linf_distance(build(f), build(g))) == maps.linf(f, g)


def test_distances_agree_with_symbolic_integration():
    x = sympy.Symbol("x")
    f, g = graph((0, 0), (F(1, 3), 1), (1, F(-1, 2))), graph((0, F(1, 2)), (F(1, 2), F(-1, 5)), (1, 1))

    def expression(points):
        cases = []
        for (x0, y0), (x1, y1) in itertools.pairwise(points):
            x0, y0, x1, y1 = (sympy.Rational(v.numerator, v.denominator) for v in (x0, y0, x1, y1))
            cases.append((y0 + (x - x0) * (y1 - y0) / (x1 - x0), x <= x1))
        return sympy.Piecewise(*cases)

    total = sympy.Integer(0)
    stops = [sympy.Rational(p) for p in ("0", "1/3", "1/2", "1")]
    for a, b in itertools.pairwise(stops):
        middle = (a + b) / 2
        affine = sympy.piecewise_fold(expression(f) - expression(g)).subs(x, x)
        line = sympy.interpolate([(a, affine.subs(x, a)), (middle, affine.subs(x, middle))], x)
        total += sympy.integrate(sympy.Abs(line), (x, a, b))
    assert sympy.Rational(str(l1_distance(build(f), build(g)))) == sympy.nsimplify(total)


def test_distances_have_the_laws_of_a_metric():
    rng = random.Random(3)
    for _ in range(20):
        f, g, h = (build(random_function(rng)) for _ in range(3))
        for d in (l1_distance, linf_distance):
            assert d(f, f) == 0
            assert d(f, g) == d(g, f) >= 0
            assert d(f, h) <= d(f, g) + d(g, h)
        assert l1_distance(f, g) <= linf_distance(f, g)


def test_another_interval_and_large_numbers():
    n = 10**40
    f = graph((-3, F(1, n)), (F(1, 7), n), (5, F(-n, 3)))
    g = graph((-3, F(-1, n)), (F(1, 7) + F(1, n), F(1, 3)), (5, n))
    assert fraction(l1_distance(build(f), build(g))) == maps.l1(f, g)
    assert fraction(linf_distance(build(f), build(g))) == maps.linf(f, g)


@pytest.mark.parametrize("norm", ["l1", "linf"])
@pytest.mark.parametrize("seed", range(8))
def test_certified_distances_of_networks_and_maps(norm, seed):
    rng = random.Random(seed)
    layers = [
        net.dense([[rng.randint(-2, 2)] for _ in range(3)], [F(rng.randint(-2, 2), 3) for _ in range(3)]),
        net.RELU,
    ]
    layers.append(net.dense([[rng.randint(-2, 2) for _ in range(3)]], [0]))
    points = random_function(rng, F(-1), F(2))
    domain = Domain.of(-1, 2)
    result = distance(
        IntervalFunction.of(network_from_json(net.document(*layers)), domain), IntervalFunction.of(build(points)), norm
    )
    states = net.states_on_line(layers, F(-1), F(2))
    mine = [
        (F(-1), net.evaluate(layers, [F(-1)])[0]),
        *((right, net.evaluate(layers, [right])[0]) for _, right, *_ in states),
    ]
    assert fraction(result.value) == {"l1": maps.l1, "linf": maps.linf}[norm](mine, points)
    assert check_text(result.certificate.canonical).word == "valid"


def test_what_has_no_distance_is_refused():
    f = IntervalFunction.of(HALF)
    with pytest.raises(InputError, match="norm"):
        distance(f, f, "l2")
    with pytest.raises(InputError):
        distance(f, IntervalFunction.of(build([(0, 0), (2, 1)])), "l1")
    line = IntervalFunction.of(network_from_json(net.document(net.RELU)), Domain.line())
    with pytest.raises(InputError):
        distance(line, line, "l1")
    two = IntervalFunction.of(network_from_json(net.document(net.dense([[1], [2]], [0, 0]))))
    with pytest.raises(InputError):
        distance(two, f, "linf")


@pytest.mark.parametrize("k", range(0, 9))
def test_tent_powers_are_composed_tents(k):
    expected = maps.tent(2, k) if k else graph((0, 0), (1, 1))
    assert vertices(tent_power(k)) == expected


@pytest.mark.parametrize("k", range(1, 11))
def test_distances_of_tent_powers_to_constants_and_to_one_another(k):
    assert l1_to_tent(HALF, k) == Q(1, 4)
    assert l1_to_tent(ZERO, k) == Q(1, 2)
    assert l1_to_tent(tent_power(k), k) == 0
    for j in range(1, k):
        assert l1_to_tent(tent_power(j), k) == Q(1, 3)


@pytest.mark.parametrize("seed", range(20))
def test_distance_to_a_tent_power_is_integrated_exactly(seed):
    rng = random.Random(seed)
    f, k = random_function(rng), rng.randint(1, 5)
    assert fraction(l1_to_tent(build(f), k)) == maps.l1(f, maps.tent(2, k))


def errors_by_counting(points, k):
    return sum((maps.at(points, F(j, 2**k)) >= F(1, 2)) != (j % 2 == 1) for j in range(2**k))


@pytest.mark.parametrize("seed", range(60))
def test_alternation_errors_are_counted_one_by_one(seed):
    rng = random.Random(seed)
    # vertices on dyadic points, off them, values at the threshold
    f = random_function(rng)
    f = [(x, rng.choice([y, y, F(1, 2)])) for x, y in f]
    if seed % 3 == 0:
        f = [(F(round(x * 16), 16), y) for x, y in f]
        f = [p for i, p in enumerate(f) if i == 0 or p[0] != f[i - 1][0]]
    for k in range(0, 8):
        assert alternation_errors(build(f), k) == errors_by_counting(f, k)


@pytest.mark.parametrize("k", range(1, 8))
def test_the_tent_power_errs_nowhere_and_constants_on_half(k):
    assert alternation_errors(tent_power(k), k) == 0
    assert alternation_errors(HALF, k) == alternation_errors(ZERO, k) == 2 ** (k - 1)


def test_few_crossings_force_errors():
    # a classifier with s constancy intervals errs on at least ceil((n - s) / 2) of n alternating points
    rng = random.Random(9)
    for _ in range(50):
        f = build(random_function(rng))
        s = crossings(f)
        for k in range(1, 9):
            assert 2 * alternation_errors(f, k) >= 2**k - s


def test_large_powers_take_no_time():
    assert alternation_errors(HALF, 200) == 2**199


@pytest.mark.parametrize("points", [[(0, 0), (2, 1)], [("1/2", 0), (1, 1)], [(-1, 0), (1, 1)]])
def test_alternating_points_lie_in_the_unit_interval(points):
    with pytest.raises(InputError, match=r"\[0, 1\]"):
        alternation_errors(build(points), 2)
