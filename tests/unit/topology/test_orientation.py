"""Incidence numbers of complexes, and what is refused."""

import numpy as np
import pytest
from support import networks as net

from exactnet.compile.box import Box
from exactnet.compile.lattice import Rows
from exactnet.compile.polyhedral import compile_complex
from exactnet.model.reader import network_from_json
from exactnet.topology.orientation import incidence_numbers


def matrix(rows, signs, below):
    """A boundary matrix, dense."""
    found = np.zeros((len(rows), below), dtype=int)
    found[rows.owners, rows.items] = signs
    return found


@pytest.mark.parametrize("domain", ["all", "box:-1,1"])
@pytest.mark.parametrize("inputs", [1, 2, 3, 4])
def test_the_boundary_of_a_boundary_is_zero_and_the_complex_is_contractible(inputs, domain):
    layers = [
        net.dense([[1] * inputs, [1, *[-1] * (inputs - 1)]], [0, 0]),
        net.RELU,
        net.dense([[1, 1]], [-1]),
        net.RELU,
    ]
    complex_ = compile_complex(network_from_json(net.document(*layers, inputs=inputs)), Box.parse(domain, inputs))
    lattice = complex_.lattice
    signs = incidence_numbers(lattice.facets)
    boundaries = [matrix(lattice.facets[k], signs[k], lattice.count(k)) for k in range(inputs)]
    for upper, lower in zip(boundaries[1:], boundaries, strict=False):
        assert not (upper @ lower).any()
    ranks = [0, *(int(np.linalg.matrix_rank(m)) for m in boundaries), 0]
    assert [lattice.count(k) - ranks[k] - ranks[k + 1] for k in range(inputs + 1)] == [1, *[0] * inputs]


def test_the_first_facet_counts_positive():
    square = [
        Rows.of(np.full(4, 2), np.array([0, 1, 1, 2, 2, 3, 3, 0])),
        Rows.of(np.array([4]), np.array([2, 0, 1, 3])),
    ]
    assert incidence_numbers(square)[1].tolist() == [1, 1, 1, 1]


@pytest.mark.parametrize(
    "edges",
    [
        [0, 1, 1, 2, 2, 3],  # an open path
        [0, 1, 1, 2, 2, 0, 0, 1],  # one edge twice
        [0, 1, 1, 2, 2, 0, 3, 4, 4, 5, 5, 3],  # two triangles
    ],
)
def test_what_is_no_polygon_is_refused(edges):
    rows = Rows.of(np.full(len(edges) // 2, 2), np.array(edges))
    face = Rows.of(np.array([len(edges) // 2]), np.arange(len(edges) // 2))
    with pytest.raises(ArithmeticError):
        incidence_numbers([rows, face])
