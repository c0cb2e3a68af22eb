"""Region counts known from the literature, or computed by hand."""

import random
from itertools import combinations
from math import comb

import pytest
from flint import fmpz_mat
from support import networks as net

from exactnet import face
from exactnet.compile.box import Box
from exactnet.compile.polyhedral import compile_complex
from exactnet.complexes import adjacency_graph, cell_maps
from exactnet.model.reader import network_from_json

GENERIC = net.document(
    net.dense([[2, -1], [1, 3], [-3, 1]], [1, -2, 1]),
    net.RELU,
    net.dense([[2, -3, 1], [-1, 2, 3], [1, 1, -2]], [-2, -1, 3]),
    net.RELU,
    net.dense([[1, -2, 3]], [0]),
    inputs=2,
)
# two tents side by side, then four lines in each of the four copies of the square
FOLDED = net.document(
    net.dense([[1, 0], [2, 0], [0, 1], [0, 2]], [0, -1, 0, -1]),
    net.RELU,
    net.dense([[2, -2, 0, 0], [0, 0, 2, -2]], [0, 0]),
    net.dense([[3, -1], [-1, 3], [3, 3], [15, 5]], [-1, -1, -4, -11]),
    net.RELU,
    net.dense([[1, 2, 4, 8]], [0]),
    inputs=2,
)
# two regions of the zero map that touch in the origin only
BOW_TIE = net.document(
    net.dense([[1, 0], [-1, 0], [1, -1], [-1, 1]], [0, 0, 0, 0]),
    net.RELU,
    net.dense([[1, -1, -1, 0], [-1, 1, 0, -1]], [0, 0]),
    net.RELU,
    net.dense([[1, 1]], [0]),
    inputs=2,
)
THREE_LINES = net.document(net.dense([[1, 0], [0, 1], [-1, -1]], [0, 0, 0]), net.RELU, inputs=2)
TENT = [net.dense([[1], [1]], [0, "-1/2"]), net.RELU, net.dense([[2, -4]], [0])]
CASES = {
    "generic on the plane": (
        GENERIC,
        "all",
        {
            "activation_regions": 19,
            "activation_patterns": 19,
            "affine_maps": 17,
            "linear_regions": 17,
            "faces": (12, 30, 19),
        },
    ),
    "generic on a square": (
        GENERIC,
        "box:-1,1",
        {"activation_regions": 16, "activation_patterns": 16, "affine_maps": 14, "linear_regions": 14},
    ),
    "folded on the unit square": (
        FOLDED,
        "box:0,1",
        {"activation_regions": 44, "activation_patterns": 55, "affine_maps": 41, "linear_regions": 44},
    ),
    "folded on the plane": (
        FOLDED,
        "all",
        {"activation_regions": 57, "activation_patterns": 57, "affine_maps": 49, "linear_regions": 52},
    ),
    "bow tie": (
        BOW_TIE,
        "all",
        {"activation_regions": 6, "linear_regions": 6, "linear_regions_contact": 5, "affine_maps": 5},
    ),
    "three lines through the origin": (
        THREE_LINES,
        "all",
        {"activation_regions": 6, "activation_patterns": 7, "faces": (1, 6, 6)},
    ),
    "three lines through the centre of a square": (
        THREE_LINES,
        "box:-1,1",
        {"activation_regions": 6, "activation_patterns": 7, "faces": (9, 14, 6)},
    ),
}


def modulus_twice(inputs):
    """relu(x), relu(-x), and relu of their sum, which bends nowhere but where they do."""
    first = [[sign, *[0] * (inputs - 1)] for sign in (1, -1)]
    return net.document(net.dense(first, [0, 0]), net.RELU, net.dense([[1, 1]], [0]), net.RELU, inputs=inputs)


def general_position(neurons, inputs):
    """One layer; every inputs + 1 rows (w, b) are independent: they are multiples of Vandermonde rows."""
    rows = [[t**k for k in range(1, inputs + 2)] for t in (1, -2, 3, -4, 5, -6, 7)[:neurons]]
    return net.document(net.dense([r[:-1] for r in rows], [r[-1] for r in rows]), net.RELU, inputs=inputs)


@pytest.mark.parametrize("name", CASES)
def test_counts_are_the_known_ones(name):
    document, domain, expected = CASES[name]
    found = face.regions(document, domain)
    assert {key: getattr(found, key) for key in expected} == expected


def test_the_euler_characteristics_of_the_known_complexes_are_those_of_the_plane_and_of_a_square():
    for document, domain, _ in CASES.values():
        assert face.regions(document, domain).euler_characteristic == 1


@pytest.mark.parametrize("inputs", [1, 2, 3])
def test_a_zero_of_a_later_layer_on_a_wall_of_an_earlier_one_adds_a_pattern_but_no_region(inputs):
    found = face.regions(modulus_twice(inputs))
    assert (found.activation_regions, found.activation_patterns, found.linear_regions) == (2, 3, 2)
    assert found.faces == (*[0] * (inputs - 1), 1, 2)


@pytest.mark.parametrize("depth", range(1, 9))
def test_a_tent_of_width_two_folded_n_times_has_two_to_the_n_pieces(depth):
    found = face.regions(net.document(*TENT * depth), "box:0,1")
    pieces = 2**depth
    assert (found.activation_regions, found.linear_regions, found.linear_regions_contact) == (pieces,) * 3
    assert found.affine_maps == pieces  # the slopes are equal in pairs of pieces, the offsets are not
    assert found.faces == (pieces + 1, pieces)


@pytest.mark.parametrize(("inputs", "neurons"), [(d, n) for d in range(1, 5) for n in range(1, 8)])
def test_one_layer_in_general_position_has_zaslavsky_s_numbers(inputs, neurons):
    found = face.regions(general_position(neurons, inputs))
    regions = sum(comb(neurons, j) for j in range(inputs + 1))
    assert found.activation_regions == regions
    assert found.activation_patterns == regions  # no wall is met that some cell next to it does not count as inactive
    # a k-flat of the arrangement, cut by the other hyperplanes
    assert found.faces == tuple(
        comb(neurons, inputs - k) * sum(comb(neurons - inputs + k, j) for j in range(k + 1))
        if neurons >= inputs - k
        else 0
        for k in range(inputs + 1)
    )


@pytest.mark.parametrize("inputs", [5, 6])
def test_the_orthants_of_a_space_of_the_largest_dimensions(inputs):
    document = net.document(net.ABS, inputs=inputs)
    on_all, on_box = face.regions(document), face.regions(document, "box:-1,1")
    assert on_all.faces == tuple(comb(inputs, k) * 2**k for k in range(inputs + 1))
    # a grid of two intervals a side: every coordinate is one of three points or of two segments
    assert on_box.faces == tuple(comb(inputs, k) * 3 ** (inputs - k) * 2**k for k in range(inputs + 1))
    for found in (on_all, on_box):
        assert found.activation_regions == found.affine_maps == found.linear_regions == 2**inputs
        assert found.activation_patterns == 2**inputs


@pytest.mark.parametrize("domain", ["all", "box:-1,1"])
@pytest.mark.parametrize("inputs", [1, 2, 3])
def test_an_affine_network_is_one_region(domain, inputs):
    document = net.document(net.dense([[1] * inputs], [1]), inputs=inputs)
    found = face.regions(document, domain)
    assert (found.activation_regions, found.activation_patterns, found.affine_maps) == (1, 1, 1)
    assert (found.linear_regions, found.linear_regions_contact) == (1, 1)
    assert found.faces[-1] == 1
    assert found.euler_characteristic == (1 if domain != "all" else (-1) ** inputs)


def test_dead_neurons_and_repeated_neurons_make_no_regions():
    plain = face.regions(net.document(net.dense([[1, 2], [3, -1]], [1, 0]), net.RELU, inputs=2))
    padded = net.document(net.dense([[1, 2], [0, 0], [3, -1], [1, 2], [0, 0]], [1, 0, 0, 1, -3]), net.RELU, inputs=2)
    found = face.regions(padded)
    assert found.to_json() == plain.to_json()


def test_the_orthants_of_the_plane_form_a_ring_whose_edges_cross_one_axis_each():
    complex_ = compile_complex(network_from_json(net.document(net.ABS, inputs=2)), Box.parse("box:-1,1", 2))
    graph = adjacency_graph(complex_)
    assert sorted(degree for _, degree in graph.degree()) == [2, 2, 2, 2]
    patterns = {tuple(graph.nodes[cell]["pattern"]) for cell in graph}
    assert patterns == {(-1, -1), (-1, 1), (1, -1), (1, 1)}
    for a, b, walls in graph.edges(data="walls"):
        one, other = graph.nodes[a]["pattern"], graph.nodes[b]["pattern"]
        assert walls == [i for i in range(2) if one[i] != other[i]]
        assert len(walls) == 1


def test_the_affine_maps_of_the_absolute_values_are_the_sign_matrices():
    complex_ = compile_complex(network_from_json(net.document(net.ABS, inputs=2)), Box.parse("box:-1,1", 2))
    forms, denominator = cell_maps(complex_)
    assert denominator == 1
    expected = [[[0, a, 0], [0, 0, b]] for a in (-1, 1) for b in (-1, 1)]
    assert sorted(forms.tolist()) == sorted(expected)
    assert all(first != second for first, second in combinations(forms.tolist(), 2))


@pytest.mark.parametrize("domain", ["all", "box:-1,1", "box:0,1"])
@pytest.mark.parametrize("inputs", [7, 8])
def test_the_coordinate_hyperplanes_of_spaces_beyond_lattices_make_orthants(inputs, domain):
    found = face.regions(net.document(net.RELU, inputs=inputs), domain)
    expected = 1 if domain == "box:0,1" else 2**inputs
    assert (found.activation_regions, found.affine_maps) == (expected, expected)


@pytest.mark.parametrize(("inputs", "neurons"), [(7, 9), (8, 8), (8, 10), (8, 11)])
def test_one_layer_in_general_position_has_zaslavsky_s_numbers_beyond_lattices(inputs, neurons):
    rng = random.Random(inputs * neurons)
    rows = [[rng.randint(-9, 9) for _ in range(inputs + 1)] for _ in range(neurons)]
    # general position: any `inputs` normals are independent, and no point lies on more than `inputs` hyperplanes
    for chosen in combinations(rows, inputs):
        assert fmpz_mat([row[1:] for row in chosen]).rank() == inputs
    for chosen in combinations(rows, inputs + 1):
        assert fmpz_mat([list(row) for row in chosen]).rank() == inputs + 1
    document = net.document(net.dense([row[1:] for row in rows], [row[0] for row in rows]), net.RELU, inputs=inputs)
    assert face.regions(document).activation_regions == sum(comb(neurons, j) for j in range(inputs + 1))


@pytest.mark.parametrize("inputs", [8])
def test_a_sum_of_moduli_beyond_lattices_has_the_regions_that_a_count_by_hand_gives(inputs):
    """|x_1| + .. + |x_8| - 1: in each of the orthants, the face of the cross-polytope cuts off a corner."""
    document = net.document(net.ABS, net.dense([[1] * inputs], [-1]), net.RELU, inputs=inputs)
    found = face.regions(document)
    assert found.activation_regions == 2 * 2**inputs
    assert found.affine_maps == 1 + 2**inputs  # 0 inside


def test_groups_of_two_coordinates_beyond_lattices_have_two_regions_each():
    document = net.document(net.maxout(*([2 * i, 2 * i + 1] for i in range(4))), inputs=8)
    assert face.regions(document).activation_regions == 2**4
    three = net.document(net.maxout([0, 1, 2], [3, 4], [5, 6, 7]), inputs=8)
    assert face.regions(three).activation_regions == 3 * 2 * 3
