"""`exactnet solve` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import z3
from support import networks as net

from exactnet.cli import main

THREE_CYCLE = {"format": "exactnet-map/1", "points": [["0", "1/2"], ["1/2", "1"], ["1", "0"]]}
LOW_TENT = {"format": "exactnet-map/1", "points": [["0", "0"], ["1/2", "7/10"], ["1", "0"]]}
PLANE = net.document(net.dense([[1, 1], [1, -1]], [0, 0]), net.RELU, net.dense([[1, 0], [1, -1]], [0, 0]), inputs=2)
CUBIC = net.document(net.polynomial(0, -3, 0, 4))
PROPERTY = """
(declare-const X_0 Real)
(declare-const X_1 Real)
(declare-const Y_0 Real)
(declare-const Y_1 Real)
(assert (and (>= X_0 -1) (<= X_0 1) (>= X_1 -1) (<= X_1 1)))
(assert (or (>= Y_0 {high}) (and (<= Y_1 -3) (>= Y_0 0))))
"""


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    documents = {"three.map": THREE_CYCLE, "low.map": LOW_TENT, "plane.net": PLANE, "cubic.net": CUBIC}
    for name, document in documents.items():
        Path(f"{name}.json").write_text(json.dumps(document))
    Path("holds.vnnlib").write_text(PROPERTY.format(high="2.5"))
    Path("fails.vnnlib").write_text(PROPERTY.format(high="1.5"))
    Path("faulty.vnnlib").write_text(PROPERTY.format(high="(* X_0 Y_0)"))


def run_json(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> Any:
    assert main(["solve", *arguments, "--json"]) == status
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("solver", ["auto", "exact", "z3"])
def test_properties(capsys: pytest.CaptureFixture[str], solver: str) -> None:
    found = run_json(capsys, "plane.net.json", "--property", "fails.vnnlib", "--solver", solver)
    assert (found["status"], found["evidence"]) == ("sat", "own")
    assert set(found) == {"status", "witness", "evidence", "solver", "reason", "certificate"}
    found = run_json(capsys, "plane.net.json", "--property", "holds.vnnlib", "--solver", solver)
    assert (found["status"], found["evidence"], found["witness"]) == ("unsat", "own", None)


def test_faults_in_properties_have_a_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "plane.net.json", "--property", "faulty.vnnlib"]) == 2
    assert "faulty.vnnlib: line 7, column 21: this product is not linear" in capsys.readouterr().err


def test_periods(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_json(capsys, "three.map.json", "--period", "3")["witness"] == {"points": ["0", "1/2", "1"]}
    assert run_json(capsys, "low.map.json", "--period", "3")["status"] == "unsat"


def test_certificates_are_written_and_valid(capsys: pytest.CaptureFixture[str]) -> None:
    for period in ("2", "3"):
        assert main(["solve", "low.map.json", "--period", period, "--out", "certs"]) == 0
    assert len(list(Path("certs").iterdir())) == 2
    assert main(["check", "certs"]) == 0


def test_a_solvers_word_is_undecided(capsys: pytest.CaptureFixture[str]) -> None:
    found = run_json(capsys, "cubic.net.json", "--reach", "F>1", "--domain", "box:-1,1", "--out", "certs", status=3)
    assert (found["status"], found["evidence"], found["solver"]) == ("unsat", "solver", "z3")
    (path,) = Path("certs").iterdir()
    assert json.loads(path.read_text())["evidence"] == {"hole": "z3 says unsat"}


def test_text_is_emitted(capsys: pytest.CaptureFixture[str]) -> None:
    run_json(capsys, "plane.net.json", "--property", "holds.vnnlib", "--emit", "question.smt2")
    solver = z3.Solver()
    solver.from_file("question.smt2")
    assert solver.check() == z3.unsat
    assert main(["solve", "low.map.json", "--period", "2", "--emit", "nowhere/question.smt2"]) == 2


def test_time_limits_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--weights", "layers=-9:9", "--period", "7", "--timeout", "0.5"]
    Path("wide.net.json").write_text(
        json.dumps(net.document(net.dense([[1]] * 4, [0] * 4), net.RELU, net.dense([[1] * 4], [0])))
    )
    found = run_json(capsys, "wide.net.json", *arguments, status=3)
    assert (found["status"], found["evidence"], found["certificate"]) == ("unknown", None, None)
    assert found["reason"]


def test_plain_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "plane.net.json", "--reach", "Y_0 >= 2", "--domain", "box:-1,1"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "sat  shown by exactnet"


def test_faults(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        ["low.map.json"],
        ["low.map.json", "--period", "3", "--laps", "2"],
        ["plane.net.json", "--reach", "F<=1", "--domain", "box:0,1"],
        ["plane.net.json", "--reach", "Y_0<=1"],
        ["low.map.json", "--reach", "F<=1", "--domain", "box:0,2"],
        ["low.map.json", "--weights", "layers=0:1", "--laps", "2"],
        ["low.map.json", "--period", "3", "--solver", "nobody"],
        ["plane.net.json", "--differs", "low.map.json"],
    ):
        assert main(["solve", *arguments]) == 2, arguments
        assert capsys.readouterr().err.startswith("exactnet: ")


def test_a_network_is_shown_as_it_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bend.net.json").write_text(json.dumps(net.document(net.dense([[1]], [0]), net.RELU, net.dense([[1]], [0]))))
    assert main(["solve", "bend.net.json", "--pieces", "2", "--weights", "layers.0=-1:1"]) == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("network: "))
    assert json.loads(line.removeprefix("network: "))["format"] == "exactnet-network/1"
