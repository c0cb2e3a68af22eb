"""`exactnet sweep` and `exactnet plot entropy` as a user meets them."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from exactnet.check import check_text
from exactnet.cli import main
from exactnet.dynamics import sweeps

TENT = {"format": "exactnet-map/1", "points": [["0", "0"], ["1/2", "1"], ["1", "0"]]}
FLOATS = {"format": "exactnet-map/1", "points": [["0", "0"], [0.5, "1"], ["1", "0"]]}
PLANE = {"format": "exactnet-network/1", "inputs": 2, "layers": [{"type": "abs"}]}
VARY = ["tent.json", "--vary", "points.1.1=1/2:5/4:4"]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, document in {"tent": TENT, "floats": FLOATS, "plane": PLANE}.items():
        Path(f"{name}.json").write_text(json.dumps(document))


def printed(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> Any:
    assert main([*arguments, "--json"]) == status
    captured = capsys.readouterr()
    assert captured.err == ""
    return json.loads(captured.out)


def test_rows(capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(capsys, "sweep", *VARY, "--also", "pieces", "--digits", "5")
    assert found["parameter"] == "points.1.1"
    assert [row["parameter"] for row in found["rows"]] == ["1/2", "3/4", "1", "5/4"]
    assert [row["growth_upper"] for row in found["rows"]] == ["1", "3/2", "2", None]
    assert [row["log_decimal"] for row in found["rows"]] == ["0.00000", "0.40547", "0.69315", None]
    assert [row["pieces"] for row in found["rows"]] == [2, 2, 2, 2]
    assert found["rows"][3]["reason"].startswith("the map leaves its interval [0, 1]: its values run from 0 to 5/4")
    assert found["certified_between"] == []


def test_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", *VARY]) == 0
    out = capsys.readouterr().out
    assert "0.4054651081" in out
    assert "the map leaves its interval" in out
    assert "certified at these values; nothing is claimed between them" in out
    assert main(["sweep", "--tent", "1:2:3", "--also", "maximum"]) == 0
    assert "between them by monotonicity" in capsys.readouterr().out


def test_processes_certificates_and_clipping(capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(capsys, "sweep", *VARY, "--clip", "--jobs", "2", "--out", "certs")
    digests = [row["certificate"] for row in found["rows"]]
    files = list(Path("certs").iterdir())
    assert len(files) == len(set(digests)) == 4
    assert all(check_text(file.read_text()).word == "valid" for file in files)
    assert found["rows"][3]["reason"] is None


@pytest.fixture
def _slow_from_the_third_value_on(monkeypatch: pytest.MonkeyPatch) -> None:
    values = count(1)

    def slow(*arguments: Any, **options: Any) -> Any:
        if next(values) > 2:
            sleep(60)
        return quick(*arguments, **options)

    quick = sweeps.entropy
    monkeypatch.setattr(sweeps, "entropy", slow)


@pytest.mark.usefixtures("_slow_from_the_third_value_on")
def test_a_time_limit_keeps_the_rows_that_are_finished(capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(capsys, "sweep", "--tent", "1:2:5", "--timeout", "2", "--out", "certs", status=3)
    assert [row["status"] for row in found["rows"]] == ["decided", "decided", *["undecided"] * 3]
    assert [row["growth_upper"] for row in found["rows"]] == ["1", "5/4", None, None, None]
    assert {row["reason"] for row in found["rows"][2:]} == {"the time limit of 2 seconds was reached"}
    assert (found["stopped"], found["decided"]) == ("the time limit of 2 seconds was reached", False)
    assert len(list(Path("certs").iterdir())) == 2


@pytest.mark.usefixtures("_slow_from_the_third_value_on")
def test_a_time_limit_says_how_many_rows_are_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", "--tent", "1:2:5", "--timeout", "2"]) == 3
    assert "3 of 5 values are missing: the time limit of 2 seconds was reached" in capsys.readouterr().out


@pytest.mark.usefixtures("_slow_from_the_third_value_on")
def test_a_time_limit_leaves_a_picture_of_what_is_finished(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plot", "entropy", "--tent", "1:2:5", "-o", "h.svg", "--timeout", "2"]) == 3
    assert "entropy at 2 of 5 values" in capsys.readouterr().out
    assert Path("h.svg").exists()


def test_a_note_about_floats_comes_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", "floats.json", "--vary", "points.1.1=1/2:1:3"]) == 0
    assert capsys.readouterr().err.count("JSON float") == 1


def test_a_family_that_takes_no_clip_is_not_advised_to_take_it(capsys: pytest.CaptureFixture[str]) -> None:
    *_, last = printed(capsys, "sweep", "--tent", "1:3:3")["rows"]
    assert last["reason"] == "the map leaves its interval [0, 1]: its values run from 0 to 3/2"


@pytest.mark.parametrize("command", [["sweep"], ["plot", "entropy", "-o", "x.svg"]])
@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "name a file and what varies"),
        (["tent.json"], "name a file and what varies"),
        (["tent.json", "--vary", "points.9.1=0:1:3"], "leads nowhere"),
        (["tent.json", "--vary", "points.1=0:1:3"], "does not lead to a number"),
        (["tent.json", "--vary", "points.1.1=1:0:3"], "1 is not below 0"),
        (["tent.json", "--vary", "points.1.1=0:1:1"], "must be from 2"),
        (["tent.json", "--vary", "points.1.1=0:1"], "write LO:HI:N"),
        (["tent.json", "--vary", "points.1.1"], "write PATH=LO:HI:N"),
        (["tent.json", "--vary", "points.1.1=2:3:3"], "no value of points.1.1 gives a map"),
        (["tent.json", "--tent", "1:2:3"], "--tent is a family of its own"),
        (["plane.json", "--vary", "inputs=1:2:2"], "does not lead|no value of inputs"),
        (["none.json", "--vary", "points.1.1=0:1:3"], "none.json: there is no such file"),
    ],
)
def test_bad_input(capsys: pytest.CaptureFixture[str], command: list[str], arguments: list[str], reason: str) -> None:
    assert main([*command, *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("exactnet: ")
    assert any(part in captured.err for part in reason.split("|"))
    assert not Path("x.svg").exists()


@pytest.mark.parametrize("suffix", ["svg", "pdf", "png"])
def test_pictures(capsys: pytest.CaptureFixture[str], suffix: str) -> None:
    pytest.importorskip("matplotlib", reason="pictures need matplotlib")
    found = printed(capsys, "plot", "entropy", *VARY, "-o", f"x.{suffix}")
    assert found["file"] == f"x.{suffix}"
    assert len(found["rows"]) == 4
    before = Path(f"x.{suffix}").read_bytes()
    printed(capsys, "plot", "entropy", *VARY, "-o", f"x.{suffix}")
    assert Path(f"x.{suffix}").read_bytes() == before
    assert main(["plot", "entropy", "--tent", "1:2:5", "-o", f"y.{suffix}"]) == 0
    assert "entropy at 5 of 5 values of slope" in capsys.readouterr().out
