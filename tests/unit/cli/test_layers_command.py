"""`exactnet layers`, `exactnet persistence` and `exactnet plot betti` as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support import networks as net

from exactnet.cli import main

EXAMPLES = Path(__file__).parents[3] / "examples"
CROSS = net.document(net.ABS, net.dense([[1, 1]], [-1]), inputs=2)
TWO = net.document(net.ABS, inputs=2)
MIXED = net.document(net.dense([[1, 2], [3, -4]], [0, 0]), net.maxout([0, 1]), inputs=2)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, document in {"cross": CROSS, "two": TWO, "mixed": MIXED}.items():
        (tmp_path / f"{name}.net.json").write_text(json.dumps(document))
    (tmp_path / "tent.map.json").write_text('{"format": "exactnet-map/1", "points": [["0", "0"], ["1", "1"]]}')
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(list(arguments))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_rows(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(
        capsys, "layers", str(files / "cross.net.json"), "--domain", "box:-1,1", "--set", "ge", "--json"
    )
    assert (status, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    assert [row["layer"] for row in found["rows"]] == [0, 1, 2]
    # four corners of the square touch at its middles of sides; folded, one triangle is left, then an interval
    assert [row["betti"] for row in found["rows"]] == [[1, 1], [1, 0], [1]]
    assert [row["euler"] for row in found["rows"]] == [0, 1, 1]
    assert all(row["torsion"] == [[]] * len(row["betti"]) and row["cells"] == 4 for row in found["rows"])
    assert (found["set"], found["level"], found["domain"]) == ("ge", "0", [["-1", "1"], ["-1", "1"]])
    assert found["certificate"] is None


def test_table_and_certificate(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(
        capsys, "layers", str(EXAMPLES / "shells-2d.net.json"), "--domain", "box:0,1", "--out", str(files / "certs")
    )
    assert status == 0
    assert "{u_0 <= 0} in [0, 1] x [0, 1]" in out
    rows = [line.split() for line in out.splitlines()]
    assert ["0", "input", "2", "2", "20", "12", "8", "128", "128"] in rows
    assert ["7", "dense", "1", "1", "1", "1", "128", "1"] in rows
    (path,) = (files / "certs").iterdir()
    claim = json.loads(path.read_text())["claim"]
    assert claim["rule"] == "image_betti"
    assert [row["betti"][0] for row in claim["layers"]] == [20, 20, 20, 2, 2, 1, 1, 1]


def test_classes(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(
        capsys, "layers", str(files / "two.net.json"), "--domain", "box:-1,1", "--classes", "0,1", "--json"
    )
    assert status == 0
    assert [row["betti"] for row in json.loads(out)["rows"]] == [[1, 0], [1, 0]]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["cross.net.json", "--domain", "all"], "bounded"),
        (["cross.net.json", "--domain", "box:-1,1", "--set", "lt"], "closed"),
        (["two.net.json", "--domain", "box:-1,1"], "2 outputs"),
        (["tent.map.json", "--domain", "box:0,1"], "network"),
        (["cross.net.json"], "--domain"),
    ],
)
def test_what_is_refused(files: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    status, out, err = run(capsys, "layers", str(files / arguments[0]), *arguments[1:])
    assert (status, out) == (2, "")
    assert message in err


def test_too_many_cells(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(
        capsys, "layers", str(files / "cross.net.json"), "--domain", "box:-1,1", "--max-cells", "2", "--json"
    )
    assert status == 3
    assert json.loads(out)["decided"] is False
    assert "undecided" in err


def test_too_many_sets_of_pieces(
    files: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from exactnet.topology.images import cover, nerve

    arguments = ("layers", str(files / "cross.net.json"), "--domain", "box:-1,1")
    monkeypatch.setattr(nerve, "MAX_SIMPLICES", 3)
    status, _, err = run(capsys, *arguments)
    assert (status, "sets of pieces" in err) == (3, True)
    monkeypatch.undo()
    monkeypatch.setattr(cover, "MAX_PIECES", 3)
    status, _, err = run(capsys, *arguments)
    assert (status, "convex pieces" in err) == (3, True)


def test_persistence(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "persistence", str(files / "mixed.net.json"), "--json", "--p", "1")
    assert (status, err) == (0, "")
    found = json.loads(out)
    # deaths 1, 3/4, 1/2
    assert found["layers"] == [{"layer": 1, "units": 4, "value": "3/4", "normalised": "1/3", "decimal": "0.7500000000"}]
    assert (found["p"], found["network"], found["certificate"]) == (1, None, None)


def test_persistence_as_a_table(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(
        capsys, "persistence", str(EXAMPLES / "tent-3.net.json"), "--out", str(files / "certs"), "--quiet"
    )
    assert status == 0
    assert "network" in out
    (path,) = (files / "certs").iterdir()
    assert json.loads(path.read_text())["evidence"] == {}
    status, _, err = run(capsys, "persistence", str(files / "tent.map.json"))
    assert (status, "no weights" in err) == (2, True)


def test_plot(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("matplotlib", reason="pictures need matplotlib")
    pictures = [files / "one.svg", files / "two.svg"]
    for picture in pictures:
        arguments = [str(files / "cross.net.json"), "--domain", "box:-1,1", "--set", "eq", "-o", str(picture)]
        status, out, _ = run(capsys, "plot", "betti", *arguments, "--json")
        assert status == 0
        assert [row["betti"] for row in json.loads(out)["rows"]] == [[1, 1], [1, 0], [1]]
    assert pictures[0].read_bytes() == pictures[1].read_bytes()
