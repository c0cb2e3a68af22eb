"""Directed search by Optuna."""

from __future__ import annotations

import sys

import pytest
from support.conjectures import refuted

import exactnet as xn
from exactnet.conjectures import FieldError, Problem

DEEP = {"inputs": 1, "widths": [3, 3], "weights": "-2:2:1/2"}
SEARCH = {"strategy": "optuna", "trials": 60, "batch": 30, "seed": 3}


def test_it_finds_and_goes_on_the_same_in_processes() -> None:
    pytest.importorskip("optuna", reason="Optuna is an optional extra")
    document = {"statement": "pieces(f) <= 7", "domain": "all", "class": DEEP, "search": SEARCH}
    found = xn.search(document)
    assert found.status == "counterexample"
    assert found.certificate is not None
    assert refuted(found.certificate.document())
    assert found.to_json() == xn.search(document, jobs=2).to_json()
    true = xn.search({**document, "statement": "pieces(f) <= prod(w + 1)"})
    assert (true.status, true.tried) == ("none_found", 60)


def test_it_begins_at_a_construction() -> None:
    pytest.importorskip("optuna", reason="Optuna is an optional extra")
    of = {"kind": "neighbourhood", "of": {"construction": "serra", "inputs": 1, "widths": [3]}, "deltas": [-1, 0, 1]}
    found = xn.search({"statement": "pieces(f) <= 3", "domain": "all", "class": of, "search": SEARCH})
    assert (found.status, found.tried) == ("counterexample", 1)


def test_without_optuna(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "optuna", None)
    with pytest.raises(FieldError, match=r"pip install 'exactnet\[optuna\]'") as refused:
        Problem.of({"statement": "pieces(f) <= 7", "class": DEEP, "search": SEARCH})
    assert refused.value.path == ("search", "strategy")
