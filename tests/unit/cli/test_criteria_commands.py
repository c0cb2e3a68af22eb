"""`exactnet distance` in several variables, `exactnet criteria` and `exactnet compare-budgets` as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support import criteria
from support import networks as net

from exactnet.cli import main

FILES = {
    "sums.net": net.document(net.ABS, net.dense([[1, 1]], [0]), inputs=2),
    "size.net": net.document(net.dense([[1, 1]], [0]), net.ABS, inputs=2),
    "both.net": net.document(net.dense([[1, 1], [1, -1]], [0, 0]), net.ABS, inputs=2),
    "cube.net": net.document(net.maxout((0, 1, 2)), inputs=3),
    "seven.net": net.document(net.RELU, net.dense([[1] * 7], [0]), inputs=7),
    "curved.net": net.document(net.relu_power(2), net.dense([[1, 1]], [0]), inputs=2),
    "tent.net": net.document(net.dense([[1], [2]], [0, -1]), net.RELU, net.dense([[2, -2]], [0])),
    "line.map": {"format": "exactnet-map/1", "points": [["0", "0"], ["1", "1"]]},
}


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, document in FILES.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(document))
    monkeypatch.chdir(tmp_path)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(list(arguments))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    status, out, err = run(capsys, *arguments, "--json")
    assert (status, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    return found


@pytest.mark.parametrize(
    ("arguments", "value"),
    [
        (["sums.net.json", "size.net.json", "--norm", "l1", "--domain", "box:-1,1"], "4/3"),
        (["sums.net.json", "size.net.json", "--norm", "linf", "--domain", "box:-1,1;-3,0"], "2"),
        (["sums.net.json", "size.net.json", "--norm", "linf"], "0"),
        (["both.net.json", "size.net.json", "--norm", "l1", "--outputs", "1,0"], "2/3"),
        (["both.net.json", "both.net.json", "--norm", "l1", "--outputs", "0,1"], "2/3"),
        (["sums.net.json", "size.net.json", "--norm", "l1", "--domain", "polytope:1,-1,1;0,1,0;0,0,-1"], "1/6"),
    ],
)
def test_distance(capsys: pytest.CaptureFixture[str], arguments: list[str], value: str) -> None:
    found = answer(capsys, "distance", *arguments, "--out", "certs")
    assert found["value"] == value
    document = json.loads(Path("certs", f"{found['certificate']}.cert.json").read_text())
    assert document["claim"]["value"] == value
    assert document["claim"]["outputs"] == found["outputs"]
    criteria.check_distance(document)


def test_distance_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["distance", "sums.net.json", "size.net.json", "--norm", "l1", "--domain", "box:-1,1"]
    assert run(capsys, *arguments)[1] == "L1 distance on [-1, 1] x [-1, 1]: 4/3 (about 1.333333333)\n"


def test_long_fractions_are_not_printed_for_people(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exactnet.cli.distance._LONGEST", 2)
    arguments = ["distance", "sums.net.json", "size.net.json", "--norm", "l1", "--domain", "box:-1,1"]
    assert "a fraction of 3 characters, exactly (--json shows it) (about 1.333333333)" in run(capsys, *arguments)[1]


@pytest.mark.parametrize(
    ("arguments", "status", "reason"),
    [
        (["sums.net.json", "cube.net.json"], 2, "2 dimensions|dimension 2|sides|3 inputs"),
        (["sums.net.json", "line.map.json"], 2, "an interval map has one variable"),
        (["sums.net.json", "tent.net.json"], 2, "1 inputs"),
        (["sums.net.json", "size.net.json", "--domain", "all"], 2, "bounded domain"),
        (["sums.net.json", "both.net.json"], 2, "2 outputs; say which"),
        (["sums.net.json", "both.net.json", "--outputs", "0,2"], 2, "there is no output 2"),
        (["sums.net.json", "both.net.json", "--outputs", "0"], 2, "two outputs are written I,J, not '0'"),
        (["tent.net.json", "line.map.json", "--outputs", "0,0"], 2, "outputs are chosen for networks of several"),
        (["sums.net.json", "curved.net.json"], 2, "piecewise-linear networks"),
        (["seven.net.json", "seven.net.json"], 2, "at most 6"),
        (["sums.net.json", "size.net.json", "--domain", "box:-1,1", "--max-cells", "2"], 3, "more than 2"),
    ],
)
def test_what_has_no_distance_is_refused_in_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, reason: str
) -> None:
    found, out, err = run(capsys, "distance", *arguments, "--norm", "l1")
    assert (found, out) == (status, "")
    assert any(words in err for words in reason.split("|"))
    assert err.count("\n") == 1


def test_criteria(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "criteria", "sums.net.json", "--domain", "box:-1,2", "--out", "certs")
    assert found["volumes"] == ["1", "2", "2", "4"]
    assert (found["linear_regions"], found["layer_regions"], found["unit_cuts"]) == (4, [4], [[1, 1]])
    assert found["slope_changes"] == ["4"] * 4
    assert (found["units"], found["parameters"]) == (2, 3)
    assert found["exact"]["layer_sizes"] == [{"least": "1", "mean": "9/4", "largest": "4"}]
    assert sorted(change["change"] for change in found["exact"]["changes"]) == sorted([[["2", "0"]], [["0", "2"]]] * 2)
    document = json.loads(Path("certs", f"{found['certificate']}.cert.json").read_text())
    assert document["claim"]["quantities"]["volumes"] == found["volumes"]
    assert sorted(criteria.volumes_of_cells(document)) == [1, 2, 2, 4]
    everywhere = answer(capsys, "criteria", "sums.net.json", "--domain", "all")
    assert everywhere["exact"]["region_sizes"] is None
    assert everywhere["certificate"] is None
    assert "volumes" not in everywhere


def test_criteria_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "criteria", "tent.net.json")
    assert status == 0
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "2 relu 2 1/2, 1/2, 1/2 0 1" in lines
    assert "sizes 1/2, 1/2, 1/2 least, mean, largest" in lines
    assert "squared 16, 16, 16 least, mean, largest" in lines


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["line.map.json"], "regions are counted for networks"),
        (["seven.net.json"], "at most 6"),
        (["curved.net.json"], "piecewise-linear networks"),
    ],
)
def test_what_has_no_regions_is_refused(capsys: pytest.CaptureFixture[str], arguments: list[str], reason: str) -> None:
    status, out, err = run(capsys, "criteria", *arguments)
    assert (status, out) == (2, "")
    assert reason in err


def test_compare_budgets(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "compare-budgets", "--inputs", "1", "--budget", "6", "--max-depth", "2", "--out", "certs")
    assert (found["inputs"], found["budget"], found["by"]) == (1, 6, "units")
    first, second = found["rows"]
    assert (first["widths"], first["upper"], first["counted"], first["measured_error"]) == ([6], 7, 7, "1/288")
    assert (second["widths"], second["construction"], second["promised"]) == ([3, 3], "serra2018.lower", 16)
    assert second["least_error"] == "1/2048"
    names = {name for row in found["rows"] for name in row["certificates"]}
    assert names == {path.name.removesuffix(".cert.json") for path in Path("certs").iterdir()}


def test_compare_budgets_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["compare-budgets", "--inputs", "2", "--budget", "30", "--by", "parameters", "--sort", "regions"]
    status, out, _ = run(capsys, *arguments, "--max-depth", "3")
    assert status == 0
    rows = [line.split()[0] for line in out.splitlines()]
    assert rows == ["widths", "7", "3", "2"]
    assert run(capsys, *arguments[:-1], "error")[0] == 2
    assert run(capsys, "compare-budgets", "--inputs", "2", "--budget", "1", "--by", "parameters")[0] == 2
