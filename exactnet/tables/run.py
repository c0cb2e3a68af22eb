"""All computations of a table: from the cache, here, or in several processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from exactnet.processes import worker_pool
from exactnet.tables.cache import Cache
from exactnet.tables.tasks import Outcome, Task, perform

__all__ = ["outcomes"]

Progress = Callable[[int, int], None]


def outcomes(
    tasks: Iterable[Task], cache: Cache, jobs: int = 1, progress: Progress | None = None
) -> dict[Task, Outcome]:
    """The outcomes of all tasks; each is kept as soon as it is there."""
    found: dict[Task, Outcome] = {}
    missing: list[Task] = []
    for task in dict.fromkeys(tasks):
        kept = cache.get(task)
        if kept is None:
            missing.append(task)
        else:
            found[task] = kept
    total = len(found) + len(missing)
    if progress is not None:
        progress(len(found), total)
    for task, outcome in _performed(missing, jobs):
        cache.put(task, outcome)
        found[task] = outcome
        if progress is not None:
            progress(len(found), total)
    return found


def _performed(tasks: list[Task], jobs: int) -> Iterator[tuple[Task, Outcome]]:
    if jobs == 1 or len(tasks) < 2:
        yield from map(_with_task, tasks)
        return
    with worker_pool(min(jobs, len(tasks))) as pool:
        yield from pool.imap_unordered(_with_task, tasks)


def _with_task(task: Task) -> tuple[Task, Outcome]:
    return task, perform(task)
