"""The numbers on the right-hand sides, against the papers' values and definitions."""

from itertools import product
from math import comb, prod

import pytest
from support import networks as net

from exactnet.bounds import REGISTRY, Case, select
from exactnet.bounds.combinatorics import layered_sum
from exactnet.errors import InputError
from exactnet.model.reader import network_from_json


@pytest.mark.parametrize(
    ("inputs", "widths", "value"),
    [(2, (2, 2), 11), (2, (3, 3), 40), (2, (3, 2), 25), (2, (2, 3), 16), (3, (4, 4), 161)],
)
def test_known_values_of_the_sum_over_layers(inputs, widths, value):
    assert layered_sum(inputs, widths) == value


def serra_by_enumeration(inputs, widths):
    """The sum over all tuples (j_1, .., j_L) with j_l <= min(n_0, n_1 - j_1, .., n_{l-1} - j_{l-1}, n_l)."""
    total = 0
    for js in product(*(range(n + 1) for n in widths)):
        room, term = inputs, 1
        for n, j in zip(widths, js, strict=True):
            if j > min(room, n):
                break
            term *= comb(n, j)
            room = min(room, n - j)
        else:
            total += term
    return total


@pytest.mark.parametrize("inputs", [1, 2, 3, 5])
@pytest.mark.parametrize("widths", [(), (1,), (4,), (1, 1), (2, 5, 3), (3, 3, 3), (4, 1, 4), (2, 2, 2, 2)])
def test_the_recursion_is_the_sum_over_tuples(inputs, widths):
    assert layered_sum(inputs, widths) == serra_by_enumeration(inputs, widths)


def test_one_layer_gives_the_number_of_cells_of_an_arrangement():
    for d, n in product(range(1, 6), range(1, 8)):
        assert layered_sum(d, (n,)) == sum(comb(n, j) for j in range(d + 1))


def value(name, *layers, **parameters):
    case = Case(network_from_json(net.document(*layers)))
    return REGISTRY[name].value(case, parameters)


def ones(n, m):
    return net.dense([[1] * m] * n, [0] * n)


@pytest.mark.parametrize(
    ("layers", "bends"),
    [
        ([ones(4, 1), net.RELU, ones(2, 4), net.ABS], (4, 2)),
        ([ones(3, 1), net.HARD_TANH], (6,)),
        ([net.clip(0, 1), net.leaky("1/2")], (2, 1)),
        ([ones(4, 1), net.maxout([0, 1, 2], [3], [1, 3])], (3,)),
        ([net.residual(ones(3, 1), net.RELU, ones(1, 3)), net.RELU], (3, 1)),
        ([ones(1, 1)], ()),
    ],
)
def test_the_product_over_layers_counts_bends(layers, bends):
    expected = prod(1 + b for b in bends)
    assert value("bu2020.pieces", *layers) == value("bu2020.entropy", *layers) == expected


def test_the_network_form_counts_gates_and_the_affine_output():
    # l = 2 layers (relu and the affine output), m = 3 + 1 gates, s = 1: 2 (2 * 4 / 2)^2
    assert value("telgarsky2016.network", ones(3, 1), net.RELU, ones(1, 3)) == 32
    # no affine output: l = 1, m = 3
    assert value("telgarsky2016.network", ones(3, 1), net.RELU) == 12
    # hard_tanh has two predicates: l = 2, m = 4, s = 2
    assert value("telgarsky2016.network", ones(3, 1), net.HARD_TANH, ones(1, 3)) == 128
    # maxout of three has three
    assert value("telgarsky2016.network", ones(3, 1), net.maxout([0, 1, 2])) == 12
    # affine only: l = 1, m = 1, s = 1
    assert value("telgarsky2016.network", ones(1, 1)) == 4


def test_the_gate_form_counts_what_a_gate_reads():
    layers = [ones(3, 1), net.RELU, ones(2, 3), net.RELU, net.ABS, net.HARD_TANH]
    # layer 1 reads the one input, t = 1
    assert value("telgarsky2016.gate", *layers, layer=1) == 2
    # layer 2 reads 3 units, with 2 pieces each on [0, 1]? relu(x) is affine there, so t = 1
    assert value("telgarsky2016.gate", *layers, layer=2) == 2 * 1 * 3
    # layers 3 and 4 act on one unit each
    assert value("telgarsky2016.gate", *layers, layer=3) == 2
    assert value("telgarsky2016.gate", *layers, layer=4) == 4


def test_bounds_are_selected_by_name_and_listed_once():
    assert [b.id for b in select(None)] == list(REGISTRY)
    assert [b.id for b in select(["zaslavsky", "bu2020.pieces", "zaslavsky"])] == ["zaslavsky", "bu2020.pieces"]
    with pytest.raises(InputError, match="no bound 'nonsense'"):
        select(["bu2020.pieces", "nonsense"])


def test_every_bound_has_the_words_that_a_reader_needs():
    for name, bound in REGISTRY.items():
        assert bound.id == name
        assert bound.statement
        assert bound.source
        assert bound.premises
        assert str(bound.side) in ("upper", "lower")
        assert str(bound.status) in ("text", "derived", "recalled")
        assert (bound.witness is None) == ("some network" not in bound.statement)
