"""The same properties at sizes that take a while."""

import random
from fractions import Fraction

import pytest
from support import maps
from support import networks as net
from support.maps import fraction

from exactnet.approximation import tent_power
from exactnet.bounds import Case
from exactnet.check import check_text
from exactnet.compile import Domain, IntervalFunction, PiecewiseLinearMap, restrict_to_line
from exactnet.dynamics import entropy, iterate_counts
from exactnet.model.reader import network_from_json
from exactnet.verification import verify

F = Fraction
TENT_LAYER = [net.dense([[1], [1]], [0, "-1/2"]), net.RELU, net.dense([[2, -4]], [0])]

pytestmark = pytest.mark.slow


def test_a_deep_tent_network():
    network = network_from_json(net.document(*TENT_LAYER * 16))
    assert restrict_to_line(network, Domain.line()).affine_pieces == 2**16 + 2
    assert restrict_to_line(network, Domain.of(0, 1)).map == tent_power(16)


def test_many_iterates():
    counts = iterate_counts(PiecewiseLinearMap.from_points([(0, "1/2"), ("1/2", 1), (1, 0)]), 2000)
    fibonacci = [2, 3]
    while len(fibonacci) < 2000:
        fibonacci.append(fibonacci[-1] + fibonacci[-2])
    assert list(counts.laps) == fibonacci


def test_entropy_of_a_tent_of_slope_just_above_one():
    function = IntervalFunction.of(PiecewiseLinearMap.from_points(maps.tent(F(101, 100))))
    result = entropy(function, 3)
    assert fraction(result.growth_lower) <= F(101, 100) <= fraction(result.growth_upper)
    assert check_text(result.certificate.canonical).word == "valid"


@pytest.mark.parametrize("seed", range(5))
def test_wide_networks_against_the_recursion(seed):
    rng = random.Random(seed)
    layers, entering = [], 1
    for width in (6, 6, 6):
        weight = [[F(rng.randint(-9, 9), rng.randint(1, 5)) for _ in range(entering)] for _ in range(width)]
        layers += [net.dense(weight, [F(rng.randint(-9, 9), 4) for _ in range(width)]), net.RELU]
        entering = width
    layers.append(net.dense([[rng.randint(-3, 3) for _ in range(entering)]], [0]))
    network = network_from_json(net.document(*layers))
    found = restrict_to_line(network, Domain.line())
    expected = net.counts(net.states_on_line(layers))
    assert (found.affine_pieces, found.activation_regions, found.unit_pieces) == expected
    result = verify(Case(network))
    assert not result.refuted
    assert all(check_text(c.canonical).word == "valid" for c in result.certificates)


@pytest.mark.parametrize("seed", range(3))
def test_entropy_of_large_lattice_maps(seed):
    rng = random.Random(seed)
    heights = [rng.randint(0, 30) for _ in range(31)]
    result = entropy(IntervalFunction.of(PiecewiseLinearMap.from_points(maps.lattice_map(heights))), 12)
    low, high = maps.spectral_radius_bracket(maps.lattice_matrix(heights), F(1, 10**15))
    assert fraction(result.growth_lower) <= high
    assert low <= fraction(result.growth_upper)
    assert result.exact is not None
    assert check_text(result.certificate.canonical).word == "valid"


def test_a_markov_map_of_constant_slope_with_a_large_characteristic_polynomial():
    # every orbit of a turning point closes, late: the partition is Markov, with a factor of high degree beside (t - 7)
    points = [
        ("0", "0"),
        ("4/35", "4/5"),
        ("36/175", "4/25"),
        ("201/875", "41/125"),
        ("1128/4375", "82/625"),
        ("1671/4375", "1"),
        ("2171/4375", "1/5"),
        ("2571/4375", "21/25"),
        ("2886/4375", "42/125"),
        ("3218/4375", "542/625"),
        ("17716/21875", "1084/3125"),
        ("19757/21875", "1"),
        ("3001/3125", "3/5"),
        ("1", "2743/3125"),
    ]
    result = entropy(IntervalFunction.of(PiecewiseLinearMap.from_points(points)), 8)
    assert result.exact == 7
    assert check_text(result.certificate.canonical).word == "valid"
