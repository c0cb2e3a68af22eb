"""`exactnet orbits` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import exactnet as xn
from exactnet.cli import main

MAPS: dict[str, list[list[str]]] = {
    "tent": [["0", "0"], ["1/2", "3/4"], ["1", "0"]],
    "full": [["0", "0"], ["1/2", "1"], ["1", "0"]],
    "reflection": [["0", "1"], ["1", "0"]],
    "leaving": [["0", "0"], ["1/2", "3/2"], ["1", "0"]],
}


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, points in MAPS.items():
        Path(f"{name}.map.json").write_text(json.dumps({"format": "exactnet-map/1", "points": points}))


def run_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main(["orbits", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_json_has_the_keys_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    document = run_json(capsys, "tent.map.json", "--max-period", "9")
    assert document["least_periods"] == [1, 2, 4, 6, 7, 8, 9]
    assert document["orbits"][2] == {
        "period": 2,
        "points": ["6/13", "9/13"],
        "itinerary": [0, 1],
        "kind": "repelling",
        "multiplier": "-9/4",
        "permutation": [1, 0],
    }
    assert (document["max_period"], document["domain"], document["clip"]) == (9, ["0", "1"], False)


def test_intervals_are_listed_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    document = run_json(capsys, "reflection.map.json", "--max-period", "3")
    assert document["least_periods"] == [1, 2]
    assert document["orbits"][1]["intervals"] == [["0", "1/2"], ["1/2", "1"]]
    assert document["orbits"][1]["kind"] == "interval"
    assert "points" not in document["orbits"][1]
    assert main(["orbits", "reflection.map.json", "--max-period", "3"]) == 0
    assert "[0, 1/2] [1/2, 1]" in capsys.readouterr().out


def test_json_prints_all_and_the_table_says_how_many_are_left(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(run_json(capsys, "full.map.json", "--max-period", "9")["orbits"]) == 127
    assert main(["orbits", "full.map.json", "--max-period", "9"]) == 0
    out = capsys.readouterr().out
    assert "103 more orbits; --json prints all" in out
    assert "least periods: 1, 2, 3, 4, 5, 6, 7, 8, 9" in out


def test_the_certificate_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    document = run_json(capsys, "leaving.map.json", "--max-period", "4", "--clip", "--out", "certs")
    (path,) = Path("certs").iterdir()
    assert path.name == f"{document['certificate']}.cert.json"
    claim = json.loads(path.read_text())["claim"]
    assert (claim["rule"], claim["clip"], claim["max_period"]) == ("orbits", True, 4)
    assert len(claim["orbits"]) == len(document["orbits"])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["leaving.map.json", "--max-period", "3"], "leaves its interval"),
        (["tent.map.json"], "--max-period"),
        (["tent.map.json", "--max-period", "0"], "--max-period"),
        (["missing.map.json", "--max-period", "2"], "missing.map.json"),
        (["tent.map.json", "--max-period", "2", "--domain", "all"], "defined on"),
        (["tent.map.json", "--max-period", "2", "--each"], "say where with --out"),
    ],
)
def test_mistakes_are_refused_in_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert main(["orbits", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    assert sentence in captured.err


def test_too_many_orbits_are_undecided(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["orbits", "full.map.json", "--max-period", "60"]) == 3
    assert "more than the limit of 5,000,000" in capsys.readouterr().err
    assert main(["orbits", "full.map.json", "--max-period", "12", "--max-points", "100"]) == 3
    assert "try --max-period 5" in capsys.readouterr().err


def test_the_python_face() -> None:
    found = xn.orbits("tent.map.json", 7)
    assert found.least_periods == (1, 2, 4, 6, 7)
    assert found.certificate.claim["max_period"] == 7
    with pytest.raises(xn.InputError, match="max_period must be an integer"):
        xn.orbits("tent.map.json", 2.5)  # type: ignore[arg-type]


def test_each_orbit_of_points_can_have_a_certificate_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["orbits", "tent.map.json", "--max-period", "4", "--out", "certs", "--each", "--quiet"]) == 0
    claims = [json.loads(path.read_text())["claim"] for path in Path("certs").iterdir()]
    assert sorted(claim["rule"] for claim in claims) == ["cycle"] * 4 + ["orbits"]
    assert ["6/13", "9/13"] in [claim.get("points") for claim in claims]
    capsys.readouterr()
    assert main(["check", "certs"]) == 0


def test_an_interval_of_periodic_points_has_no_certificate_of_its_own() -> None:
    found = xn.orbits("reflection.map.json", 2)
    assert found.certificate_of(found.orbits[0]).claim["points"] == ["1/2"]
    with pytest.raises(xn.InputError, match="complete list"):
        found.certificate_of(found.orbits[1])
