"""The bounds on Betti numbers and on bounded components: premises in order, values by hand, verdicts."""

import json
from math import comb
from pathlib import Path

import jsonschema
import pytest
from support import networks as net

import exactnet.certs
from exactnet import face
from exactnet.bounds import REGISTRY, Case, NotApplicable
from exactnet.compile import PiecewiseLinearMap
from exactnet.compile.box import Box
from exactnet.constructions import planar_network, shell_network
from exactnet.model.reader import network_from_json
from exactnet.topology import betti_numbers, bounded_components
from exactnet.topology.sets import Relation
from exactnet.verification import verify

TENT = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
TOPOLOGICAL = [name for name, bound in REGISTRY.items() if bound.quantity in ("betti", "bounded_components", "stable")]
SHELLS = [name for name in TOPOLOGICAL if "theorem13" in name]
SPACE = ["ergen2023.proposition18", "grigsby2022.bounded", "johnson2019.narrow"]
INPUTS = "between 2 and 6 inputs"
RELU = "a chain of dense and relu layers, with at least one relu layer"


def of(inputs, *layers):
    return network_from_json(net.document(*layers, inputs=inputs))


def triangle(level, weights=(1, 1, 1)):
    """Three lines about a triangle: the sum of the units is 1 inside and more outside."""
    return of(2, net.dense([[1, 0], [0, 1], [-1, -1]], [0, 0, 1]), net.RELU, net.dense([list(weights)], [f"-{level}"]))


def diamond(level):
    """|x| + |y| with a third line that passes through the origin: not in general position."""
    return of(2, net.dense([[1, 0], [0, 1], [1, 1]], [0, 0, 0]), net.RELU, net.dense([[1, 1, 1]], [level]))


def box(inputs):
    return Box.parse("box:0,1", inputs)


BOUNDED = "the domain is a box or a polytope"
GENERAL = "no neuron, and not F, vanishes at a vertex of the cells that the neurons before it make"

FAILS = [
    ("ergen2023.proposition16", triangle(2), None, BOUNDED),
    ("ergen2023.proposition16", triangle(2), box(2), GENERAL),
    *((name, TENT, None, "the subject is a network") for name in TOPOLOGICAL),
    *((name, of(1, net.RELU), None, INPUTS) for name in TOPOLOGICAL),
    *((name, of(7, net.RELU, net.dense([[1] * 7], [0])), None, INPUTS) for name in TOPOLOGICAL),
    *((name, of(2, net.RELU), None, "one output") for name in TOPOLOGICAL),
    *((name, of(2, net.ABS, net.dense([[1, 1]], [0])), None, RELU) for name in TOPOLOGICAL),
    *((name, shell_network(2, (4,), (2,)), None, "the domain is the cube [0, 1]^d") for name in SHELLS),
    *((name, shell_network(2, (4,), (2,)), box(2), "the domain is all of R^d") for name in SPACE),
    *(
        (name, planar_network(1, 1), box(2), "the network is one of the paper's proof: shells in a folded cube")
        for name in SHELLS
    ),
    *(
        (name, shell_network(2, (4,), (2,)), box(2), "the printed formula is defined for some k (it is for 2 <= k < d)")
        for name in SHELLS
        if "printed" in name
    ),
    ("grigsby2022.bounded", of(2, net.RELU, net.RELU, net.dense([[1, 1]], [0])), None, "exactly one relu layer"),
    ("grigsby2022.bounded", of(2, net.RELU, net.dense([[1, 1]], [0])), None, "the layer has d + 1 units"),
    ("grigsby2022.bounded", diamond(-1), None, "their hyperplanes are in general position"),
    (
        "grigsby2022.bounded",
        of(
            2,
            net.dense([[1, 0], [0, 1], [1, 1]], [0, 0, 1]),
            net.dense([[1, 0, 0]] * 3, [0] * 3),
            net.RELU,
            net.dense([[1] * 3], [1]),
        ),
        None,
        "their hyperplanes are in general position",
    ),
    (
        "grigsby2022.bounded",
        triangle(1),
        None,
        "the level 0 is transversal: F vanishes on no whole face of the network's complex (a vertex is one)",
    ),
    ("johnson2019.narrow", triangle(2), None, "no layer has more units than there are inputs"),
    (
        "johnson2019.narrow",
        of(2, net.RELU, net.dense([[1, 1]], [0])),
        None,
        "the level 0 is transversal: F vanishes on no whole face of the network's complex (a vertex is one)",
    ),
]


@pytest.mark.parametrize(("name", "subject", "domain", "premise"), FAILS)
def test_the_first_premise_that_fails_is_named(name, subject, domain, premise):
    (row,) = verify(Case(subject, domain), [name]).rows
    assert row.verdict == NotApplicable(premise)
    assert row.premises[-1] == (premise, False)
    assert all(holds for _, holds in row.premises[:-1])


def test_every_premise_fails_for_some_subject():
    named = {(name, premise) for name, _, _, premise in FAILS}
    for name in TOPOLOGICAL:
        assert {p for n, p in named if n == name} == {premise.text for premise in REGISTRY[name].premises}


def rows(name, network, domain=None):
    found = verify(Case(network, domain), [name]).rows
    return [(dict(row.parameters), int(row.measured.lower), int(row.value), row.verdict.word) for row in found]


def test_the_corrected_theorem_is_proved_from_both_sides():
    for network, expected in (
        (shell_network(2, (8,), (3,)), [6, 2]),
        (shell_network(2, (8,), (1,)), [0, 0]),
        (shell_network(3, (6,), (2, 2)), [4, 0, 0]),
        (shell_network(3, (12,), (2, 4)), [6 + 24, 2, 8]),
    ):
        for name in ("ergen2023.theorem13_least", "ergen2023.theorem13_most"):
            found = rows(name, network, box(network.inputs))
            assert found == [({"k": k}, value, value, "proved") for k, value in enumerate(expected)]


def test_the_printed_theorem_is_refuted_from_both_sides():
    network, cube = shell_network(3, (12,), (6, 2)), box(3)
    assert rows("ergen2023.theorem13_printed_least", network, cube) == [({"k": 2}, 4, 6, "refuted")]
    assert rows("ergen2023.theorem13_printed_most", network, cube) == [({"k": 2}, 4, 6, "proved")]
    network = shell_network(3, (12,), (1, 2))
    assert rows("ergen2023.theorem13_printed_least", network, cube) == [({"k": 2}, 4, 2, "proved")]
    assert rows("ergen2023.theorem13_printed_most", network, cube) == [({"k": 2}, 4, 2, "refuted")]


def test_a_refutation_comes_with_a_certificate():
    (row,) = verify(Case(shell_network(3, (12,), (6, 2)), box(3)), ["ergen2023.theorem13_printed_least"]).rows
    claim = row.certificate.claim
    assert (claim["quantity"], claim["measured"], claim["bound_value"], claim["verdict"]) == ("betti", 4, 6, "refuted")
    assert claim["parameters"] == {"k": 2}
    assert claim["domain"] == [["0", "1"]] * 3
    assert set(row.certificate.evidence.value) == {"vertices", "faces", "steps", "smith"}


SCHEMA = jsonschema.Draft202012Validator(
    json.loads((Path(exactnet.certs.__file__).parent / "schema" / "certificate-1.schema.json").read_text())
)


@pytest.mark.parametrize(
    ("network", "domain"),
    [(shell_network(3, (12,), (6, 2)), box(3)), (triangle(2), None), (planar_network(0, 0), None)],
)
def test_certificates_have_the_form_of_the_schema(network, domain):
    found = verify(Case(network, domain), TOPOLOGICAL)
    assert len(found.certificates) > 1
    for certificate in found.certificates:
        SCHEMA.validate(json.loads(certificate.canonical))


def test_upper_bounds_by_hand():
    three = triangle(2)  # r = 7
    assert rows("ergen2023.proposition18", three) == [({"k": 0}, 1, 7, "proved"), ({"k": 1}, 0, 7, "proved")]
    assert rows("ergen2023.nerve", three) == [({"k": 0}, 1, 7, "proved"), ({"k": 1}, 0, 21, "proved")]
    # in three dimensions, two units that see one coordinate: r = 4, s = 2
    narrow = of(3, net.dense([[1, 0, 0], [1, 0, 0]], [0, -1]), net.RELU, net.dense([[1, -2]], [0]))
    assert rows("ergen2023.proposition18", narrow) == [
        ({"k": 0}, 2, 4, "proved"),
        ({"k": 1}, 0, comb(4, 0), "proved"),
        ({"k": 2}, 0, 0, "proved"),
    ]


def test_bounded_components_of_narrow_networks():
    assert rows("grigsby2022.bounded", triangle(2)) == [({}, 1, 1, "proved")]
    assert rows("grigsby2022.bounded", triangle("1/2")) == [({}, 0, 1, "proved")]
    quadrant = of(2, net.dense([[1, 0], [0, 1]], [0, 0]), net.RELU, net.dense([[1, 1]], [-1]))
    assert rows("johnson2019.narrow", quadrant) == [({}, 0, 0, "proved")]


def test_bounded_components_are_counted():
    plane = Box.parse("all", 2)
    assert bounded_components(betti_numbers(planar_network(3, 1), plane)) == 3
    # around and in the holes: one unbounded, two bounded
    assert bounded_components(betti_numbers(planar_network(2, 2), plane, Relation.GE)) == 2
    assert bounded_components(betti_numbers(planar_network(2, 2), plane, Relation.EQ)) == 4
    assert bounded_components(face.betti(net.document(net.ABS, net.dense([[1, -1]], [-1]), inputs=2), "ge")) == 0
    assert bounded_components(betti_numbers(planar_network(0, 0), plane)) == 0


def test_neural_persistence_of_every_dense_layer():
    """Also where the largest weight of the network stands in another layer: all units of the first one die at 1/2."""
    layers = (net.dense([[1, -1], [-1, 1]], [0, 0]), net.RELU, net.dense([[2, -2]], [0]))
    for inputs, first in ((2, layers), (1, (net.dense([[1], [1]], [0, 0]), *layers))):
        subject = face.load(net.document(*first, inputs=inputs))
        rows = verify(Case(subject), ["rieck2019.persistence"]).rows
        assert [row.verdict.word for row in rows] == ["proved"] * (4 - inputs)
        assert [row.parameters["layer"] for row in rows] == list(range(1, 5 - inputs))
        assert [(str(row.measured.lower), str(row.value)) for row in rows][-2:] == [("3/4", "3/4"), ("0", "0")]
        assert all(row.certificate.evidence.value == {} for row in rows)
    for subject in (net.document(net.ABS, inputs=2), net.document(net.dense([[0, 0]], [1]), inputs=2)):
        (row,) = verify(Case(face.load(subject)), ["rieck2019.persistence"]).rows
        assert row.reason == "premise fails: a dense layer with a weight other than 0"
