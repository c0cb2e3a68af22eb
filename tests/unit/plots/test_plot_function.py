"""`xn.plot` draws what the command draws, and refuses what it refuses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import exactnet as xn
from exactnet.cli import main
from exactnet.cli.picture import plot as commands

pytest.importorskip("matplotlib", reason="pictures need matplotlib")
from matplotlib.figure import Figure

EXAMPLES = Path(__file__).parents[3] / "examples"
PLANE = str(EXAMPLES / "classifier-2d.net.json")
TENT = str(EXAMPLES / "tent-1.net.json")
CYCLE = str(EXAMPLES / "three-cycle.map.json")
PATH = ["--from=-3,-3", "--to", "3,3"]
ENDS = ([-3, -3], [3, 3])

PICTURES: list[tuple[str, list[str], tuple[Any, ...], dict[str, Any]]] = [
    ("regions", [PLANE, "--domain", "box:-1,1", "--zero"], (PLANE,), {"domain": "box:-1,1", "zero": True}),
    (
        "regions",
        [PLANE, "--set", "gt", "--level", "1/2", "--view", "-2,2"],
        (PLANE,),
        {"set": "gt", "level": "1/2", "view": "-2,2"},
    ),
    (
        "betti",
        [PLANE, "--domain", "box:-1,1", "--set", "ge", "--unit", "0"],
        (PLANE, "box:-1,1"),
        {"set": "ge", "unit": 0},
    ),
    ("graph", [TENT, "--domain", "all"], (TENT,), {"domain": "all"}),
    ("cobweb", [CYCLE, "--start", "1/5", "--steps", "9"], (CYCLE,), {"start": "1/5", "steps": 9}),
    ("markov", [CYCLE, "--depth", "3"], (CYCLE,), {"depth": 3}),
    ("entropy", ["--tent", "1:2:5"], (), {"tent": "1:2:5"}),
    ("entropy", [CYCLE, "--vary", "points.0.1=0:1:3"], (CYCLE,), {"vary": "points.0.1=0:1:3"}),
    (
        "bounds",
        [TENT, CYCLE, "--bounds", "entropy.lipschitz,telgarsky2016.gate"],
        ([TENT, CYCLE],),
        {"bounds": ["entropy.lipschitz", "telgarsky2016.gate"]},
    ),
    ("trajectory", [PLANE, *PATH, "--via", "0,1"], (PLANE, *ENDS), {"via": [[0, 1]]}),
    (
        "ensemble",
        [*PATH, "--width", "3", "--depth", "2", "--draws", "3", "--sigma-w", "2"],
        ENDS,
        {"width": 3, "depth": 2, "draws": 3, "sigma_w": 2},
    ),
    ("sensitivity", [PLANE, *PATH, "--noise", "1/64"], (PLANE, *ENDS), {"noise": "1/64"}),
]


@pytest.mark.parametrize(("kind", "words", "arguments", "options"), PICTURES, ids=lambda x: x if type(x) is str else "")
def test_the_function_draws_what_the_command_draws(
    tmp_path: Path, kind: str, words: list[str], arguments: Any, options: Any
) -> None:
    assert main(["plot", kind, *words, "-o", str(tmp_path / "command.svg"), "--quiet"]) == 0
    written = xn.plot(kind, *arguments, output=tmp_path / "function.svg", **options)
    assert written == tmp_path / "function.svg"
    assert written.read_bytes() == (tmp_path / "command.svg").read_bytes()


def test_every_kind_is_there() -> None:
    known = {command.callback.__name__ for command in commands.registered_commands if command.callback is not None}
    assert {kind for kind, *_ in PICTURES} == known
    with pytest.raises(xn.InputError, match="there are " + ", ".join(dict.fromkeys(k for k, *_ in PICTURES))):
        xn.plot("pie", TENT)


def test_a_plane_of_more_inputs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    network = xn.load({"format": "exactnet-network/1", "inputs": 3, "layers": [{"type": "abs"}]})
    points = [[1, 1, 1], [2, 1, 1], [1, 2, 1]]
    figure = xn.plot("regions", network, plane=points)
    counts: Any = xn.regions(network, plane=points)
    assert isinstance(figure, Figure)
    assert figure.axes[0].get_title().startswith(f"{counts.activation_regions} activation regions")
    assert (figure.axes[0].get_xlabel(), figure.axes[0].get_ylabel()) == ("$s$", "$t$")
    file = tmp_path / "three.net.json"
    file.write_text('{"format": "exactnet-network/1", "inputs": 3, "layers": [{"type": "abs"}]}')
    words = ["plot", "regions", str(file), "--plane", "1,1,1;2,1,1;1,2,1", "-o", str(tmp_path / "a.svg")]
    assert main(words) == 0
    assert "with inputs s, t" in capsys.readouterr().out
    drawn = xn.plot("regions", network, plane=points, output=tmp_path / "b.svg")
    assert drawn.read_bytes() == (tmp_path / "a.svg").read_bytes()
    assert xn.plot("regions", PLANE, domain="box:0,1", set="le").axes[0].get_xlabel() == "$x_1$"
    with pytest.raises(xn.InputError, match="3 inputs"):
        xn.plot("regions", network)


@pytest.mark.parametrize(
    ("arguments", "options", "words"),
    [
        ((["graph"], TENT), {}, "there is no picture"),
        (("graph",), {}, "plot graph: missing a required argument: 'source'"),
        (("graph", TENT), {"colour": 1}, "plot graph: got an unexpected keyword argument 'colour'"),
        (("graph", TENT), {"output": "a.jpg"}, "the suffix says the format"),
        (("graph", TENT), {"output": "nowhere/a.svg"}, "there is no folder"),
        (("graph", "nowhere.net.json"), {}, "there is no such file"),
        (("cobweb", TENT, 0), {"steps": 1.5}, "steps"),
        (("regions", PLANE), {"set": "le", "color": "value"}, "leave out color and zero"),
        (("regions", PLANE), {"classes": (0, 1)}, "they want set"),
        (("regions", PLANE), {"view": 3}, "view 3 is no window"),
        (("regions", PLANE), {"color": "mauve"}, "mauve"),
        (("entropy",), {}, "give one family"),
        (("entropy", TENT), {"tent": "1:2:3"}, "give one family"),
        (("entropy",), {"tent": "1:2:3", "clip": True}, "clipping already"),
        (("bounds", [TENT]), {"names": []}, "given to 1 subject, but there are 0"),
        (("bounds", []), {}, "nothing to draw"),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_what_cannot_be_drawn_is_an_input_error(arguments: Any, options: Any, words: str) -> None:
    with pytest.raises(xn.InputError, match=words):
        xn.plot(*arguments, **options)


def test_without_matplotlib_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(xn.InputError, match=r"pip install 'exactnet\[plot\]'"):
        xn.plot("graph", TENT)


def test_matplotlib_is_loaded_to_draw_only() -> None:
    script = "import sys, exactnet as xn; xn.plot, xn.regions; sys.exit('matplotlib' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)
