"""`exactnet plot` as a user meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from exactnet import face, plots
from exactnet.cli import main

pytest.importorskip("matplotlib", reason="pictures need matplotlib")

EXAMPLES = Path(__file__).parents[3] / "examples"
LINES = {
    "format": "exactnet-network/1",
    "inputs": 2,
    "layers": [
        {"type": "dense", "weight": [["1", "0"], ["0", "1"], ["-1", "-1"]], "bias": ["0", "0", "1"]},
        {"type": "relu"},
        {"type": "dense", "weight": [["1", "-1", "2"]], "bias": ["-1/3"]},
        {"type": "relu"},
    ],
}
TWO_OUTPUTS = {"format": "exactnet-network/1", "inputs": 2, "layers": [{"type": "abs"}]}
THREE_CYCLE = {"format": "exactnet-map/1", "points": [["0", "1/2"], ["1/2", "1"], ["1", "0"]]}
HUGE = {"format": "exactnet-map/1", "points": [["0", "0"], ["1", "1e200"]]}
FILES = {
    "lines.net": LINES,
    "two.net": TWO_OUTPUTS,
    "three.map": THREE_CYCLE,
    "huge.map": HUGE,
    "space.net": {"format": "exactnet-network/1", "inputs": 3, "layers": [{"type": "relu"}]},
    "curve.net": {
        "format": "exactnet-network/1",
        "inputs": 1,
        "layers": [{"type": "dense", "weight": [["1"], ["2"]], "bias": ["0", "1"]}, {"type": "relu"}],
    },
}
STARTS = {".svg": b"<?xml", ".pdf": b"%PDF", ".png": b"\x89PNG"}
REGIONS = ["regions", "lines.net.json"]
GRAPH = ["graph", "three.map.json"]
MARKOV = ["markov", "three.map.json"]
BOUNDS = ["bounds", "three.map.json", "curve.net.json", "--bounds", "entropy.lipschitz,zaslavsky,telgarsky2016.gate"]
TRAJECTORY = ["trajectory", "lines.net.json", "--from=-1,-1", "--to", "2,3"]
COBWEB = ["cobweb", "three.map.json", "--start", "1/5"]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, document in FILES.items():
        Path(f"{name}.json").write_text(json.dumps(document))


def draw(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main(["plot", *arguments, "--json"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    document = json.loads(captured.out)
    path = Path(document["file"])
    assert path.read_bytes().startswith(STARTS[path.suffix.lower()])
    return document


def complaint(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 2) -> str:
    """One sentence on standard error, and nothing new in the folder."""
    before = sorted(Path.cwd().iterdir())
    assert main(["plot", *arguments]) == status
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    assert captured.err.startswith("exactnet: ")
    assert sorted(Path.cwd().iterdir()) == before
    return captured.err


@pytest.mark.parametrize("suffix", [*STARTS, ".SVG"])
@pytest.mark.parametrize("command", [REGIONS, GRAPH, COBWEB, MARKOV, BOUNDS, TRAJECTORY], ids=lambda c: c[0])
def test_every_picture_in_every_format(capsys: pytest.CaptureFixture[str], command: list[str], suffix: str) -> None:
    draw(capsys, *command, "-o", f"picture{suffix}")
    assert sorted(p.name for p in Path.cwd().iterdir() if not p.name.endswith(".json")) == [f"picture{suffix}"]


@pytest.mark.parametrize("color", ["map", "value", "layer"])
@pytest.mark.parametrize("domain", ["all", "box:-1,2", "box:0,1;-1/3,40"])
def test_regions_say_what_was_drawn(capsys: pytest.CaptureFixture[str], color: str, domain: str) -> None:
    document = draw(capsys, *REGIONS, "-o", "a.svg", "--domain", domain, "--color", color, "--zero")
    counts = face.regions(LINES, domain).to_json()
    assert {k: document[k] for k in counts} == counts
    assert (document["color"], document["zero"], document["window"] is None) == (color, True, domain != "all")


def test_a_window_is_chosen_or_given(capsys: pytest.CaptureFixture[str]) -> None:
    chosen = draw(capsys, *REGIONS, "-o", "a.svg")
    given = draw(capsys, *REGIONS, "-o", "a.svg", "--view", "-1/2,3")
    assert given["window"] == [["-1/2", "3"], ["-1/2", "3"]]
    assert {k: v for k, v in given.items() if k != "window"} == {k: v for k, v in chosen.items() if k != "window"}


def test_degenerate_pictures(capsys: pytest.CaptureFixture[str]) -> None:
    flat = {
        "format": "exactnet-network/1",
        "inputs": 2,
        "layers": [{"type": "dense", "weight": [["0", "0"]], "bias": ["0"]}, {"type": "relu"}],
    }
    Path("flat.net.json").write_text(json.dumps(flat))
    for color in ("map", "value", "layer"):
        assert draw(capsys, "regions", "flat.net.json", "-o", "a.png", "--color", color, "--zero")["affine_maps"] == 1
    constant = {"format": "exactnet-map/1", "points": [["0", "1/2"], ["1", "1/2"]]}
    Path("constant.map.json").write_text(json.dumps(constant))
    assert draw(capsys, "graph", "constant.map.json", "-o", "a.png")["laps"] == 1
    assert draw(capsys, "cobweb", "constant.map.json", "--start", "0", "-o", "a.png")["cycle"] == {
        "after": 1,
        "period": 1,
    }


def test_graph_and_cobweb_say_what_was_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    document = draw(capsys, *GRAPH, "-o", "a.svg")
    assert (document["affine_pieces"], document["laps"], document["domain"]) == (2, 2, ["0", "1"])
    document = draw(capsys, *COBWEB, "--steps", "50", "-o", "a.svg")
    assert (document["start"], document["steps"], document["cycle"]) == ("1/5", 6, {"after": 0, "period": 6})
    tent = str(EXAMPLES / "tent-3.net.json")
    assert draw(capsys, "graph", tent, "--domain", "all", "-o", "a.svg")["domain"] == "all"
    assert draw(capsys, "cobweb", tent, "--start", "1/97", "--steps", "3", "-o", "a.svg")["steps"] == 3


@pytest.mark.parametrize("command", [REGIONS, [*REGIONS, "--color", "value", "--zero"], GRAPH, COBWEB])
def test_an_svg_is_the_same_every_time(capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    draw(capsys, *command, "-o", "a.svg")
    script = f"import sys; from exactnet.cli import main; sys.exit(main({['plot', *command, '-o', 'b.svg']!r}))"
    Path("matplotlibrc").write_text("lines.linewidth: 7\nfont.size: 30\nsvg.hashsalt: other\n")
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)
    assert Path("a.svg").read_bytes() == Path("b.svg").read_bytes()


def test_drawing_leaves_the_settings_of_matplotlib_alone(capsys: pytest.CaptureFixture[str]) -> None:
    import matplotlib

    before = dict(matplotlib.rcParams)
    draw(capsys, *REGIONS, "-o", "a.svg")
    assert dict(matplotlib.rcParams) == before


def test_a_line_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plot", *REGIONS, "-o", "a.svg"]) == 0
    counts = face.regions(LINES)
    expected = f"a.svg: {counts.activation_regions} activation regions, {counts.affine_maps} affine maps\n"
    assert capsys.readouterr().out == expected


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([*REGIONS, "-o", "a.jpg"], "suffix"),
        ([*REGIONS, "-o", "picture"], "suffix"),
        ([*REGIONS, "-o", "missing/a.svg"], "no folder"),
        ([*REGIONS, "-o", "x" * 300 + ".svg"], "name too long"),
        (REGIONS, "output"),
        (["regions", "space.net.json", "-o", "a.svg"], "3 inputs"),
        (["regions", "curve.net.json", "-o", "a.svg"], "1 input;"),
        (["regions", "three.map.json", "-o", "a.svg"], "networks"),
        (["regions", "two.net.json", "-o", "a.svg", "--zero"], "2 outputs"),
        (["regions", "no.json", "-o", "a.svg"], "no.json"),
        ([*REGIONS, "-o", "a.svg", "--view", "1"], "view '1' is no window"),
        ([*REGIONS, "-o", "a.svg", "--view", "1,0"], "view '1,0' is no window"),
        ([*REGIONS, "-o", "a.svg", "--view", "0,1", "--domain", "box:0,1"], "window"),
        ([*REGIONS, "-o", "a.svg", "--domain", "box:1e20,100000000000000000001"], "too narrow"),
        ([*REGIONS, "-o", "a.svg", "--domain", "box:0,1e300"], "1e100"),
        ([*REGIONS, "-o", "a.svg", "--color", "mauve"], "mauve"),
        (["graph", "lines.net.json", "-o", "a.svg"], "2 inputs"),
        (["graph", "curve.net.json", "-o", "a.svg"], "2 outputs"),
        (["graph", "huge.map.json", "-o", "a.svg"], "1e100"),
        ([*GRAPH, "-o", "a.svg", "--domain", "box:0,2"], "defined on"),
        (["cobweb", "three.map.json", "-o", "a.svg"], "start"),
        ([*COBWEB, "--start", "2", "-o", "a.svg"], "outside"),
        ([*COBWEB, "--start", "half", "-o", "a.svg"], "not a number"),
        ([*COBWEB, "--steps", "-1", "-o", "a.svg"], "steps"),
        (["cobweb", str(EXAMPLES / "tent-3.net.json"), "--domain", "all", "--start", "0", "-o", "a.svg"], "bounded"),
    ],
)
def test_what_cannot_be_drawn_is_refused(capsys: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    assert words in complaint(capsys, *arguments).lower()


def test_a_folder_in_the_way(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.svg").mkdir()
    assert "folder" in complaint(capsys, *REGIONS, "-o", "a.svg")


def test_too_many_cells_and_too_little_time_are_undecided(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--max-cells" in complaint(capsys, *REGIONS, "-o", "a.svg", "--max-cells", "3", status=3)
    deep = str(EXAMPLES / "tent-10.net.json")
    assert "time limit" in complaint(capsys, "graph", deep, "-o", "a.svg", "--timeout", "0.001", status=3)


def test_a_failed_drawing_keeps_the_old_picture(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.svg").write_text("old")
    complaint(capsys, "graph", "huge.map.json", "-o", "a.svg")
    assert Path("a.svg").read_text() == "old"


def test_without_matplotlib_one_sentence_says_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    for command in (REGIONS, GRAPH, COBWEB):
        assert "pip install 'exactnet[plot]'" in complaint(capsys, *command, "-o", "a.svg")


def test_no_command_but_plot_loads_matplotlib() -> None:
    script = "import sys, exactnet.cli, exactnet.plots; sys.exit('matplotlib' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)


def test_figures_from_python() -> None:
    figure = plots.region_figure(face.regions(LINES, "box:0,1"))
    (axes,) = figure.axes
    assert "activation regions" in axes.get_title()
    assert plots.save(figure, "a.pdf") == Path("a.pdf")


@pytest.mark.parametrize("relation", ["le", "lt", "ge", "gt", "eq"])
@pytest.mark.parametrize("domain", ["all", "box:-1,2"])
def test_decision_regions_say_their_betti_numbers(
    capsys: pytest.CaptureFixture[str], relation: str, domain: str
) -> None:
    document = draw(capsys, *REGIONS, "-o", "a.svg", "--set", relation, "--level", "1/7", "--domain", domain)
    expected = face.betti(LINES, relation, "1/7", domain)
    assert {key: document[key] for key in expected.to_json()} == expected.to_json()
    assert (document["window"] is None) == (domain != "all")


@pytest.mark.parametrize("command", [MARKOV, BOUNDS, TRAJECTORY], ids=lambda c: c[0])
@pytest.mark.parametrize("suffix", STARTS)
def test_equal_pictures_have_equal_bytes(capsys: pytest.CaptureFixture[str], command: list[str], suffix: str) -> None:
    for name in ("a", "b"):
        draw(capsys, *command, "-o", f"{name}{suffix}")
    assert Path(f"a{suffix}").read_bytes() == Path(f"b{suffix}").read_bytes()


def test_markov_graphs_say_what_was_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    document = draw(capsys, *MARKOV, "-o", "a.svg")
    assert document["partition"] == ["0", "1/2", "1"]
    assert (document["markov"], document["covered"], document["met"]) == (True, [[1, 2], [0, 2]], [[1, 2], [0, 2]])
    assert "leaves" in complaint(capsys, "markov", "huge.map.json", "-o", "a.png")


def test_bounds_that_leave_nothing_to_draw(capsys: pytest.CaptureFixture[str]) -> None:
    assert "nothing to draw" in complaint(capsys, "bounds", "three.map.json", "--bounds", "zaslavsky", "-o", "a.png")
    document = draw(capsys, *BOUNDS, "-o", "a.svg")
    rows = [row for subject in document["subjects"] for row in subject["rows"]]
    assert {row["bound"] for row in rows} == set(BOUNDS[-1].split(","))
    assert document["drawn"] == sum(row["verdict"] == "proved" for row in rows) > 1


@pytest.mark.parametrize("suffix", STARTS)
def test_equal_decision_regions_give_equal_bytes(capsys: pytest.CaptureFixture[str], suffix: str) -> None:
    for name in ("a", "b"):
        draw(capsys, "regions", "two.net.json", "-o", f"{name}{suffix}", "--set", "gt", "--classes", "0,1")
    assert Path(f"a{suffix}").read_bytes() == Path(f"b{suffix}").read_bytes()
    draw(capsys, "regions", "two.net.json", "-o", f"c{suffix}", "--set", "ge", "--classes", "0,1")
    assert Path(f"a{suffix}").read_bytes() != Path(f"c{suffix}").read_bytes()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--level", "1"],
        ["--unit", "0"],
        ["--classes", "0,1"],
        ["--set", "below"],
        ["--set", "le", "--zero"],
        ["--set", "le", "--color", "value"],
        ["--set", "le", "--unit", "3"],
        ["--set", "le", "--domain", "box:0,1", "--view", "0,1"],
    ],
    ids=" ".join,
)
def test_decision_regions_that_are_not_drawn(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    complaint(capsys, *REGIONS, "-o", "a.svg", *arguments)


def test_a_decision_region_wants_an_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert "2 outputs" in complaint(capsys, "regions", "two.net.json", "-o", "a.svg", "--set", "le")
    draw(capsys, "regions", "two.net.json", "-o", "a.svg", "--set", "le", "--unit", "1", "--level", "1")
    assert "two" in complaint(capsys, "regions", "space.net.json", "-o", "b.svg", "--set", "le", "--unit", "1")


def test_the_border_of_a_polytope_is_drawn() -> None:
    from matplotlib.collections import LineCollection

    place = "polytope:1,-1,-1;0,1,0;0,0,1"
    figure = plots.region_figure(face.regions(LINES, domain=place))
    border = figure.axes[0].collections[-1]
    assert isinstance(border, LineCollection)
    ends = {tuple(sorted(map(tuple, segment.tolist()))) for segment in border.get_segments()}
    on = [all(x == 0 for x, _ in e) or all(y == 0 for _, y in e) or all(x + y == 1 for x, y in e) for e in ends]
    assert len(on) >= 3
    assert all(on)
