"""`exactnet ensemble`, `exactnet sensitivity` and `--plane` as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support import networks as net

from exactnet.check import check_file
from exactnet.cli import main

SPACE = net.document(net.dense([[1, 0, 0], [0, 1, 0], [0, 1, 1]], [0, 0, "1/2"]), net.RELU, inputs=3)
DRAWN = ["ensemble", "--width", "3", "--depth", "2", "--from", "1,0", "--to", "0,1", "--draws", "2"]
SIGNS = ["ensemble", "--signs", "--width", "2", "--depth", "2", "--from", "1,0", "--to", "0,1"]
NOISY = ["sensitivity", "space.net.json", "--from", "0,0,0", "--to", "1,1,1", "--noise", "1/64"]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("space.net.json").write_text(json.dumps(SPACE))
    Path("line.net.json").write_text(json.dumps(net.document(net.ABS)))
    Path("corners.json").write_text('[["0", "0", "0"], [1, 0, 0], [0, 1, 0]]')


def run_json(capsys: pytest.CaptureFixture[str], status: int, *arguments: str) -> Any:
    assert main([*arguments, "--json"]) == status
    captured = capsys.readouterr()
    assert captured.err == ""
    return json.loads(captured.out)


def test_one_row_a_draw_and_layer(capsys: pytest.CaptureFixture[str]) -> None:
    document = run_json(
        capsys, 0, *DRAWN, "--seed", "4", "--activation", "hard_tanh", "--sigma-b", "1/2", "--inputs", "2"
    )
    assert document["ensemble"]["activation"] == "hard_tanh"
    assert [(row["draw"], row["layer"]) for row in document["draws"]] == [(0, 1), (0, 2), (1, 1), (1, 2)]
    assert [row["layer"] for row in document["layers"]] == [1, 2]
    assert document == run_json(capsys, 0, *DRAWN, "--seed", "4", "--activation", "hard_tanh", "--sigma-b", "1/2")


def test_certificates_of_the_draws(capsys: pytest.CaptureFixture[str]) -> None:
    document = run_json(capsys, 0, *DRAWN, "--arc", "--out", "certs")
    digests = {row["certificate"] for row in document["draws"]}
    assert {path.name for path in Path("certs").iterdir()} == {f"{digest}.cert.json" for digest in digests}
    assert all(check_file(path).word == "valid" for path in Path("certs").iterdir())


def test_all_sign_networks_refute_the_growth(capsys: pytest.CaptureFixture[str]) -> None:
    document = run_json(capsys, 1, *SIGNS, "--out", "certs")
    assert [row["networks"] for row in document["rows"]] == [64, 4096]
    assert [row["verdict"] for row in document["rows"]] == ["refuted"] * 2
    assert [row["mean_square"] for row in document["rows"]] == ["2", "2"]
    assert len(list(Path("certs").iterdir())) == 2
    proved = run_json(capsys, 0, *SIGNS, "--constant", "1/4")
    assert [row["verdict"] for row in proved["rows"]] == ["proved"] * 2


def test_tables(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(DRAWN) == 0
    assert "a statistic" in capsys.readouterr().out
    assert main(SIGNS) == 1
    assert "refuted" in capsys.readouterr().out
    assert main([*NOISY, "--out", "certs"]) == 0
    shown = capsys.readouterr().out
    assert [line.split()[0] for line in shown.splitlines() if line[:1].isdigit()] == ["1"]
    assert "certificates: 2 files in certs" in shown


def test_sensitivity_document(capsys: pytest.CaptureFixture[str]) -> None:
    document = run_json(capsys, 0, *NOISY, "--draws", "2", "--seed", "1")
    assert [(row["place"], row["draw"]) for row in document["rows"]] == [("layers[0]", 0), ("layers[0]", 1)]
    assert document["original"]["transitions"] == 0


def test_a_plane(capsys: pytest.CaptureFixture[str]) -> None:
    plane = ["--plane", "0,0,0;1,0,0;0,1,0"]
    document = run_json(capsys, 0, "regions", "space.net.json", *plane, "--out", "certs")
    # s, t and t + 1/2
    assert document["activation_regions"] == 6
    assert document["plane"]["points"] == [["0", "0", "0"], ["1", "0", "0"], ["0", "1", "0"]]
    (path,) = Path("certs").iterdir()
    assert check_file(path).word == "valid"
    assert json.loads(path.read_text())["subject"]["sha256"] == document["plane"]["subject"]
    listed = run_json(capsys, 0, "regions", "space.net.json", "--plane", "@corners.json")
    assert listed["faces"] == document["faces"]
    verified = run_json(capsys, 0, "verify", "space.net.json", *plane, "--bounds", "raghu2017.relu")
    assert (verified["rows"][0]["verdict"], verified["rows"][0]["bound_value"]) == ("proved", 7)
    assert verified["plane"] == document["plane"]
    assert main(["regions", "space.net.json", *plane]) == 0
    assert "x = p + s (q - p) + t (r - p)" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        [*DRAWN, "--inputs", "3"],
        [*DRAWN, "--weights", "cauchy"],
        [*DRAWN, "--activation", "tanh"],
        [*DRAWN, "--sigma-w", "0"],
        [*DRAWN, "--constant", "1"],
        [*DRAWN, "--turn"],
        [*SIGNS, "--arc"],
        [*SIGNS, "--draws", "3"],
        [*SIGNS, "--constant", "0"],
        [*SIGNS, "--to", "2,0"],
        [*NOISY, "--noise", "0"],
        [*NOISY, "--to", "1,1"],
        ["regions", "space.net.json", "--plane", "0,0,0;1,0,0"],
        ["regions", "space.net.json", "--plane", "0,0;1,0;0,1"],
        ["regions", "line.net.json", "--plane", "0;1;2"],
        ["verify", "space.net.json", "--plane", "0,0,0;1,0,0;x"],
    ],
)
def test_bad_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert error.startswith("exactnet: ")
    assert "Traceback" not in error


def test_too_many_networks_are_undecided(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ensemble", "--signs", "--width", "9", "--depth", "3", "--from", "1,0", "--to", "0,1", "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["decided"] is False


def test_signs_names_the_options_that_do_not_go_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SIGNS, "--arc", "--bits", "3"]) == 2
    assert "leave out --arc, --bits" in capsys.readouterr().err


def test_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    line = ["--line", "0,0,0;1,1,1"]
    verified = run_json(capsys, 0, "verify", "space.net.json", *line, "--bounds", "raghu2017.segment", "--out", "certs")
    assert verified["rows"][0]["verdict"] == "proved"
    assert verified["line"]["points"] == [["0", "0", "0"], ["1", "1", "1"]]
    assert main(["check", "certs", "--quiet"]) == 0
    capsys.readouterr()
    assert main(["regions", "space.net.json", *line]) == 0
    assert "on the line x = p + t (q - p)" in capsys.readouterr().out
    assert main(["regions", "space.net.json", *line, "--plane", "0,0,0;1,0,0;0,1,0"]) == 2
    assert "give one" in capsys.readouterr().err
