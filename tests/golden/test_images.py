"""Images of decision regions whose shapes are known: circles, spheres, a torus, the projective plane."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from support import image_evidence
from support import networks as net

import exactnet as xn

# around the unit square once, as x runs from 0 to 4
AROUND = [[1, -1, -1, 1, 0], [0, 1, -1, -1, 1]]
CORNERS = [0, 1, 2, 3, 4]


def around(inputs: int) -> list[dict]:
    """Each input once around a square of its own."""
    size = len(CORNERS)
    relus = net.dense(
        [[int(i == j) for j in range(inputs)] for i in range(inputs) for _ in CORNERS],
        [-t for _ in range(inputs) for t in CORNERS],
    )
    rows = [[0] * size * i + row + [0] * size * (inputs - 1 - i) for i in range(inputs) for row in AROUND]
    return [relus, net.RELU, net.dense(rows, [0] * len(rows))]


def polygon(*points: tuple[int, int]) -> list[dict]:
    """Through these points of the plane, one at each of 0, 1, 2, .."""
    ways = [tuple(b - a for a, b in zip(p, q, strict=True)) for p, q in pairwise(points)]
    turns = [tuple(b - a for a, b in zip(v, w, strict=True)) for v, w in pairwise([(0, 0), *ways])]
    relus = net.dense([[1]] * len(turns), [-t for t in range(len(turns))])
    return [relus, net.RELU, net.dense([list(row) for row in zip(*turns, strict=True)], points[0])]


def document(*layers: dict, inputs: int) -> dict:
    return net.document(*layers, inputs=inputs)


PILLOW = document(
    net.dense([[1, 0], [1, 0], [0, 1]], [0, -1, 0]),
    net.clip(0, 1),
    net.dense(
        [[1, -1, 0], [0, 0, 1], [-1, 0, 0], [1, 0, 0], [0, 0, -1], [0, 0, 1], [0, -1, 0], [0, 1, 0]],
        [0, 0, 0, -1, 0, -1, 0, -1],
    ),
    net.maxout([0], [1], [2, 3, 4, 5], [6, 7, 4, 5]),
    net.dense([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, -1, 1]], [0, 0, 0]),
    net.dense([[0, 0, 0]], [0]),
    inputs=2,
)
"""Two copies of a square, one bulging up and one down, joined along their boundaries."""

UP_TO_SIGN = document(
    net.dense([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [0, 1, 1], [1, 0, 1]], [0] * 6),
    net.ABS,
    net.dense([[1, 1, 1, 0, 0, 0]], [0]),
    inputs=3,
)
"""x -> |x|, |y|, |z|, |x + y|, |y + z|, |x + z| tells points apart up to a common sign; then |x| + |y| + |z|."""

STAR = document(*polygon((0, 3), (2, -3), (-3, 1), (3, 1), (-2, -3), (0, 3)), net.dense([[0, 0]], [0]), inputs=1)
"""A pentagram: six holes, and three of its sides have no common point even where any two have one."""

CASES = {
    "pentagram": (STAR, "box:0,5", "le", 0, 3, (1, 6)),
    "circle": (document(*around(1), net.dense([[0, 0]], [0]), inputs=1), "box:0,4", "le", 0, 3, (1, 1)),
    "three sides": (document(*around(1), net.dense([[0, 0]], [0]), inputs=1), "box:0,3", "le", 0, 3, (1, 0)),
    "torus": (document(*around(2), net.dense([[0] * 4], [0]), inputs=2), "box:0,4", "le", 0, 3, (1, 2, 1)),
    "annulus closed up": (
        document(*around(2), net.dense([[0] * 4], [0]), inputs=2),
        "box:0,4;0,3",
        "le",
        0,
        3,
        (1, 1, 0),
    ),
    "sphere": (PILLOW, "box:0,2;0,1", "le", 0, 5, (1, 0, 1)),
    "ball": (UP_TO_SIGN, "box:-2,2", "le", 1, 1, (1, 0, 0, 0)),
    "octahedron": (UP_TO_SIGN, "box:-2,2", "eq", 1, 1, (1, 0, 1, 0)),
    "projective plane": (UP_TO_SIGN, "box:-2,2", "eq", 1, 2, (1, 0, 0, 0)),
    "cone over it": (UP_TO_SIGN, "box:-2,2", "le", 1, 2, (1, 0, 0, 0)),
}


@pytest.mark.parametrize("name", CASES)
def test_shapes(name: str) -> None:
    network, domain, relation, level, layer, betti = CASES[name]
    found = xn.layers(network, domain, relation, level, after=[layer])
    (image,) = found.layers
    assert image.betti == betti
    expected = ((), (2,), (), ()) if name == "projective plane" else ((),) * len(betti)
    assert image.torsion == expected
    image_evidence.check(json.loads(found.certificate.canonical))


def test_shells_are_folded_onto_each_other() -> None:
    """Theorem 13's network: every fold halves the number of shells in each coordinate, until one is left."""
    from exactnet.constructions import shell_network

    found = xn.layers(shell_network(2, (8, 4), (2,)), "box:0,1")
    assert [image.betti for image in found.layers] == [
        *((20, 12), (20, 12, 0), (20, 12, 0), (2, 0, 0), (2, 0, 0)),
        *((1, 0, 0), (1, 0, 0), (1,)),
    ]
    image_evidence.check(json.loads(found.certificate.canonical))
