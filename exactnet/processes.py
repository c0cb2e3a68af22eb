"""Processes that share work out."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.pool import Pool
from threading import Thread
from time import sleep

__all__ = ["end_with_parent", "worker_pool"]

_PR_SET_PDEATHSIG = 1


@contextmanager
def worker_pool(jobs: int) -> Generator[Pool]:
    """So many processes that leave an interrupt to this one; leaving the block, by a time limit too, ends them.

    A terminal sends Ctrl-C to all of them, and one that has not finished its imports would answer with a traceback. They
    inherit what is blocked here while they start; an interrupt in between arrives afterwards.
    """
    with _interrupts_held():
        pool = get_context("spawn").Pool(jobs, end_with_parent)
    with pool:
        yield pool


def end_with_parent() -> None:
    """Have this process end when its parent is killed: it would compute for nobody, and then complain of a broken pipe."""
    parent = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    else:
        Thread(target=_watch, args=(parent,), daemon=True).start()
    beginning = parent_process()
    if beginning is not None and not beginning.is_alive():  # killed before this was asked for
        os._exit(1)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        sleep(1)
    os._exit(1)


@contextmanager
def _interrupts_held() -> Generator[None]:
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # starting it lifts the block
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
