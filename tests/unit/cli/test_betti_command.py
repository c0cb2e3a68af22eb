"""`exactnet betti` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support import networks as net

from exactnet.cli import main

RING = net.document(net.ABS, net.dense([[1, 1], [1, 1]], [0, -1]), net.RELU, net.dense([[1, -2]], [0]), inputs=2)
THREE = net.document(net.dense([[1, 0], [0, 1], [1, 1]], [0, 0, 0]), inputs=2)
FILES = {
    "ring.net": RING,
    "three.net": THREE,
    "seven.net": net.document(net.RELU, net.dense([[1] * 7], [0]), inputs=7),
    "tent.map": {"format": "exactnet-map/1", "points": [["0", "0"], ["1", "1"]]},
}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, document in FILES.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(document))
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["betti", *arguments])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_json(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, str(files / "ring.net.json"), "--json")
    assert (status, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    assert (found["betti"], found["torsion"], found["euler"]) == ([2, 1], [[], []], 1)
    assert (found["set"], found["level"], found["output"], found["domain"]) == ("le", "0", [0], "all")
    assert found["certificate"] is None


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--set", "lt"], [1, 1]),
        (["--set", "eq", "--level", "1/2"], [2, 2]),
        (["--set", "ge", "--level", "0.5"], [1, 1]),
        (["--set", "gt", "--level", "-1e-3"], [1, 0]),
        (["--set", "le", "--domain", "box:-1,1"], [5, 0]),
        (["--set", "lt", "--domain", "box:-2,2"], [4, 0]),
        (["--set", "le", "--domain", "polytope:1,-1,-1;0,1,0;0,0,1"], [1, 0]),
    ],
)
def test_sets_levels_and_domains(
    files: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], expected: list[int]
) -> None:
    status, out, _ = run(capsys, str(files / "ring.net.json"), *arguments, "--json")
    assert status == 0
    assert json.loads(out)["betti"] == expected


def test_classes(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, str(files / "three.net.json"), "--classes", "2,0", "--set", "gt", "--json")
    assert status == 0
    assert (json.loads(out)["betti"], json.loads(out)["output"]) == ([1, 0], [2, 0])


def test_table_and_certificate(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, str(files / "ring.net.json"), "--out", str(files / "certs"))
    assert status == 0
    assert "{u_0 <= 0} in R^2" in out
    assert "beta_1  1  holes" in out
    (path,) = (files / "certs").iterdir()
    document = json.loads(path.read_text())
    assert document["claim"] == {
        "rule": "betti",
        "domain": "all",
        "output": [0],
        "set": "le",
        "level": "0",
        "betti": [2, 1],
        "torsion": [[], []],
        "euler": 1,
    }
    assert set(document["evidence"]) == {"vertices", "faces", "steps", "smith"}


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["ring.net.json", "--set", "below"], 2, "the set is one of le, lt, ge, gt, eq, not 'below'"),
        (["ring.net.json", "--level", "high"], 2, "'high' is not a number"),
        (["ring.net.json", "--unit", "1"], 2, "there is no output 1; the network has only output 0"),
        (["ring.net.json", "--classes", "0,0"], 2, "name two different outputs"),
        (["three.net.json"], 2, "the network has 3 outputs; say which one"),
        (["three.net.json", "--unit", "-1"], 2, "there is no output -1; the network has outputs 0 to 2"),
        (["three.net.json", "--output", "1", "--classes", "0,1"], 2, "name an output or two classes, not both"),
        (["three.net.json", "--classes", "0"], 2, "two classes are written I,J, not '0'"),
        (["three.net.json", "--output", "1", "--domain", "box:0,1;0,1;0,1"], 2, "the domain has 3 sides"),
        (["seven.net.json"], 2, "the network has 7 inputs"),
        (["tent.map.json"], 2, "Betti numbers are those of networks"),
        (["ring.net.json", "--max-cells", "5"], 3, "undecided: more than 5 cells"),
    ],
)
def test_refusals(
    files: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, sentence: str
) -> None:
    found, out, err = run(capsys, str(files / arguments[0]), *arguments[1:])
    assert (found, out) == (status, "")
    assert sentence in err
    assert "Traceback" not in err
