"""Betti numbers of 50 random networks in the plane against gudhi, on triangulations that are made independently."""

import operator
import random

import pytest
from support import networks as net
from support import triangulations
from support.integer_networks import folded_network, random_network

from exactnet import face

gudhi = pytest.importorskip("gudhi", reason="the oracle is gudhi (pip install gudhi; part of the dev extra)")

CLOSED = {"le": operator.le, "ge": operator.ge, "eq": operator.eq}


@pytest.mark.parametrize("seed", range(50))
def test_decision_regions_in_a_square(seed):
    rng = random.Random(seed)
    if seed % 2:
        layers, level = folded_network(rng, 2, rng.choice([1, 2]), rng.choice([(2,), (3,)]))
        half = 5
    else:
        layers = random_network(rng, 2, rng.choice([(4,), (6,), (3, 3), (4, 3)]), 3, kinds=("relu", "abs"))
        level, half = net.evaluate(layers, [rng.randint(-2, 2), rng.randint(-2, 2)])[0], 3
    box = [(-half, half)] * 2
    region = triangulations.Region(layers, level, box)
    for relation, compare in CLOSED.items():
        found = face.betti(net.document(*layers, inputs=2), relation, level, f"box:-{half},{half}")
        expected, euler = region.betti(gudhi, lambda v, c=compare: c(v, level))
        assert found.betti == expected
        assert found.euler == euler  # the alternating sum of the numbers of simplices of another subdivision
