"""`exactnet distance` on subjects with polynomial and rational pieces, and `verify` on them."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from exactnet.cli import main

SQUARE = {"format": "exactnet-network/1", "inputs": 1, "layers": [{"type": "relu_power", "power": 2}]}
CHORD = {"format": "exactnet-map/1", "points": [["0", "0"], ["1", "1"]]}
THIRD = {"format": "exactnet-map/1", "points": [["0", "1/3"], ["1", "1/3"]]}
ZERO = {"format": "exactnet-map/1", "points": [["0", "0"], ["1", "0"]]}
WITCH = {
    "format": "exactnet-network/1",
    "inputs": 1,
    "layers": [{"type": "rational", "numerator": ["1"], "denominator": ["1", "0", "1"]}],
}
TWO_OUTPUTS = {"format": "exactnet-network/1", "inputs": 1, "layers": [{"type": "product", "pairs": [[0, 0], [0, 0]]}]}
LOGISTIC = {
    "format": "exactnet-map/1",
    "domain": ["0", "1"],
    "pieces": [{"to": "1", "polynomial": ["0", "4", "-4"]}],
}


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    documents = {
        "square.net": SQUARE,
        "chord.map": CHORD,
        "third.map": THIRD,
        "zero.map": ZERO,
        "witch.net": WITCH,
        "two.net": TWO_OUTPUTS,
        "logistic.map": LOGISTIC,
    }
    for name, document in documents.items():
        Path(f"{name}.json").write_text(json.dumps(document))


def run_json(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> Any:
    assert main([*arguments, "--json"]) == status
    return json.loads(capsys.readouterr().out)


def distance(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    return run_json(capsys, "distance", *arguments)["value"]


def test_a_value_is_a_rational_a_number_or_a_bracket(capsys: pytest.CaptureFixture[str]) -> None:
    assert distance(capsys, "square.net.json", "chord.map.json", "--norm", "l1") == "1/6"
    assert distance(capsys, "square.net.json", "chord.map.json", "--norm", "linf") == "1/4"
    number = distance(capsys, "square.net.json", "third.map.json", "--norm", "l1")
    assert number == {"polynomial": [-16, 0, 243], "between": ["0", "1"]}
    bracket = distance(capsys, "witch.net.json", "zero.map.json", "--norm", "l1", "--digits", "20")
    low, high = Fraction(bracket["lower"]), Fraction(bracket["upper"])
    quarter_pi = Fraction("0.785398163397448309615660845819875721049292349843776455")
    assert low < quarter_pi < high
    assert high - low < Fraction(1, 10**20)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("square.net.json", "chord.map.json"), "L1 distance on [0, 1]: 1/6 (about 0.1666666667)"),
        (
            ("square.net.json", "third.map.json"),
            "L1 distance on [0, 1]: the root of 243x^2 - 16 between 0 and 1, exactly (about 0.2566001196)",
        ),
        (
            ("witch.net.json", "zero.map.json"),
            "L1 distance on [0, 1]: between 0.785398163397 and 0.785398163398 (certified bracket)",
        ),
        (("square.net.json", "square.net.json"), "L1 distance on [0, 1]: 0"),
    ],
)
def test_the_text_has_a_decimal(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], expected: str) -> None:
    assert main(["distance", *arguments, "--norm", "l1"]) == 0
    assert capsys.readouterr().out.splitlines() == [expected]


def test_a_long_number_is_not_spelt_out(capsys: pytest.CaptureFixture[str]) -> None:
    lower = {**LOGISTIC, "pieces": [{"to": "1", "polynomial": ["0", "39/10", "-39/10"]}]}
    Path("lower.map.json").write_text(json.dumps(lower))
    assert main(["distance", "logistic.map.json", "lower.map.json", "--norm", "linf", "--iterates", "4,2"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line == (
        "L-infinity distance of iterates 4 and 2 on [0, 1]: "
        "the root of a polynomial of degree 7 (--json shows it), exactly (about 0.9744239927)"
    )


def test_a_certificate_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    document = run_json(capsys, "distance", "witch.net.json", "chord.map.json", "--norm", "linf", "--out", "certs")
    certificate = json.loads(Path("certs", f"{document['certificate']}.cert.json").read_text())
    assert certificate["claim"]["value"] == document["value"]
    assert certificate["evidence"].keys() == {"field", "points", "precision"}


def test_distances_of_iterates(capsys: pytest.CaptureFixture[str]) -> None:
    logistic = ("distance", "logistic.map.json", "third.map.json", "--norm", "l1", "--out", "certs")
    document = run_json(capsys, *logistic, "--iterates", "2,1")
    assert document["iterates"] == [2, 1]
    assert "polynomial" in document["value"]
    document = run_json(capsys, *logistic, "--iterates", "6,1", "--digits", "5")
    low, high = (Fraction(document["value"][key]) for key in ("lower", "upper"))
    assert 0 < high - low < low / 10**5
    assert main(["check", "certs", "--quiet"]) == 0
    assert main([*logistic, "--iterates", "6,1"]) == 0
    assert "L1 distance of iterates 6 and 1 on [0, 1]: between 0.3" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("iterates", "status", "words"),
    [
        ("2", 2, "write M,N"),
        ("0,1", 2, "write M,N"),
        ("1,x", 2, "write M,N"),
        ("1001,1", 2, "from 1 to 1000"),
        ("1,2", 2, "leaves its interval"),
        ("40,1", 3, "more than 10^12 laps"),
    ],
)
def test_iterates_out_of_reach(capsys: pytest.CaptureFixture[str], iterates: str, status: int, words: str) -> None:
    leaving = {"format": "exactnet-map/1", "points": [["0", "1/2"], ["1", "3/2"]]}
    Path("leaving.map.json").write_text(json.dumps(leaving))
    command = ["distance", "logistic.map.json", "leaving.map.json", "--norm", "l1", "--iterates", iterates]
    assert main(command) == status
    (line,) = capsys.readouterr().err.splitlines()
    assert words in line


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("two.net.json", "chord.map.json"), "one"),
        (("square.net.json", "witch.net.json", "--domain", "all"), "bounded"),
        (("logistic.map.json", "chord.map.json", "--domain", "box:0,2"), "[0, 1]"),
    ],
)
def test_what_has_no_distance_is_refused_in_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
) -> None:
    assert main(["distance", *arguments, "--norm", "l1"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    assert words in captured.err


def test_verify_picks_the_bounds_on_curves(capsys: pytest.CaptureFixture[str]) -> None:
    rows = run_json(capsys, "verify", "square.net.json")["rows"]
    proved = {row["bound"] for row in rows if row["verdict"] == "proved"}
    assert proved >= {
        "bu2020.entropy_sa",
        "bu2020.laps_sa",
        "entropy.laps_sa",
        "entropy.lipschitz_sa",
        "telgarsky2016.gate_sa",
        "telgarsky2016.network_sa",
        "telgarsky2016.pieces_sa",
        "telgarsky2016.separation_sa",
    }
    assert {row["verdict"] for row in rows if row["bound"] == "bu2020.pieces"} == {"not_applicable"}
    rows = run_json(capsys, "verify", "logistic.map.json")["rows"]
    assert {row["bound"] for row in rows if row["verdict"] == "proved"} == {
        "entropy.lipschitz_sa",
        "entropy.laps_sa",
        "telgarsky2016.pieces_sa",
        "chatziafratis2020.period_sa",
        "chatziafratis2020.lipschitz_sa",
        "chatziafratis2020.crossings_sa",
        "chatziafratis2020.linf_sa",
        "chatziafratis2020.l1_sa",
        "bowen1976.period_sa",
    }
    (steep,) = (row for row in rows if row["bound"] == "entropy.lipschitz_sa")
    assert Fraction(steep["parameters"]["at"]) < 1
    assert Fraction(steep["bound_value"]) > Fraction("3.99")


def test_verify_refuses_the_whole_line_for_a_curve(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "square.net.json", "--domain", "all"]) == 2
    assert "bounded" in capsys.readouterr().err


def test_no_option_is_recommended_that_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    leaving = {"format": "exactnet-map/1", "points": [["0", "0"], ["1", "2"]]}
    Path("leaving.map.json").write_text(json.dumps(leaving))
    assert main(["distance", "leaving.map.json", "chord.map.json", "--norm", "l1", "--iterates", "2,1"]) == 2
    complaint = capsys.readouterr().err
    assert "leaves its interval" in complaint
    assert "--clip" not in complaint
    plane = {"format": "exactnet-network/1", "inputs": 2, "layers": [{"type": "abs"}]}
    Path("plane.net.json").write_text(json.dumps(plane))
    assert main(["distance", "plane.net.json", "plane.net.json", "--norm", "l1", "--domain", "box:0,1"]) == 2
    assert "--units I,J" in capsys.readouterr().err
    assert main(["distance", "chord.map.json", "chord.map.json", "--norm", "l2"]) == 2
    assert "'--norm': 'l2' is not one of 'l1', 'linf'" in capsys.readouterr().err
