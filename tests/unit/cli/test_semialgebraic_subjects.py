"""Subjects with polynomials or algebraic numbers, at the command line: read by all commands, answered by those that can."""

import json
from pathlib import Path

import pytest
from support import networks as net

from exactnet.cli import main

SUBJECTS = {
    "polynomial.net.json": net.document(net.dense([[1]], [0]), net.polynomial(0, 4, -4)),
    "logistic.map.json": {
        "format": "exactnet-map/1",
        "domain": ["0", "1"],
        "pieces": [{"to": "1", "polynomial": ["0", "4", "-4"]}],
    },
    "golden.map.json": {
        "format": "exactnet-map/1",
        "points": [["0", "0"], ["1/2", {"polynomial": [-1, -2, 4], "between": ["0", "1"]}], ["1", "0"]],
    },
    "tent.map.json": {"format": "exactnet-map/1", "points": [["0", "0"], ["1/2", "1"], ["1", "0"]]},
}
SEMIALGEBRAIC = [name for name in SUBJECTS if name != "tent.map.json"]
ANSWERED = [
    ["laps", "--iterate", "3"],
    ["laps", "--clip"],
    ["entropy", "--clip"],
    ["orbits", "--max-period", "2", "--clip"],
    ["distance", "tent.map.json", "--norm", "l1"],
    ["distance", "tent.map.json", "--norm", "linf"],
]
ANSWERED += [
    ["depth-width", "--iterate", "3", "--clip"],
    ["depth-width", "--iterate", "3", "--tolerance", "1/4", "--clip"],
    ["depth-width", "--tolerance", "1/4"],
]
DRAWN = [["plot", "graph"], ["plot", "cobweb", "--start", "1/3", "--clip"]]
REFUSED = [["regions"], ["plot", "regions", "-o", "picture.svg"]]


@pytest.fixture(autouse=True)
def subjects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, document in SUBJECTS.items():
        Path(name).write_text(json.dumps(document))


@pytest.mark.parametrize("name", SEMIALGEBRAIC)
@pytest.mark.parametrize("command", REFUSED, ids=" ".join)
def test_what_is_for_piecewise_linear_subjects_is_refused_in_one_sentence(
    capsys: pytest.CaptureFixture[str], name: str, command: list[str]
) -> None:
    assert main([*command, name]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    (line,) = captured.err.splitlines()
    assert line.startswith("exactnet: ")
    assert "piecewise-linear" in line or "regions are" in line
    assert not Path("picture.svg").exists()


@pytest.mark.parametrize("name", SEMIALGEBRAIC)
@pytest.mark.parametrize("command", ANSWERED, ids=" ".join)
def test_functions_of_one_variable_are_answered_with_valid_certificates(
    capsys: pytest.CaptureFixture[str], name: str, command: list[str]
) -> None:
    assert main([*command, name, "--out", "certs", "--quiet"]) == 0
    assert main(["check", "certs"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", SEMIALGEBRAIC)
@pytest.mark.parametrize("command", DRAWN, ids=" ".join)
def test_they_are_drawn_alike_every_time(capsys: pytest.CaptureFixture[str], name: str, command: list[str]) -> None:
    pytest.importorskip("matplotlib", reason="pictures need matplotlib")
    pictures = ["a.svg", "b.svg"]
    for picture in pictures:
        assert main([*command, name, "-o", picture, "--json"]) == 0
        captured = capsys.readouterr()
        assert captured.err == ""
        assert json.loads(captured.out)["domain"] == ["0", "1"]
    first, second = (Path(picture).read_bytes() for picture in pictures)
    assert first == second


def test_a_cobweb_says_how_long_it_is_exact(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("matplotlib", reason="pictures need matplotlib")
    cobweb = ["plot", "cobweb", "logistic.map.json", "-o", "a.svg", "--json", "--steps", "100", "--start"]
    assert main([*cobweb, "1/3"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["steps"], found["exact_steps"], found["cycle"]) == (100, 12, None)
    assert found["note"] == "exact for 12 steps, then enclosed"
    assert main([*cobweb, "3/4"]) == 0
    assert json.loads(capsys.readouterr().out)["cycle"] == {"after": 0, "period": 1}
    assert main([*cobweb, "2"]) == 2
    assert "outside the domain [0, 1]" in capsys.readouterr().err


@pytest.mark.parametrize("name", SEMIALGEBRAIC)
def test_verify_says_of_every_bound_which_premise_fails(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert main(["verify", name, "--json", "--out", "certs"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {row["verdict"] for row in document["rows"]} == {"proved", "not_applicable"}
    reasons = {row["bound"]: row["reason"] for row in document["rows"]}
    assert reasons["entropy.lipschitz"] == "premise fails: the subject is piecewise linear"
    assert main(["check", "certs"]) == 0


def test_verify_shows_such_subjects(capsys: pytest.CaptureFixture[str]) -> None:
    for name, shown in [
        ("polynomial.net.json", "Network(unnamed, 1-1-1) on [0, 1]"),
        ("logistic.map.json", "PiecewiseMap(1 piece of degree 2 on [0, 1]) on [0, 1]"),
    ]:
        assert main(["verify", name]) == 0
        assert f"{name}  {shown}" in capsys.readouterr().out


def test_intervals_of_periodic_points_of_a_curved_map(capsys: pytest.CaptureFixture[str]) -> None:
    pieces = [{"to": "1", "polynomial": ["2", "1"]}, {"to": "2", "polynomial": ["0", "6", "-3"]}]
    swap = {
        "format": "exactnet-map/1",
        "domain": ["0", "3"],
        "pieces": [*pieces, {"to": "3", "polynomial": ["-2", "1"]}],
    }
    Path("swap.map.json").write_text(json.dumps(swap))
    assert main(["orbits", "swap.map.json", "--max-period", "3", "--each", "--out", "certs"]) == 0
    assert "[0, 1] [2, 3]" in capsys.readouterr().out
    assert main(["orbits", "swap.map.json", "--max-period", "3", "--json"]) == 0
    orbits = json.loads(capsys.readouterr().out)["orbits"]
    assert [(orbit["period"], orbit["kind"], orbit.get("intervals")) for orbit in orbits] == [
        (1, "repelling", None),
        (2, "interval", [["0", "1"], ["2", "3"]]),
    ]
    assert main(["check", "certs", "--quiet"]) == 0


def test_a_constant_algebraic_slope(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["entropy", "golden.map.json", "--out", "certs"]) == 0
    assert "the slope is constant in absolute value" in capsys.readouterr().out
    assert main(["entropy", "golden.map.json", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["exact"]["polynomial"], found["method"], found["decided"]) == ([-1, -1, 1], "constant slope", True)
    assert main(["check", "certs", "--quiet"]) == 0


@pytest.mark.parametrize(
    ("points", "line"),
    [
        ([["0", "0"], ["1/3", "1"], ["1", "0"]], "f turns at 1/3"),
        (
            [["0", "0"], ["1/3", "1"], ["2/3", "1"], ["1", "0"]],
            "f turns, or begins or ends to be flat, at 1/3, 2/3",
        ),
    ],
)
def test_where_f_turns_is_told_from_where_it_is_flat(
    capsys: pytest.CaptureFixture[str], points: list[list[str]], line: str
) -> None:
    Path("some.map.json").write_text(json.dumps({"format": "exactnet-map/1", "points": points}))
    assert main(["laps", "some.map.json", "--iterate", "3"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == line
