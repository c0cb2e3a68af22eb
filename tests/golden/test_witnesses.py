"""Lower bounds on numbers of regions: the networks of the proofs have the regions that the theorems promise."""

from itertools import pairwise, product

import pytest
from support import networks as net

from exactnet.bounds import REGISTRY, Case
from exactnet.bounds.combinatorics import arrangement_cells
from exactnet.bounds.witnesses import (
    arrangement_in_cube,
    montufar_witness,
    pascanu_witness,
    serra_size_witness,
    serra_witness,
)
from exactnet.compile.box import Box
from exactnet.compile.polyhedral import compile_complex
from exactnet.complexes import count_regions
from exactnet.model import Network, Relu

BUILD = {
    "montufar2014.lower": montufar_witness,
    "pascanu2013.lower": pascanu_witness,
    "serra2018.lower": serra_witness,
    "serra2018.lower_size": serra_size_witness,
}


def counted(network, domain="all"):
    return count_regions(compile_complex(network, Box.parse(domain, network.inputs))).activation_regions


def promised(name, network):
    case = Case(network)
    premises = REGISTRY[name].premises
    # the last premise is a limit on the size
    assert all(premise.holds(case) for premise in premises[:-1])
    return REGISTRY[name].value(case, {})


SMALL = [
    (d, widths)
    for d, sizes in ((1, range(1, 6)), (2, range(2, 7)), (3, range(3, 7)))
    for length in (1, 2)
    for widths in product(sizes, repeat=length)
]
DEEP = [(1, (2, 3, 4, 5)), (1, (1, 1, 1)), (2, (4, 5, 4)), (2, (2, 2, 2, 3)), (3, (6, 3, 4)), (4, (9, 5)), (6, (7,))]


@pytest.mark.parametrize(("inputs", "widths"), SMALL + DEEP)
def test_sawteeth(inputs, widths):
    for name in ("montufar2014.lower", "pascanu2013.lower"):
        witness = BUILD[name](inputs, widths)
        assert witness.widths == widths
        value = promised(name, witness)
        # nothing else happens in the cube; outside of it, sawteeth leave a few more
        assert counted(witness, "box:0,1") == value
        assert counted(witness) >= value


@pytest.mark.parametrize(
    ("inputs", "widths", "value"),
    [
        (1, (3,), 4),
        (1, (3, 4, 5), 120),
        (1, (4, 4, 4), 125),
        (1, (6, 3, 8), 252),
        (1, (3, 3, 3, 3), 256),
        (1, (10, 9), 110),
        (2, (6,), 22),
        (2, (6, 6), 352),
        (2, (7, 9), 736),
        (2, (8, 6), 550),
        (2, (11, 6), 792),
        (2, (12, 7), 1421),
        (2, (6, 6, 6), 5632),
        (3, (9,), 130),
        (3, (9, 9), 8320),
    ],
)
def test_zigzags(inputs, widths, value):
    witness = serra_witness(inputs, widths)
    assert witness.widths == widths
    assert promised("serra2018.lower", witness) == value
    assert counted(witness) == value  # the outer pieces reach to infinity: there is nothing else


@pytest.mark.parametrize("inputs", [1, 2, 3, 4])
@pytest.mark.parametrize("m", [1, 2, 3, 4])
@pytest.mark.parametrize("later", [(3,), (4,), (3, 3), (4, 4), (5, 5), (3, 3, 3), (4, 4, 4)])
def test_cones_and_zigzags(inputs, m, later):
    witness = serra_size_witness(inputs, (2 * m, *later))
    assert witness.widths == (2 * m, *later)
    value = promised("serra2018.lower_size", witness)
    assert value == 2 * arrangement_cells(m - 1, inputs - 1) * (later[0] + 1) ** len(later)
    assert counted(witness) == value


@pytest.mark.parametrize("name", BUILD)
@pytest.mark.parametrize("widths", [(4, 3), (4, 4, 4), (6, 5, 5), (8, 7, 7)])
def test_on_the_line_another_count_agrees(name, widths):
    witness = BUILD[name](1, widths)
    regions = net.counts(net.states_on_line(witness.to_json()["layers"]))[1]
    assert regions == Case(witness).witness(witness).activation_regions >= promised(name, witness)


@pytest.mark.parametrize(("n", "d"), [(n, d) for d in (1, 2, 3, 4) for n in range(1, 8)])
def test_all_regions_of_the_last_layer_meet_the_cube(n, d):
    network = Network.of(d, [arrangement_in_cube(n, d), Relu()])
    assert counted(network, "box:0,1") == counted(network) == arrangement_cells(n, d)


@pytest.mark.parametrize("p", range(3, 13))
def test_a_zigzag_maps_each_piece_onto_the_unit_interval(p):
    # the last layer has its one wall in the middle: its unit is h(x) - 1/2
    first = serra_witness(1, (p, 1)).layers[:3]
    heights = [2 * y + 1 for (y,) in Network.of(1, first).at([[f"{i}/{p + 1}"] for i in range(p + 2)])]
    for a, b in pairwise(heights):
        assert min(a, b) <= 0
        assert max(a, b) >= 2
