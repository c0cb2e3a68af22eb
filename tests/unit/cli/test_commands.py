"""The commands as a user meets them: files in a folder, standard output, standard error, exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from exactnet.certs import Fragment
from exactnet.cli import main

TENT = {
    "format": "exactnet-network/1",
    "name": "tent",
    "inputs": 1,
    "layers": [
        {"type": "dense", "weight": [["1"], ["2"]], "bias": ["0", "-1"]},
        {"type": "relu"},
        {"type": "dense", "weight": [["2", "-2"]], "bias": ["0"]},
    ],
}
THREE_CYCLE = {"format": "exactnet-map/1", "points": [["0", "1/2"], ["1/2", "1"], ["1", "0"]]}
LEAVING = {"format": "exactnet-map/1", "points": [["0", "0"], ["1/2", "3/2"], ["1", "0"]]}
PLANE = {
    "format": "exactnet-network/1",
    "inputs": 2,
    "layers": [{"type": "dense", "weight": [["1", "1"]], "bias": ["0"]}, {"type": "relu"}],
}


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, document in (
        ("tent.net", TENT),
        ("three.map", THREE_CYCLE),
        ("leaving.map", LEAVING),
        ("plane.net", PLANE),
    ):
        Path(f"{name}.json").write_text(json.dumps(document))


def run_json(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> Any:
    """Run with --json; the document is all there is on standard output."""
    assert main([*arguments, "--json"]) == status
    return json.loads(capsys.readouterr().out)


def complaint(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run something wrong: status 2, nothing on standard output, one sentence on standard error."""
    assert main(list(arguments)) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    assert captured.err.startswith("exactnet: ")
    return captured.err


def test_verify_writes_a_valid_certificate_for_every_decided_row(capsys: pytest.CaptureFixture[str]) -> None:
    document = run_json(capsys, "verify", "tent.net.json", "--out", "certs")
    decided = [row for row in document["rows"] if row["verdict"] in ("proved", "refuted")]
    assert decided
    for row in decided:
        assert (Path("certs") / f"{row['certificate']}.cert.json").exists()
    assert main(["check", "certs"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len({row["certificate"] for row in decided})
    assert all(line.endswith(": valid") for line in lines)


def test_verify_rows_have_the_keys_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    document = run_json(capsys, "verify", "tent.net.json")
    keys = {
        "bound",
        "source",
        "status",
        "side",
        "premises",
        "quantity",
        "measured",
        "bound_value",
        "verdict",
        "certificate",
    }
    for row in document["rows"]:
        assert keys <= set(row)
        assert row["status"] in ("text", "derived", "recalled")
        assert row["verdict"] in ("proved", "refuted", "not_applicable", "unknown")


def test_verify_names_the_premise_that_fails(capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = run_json(capsys, "verify", "tent.net.json", "--bounds", "serra2018.theorem5")["rows"]
    assert row["verdict"] == "not_applicable"
    assert row["premises"][-1] == {"premise": "every width n_l is at least 3", "holds": False}
    assert row["certificate"] is None


def test_verify_of_a_map_that_leaves_its_interval_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    rows = run_json(capsys, "verify", "leaving.map.json")["rows"]
    assert {r["verdict"] for r in rows if r["quantity"] == "growth"} == {"not_applicable"}
    assert "proved" in {r["verdict"] for r in rows}


def test_verify_of_two_inputs_speaks_of_regions(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exactnet.bounds.space.cell_evidence", lambda complex_: Fragment({}))
    document = run_json(capsys, "verify", "plane.net.json")
    by_bound = {row["bound"]: row for row in document["rows"]}
    assert document["domain"] == "all"
    assert {row["verdict"] for row in document["rows"]} == {"not_applicable", "proved"}
    assert by_bound["zaslavsky"]["verdict"] == "proved"
    assert by_bound["bu2020.pieces"]["reason"] == "premise fails: one input"
    box = run_json(capsys, "verify", "plane.net.json", "--domain", "box:1,2;-1,1", "--bounds", "zaslavsky")
    assert box["domain"] == [["1", "2"], ["-1", "1"]]
    assert box["rows"][0]["measured"] <= by_bound["zaslavsky"]["measured"]
    unknown = run_json(capsys, "verify", "plane.net.json", "--max-cells", "1", "--bounds", "zaslavsky", status=3)
    assert "--max-cells" in unknown["rows"][0]["reason"]


@pytest.mark.parametrize("domain", ["box:1", "box:0,1;0,1;0,1", "0,1"])
def test_verify_refuses_a_domain_that_does_not_fit_the_inputs(domain: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "plane.net.json", "--domain", domain]) == 2
    assert "domain" in capsys.readouterr().err


def test_verify_on_the_whole_line(capsys: pytest.CaptureFixture[str]) -> None:
    rows = run_json(capsys, "verify", "tent.net.json", "--domain", "all", "--out", "certs")["rows"]
    by_bound = {row["bound"]: row for row in rows}
    assert by_bound["bu2020.pieces"]["measured"] == 3
    assert by_bound["bu2020.entropy"]["verdict"] == "not_applicable"
    assert main(["check", "certs", "--quiet"]) == 0


def test_verify_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "tent.net.json", "--bounds", "bu2020.pieces,telgarsky2016.network"]) == 0
    out = capsys.readouterr().out
    assert "bu2020.pieces" in out
    assert "derived" in out
    assert "proved" in out


def test_verify_lists_apart_what_it_does_not_attempt(capsys: pytest.CaptureFixture[str]) -> None:
    layers: list[Any] = []
    for before, width in ((2, 40), (40, 40)):
        layers += [{"type": "dense", "weight": [["1"] * before] * width, "bias": ["0"] * width}, {"type": "relu"}]
    Path("wide.net.json").write_text(json.dumps({"format": "exactnet-network/1", "inputs": 2, "layers": layers}))
    found = run_json(capsys, "verify", "wide.net.json")
    skipped = {row["bound"]: row for row in found["skipped"]}
    assert set(skipped) == {"serra2018.lower", "montufar2014.lower", "pascanu2013.lower", "serra2018.lower_size"} - {
        row["bound"] for row in found["rows"]
    }
    assert "serra2018.lower" in skipped
    assert set(skipped["serra2018.lower"]) == {"bound", "source", "status", "reason"}
    assert "362,061 regions or more; no more than 5,000" in skipped["serra2018.lower"]["reason"]
    assert all(row["verdict"] != "unknown" for row in found["rows"])
    assert main(["verify", "wide.net.json"]) == 0
    assert "not attempted" in capsys.readouterr().out
    # asked for by name, it is unknown, and the exit status says so
    options = ("--bounds", "serra2018.lower,zaslavsky", "--max-cells", "9999")
    named = run_json(capsys, "verify", "wide.net.json", *options, status=3)
    assert [row["verdict"] for row in named["rows"]] == ["unknown", "not_applicable"]
    assert "no more than 9,999 are counted (--max-cells)" in named["rows"][0]["reason"]
    assert named["skipped"] == []


def test_verify_comes_to_an_end_with_many_inputs(capsys: pytest.CaptureFixture[str]) -> None:
    layers: list[Any] = []
    for before, width in ((150, 40), (40, 40)):
        weight = [[str((7 * i * i + 3 * i * j + 5 * j * j) % 17 - 8) for j in range(before)] for i in range(width)]
        layers += [{"type": "dense", "weight": weight, "bias": ["1"] * width}, {"type": "relu"}]
    Path("high.net.json").write_text(json.dumps({"format": "exactnet-network/1", "inputs": 150, "layers": layers}))
    found = run_json(capsys, "verify", "high.net.json")
    assert [row["bound"] for row in found["rows"] if row["verdict"] == "proved"] == ["rieck2019.persistence"] * 2
    assert all("operations" in row["reason"] for row in found["skipped"] if row["bound"].endswith(".upper"))
    assert "serra2018.upper" in {row["bound"] for row in found["skipped"]}
    assert main(["verify", "high.net.json"]) == 0
    assert "to try all the same: --bounds " in capsys.readouterr().out
    # named, nothing but time stops it, and what the weights tell comes first
    options = ("--bounds", "serra2018.upper,rieck2019.persistence", "--timeout", "1")
    named = run_json(capsys, "verify", "high.net.json", *options, status=3)
    assert [row["verdict"] for row in named["rows"]] == ["unknown", "proved", "proved"]
    assert "time limit" in named["rows"][0]["reason"]


def test_verify_stops_at_the_time_limit(capsys: pytest.CaptureFixture[str]) -> None:
    layers: list[Any] = []
    for i in range(19):
        weight = [["1"], ["2"]] if i == 0 else [["2", "-2"], ["4", "-4"]]
        layers += [{"type": "dense", "weight": weight, "bias": ["0", "-1"]}, {"type": "relu"}]
    layers.append({"type": "dense", "weight": [["2", "-2"]], "bias": ["0"]})
    Path("deep.net.json").write_text(json.dumps({"format": "exactnet-network/1", "inputs": 1, "layers": layers}))
    rows = run_json(capsys, "verify", "deep.net.json", "--timeout", "0.4", status=3)["rows"]
    assert all(row["reason"] and "time limit" in row["reason"] for row in rows if row["verdict"] == "unknown")


@pytest.mark.parametrize(
    "arguments",
    [
        ["laps", "tent.net.json", "--max-pieces", "1"],
        ["entropy", "tent.net.json", "--max-pieces", "1"],
        ["orbits", "three.map.json", "--max-period", "30", "--max-points", "5"],
        ["regions", "plane.net.json", "--max-cells", "1"],
        ["distance", "tent.net.json", "three.map.json", "--norm", "l1", "--max-pieces", "1"],
        ["depth-width", "tent.net.json", "--max-pieces", "1"],
        ["plot", "graph", "tent.net.json", "--max-pieces", "1", "-o", "a.svg"],
    ],
)
def test_a_surrender_is_a_document_too(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main([*arguments, "--json"]) == 3
    captured = capsys.readouterr()
    found = json.loads(captured.out)
    assert found["decided"] is False
    assert captured.err == f"exactnet: undecided: {found['reason']}\n"
    assert main(arguments) == 3
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "command", [["verify"], ["laps"], ["entropy"], ["orbits", "--max-period", "2"], ["depth-width"]]
)
def test_a_folder_has_a_name(capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    for name in ("", " "):
        assert "name a folder" in complaint(capsys, *command, "tent.net.json", "--out", name)
    assert not list(Path().glob("*.cert.json"))


def test_bounds_can_be_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--list"]) == 0
    printed = capsys.readouterr().out
    assert "Telgarsky 2016, crossings of networks" in printed
    assert "[lo, hi]" in " ".join(printed.split())  # brackets are text, not markup


def test_laps_of_iterates(capsys: pytest.CaptureFixture[str]) -> None:
    document = run_json(capsys, "laps", "three.map.json", "--iterate", "5", "--out", "certs")
    assert document["laps"] == [2, 3, 5, 8, 13]
    assert len(document["crossings"]) == 5
    assert (document["minima"], document["maxima"]) == (["0"] * 5, ["1"] * 5)
    assert main(["check", "certs", "--quiet"]) == 0


def test_laps_of_a_network_need_no_self_map_once(capsys: pytest.CaptureFixture[str]) -> None:
    document = run_json(capsys, "laps", "tent.net.json", "--domain", "box:-1,3", "--out", "certs")
    assert document["laps"] == [2]
    assert len(document["minima"]) == len(document["maxima"]) == 1
    assert main(["check", "certs", "--quiet"]) == 0
    assert "leaves its interval" in complaint(capsys, "laps", "tent.net.json", "--domain", "box:-1,3", "--iterate", "2")


def test_entropy_exact(capsys: pytest.CaptureFixture[str]) -> None:
    document = run_json(capsys, "entropy", "three.map.json", "--digits", "30", "--out", "certs")
    assert document["exact"]["polynomial"] == [-1, -1, 1]
    assert document["markov"] is True
    assert document["log_decimal"] == "0.481211825059603447497758913424"
    assert main(["check", "certs", "--quiet"]) == 0


def test_entropy_clipped(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--clip" in complaint(capsys, "entropy", "leaving.map.json")
    assert "--clip" in complaint(capsys, "laps", "leaving.map.json")
    document = run_json(capsys, "entropy", "leaving.map.json", "--clip", "--out", "certs")
    assert document["exact"]["polynomial"] == [-2, 1]
    assert main(["check", "certs", "--quiet"]) == 0


def test_distance(capsys: pytest.CaptureFixture[str]) -> None:
    document = run_json(capsys, "distance", "tent.net.json", "three.map.json", "--norm", "linf", "--out", "certs")
    assert document["value"] == "1/2"
    assert run_json(capsys, "distance", "tent.net.json", "three.map.json", "--norm", "l1")["value"] == "1/8"
    assert main(["check", "certs", "--quiet"]) == 0


def test_check_reports_the_failing_step_and_the_status(capsys: pytest.CaptureFixture[str]) -> None:
    run_json(capsys, "entropy", "three.map.json", "--out", "certs")
    (path,) = Path("certs").iterdir()
    document = json.loads(path.read_text())
    document["claim"]["growth_lower"] = "17/10"
    path.write_text(json.dumps(document))
    found = run_json(capsys, "check", str(path), status=1)
    assert found["certificates"][0]["verdict"] == "invalid"
    assert found["certificates"][0]["step"]
    document["claim"]["growth_lower"], document["evidence"] = "1", {"hole": "an uncertified answer"}
    path.write_text(json.dumps(document))
    assert run_json(capsys, "check", str(path), "--jobs", "2", status=3)["certificates"][0]["verdict"] == "holey"


def test_a_map_can_be_iterated_on_an_invariant_part_of_its_interval(capsys: pytest.CaptureFixture[str]) -> None:
    points = [["0", "0"], ["1/4", "1/2"], ["1/2", "0"], ["3/4", "1"], ["1", "3/4"]]
    Path("part.map.json").write_text(json.dumps({"format": "exactnet-map/1", "points": points}))
    part = ["--domain", "box:0,1/2", "--out", "certs"]
    assert run_json(capsys, "laps", "part.map.json", "--iterate", "3", *part)["laps"] == [2, 4, 8]
    assert run_json(capsys, "entropy", "part.map.json", *part)["growth_lower"] == "2"
    run_json(capsys, "verify", "part.map.json", *part)
    assert main(["check", "certs", "--quiet"]) == 0


def test_many_digits_with_progress(capsys: pytest.CaptureFixture[str]) -> None:
    points = [["0", "0"], ["1/3", "8/9"], ["1", "0"]]
    Path("skew.map.json").write_text(json.dumps({"format": "exactnet-map/1", "points": points}))
    document = run_json(capsys, "entropy", "skew.map.json", "--digits", "330")
    assert len(document["log_decimal"]) == 332


def test_methods_of_entropy(capsys: pytest.CaptureFixture[str]) -> None:
    points = [["0", "0"], ["1/3", "8/9"], ["1", "0"]]
    Path("skew.map.json").write_text(json.dumps({"format": "exactnet-map/1", "points": points}))
    brackets = {}
    for method in ("auto", "kneading", "partition"):
        document = run_json(capsys, "entropy", "skew.map.json", "--method", method)
        assert document["method"] == {"auto": "kneading"}.get(method, method)
        brackets[method] = Fraction(document["growth_lower"]), Fraction(document["growth_upper"])
    assert brackets["auto"] == brackets["kneading"]
    assert max(a for a, _ in brackets.values()) <= min(b for _, b in brackets.values())
    assert main(["entropy", "skew.map.json", "--digits", "50"]) == 0
    assert "kneading: 1 turning point, " in capsys.readouterr().out
    assert main(["entropy", "three.map.json", "--method", "kneading"]) == 0
    assert "kneading: 1 turning point, complete itineraries" in capsys.readouterr().out
    assert main(["entropy", "three.map.json"]) == 0
    assert "partition: 3 points, Markov" in capsys.readouterr().out
    assert main(["entropy", "skew.map.json", "--method", "guess"]) == 2


def test_a_vacuous_bound_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    n = 2**14
    points = [[f"{j}/{n}", str(j % 2)] for j in range(n + 1)]
    Path("teeth.map.json").write_text(json.dumps({"format": "exactnet-map/1", "points": points}))
    (row,) = run_json(capsys, "verify", "teeth.map.json", "--bounds", "telgarsky2016.l1")["rows"]
    assert row["reason"] == "the bound is vacuous here"


def test_output_that_cannot_be_written_is_no_traceback() -> None:
    command = [sys.executable, "-m", "exactnet", "laps", "three.map.json"]
    full = subprocess.run([*command, "--json"], stdout=open("/dev/full", "w"), stderr=subprocess.PIPE, text=True)  # noqa: SIM115
    assert full.returncode == 2
    assert len(full.stderr.splitlines()) == 1
    closed = subprocess.run(
        [
            "bash",
            "-c",
            f"{sys.executable} -m exactnet laps three.map.json --iterate 300 | true; echo ${{PIPESTATUS[0]}}",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert closed.stdout.strip() == "0"
    assert closed.stderr == ""


BAD_FILES = {
    "not-json": "{",
    "not-utf8": b"\xff\xfe\x00",
    "a-list": "[]",
    "no-format": '{"inputs": 1}',
    "unknown-format": '{"format": "exactnet-network/9"}',
    "nan": '{"format":"exactnet-network/1","inputs":1,"layers":[{"type":"dense","weight":[[NaN]],"bias":["0"]}]}',
    "nan-text": '{"format":"exactnet-network/1","inputs":1,"layers":[{"type":"dense","weight":[["nan"]],"bias":["0"]}]}',
    "infinite": '{"format":"exactnet-network/1","inputs":1,"layers":[{"type":"dense","weight":[[1e999]],"bias":["0"]}]}',
    "by-zero": '{"format":"exactnet-network/1","inputs":1,"layers":[{"type":"dense","weight":[["1/0"]],"bias":["0"]}]}',
    "shapes": '{"format":"exactnet-network/1","inputs":2,"layers":[{"type":"dense","weight":[["1"]],"bias":["0"]}]}',
    "ragged": '{"format":"exactnet-network/1","inputs":1,"layers":[{"type":"dense","weight":[["1"],[]],"bias":["0","0"]}]}',
    "bias": '{"format":"exactnet-network/1","inputs":1,"layers":[{"type":"dense","weight":[["1"]],"bias":["0","1"]}]}',
    "unknown-layer": '{"format":"exactnet-network/1","inputs":1,"layers":[{"type":"softplus"}]}',
    "unknown-field": '{"format":"exactnet-network/1","inputs":1,"layers":[{"type":"relu","slope":"1"}]}',
    "empty-network": '{"format":"exactnet-network/1","inputs":1,"layers":[]}',
    "no-inputs": '{"format":"exactnet-network/1","inputs":0,"layers":[{"type":"relu"}]}',
    "true-inputs": '{"format":"exactnet-network/1","inputs":true,"layers":[{"type":"relu"}]}',
    "huge-exponent": '{"format":"exactnet-network/1","inputs":1,"layers":[{"type":"clip","low":"0","high":"1e999999999"}]}',
    "clip-order": '{"format":"exactnet-network/1","inputs":1,"layers":[{"type":"clip","low":"1","high":"0"}]}',
    "maxout-index": '{"format":"exactnet-network/1","inputs":1,"layers":[{"type":"maxout","groups":[[0,1]]}]}',
    "residual-width": '{"format":"exactnet-network/1","inputs":1,"layers":[{"type":"residual","layers":'
    '[{"type":"dense","weight":[["1"],["1"]],"bias":["0","0"]}]}]}',
    "repeated-key": '{"format":"exactnet-network/1","inputs":1,"inputs":2,"layers":[{"type":"relu"}]}',
    "deep": "[" * 100_000,
    "deep-residual": '{"format":"exactnet-network/1","inputs":1,"layers":['
    + '{"type":"residual","layers":[' * 300
    + '{"type":"relu"}'
    + "]}" * 300
    + "]}",
    "one-point": '{"format":"exactnet-map/1","points":[["0","0"]]}',
    "decreasing": '{"format":"exactnet-map/1","points":[["0","0"],["0","1"]]}',
    "jump": '{"format":"exactnet-map/1","domain":["0","1"],"pieces":'
    '[{"to":"1/2","polynomial":["0"]},{"to":"1","polynomial":["1"]}]}',
    "gap": '{"format":"exactnet-map/1","domain":["0","1"],"pieces":[{"to":"1/2","polynomial":["0"]}]}',
    "no-root": '{"format":"exactnet-map/1","domain":["0","1"],"pieces":'
    '[{"to":"1","polynomial":["0",{"polynomial":[1,0,1],"between":["0","1"]}]}]}',
    "pole": '{"format":"exactnet-network/1","inputs":1,"layers":[{"type":"rational","numerator":["1"],"denominator":["0","1"]}]}',
    "jumping-layer": '{"format":"exactnet-network/1","inputs":1,"layers":'
    '[{"type":"piecewise_polynomial","breakpoints":["0"],"pieces":[["0"],["1"]]}]}',
    "nothing": "",
    "unprintable-name": '{"format":"exactnet-network/1","name":"\\u001b[31m","inputs":1,"layers":[{"type":"relu"}]}',
    "points-and-pieces": '{"format":"exactnet-map/1","points":[["0","0"],["1","1"]],"pieces":[]}',
}


@pytest.mark.parametrize("command", ["verify", "laps", "entropy"])
@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_files_are_refused_in_one_sentence(capsys: pytest.CaptureFixture[str], name: str, command: str) -> None:
    content = BAD_FILES[name]
    path = Path(f"{name}.json")
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert path.name in complaint(capsys, command, path.name, "--out", "certs")
    assert not Path("certs").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["verify", "missing.json"],
        ["verify", "."],
        ["verify", "tent.net.json", "--bounds", "no.such.bound"],
        ["verify", "tent.net.json", "--bounds", ""],
        ["verify", "tent.net.json", "--timeout", "inf"],
        ["check", "x" * 300],
        ["laps", "three.map.json", "--out", "x" * 300],
        ["verify", "tent.net.json", "--domain", "box:1,0"],
        ["verify", "tent.net.json", "--domain", "circle"],
        ["verify", "three.map.json", "--domain", "box:0,2"],
        ["verify", "tent.net.json", "--out", "tent.net.json"],
        ["laps", "three.map.json", "--iterate", "0"],
        ["laps", "three.map.json", "--level", "1/0"],
        ["laps", "plane.net.json"],
        ["laps", "tent.net.json", "--domain", "all"],
        ["entropy", "plane.net.json"],
        ["entropy", "three.map.json", "--digits", "0"],
        ["entropy", "tent.net.json", "--domain", "all"],
        ["distance", "tent.net.json", "three.map.json"],
        ["distance", "tent.net.json", "three.map.json", "--norm", "l7"],
        ["distance", "tent.net.json", "three.map.json", "--norm", "l1", "--domain", "all"],
        ["distance", "tent.net.json", "plane.net.json", "--norm", "l1"],
        ["check", "missing.cert.json"],
        ["check"],
        ["frobnicate"],
        ["verify", "tent.net.json", "--no-such-option"],
    ],
    ids=lambda words: " ".join(words)[:60],
)
def test_bad_usage_is_refused_in_one_sentence(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    complaint(capsys, *arguments)


def test_floats_are_read_exactly_and_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(json.dumps(TENT).replace('"-2"', "-2.0").replace('"-1"', "-1.0"))
    Path("floats.net.json").write_text(json.dumps(document))
    assert main(["distance", "floats.net.json", "tent.net.json", "--norm", "linf", "--json"]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["value"] == "0"
    assert len(captured.err.splitlines()) == 1
    assert "2 numbers are JSON floats" in captured.err


def test_the_module_and_the_installed_command_agree() -> None:
    script = Path(sys.executable).with_name("exactnet")
    by_module = subprocess.run(
        [sys.executable, "-m", "exactnet", "--version"], capture_output=True, text=True, check=True
    )
    if not script.exists():
        pytest.skip("the package is not installed with its script in this environment")
    by_script = subprocess.run([script, "--version"], capture_output=True, text=True, check=True)
    assert by_module.stdout == by_script.stdout
    assert by_module.stdout.startswith("exactnet ")


def test_depth_width_has_the_keys_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    found = run_json(capsys, "depth-width", "three.map.json", "--iterate", "10", "--max-depth", "2", "--out", "certs")
    assert (found["iterate"], found["tolerance"], found["required_laps"]) == (10, "0", 144)
    assert found["excluded"] == [{"depth": 1, "max_width_excluded": 142}, {"depth": 2, "max_width_excluded": 10}]
    assert found["target"]["file"] == "three.map.json"
    assert "Chatziafratis" in found["theorem"]
    assert main(["check", f"certs/{found['certificate']}.cert.json"]) == 0


def test_depth_width_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["depth-width", "tent.net.json", "--iterate", "4", "--tolerance", "1/4", "--out", "certs"]) == 0
    out = capsys.readouterr().out
    assert "within 1/4 of f^4 has at least 16 laps" in out
    assert "<= 14" in out
    assert "none" in out
    found = run_json(capsys, "depth-width", "tent.net.json", "--iterate", "4", "--tolerance", "1/4", "--out", "certs")
    assert main(["check", f"certs/{found['certificate']}.cert.json"]) == 0
    assert capsys.readouterr().out.endswith("valid\n")
    assert main(["depth-width", "tent.net.json", "--iterate", "1001", "--tolerance", "1/4", "--out", "none"]) == 0
    assert "Certificates of swings go up to f^1,000 only." in capsys.readouterr().out


def test_depth_width_refuses_what_makes_no_sense(capsys: pytest.CaptureFixture[str]) -> None:
    assert "tolerance must not be negative" in complaint(capsys, "depth-width", "three.map.json", "--tolerance", "-1")
    assert "leaves its interval" in complaint(capsys, "depth-width", "leaving.map.json", "--iterate", "2")
    assert main(["depth-width", "tent.net.json", "--iterate", "30", "--tolerance", "1/9", "--max-pieces", "1"]) == 3
