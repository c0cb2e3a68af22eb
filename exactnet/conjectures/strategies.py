"""Strategies: each cuts a search into numbered units of work, and does a unit when asked.

A unit is a JSON document, and what comes of it depends on nothing but the search and the unit. To add a strategy, write one object
here: the runner, the store and the clusters know nothing else of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exactnet.conjectures.directed import directed, require_optuna
from exactnet.conjectures.solving import sought, ways
from exactnet.conjectures.work import Tally, drawn, evolved, ranged

if TYPE_CHECKING:
    from exactnet.conjectures.problem import Problem

__all__ = ["STRATEGIES", "Strategy"]


@dataclass(frozen=True)
class Strategy:
    """How a class is gone through.

    Attributes
    ----------
    units
        The units of a search, in order.
    count
        How many there are.
    work
        Does one.
    exhausts
        Whether all units together decide the whole class.
    check
        Raises FieldError for a search that it cannot make.
    most
        Candidates in a unit at most, unless the search says how many.
    """

    units: Callable[[Problem], Iterator[dict[str, Any]]]
    count: Callable[[Problem], int]
    work: Callable[[Problem, dict[str, Any]], Tally]
    exhausts: bool = False
    check: Callable[[Problem], Any] = lambda problem: None
    most: int = 1_000_000


def _ranges(problem: Problem) -> Iterator[dict[str, Any]]:
    runs = problem.candidates.runs
    for first in range(0, runs, problem.batch):
        yield {"first": first, "last": min(first + problem.batch, runs)}


def _draws(problem: Problem) -> Iterator[dict[str, Any]]:
    for number, first in enumerate(range(0, problem.trials, problem.batch)):
        yield {"seed": f"{problem.seed}:{number}", "count": min(problem.batch, problem.trials - first)}


def _ceiling(total: int, batch: int) -> int:
    return -(-total // batch)


STRATEGIES: dict[str, Strategy] = {
    "exhaustive": Strategy(
        _ranges,
        lambda problem: _ceiling(problem.candidates.runs, problem.batch),
        lambda problem, unit: ranged(problem.judge, problem.candidates, unit["first"], unit["last"]),
        exhausts=True,
    ),
    "random": Strategy(
        _draws,
        lambda problem: _ceiling(problem.trials, problem.batch),
        lambda problem, unit: drawn(problem.judge, problem.candidates, unit["seed"], unit["count"]),
    ),
    "evolve": Strategy(
        _draws,
        lambda problem: _ceiling(problem.trials, problem.batch),
        lambda problem, unit: evolved(problem.judge, problem.candidates, unit["seed"], unit["count"]),
    ),
    "optuna": Strategy(
        _draws,
        lambda problem: _ceiling(problem.trials, problem.batch),
        lambda problem, unit: directed(problem.judge, problem.candidates, unit["seed"], unit["count"]),
        check=lambda problem: require_optuna(),
        most=200,
    ),
    "smt": Strategy(
        lambda problem: ({"way": i} for i in range(len(ways(problem)))),
        lambda problem: len(ways(problem)),
        sought,
        check=ways,
    ),
}
