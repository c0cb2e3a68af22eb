"""The subtrees of a search, one after the other or in several processes, joined in the order of the tree."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from exactnet.compile.box import Box
from exactnet.complexes.depth_first.cases import CaseSearch, Leaf, Subtree, too_much_effort
from exactnet.complexes.depth_first.decisions import Statistics
from exactnet.complexes.depth_first.walls import Plan
from exactnet.errors import UndecidedError
from exactnet.model import Maxout, Network

__all__ = ["Tally", "Task", "finished", "too_many"]

_OFTEN = 16


@dataclass(frozen=True)
class Task:
    """What all subtrees of a search have in common.

    Attributes
    ----------
    network, domain
        What is searched, and where.
    evidence
        Whether to keep the nodes of the tree.
    floats
        Whether floats propose.
    limit
        Largest number of regions.
    effort
        The most effort, see `CaseSearch`; None for any.
    """

    network: Network
    domain: Box
    evidence: bool
    floats: bool
    limit: int
    effort: int | None = None

    @property
    def repeats(self) -> bool:
        """Whether several cells may have one pattern: walls between units below the maximum are no walls of a region."""
        return any(isinstance(layer, Maxout) for layer, _ in self.network.bending_layers)


@dataclass
class Tally:
    """Counts of a part of the tree.

    Attributes
    ----------
    cells
        Leaves.
    labels
        Their patterns, where patterns may repeat.
    maps
        Affine maps, each as bytes that are equal exactly for equal maps.
    nodes
        The part of the tree itself.
    statistics
        What it took.
    """

    cells: int = 0
    labels: set[bytes] = field(default_factory=set)
    maps: set[bytes] = field(default_factory=set)
    nodes: list[Any] = field(default_factory=list)
    statistics: Statistics = field(default_factory=Statistics)

    @property
    def regions(self) -> int:
        """Activation regions so far."""
        return len(self.labels) or self.cells

    def leaf(self, leaf: Leaf, task: Task) -> None:
        """Count one leaf; UndecidedError beyond the limit."""
        self.cells += 1
        if task.repeats:
            self.labels.add(leaf.label)
        rows = leaf.forms.rows
        # the denominator is the same for all cells, and so is the form of a number of one size
        self.maps.add(rows.tobytes() if rows.dtype != object else repr(rows.tolist()).encode())
        if self.regions > task.limit:
            raise too_many(task.limit)

    def join(self, other: Tally, task: Task) -> None:
        """Add the counts of another part (not its nodes)."""
        self.cells += other.cells
        self.labels |= other.labels
        self.maps |= other.maps
        self.statistics.add(other.statistics)
        if self.regions > task.limit:
            raise too_many(task.limit)
        self.require_little_effort(task)

    def require_little_effort(self, task: Task) -> None:
        """NotAttemptedError beyond the most effort."""
        if task.effort is not None and self.statistics.effort > task.effort:
            raise too_much_effort(task.effort)


def too_many(limit: int) -> UndecidedError:
    """The surrender, with the lower bound that is known then."""
    return UndecidedError(f"at least {limit + 1} activation regions, which is more than --max-cells {limit} allows")


class _StoppedError(Exception):
    """The search was given up in the main process."""


def _subtree(task: Task, plan: Plan, subtree: Subtree, tick: Callable[[int], None]) -> Tally:
    search = CaseSearch(plan, task.domain, evidence=task.evidence, floats=task.floats, effort=task.effort)
    tally = Tally()
    for found in search.run(subtree):
        if isinstance(found, Leaf):
            tally.leaf(found, task)
            if tally.cells % _OFTEN == 0:
                tick(tally.regions)
    tally.nodes, tally.statistics = search.nodes, search.statistics
    return tally


def finished(
    task: Task, found: Iterable[Leaf | Subtree], jobs: int, tick: Callable[[int], None]
) -> Iterator[Leaf | Tally]:
    """Leaves as they are, subtrees searched to the end; in order.

    Parameters
    ----------
    tick
        Called now and then with the regions of the subtree at work (in one process only).
    """
    if jobs > 1:
        yield from _in_processes(task, found, jobs)
        return
    plan = Plan(task.network)
    for item in found:
        yield item if isinstance(item, Leaf) else _subtree(task, plan, item, tick)


def _in_processes(task: Task, found: Iterable[Leaf | Subtree], jobs: int) -> Iterator[Leaf | Tally]:
    stop = multiprocessing.Event()
    waiting: deque[Leaf | Future[Tally]] = deque()
    with ProcessPoolExecutor(jobs, initializer=_prepare, initargs=(task, stop)) as pool:
        try:
            for item in found:
                waiting.append(item if isinstance(item, Leaf) else pool.submit(_work, item))
                # enough to keep all processes busy while the first is awaited, and no more
                while len(waiting) > 8 * jobs:
                    yield _result(waiting.popleft())
            while waiting:
                yield _result(waiting.popleft())
        finally:
            stop.set()
            pool.shutdown(cancel_futures=True)


def _result(item: Leaf | Future[Tally]) -> Leaf | Tally:
    return item if isinstance(item, Leaf) else item.result()


_here: dict[str, Any] = {}


def _prepare(task: Task, stop: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process is interrupted, and says so here
    _here.update(task=task, plan=Plan(task.network), stop=stop)


def _work(subtree: Subtree) -> Tally:
    def tick(_: int) -> None:
        if _here["stop"].is_set():
            raise _StoppedError

    return _subtree(_here["task"], _here["plan"], subtree, tick)
