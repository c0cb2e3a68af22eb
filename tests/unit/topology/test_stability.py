"""Stability of decision regions: radii known by hand, premises that fail, and where."""

import json
from pathlib import Path

import jsonschema
import pytest
from flint import fmpq
from support import networks as net
from support import stability_evidence

import exactnet.certs
from exactnet import face
from exactnet.bounds import Case
from exactnet.compile.box import Box
from exactnet.constructions import planar_network, shell_network
from exactnet.errors import InputError, UndecidedError
from exactnet.model.reader import network_from_json
from exactnet.topology.perturbation import Dyadic
from exactnet.verification import verify

CERTS = Path(__file__).parents[2] / "certs"
SCHEMA = json.loads((Path(exactnet.certs.__file__).parent / "schema/certificate-1.schema.json").read_text())
VALIDATOR = jsonschema.validators.validator_for(SCHEMA)(SCHEMA)
LINE = net.document(net.dense([[1, 2]], [-1]), inputs=2)
CORNER = net.document(net.dense([[1, 1], [1, -1]], ["1/2", 0]), net.RELU, net.dense([[1, 1]], [-9]), inputs=2)


@pytest.mark.parametrize("path", sorted((CERTS / "valid").glob("stability-*.json")), ids=lambda path: path.name)
def test_valid(path):
    certificate = json.loads(path.read_text())
    stability_evidence.check(certificate)
    VALIDATOR.validate(certificate)


@pytest.mark.parametrize(
    ("document", "domain", "supremum"),
    [
        # |x + 2 y - 1| is 1 at (-2, 2), where three numbers count 2, 2, 1
        (LINE, "box:-2,2", fmpq(1, 5)),
        # at (2, 2): 5 against 5 e; at (1, 1): 2 against 3 e
        (LINE, "box:1,2", fmpq(2, 3)),
        # a constant: the weights that are 0 count like others
        (net.document(net.dense([[0, 0]], [3]), inputs=2), "box:-1,1", fmpq(1)),
        # 4 x - 2 on [0, 1] is 2 at both ends, with 1 e at 0 and 2 e at 1
        (net.document(net.dense([[4]], [-2])), "box:0,1", fmpq(1)),
        # two layers: (2 + e) (1 + e) x + e (2 + e) + e at x = 1, against 3
        (net.document(net.dense([[1]], [0]), net.dense([[2]], [-5])), "box:0,1", None),
    ],
)
def test_radii_by_hand(document, domain, supremum):
    found = face.stability(document, domain)
    assert found.stable
    if supremum is not None:
        assert supremum * fmpq(65535, 65536) <= found.radius < supremum
    else:
        e = found.radius
        grown = e * fmpq(65537, 65536)
        room = lambda e: 3 - (2 * 2 * e + e * (1 + 2 * e) + e)  # noqa: E731
        assert room(e) > 0 > room(grown)


def test_a_vertex_that_moves():
    """2 x - 1 and x - 3/4 on [0, 1]: the zero of the first moves up to (1 + e) / (2 - e), which the second must not reach."""
    document = net.document(net.dense([[2], [1]], [-1, "-3/4"]), net.RELU, net.dense([[1, 1]], [1]), inputs=1)
    found = face.stability(document, "box:0,1")
    e = found.radius
    assert (1 + e) / (2 - e) < (fmpq(3, 4) - e) / (1 + e)  # worst weights of both
    assert e > fmpq(1, 16)


def test_shells_fail_on_the_closed_cube():
    found = face.stability(shell_network(2, (8,), (2,)), "box:0,1")
    assert (found.stable, found.premises, found.radius) == (None, False, None)
    assert found.failing.neuron == (1, 1)
    assert found.failing.point == (0, 0)
    (row,) = verify(Case(shell_network(2, (8,), (2,)), Box.parse("box:0,1", 2)), ["ergen2023.proposition16"]).rows
    assert row.verdict.word == "not_applicable"
    assert "neuron 1 of hidden layer 1 vanishes at (0, 0)" in row.reason


def test_where_a_premise_fails():
    failing = face.stability(CORNER, "box:-1,1").failing
    assert (failing.neuron, failing.point, failing.throughout) == ((1, 2), (-1, -1), False)
    # the two walls of the first layer meet inside of the box: nothing is wrong with that
    assert face.stability(CORNER, "box:-1,1;-2,2").failing is None
    off = net.document(
        net.dense([[1]], [-5]), net.RELU, net.dense([[1], [1]], [1, 0]), net.RELU, net.dense([[1, 1]], [1])
    )
    failing = face.stability(off, "box:0,1").failing
    assert (failing.neuron, failing.throughout) == ((2, 2), True)
    assert "vanishes on all of" in failing.text
    level = face.stability(LINE, "box:-2,2", 1).failing
    assert (level.neuron, level.to_json()["neuron"]) == (None, "level")
    assert level.point in ((-2, 2), (2, 0))
    double = net.document(net.dense([[1, 1], [2, 2]], [0, 0]), net.RELU, net.dense([[1, -1]], [2]), inputs=2)
    assert face.stability(double, "box:-1,2").failing.neuron == (1, 2)


def test_the_level_is_the_last_wall_only():
    """Another level changes nothing of the neurons before it, but may pass through a vertex of theirs."""
    hat = net.document(net.dense([[1], [1]], [0, -1]), net.RELU, net.dense([[1, -2]], [0]))
    assert face.stability(hat, "box:-1,2", "1/2").stable
    assert face.stability(hat, "box:-1,2", 1).failing.point == (1,)


def test_classes_and_outputs():
    three = net.document(net.dense([[1, 0], [0, 1], [-1, -1]], [0, 0, "1/3"]), inputs=2)
    # x - y vanishes at corners; u_0 - u_2 = 2 x + y - 1/3
    assert face.stability(three, "box:-1,1", classes=(0, 1)).stable is None
    found = face.stability(three, "box:-1,1", classes=(0, 2))
    # at (1, -1): 2/3 against (1 + 1 + 1) e for each of the two
    assert fmpq(1, 9) * fmpq(65535, 65536) <= found.radius < fmpq(1, 9)
    with pytest.raises(InputError, match="3 outputs"):
        face.stability(three, "box:-1,1")


def test_no_weights():
    found = face.stability(net.document(net.RELU), "box:-1,1", "1/2")
    assert (found.stable, found.radius) == (True, None)


@pytest.mark.parametrize(
    ("document", "domain", "message"),
    [
        (net.document(net.ABS), "box:0,1", "dense and relu"),
        (LINE, "all", "bounded"),
        ({"format": "exactnet-map/1", "points": [["0", "0"], ["1", "1"]]}, "box:0,1", "networks"),
        (net.document(net.RELU, net.dense([[1] * 7], [0]), inputs=7), "box:0,1", "six|at most 6"),
    ],
)
def test_refusals(document, domain, message):
    with pytest.raises(InputError, match=message):
        face.stability(document, domain)


def test_limits():
    with pytest.raises(UndecidedError):
        face.stability(planar_network(3, 3), "box:-7,7", max_cells=5)


def test_the_row_of_verify():
    network = network_from_json(LINE | {"layers": [*LINE["layers"], net.RELU, net.dense([[1]], ["-1/2"])]})
    (row,) = verify(Case(network, Box.parse("box:-2,2", 2)), ["ergen2023.proposition16"]).rows
    assert (row.verdict.word, row.measured.to_json(), row.value) == ("proved", 1, 1)
    document = json.loads(row.certificate.canonical)
    VALIDATOR.validate(document)
    claim = {"domain": document["claim"]["domain"], "output": [0], "level": "0", "premises": True}
    assert stability_evidence.radius_holds(document | {"claim": claim}, document["claim"]["parameters"]["radius"])
    (row,) = verify(Case(network), ["ergen2023.proposition16"]).rows
    assert row.reason == "premise fails: the domain is a box or a polytope"


def test_dyadic_numbers():
    assert Dyadic.of(5, 3).value == 40
    assert Dyadic.of(5, -3).value == fmpq(5, 8)
    assert [Dyadic.of(m, e).exponent for m, e in ((1, 0), (3, 0), (4, -5), (7, -5))] == [0, 1, -3, -3]
