"""Work shared out among processes."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial
from typing import TypeVar

from exactnet.processes import worker_pool

__all__ = ["shared_out"]

_Found = TypeVar("_Found")


def shared_out(work: Callable[[int], _Found], count: int, jobs: int) -> Generator[tuple[int, _Found]]:
    """Results for 0, .., count - 1 with their numbers, in the order in which they are finished; ``work`` must be picklable.

    Examples
    --------
    >>> list(shared_out(abs, 2, 1))
    [(0, 0), (1, 1)]
    """
    numbered = partial(_numbered, work)
    if jobs == 1 or count <= 1:
        yield from map(numbered, range(count))
        return
    with worker_pool(min(jobs, count)) as pool:
        yield from pool.imap_unordered(numbered, range(count))


def _numbered(work: Callable[[int], _Found], number: int) -> tuple[int, _Found]:
    return number, work(number)
