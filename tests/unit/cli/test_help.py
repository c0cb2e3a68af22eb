"""`exactnet --help` groups the commands, and every example in a command's help runs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

from exactnet.cli import main
from exactnet.cli.app import app
from exactnet.cli.plot import plot

ROOT = Path(__file__).parents[3]


def examples(epilog: str) -> list[list[str]]:
    return [shlex.split(text) for text in re.findall(r"exactnet (.+?)(?=; [a-z ]+: exactnet|$)", epilog)]


EXAMPLES = [arguments for command in app.registered_commands for arguments in examples(command.epilog)]
PICTURES = [arguments for command in plot.registered_commands for arguments in examples(command.epilog)]


def test_every_command_has_a_group_and_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"─ Commands ─", shown) is None
    for command in app.registered_commands:
        assert re.search(rf"─ {command.rich_help_panel} ─", shown)
        name = command.callback.__name__.replace("_", "-")
        assert re.search(rf"^│ {name} ", shown, re.MULTILINE)
        assert all(arguments[0] == name for arguments in examples(command.epilog))
    for command in plot.registered_commands:
        assert all(arguments[0] == "plot" for arguments in examples(command.epilog))


@pytest.mark.parametrize("arguments", EXAMPLES, ids=lambda arguments: " ".join(arguments[:3]))
def test_an_example_runs(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("examples", "proofs"):
        Path(folder).symlink_to(ROOT / folder)
    if arguments[0] == "check":
        assert main(["laps", "examples/tent-1.net.json", "--out", arguments[1]]) == 0
    # 1: what the examples of refutations say
    assert main([*arguments, "--quiet"]) in ((0, 1) if arguments[0] in ("search", "ensemble") else (0,))
    captured = capsys.readouterr()
    assert captured.out
    assert captured.err == ""


@pytest.mark.parametrize("arguments", PICTURES, ids=lambda arguments: arguments[1])
def test_an_example_of_a_picture_is_understood(arguments: list[str]) -> None:
    # drawing takes seconds, and is tested with the pictures; here: options and files are there
    commands: Any = typer.main.get_command(plot)
    context = commands.commands[arguments[1]].make_context(arguments[1], arguments[2:])
    assert context.params["output"].suffix in (".svg", ".pdf", ".png")
    for file in (text for text in arguments if text.startswith("examples/")):
        assert (ROOT / file).exists()
