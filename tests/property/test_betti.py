"""Betti numbers of random networks against computations that share nothing with them."""

import operator
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import networks as net
from support import order_complexes, planar_sets
from support import strategies as own
from support.integer_networks import folded_network, random_network

from exactnet import face
from exactnet.topology import Relation

HOLDS = {"le": operator.le, "lt": operator.lt, "ge": operator.ge, "gt": operator.gt, "eq": operator.eq}
RELATIONS = st.sampled_from(list(HOLDS))
INTEGERS = st.integers(-2, 2)


@settings(max_examples=60)
@given(own.networks(2, outputs=1, numbers=own.SIGNS), RELATIONS, st.integers(-1, 1))
def test_components_and_holes_in_a_square(document, relation, level):
    found = face.betti(document, relation, level, "box:-2,2")
    assert found.betti == planar_sets.betti(document["layers"], relation, level, 2)


@pytest.mark.parametrize("seed", range(40))
def test_components_and_holes_in_the_plane(seed):
    rng = random.Random(seed)
    layers = random_network(rng, 2, rng.choice([(3,), (6,), (10,), (4, 3), (5, 5)]), kinds=("relu", "abs", "relu"))
    half = planar_sets.enough(layers)
    for relation in HOLDS:
        level = rng.randint(-2, 2)
        found = face.betti(net.document(*layers, inputs=2), relation, level)
        assert found.betti == planar_sets.betti(layers, relation, level, half)


@pytest.mark.parametrize("seed", range(30))
def test_many_components_and_holes_in_a_square(seed):
    rng = random.Random(seed)
    layers, level = folded_network(rng, 2, 3, rng.choice([(2,), (3,), (2, 2)]))
    for relation in HOLDS:
        found = face.betti(net.document(*layers, inputs=2), relation, level, "box:-9,9")
        assert found.betti == planar_sets.betti(layers, relation, level, 9)


@pytest.mark.parametrize("seed", range(30))
def test_unions_of_open_cells_of_folded_networks_are_their_order_complexes(seed):
    rng = random.Random(seed)
    inputs, folds, widths = rng.choice([(2, 2, (2,)), (3, 1, (1,)), (3, 1, (2,)), (3, 2, (1,)), (4, 1, (1,))])
    layers, level = folded_network(rng, inputs, folds, widths)
    domain = rng.choice(["all", "box:-3,3"])
    for relation in HOLDS:
        found = face.betti(net.document(*layers, inputs=inputs), relation, level, domain)
        cells = order_complexes.chosen_cells(found.complex, layers, lambda v, r=relation: HOLDS[r](v, level))
        if len(cells) < 1000:
            assert found.betti == order_complexes.betti(cells, inputs)


@settings(max_examples=40)
@given(st.data())
def test_unions_of_open_cells_are_their_order_complexes(data):
    inputs = data.draw(st.integers(1, 3))
    shape = {"depth": 2, "width": 3 if inputs < 3 else 2}
    document = data.draw(own.networks(inputs, outputs=1, numbers=own.SIGNS, blocks=inputs < 3, **shape))
    relation, level = data.draw(RELATIONS), data.draw(st.integers(-1, 1))
    domain = data.draw(st.sampled_from(["all", "box:-1,2"]))
    found = face.betti(document, relation, level, domain)
    cells = order_complexes.chosen_cells(found.complex, document["layers"], lambda value: HOLDS[relation](value, level))
    if len(cells) < 500:
        assert found.torsion == ((),) * inputs  # there is none in dimensions up to 3
        assert found.betti == order_complexes.betti(cells, inputs)


@settings(max_examples=40)
@given(
    own.networks(2, outputs=1),
    st.one_of(own.SMALL, INTEGERS),
    st.sampled_from(["all", "box:-1,1", "polytope:1,-1,-1;0,1,0;0,0,1"]),
)
def test_the_euler_characteristic_is_that_of_the_cells(document, level, domain):
    for relation in Relation:
        found = face.betti(document, relation, level, domain)
        assert found.euler == found.matching.basis.euler_characteristic


@pytest.mark.parametrize(("inputs", "widths"), [(3, (6, 3)), (3, (8,)), (4, (5, 3)), (4, (7,)), (5, (5, 2))])
@pytest.mark.parametrize("seed", range(4))
def test_the_euler_characteristic_of_larger_complexes(inputs, widths, seed):
    rng = random.Random(seed)
    document = net.document(*random_network(rng, inputs, widths), inputs=inputs)
    for relation in Relation:
        for domain in ("all", "box:-2,1"):
            found = face.betti(document, relation, rng.randint(-1, 1), domain)
            assert found.euler == found.matching.basis.euler_characteristic
            assert min(found.betti) >= 0


@settings(max_examples=30)
@given(own.networks(2, outputs=1, numbers=own.SIGNS), st.integers(-1, 1))
def test_a_set_and_its_complement_in_the_plane_share_the_euler_characteristic_of_the_plane(document, level):
    """With compact supports: chi_c(S) + chi_c(complement) = 1 in R^2; and chi_c = chi for open sets of even dimension."""
    lt, gt, eq = (face.betti(document, relation, level) for relation in ("lt", "gt", "eq"))
    cells = [(-1) ** k * int(sum(_finite_zero(eq, k))) for k in range(3)]
    assert lt.euler + gt.euler + sum(cells) == 1


def _finite_zero(found, k):
    """Whether each k-face lies in R^2 and in F = c."""
    complex_ = found.complex
    above, below = complex_.sides[k]
    column = complex_.signs.shape[1] - 1
    bit = lambda packed: (packed[:, column // 8] >> (7 - column % 8)) & 1  # noqa: E731
    return complex_.finite[k] & (bit(above) == 0) & (bit(below) == 0)


@settings(max_examples=30)
@given(own.networks(2, outputs=1, numbers=own.SIGNS), RELATIONS, st.integers(-1, 1))
def test_the_negative_of_a_network_turns_the_sets_round(document, relation, level):
    turned = net.document(*document["layers"], net.dense([[-1]], [0]), inputs=2)
    other = {"le": "ge", "lt": "gt", "ge": "le", "gt": "lt", "eq": "eq"}[relation]
    assert face.betti(document, relation, level).betti == face.betti(turned, other, -level).betti
