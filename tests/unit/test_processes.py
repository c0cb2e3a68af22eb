"""Processes that share work out."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from exactnet.processes import worker_pool


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="no masks here")
def test_workers_leave_interrupts_to_the_main_process() -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    with worker_pool(1) as pool:
        assert signal.SIGINT in pool.apply(signal.pthread_sigmask, (signal.SIG_BLOCK, []))
        assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before


ENDLESS = """
import os, time
from exactnet.processes import worker_pool

if __name__ == "__main__":
    with worker_pool(2) as pool:
        print(pool.apply(os.getpid), flush=True)
        pool.map(time.sleep, [600, 600])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers end with what they are at")
def test_workers_end_with_a_main_process_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "endless.py").write_text(ENDLESS)
    main = subprocess.Popen([sys.executable, tmp_path / "endless.py"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert main.stdout is not None
    main.stdout.readline()
    time.sleep(0.5)  # until the workers sleep
    main.kill()
    _, errors = main.communicate(timeout=30)  # comes to an end when no worker has the pipes open any more
    assert b"Traceback" not in errors
