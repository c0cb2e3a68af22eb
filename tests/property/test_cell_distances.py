"""Distances of networks of several inputs: against polygons cut with Fractions, against sampling, and what distances obey."""

import random
from fractions import Fraction
from math import prod

import numpy as np
import pytest
from support import clipping, criteria
from support import networks as net
from support.integer_networks import random_network
from support.maps import fraction

import exactnet as xn
from exactnet.approximation.space import gap_network
from exactnet.check import check_text
from exactnet.compile.places import parse_place
from exactnet.complexes import cell_evidence, region_certificate
from exactnet.exact import Q
from exactnet.exact.brackets import Bracket

F = Fraction
SQUARE = [(F(-1), F(-1)), (F(2), F(-1)), (F(2), F(1)), (F(-1), F(1))]
SQUARE_TEXT = "box:-1,2;-1,1"
TRIANGLE = [(F(0), F(0)), (F(3), F(0)), (F(0), F(3, 2))]
TRIANGLE_TEXT = "polytope:3,-1,-2;0,1,0;0,0,1"
KINDS = ("relu", "abs")


def mixed(rng, outputs=1):
    """Layers of all kinds, of any depth, with small rational weights."""

    def dense(entering, leaving):
        rows = [[F(rng.randint(-4, 4), rng.choice([1, 1, 2, 3])) for _ in range(entering + 1)] for _ in range(leaving)]
        return net.dense([row[:-1] for row in rows], [row[-1] for row in rows])

    layers, width = [], 2
    for _ in range(rng.randint(1, 2)):
        match rng.randrange(6):
            case 0:
                layers += [dense(width, 4), net.maxout((0, 1), (1, 3, 2))]
                width = 2
            case 1:
                layers.append(net.residual(dense(width, 3), net.RELU, dense(3, width)))
            case 2:
                layers += [dense(width, 2), net.clip(F(-1, 2), 1)]
                width = 2
            case 3:
                layers += [dense(width, 3), net.leaky(F(-1, 3))]
                width = 3
            case _:
                layers += [dense(width, 3), rng.choice([net.RELU, net.ABS])]
                width = 3
    return [*layers, dense(width, outputs)]


@pytest.mark.parametrize("seed", range(24))
def test_both_distances_are_those_of_clipped_polygons(seed):
    rng = random.Random(seed)
    first, second, outputs = mixed(rng, 2), mixed(rng), (rng.randrange(2), 0)
    polygon, domain = [(SQUARE, SQUARE_TEXT), (TRIANGLE, TRIANGLE_TEXT)][seed % 2]
    pair = [net.document(*layers, inputs=2) for layers in (first, second)]
    l1, linf = (xn.distance(*pair, norm, domain=domain, outputs=outputs) for norm in ("l1", "linf"))
    assert (fraction(l1.value), fraction(linf.value)) == clipping.distances(first, second, polygon, outputs)
    for found in (l1, linf):
        assert_page_holds(found)


def assert_page_holds(found):
    criteria.check_distance(found.certificate.document())
    # the cells tile the domain, and they are those of the two networks and the wall F - G
    network = gap_network(found.first, found.second, found.outputs)
    quantities = {"activation_regions": xn.regions(network, found.domain).activation_regions}
    cells = region_certificate(network, found.domain, quantities, cell_evidence(found.complex))
    assert check_text(cells.canonical).word == "valid"


def test_long_fractions_are_bracketed(monkeypatch):
    rng = random.Random(5)
    pair = [net.document(*random_network(rng, 2, (4,), 9), inputs=2) for _ in range(2)]
    exact = xn.distance(*pair, "l1", domain="box:-1,1")
    monkeypatch.setattr("exactnet.approximation.space._MOST_BITS", 1)
    found = xn.distance(*pair, "l1", domain="box:-1,1", digits=7)
    assert isinstance(found.value, Bracket)
    assert found.value.lower < exact.value < found.value.upper
    assert found.value.upper - found.value.lower < exact.value / 10**6
    criteria.check_distance(found.certificate.document())
    document = found.certificate.document()
    document["evidence"]["precision"] -= 6
    with pytest.raises(AssertionError):
        criteria.check_distance(document)


def values(layers, points):
    """Dense, relu and abs layers in doubles."""
    for layer in layers:
        match layer["type"]:
            case "dense":
                weight = np.array([[float(F(x)) for x in row] for row in layer["weight"]])
                points = points @ weight.T + np.array([float(F(x)) for x in layer["bias"]])
            case "relu":
                points = np.maximum(points, 0)
            case "abs":
                points = abs(points)
    return points[:, 0]


@pytest.mark.parametrize("seed", range(50))
def test_the_integral_is_that_of_monte_carlo(seed):
    rng, inputs = random.Random(seed), 2 + seed % 2
    first = random_network(rng, inputs, (rng.randint(2, 4), 2), 3, KINDS)
    second = random_network(rng, inputs, (rng.randint(2, 5),), 3, KINDS)
    sides = [(F(rng.randint(-4, 0), 2), F(rng.randint(1, 4), 2)) for _ in range(inputs)]
    domain = "box:" + ";".join(f"{lo},{hi}" for lo, hi in sides)
    pair = [net.document(*layers, inputs=inputs) for layers in (first, second)]
    exact = xn.distance(*pair, "l1", domain=domain).value
    draws = np.random.default_rng(seed).uniform(
        *zip(*[map(float, side) for side in sides], strict=True), (4000, inputs)
    )
    sample = abs(values(first, draws) - values(second, draws)) * float(prod(hi - lo for lo, hi in sides))
    error = sample.std(ddof=1) / len(sample) ** 0.5
    assert abs(sample.mean() - float(fraction(exact))) <= 5 * error
    assert sample.max() <= float(
        fraction(xn.distance(*pair, "linf", domain=domain).value) * prod(hi - lo for lo, hi in sides)
    ) * (1 + 1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_distances_are_distances(seed):
    rng = random.Random(seed)
    nets = [net.document(*mixed(rng), inputs=2) for _ in range(3)]
    for norm in ("l1", "linf"):
        d = [[xn.distance(f, g, norm, domain=SQUARE_TEXT).value for g in nets] for f in nets]
        for i in range(3):
            assert d[i][i] == 0
            for j in range(3):
                assert d[i][j] == d[j][i]
                assert d[i][j] <= d[i][3 - i - j] + d[3 - i - j][j] if i != j else True


def test_one_function_written_twice_has_distance_zero():
    # relu(x) = (x + |x|) / 2, and a residual block that adds nothing
    first = net.document(net.RELU, net.dense([[1, 1]], [0]), inputs=2)
    twice = net.residual(net.dense([[0, 0], [0, 0]], [0, 0]))
    second = net.document(twice, net.residual(net.ABS), net.dense([["1/2", "1/2"]], [0]), inputs=2)
    halved = net.document(net.residual(net.ABS), net.dense([["1/4", "1/2"]], [0]), inputs=2)
    assert xn.distance(first, second, "l1", domain="box:-3,5").value == 0
    assert xn.distance(first, halved, "linf", domain="box:-3,5").value == Q(5, 2)


def test_three_and_four_inputs_by_hand():
    # max(x_1, .., x_d) - min(x_1, .., x_d) on the unit cube has the mean (d - 1)/(d + 1)
    for d in (3, 4):
        turned = net.dense([[-int(i == j) for j in range(d)] for i in range(d)], [0] * d)
        top = net.document(net.maxout(tuple(range(d))), inputs=d)
        bottom = net.document(turned, net.maxout(tuple(range(d))), net.dense([[-1]], [0]), inputs=d)
        assert xn.distance(top, bottom, "l1").value == Q(d - 1, d + 1)
        assert xn.distance(top, bottom, "linf").value == 1
    found = xn.distance(top, bottom, "l1", domain=parse_place("box:0,1", 4))
    criteria.check_distance(found.certificate.document())
