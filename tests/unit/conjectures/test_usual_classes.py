"""Every published bound can be attacked as it is: its usual class ends, and has candidates that meet its premises."""

from __future__ import annotations

from random import Random

import pytest

import exactnet as xn
from exactnet.bounds import REGISTRY
from exactnet.conjectures import Problem
from exactnet.conjectures.work import judged


@pytest.mark.parametrize("bound", sorted(REGISTRY))
def test_premises_can_hold_and_the_class_ends(bound: str) -> None:
    problem = Problem.of({"bound": bound})
    assert problem.candidates.runs <= 10_000
    random = Random(bound)
    points = (problem.candidates.point(random.randrange(problem.candidates.runs)) for _ in range(1000))
    assert any(judged(problem.judge, problem.candidates, point).applies for point in points)


def test_a_bound_needs_nothing_else() -> None:
    found = xn.search({"bound": "chatziafratis2020.period_sa"})
    assert (found.status, found.problem.document["class"]["kind"]) == ("none_in_class", "neighbourhood")
    assert xn.search({"bound": "ergen2023.theorem13_most", "as_printed": True}).status == "counterexample"
    own = xn.search({"bound": "zaslavsky", "class": {"inputs": 1, "widths": [1], "weights": [1]}})
    assert own.problem.candidates.size == 1
