"""`exactnet trajectory` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support import networks as net

from exactnet.check import check_file
from exactnet.cli import main

STRAIGHT = ["half.net.json", "--from", "0,0", "--to", "2,1"]
HALF_PLANE = net.document(net.dense([[1, 0]], ["-1/2"]), net.RELU, net.dense([[2]], [0]), inputs=2)


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("half.net.json").write_text(json.dumps(HALF_PLANE))
    Path("abs.net.json").write_text(json.dumps(net.document(net.ABS)))
    Path("identity.map.json").write_text(json.dumps({"format": "exactnet-map/1", "points": [["0", "0"], ["1", "1"]]}))
    Path("point.json").write_text("[0.5, 1]")
    Path("points.json").write_text('[["1/2", "1"], [1, 2]]')
    Path("text.json").write_text('{"x": 1}')
    Path("word.json").write_text('[1, "one"]')


def run_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main(["trajectory", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_json_has_the_keys_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    document = run_json(capsys, "half.net.json", "--from", "0,0", "--to", "2,1")
    assert document["transitions"] == ["1/4"]
    assert (document["patterns"], document["sequence"], document["recurrences"]) == (2, [0, 1], 0)
    assert document["length_lower"] == document["length_upper"] == ["2", "3/2", "3"]
    assert document["length_radicals"][2] == [["3", 1]]
    assert document["path_length"]["radicals"] == [["1", 5]]
    assert document["growth_lower"][2] == document["growth_upper"][2] == "2"
    assert document["layers"][1] == {"layer": 2, "type": "relu", "width": 1, "transitions": 1, "patterns": 2}
    assert "pattern_words" not in document


def test_an_arc_has_algebraic_transitions(capsys: pytest.CaptureFixture[str]) -> None:
    document = run_json(capsys, "half.net.json", "--from", "1,0", "--to", "0,1", "--arc", "--turn", "--patterns")
    assert [t["polynomial"] for t in document["transitions"]] == [[-1, 0, 3], [22, -10, 1]]
    assert (document["patterns"], document["sequence"], document["recurrences"]) == (2, [0, 1, 0], 1)
    assert document["pattern_words"] == [[1], [0]]
    assert document["path"] == "arcs"
    assert document["spans"] == 4


def test_one_input_and_points_in_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_json(capsys, "abs.net.json", "--from", "-1", "--to", "3")["transitions"] == ["1/4"]
    assert (
        run_json(capsys, "half.net.json", "--from", "-1,0", "--via", "@points.json", "--to", "@point.json")["spans"]
        == 3
    )
    assert main(["trajectory", "half.net.json", "--from", "0,0", "--to", "@point.json"]) == 0
    assert "point.json: 1 number is a JSON float" in capsys.readouterr().err


def test_the_certificate_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    document = run_json(capsys, "half.net.json", "--from", "1,0", "--to", "0,1", "--arc", "--out", "certs")
    (path,) = Path("certs").iterdir()
    assert path.name == f"{document['certificate']}.cert.json"
    assert str(check_file(path)) == "valid"


def test_text_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trajectory", "half.net.json", "--from", "0,0", "--to", "2,1", "--out", "certs"]) == 0
    out = capsys.readouterr().out
    assert "1 transition, 2 patterns (none recurs), 2 affine pieces" in out
    assert "sqrt(5)" in out
    assert "t = 1/4" in out
    assert "certificate: certs/" in out
    assert main(["trajectory", "half.net.json", "--from", "1,0", "--to", "0,1", "--arc", "--turn"]) == 0
    out = capsys.readouterr().out
    assert "2 transitions, 2 patterns (1 recurrence)" in out
    assert "t = ~0.5773502692 ~3.267949192" in out


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["half.net.json", "--from", "0,0"], 2, "--to"),
        (["half.net.json", "--from", "0", "--to", "1"], 2, "the path lies in R^1 but the network has 2 inputs"),
        (["half.net.json", "--from", "0,0", "--to", "1"], 2, "the first has 2 and number 2 has 1"),
        (["half.net.json", "--from", "0,x", "--to", "1,1"], 2, "'x' is not a number"),
        (["half.net.json", "--from", "0,0", "--to", "@missing.json"], 2, "missing.json: there is no such file"),
        (["half.net.json", "--from", "0,0", "--to", "@text.json"], 2, "text.json: points are a JSON list"),
        (["half.net.json", "--from", "0,0", "--to", "@word.json"], 2, "word.json: point 0, coordinate 1"),
        (["half.net.json", "--from", "0,0", "--to", "@points.json"], 2, "one point each"),
        (["half.net.json", "--from", "0,0", "--to", "1,1", "--turn"], 2, "a turn goes along arcs"),
        (["half.net.json", "--from", "0,0", "--to", "1,1", "--turn", "--arc", "--via", "2,2"], 2, "two points"),
        (["half.net.json", "--from", "0,0", "--to", "1,1", "--digits", "0"], 2, "--digits"),
        (["half.net.json", "--from", "1,0", "--to", "0,1", "--arc", "--digits", "300"], 3, "ask for fewer"),
        (["half.net.json", "--from", "0,0", "--to", "1,1", "--max-pieces", "1"], 3, "above the limit of 1"),
        (
            ["half.net.json", "--from", "0,0", "--to", "1,1", "--patterns"],
            2,
            "--patterns adds the patterns to the JSON",
        ),
        (["identity.map.json", "--from", "0", "--to", "1"], 2, "trajectories are those of networks"),
    ],
)
def test_refusals_are_sentences(
    capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, sentence: str
) -> None:
    assert main(["trajectory", *arguments]) == status
    error = capsys.readouterr().err
    assert sentence in error
    assert error.startswith("exactnet: ")
    assert "Traceback" not in error


def test_layers_are_counted_from_one_everywhere(capsys: pytest.CaptureFixture[str]) -> None:
    assert [layer["layer"] for layer in run_json(capsys, *STRAIGHT)["layers"]] == [1, 2, 3]
    numbers = []
    for command in (["trajectory", *STRAIGHT], ["rank", "half.net.json"], ["criteria", "half.net.json"]):
        assert main(command) == 0
        rows = [line.split() for line in capsys.readouterr().out.splitlines()]
        numbers.append([row[0] for row in rows if row[1:2] == ["relu"]])
    assert numbers == [["2"]] * 3
    assert main(["sensitivity", *STRAIGHT, "--noise", "1/8"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in printed if line[:1].isdigit()] == ["1", "3"]
