"""A search as it runs: units go out, results come in, and the answer is the same in whatever order they do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Any

from exactnet.conjectures.executors import cluster, do_unit, processes
from exactnet.conjectures.problem import Problem
from exactnet.conjectures.result import SearchResult, conclude
from exactnet.conjectures.store import Store
from exactnet.conjectures.strategies import STRATEGIES
from exactnet.conjectures.work import Tally
from exactnet.errors import InputError, UndecidedError

__all__ = ["Progress", "SearchRun"]

Progress = Callable[[Tally, int, int, float], None]
"""Called with what came of the units so far, how many are done, how many there are, and judgements a second."""

_MOST_BREAKS = 5
"""So many times dead worker processes are replaced."""

_ON_CLUSTER = 64


@dataclass
class _Pending:
    number: int
    unit: dict[str, Any]


class SearchRun:
    """One run of a search.

    If a unit has a counterexample, all units before it are finished and all after it dropped: what is found does not depend on
    how many units were done at a time, or whether the run was interrupted and resumed.

    Parameters
    ----------
    problem
        The search.
    store, resume
        Where finished units are kept; without ``resume``, it must not have any of this search.
    jobs, address
        Processes; or a dask scheduler.
    """

    def __init__(
        self,
        problem: Problem,
        *,
        store: Store | None = None,
        resume: bool = False,
        jobs: int = 1,
        address: str | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.problem = problem
        self.strategy = STRATEGIES[problem.strategy]
        self._store, self._jobs, self._address, self._progress = store, jobs, address, progress
        self._done: dict[int, Tally] = {}
        self._started = monotonic()
        self._fresh = 0
        self._seen = Tally()
        if store is not None:
            self._done = store.finished(problem)
            if self._done and not resume:
                raise InputError(
                    f"{store.path} has {len(self._done):,} units of this search already; --resume goes on from there"
                )
            store.begin(problem)
        for tally in self._done.values():
            self._seen.add(tally)

    @property
    def _stop(self) -> int:
        """The first unit with a counterexample, or a number beyond all units."""
        return min((n for n, tally in self._done.items() if tally.found is not None), default=1 << 62)

    @property
    def total(self) -> Tally:
        """What came of all units up to the first with a counterexample."""
        stop, total = self._stop, Tally()
        for number in sorted(self._done):
            if number <= stop:
                total.add(self._done[number])
        return total

    def work(self, deadline: float | None = None) -> None:
        """Go on until all is done, or until that time (of `time.monotonic`) is past.

        Raises
        ------
        UndecidedError
            If worker processes die again and again.
        """
        for _ in range(_MOST_BREAKS):
            try:
                with self._executor() as executor:
                    self._work(executor, deadline)
                return
            except BrokenExecutor:
                continue
        raise UndecidedError("worker processes died again and again (for lack of memory, perhaps)")

    def _executor(self) -> AbstractContextManager[Executor]:
        if self._address is not None:
            return cluster(self._address)
        left = self.strategy.count(self.problem) - len(self._done)
        return processes(max(1, min(self._jobs, left)))

    def _work(self, executor: Executor, deadline: float | None) -> None:
        left = self._left()
        do = partial(do_unit, json.dumps(self.problem.document))
        pending: dict[Future[Any], _Pending] = {}
        window = self._window
        while deadline is None or monotonic() < deadline:
            stop = self._stop
            while len(pending) < window and (unit := next(left, None)) is not None and unit.number < stop:
                pending[executor.submit(do, unit.unit)] = unit
            if not pending:
                return
            rest = None if deadline is None else max(0.0, deadline - monotonic())
            for future in wait(pending, timeout=rest, return_when=FIRST_COMPLETED).done:
                self._keep(pending.pop(future), Tally.of_json(future.result()))
            for future in [future for future, unit in pending.items() if unit.number > self._stop]:
                future.cancel()
                del pending[future]

    @property
    def _window(self) -> int:
        """So many units are given out at a time."""
        if self._address is not None:
            return _ON_CLUSTER
        return 1 if self._jobs == 1 else 2 * self._jobs

    def _left(self) -> Iterator[_Pending]:
        """The units that are not done, up to the first with a counterexample."""
        for number, unit in enumerate(self.strategy.units(self.problem)):
            if number > self._stop:
                return
            if number not in self._done:
                yield _Pending(number, unit)

    def _keep(self, unit: _Pending, tally: Tally) -> None:
        if self._store is not None:
            self._store.keep(self.problem, unit.number, unit.unit, tally)
        self._done[unit.number] = tally
        self._fresh += tally.tried
        self._seen.add(tally)
        if self._progress is not None:
            rate = self._fresh / max(monotonic() - self._started, 1e-9)
            self._progress(self._seen, len(self._done), self.strategy.count(self.problem), rate)

    def result(self, *, shrink: bool = True) -> SearchResult:
        """What is known now; a counterexample is made smaller (if there is time for it) and certified."""
        stop = self._stop
        finished = sum(number <= stop for number in self._done)
        units = self.strategy.count(self.problem)
        return conclude(self.problem, self.total, finished, units, shrink=shrink and self.problem.shrink)
