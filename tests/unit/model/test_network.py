"""Exact evaluation, shapes, and the canonical form."""

import hashlib
import json
from fractions import Fraction

import pytest
from support import networks as net
from support.maps import fraction

from exactnet.errors import InputError
from exactnet.model import Clip, Dense, LeakyRelu, Maxout, Network, Relu, Residual
from exactnet.model.reader import network_from_json

POINTS = [Fraction(p, q) for p in (-20, -7, -3, -1, 0, 1, 2, 5, 19) for q in (1, 2, 3, 7)]

LAYERS = {
    "relu": [net.RELU],
    "abs": [net.ABS],
    "hard_tanh": [net.HARD_TANH],
    "leaky": [net.leaky("1/100")],
    "leaky with a negative slope": [net.leaky("-5/3")],
    "leaky with a slope above one": [net.leaky(7)],
    "clip": [net.clip("-1/3", "5/2")],
    "clip away from zero": [net.clip(2, 3)],
    "dense": [net.dense([["1/3"], [-2]], ["1/7", 0])],
    "maxout": [net.dense([[1], [-1], [0]], [0, 1, "1/5"]), net.maxout([0, 1], [2], [2, 0, 1])],
    "residual": [net.residual(net.dense([["1/3"]], ["-1/2"]), net.RELU)],
    "residual in residual": [
        net.residual(net.ABS, net.residual(net.dense([["-2/3"]], [1]), net.HARD_TANH), net.leaky("1/2")),
        net.RELU,
    ],
    "residual of several units": [
        net.dense([[1], ["-1/2"]], [0, 3]),
        net.residual(net.dense([[1, 1], [0, -1], [2, 0]], [0, "1/9", 1]), net.maxout([0, 2], [1, 2])),
        net.residual(net.RELU),
    ],
    "denominators everywhere": [
        net.dense([["1/2"], ["1/3"]], ["1/5", "1/7"]),
        net.leaky("1/11"),
        net.residual(net.dense([["1/13", 0], [0, "1/17"]], ["1/19", 0]), net.clip("-1/23", "1/29")),
        net.dense([["1/31", "1/37"]], ["1/41"]),
    ],
}


@pytest.mark.parametrize("name", LAYERS)
def test_values_are_those_of_the_definition(name):
    network = network_from_json(net.document(*LAYERS[name]))
    values = network.at([[x] for x in POINTS])
    assert [[fraction(y) for y in row] for row in values] == [net.evaluate(LAYERS[name], [x]) for x in POINTS]
    assert network(POINTS[3]) == values[3]


def test_several_inputs():
    layers = [net.dense([[1, -2, "1/3"], [0, 1, 1]], [0, "-1/2"]), net.RELU, net.maxout([0, 1])]
    network = network_from_json(net.document(*layers, inputs=3))
    point = [Fraction(1, 2), Fraction(-3), Fraction(5, 7)]
    assert fraction(network(point)[0]) == net.evaluate(layers, point)[0]
    assert (network.inputs, network.outputs, network.widths) == (3, 1, (2, 1))


def test_weights_of_two_hundred_bits():
    big, small = 2**200 + 1, f"1/{2**199 - 1}"
    layers = [net.dense([[big], [small]], [small, -big]), net.ABS, net.dense([[small, big]], [0]), net.leaky(small)]
    network = network_from_json(net.document(*layers))
    for x in (Fraction(1, 3**130), Fraction(-(2**190)), Fraction(0)):
        assert fraction(network(x)[0]) == net.evaluate(layers, [x])[0]


def test_many_points_at_once_and_none():
    network = network_from_json(net.document(net.RELU))
    assert network.at([]) == []
    assert [fraction(y) for (y,) in network.at([[i] for i in range(-3, 3)])] == [0, 0, 0, 0, 1, 2]


def test_points_of_the_wrong_dimension_are_refused():
    network = network_from_json(net.document(net.dense([[1, 1]], [0]), inputs=2))
    with pytest.raises(InputError, match="1 coordinates"):
        network(3)
    with pytest.raises(InputError, match="3 coordinates"):
        network([1, 2, 3])


@pytest.mark.parametrize("name", LAYERS)
def test_the_canonical_document_is_a_fixed_point_with_strings_for_numbers(name):
    network = network_from_json(net.document(*LAYERS[name], name="some name"))
    canonical = network.to_json()
    assert network_from_json(canonical).to_json() == canonical
    assert "name" not in canonical
    text = json.dumps(canonical, sort_keys=True, separators=(",", ":"))
    assert network.digest == hashlib.sha256(text.encode()).hexdigest()
    assert network_from_json(canonical).digest == network.digest


def test_the_digest_does_not_depend_on_spelling_key_order_or_name():
    documents = [
        {
            "format": "exactnet-network/1",
            "inputs": 1,
            "layers": [net.dense([["1/2"], [2]], ["0.25", -1]), net.leaky("1/10")],
        },
        {
            "layers": [
                {"bias": ["2/8", "-1.0"], "type": "dense", "weight": [[0.5], ["2e0"]]},
                {"slope": "1e-1", "type": "leaky_relu"},
            ],
            "name": "the same",
            "inputs": 1,
            "format": "exactnet-network/1",
        },
        {
            "format": "exactnet-network/1",
            "inputs": 1,
            "layers": [net.dense([[" 3/6 "], ["+2"]], [".25", "-01"]), net.leaky("0.100")],
        },
    ]
    assert len({network_from_json(d).digest for d in documents}) == 1


@pytest.mark.parametrize(
    "other",
    [
        [net.dense([[1], [2]], [0, 0]), net.RELU],
        [net.dense([[1], [2]], [0, 1]), net.ABS],
        [net.dense([[2], [1]], [0, 1]), net.RELU],
        [net.dense([[1], [2]], [0, 1]), net.RELU, net.RELU],
        [net.residual(net.dense([[1]], [0]), net.RELU)],
    ],
)
def test_different_networks_have_different_digests(other):
    assert (
        network_from_json(net.document(*other)).digest
        != network_from_json(net.document(net.dense([[1], [2]], [0, 1]), net.RELU)).digest
    )


def test_widths_bends_and_kinds():
    chain = Network.of(1, [Dense.of([[1], [2]], [0, 0]), Relu(), Dense.of([[1, 1]], [0])])
    assert chain.is_plain_chain
    assert chain.is_relu_network
    assert [layer.bends(width) for layer, width in chain.bending_layers] == [2]
    block = network_from_json(
        net.document(net.residual(net.dense([[1], [2], [1]], [0] * 3), net.HARD_TANH, net.maxout([0, 1, 2])))
    )
    assert not block.is_plain_chain
    assert not block.is_relu_network
    assert block.widths == (3, 1)
    assert [layer.bends(width) for layer, width in block.bending_layers] == [6, 2]
    assert [layer.predicates() for layer, _ in block.bending_layers] == [2, 3]


def test_networks_with_equal_layers_are_equal():
    assert Network.of(1, [Relu()]) == Network.of(1, [Relu()])
    assert Network.of(1, [Relu()]) != Network.of(2, [Relu()])


@pytest.mark.parametrize(
    "build",
    [
        lambda: Dense.of([], []),
        lambda: Dense.of([[]], [0]),
        lambda: Dense.of([[1], [1, 2]], [0, 0]),
        lambda: Dense.of([[1]], [0, 0]),
        lambda: Clip.of(1, 1),
        lambda: Clip.of(2, 1),
        lambda: Network.of(0, [Relu()]),
        lambda: Network.of(1, []),
        lambda: Network.of(2, [Relu(), Dense.of([[1]], [0])]),
        lambda: Network.of(1, [Residual((Dense.of([[1], [1]], [0, 0]),))]),
        lambda: Network.of(1, [Maxout(((1,),))]),
    ],
)
def test_impossible_shapes_are_refused(build):
    with pytest.raises(InputError):
        build()


@pytest.mark.parametrize("groups", [((-1,),), ((0, -2),), ((),), ()])
def test_a_maxout_layer_built_in_python_is_checked_as_one_that_is_read(groups):
    # index -1 would otherwise read another unit, or the homogeneous coordinate
    with pytest.raises(InputError):
        Network.of(2, [Maxout(groups)])


def test_the_layer_that_does_not_fit_is_named():
    with pytest.raises(InputError, match=r"^layers\[1\]: weight has 3 columns but 2 values enter"):
        Network.of(2, [Relu(), Dense.of([[1, 1, 1]], [0])])


def test_a_leaky_relu_of_slope_one_is_the_identity():
    network = Network.of(1, [LeakyRelu(network_from_json(net.document(net.leaky(1))).layers[0].slope)])
    assert [fraction(network(x)[0]) for x in POINTS] == POINTS


def test_dense_layers_are_merged_exactly():
    first = Dense.of([["1/2", "-1/3"], [2, 0], [0, 5]], [1, "1/7", -1])
    second = Dense.of([[1, "2/3", -1]], ["1/9"])
    merged = Network.of(2, [second.after(first)])
    for point in ([0, 0], ["3/4", -2], [10**30, "1/11"]):
        assert merged(point) == Network.of(2, [first, second])(point)
    with pytest.raises(InputError, match="3 columns but 1 values"):
        second.after(second)
