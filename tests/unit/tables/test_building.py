"""Tables are built once, from what is kept and what is new, in any number of processes, always to the same bytes."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from support.tables import SPEC, write_table

import exactnet as xn
from exactnet.errors import InputError, TimeLimitError
from exactnet.printed import review
from exactnet.tables import QUANTITIES, build, read_plan, run
from exactnet.tables.tasks import Outcome, Task, perform

LINE = {"construction": "tent_network", "parameters": {"depth": 2}}
PLANE = {"construction": "planar", "parameters": {"components": 1, "holes": 1}}
OPTIONS: dict[str, dict[str, Any]] = {
    "unit_pieces": {"layer": 1},
    "least_periods": {"max_period": 4},
    "periodic_orbits": {"max_period": 4},
    "swings": {"n": 2, "tolerance": "1/8"},
    "excluded_width": {"n": 4, "tolerance": "1/8", "depth": 2},
    "linf_distance": {"to": {"construction": "tent", "s": 1}},
    "l1_distance": {"to": {"construction": "tent", "s": 1}},
    "jacobian_ranks": {"layer": -1},
    "length": {"from": "$p", "to": "$q", "layer": 2},
    **{
        name: {"from": "$p", "to": "$q"}
        for name in ("patterns", "transitions", "pieces_along", "path_length", "output_length")
    },
}


def calls(monkeypatch: pytest.MonkeyPatch) -> list[Task]:
    """The computations that are made from now on in this process."""
    made: list[Task] = []

    def counted(task: Task) -> Outcome:
        made.append(task)
        return perform(task)

    monkeypatch.setattr(run, "perform", counted)
    return made


@pytest.mark.parametrize("name", QUANTITIES)
def test_every_quantity_gives_cells_that_follow(tmp_path: Path, name: str) -> None:
    column = {"quantity": name, **OPTIONS.get(name, {})}
    rows = [
        {**LINE, "parameters": {**LINE["parameters"], "p": [0], "q": ["1"]}},
        {**PLANE, "parameters": {**PLANE["parameters"], "p": [-1, 0], "q": [2, "1/2"]}},
        {"construction": "logistic", "parameters": {"r": 4, "p": [0], "q": ["1"]}},
    ]
    table, path = write_table(tmp_path, {"rows": rows, "columns": [column]}, name)
    verdicts = [row["cells"][0]["verdict"] for row in table.rows]
    assert "measured" in verdicts
    found = review(path)
    assert found.findings == ()
    assert found.cells == verdicts.count("measured")


def test_known_answers() -> None:
    row = {"construction": "tent_network", "parameters": {"depth": 5}}
    columns: list[dict[str, Any]] = [
        {"quantity": "crossings"},
        {"quantity": "laps", "n": 2},
        {"quantity": "excluded_width", "n": 2, "tolerance": "1/8", "depth": 2},
        {"quantity": "l1_distance", "to": {"construction": "tent_power", "k": 2}},
        {"bound": "bu2020.pieces"},
        {"bound": "entropy.laps", "parameters": {"n": 2}},
        {"bound": "entropy.laps", "parameters": {"n": 3}},
        {"bound": "entropy.laps"},
    ]
    found = xn.table({"rows": [row], "columns": columns}).rows[0]["cells"]
    assert [cell["value"] for cell in found[:4]] == [33, 1024, 30, "1/3"]  # (30 + 1)^2 < 1024 = (31 + 1)^2: a tie
    assert found[4]["value"] == {"parameters": {}, "measured": 32, "side": "upper", "bound_value": 243}
    assert found[5]["value"] == {"parameters": {"n": 2}, "measured": 1024, "side": "upper", "bound_value": 1024}
    assert "not tried here; those that are: n = 1; n = 2; n = 4; n = 8" in found[6]["reason"]
    assert "several instances" in found[7]["reason"]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"construction": "logistic", "parameters": {"r": 4}}, {"quantity": "affine_pieces"}),
        ({"construction": "logistic", "parameters": {"r": 4}}, {"quantity": "lipschitz"}),
        (LINE, {"quantity": "pieces"}),
        (LINE, {"quantity": "unit_pieces", "layer": 9}),
        (PLANE, {"quantity": "jacobian_ranks", "layer": -9}),
        ({**PLANE, "parameters": {**PLANE["parameters"], "i": 17}}, {"quantity": "jacobian_ranks", "layer": "$i"}),
    ],
)
def test_what_a_subject_does_not_have_is_a_cell_that_claims_nothing(
    tmp_path: Path, row: dict[str, Any], column: dict[str, Any]
) -> None:
    table, path = write_table(tmp_path, {"rows": [row], "columns": [column]})
    (cell,) = table.rows[0]["cells"]
    assert (cell["verdict"], "there is no" in cell["reason"]) == ("not_applicable", True), cell
    assert table.certificates == {}
    assert review(path).status == 0


def test_a_parameter_that_a_statement_does_not_have() -> None:
    column = {"bound": "bu2020.pieces", "parameters": {"zz": 3}}
    (cell,) = build(read_plan({"rows": [LINE], "columns": [column]})).rows[0]["cells"]
    assert cell == {"verdict": "not_applicable", "reason": "this statement has no parameter 'zz'"}


def test_values_outside_the_interval_may_be_cut_off(tmp_path: Path) -> None:
    row = {"construction": "tent", "parameters": {"s": 3}}
    columns = [
        {"quantity": name, "clip": clip, **OPTIONS.get(name, {})}
        for clip in (True, False)
        for name in ("laps", "entropy", "least_periods")
    ]
    table, path = write_table(tmp_path, {"rows": [row], "columns": columns})
    assert [cell["verdict"] for cell in table.rows[0]["cells"]] == ["measured"] * 3 + ["not_applicable"] * 3
    assert table.rows[0]["cells"][0]["value"] == 2  # the flat piece turns nothing
    assert "(clip = true would" in table.rows[0]["cells"][4]["reason"]
    assert review(path).findings == ()


def test_processes_make_no_difference() -> None:
    one, two = (build(read_plan(SPEC), jobs=jobs) for jobs in (1, 2))
    assert one.files(["md", "tex", "csv", "html"]) == two.files(["md", "tex", "csv", "html"])


def test_only_what_is_new_is_computed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "kept.sqlite"
    made = calls(monkeypatch)
    first = build(read_plan(SPEC), cache)
    assert len(made) == len(set(made)) == 15
    made.clear()
    assert build(read_plan(SPEC), cache).files() == first.files()
    assert made == []
    more = {
        **SPEC,
        "columns": [*SPEC["columns"][1:], {"quantity": "growth"}, {"quantity": "laps", "n": 5}],
        "title": "x",
    }
    build(read_plan(more), cache)
    assert [task.name for task in made] == ["_laps"] * 3  # growth is read off the certificate of the entropy


def test_what_is_kept_is_not_taken_over_from_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "kept.sqlite"
    build(read_plan(SPEC), cache)
    made = calls(monkeypatch)
    monkeypatch.setattr("exactnet.tables.tasks._program", lambda: "another")
    build(read_plan(SPEC), cache)
    assert len(made) == 15


def test_a_time_limit_keeps_what_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "kept.sqlite"
    done: list[Task] = []

    def until_the_fifth(task: Task) -> Outcome:
        if len(done) == 4:
            raise TimeLimitError("the time limit of 1 seconds was reached")
        done.append(task)
        return perform(task)

    with monkeypatch.context() as patched:
        patched.setattr(run, "perform", until_the_fifth)
        with pytest.raises(TimeLimitError):
            build(read_plan(SPEC), cache)
    made = calls(monkeypatch)
    assert build(read_plan(SPEC), cache).files() == build(read_plan(SPEC)).files()
    assert len(made) == 11 + 15


def test_a_bound_that_runs_out_of_time_is_no_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*arguments: Any) -> None:
        raise TimeLimitError("the time limit of 1 seconds was reached")

    monkeypatch.setattr("exactnet.verification.measure", late)
    row = {"construction": "tent_network", "parameters": {"depth": 9}}
    with pytest.raises(TimeLimitError):
        xn.table({"rows": [row], "columns": [{"bound": "bu2020.pieces"}]})


def test_a_run_that_is_killed_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = tmp_path / "many.toml"
    spec.write_text(
        'title = "many"\n[[rows]]\nconstruction = "tent"\nfamily = {s = {from = "6/5", to = 2, count = 150}}\n'
        '[[columns]]\nquantity = "entropy"\nprecision = 12\n'
    )
    out = tmp_path / "out"
    cache = out / "many.cache.sqlite"
    command = [sys.executable, "-m", "exactnet", "table", str(spec), "--out", str(out), "--jobs", "2"]
    process = subprocess.Popen(command, start_new_session=True)
    try:
        kept = 0
        for _ in range(3000):
            kept = _kept(cache)
            if kept >= 5 or process.poll() is not None:
                break
            time.sleep(0.02)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert 5 <= kept < 150
    assert not (out / "many.json").exists()
    kept = _kept(cache)
    made = calls(monkeypatch)
    table = build(read_plan(spec), cache)
    assert len(made) == 150 - kept
    table.write(out)
    assert review(out / "many.json").status == 0


def _kept(cache: Path) -> int:
    if not cache.exists():
        return 0
    connection = sqlite3.connect(cache, timeout=30)
    try:
        return int(connection.execute("SELECT count(*) FROM results").fetchone()[0])
    except sqlite3.OperationalError:
        return 0  # the file is there, the table not yet
    finally:
        connection.close()


def test_a_file_that_is_no_cache(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("something else, and long enough to be read as a database" * 10)
    with pytest.raises(InputError, match=r"the cache .* cannot be used"):
        build(read_plan(SPEC), tmp_path / "kept")


def test_certificates_of_an_older_table_are_removed(tmp_path: Path) -> None:
    _, path = write_table(tmp_path)
    folder = path.with_name("small.certs")
    (folder / "notes.txt").write_text("mine")
    write_table(tmp_path, {**SPEC, "columns": SPEC["columns"][:1]})
    assert len(list(folder.glob("*.cert.json"))) == 3
    assert (folder / "notes.txt").exists()


def test_in_a_notebook() -> None:
    table = xn.table(SPEC)
    assert "<table>" in table._repr_html_()
    assert "<html" not in table._repr_html_()
    assert r"\begin{tabular}" in table._repr_latex_()
    assert table._repr_markdown_().startswith("**Tents & folds**")
    assert repr(table) == "Table(table: 3 rows, 11 certificates)"
