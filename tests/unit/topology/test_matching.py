"""Matchings build up their complexes, and are as good as is promised."""

import random
from collections import Counter

import numpy as np
import pytest
from flint import fmpq
from support import networks as net

from exactnet.compile.box import Box
from exactnet.compile.polyhedral import compile_complex
from exactnet.constructions import planar_network, shell_network
from exactnet.model.reader import network_from_json
from exactnet.topology.chains import ChainBasis
from exactnet.topology.forests import components, grow_forest
from exactnet.topology.matching import ALONE, match
from exactnet.topology.sets import Relation, faces_in_set, with_level


def basis_of(network, relation, domain="all", level=0):
    complex_ = compile_complex(with_level(network, (0,), fmpq(level)), Box.parse(domain, network.inputs))
    relation = Relation(relation)
    return ChainBasis(complex_.lattice, faces_in_set(complex_, relation), is_dual=not relation.is_closed)


def replay(matching):
    """Add cell after cell, each with its boundary there already; count the critical ones."""
    basis = matching.basis
    there = [set() for _ in range(basis.top + 1)]
    critical = Counter()

    def boundary(n, cell):
        rows = basis.boundary[n]
        return set(rows.items[rows.start[cell] : rows.start[cell + 1]].tolist()) if n else set()

    for n, cell, partner in matching.steps.tolist():
        assert cell not in there[n]
        assert boundary(n, cell) <= there[n - 1]
        if partner == ALONE:
            critical[n] += 1
        else:
            assert partner not in there[n + 1]
            assert boundary(n + 1, partner) - there[n] == {cell}
            there[n + 1].add(partner)
        there[n].add(cell)
    assert [len(cells) for cells in there] == [basis.count(n) for n in range(basis.top + 1)]
    return [critical[n] for n in range(basis.top + 1)]


def random_network(seed, inputs, widths):
    rng = random.Random(seed)
    layers, entering = [], inputs
    for width in (*widths, 1):
        layers.append(
            net.dense(
                [[rng.randint(-2, 2) for _ in range(entering)] for _ in range(width)],
                [rng.randint(-2, 2) for _ in range(width)],
            )
        )
        layers.append(net.RELU)
        entering = width
    return network_from_json(net.document(*layers[:-1], inputs=inputs))


@pytest.mark.parametrize("relation", list(Relation))
@pytest.mark.parametrize(("inputs", "widths"), [(1, (5,)), (2, (8, 4)), (3, (6, 3)), (4, (5, 2)), (5, (5,))])
def test_every_step_finds_its_boundary_there(inputs, widths, relation):
    for seed in range(3):
        for domain in ("all", "box:-1,2"):
            matching = match(basis_of(random_network(seed, inputs, widths), relation, domain))
            assert replay(matching) == matching.critical_counts


@pytest.mark.parametrize("relation", list(Relation))
def test_in_two_dimensions_nothing_is_left_to_cancel(relation):
    for network, domain in ((planar_network(4, 6), "all"), (shell_network(2, (8,), (4,)), "box:0,1")):
        matching = match(basis_of(network, relation, domain))
        components, holes, rest = replay(matching)
        assert rest == 0
        assert components - holes == matching.basis.euler_characteristic


def test_components_of_graphs():
    rng = random.Random(5)
    for _ in range(50):
        nodes = rng.randint(1, 40)
        ends = np.array([[rng.randrange(nodes), rng.randrange(nodes)] for _ in range(rng.randint(0, 45))]).reshape(
            -1, 2
        )
        least = list(range(nodes))
        for _ in range(nodes):
            for p, q in ends.tolist():
                least[p] = least[q] = min(least[p], least[q])
        assert components(nodes, ends).tolist() == least


def test_a_forest_does_not_use_what_it_may_not():
    from exactnet.compile.lattice import Rows

    path = np.array([[0, 1], [-1, -1], [2, 3]])
    links = Rows.of(np.array([1, 2, 2, 1]), np.array([0, 0, 1, 1, 2, 2]))
    nodes, by = grow_forest(4, links, path, np.array([0]))
    assert (nodes.tolist(), by.tolist()) == ([1], [0])
