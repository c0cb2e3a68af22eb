"""Ranks of Jacobian matrices, by hand."""

from support import networks as net

import exactnet as xn
from exactnet.check import check_text

FIRST = net.document(
    net.dense([[2, -1], [1, 3], [-3, 1]], [1, -2, 1]),
    net.RELU,
    net.dense([[2, -3, 1], [-1, 2, 3], [1, 1, -2]], [-2, -1, 3]),
    net.RELU,
    net.dense([[1, -2, 3]], [0]),
    inputs=2,
)


def test_one_layer_has_the_rank_of_its_active_rows():
    # Three lines in general position: 7 regions. On the triangle all three units are active, beside its sides two of
    # them (rank 2), beside its corners one.
    three = net.document(net.dense([[1, 0], [0, 1], [-1, -1]], [0, 0, 1]), net.RELU, inputs=2)
    found = xn.rank(three)
    assert found.distribution == (((2, 7),), ((1, 3), (2, 4)))


def test_a_relu_layer_of_n1_keeps_at_most_two_dimensions():
    found = xn.rank(FIRST)
    assert [sum(n for _, n in layer) for layer in found.distribution] == [19] * 5
    assert found.distribution[0] == ((2, 19),)
    assert max(r for r, _ in found.distribution[-1]) == 1
    assert found.largest_increase == 0
    assert check_text(found.certificate.canonical).word == "valid"


def test_verify_has_a_row_for_the_theorem():
    (row,) = xn.verify(FIRST, bounds=["feng2022.rank"]).rows
    assert row.to_json()["verdict"] == "proved"
