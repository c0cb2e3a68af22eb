"""Sizes and slope changes of linear regions, and what each unit cuts: each by a second way."""

import random
from fractions import Fraction
from itertools import pairwise

import pytest
from support import clipping, criteria
from support import networks as net
from support.integer_networks import random_network
from support.maps import fraction

import exactnet as xn
from exactnet.compile import Domain, compile_map
from exactnet.exact import Q
from exactnet.model import Maxout
from exactnet.model.reader import network_from_json

F = Fraction
SQUARE = [(F(-1), F(-1)), (F(2), F(-1)), (F(2), F(1)), (F(-1), F(1))]
SQUARE_TEXT = "box:-1,2;-1,1"


@pytest.mark.parametrize("seed", range(12))
def test_areas_are_those_of_clipped_polygons(seed):
    layers = random_network(random.Random(seed), 2, (3, 3), 3, ("relu", "abs", "hard_tanh"))
    found = xn.criteria(net.document(*layers, inputs=2), SQUARE_TEXT)
    if found.linear_regions == xn.regions(net.document(*layers, inputs=2), SQUARE_TEXT).affine_maps:
        assert sorted(map(fraction, found.sizes)) == clipping.areas_of_regions(layers, SQUARE)
    assert sum(found.sizes) == 6
    cells = criteria.volumes_of_cells(found.certificate.document())
    regions = [
        sum(v for v, r in zip(cells, found.regions.tolist(), strict=True) if r == i) for i in range(len(found.sizes))
    ]
    assert regions == list(map(fraction, found.sizes))


@pytest.mark.parametrize("inputs", [1, 3, 4])
def test_volumes_sum_to_that_of_the_domain(inputs):
    rng = random.Random(inputs)
    for widths in ((4,), (3, 2)):
        document = net.document(*random_network(rng, inputs, widths, 3), inputs=inputs)
        found = xn.criteria(document, "box:-1,1/2")
        assert sum(found.sizes) == Q(3, 2) ** inputs
        assert all(size > 0 for size in found.sizes)
        for layer in found.layers:
            assert layer.sizes.least <= layer.sizes.mean <= layer.sizes.largest
            assert layer.sizes.mean * layer.regions == sum(found.sizes)


@pytest.mark.parametrize("domain", ["box:-2,2", "all", "polytope:2,-1,-1;2,1,-1;1,0,1"])
@pytest.mark.parametrize("seed", range(4))
def test_layers_and_units_are_those_of_shorter_networks(seed, domain):
    """A wall cuts a convex region into two or not at all: a unit cuts as many as there are more with it."""
    layers = random_network(random.Random(seed), 2, (3, 3, 2), 3)
    found = xn.criteria(net.document(*layers, inputs=2), domain)
    before = 1
    for i, layer in enumerate(found.layers):
        start, dense = layers[: 2 * i], layers[2 * i]
        assert layer.regions == count([*start, dense, net.RELU], domain)
        for row, bias, cuts in zip(dense["weight"], dense["bias"], layer.cuts, strict=True):
            assert cuts == count([*start, net.dense([row], [bias]), net.RELU], domain) - before
        before = layer.regions


def count(layers, domain):
    return xn.regions(net.document(*layers, inputs=2), domain).activation_regions


def test_bits_of_maxout_and_clip():
    network = net.document(net.maxout((0, 1), (0, 1)), net.clip(0, 1), inputs=2)
    found = xn.criteria(network, "box:-1,3")
    assert found.complex.layer_bits == (4, 4)
    # the groups are the same, and so are the units of the clip: below 0, above 1
    assert [layer.cuts for layer in found.layers] == [(1, 1, 1, 1), (2, 2, 2, 2)]
    assert [layer.regions for layer in found.layers] == [2, 6]
    assert isinstance(network_from_json(network).layers[0], Maxout)


@pytest.mark.parametrize("seed", range(8))
def test_slopes_on_the_line_change_as_those_of_the_map(seed):
    layers = random_network(random.Random(seed), 1, (4, 3), 4)
    found = xn.criteria(net.document(*layers), "box:-2,3")
    f = compile_map(network_from_json(net.document(*layers)), Domain.of(-2, 3))
    slopes = [(q - p) / (b - a) for (a, b), (p, q) in zip(pairwise(f.breakpoints), pairwise(f.values), strict=True)]
    changes = sorted((t - s) ** 2 for s, t in pairwise(slopes) if s != t)
    assert sorted(change.squared for change in found.changes) == changes


def test_slope_changes_by_hand():
    # (|x|, |x| + 2|y|): across x = 0 the slopes change by (2, 0), (2, 0), across y = 0 by (0, 0), (0, 4)
    network = net.document(net.ABS, net.dense([[1, 0], [1, 2]], [0, 0]), inputs=2)
    for domain in ("box:-1,1", "all"):
        found = xn.criteria(network, domain)
        assert sorted(change.squared for change in found.changes) == [8, 8, 16, 16]
        assert {tuple(map(abs, sum(change.change, ()))) for change in found.changes} == {(2, 0, 2, 0), (0, 0, 0, 4)}
    assert found.sizes is None
    assert "volumes" not in found.quantities


def test_affine_networks_have_one_region_and_no_change():
    found = xn.criteria(net.document(net.dense([[1, 2]], [3]), inputs=2))
    assert (found.sizes, found.layers, found.changes) == ((1,), (), ())
