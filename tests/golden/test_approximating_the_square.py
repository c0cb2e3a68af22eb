"""x^2 on [0, 1]: Yarotsky's networks, the least error of a number of pieces, and who reaches it."""

from itertools import pairwise

import pytest
from support.networks import document

import exactnet as xn
from exactnet.bounds.budgets import compare_budgets
from exactnet.compile import PiecewiseMap
from exactnet.constructions import chord_network, square_network
from exactnet.errors import InputError
from exactnet.exact import Q

SQUARE = PiecewiseMap.of([0, 1], [[0, 0, 1]])
BOTH = ["yarotsky2017.square", "yarotsky2017.square_pieces"]


@pytest.mark.parametrize("m", range(1, 9))
def test_yarotskys_network(m):
    network = xn.yarotsky(m)
    assert network.widths == (2, *[3] * (m - 1))
    assert xn.shape(network).affine_pieces == 2**m
    assert xn.distance(network, SQUARE, "linf").value == Q(1, 2 ** (2 * m + 2))
    # it interpolates
    points = [Q(i, 2**m) for i in range(2**m + 1)]
    assert [y for (y,) in network.at([[x] for x in points])] == [x * x for x in points]


@pytest.mark.parametrize("folds", [(1,), (2,), (7,), (2, 3), (3, 2), (5, 1, 4), (2, 2, 2), (4, 5)])
def test_interpolants_with_layers_of_any_width(folds):
    pieces = 1
    for p in folds:
        pieces *= p
    plain, shifted = square_network(folds), square_network(folds, shifted=True)
    assert plain.widths == (folds[0], *(p + 1 for p in folds[1:]))
    assert xn.shape(plain).affine_pieces == xn.shape(shifted).affine_pieces == pieces
    assert xn.distance(plain, SQUARE, "linf").value == Q(1, 4 * pieces**2)
    assert xn.distance(shifted, SQUARE, "linf").value == Q(1, 8 * pieces**2)
    assert rows(shifted)["yarotsky2017.square_pieces"] == (Q(1, 8 * pieces**2), Q(1, 8 * pieces**2), "proved")


@pytest.mark.parametrize("pieces", [2, 3, 8, 21])
def test_chords_are_the_best_that_so_many_units_can_do(pieces):
    network = chord_network(pieces)
    assert network.widths == (pieces - 1,)
    best = Q(1, 8 * pieces**2)
    assert rows(network) == dict.fromkeys(BOTH, (best, best, "proved"))
    assert xn.distance(network, SQUARE, "linf").value == best
    assert xn.distance(chord_network(pieces, shifted=False), SQUARE, "linf").value == 2 * best


def rows(subject, domain=None):
    found = xn.verify(subject, BOTH, domain=domain).rows
    return {row.bound.id: (row.measured.lower, row.value, row.verdict.word) for row in found}


def test_other_intervals_and_maps():
    relu = document({"type": "relu"})
    # on [-1, 2] the largest |relu(x) - x^2| is 2, at 2
    assert rows(relu, "box:-1,2") == dict.fromkeys(BOTH, (Q(2), Q(9, 32), "proved"))
    # between -1/2 and 1 it is 1/4: at -1/2 and at 1/2, inside of a piece
    assert rows(relu, "box:-1/2,1")[BOTH[0]] == (Q(1, 4), Q(9, 128), "proved")
    chord = {"format": "exactnet-map/1", "points": [["0", "-1/8"], ["1", "7/8"]]}
    found = xn.verify(xn.load(chord), BOTH).rows
    assert [row.verdict.word for row in found] == ["not_applicable", "proved"]
    assert found[1].measured.lower == found[1].value == Q(1, 8)
    line = xn.verify(xn.load(relu), BOTH, domain="all").rows
    assert [row.verdict.word for row in line] == ["not_applicable"] * 2


@pytest.mark.parametrize("p", [2, 3, 6])
def test_powers_of_the_tent_map_by_layers_of_two_units(p):
    def dense(weight, bias):
        return {"type": "dense", "weight": weight, "bias": bias}

    relu = {"type": "relu"}
    first, next_ = dense([["1"], ["2"]], ["0", "-1"]), dense([["2", "-2"], ["4", "-4"]], ["0", "-1"])
    layers = [first, relu, *[next_, relu] * (p - 1), dense([["2", "-2"]], ["0"])]
    network = document(*layers)
    assert xn.shape(network).affine_pieces == 2**p
    assert xn.shape(network, "all").affine_pieces == 2**p + 2
    assert xn.criteria(network).sizes == (Q(1, 2**p),) * 2**p
    assert {change.squared for change in xn.criteria(network).changes} == {Q(4 ** (p + 1))}


def test_budgets_of_one_input():
    found = compare_budgets(1, 12, max_depth=4)
    assert [row.widths for row in found.rows] == [(12,), (6, 6), (4, 4, 4), (3, 3, 3, 3)]
    # Serra, Tjandraatmadja, Ramalingam 2018, Theorem 5: with all widths 3 or more, prod (n + 1) is reached
    assert (
        [row.built.activation_regions for row in found.rows] == [row.upper for row in found.rows] == [13, 49, 125, 256]
    )
    assert [row.built_square.error for row in found.rows] == [row.reached_error for row in found.rows]
    assert [row.reached_error for row in found.rows] == [Q(1, 8 * n * n) for n in (12, 6 * 5, 4 * 3 * 3, 3 * 2**3)]
    assert [row.least_error for row in found.rows] == [Q(1, 8 * row.upper**2) for row in found.rows]
    best = compare_budgets(1, 12, max_depth=4, sort="error").rows
    assert [row.depth for row in best] == [3, 2, 4, 1]


def test_budgets_of_several_inputs():
    found = compare_budgets(2, 8, max_depth=8, sort="regions")
    assert [row.regions for row in found.rows] == sorted((row.regions for row in found.rows), reverse=True)
    for row in found.rows:
        assert row.units == 8 == sum(row.widths)
        assert row.regions <= row.upper
        if row.construction is not None:
            assert row.built.activation_regions >= row.construction.regions
        assert (row.least_error, row.built_square) == (None, None)
    assert {row.widths: row.upper for row in found.rows}[4, 4] == 11 * 11


def test_budgets_of_parameters_are_kept():
    for row in compare_budgets(3, 100, "parameters", built_regions=0).rows:
        assert row.built is None
        wider = tuple(n + 1 for n in row.widths)
        assert row.parameters == parameters(3, row.widths) <= 100 < parameters(3, wider)


def parameters(inputs, widths):
    return sum(n * m + m for n, m in pairwise((inputs, *widths, 1)))


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((2, 0), "a budget from 1"),
        ((0, 3), "at least one input"),
        ((2, 3, "neurons"), "'neurons' is unknown"),
        ((3, 4, "parameters"), "pay for no network"),
    ],
)
def test_what_is_no_budget_is_refused(arguments, reason):
    with pytest.raises(InputError, match=reason):
        compare_budgets(*arguments)
    with pytest.raises(InputError, match="errors are those of networks of one input"):
        compare_budgets(2, 3, sort="error")
    with pytest.raises(InputError, match="at least two pieces"):
        chord_network(1)
    with pytest.raises(InputError, match="at least one layer"):
        square_network(())


def test_measured_and_reached_errors_are_fractions():
    found = compare_budgets(1, 6, max_depth=2).to_json()["rows"]
    assert [row["measured_error"] for row in found] == [row["reached_error"] for row in found] == ["1/288", "1/288"]
