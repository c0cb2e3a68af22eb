"""Where units of work are done: here, in processes, or on a dask cluster, behind the interface of `concurrent.futures`."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from typing import Any

from exactnet.conjectures.problem import Problem
from exactnet.conjectures.strategies import STRATEGIES
from exactnet.errors import InputError
from exactnet.processes import end_with_parent

__all__ = ["ANSWER_WITHIN", "Here", "cluster", "cores", "do_unit", "processes"]


ANSWER_WITHIN = 10
"""Seconds that a scheduler is given to answer."""

_ENDS_WITHIN = 10
"""Seconds that a pool is given to end; it takes far less."""


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Here(Executor):
    """Does everything at once, in this process."""

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(function(*arguments, **named))
        return future


@contextmanager
def processes(jobs: int) -> Iterator[Executor]:
    """That many processes, or this one; on the way out, what is under way is stopped."""
    if jobs == 1:
        yield Here()
        return
    pool = ProcessPoolExecutor(jobs, initializer=_begin)
    try:
        yield pool
    finally:
        # there is no public way to stop what is under way
        workers = list((pool._processes or {}).values())
        manager: Any = getattr(pool, "_executor_manager_thread", None)
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.terminate()
        if manager is not None:
            manager.join(_ENDS_WITHIN)  # else it may close its pipe while the interpreter, at exit, writes into it


def _begin() -> None:
    """A worker leaves interrupts to its parent, and ends when that is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """A dask cluster by the address of its scheduler; lost workers' units are done by others.

    Raises
    ------
    InputError
        If dask.distributed is not installed, or the scheduler does not answer.
    """
    try:
        dask: Any = import_module("dask.distributed")
        addressing: Any = import_module("distributed.comm.addressing")
    except ImportError:
        raise InputError("a cluster needs dask.distributed: pip install 'exactnet[dask]'") from None
    try:
        if not address.startswith("inproc://"):
            # a client that cannot read its address complains once more when it ends
            addressing.get_address_host_port(address)
        client = dask.Client(address, timeout=ANSWER_WITHIN, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(f"--cluster {address}: the scheduler does not answer ({error})") from None
    with client:
        # units that fail because workers died are tried again
        yield client.get_executor(pure=False, retries=5)


def do_unit(document: str, unit: dict[str, Any]) -> dict[str, Any]:
    """Do a unit of the search that a JSON text describes: all that goes to another process, and all that comes back, is JSON.

    Examples
    --------
    >>> search = '{"statement": "d < 3", "class": {"kind": "architectures", "inputs": [1, 2], "widths": [1]}}'
    >>> do_unit(search, {"first": 0, "last": 2})["tried"]
    2
    """
    problem = _problem(document)
    return STRATEGIES[problem.strategy].work(problem, unit).to_json()


@lru_cache(maxsize=4)
def _problem(document: str) -> Problem:
    return Problem.of(json.loads(document))
