"""What all commands have in common: help that shows what was written, errors that name the option."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any, NoReturn

import pytest
import typer
from rich.text import Text

import exactnet as xn
from exactnet.cli import main
from exactnet.cli.app import app
from exactnet.dynamics import tent_family

_NETWORK = {
    "format": "exactnet-network/1",
    "inputs": 1,
    "layers": [{"type": "dense", "weight": [["1"]], "bias": ["0"]}],
}


def _commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield path, command
        return
    for name, child in inner.items():
        yield from _commands(child, (*path, name))


COMMANDS = dict(_commands(typer.main.get_command(app)))


def _texts(command: Any) -> Iterator[str]:
    yield command.help or ""
    yield command.epilog or ""
    for parameter in command.params:
        yield getattr(parameter, "help", None) or ""


@pytest.fixture(autouse=True)
def _with_a_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one.net.json").write_text(json.dumps(_NETWORK))
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_no_help_is_swallowed_as_markup(path: tuple[str, ...]) -> None:
    for text in _texts(COMMANDS[path]):
        assert Text.from_markup(text).plain == text.replace("\\[", "[")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["betti", "one.net.json", "--level", "high"], "'--level': 'high'"),
        (["laps", "one.net.json", "--level", "1/0"], "'--level': '1/0'"),
        (["depth-width", "one.net.json", "--tolerance", "nan"], "'--tolerance': 'nan'"),
        (["trajectory", "one.net.json", "--from", "0", "--to", "x"], "'--to': 'x'"),
        (["sensitivity", "one.net.json", "--from", "0", "--to", "1", "--noise", "little"], "'--noise': 'little'"),
        (["ensemble", "--width", "2", "--from", "0", "--to", "1", "--sigma-w", "inf"], "'--sigma-w': 'inf'"),
        (["verify", "one.net.json", "--plane", "0;1;z"], "'--plane': 'z'"),
        (["solve", "one.net.json", "--differs", "one.net.json", "--eps", "e"], "'--eps': 'e'"),
        (["plot", "cobweb", "one.net.json", "-o", "c.svg", "--start", "here"], "'--start': 'here'"),
        (["laps", "one.net.json", "--domain", "box:a,b"], "the domain 'box:a,b': 'a'"),
        (["regions", "one.net.json", "--domain", "box:0,b"], "the domain 'box:0,b': 'b'"),
        (["regions", "one.net.json", "--domain", "polytope:1,-1;c,1"], "the domain 'polytope:1,-1;c,1': 'c'"),
        (["solve", "one.net.json", "--reach", "F>0", "--eps", "1"], "--eps says by how much"),
        (["solve", "one.net.json", "--differs", "one.net.json", "--eps=-1"], "eps must not be negative"),
        (["regions", "one.net.json", "--out", "one.net.json/deeper"], "one.net.json is a file, not a folder"),
        (["verify"], "name a network or an interval map"),
    ],
)
def test_an_error_names_what_is_wrong(arguments: list[str], named: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert named in captured.err
    assert len(captured.err.splitlines()) == 1
    assert not captured.out


def test_the_list_of_bounds_is_a_document_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["bounds"]
    assert {"bound", "status", "source", "statement"} == set(rows[0])
    assert "bu2020.pieces" in {r["bound"] for r in rows}


def test_the_list_of_what_tables_may_hold_is_a_document_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "--list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {"quantity", "construction"} == set(listed)
    assert all(entry["text"] for entry in listed["quantity"].values())


def test_every_command_has_its_name_in_python() -> None:
    named = {path[0].replace("-", "_") for path in COMMANDS} - {"check", "plot"}
    assert named <= set(xn.__all__)


@pytest.mark.parametrize(
    "domain", [[0, 1], 3, xn.load({"format": "exactnet-map/1", "points": [[0, 0], [1, 1]]}).domain]
)
def test_a_domain_of_no_such_kind_is_refused(domain: Any) -> None:
    with pytest.raises(xn.InputError, match="a domain is written"):
        xn.regions(_NETWORK, domain=domain)


def test_a_sweep_hands_out_the_certificates_of_its_rows() -> None:
    found = xn.sweep(tent_family(["3/2", 2]), certificates=True)
    assert [row.certificate for row in found.rows] == found.certificates
    assert len(found.certificates) == 2


class _Interrupted(MetaPathFinder):
    """Ctrl-C while the commands are imported."""

    def find_spec(self, name: str, path: Any, target: Any = None) -> NoReturn:
        raise KeyboardInterrupt


def test_an_interrupt_while_starting_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "exactnet.cli.app")
    monkeypatch.setattr(sys, "meta_path", [_Interrupted()])
    assert main(["--version"]) == 130
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "exactnet: interrupted\n")
