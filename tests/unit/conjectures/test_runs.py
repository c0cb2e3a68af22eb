"""Searches as they run: units, stores, kills, processes, strategies, shrinking."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import process
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from support.conjectures import refuted

import exactnet as xn
from exactnet.compile import PiecewiseLinearMap
from exactnet.conjectures import FieldError, Problem, SearchRun, Store, read_problem
from exactnet.conjectures.executors import do_unit, processes
from exactnet.conjectures.shrink import shrink
from exactnet.conjectures.strategies import STRATEGIES
from exactnet.errors import InputError
from exactnet.model import Network

MAPS = {"kind": "maps", "x": [1, 2, 3, 4], "y": [1, 2, 3, 4]}
TRUE = {"statement": "period(f, 3) => entropy(f) > log(2) / 2", "class": MAPS, "search": {"batch": 16}}
FALSE = {"statement": "period(f, 4) => entropy(f) > 0", "class": MAPS, "search": {"batch": 16}}
SMALL = {
    "statement": "pieces(f) <= 6",
    "domain": "all",
    "class": {"inputs": 1, "widths": [2, 1], "weights": "-1:1"},
    "search": {"batch": 400},
}
NEAR = {
    "kind": "neighbourhood",
    "of": {"construction": "serra", "inputs": 1, "widths": [3, 3]},
    "deltas": ["-1/8", 0, "1/8"],
}
DEEP = {"inputs": 1, "widths": [3, 3], "weights": "-2:2:1/2"}


def test_units_are_json_and_add_up() -> None:
    problem = Problem.of(TRUE)
    units = list(STRATEGIES["exhaustive"].units(problem))
    assert json.loads(json.dumps(units)) == units == [{"first": i, "last": i + 16} for i in range(0, 256, 16)]
    done = [do_unit(json.dumps(TRUE), unit) for unit in units]
    assert json.loads(json.dumps(done)) == done
    assert sum(unit["tried"] for unit in done) == 256


@pytest.mark.parametrize("document", [TRUE, FALSE])
def test_processes_find_what_one_finds(document: dict[str, Any]) -> None:
    assert xn.search(document, jobs=2).to_json() == xn.search(document).to_json()


@pytest.mark.parametrize("document", [SMALL, {**SMALL, "statement": "pieces(f) < 4"}])
def test_a_search_can_be_interrupted_anywhere(document: dict[str, Any], tmp_path: Path) -> None:
    whole = xn.search(document).to_json()
    problem = Problem.of(document)
    for stop in (1, 2, 3, 9):
        store = Store(tmp_path / f"{stop}.store")
        run = SearchRun(problem, store=store)
        for unit, _ in zip(run._left(), range(stop), strict=False):
            tally = STRATEGIES["exhaustive"].work(problem, unit.unit)
            store.keep(problem, unit.number, unit.unit, tally)
            store.keep(problem, unit.number, unit.unit, tally)  # a second time changes nothing
        store.close()
        resumed = xn.search(document, store=tmp_path / f"{stop}.store", resume=True)
        assert resumed.to_json() == whole


def test_a_killed_search_goes_on(tmp_path: Path) -> None:
    path, document = tmp_path / "killed.store", {**TRUE, "search": {"batch": 4}}
    file = tmp_path / "true.toml"
    file.write_text(
        'statement = "period(f, 3) => entropy(f) > log(2) / 2"\n'
        '[class]\nkind = "maps"\nx = [1, 2, 3, 4]\ny = [1, 2, 3, 4]\n[search]\nbatch = 4\n'
    )
    command = [sys.executable, "-m", "exactnet", "search", str(file), "--store", str(path), "--jobs", "2"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = monotonic() + 60
        while _count(path) < 3 and process.poll() is None and monotonic() < deadline:
            sleep(0.01)
    finally:
        if process.poll() is None:
            process.kill()  # the worker processes find out by themselves
        process.wait()
    kept = _count(path)
    assert kept >= 3
    assert process.returncode == -signal.SIGKILL or kept == 64
    resumed = xn.search(file, store=path, resume=True)
    assert resumed.to_json() == xn.search(document).to_json()
    assert _count(path) == 64


def _count(path: Path) -> int:
    if not path.exists():
        return 0
    try:
        with sqlite3.connect(path, timeout=5) as connection:
            (count,) = connection.execute("SELECT count(*) FROM units").fetchone()
            return int(count)
    except sqlite3.OperationalError:  # no tables yet
        return 0


def test_a_store_is_not_gone_on_with_by_accident(tmp_path: Path) -> None:
    path = tmp_path / "some.store"
    xn.search(FALSE, store=path)
    with pytest.raises(InputError, match="--resume"):
        xn.search(FALSE, store=path)
    assert xn.search(TRUE, store=path).status == "none_in_class"  # another search in the same file
    (tmp_path / "text.store").write_text("this is no database, but long enough to look like one" * 20)
    with pytest.raises(InputError, match=r"text\.store"):
        xn.search(FALSE, store=tmp_path / "text.store")


def test_what_is_said_and_what_is_the_default_are_one_search(tmp_path: Path) -> None:
    plain = {"statement": "period(f, 4) => entropy(f) > 0", "class": MAPS}
    whole = {"strategy": "exhaustive", "trials": 10_000, "seed": 0, "shrink": True}
    addresses = {Problem.of({**plain, "search": {key: value}}).digest for key, value in whole.items()}
    assert addresses == {Problem.of(plain).digest}
    other = {"strategy": "random", "trials": 9, "seed": 1, "shrink": False, "batch": 7}
    others = {Problem.of({**plain, "search": {key: value}}).digest for key, value in other.items()}
    assert len(others - addresses) == len(other)
    store = tmp_path / "some.store"
    found = xn.search({**plain, "search": {"seed": 0}}, store=store)
    units = _count(store)
    assert xn.search(plain, store=store, resume=True).to_json() == found.to_json()
    assert _count(store) == units > 0


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        ("UPDATE units SET result = 'nothing'", "a unit in it cannot be read"),
        ("UPDATE units SET result = '{}'", "a unit in it cannot be read"),
        ("DROP TABLE searches; CREATE TABLE searches (one)", "1 column"),
    ],
)
def test_a_damaged_store_is_refused(damage: str, fault: str, tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    xn.search(TRUE, store=path)
    with sqlite3.connect(path) as connection:
        connection.executescript(damage)
    with pytest.raises(InputError, match=fault):
        xn.search(TRUE, store=path, resume=True)


def test_time_runs_out() -> None:
    found = xn.search({"statement": "pieces(f) <= 16", "domain": "all", "class": DEEP}, timeout=0.0)
    assert found.status == "none_found"
    assert found.units_done == 0


@pytest.mark.parametrize("strategy", ["random", "evolve"])
def test_strategies_that_never_end(strategy: str) -> None:
    search = {"strategy": strategy, "trials": 1000, "batch": 250, "seed": 3}
    document = {"statement": "pieces(f) <= 8", "domain": "all", "class": DEEP, "search": search}
    found = xn.search(document)
    assert found.status == "counterexample"
    assert found.certificate is not None
    assert refuted(found.certificate.document()) == ["interval"]
    assert found.to_json() == xn.search(document, jobs=2).to_json()
    true = {**document, "statement": "pieces(f) <= prod(w + 1)"}
    assert (xn.search(true).status, xn.search(true).tried) == ("none_found", 1000)


def test_local_search_gets_further_than_drawing() -> None:
    document = {"statement": "pieces(f) <= 16", "domain": "all", "class": DEEP}
    best = {
        strategy: xn.search({**document, "search": {"strategy": strategy, "trials": 2000, "batch": 2000}}).tally.margin
        for strategy in ("random", "evolve")
    }
    assert best["evolve"] is not None
    assert best["random"] is not None
    assert best["evolve"] < best["random"]


def test_constructions_are_mutated() -> None:
    document = {
        "statement": "activation_regions(f) < 16",
        "domain": "all",
        "class": NEAR,
        "search": {"strategy": "evolve"},
    }
    found = xn.search(document)
    assert found.tally.tried == 1  # the construction itself has 16
    assert found.status == "counterexample"
    true = {"statement": "activation_regions(f) <= prod(w + 1)", "search": {"strategy": "evolve", "trials": 300}}
    tried = xn.search({**document, **true})
    assert (tried.tried, tried.tally.margin) == (300, 0)


def test_shrinking_leaves_out_units_and_makes_numbers_small() -> None:
    weights = [[["3/7"], ["-5"], ["12"]], [["9/4", "1", "-7"]]]
    layers = [
        {"type": "dense", "weight": weights[0], "bias": ["1/9", "2", "-3"]},
        {"type": "relu"},
        {"type": "dense", "weight": weights[1], "bias": ["11/13"]},
    ]
    network = xn.load({"format": "exactnet-network/1", "inputs": 1, "layers": layers})
    small = shrink(network, lambda net: xn.shape(net, "all").pieces >= 2)
    assert isinstance(small, Network)
    assert small.widths == (1,)
    numbers = [x for layer in small.to_json()["layers"][::2] for row in layer["weight"] for x in row]
    assert numbers == ["1", "1"]


def test_shrinking_leaves_out_layers() -> None:
    deep = {"inputs": 1, "widths": [2, 1, 2], "weights": [-1, 1], "biases": [0, 1]}
    found = xn.search(
        {"statement": "laps(f) <= 1", "domain": "box:-2,2", "class": deep, "search": {"strategy": "random"}}
    )
    assert found.counterexample is not None
    assert isinstance(found.counterexample.subject, Network)
    assert found.counterexample.subject.widths == (2,)  # no network of one unit turns


def test_shrinking_within_a_class() -> None:
    architectures = {"kind": "architectures", "inputs": [1, 2, 3], "depths": [1, 2], "widths": [1, 2, 3, 4]}
    document = {"statement": "serra_lower(d, w) <= serra_upper(d, w)", "class": architectures}
    found = xn.search({**document, "search": {"strategy": "random"}})
    assert found.counterexample is not None
    assert isinstance(found.counterexample.subject, Network)
    assert (found.counterexample.subject.inputs, found.counterexample.subject.widths) == (1, (1, 1))


def test_shrinking_maps() -> None:
    f = PiecewiseLinearMap.from_points([(0, 0), ("1/4", "5/7"), ("1/2", "1/3"), ("3/4", "1/7"), (1, "8/9")])
    small = shrink(f, lambda g: isinstance(g, PiecewiseLinearMap) and xn.shape(g).laps >= 3)
    assert small.to_json()["points"][1:-1] != []
    assert xn.shape(small).laps == 3
    assert len(small.to_json()["points"]) == 4


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"statement": "d < 2"}, r"a table \[class\]"),
        ({"class": MAPS}, '"statement" or a "bound"'),
        ({**FALSE, "bound": "zaslavsky"}, '"statement" or a "bound"'),
        ({**FALSE, "speed": 3}, "speed: there is no field 'speed'"),
        ({**FALSE, "domain": "box:0,9"}, "domain: the maps are defined on"),
        ({**FALSE, "clip": 1}, "clip: this must be true or false"),
        ({**FALSE, "search": {"strategy": "magic"}}, "there is no strategy 'magic'"),
        ({**FALSE, "search": {"trials": 0}}, "search.trials: this must be an integer from 1"),
        ({**FALSE, "class": {**MAPS, "x": [1, 1]}}, "class.x: a map needs at least two points"),
        ({**FALSE, "class": {**MAPS, "y": [0.5]}}, "0.5 is a float"),
        ({**FALSE, "class": {**MAPS, "y": "4:1"}}, "class.y: '4:1' is no grid"),
        ({"statement": "betti(f, 0) < 1", "class": MAPS}, "betti is about networks"),
        ({"statement": "laps(f) < 9", "class": {"inputs": 2, "widths": [1], "weights": "0:1"}}, "functions of one variable"),
        ({"statement": "laps(f, 2) < 9", "domain": "all", "class": {"inputs": 1, "widths": [1], "weights": "0:1"}}, "bounded"),
        ({"statement": "patterns(f) < 9", "class": {"inputs": 1, "widths": [1], "weights": "0:1"}}, "wants a path"),
        ({"statement": "d < k", "let": {"d": "1"}, "class": MAPS}, "let.d: 'd' cannot be defined"),
        ({"bound": "zaslavsky", "as_printed": True, "class": MAPS}, "zaslavsky is printed as it is checked"),
        ({"bound": "zaslavsky", "class": {"kind": "constructions", "name": "towers"}}, "no construction 'towers'"),
        ({"statement": "d < 2", "class": {**NEAR, "of": {"construction": "tent", "power": 2}}}, "only a network"),
    ],
)  # fmt: skip
def test_faults_name_the_field(document: dict[str, Any], words: str) -> None:
    with pytest.raises(FieldError, match=words):
        Problem.of(document)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ('statement = "pieces(f) <= "\n[class]\ninputs = 1\n', (1, 27), "the text ends"),
        ('statement = """\npieces(f) <=\n   sum(1)"""\n[class]\ninputs = 1\n', (3, 4), "sum takes a list"),
        (
            'statement = "d < 1"\n[class]\ninputs = 0\nwidths = [1]\nweights = "0:1"\n',
            (3, 10),
            "an integer from 1 to 100",
        ),
        ('statement = "d < 1"\n[class]\ninputs = 1\nweights = "0:1"\n', (2, 1), "widths is missing"),
        ('statement = "d < 1"\n[class\n', (2, 7), "not TOML"),
        ('statement = "d < k"\n[let]\nk = "max(v)"\n', (3, 10), "there is no name 'v'"),
        ("# nothing\n", (1, 1), '"statement" or a "bound"'),
    ],
)
def test_faults_in_files_have_a_place(text: str, place: tuple[int, int], words: str, tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(text)
    with pytest.raises(InputError, match=f"line {place[0]}, column {place[1]}") as caught:
        read_problem(file)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("bound", "tried", "symmetry"), [("bu2020.pieces", 3, "positive"), ("rieck2019.persistence", 4, "")]
)
def test_what_reads_the_weights_is_not_searched_up_to_factors(bound: str, tried: int, symmetry: str) -> None:
    small = {"inputs": 1, "widths": [1], "weights": [1, 2], "biases": [0]}  # (2, 1) and (1, 2) are one function
    found = xn.search({"bound": bound, "class": small})
    assert (found.status, found.tried) == ("none_in_class", tried)
    assert symmetry in found.to_json()["class"]["symmetry"]
    assert ("positive" in found.to_json()["class"]["symmetry"]) == bool(symmetry)


def test_processes_are_gone_when_a_search_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    close = process._ThreadWakeup.close

    def slowly(pipe: Any) -> None:
        sleep(0.3)
        close(pipe)

    monkeypatch.setattr(process._ThreadWakeup, "close", slowly)
    with processes(2) as pool:
        assert pool.submit(abs, -1).result() == 1
        pool.submit(sleep, 60)
        manager = pool._executor_manager_thread  # type: ignore[attr-defined]
    assert not manager.is_alive()  # or else the interpreter, at exit, may write into a pipe that is being closed
