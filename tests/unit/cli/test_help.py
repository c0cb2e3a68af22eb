"""`exactnet --help` groups the commands, and every example in a command's help runs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from exactnet.cli import main
from exactnet.cli.app import app
from exactnet.cli.plot import plot

ROOT = Path(__file__).parents[3]


def examples(epilog: str) -> list[list[str]]:
    return [shlex.split(text) for text in re.findall(r"exactnet (.+?)(?=; [a-z ]+: exactnet|$)", epilog)]


EXAMPLES = [arguments for group in (app, plot) for c in group.registered_commands for arguments in examples(c.epilog)]


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
    if arguments[0] == "plot":
        pytest.importorskip("matplotlib", reason="pictures need matplotlib")
    monkeypatch.chdir(tmp_path)
    Path("examples").symlink_to(ROOT / "examples")
    if arguments[0] == "check":
        assert main(["laps", "examples/tent-1.net.json", "--out", arguments[1]]) == 0
    # 1: what the examples of refutations say
    assert main([*arguments, "--quiet"]) in ((0, 1) if arguments[0] in ("search", "ensemble") else (0,))
    captured = capsys.readouterr()
    assert captured.out
    assert captured.err == ""
