"""`exactnet regions` as a user meets it."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from exactnet import face
from exactnet.cli import main, session
from exactnet.cli.session import time_limit
from exactnet.errors import InputError, TimeLimitError, UndecidedError

KEYS = {
    "activation_regions",
    "activation_patterns",
    "affine_maps",
    "linear_regions",
    "linear_regions_contact",
    "faces",
    "domain",
    "effort",
    "certificate",
}


def network(inputs: int, *layers: dict[str, Any]) -> dict[str, Any]:
    return {"format": "exactnet-network/1", "inputs": inputs, "layers": list(layers)}


def dense(rows: list[list[int]], bias: list[int]) -> dict[str, Any]:
    return {"type": "dense", "weight": [[str(x) for x in row] for row in rows], "bias": [str(x) for x in bias]}


def large(inputs: int = 5, neurons: int = 16) -> dict[str, Any]:
    """Tens of thousands of cells, and a second layer on top."""
    rng = random.Random(7)
    layers = []
    entering = inputs
    for _ in range(2):
        layers.append(dense([[rng.randint(-99, 99) for _ in range(entering)] for _ in range(neurons)], [1] * neurons))
        layers.append({"type": "relu"})
        entering = neurons
    return network(inputs, *layers)


THREE_LINES = network(2, dense([[1, 0], [0, 1], [-1, -1]], [0, 0, 0]), {"type": "relu"})
MAP = {"format": "exactnet-map/1", "points": [["0", "0"], ["1", "1"]]}
FILES = {
    "lines.net": THREE_LINES,
    "line.net": network(1, {"type": "abs"}),
    "seven.net": network(7, {"type": "relu"}),
    "maxout.net": network(2, {"type": "maxout", "groups": [[0, 1]]}),
    "inner.net": network(
        2, {"type": "residual", "layers": [{"type": "maxout", "groups": [[0, 1]]}, dense([[1], [1]], [0, 0])]}
    ),
    "large.net": large(),
    "wide.net": large(8, 12),
    "some.map": MAP,
}


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, document in FILES.items():
        Path(f"{name}.json").write_text(json.dumps(document))
    Path("broken.net.json").write_text("{")


def run_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main(["regions", *arguments, "--json"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return json.loads(captured.out)


def complaint(capsys: pytest.CaptureFixture[str], status: int, *arguments: str) -> str:
    """Nothing on standard output, one sentence on standard error."""
    assert main(["regions", *arguments]) == status
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    assert captured.err.startswith("exactnet: undecided: " if status == 3 else "exactnet: ")
    return captured.err


def test_the_document_has_the_five_counts_the_faces_and_the_domain(capsys: pytest.CaptureFixture[str]) -> None:
    document = run_json(capsys, "lines.net.json")
    assert document == {
        "activation_regions": 6,
        "activation_patterns": 7,
        "affine_maps": 6,
        "linear_regions": 6,
        "linear_regions_contact": 6,
        "faces": [1, 6, 6],
        "domain": "all",
        "effort": {
            "method": "face lattice",
            "arithmetic": "integers",
            "signs_asked": None,
            "signs_decided_exactly": None,
        },
        "certificate": None,
    }
    assert set(document) == KEYS


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("all", "all"),
        ("box:-1,1", [["-1", "1"], ["-1", "1"]]),
        ("box:-1/2,1.5", [["-1/2", "3/2"], ["-1/2", "3/2"]]),
        ("box:0,1;-2,3", [["0", "1"], ["-2", "3"]]),
    ],
)
def test_the_domain_is_written_exactly(capsys: pytest.CaptureFixture[str], text: str, domain: Any) -> None:
    document = run_json(capsys, "lines.net.json", "--domain", text)
    assert set(document) == KEYS
    assert document["domain"] == domain


def test_a_network_of_one_input_has_regions_too(capsys: pytest.CaptureFixture[str]) -> None:
    document = run_json(capsys, "line.net.json", "--domain", "box:-1,1")
    assert (document["activation_regions"], document["faces"], document["domain"]) == (2, [3, 2], [["-1", "1"]])


@pytest.mark.parametrize("domain", ["all", "box:-1,1", "box:0,1;-1,1/3"])
def test_the_command_and_the_function_agree(capsys: pytest.CaptureFixture[str], domain: str) -> None:
    document = run_json(capsys, "lines.net.json", "--domain", domain)
    assert document.pop("certificate") is None
    assert face.regions(THREE_LINES, domain).to_json() == document
    assert face.regions("lines.net.json", domain).to_json() == document


@pytest.mark.parametrize(
    "arguments",
    [
        ["lines.net.json"],
        ["lines.net.json", "--domain", "polytope:1,-1,-1;0,1,0;0,0,1"],
        ["line.net.json"],
        ["maxout.net.json"],
        ["inner.net.json", "--domain", "box:-1,1"],
        ["seven.net.json"],
    ],
    ids=" ".join,
)
def test_the_certificate_is_written_and_valid(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    document = run_json(capsys, *arguments, "--out", "certs")
    (path,) = Path("certs").iterdir()
    assert path.name == f"{document['certificate']}.cert.json"
    claim = json.loads(path.read_text())["claim"]
    assert claim["domain"] == document["domain"]
    assert claim["quantities"] == {name: document[name] for name in claim["quantities"]}
    assert len(claim["quantities"]) == (2 if document["faces"] is None else 6)
    assert main(["check", str(path)]) == 0
    assert capsys.readouterr().out.endswith(": valid\n")


def test_the_table_has_a_line_for_every_count(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regions", "lines.net.json"]) == 0
    captured = capsys.readouterr()
    *table, effort = captured.out.splitlines()
    lines = {line.split()[0]: line.split() for line in table}
    assert set(lines) == KEYS - {"domain", "effort", "certificate"}
    assert effort == "all in integers"
    assert lines["activation_patterns"][1] == "7"
    assert lines["faces"][1:4] == ["1", "6", "6"]
    assert captured.err == ""


@pytest.mark.parametrize("options", [["--jobs", "2"], ["--seed", "5"], ["--quiet"], ["--timeout", "100"]], ids=" ".join)
def test_uniform_options_do_not_change_the_answer(capsys: pytest.CaptureFixture[str], options: list[str]) -> None:
    assert run_json(capsys, "lines.net.json", *options) == run_json(capsys, "lines.net.json")


@pytest.mark.parametrize(
    "arguments",
    [
        ["missing.net.json"],
        ["."],
        ["broken.net.json"],
        ["some.map.json"],
        ["lines.net.json", "--domain", "circle"],
        ["lines.net.json", "--domain", ""],
        ["lines.net.json", "--domain", "box:1,0"],
        ["lines.net.json", "--domain", "box:0,0"],
        ["lines.net.json", "--domain", "box:0"],
        ["lines.net.json", "--domain", "box:0,1;"],
        ["lines.net.json", "--domain", "box:0,x"],
        ["lines.net.json", "--domain", "box:0,inf"],
        ["lines.net.json", "--domain", "box:0,1/0"],
        ["lines.net.json", "--domain", "box:0,1;0,1;0,1"],
        ["line.net.json", "--domain", "box:0,1;0,1"],
        ["lines.net.json", "--out", "some.map.json"],
        ["lines.net.json", "--domain", "polytope:1,1,0;1,-1,0"],
        ["lines.net.json", "--domain", "polytope:1,1"],
        ["lines.net.json", "--domain", "polytope:0,0,0;1,1,1"],
        ["lines.net.json", "--domain", "polytope:-1,1,0;-1,-1,0;1,0,1;1,0,-1"],
        ["seven.net.json", "--domain", "polytope:1,1,1,1,1,1,1,1"],
        ["lines.net.json", "--max-cells", "0"],
        ["lines.net.json", "--max-cells", "many"],
        ["lines.net.json", "--timeout", "0"],
        ["lines.net.json", "--timeout", "-1"],
        ["lines.net.json", "--jobs", "0"],
        ["lines.net.json", "--no-such-option"],
        ["lines.net.json", "line.net.json"],
        [],
    ],
    ids=lambda arguments: " ".join(arguments) or "nothing",
)
@pytest.mark.parametrize("json_flag", [[], ["--json"]], ids=["table", "json"])
def test_bad_usage_is_refused_in_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], json_flag: list[str]
) -> None:
    complaint(capsys, 2, *arguments, *json_flag)
    assert not Path("certs").exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [("some.map", "interval map"), ("missing.net", "missing.net.json")],
)
def test_the_sentence_names_what_is_wrong(capsys: pytest.CaptureFixture[str], name: str, words: str) -> None:
    assert words in complaint(capsys, 2, f"{name}.json")


def test_the_function_raises_what_the_command_says() -> None:
    with pytest.raises(InputError):
        face.regions(MAP)
    with pytest.raises(InputError):
        face.regions(THREE_LINES, "box:0,1;0,1;0,1")
    with pytest.raises(UndecidedError):
        face.regions(THREE_LINES, "box:-1,1", max_cells=5)
    assert face.regions(THREE_LINES, "box:-1,1", max_cells=6).activation_regions == 6


def test_more_cells_than_allowed_are_undecided(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["lines.net.json", "--domain", "box:-1,1", "--max-cells"]
    assert "--max-cells" in complaint(capsys, 3, *arguments, "5")
    assert "5" in complaint(capsys, 3, *arguments, "5")
    assert run_json(capsys, *arguments, "6")["faces"] == [9, 14, 6]


def test_more_cells_than_allowed_on_the_whole_plane_are_undecided(capsys: pytest.CaptureFixture[str]) -> None:
    assert "more than 2 cells" in complaint(capsys, 3, "lines.net.json", "--max-cells", "2")


def test_a_large_network_is_given_up_when_the_time_is_over() -> None:
    command = [sys.executable, "-m", "exactnet", "regions", "large.net.json", "--timeout", "0.2"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (3, "")
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("exactnet: undecided: the time limit of 0.2 seconds")


def test_a_time_limit_that_is_not_reached_leaves_no_alarm(capsys: pytest.CaptureFixture[str]) -> None:
    before = signal.getsignal(signal.SIGALRM)
    assert run_json(capsys, "lines.net.json", "--timeout", "1000")["activation_regions"] == 6
    assert signal.getsignal(signal.SIGALRM) == before
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


class _Slow:
    """Its finalizer is where the alarm arrives; the interpreter prints and drops exceptions from there."""

    def __del__(self) -> None:
        until = time.monotonic() + 0.1
        while time.monotonic() < until:
            pass


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_time_limit_is_kept_even_if_the_alarm_arrives_in_a_finalizer() -> None:
    def work() -> None:
        _Slow()
        until = time.monotonic() + 0.5
        while time.monotonic() < until:
            pass

    with pytest.raises(TimeLimitError), time_limit(0.05):
        work()


def test_a_time_limit_is_kept_even_if_an_extension_drops_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "_RING_AGAIN", 0.1)

    def work() -> None:
        until = time.monotonic() + 5
        try:
            while time.monotonic() < until:
                pass
        except TimeLimitError:
            pass  # as numpy does in gcd, of Python integers
        while time.monotonic() < until:
            pass

    start = time.monotonic()
    with pytest.raises(TimeLimitError), time_limit(0.05):
        work()
    assert time.monotonic() - start < 4


_LOADING = """
import time
from exactnet.cli.session import time_limit
from exactnet.errors import TimeLimitError
from exactnet.exact import highs
try:
    with time_limit({seconds}):
        highs.available()
        time.sleep(5)
except TimeLimitError:
    print("kept")
"""


@pytest.mark.parametrize("milliseconds", [2, 4, 6, 8, 12, 20])
def test_a_time_limit_is_kept_even_if_it_ends_while_highs_is_loaded(milliseconds: int) -> None:
    command = [sys.executable, "-c", _LOADING.format(seconds=milliseconds / 1000)]
    assert subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout == "kept\n"


def test_progress_is_reported_with_the_cells_so_far() -> None:
    calls: list[tuple[int, int, int, int]] = []
    face.regions(THREE_LINES, "box:-1,1", progress=lambda *call: calls.append(call))
    assert [cells for cells, *_ in calls] == [2, 4, 6]
    assert [left for *_, left in calls] == [2, 1, 0]


@pytest.mark.parametrize(("name", "maps"), [("maxout.net.json", 2), ("inner.net.json", 2)])
def test_maxout_layers_are_counted(capsys: pytest.CaptureFixture[str], name: str, maps: int) -> None:
    assert main(["regions", name, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["affine_maps"] == maps


def test_beyond_six_inputs_the_document_says_what_is_not_counted(capsys: pytest.CaptureFixture[str]) -> None:
    document = run_json(capsys, "seven.net.json", "--domain", "box:-1,1", "--jobs", "2")
    assert document == {
        "activation_regions": 128,
        "activation_patterns": None,
        "affine_maps": 128,
        "linear_regions": None,
        "linear_regions_contact": None,
        "faces": None,
        "domain": [["-1", "1"]] * 7,
        "effort": {"method": "depth first", "linear_programs": 0, "float_proposals_confirmed": 0, "exact_pivots": 0},
        "certificate": None,
    }
    del document["certificate"]
    assert face.regions(FILES["seven.net"], "box:-1,1").to_json() == document


def test_beyond_six_inputs_the_table_has_a_note_on_what_is_not_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regions", "seven.net.json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[:2]] == [["activation_regions", "128"], ["affine_maps", "128"]]
    assert "linear programs" in lines[2]
    assert "not counted" in lines[3]
    assert main(["regions", "seven.net.json", "--quiet"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_beyond_six_inputs_more_regions_than_allowed_are_undecided(
    capsys: pytest.CaptureFixture[str], jobs: str
) -> None:
    said = complaint(capsys, 3, "seven.net.json", "--max-cells", "127", "--jobs", jobs)
    assert "at least 128 activation regions" in said
    assert "--max-cells" in said
    assert run_json(capsys, "seven.net.json", "--max-cells", "128", "--jobs", jobs)["activation_regions"] == 128


def test_beyond_six_inputs_progress_is_the_number_of_regions_so_far() -> None:
    calls: list[tuple[int, int, int, int]] = []
    document = network(9, {"type": "relu"})
    face.regions(document, progress=lambda *call: calls.append(call))
    regions = [cells for cells, *_ in calls]
    assert regions == sorted(regions)
    assert regions[-1] == 512
    assert {call[1:] for call in calls} == {(0, 0, 0)}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_search_is_given_up_when_the_time_is_over(jobs: str) -> None:
    command = [sys.executable, "-m", "exactnet", "regions", "wide.net.json", "--timeout", "0.5", "--jobs", jobs]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "exactnet: undecided: the time limit of 0.5 seconds was reached\n"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_ends_a_search_and_its_processes(jobs: str) -> None:
    command = [sys.executable, "-m", "exactnet", "regions", "wide.net.json", "--jobs", jobs]
    running = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # a background job of a shell, which these tests may be, ignores interrupts, and so would its children
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    time.sleep(4)
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to the workers as well
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err) == (130, "", "exactnet: interrupted\n")
    with pytest.raises(ProcessLookupError):
        os.killpg(running.pid, 0)
