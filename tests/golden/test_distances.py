"""Distances known from approximation theory: parabola and chords, Chebyshev polynomials, arc tangent and logarithm."""

from fractions import Fraction

import mpmath
import pytest
from support import networks as net

import exactnet as xn
from exactnet.compile import PiecewiseMap
from exactnet.exact import Q
from exactnet.exact.brackets import Bracket

F = Fraction
SQUARE = PiecewiseMap.of([0, 1], [[0, 0, 1]])
TENT = [net.dense([[2], [4]], [0, -2]), net.RELU, net.dense([[1, -1]], [0])]


def sawtooth_network(depth):
    """Yarotsky's x - sum of g_k(x) / 4^k, g_k the k-th power of the tent map: a relu network of width 3, 2^depth affine pieces."""
    # units x, g and what has been summed so far; all are >= 0 on [0, 1]
    layers = [net.dense([[1], [2], [4], [0]], [0, 0, -2, 0]), net.RELU]
    for k in range(1, depth):
        g = [0, 1, -1, 0]
        layers.append(
            net.dense(
                [[1, 0, 0, 0], [2 * c for c in g], [4 * c for c in g], [0, F(1, 4**k), F(-1, 4**k), 1]], [0, 0, -2, 0]
            )
        )
        layers.append(net.RELU)
    layers.append(net.dense([[1, F(-1, 4**depth), F(1, 4**depth), -1]], [0]))
    return net.document(*layers)


@pytest.mark.parametrize("depth", range(1, 7))
def test_yarotskys_interpolant_of_the_parabola(depth):
    network = sawtooth_network(depth)
    assert xn.shape(network).pieces == 2**depth
    assert xn.distance(network, SQUARE, "linf").value == Q(1, 4 ** (depth + 1))
    # a chord over an interval of length h lies above by h^3/6 in the mean, and there are 1/h of them
    assert xn.distance(network, SQUARE, "l1").value == Q(1, 6 * 4**depth)


@pytest.mark.parametrize("pieces", [1, 2, 3, 7, 20])
def test_the_best_chords_of_the_parabola(pieces):
    shift = F(1, 8 * pieces**2)
    points = [[str(F(j, pieces)), str(F(j, pieces) ** 2 - shift)] for j in range(pieces + 1)]
    best = {"format": "exactnet-map/1", "points": points}
    assert xn.distance(best, SQUARE, "linf").value == Q(1, 8 * pieces**2)


def monic(kind, n):
    """Chebyshev polynomials by their recurrence, divided by the leading coefficient."""
    before, now = [F(1)], [F(0), F(kind)]
    for _ in range(n - 1):
        before, now = now, [a - b for a, b in zip([0, *(2 * c for c in now)], [*before, 0, 0], strict=True)]
    return [c / now[-1] for c in now]


def against_zero(coefficients, norm):
    curve = {
        "format": "exactnet-map/1",
        "domain": ["-1", "1"],
        "pieces": [{"to": "1", "polynomial": list(map(str, coefficients))}],
    }
    zero = {"format": "exactnet-map/1", "points": [["-1", "0"], ["1", "0"]]}
    return xn.distance(curve, zero, norm)


@pytest.mark.parametrize("n", [2, 3, 5, 8, 16, 33, 60])
def test_chebyshev_polynomials_deviate_least(n):
    assert against_zero(monic(1, n), "linf").value == Q(1, 2 ** (n - 1))


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6, 8, 11, 24])
def test_chebyshev_polynomials_of_the_second_kind_deviate_least_in_the_mean(n):
    # the zeros cos(pi k/(n+1)) generate a field of degree up to 10; the area is rational all the same
    result = against_zero(monic(2, n), "l1")
    assert result.value == Q(1, 2 ** (n - 1))


def test_zeros_in_a_field_of_degree_15_leave_a_bracket():
    found = against_zero(monic(2, 30), "l1").value
    assert isinstance(found, Bracket)
    assert found.lower < Q(1, 2**29) < found.upper


def test_a_hundred_digits_of_pi():
    witch = net.document(net.rational([4], [1, 0, 1]))
    zero = {"format": "exactnet-map/1", "points": [["0", "0"], ["1", "0"]]}
    found = xn.distance(witch, zero, "l1", digits=100).value
    with mpmath.workdps(120):
        pi = int(mpmath.pi * mpmath.mpf(10) ** 110)
    assert found.lower * 10**110 < pi
    assert pi + 1 < found.upper * 10**110


def test_the_largest_value_of_an_iterate_is_found_at_any_degree():
    square = net.polynomial(-1, 0, 2)
    half = {"format": "exactnet-map/1", "points": [["-1", "1/2"], ["1", "1/2"]]}
    for depth in range(1, 7):
        assert xn.distance(net.document(*[square] * depth), half, "linf").value == Q(3, 2)
