"""Betti numbers known by construction."""

import pytest
from support import networks as net

from exactnet import face
from exactnet.compile.box import Box
from exactnet.constructions import (
    planar_network,
    shell_network,
    shell_parameters,
    simplicial_network,
    standard_simplex,
)
from exactnet.topology import Relation, betti_numbers

RELATIONS = ("le", "lt", "ge", "gt", "eq")

BOW_TIE = net.document(
    net.dense([[1, 0], [-1, 0], [1, -1], [-1, 1]], [0, 0, 0, 0]),
    net.RELU,
    net.dense([[1, -1, -1, 0], [-1, 1, 0, -1]], [0, 0]),
    net.RELU,
    net.dense([[1, 1]], [0]),
    inputs=2,
)
CROSS = net.document(net.ABS, net.dense([[1, -1]], [0]), inputs=2)
RING = net.document(net.ABS, net.dense([[1, 1], [1, 1]], [0, -1]), net.RELU, net.dense([[1, -2]], [0]), inputs=2)
"""|x| + |y| up to 1, from there on down: 0 in the origin and on a circle, negative beyond."""


def betti(document, relation, level=0, domain="all"):
    return face.betti(document, relation, level, domain).betti


def test_bow_tie():
    assert betti(BOW_TIE, "gt") == (2, 0)
    assert betti(BOW_TIE, "lt") == (0, 0)
    assert betti(BOW_TIE, "le") == (1, 0)


def test_cross():
    assert betti(CROSS, "lt") == (2, 0)
    assert betti(CROSS, "le") == (1, 0)
    assert betti(CROSS, "eq") == (1, 0)
    # on a square the cross is the same; above the level it comes apart
    assert betti(CROSS, "eq", domain="box:-1,1") == (1, 0)
    assert betti(CROSS, "eq", "1/2") == (2, 0)
    # one corner of the square is not enough to join the two halves
    assert betti(CROSS, "le", "-1/2", "box:-1,1") == (2, 0)


def test_ring():
    assert betti(RING, "le") == (2, 1)
    assert betti(RING, "lt") == (1, 1)
    assert betti(RING, "eq") == (2, 1)
    assert betti(RING, "ge") == (1, 0)
    assert betti(RING, "gt") == (1, 1)


def test_level_on_whole_regions():
    """max(|x| - 1, 0) is 0 on a strip; the strip is in the closed sets and its boundary is not a set of its own."""
    strip = net.document(net.dense([[1, 0], [-1, 0]], [-1, -1]), net.RELU, net.dense([[1, 1]], [0]), inputs=2)
    assert [betti(strip, r) for r in RELATIONS] == [(1, 0), (0, 0), (1, 0), (2, 0), (1, 0)]
    assert [betti(strip, r, domain="box:0,1") for r in RELATIONS] == [(1, 0), (0, 0), (1, 0), (0, 0), (1, 0)]


@pytest.mark.parametrize(
    ("inputs", "domain"),
    [(d, domain) for d in (1, 2, 3) for domain in ("all", "box:-1,2")] + [(2, "polytope:1,-1,-1;1,1,0;1,0,1")],
)
def test_constants(inputs, domain):
    zero = net.document(net.dense([[0] * inputs], [0]), inputs=inputs)
    everything, nothing = (1, *[0] * (inputs - 1)), (0,) * inputs
    expected = [everything, nothing, everything, nothing, everything]
    assert [betti(zero, r, domain=domain) for r in RELATIONS] == expected


def test_functions_of_one_variable():
    zigzag = net.document(net.dense([[1], [1], [1]], [0, -1, -2]), net.RELU, net.dense([[1, -2, 2]], [0]), inputs=1)
    # 0 up to 0, then up to 1, down to 0 at 2, and up
    assert [betti(zigzag, r) for r in RELATIONS] == [(2,), (0,), (1,), (2,), (2,)]
    assert [betti(zigzag, r, "1/2") for r in RELATIONS] == [(2,), (2,), (2,), (2,), (3,)]
    assert [betti(zigzag, r, "1/2", "box:0,1") for r in RELATIONS] == [(1,), (1,), (1,), (1,), (1,)]


def test_an_open_half_line_that_begins_at_a_vertex():
    """Its only cell has its two ends outside of it: one is not in the set, one is at infinity."""
    line = net.document(net.RELU, net.dense([[-1]], [0]))
    assert betti(line, "lt") == (1,)
    plane = net.document(net.RELU, net.dense([[-1, 0]], [0]), inputs=2)
    assert betti(plane, "lt") == (1, 0)


def spheres(inputs):
    """| |x_1| + .. + |x_d| - 2 |"""
    return net.document(net.ABS, net.dense([[1] * inputs], [-2]), net.ABS, inputs=inputs)


@pytest.mark.parametrize("inputs", [2, 3, 4, 5])
def test_spheres(inputs):
    sphere = (1, *[0] * (inputs - 2), 1)
    point = (1, *[0] * (inputs - 1))
    two = (2, *[0] * (inputs - 2), 1)
    found = [betti(spheres(inputs), r, 0) for r in RELATIONS]
    assert found == [sphere, (0,) * inputs, point, two, sphere]
    found = [betti(spheres(inputs), r, 1) for r in RELATIONS]
    double = (2, *[0] * (inputs - 2), 2)
    assert found == [sphere, sphere, two, two, double]
    # at the centre |..| is 2, and the inner sphere shrinks to a point
    found = [betti(spheres(inputs), r, 2) for r in RELATIONS]
    assert found == [point, sphere, two, (1, *[0] * (inputs - 2), 1), two]
    assert betti(spheres(inputs), "le", 1, "box:-5,5") == sphere


def test_solid_torus_and_torus():
    """| |x| + |y| - 2 | + |z|"""
    torus = net.document(
        net.ABS,
        net.dense([[1, 1, 0], [0, 0, 1]], [-2, 0]),
        net.ABS,
        net.dense([[1, 1]], [0]),
        inputs=3,
    )
    assert [betti(torus, r, 1) for r in RELATIONS] == [(1, 1, 0), (1, 1, 0), (1, 1, 1), (1, 1, 1), (1, 2, 1)]
    assert betti(torus, "eq") == (1, 1, 0)
    # at level 2 the hole closes: the solid torus touches itself in the origin
    assert [betti(torus, r, 2) for r in ("le", "lt", "ge", "gt")] == [(1, 0, 0), (1, 1, 0), (1, 1, 1), (1, 0, 1)]


def test_tori_in_four_dimensions():
    """A circle times a circle, thickened; its boundary is a product of three circles."""
    thick = net.document(
        net.ABS,
        net.dense([[1, 1, 0, 0], [0, 0, 1, 1]], [-2, -2]),
        net.ABS,
        net.dense([[1, 1]], [0]),
        inputs=4,
    )
    assert betti(thick, "eq") == (1, 2, 1, 0)
    assert betti(thick, "le", 1) == (1, 2, 1, 0)
    assert betti(thick, "lt", 1) == (1, 2, 1, 0)
    assert betti(thick, "eq", 1) == (1, 3, 3, 1)


RP2 = [(0, 1, 2), (0, 2, 3), (0, 3, 4), (0, 4, 5), (0, 1, 5), (1, 2, 4), (2, 3, 5), (1, 3, 4), (2, 4, 5), (1, 3, 5)]
"""The projective plane with six vertices."""


@pytest.mark.parametrize(("relation", "level"), [("le", 0), ("eq", 0), ("le", "1/20"), ("lt", "1/20"), ("eq", "1/20")])
def test_the_projective_plane_has_torsion(relation, level):
    found = betti_numbers(simplicial_network(5, RP2), standard_simplex(5), Relation(relation), level)
    assert found.betti == (1, 0, 0, 0, 0)
    assert found.torsion == ((), (2,), (), (), ())
    assert found.euler == 1


@pytest.mark.parametrize(
    ("dimension", "faces", "expected"),
    [
        (1, [(0,), (1,)], (2,)),
        (2, [(0, 1), (1, 2), (0, 2)], (1, 1)),
        (2, [(0, 1), (2,)], (2, 0)),
        (3, [(0, 1, 2), (0, 1, 3), (0, 2, 3), (1, 2, 3)], (1, 0, 1)),
        (3, [(0, 1), (1, 2), (2, 3), (0, 3), (0, 2), (1, 3)], (1, 3, 0)),
        (4, [(0, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 0), (4, 0, 1)], (1, 1, 0, 0)),
        (4, [(0, 1, 2, 3, 4)], (1, 0, 0, 0)),
    ],
)
def test_simplicial_complexes(dimension, faces, expected):
    network = simplicial_network(dimension, faces)
    for relation, level in (("le", 0), ("lt", "1/20"), ("le", "1/20")):
        assert betti_numbers(network, standard_simplex(dimension), Relation(relation), level).betti == expected


@pytest.mark.parametrize(("components", "holes"), [(0, 0), (1, 0), (1, 1), (3, 0), (2, 5), (7, 4)])
def test_prescribed_numbers_in_the_plane(components, holes):
    network = planar_network(components, holes)
    for relation in (Relation.LE, Relation.LT):
        assert betti_numbers(network, Box.parse("all", 2), relation).betti == (components, holes)


@pytest.mark.parametrize(
    ("inputs", "widths", "shells", "expected"),
    [
        # M = 2, 4, 6 and w = 1, 2, 3
        (2, (4,), (1,), (0, 0)),
        (2, (4,), (2,), (2, 0)),
        (2, (4,), (3,), (2, 0)),
        (2, (8,), (2,), (6, 2)),
        (2, (4, 4), (2,), (6, 2)),
        (2, (8,), (3,), (6, 2)),
        (2, (8,), (1,), (0, 0)),
        (2, (12,), (1,), (0, 0)),
        (2, (12,), (2,), (12, 6)),
        (2, (12,), (3,), (12, 6)),
        (2, (8, 5), (4,), (2 * 4 * 5, 2 * 4 * 3)),
        (3, (6,), (2, 2), (4, 0, 0)),
        (3, (12,), (2, 2), (6 + 12, 2, 4)),
        (3, (12,), (5, 2), (12 + 12, 4, 4)),
        (4, (8,), (2, 2, 2), (6, 0, 0, 0)),
    ],
)
def test_shells_in_a_folded_cube(inputs, widths, shells, expected):
    network = shell_network(inputs, widths, shells)
    assert shell_parameters(network).betti == expected
    cube = Box.parse("box:0,1", inputs)
    assert betti_numbers(network, cube).betti == expected
    assert betti_numbers(network, cube, Relation.LT).betti == expected


def test_classes_and_outputs():
    three = net.document(net.dense([[1, 0], [0, 1], [-1, -1]], [0, 0, 0]), inputs=2)
    assert face.betti(three, "gt", classes=(0, 1)).betti == (1, 0)
    assert face.betti(three, "eq", 5, output=2).betti == (1, 0)
    wedge = net.document(net.ABS, inputs=2)
    assert face.betti(wedge, "ge", classes=(0, 1)).betti == (1, 0)
    assert face.betti(wedge, "gt", classes=(0, 1)).betti == (2, 0)
    assert face.betti(wedge, "lt", "1", output=1).betti == (1, 0)
