"""Images of decision regions: the evidence proves them, and independent computations agree."""

import copy
import json
import random
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import image_evidence, polygonal
from support import networks as net
from support import strategies as own
from support.integer_networks import folded_network, random_network

import exactnet as xn

ROOT = Path(__file__).parents[2]
SCHEMA = jsonschema.Draft202012Validator(
    json.loads((ROOT / "exactnet" / "certs" / "schema" / "certificate-1.schema.json").read_text())
)
CLOSED = ("le", "ge", "eq")


def holds(found):
    """Check a result by its document alone."""
    document = json.loads(found.certificate.canonical)
    SCHEMA.validate(document)
    image_evidence.check(document)
    return document


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_random_networks(data):
    inputs = data.draw(st.integers(1, 3))
    document = data.draw(own.networks(inputs, depth=2, width=3 if inputs < 3 else 2))
    outputs = xn.load(document).outputs
    where = {"output": data.draw(st.integers(0, outputs - 1))} if outputs != 2 else {"classes": (1, 0)}
    domain = data.draw(st.sampled_from(["box:-1,2", *(["polytope:1,-1,-1;0,1,0;0,0,1"] if inputs == 2 else [])]))
    relation, level = data.draw(st.sampled_from(CLOSED)), data.draw(st.integers(-1, 1))
    if xn.betti(document, relation, level, domain, **where).complex.lattice.vertices > 100:
        return
    found = xn.layers(document, domain, relation, level, **where)
    holds(found)
    assert found.layers[0].betti == xn.betti(document, relation, level, domain, **where).betti


@pytest.mark.parametrize("seed", range(12))
def test_folded_networks(seed):
    """What is folded lies on top of itself: most cells are inside of others, and the rest overlap."""
    rng = random.Random(seed)
    layers, level = folded_network(rng, 2, 1, rng.choice([(2,), (3,), (2, 2)]))
    document = net.document(*layers, inputs=2)
    relation = rng.choice(CLOSED)
    found = xn.layers(document, "box:-3,3", relation, level)
    holds(found)
    assert found.layers[0].betti == xn.betti(document, relation, level, "box:-3,3").betti


@pytest.mark.parametrize("seed", range(25))
def test_one_input_against_a_drawing(seed):
    """Of one input, the image is a polygonal line: its Betti numbers are those of a graph."""
    rng = random.Random(seed)
    layers = random_network(rng, 1, (3, rng.choice([2, 3])), 2, kinds=("relu", "abs"))
    document = net.document(*layers, inputs=1)
    level = Fraction(rng.randint(-4, 4), 2)
    relation = rng.choice(CLOSED)
    found = xn.layers(document, "box:-3,3", relation, str(level))
    holds(found)
    ends = region(layers, relation, level)
    for image in found.layers:
        drawn = [[net.evaluate(layers[: image.layer], [x]) for x in pair] for pair in ends]
        expected = polygonal.betti(drawn) if drawn else (0, 0)
        assert (*image.betti, 0)[:2] == expected


def region(layers, relation, level):
    """The region in [-3, 3], in pieces on which everything is affine."""
    cuts = {Fraction(-3), Fraction(3)}
    for low, high, units, *_ in net.states_on_line(layers, Fraction(-3), Fraction(3)):
        cuts |= {low, high}
        (a, b), *_ = units
        if a and low < (level - b) / a < high:
            cuts.add((level - b) / a)
    good = {"le": lambda y: y <= level, "ge": lambda y: y >= level, "eq": lambda y: y == level}[relation]

    def inside(x):
        return good(net.evaluate(layers, [x])[0])

    ordered = sorted(cuts)
    return [(p, q) for p, q in pairwise(ordered) if inside((p + q) / 2)] + [(p, p) for p in ordered if inside(p)]


def test_evidence_that_was_tampered_with():
    """What is left out or changed is noticed by the second reader, or does not matter."""
    layers, level = folded_network(random.Random(3), 2, 1, (3,))
    document = holds(xn.layers(net.document(*layers, inputs=2), "box:-3,3", "ge", level))
    steps = set()
    for i, image in enumerate(document["evidence"]["images"]):
        for key in ("pieces", "inside", "apart", "points", "steps"):
            for place in range(0, len(image[key]), 1 + len(image[key]) // 6):
                changed = copy.deepcopy(document)
                del changed["evidence"]["images"][i][key][place]
                try:
                    image_evidence.check(changed)
                except AssertionError as error:
                    steps.add((key, str(error)))
                else:
                    assert key in ("points", "apart")
    assert {("pieces", "pieces"), ("inside", "pieces"), ("apart", "nerve"), ("steps", "steps")} <= steps


def test_without_floats_the_answer_is_the_same(monkeypatch):
    """Neither the search for separations nor HiGHS is needed."""
    from exactnet.exact import highs
    from exactnet.topology.images import hulls

    layers, level = folded_network(random.Random(5), 2, 1, (3,))
    document = net.document(*layers, inputs=2)
    usual = xn.layers(document, "box:-3,3", "le", level)
    monkeypatch.setattr(highs, "_module", lambda: None)
    monkeypatch.setattr(hulls, "_separated", lambda hulls: None)
    exact = xn.layers(document, "box:-3,3", "le", level)
    holds(exact)
    assert [image.claim for image in exact.layers] == [image.claim for image in usual.layers]
