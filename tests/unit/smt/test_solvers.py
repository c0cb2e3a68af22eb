"""SMT-LIB text, and what comes back."""

import importlib.util

import pytest
import z3

import exactnet as xn
from exactnet.exact import RealAlgebraic
from exactnet.smt.script import Script
from exactnet.smt.solvers import ask

CVC5 = pytest.param(
    "cvc5", marks=pytest.mark.skipif(importlib.util.find_spec("cvc5") is None, reason="cvc5 is not installed")
)
SQUARE = {"format": "exactnet-network/1", "inputs": 1, "layers": [{"type": "polynomial", "coefficients": [0, 0, 1]}]}
THREE_CYCLE = {"format": "exactnet-map/1", "points": [["0", "1/2"], ["1/2", "1"], ["1", "0"]]}


@pytest.mark.parametrize("solver", ["z3", CVC5])
def test_values_are_exact(solver):
    script = Script(linear=False)
    x, y = script.want("x"), script.want("y")
    script.demand(f"(= (* {x} {x} {x}) (/ 2 3))")
    script.demand(f"(= {y} (- {x} 3))")
    model = ask(script, solver, 20).model
    assert model["x"] * model["x"] * model["x"] == xn.RealAlgebraic.from_rational("2/3")
    assert isinstance(model["y"], RealAlgebraic)
    assert model["y"] + 3 == model["x"]


@pytest.mark.parametrize("solver", ["z3", CVC5])
def test_a_time_limit_is_kept_and_said(solver):
    script = xn.question(
        {
            "format": "exactnet-network/1",
            "inputs": 1,
            "layers": [
                {"type": "dense", "weight": [["1"]] * 3, "bias": ["0"] * 3},
                {"type": "relu"},
                {"type": "dense", "weight": [["1"] * 3], "bias": ["0"]},
            ],
        },
        weights=["layers=-4:4"],
        period=7,
    ).script
    said = ask(script, solver, 0.2)
    assert said.status == "unknown"
    assert said.reason
    assert said.seconds < 10


def test_text_is_complete_and_reads_back_the_same():
    question = xn.question(THREE_CYCLE, period=3)
    text = question.script.text
    for part in (
        "(set-logic QF_LRA)",
        "(declare-const x_0 Real)",
        "(/ 1 2)",
        "(check-sat)",
        "(get-value (x_0 x_1 x_2))",
    ):
        assert part in text
    solver = z3.Solver()
    solver.from_string(text)
    assert solver.check() == z3.sat
    again = z3.Solver()
    again.from_string(solver.to_smt2())
    assert again.check() == z3.sat


def test_logics():
    assert xn.question(SQUARE, reach="F >= 1").script.logic == "QF_NRA"
    assert xn.question(THREE_CYCLE, reach="F >= 1").script.logic == "QF_LRA"


@pytest.mark.parametrize("solver", ["z3", CVC5])
def test_algebraic_maps(solver):
    root = {"polynomial": [-2, 0, 1], "between": ["1", "2"]}
    document = {"format": "exactnet-map/1", "domain": ["0", "1"], "pieces": [{"to": "1", "polynomial": ["0", root]}]}
    assert ask(xn.question(document, reach="F > 1.4").script, solver).status == "sat"
    assert ask(xn.question(document, reach="F > 1.5").script, solver).status == "unsat"
