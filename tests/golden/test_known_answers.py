"""Numbers that are known by hand or from the literature, for functions of one variable."""

import itertools
import random
from fractions import Fraction

import mpmath
import pytest
from flint import fmpz_poly
from support import maps
from support import networks as net
from support.maps import fraction, graph

from exactnet.approximation import l1_distance, l1_to_tent, linf_distance, tent_power
from exactnet.bounds import Case
from exactnet.bounds.combinatorics import layered_sum
from exactnet.bounds.cycles import forced_polynomial
from exactnet.check import check_text
from exactnet.compile import Domain, IntervalFunction, PiecewiseLinearMap, compile_map, compose, restrict_to_line
from exactnet.dynamics import crossings, entropy, fixed_points, iterate_counts, laps
from exactnet.exact import Q
from exactnet.face import depth_width
from exactnet.model.reader import network_from_json
from exactnet.verification import verify

F = Fraction
UNIT = Domain.of(0, 1)
THREE_CYCLE = PiecewiseLinearMap.from_points([(0, "1/2"), ("1/2", 1), (1, 0)])
TENT_LAYER = [net.dense([[1], [1]], [0, "-1/2"]), net.RELU, net.dense([[2, -4]], [0])]


def build(points):
    return PiecewiseLinearMap.from_points(points)


def network(*layers):
    return network_from_json(net.document(*layers))


def valid(result):
    return check_text(result.certificate.canonical).word == "valid"


def decimals(value, digits):
    """Correctly rounded decimals of an mpmath number computed with enough digits."""
    text = str(int(mpmath.floor(value * mpmath.mpf(10) ** digits + mpmath.mpf("0.5")))).rjust(digits + 1, "0")
    return f"{text[:-digits]}.{text[-digits:]}"


# dynamics


def test_the_three_cycle_map_has_fibonacci_laps_and_the_golden_ratio():
    assert iterate_counts(THREE_CYCLE, 10).laps == (2, 3, 5, 8, 13, 21, 34, 55, 89, 144)
    result = entropy(IntervalFunction.of(THREE_CYCLE), 50)
    assert result.exact.coefficients == (-1, -1, 1)
    with mpmath.workdps(90):
        assert result.log_decimal == decimals(mpmath.log((1 + mpmath.sqrt(5)) / 2), 50)
    assert valid(result)


def test_laps_and_variation_of_the_tent_of_slope_three_halves():
    f = build(maps.tent(F(3, 2)))
    assert iterate_counts(f, 14).laps == (2, 4, 8, 14, 24, 38, 60, 92, 142, 216, 330, 500, 758, 1142)
    g = f
    for n in range(1, 10):
        values = [fraction(y) for y in g.values]
        assert sum(abs(b - a) for a, b in itertools.pairwise(values)) == F(3, 2) ** n
        g = compose(f, g)


@pytest.mark.parametrize(("slope", "periods"), [(F(3, 2), {1, 2, 4, 6, 7, 8, 9}), (F(7, 5), {1, 2, 4, 6, 8})])
def test_least_periods_up_to_nine(slope, periods):
    f = build(maps.tent(slope))
    seen, found, g = set(), set(), f
    for n in range(1, 10):
        points = {(str(a), str(b)) for a, b in fixed_points(g)}
        # a point of least period n is fixed by no earlier iterate
        if points - seen:
            found.add(n)
        seen |= points
        g = compose(f, g)
    assert found == periods


@pytest.mark.parametrize("slope", [F(2), F(3, 2), F(7, 5), F(17, 9)], ids=str)
def test_tents_have_the_entropy_log_s_to_fifty_digits(slope):
    result = entropy(IntervalFunction.of(build(maps.tent(slope))), 50)
    assert result.decided
    assert fraction(result.growth_lower) <= slope <= fraction(result.growth_upper)
    with mpmath.workdps(90):
        expected = decimals(mpmath.log(mpmath.mpf(slope.numerator) / slope.denominator), 50)
    assert result.log_decimal == expected
    assert valid(result)


@pytest.mark.parametrize(
    ("p", "factor"),
    [
        (3, (-1, -1, 1)),
        (5, (-1, 1, -1, -1, 1)),
        (7, (-1, 0, -1, 1)),  # z^7 - 2 z^5 - 1 = (z + 1)(z^3 - z + 1)(z^3 - z^2 - 1)
    ],
)
def test_the_slowest_odd_cycles_grow_like_the_root_of_their_polynomial(p, factor):
    # the cycle m -> m+1 -> m-1 -> m+2 -> .. around the middle, the largest root of z^p - 2 z^(p-2) - 1
    middle = (p - 1) // 2
    orbit = [middle]
    for i in range(1, middle + 1):
        orbit += [middle + i, middle - i]
    image = dict(zip(orbit, [*orbit[1:], orbit[0]], strict=True))
    result = entropy(IntervalFunction.of(build([(F(i, p - 1), F(image[i], p - 1)) for i in range(p)])), 15)
    assert result.exact.coefficients == factor
    root = max(float(r.real) for r in mpmath.polyroots([1, 0, -2, *[0] * (p - 3), -1]) if abs(r.imag) < 1e-9)
    assert abs(float(result.growth_lower.p) / float(result.growth_lower.q) - root) < 1e-9
    assert valid(result)


def test_the_itinerary_of_a_cycle_decides_not_its_period():
    increasing = entropy(IntervalFunction.of(build(maps.lattice_map((1, 2, 3, 0)))))
    assert increasing.exact.coefficients == (-1, -1, -1, 1)
    assert increasing.log_decimal == "0.6093778634"  # log 1.8392867552
    assert entropy(IntervalFunction.of(build(maps.lattice_map((2, 3, 1, 0))))).zero


@pytest.mark.parametrize("p", range(1, 7))
def test_crossings_of_tent_powers(p):
    assert crossings(tent_power(p)) == 2**p + 1
    assert iterate_counts(tent_power(1), 5).crossings == (3, 5, 9, 17, 33)


def test_three_units_reach_entropy_log_four():
    # slopes 3, -3, 6, -6: two units face left, one faces right
    layers = [net.dense([[-1], [-1], [1]], ["2/3", "5/6", "-1/3"]), net.RELU, net.dense([[9, -12, -6]], [4])]
    function = IntervalFunction.of(network(*layers))
    assert laps(function.map) == 4
    result = entropy(function)
    assert result.exact == 4
    with mpmath.workdps(30):
        assert result.log_decimal == decimals(mpmath.log(4), 10)
    assert valid(result)


# regions

N1 = [
    net.dense([[2, -1], [1, 3], [-3, 1]], [1, -2, 1]),
    net.RELU,
    net.dense([[2, -3, 1], [-1, 2, 3], [1, 1, -2]], [-2, -1, 3]),
    net.RELU,
    net.dense([[1, -2, 3]], [0]),
]


@pytest.mark.parametrize(
    ("direction", "cuts", "pieces"),
    [
        ((1, 1), ["-1", "-2/5", "1/7", "1/2", "3/5", "6/7"], None),
        ((1, 0), ["-1/2", "-1/4", "1/11", "1/3", "2"], 5),
    ],
)
def test_a_network_of_two_inputs_along_two_lines(direction, cuts, pieces):
    found = restrict_to_line(network(net.dense([[direction[0]], [direction[1]]], [0, 0]), *N1), Domain.line())
    assert found.activation_regions == len(cuts) + 1
    marked = [Q(int(x), int(w)) for (w, x), on in zip(found.rows[:, :2].tolist(), found.active, strict=True) if on]
    assert [str(x) for x in marked] == cuts
    if pieces is not None:
        assert found.affine_pieces == pieces


def test_two_layers_of_two_units_have_at_most_seven_regions():
    rng = random.Random(1)
    most = 0
    for _ in range(1500):
        layers = []
        for n in (1, 2):
            weight = [[rng.randint(-5, 5) for _ in range(n)] for _ in range(2)]
            layers += [net.dense(weight, [rng.randint(-5, 5) for _ in range(2)]), net.RELU]
        layers.append(net.dense([[1, -2]], [0]))
        most = max(most, restrict_to_line(network(*layers), Domain.line()).affine_pieces)
    assert most == 7


@pytest.mark.parametrize("p", range(2, 10))
def test_tent_powers_by_layers_of_two_units(p):
    f = network(*TENT_LAYER * p)
    assert restrict_to_line(f, Domain.line()).affine_pieces == 2**p + 2
    assert restrict_to_line(f, UNIT).affine_pieces == 2**p
    assert compile_map(f, UNIT) == tent_power(p)


def test_one_tent_layer_on_the_line():
    assert restrict_to_line(network(*TENT_LAYER), Domain.line()).affine_pieces == 3


def test_values_of_the_sum_over_layers():
    known = {(2, 2, 2): 11, (2, 3, 3): 40, (2, 3, 2): 25, (2, 2, 3): 16, (3, 4, 4): 161}
    assert {(n, *widths): layered_sum(n, tuple(widths)) for n, *widths in known} == known
    # one input: the bound for (2, 2) is 9, though 7 is the truth
    assert layered_sum(1, (2, 2)) == 9


# approximation


@pytest.mark.parametrize("k", range(1, 9))
def test_distances_to_tent_powers(k):
    assert l1_to_tent(build([(0, "1/2"), (1, "1/2")]), k) == Q(1, 4)
    assert l1_to_tent(build([(0, 0), (1, 0)]), k) == Q(1, 2)
    for j in range(1, k):
        assert l1_distance(tent_power(j), tent_power(k)) == Q(1, 3)


def chord(m):
    """The interpolant of x^2 at j / 2^m."""
    n = 2**m
    return build([(F(j, n), F(j, n) ** 2) for j in range(n + 1)])


def square_network(m):
    """x - T(x)/4 - T^2(x)/16 - .., three units a layer: the tent so far, and the sum so far (never negative)."""
    layers = [net.dense([[1], [1]], [0, 0])]
    for s in range(1, m + 1):
        q = F(1, 4**s)
        layers += [
            net.dense([[1, 0], [1, 0], [0, 1]], [0, "-1/2", 0]),
            net.RELU,
            net.dense([[2, -4, 0], [-2 * q, 4 * q, 1]], [0, 0]),
        ]
    return network(*layers, net.dense([[0, 1]], [0]))


@pytest.mark.parametrize("m", range(1, 6))
def test_the_sum_of_tents_interpolates_the_square(m):
    assert compile_map(square_network(m), UNIT) == chord(m)
    assert chord(m).pieces == 2**m


@pytest.mark.parametrize("m", range(0, 5))
@pytest.mark.parametrize("finer", [1, 2, 5])
def test_the_interpolant_of_the_square_errs_by_its_known_error(m, finer):
    # the largest error of the chords, 2^(-2m-2), is taken at their midpoints, where every finer interpolant is exact
    assert linf_distance(chord(m), chord(m + finer)) == Q(1, 2 ** (2 * m + 2))


@pytest.mark.parametrize("m", range(0, 5))
def test_no_map_with_few_pieces_is_close_to_the_square(m):
    # N pieces err by at least 1/(8 N^2), the shifted chords by exactly that: seen on a fine interpolant of the square,
    # itself off by at most 4^-9/4
    n, fine = 2**m, chord(8)
    shift = F(1, 8 * n * n)
    shifted = build([(F(j, n), F(j, n) ** 2 - shift) for j in range(n + 1)])
    assert fraction(linf_distance(shifted, fine)) == shift
    rng = random.Random(m)
    for _ in range(20):
        points = [(F(j, n), F(j, n) ** 2 - F(rng.randint(0, 32), 128 * n * n)) for j in range(n + 1)]
        assert fraction(linf_distance(build(points), fine)) >= shift - F(1, 4**9)


def test_a_flat_graph_is_its_own_answer():
    constant = build(graph((0, F(1, 2)), (1, F(1, 2))))
    assert iterate_counts(constant, 3).laps == (1, 1, 1)
    assert entropy(IntervalFunction.of(constant)).zero


def stefan(p):
    """The map that is straight between the points of the cycle of odd period p with the least entropy."""
    middle = p // 2
    heights = [middle, *range(p - 1, middle, -1), *range(middle - 1, -1, -1)]
    return build(maps.lattice_map(heights))


@pytest.mark.parametrize("p", [3, 5, 7, 9])
def test_stefan_cycles_have_the_growth_that_their_period_forces(p):
    f = stefan(p)
    (row,) = verify(Case(f), ["chatziafratis2020.period"]).rows
    assert row.parameters == {"period": p}
    assert row.measured.lower == row.measured.upper == 0
    assert check_text(row.certificate.canonical).word == "valid"
    # the growth number is a root of z^p - 2 z^(p-2) - 1, which need not be irreducible, and is more than sqrt 2
    growth = entropy(IntervalFunction.of(f), 20)
    exact = growth.exact
    assert exact**p == 2 * exact ** (p - 2) + 1
    assert exact * exact > 2


def test_the_polynomial_of_period_seven_factors():
    assert forced_polynomial(7) == fmpz_poly([1, 1]) * fmpz_poly([1, -1, 0, 1]) * fmpz_poly([-1, 0, -1, 1])
    assert len(entropy(IntervalFunction.of(stefan(7)), 20).exact.coefficients) == 4


def test_the_golden_map_needs_fibonacci_many_laps():
    assert [depth_width(THREE_CYCLE, n).required_laps for n in (1, 2, 3, 4, 5, 10, 11)] == [2, 3, 5, 8, 13, 144, 233]
