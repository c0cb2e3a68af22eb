"""The evidence of Betti numbers proves them, by the words of docs/topology.md alone; and its form is that of the schema."""

import copy
import dataclasses
import json
import random
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import betti_evidence
from support import networks as net
from support import strategies as own
from support.integer_networks import folded_network

from exactnet import face
from exactnet.certs import Certificate
from exactnet.check import check_text
from exactnet.constructions import planar_network, shell_network, simplicial_network, standard_simplex
from exactnet.model import Network
from exactnet.topology import Relation, betti_numbers
from exactnet.topology.betti import homology
from exactnet.topology.matching import ALONE, Matching

ROOT = Path(__file__).parents[2]
SCHEMA = jsonschema.Draft202012Validator(
    json.loads((ROOT / "exactnet" / "certs" / "schema" / "certificate-1.schema.json").read_text())
)
RP2 = [(0, 1, 2), (0, 2, 3), (0, 3, 4), (0, 4, 5), (0, 1, 5), (1, 2, 4), (2, 3, 5), (1, 3, 4), (2, 4, 5), (1, 3, 5)]


def holds(found):
    """Check a result by its document alone."""
    document = json.loads(found.certificate.canonical)
    SCHEMA.validate(document)
    betti_evidence.check(document)
    return document


def tiles(document):
    """The cells, with the rank of every face, by the independent checker: as a claim about the extended network."""
    claim, evidence = document["claim"], document["evidence"]
    larger = betti_evidence.extended(document["subject"]["network"], claim["output"], claim["level"])
    subject = face.load(larger).certificate_subject
    faces = list(face.regions(larger, domain_of(document)).faces)
    cells = {key: evidence[key] for key in ("vertices", "faces")}
    other = {"rule": "regions", "domain": claim["domain"], "quantities": {"faces": faces}}
    certificate = Certificate(other, subject, type(subject)(cells))
    return check_text(certificate.canonical).word == "valid"


def domain_of(document):
    domain = document["claim"]["domain"]
    if domain == "all":
        return "all"
    if isinstance(domain, dict):
        return "polytope:" + ";".join(",".join(row) for row in domain["inequalities"])
    return "box:" + ";".join(",".join(side) for side in domain)


@settings(max_examples=60)
@given(st.data())
def test_random_networks(data):
    inputs = data.draw(st.integers(1, 3))
    document = data.draw(own.networks(inputs, depth=2, width=3 if inputs < 3 else 2))
    outputs = face.load(document).outputs
    where = {"output": data.draw(st.integers(0, outputs - 1))} if outputs != 2 else {"classes": (1, 0)}
    domains = ["all", "box:-1,2", *(["polytope:1,-1,-1;0,1,0;0,0,1"] if inputs == 2 else [])]
    relation, domain = data.draw(st.sampled_from(list(Relation))), data.draw(st.sampled_from(domains))
    found = face.betti(document, relation, data.draw(st.integers(-1, 1)), domain, **where)
    if found.complex.lattice.vertices < 300:
        shown = holds(found)
        assert shown["claim"]["output"] == ([1, 0] if outputs == 2 else [where["output"]])
        assert tiles(shown)


@pytest.mark.parametrize("seed", range(20))
def test_folded_networks(seed):
    rng = random.Random(seed)
    inputs, folds, widths = rng.choice([(2, 2, (2,)), (2, 2, (3,)), (3, 1, (1,)), (3, 1, (2,)), (4, 1, (1,))])
    layers, level = folded_network(rng, inputs, folds, widths)
    for relation in Relation:
        domain = rng.choice(["all", "box:-3,3"])
        assert tiles(holds(face.betti(net.document(*layers, inputs=inputs), relation, level, domain)))


def test_constructions():
    holds(face.betti(planar_network(2, 2), "lt"))
    holds(face.betti(shell_network(2, (8,), (2,)), domain="box:0,1"))
    holds(face.betti(shell_network(3, (6,), (2, 2)), "lt", domain="box:0,1"))


@pytest.mark.slow
def test_torsion_with_transformations():
    document = holds(betti_numbers(simplicial_network(5, RP2), standard_simplex(5)))
    assert document["claim"]["torsion"] == [[], [2], [], [], []]
    assert document["evidence"]["smith"][1]["rest"] is not None


def torus(level):
    layers = [net.ABS, net.dense([[1, 1, 0], [0, 0, 1]], [-2, 0]), net.ABS, net.dense([[1, 1]], [-level])]
    return net.document(*layers, inputs=3)


@pytest.mark.parametrize("relation", list(Relation))
@pytest.mark.parametrize("domain", ["all", "box:-4,4"])
def test_a_poor_matching_leaves_more_to_smith(relation, domain):
    """A forest, and every other cell by itself: the boundary matrices are whole, and have many pivots."""
    found = face.betti(torus(1), relation, domain=domain)
    good = found.matching
    forest = good.steps[good.steps[:, 0] == 0]
    rest = []
    for n in range(1, 4):
        used = forest[forest[:, 2] != ALONE, 2] if n == 1 else []
        cells = np.setdiff1d(np.arange(good.basis.count(n)), used)
        rest.append(np.stack((np.full(len(cells), n), cells, np.full(len(cells), ALONE)), axis=1))
    poor = Matching(good.basis, np.concatenate((forest, *rest)))
    numbers, torsion, smith = homology(poor)
    assert (numbers[:-1], torsion[:-1]) == (found.betti, found.torsion)
    assert sum(len(form.pivots) for form in smith) >= 10
    shown = holds(dataclasses.replace(found, matching=poor, smith=smith))
    assert shown["evidence"]["steps"] != json.loads(found.certificate.canonical)["evidence"]["steps"]


@pytest.mark.parametrize("relation", ["eq", "gt"])
def test_evidence_that_was_tampered_with(relation):
    """Left out, repeated, exchanged or reversed steps are noticed, or do not matter."""
    document = holds(face.betti(torus(1), relation))
    rng = random.Random(3)
    rejected = 0
    for _ in range(60):
        changed = copy.deepcopy(document)
        steps = changed["evidence"]["steps"]
        i, j = rng.randrange(len(steps)), rng.randrange(len(steps))
        match rng.randrange(4):
            case 0:
                del steps[i]
            case 1:
                steps.insert(j, steps[i])
            case 2:
                steps[i], steps[j] = steps[j], steps[i]
            case 3:
                steps[i] = steps[i][:2] if len(steps[i]) == 3 else [*steps[i], 0]
        try:
            betti_evidence.check(changed)
        except (AssertionError, TypeError, IndexError) as error:
            rejected += str(error) != ""
    assert rejected > 20


def test_the_subject_is_the_network_itself():
    document = json.loads(face.betti(torus(1)).certificate.canonical)
    network = face.load(torus(1))
    assert isinstance(network, Network)
    assert document["subject"]["sha256"] == network.digest
