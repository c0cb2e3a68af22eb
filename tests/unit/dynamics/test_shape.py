"""The shape of functions with polynomial and rational pieces, by hand."""

from fractions import Fraction

import pytest
from support import networks as net

import exactnet as xn
from exactnet.compile import PiecewiseMap
from exactnet.exact import RealAlgebraic


def of(*layers, domain="box:-1,1"):
    return xn.shape(net.document(*layers), domain)


def test_a_smooth_ramp():
    # relu(x)^2 - relu(x - 1/2)^2: three pieces on [-1, 1], constant, quadratic, affine
    found = of(net.dense([[1], [1]], [0, "-1/2"]), net.relu_power(2), net.dense([[1, -1]], [0]))
    assert (found.pieces, found.activation_regions, found.unit_pieces) == (3, 3, (2,))
    assert (found.laps, found.crossings) == (1, 2)
    assert (found.minimum, found.maximum) == (0, xn.shape(PiecewiseMap.of([0, 1], [["3/4"]])).maximum)
    assert found.affine_pieces is None
    assert found.quantities == {
        "pieces": 3,
        "activation_regions": 3,
        "laps": 1,
        "crossings": {"level": "1/2", "count": 2},
        "minimum": 0,
        "maximum": "3/4",
        "unit_pieces": [2],
    }


def test_pieces_of_a_product_and_of_a_sum():
    # |x| |x| is one polynomial, though its factors have two pieces
    found = of(net.ABS, net.product([0, 0]))
    assert (found.pieces, found.activation_regions, found.unit_pieces) == (1, 2, (2, 1))


def test_a_residual_block_has_no_unit_pieces():
    found = of(net.residual(net.polynomial(0, 0, 1)))  # x + x^2
    assert found.unit_pieces is None
    assert "unit_pieces" not in found.quantities
    assert (found.minimum, found.maximum) == (of(net.polynomial("-1/4")).maximum, 2)


def test_several_outputs_have_pieces_only():
    found = of(net.dense([[1], [1]], [0, 0]), net.relu_power(2))
    assert found.quantities == {"pieces": 2, "activation_regions": 2, "unit_pieces": [2]}


def test_extrema_are_algebraic_numbers():
    found = xn.shape(PiecewiseMap.of([0, 1], [[0, -1, 0, 1]]))  # x^3 - x: least at 1/sqrt 3
    assert found.minimum == RealAlgebraic.from_polynomial([-4, 0, 27], -1, 0)
    assert found.quantities["minimum"] == {"polynomial": [-4, 0, 27], "between": ["-1", "0"]}


def test_an_extremum_that_is_too_long_is_left_out():
    # the derivative x^70 + 2 x^34 - 1 is irreducible
    coefficients = [0, -1, *[0] * 33, Fraction(2, 35), *[0] * 35, Fraction(1, 71)]
    found = xn.shape(PiecewiseMap.of([0, 1], [coefficients]))
    assert found.minimum is None
    assert found.maximum == 0
    assert found.quantities.keys() == {"pieces", "laps", "crossings", "maximum"}
    assert found.laps == 2
    with pytest.raises(xn.InputError, match=r"its values run from ~-0\.9"):
        xn.laps(PiecewiseMap.of([0, 1], [coefficients]))


def test_piecewise_linear_networks_have_unit_pieces_too():
    found = xn.shape(net.document(net.dense([[1], [2]], [0, -1]), net.RELU, net.dense([[2, -2]], [0])))
    assert found.affine_pieces == found.pieces == 2
    assert found.unit_pieces == (2,)
    with pytest.raises(xn.InputError, match="bounded"):
        xn.shape(net.document(net.relu_power(2)), "all")
