"""Processes that share work out."""

from __future__ import annotations

import ctypes
import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager
from multiprocessing import get_context, resource_tracker
from multiprocessing.pool import Pool

__all__ = ["worker_pool"]

_PR_SET_PDEATHSIG = 1


@contextmanager
def worker_pool(jobs: int) -> Generator[Pool]:
    """So many processes that leave an interrupt to this one; leaving the block, by a time limit too, ends them.

    A terminal sends Ctrl-C to all of them, and one that has not finished its imports would answer with a traceback. They
    inherit what is blocked here while they start; an interrupt in between arrives afterwards.
    """
    with _interrupts_held():
        pool = get_context("spawn").Pool(jobs, _end_with_parent)
    with pool:
        yield pool


def _end_with_parent() -> None:
    """Have this process killed when its parent is: it would compute for nobody, and then complain of a broken pipe."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


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
