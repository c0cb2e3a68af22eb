"""`exactnet table` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from exactnet.cli import main
from exactnet.tables import run
from exactnet.tables.tasks import Outcome, Task

SPEC = """
title = "Tents"
[[rows]]
construction = "tent_network"
family = {depth = [1, 2]}
[[columns]]
quantity = "laps"
[[columns]]
bound = "bu2020.pieces"
"""
REFUTED = """
[[rows]]
construction = "shells"
parameters = {inputs = 3, widths = [12], shells = [0, 2]}
[[columns]]
bound = "ergen2023.theorem13_printed_most"
parameters = {k = 2}
domain = "box:0,1"
"""


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("tents.toml").write_text(SPEC)


def test_a_table_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "tents.toml"]) == 0
    captured = capsys.readouterr()
    assert "| 2 | 4 | 4 ≤ 9 | proved | derived |" in captured.out
    assert "certificates were not kept" in captured.err
    for ending, sign in (
        ("csv", "name,depth"),
        ("tex", r"\toprule"),
        ("html", "<!DOCTYPE html>"),
        ("json", '{"columns"'),
    ):
        assert main(["table", "tents.toml", "--format", ending, "--quiet"]) == 0
        captured = capsys.readouterr()
        assert sign in captured.out
        assert captured.err == ""


def test_it_is_written_checked_and_verified(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "tents.toml", "--out", "o", "--format", "md,tex"]) == 0
    names = sorted(path.name for path in Path("o").iterdir())
    assert names == ["tents.cache.sqlite", "tents.certs", "tents.json", "tents.md", "tents.tex"]
    assert main(["table", "--check", "o"]) == 0
    assert "o/tents.json: valid: 4 cells follow from 4 certificates" in capsys.readouterr().out
    assert main(["table", "tents.toml", "--verify", "o"]) == 0
    assert "tents: 7 files rebuilt, byte for byte the same" in capsys.readouterr().out
    text = Path("o/tents.json").read_text()
    Path("o/tents.json").write_text(text.replace('"value": 4,', '"value": 5,'))
    assert main(["table", "--check", "o/tents.json", "--jobs", "2"]) == 1
    out = capsys.readouterr().out
    assert "wrong: row 2 (depth = 2): laps: value: the cell says 5, the certificate 4" in out
    assert main(["table", "tents.toml", "--verify", "o"]) == 1
    assert capsys.readouterr().out == "tents: tents.json: differs\n"
    assert main(["table", "--check", "o", "--json"]) == 1
    (entry,) = json.loads(capsys.readouterr().out)["tables"]
    assert entry["verdict"] == "invalid"
    assert {"row": "row 2 (depth = 2)", "column": "laps", "step": "value"}.items() <= entry["findings"][0].items()


def test_a_text_is_checked_with_its_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "tents.toml", "--out", "o", "--format", "md,csv"]) == 0
    assert main(["table", "--check", "o/tents.md"]) == 0
    text = Path("o/tents.csv").read_text()
    Path("o/tents.csv").write_text(text.replace(",9,", ",8,"))
    capsys.readouterr()
    assert main(["table", "--check", "o/tents.csv"]) == 1
    assert "wrong: row 2 (depth = 2): text: tents.csv, line 3" in capsys.readouterr().out
    Path("o/tents.json").unlink()
    assert main(["table", "--check", "o/tents.md"]) == 2
    assert "tents.json, from which it was written, does not lie beside it" in capsys.readouterr().err


def test_the_document_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "tents.toml", "--json"]) == 0
    captured = capsys.readouterr()
    document: dict[str, Any] = json.loads(captured.out)
    assert document["format"] == "exactnet-table/1"
    assert [row["verdict"] for row in document["rows"]] == ["proved", "proved"]
    assert main(["table", "tents.toml", "--json", "--out", "o"]) == 0
    assert json.loads(capsys.readouterr().out) == document == json.loads(Path("o/tents.json").read_text())


def test_one_document_for_several_tables(capsys: pytest.CaptureFixture[str]) -> None:
    Path("printed.toml").write_text(REFUTED)
    assert main(["table", "printed.toml", "tents.toml", "--json", "--out", "o", "--format", "tex"]) == 1
    documents = json.loads(capsys.readouterr().out)["tables"]
    assert [row["verdict"] for document in documents for row in document["rows"]] == ["refuted", "proved", "proved"]
    assert Path("o/tents.tex").is_file()
    assert main(["table", "printed.toml", "tents.toml", "--json", "--verify", "o"]) == 0
    Path("o/tents.tex").write_text("")
    next(Path("o/tents.certs").iterdir()).unlink()
    assert main(["table", "printed.toml", "tents.toml", "--json", "--verify", "o"]) == 1
    first, second = json.loads(capsys.readouterr().out.split("\n}\n")[1] + "\n}")["tables"]
    assert (first["same"], second["same"], second["differs"], len(second["missing"])) == (True, False, ["tents.tex"], 1)


def test_it_says_what_was_kept(capsys: pytest.CaptureFixture[str]) -> None:
    for count in ("4 computed, 0 kept from before", "0 computed, 4 kept from before"):
        assert main(["table", "tents.toml", "--out", "o"]) == 0
        assert count in capsys.readouterr().out
    Path("tents.toml").write_text(SPEC + '[[columns]]\nquantity = "lipschitz"\n')
    assert main(["table", "tents.toml", "--out", "o"]) == 0
    assert "2 computed, 4 kept from before" in capsys.readouterr().out


def test_texts_beside_a_new_table_are_new(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "tents.toml", "--out", "o", "--format", "md,csv"]) == 0
    Path("tents.toml").write_text(SPEC.replace("[1, 2]", "[3]"))
    assert main(["table", "tents.toml", "--out", "o", "--format", "tex"]) == 0
    assert main(["table", "--check", "o"]) == 0
    assert "8 ≤ 27" in Path("o/tents.md").read_text()


def test_the_time_limit_counts_from_the_reading_on(capsys: pytest.CaptureFixture[str]) -> None:
    Path("wide.toml").write_text(SPEC.replace("[1, 2]", "[1000]").replace('"laps"', '"laps"\nn = 1000'))
    assert main(["table", "wide.toml", "--timeout", "0.01"]) == 3


def test_a_refuted_bound_is_status_one(capsys: pytest.CaptureFixture[str]) -> None:
    Path("printed.toml").write_text(REFUTED)
    assert main(["table", "printed.toml"]) == 1
    assert "4 ≰ 0 | refuted | text" in capsys.readouterr().out


def test_what_is_unknown_is_status_three(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "perform", lambda task: Outcome("unknown", "too large"))
    assert main(["table", "tents.toml", "--out", "o"]) == 3
    assert main(["table", "--check", "o"]) == 0
    assert "4 cells claim nothing" in capsys.readouterr().out


def test_a_time_limit(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(task: Task) -> Outcome:
        while True:
            pass

    monkeypatch.setattr(run, "perform", slow)
    assert main(["table", "tents.toml", "--out", "o", "--timeout", "0.2"]) == 3
    error = capsys.readouterr().err
    assert error.startswith(
        "exactnet: undecided: the time limit of 0.2 seconds was reached; what is done is kept in o/tents.cache"
    )


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ([], "name a specification"),
        (["none.toml"], "none.toml: the file cannot be read"),
        (["tents.toml", "--format", "pdf"], "no format 'pdf'"),
        (["tents.toml", "tents.toml"], "--out DIR"),
        (["tents.toml", "--format", "md,tex"], "--out DIR"),
        (["tents.toml", "--format", "md", "--json"], "--out DIR"),
        (["tents.toml", "tents.toml", "--out", "o"], "the same name"),
        (["tents.toml", "--verify", "nowhere"], "there is no such folder"),
        (["--check", "tents.toml"], "this is no table"),
        (["--check", "none.json"], "there is no such file"),
        (["--check", "."], "there is no table (NAME.json"),
    ],
)
def test_bad_usage(capsys: pytest.CaptureFixture[str], arguments: list[str], problem: str) -> None:
    assert main(["table", *arguments]) == 2
    error = capsys.readouterr().err
    assert problem in error
    assert error.count("\n") == 1


def test_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "--list"]) == 0
    out = capsys.readouterr().out
    assert "tent_network" in out
    assert "max_period" in out
