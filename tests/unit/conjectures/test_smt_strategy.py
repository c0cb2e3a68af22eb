"""Searches by a solver: what it finds is judged, what it rules out stays its word, what has no encoding is refused at its place."""

from __future__ import annotations

import json
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from support.conjectures import refuted

import exactnet as xn
from exactnet.cli import main
from exactnet.conjectures import FieldError, Problem
from exactnet.errors import InputError

TINY = {"inputs": 1, "widths": [2], "weights": "-1:1", "biases": [0, "1/2"]}


def search(statement: str, strategy: str = "smt", **fields: Any) -> Any:
    document = {"statement": statement, "class": TINY, "search": {"strategy": strategy}, **fields}
    return xn.search(document)


@pytest.mark.parametrize("activation", ["relu", "hard_tanh"])
@pytest.mark.parametrize(
    "statement",
    [
        "laps(f) <= 1",
        "laps(f) <= 2",
        "3 > pieces(f)",
        "affine_pieces(f) <= w[1] + 1",
        "crossings(f, 1/4) < 2",
        "crossings(f, 1/4) <= 2",
        "not (period(f, 2) and laps(f) >= 2)",
        "period(f, 1) => pieces(f) <= 2",
        "laps(f) <= 2 and pieces(f) <= 2",
    ],
)
def test_it_finds_what_an_exhaustive_search_finds(statement: str, activation: str) -> None:
    of = {"class": {**TINY, "activation": activation}}
    found, known = search(statement, **of), search(statement, "exhaustive", **of)
    assert known.status in ("counterexample", "none_in_class")
    if known.status == "counterexample":
        assert found.status == "counterexample"
        assert refuted(found.certificate.document())
    else:
        assert found.status == "none_found"
        assert found.counterexample is None
        said = found.to_json()["solver"]
        assert said
        assert all("z3 says that there is no candidate" in text for text in said)


def test_a_neighbourhood_of_a_construction() -> None:
    of = {
        "kind": "neighbourhood",
        "of": {"construction": "serra", "inputs": 1, "widths": [2]},
        "deltas": ["-1/2", 0, "1/2"],
    }
    found = search("pieces(f) <= 2", **{"class": of, "domain": "all"})
    assert found.status == "counterexample"
    assert found.tried == 1


def test_a_published_bound() -> None:
    document = {"bound": "arora2018.pieces", "class": {**TINY, "widths": [1]}, "search": {"strategy": "smt"}}
    found = xn.search(document)
    assert (found.status, found.tried) == ("none_found", 0)
    assert found.to_json()["solver"] == [
        "z3 says that there is no candidate such that the bound arora2018.pieces fails; exactnet has not shown it"
    ]


def test_the_answer_is_the_same_in_processes() -> None:
    document = {
        "statement": "laps(f) <= 3 and pieces(f) <= 3 and laps(f) <= 1",
        "class": TINY,
        "search": {"strategy": "smt"},
    }
    assert xn.search(document).to_json() == xn.search(document, jobs=2).to_json()


@pytest.mark.parametrize(
    ("statement", "place", "fault"),
    [
        ("laps(f) >= 2", 8, "at most"),
        ("laps(f) <= 3 and entropy(f) > 0", 17, "this quantity"),
        ("laps(f, 2) <= 3", 0, "this quantity"),
        ("laps(f) = 3", 8, "is not"),
        ("period(f, 3)", 0, "no orbit"),
        ("2 * laps(f) < 3", 12, "a count against a number"),
        ("laps(f) < pieces(f)", 8, "a count against a number"),
        ("d < 2", 0, "asks nothing"),
    ],
)
def test_what_has_no_encoding_is_refused_at_its_place(statement: str, place: int, fault: str) -> None:
    with pytest.raises(InputError, match=f"^statement, line 1, column {place + 1} of .*{fault}"):
        search(statement)


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"class": {"kind": "maps", "x": [0, 1], "y": [0, 1]}}, ("class",)),
        ({"class": {**TINY, "outputs": 2}, "statement": "pieces(f) <= 2"}, ("class",)),
        ({"clip": True}, ("clip",)),
        ({"statement": None, "bound": "bu2020.entropy"}, ("bound",)),
        ({"statement": None, "bound": "arora2018.pieces", "class": {**TINY, "widths": [1, 1]}}, ("bound",)),
    ],
)
def test_what_is_no_question_about_weights_is_refused(fields: dict[str, Any], path: tuple[str, ...]) -> None:
    document = {"statement": "laps(f) <= 2", "class": TINY, "search": {"strategy": "smt"}, **fields}
    with pytest.raises(FieldError) as refused:
        Problem.of({key: value for key, value in document.items() if value is not None})
    assert refused.value.path == path


def test_the_shipped_search(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = Path(__file__).parents[3] / "examples/conjectures/no-three-cycle.toml"
    assert main(["search", str(file), "--out", str(tmp_path), "--quiet"]) == 1
    assert "period(f, 3) = true" in capsys.readouterr().out
    (certificate,) = tmp_path.iterdir()
    assert refuted(json.loads(certificate.read_text()))


def test_a_solver_can_be_stopped(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["search", "pieces(f) <= 8", "--inputs=1", "--widths=2,2,2", "--weights=-2:2:1/8", "--strategy=smt"]
    start = monotonic()
    assert main([*command, "--timeout", "1", "--quiet"]) == 3
    assert monotonic() - start < 30
    assert "0 of 1 units were done" in capsys.readouterr().out


def test_an_unknown_strategy_names_those_there_are() -> None:
    with pytest.raises(InputError, match="smt"):
        search("laps(f) <= 2", "guess")
