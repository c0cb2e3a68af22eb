"""The shipped searches (examples/conjectures) find what they are there for, through the command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.conjectures import refuted

from exactnet.check import check_text
from exactnet.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples" / "conjectures"


def searched(name: str, out: Path, capsys: pytest.CaptureFixture[str], status: int) -> dict[str, Any]:
    assert main(["search", str(EXAMPLES / f"{name}.toml"), "--json", "--out", str(out)]) == status
    captured = capsys.readouterr()
    assert captured.err == ""
    found: dict[str, Any] = json.loads(captured.out)
    assert found["status"] == {1: "counterexample", 0: "none_in_class"}[status]
    assert len(list(out.iterdir()) if out.exists() else []) == status
    return found


def certificate(found: dict[str, Any], out: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((out / f"{found['certificate']}.cert.json").read_text())
    return document


def test_seven_regions_are_attained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = searched("seven-attained", tmp_path, capsys, 1)
    assert found["counterexample"]["widths"] == [2, 2]
    assert found["counterexample"]["quantities"] == {"pieces(f)": 7}
    assert refuted(certificate(found, tmp_path)) == ["interval"]


@pytest.mark.slow
def test_more_than_seven_are_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = searched("seven-regions", tmp_path / "none", capsys, 0)
    assert found["certificate"] is None
    assert found["tried"] > 0
    assert found["undecided"] == found["inapplicable"] == 0
    assert found["class"]["size"] == 6**2 * 5**6 * 5**2 > found["class"]["representatives"]


def test_the_bare_power_is_no_bound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = searched("bare-power", tmp_path, capsys, 1)
    shown = found["counterexample"]
    assert (shown["inputs"], shown["widths"], shown["quantities"]) == (1, [2], {"activation_patterns(f)": 3})
    assert refuted(certificate(found, tmp_path)) == ["regions"]


def test_serra_without_the_premise(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = searched("serra-premise", tmp_path, capsys, 1)
    # (1 + 1) (1 + 1) = 4 regions are promised where 3 is the most
    assert (found["counterexample"]["inputs"], found["counterexample"]["widths"]) == (1, [1, 1])
    assert refuted(certificate(found, tmp_path)) == []


def test_serra_with_the_premise(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = searched("serra-with-premise", tmp_path / "none", capsys, 0)
    assert found["tried"] == found["class"]["size"] == 3 * (12 + 12**2 + 12**3)


def test_the_printed_betti_formula(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = searched("printed-betti", tmp_path, capsys, 1)
    document = certificate(found, tmp_path)
    assert document["claim"]["bound"] == "ergen2023.theorem13_printed_least"
    assert document["claim"]["verdict"] == "refuted"
    assert check_text(json.dumps(document)).word == "valid"


def test_period_four_without_entropy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = searched("period-four", tmp_path, capsys, 1)
    # 1 -> 3 -> 2 -> 4 -> 1
    assert found["counterexample"]["subject"]["points"] == [["1", "3"], ["2", "4"], ["3", "2"], ["4", "1"]]
    assert sorted(refuted(certificate(found, tmp_path))) == ["cycle", "entropy"]


def test_period_three_has_entropy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = searched("period-three", tmp_path / "none", capsys, 0)
    assert found["tried"] == found["class"]["size"] == 4**4
    assert found["inapplicable"] == found["undecided"] == 0
