"""`exactnet search` as a user meets it (the shipped searches are in golden/)."""

from __future__ import annotations

import json
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from support.conjectures import refuted

from exactnet.check import check_text
from exactnet.cli import main
from exactnet.conjectures import executors, result, run

SMALL = ["--inputs", "1", "--widths", "2,1", "--weights=-1:1", "--domain", "all"]
FILE = 'statement = "laps(f) <= 1"\n[class]\nkind = "maps"\nx = [0, 1, 2]\ny = [0, 1]\n'


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("laps.toml").write_text(FILE)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str, status: int) -> Any:
    assert main(["search", *arguments, "--json"]) == status
    captured = capsys.readouterr()
    assert captured.err == ""
    return json.loads(captured.out)


def test_a_statement_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(capsys, "pieces(f) <= prod(w + 1)", *SMALL, status=0)
    assert (found["status"], found["statement"]) == ("none_in_class", "pieces(f) <= prod(w + 1)")
    assert found["counterexample"] is found["certificate"] is None
    found = printed(capsys, "pieces(f) < 4", *SMALL, "--out", "certs", status=1)
    (path,) = Path("certs").iterdir()
    assert path.name == f"{found['certificate']}.cert.json"
    assert refuted(json.loads(path.read_text())) == ["interval"]


def test_options_take_the_place_of_what_the_file_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "laps.toml", status=1)["strategy"] == "exhaustive"
    found = printed(capsys, "laps.toml", "--strategy", "random", "--trials", "7", "--seed", "5", status=1)
    assert (found["strategy"], found["seed"]) == ("random", 5)
    assert printed(capsys, "laps.toml", "--domain", "box:0,1", status=0)["status"] == "none_in_class"


def test_published_bounds(capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(capsys, "--bound", "zaslavsky", "--widths", "2", status=0)
    assert (found["status"], found["statement"]) == ("none_in_class", "zaslavsky")
    found = printed(
        capsys, "--bound", "ergen2023.theorem13_most", "--as-printed", "--domain", "box:0,1", "--out", "out", status=1
    )
    assert found["statement"] == "ergen2023.theorem13_printed_most"
    (path,) = Path("out").iterdir()
    assert check_text(path.read_text()).word == "valid"


def test_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "laps.toml", "--out", "certs"]) == 1
    out = capsys.readouterr().out
    assert "laps(f) <= 1: refuted by a counterexample" in out
    assert "laps(f) = 2" in out
    shown = next(line for line in out.splitlines() if line.startswith("  {"))
    assert json.loads(shown)["format"] == "exactnet-map/1"  # ready to be kept as a file
    assert "certificate: certs/" in out
    assert main(["search", "laps.toml", "--domain", "box:0,1"]) == 0
    assert "no counterexample in the class, which was gone through" in capsys.readouterr().out


def test_as_many_processes_as_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(run, "processes", lambda jobs: asked.append(jobs) or executors.processes(1))
    monkeypatch.setattr("exactnet.cli.search.cores", lambda: 3)
    assert main(["search", "laps.toml", "--batch", "1", "--quiet"]) == 1
    assert main(["search", "laps.toml", "--batch", "1", "--jobs", "2", "--quiet"]) == 1
    assert main(["search", "laps.toml", "--quiet"]) == 1  # one unit
    assert asked == [3, 2, 1]


def test_time_for_making_it_smaller_is_limited_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result, "shrink", lambda subject, refutes: sleep(60))
    begin = monotonic()
    found = printed(capsys, "laps.toml", "--timeout", "2", "--jobs", "1", status=1)
    assert monotonic() - begin < 20
    assert (found["status"], found["counterexample"]["shrunk"]) == ("counterexample", False)


def test_an_interrupted_search_says_how_to_go_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run.SearchRun, "work", interrupted)
    assert main(["search", "laps.toml", "--store", "store.db"]) == 130
    assert "kept in store.db; --resume goes on" in capsys.readouterr().err


def test_long_numbers_are_told_by_their_size(capsys: pytest.CaptureFixture[str]) -> None:
    wide = ["pieces(f) <= 2", "--inputs", "1", "--widths", "9,9", "--weights=-2:2", "--strategy", "random"]
    assert main(["search", *wide, "--trials", "1", "--quiet"]) in (1, 3)
    assert "the class has about 10^81 candidates" in capsys.readouterr().out


def test_what_is_not_gone_through_is_undecided(capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(capsys, "pieces(f) <= prod(w + 1)", *SMALL, "--strategy", "random", "--trials", "20", status=3)
    assert (found["status"], found["tried"]) == ("none_found", 20)
    wide = ["--inputs", "1", "--widths", "3,3", "--weights=-2:2:1/4", "--domain", "all"]
    found = printed(
        capsys, "activation_regions(f) <= 15 or size > 1", *wide, "--timeout", "0.5", "--batch", "1000", status=3
    )
    assert found["status"] == "none_found"
    assert found["units_done"] < found["units"]


def test_a_store(capsys: pytest.CaptureFixture[str]) -> None:
    whole = printed(capsys, "laps.toml", "--batch", "2", status=1)
    assert printed(capsys, "laps.toml", "--batch", "2", "--store", "s", status=1) == whole
    assert main(["search", "laps.toml", "--batch", "2", "--store", "s"]) == 2
    assert "--resume" in capsys.readouterr().err
    assert printed(capsys, "laps.toml", "--batch", "2", "--store", "s", "--resume", status=1) == whole


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "name a conjecture"),
        (["laps.toml", "--bound", "zaslavsky"], "and not both"),
        (["missing.toml"], "missing.toml: there is no such file"),
        (["pieces(f) <= ", *SMALL], "the statement, line 1, column 14: the text ends"),
        (["pieces(f) <= "], "the statement, line 1, column 14: the text ends"),
        (
            ["d < 2 and\n foo(f) > 1", "--inputs", "1"],
            "the statement, line 2, column 2: there is no function or quantity 'foo'",
        ),
        (["laps(f, 0) <= 2", *SMALL, "--domain", "box:0,1"], "line 1, column 1: laps(f, 0) has no value"),
        (["pieces(f) <= 2 + w[9]", *SMALL], "the statement, line 1, column 18: w[9] has no value"),
        (["pieces(f) <= 2", *SMALL, "--strategy", "magic"], "exactnet: --strategy: there is no strategy 'magic'"),
        (["pieces(f) <= 2"], "--inputs, --widths and --weights"),
        (["pieces(f) <= 2", "--inputs", "1", "--widths", "two", "--weights", "0:1"], "is no list of integers"),
        (
            ["pieces(f) <= 2", "--inputs", "1", "--widths", "2", "--weights", "1:0"],
            "exactnet: --weights: '1:0' is no grid",
        ),
        (["--bound", "nobody.theorem"], "there is no bound 'nobody.theorem'"),
        (["--bound", "zaslavsky", "--as-printed"], "is printed as it is checked"),
        (["laps.toml", "--resume"], "--resume wants --store"),
        (["laps.toml", "--strategy", "magic"], "there is no strategy 'magic'"),
        (["laps.toml", "--domain", "box:5,6"], "the maps are defined on [0, 2] only"),
    ],
)
def test_bad_input_is_one_sentence(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("exactnet: ")
    assert captured.err.count("\n") == 1
    assert words in captured.err


def test_a_malformed_file_is_refused_with_the_place_of_the_fault(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad.toml").write_text(FILE.replace("<= 1", "<= 1 or entropy(f) > 1"))
    assert main(["search", "bad.toml"]) == 2
    assert (
        "bad.toml: line 1, column 41: statement: a logarithm goes with a logarithm or with 0" in capsys.readouterr().err
    )


def test_help_says_what_the_exit_status_means(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "--help"]) == 0
    words = " ".join(capsys.readouterr().out.split())
    assert "Exit status: 1 a counterexample was found; 0 none in the class; 3 none found" in words


def test_the_time_limit_holds_for_published_bounds_too(capsys: pytest.CaptureFixture[str]) -> None:
    began = monotonic()
    assert main(["search", "--bound", "bu2020.pieces", "--timeout", "1", "--json"]) == 3
    assert monotonic() - began < 20  # the class takes minutes; a limit that one candidate swallows would not end it
    assert json.loads(capsys.readouterr().out)["undecided"] == 0
