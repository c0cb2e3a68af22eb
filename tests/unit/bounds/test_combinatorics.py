"""Sums of binomials, dimensions, ranks and supports, against definitions and values by hand."""

from itertools import combinations, product
from math import comb, prod

import pytest
from support import networks as net

from exactnet.bounds.combinatorics import (
    arrangement_cells,
    layer_dimensions,
    layer_ranks,
    layered_sum,
    polymatroid_sum,
    polymatroid_terms,
    supports,
)
from exactnet.model.reader import network_from_json


def network(*layers, inputs):
    return network_from_json(net.document(*layers, inputs=inputs))


def test_cells_of_an_arrangement():
    assert [arrangement_cells(4, d) for d in range(6)] == [1, 5, 11, 15, 16, 16]
    assert [arrangement_cells(n, 2) for n in range(6)] == [1, 2, 4, 7, 11, 16]
    # one more hyperplane adds as many cells as the others cut it into
    for n, d in product(range(1, 9), range(1, 7)):
        assert arrangement_cells(n, d) == arrangement_cells(n - 1, d) + arrangement_cells(n - 1, d - 1)


def test_dimensions_never_grow():
    assert layer_dimensions(2, (3, 3)) == (2, 2)
    assert layer_dimensions(5, (4, 9, 1, 7)) == (4, 4, 1, 1)
    assert layer_dimensions(3, ()) == ()


def test_low_rank_in_the_sum_by_hand():
    # e = 2: j <= min(r_1, 2) = 1 leaves C(3,0) Q(2, 2) + C(3,1) Q(2, 2) = 4 * 7
    assert layered_sum(2, (3, 3), (1, 3)) == 28
    # second layer of rank 1: Q(2, 2) = 4, Q(2, 1) = 4: (1 + 3) 4 + 3 * 4
    assert layered_sum(2, (3, 3), (2, 1)) == 28
    assert layered_sum(2, (3, 3), (0, 0)) == 1
    assert layered_sum(2, (3, 3), (2, 2)) == layered_sum(2, (3, 3)) == 40


def test_wide_and_deep_sums_do_not_explode():
    assert layered_sum(1, (3,) * 2000) == 4**2000
    # wide layers never run out of dimensions: the bound is the product
    assert layered_sum(5, (64, 64, 64)) == arrangement_cells(64, 5) ** 3
    assert layered_sum(5, (50,) * 6) == arrangement_cells(50, 5) ** 6


def test_ranks():
    wide = net.dense([[1, 2, 3], [2, 4, 6], [0, 1, 1], [1, 3, 4]], [1, 2, 3, 4])
    assert layer_ranks(network(wide, net.RELU, inputs=3)) == (2,)
    # without a dense layer: the width
    assert layer_ranks(network(net.RELU, wide, net.RELU, net.RELU, inputs=3)) == (3, 2, 4)
    # dense layers in a row count by their product, here through one unit, then through none
    narrow = [net.dense([["1/3", "-1/7", 0]], [5]), net.dense([["1/2"], [1], ["-2/5"]], [0, 0, 0])]
    assert layer_ranks(network(*narrow, net.RELU, inputs=3)) == (1,)
    cancelled = [net.dense([[1], [1]], [0, 1]), net.dense([[1, -1]], [0])]
    assert layer_ranks(network(*cancelled, net.RELU, inputs=1)) == (0,)
    assert layer_ranks(network(wide, inputs=3)) == ()
    assert layer_ranks(network(net.dense([[2**80, 1], [2**81, 2]], [0, 0]), net.RELU, inputs=2)) == (1,)


def test_supports():
    layers = [net.dense([[1, 0, 0], [0, 2, 0], [0, "-1/3", 0], [0, 0, 0], [1, 1, 0]], [0] * 5), net.RELU]
    assert supports(network(*layers, inputs=3)) == {(0,): 1, (1,): 2, (0, 1): 1}
    # supports are those of the product: here x_0 cancels
    cancelling = [net.dense([[1, 1], [1, 0]], [0, 0]), net.dense([[1, -1]], [0]), net.RELU]
    assert supports(network(*cancelling, inputs=2)) == {(1,): 1}


def sum_over_polymatroid(units):
    sets, counts = [set(s) for s in units], list(units.values())
    places = range(len(sets))
    total = 0
    for t in product(*(range(c + 1) for c in counts)):
        subsets = (J for size in range(1, len(sets) + 1) for J in combinations(places, size))
        if all(sum(t[i] for i in J) <= len(set().union(*(sets[i] for i in J))) for J in subsets):
            total += prod(comb(c, x) for c, x in zip(counts, t, strict=True))
    return total


@pytest.mark.parametrize(
    ("units", "value"),
    [
        ({}, 1),
        ({(0,): 5}, 6),  # parallel walls
        ({(0, 1): 4}, 11),  # Z(4, 2)
        ({(0,): 2, (1,): 3}, 12),  # a grid
        ({(0, 1): 2, (1, 2): 1}, 8),  # t_1 <= 2, t_2 <= 1, their sum <= 3
        ({(0,): 2, (0, 1): 2}, 10),  # t = (0,0), (1,0), (0,1), (1,1), (0,2): 1 + 2 + 2 + 4 + 1
    ],
)
def test_sums_over_supports(units, value):
    assert polymatroid_sum(units) == sum_over_polymatroid(units) == value


@pytest.mark.parametrize(
    "units",
    [
        {(0, 1): 3, (1, 2): 2, (0, 2): 2},
        {(0,): 3, (1,): 1, (0, 1): 2, (1, 2): 2},
        {(0, 1, 2, 3): 2, (0,): 2, (3,): 2, (1, 2): 1},
    ],
)
def test_the_sum_over_supports_is_the_sum_over_all_vectors(units):
    assert polymatroid_sum(units) == sum_over_polymatroid(units)


def test_the_number_of_terms_is_bounded_before_they_are_summed():
    everything = tuple(range(6))
    units = {tuple(i for i in everything if i != k): 1000 for k in everything} | {everything: 1000, (0, 1, 2): 1000}
    assert len(units) == 8
    assert polymatroid_terms(units) == comb(14, 8) == 3003
    # any six walls of which at most 5 (3) are of one kind: fewer than all sets of at most six of 8000
    assert polymatroid_sum(units) <= arrangement_cells(8000, 6)
