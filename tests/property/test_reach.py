"""The exact search, z3, the text and an independent reader of the evidence: all say the same."""

import random
from fractions import Fraction

import pytest
import z3
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from support import strategies as own
from support.reach import check_reach

from exactnet.exact import highs
from exactnet.model.reader import network_from_json
from exactnet.smt import Atom, InputSet, Property, Reach, Target, solve
from exactnet.smt.cases import Found, Refuted, refute

FLOATS = [False, True] if highs.available() else [False]


@st.composite
def questions(draw):
    d = draw(st.integers(1, 3))
    networks = [network_from_json(draw(own.networks(inputs=d, outputs=1))) for _ in range(draw(st.integers(1, 2)))]
    target = Target.of(*networks)
    rng = random.Random(draw(st.integers(0, 10**6)))

    def q():
        return fmpq(rng.randint(-4, 4), rng.choice([1, 2, 3]))

    match draw(st.sampled_from(["box", "box", "flat", "rows", "all"])):
        case "all":
            inputs = InputSet(d, None)
        case "rows":
            inputs = InputSet(d, None, tuple(tuple(q() for _ in range(d + 1)) for _ in range(4)))
        case kind:
            inputs = InputSet.box([(fmpq(-1), fmpq(-1 if kind == "flat" and i == 0 else 2)) for i in range(d)])
    conjunctions = [
        [
            Atom.of(
                q() - rng.choice([0, 1, 3, 6]),
                [rng.choice([fmpq(0), q()]) for _ in range(d)],
                [rng.choice([0, 1, -1]) for _ in range(target.outputs)],
                strict=rng.random() < 0.5,
            )
            for _ in range(rng.randint(0 if rng.random() < 0.1 else 1, 3))
        ]
        for _ in range(rng.randint(1, 2))
    ]
    return Reach(target, inputs, Property.of(conjunctions))


@settings(max_examples=60)
@given(questions())
def test_agreement(question):
    exact = solve(question, "exact")
    asked = solve(question, "z3", timeout=20)
    assert exact.status == asked.status
    assert (exact.evidence, asked.evidence) == ("own", "own")
    for answer in (exact, asked):
        check_reach(answer.certificate.document())
    solver = z3.Solver()
    solver.from_string(question.script.text)
    assert str(solver.check()) == exact.status


@pytest.mark.parametrize("floats", FLOATS)
@settings(max_examples=25)
@given(questions())
def test_floats_only_propose(floats, question):
    for atoms in question.sought.conjunctions:
        found = refute(question.target, question.inputs, atoms, floats=floats)
        whole = Reach(question.target, question.inputs, Property((atoms,)))
        assert isinstance(found, Found if solve(whole, "exact").status == "sat" else Refuted)


@settings(max_examples=25)
@given(questions(), st.integers(0, 10**6))
def test_changed_evidence_is_refused_or_still_right(question, seed):
    """The reader that the others rest on can say no."""
    document = solve(question, "exact").certificate.document()
    if document["claim"]["verdict"] == "sat":
        return
    rng = random.Random(seed)
    trees = document["evidence"]["trees"]
    tree = rng.choice(trees)
    tree.pop(rng.randrange(len(tree)))
    try:
        check_reach(document)
    except (AssertionError, IndexError, ValueError):
        return
    # a node less may still be a proof; then the answer must be the same by another route
    assert solve(question, "z3", timeout=20).status == "unsat"


def test_the_reader_refuses_a_wrong_multiplier():
    question = Reach(
        Target.of(network_from_json({"format": "exactnet-network/1", "inputs": 1, "layers": [{"type": "abs"}]})),
        InputSet.box([(fmpq(-1), fmpq(2))]),
        Property.of([[Atom.of(-3, [0], [1])]]),
    )
    document = solve(question, "exact").certificate.document()
    check_reach(document)
    pair = document["evidence"]["trees"][0][-1]["contradiction"][0]
    pair[1] = str(Fraction(pair[1]) + 1)
    with pytest.raises(AssertionError, match="identity"):
        check_reach(document)
