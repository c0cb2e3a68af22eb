"""Processes that share work out."""

from __future__ import annotations

import signal

import pytest

from exactnet.processes import worker_pool


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="no masks here")
def test_workers_leave_interrupts_to_the_main_process() -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    with worker_pool(1) as pool:
        assert signal.SIGINT in pool.apply(signal.pthread_sigmask, (signal.SIG_BLOCK, []))
        assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before
