"""Neural persistence: known values, and spanning trees found in another way."""

import json
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import jsonschema
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import networks as net
from support import strategies as own

import exactnet as xn
from exactnet.errors import InputError

SCHEMA = jsonschema.Draft202012Validator(
    json.loads((Path(xn.__file__).parent / "certs" / "schema" / "certificate-1.schema.json").read_text())
)


def fraction(value):
    return Fraction(int(value.p), int(value.q))


def drawn(matrices, largest, p):
    """NP^p of layers as one graph, with the spanning tree of networkx."""
    graph = nx.Graph()
    for k, matrix in enumerate(matrices):
        for j, row in enumerate(matrix):
            for i, w in enumerate(row):
                graph.add_edge((k, i), (k + 1, j), weight=abs(Fraction(w)) / largest)
    tree = nx.maximum_spanning_tree(graph)
    return sum((1 - w) ** p for _, _, w in tree.edges(data="weight"))


def test_known_values():
    found = xn.persistence(net.document(net.dense([[4, 2], [1, 3]], [9, -9]), inputs=2))
    assert str(found.layers[0].value) == "5/16"
    assert found.network is not None
    assert found.network.value == found.layers[0].value
    assert [str(xn.persistence(found.subject, p).layers[0].value) for p in (1, 3)] == ["3/4", "9/64"]


def test_the_largest_weight_is_that_of_the_whole_network():
    """All weights of the first layer are half of the largest one: every one of its units dies at 1/2."""
    document = net.document(net.dense([[1, -1], [-1, 1]], [0, 0]), net.RELU, net.dense([[2, -2]], [0]), inputs=2)
    found = xn.persistence(document)
    assert [str(graph.value) for graph in found.layers] == ["3/4", "0"]
    assert [str(graph.normalised) for graph in found.layers] == ["1", "None"]
    # five units; what leaves the first layer is joined at 1, the two inputs at 1/2
    assert str(found.network.value) == "1/2"


def test_weights_that_are_0_are_edges():
    found = xn.persistence(net.document(net.dense([[1, 0], [0, 1]], [0, 0]), inputs=2))
    assert [str(graph.value) for graph in found.layers] == ["1"]  # deaths at 1, 1 and 0
    with pytest.raises(InputError, match="no weight other than 0"):
        xn.persistence(net.document(net.dense([[0, 0]], [1]), inputs=2))
    with pytest.raises(InputError, match="no weight other than 0"):
        xn.persistence(net.document(net.RELU, inputs=2))


@pytest.mark.parametrize(
    "layer", [net.maxout([0], [0, 1]), net.product([0, 0], [0, 1]), net.residual(net.dense([[1, 0], [0, 1]], [0, 0]))]
)
def test_layers_that_mix_units_have_no_graph_of_the_network(layer):
    dense = net.dense([[1, 2], [3, 4]], [0, 0])
    found = xn.persistence(net.document(dense, layer, dense, inputs=2))
    assert found.network is None
    assert len(found.layers) == (3 if layer["type"] == "residual" else 2)
    SCHEMA.validate(json.loads(found.certificate.canonical))


def test_dense_layers_in_a_row_share_their_units():
    found = xn.persistence(net.document(net.dense([[1], [2]], [0, 0]), net.dense([[4, 1]], [0]), inputs=1))
    assert found.network.units == 4
    assert found.network.value * 16 == 2**2 + 0 + 3**2


@pytest.mark.parametrize("p", [0, 65])
def test_powers_out_of_range(p):
    with pytest.raises(InputError, match="from 1 to 64"):
        xn.persistence(net.document(net.dense([[1]], [0]), inputs=1), p)


@given(st.data())
def test_against_other_spanning_trees(data):
    numbers = data.draw(st.sampled_from([own.SMALL, own.WIDE, st.floats(-1, 1).map(Fraction)]))
    widths = data.draw(st.lists(st.integers(1, 5), min_size=2, max_size=4))
    p = data.draw(st.integers(1, 5))
    layers = []
    for i, o in pairwise(widths):
        layers += [
            data.draw(own.dense_layers(i, o, numbers)),
            data.draw(st.sampled_from([net.RELU, net.polynomial(0, 0, 1)])),
        ]
    matrices = [layer["weight"] for layer in layers[::2]]
    largest = max(abs(Fraction(w)) for matrix in matrices for row in matrix for w in row)
    if largest == 0:
        return
    found = xn.persistence(net.document(*layers, inputs=widths[0]), p)
    assert [fraction(graph.value) for graph in found.layers] == [drawn([matrix], largest, p) for matrix in matrices]
    assert fraction(found.network.value) == drawn(matrices, largest, p)
    for graph in (*found.layers, found.network):
        assert 0 <= graph.value <= graph.bound
    document = json.loads(found.certificate.canonical)
    SCHEMA.validate(document)
    assert document["claim"]["layers"] == [str(graph.value) for graph in found.layers]


def test_powers_that_are_too_long_are_refused():
    with pytest.raises(xn.InputError, match="too many digits for their 64-th powers"):
        xn.persistence(net.document(net.dense([["1" + "0" * 5000]], [0])), 64)
    assert xn.persistence(net.document(net.dense([[10**1000, 1]], [0]), inputs=2), 64).layers[0].units == 3
