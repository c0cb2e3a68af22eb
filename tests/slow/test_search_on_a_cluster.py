"""A search on a dask cluster of two workers, one of which is killed in the middle of it."""

from __future__ import annotations

import gc
import os
import signal
from typing import Any

import pytest

import exactnet as xn
from exactnet.conjectures import Problem, SearchRun, executors
from exactnet.conjectures.work import Tally

distributed = pytest.importorskip("distributed", reason="needs dask.distributed: pip install 'exactnet[dask]'")

SEARCH = {
    "statement": "period(f, 3) => entropy(f) > log(2) / 2",
    "class": {"kind": "maps", "x": [1, 2, 3, 4], "y": [1, 2, 3, 4]},
    "search": {"batch": 8},
}


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_changes_nothing() -> None:
    killed: list[int] = []

    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:

        def kill_one(tally: Tally, done: int, units: int, rate: float) -> None:
            if done >= 3 and not killed:
                killed.append(cluster.workers[0].pid)
                os.kill(killed[0], signal.SIGKILL)

        run = SearchRun(Problem.of(SEARCH), address=cluster.scheduler_address, progress=kill_one)
        run.work()
        found: dict[str, Any] = run.result().to_json()
    assert killed
    assert found["units_done"] == found["units"] == 32
    assert found == xn.search(SEARCH).to_json()
    assert found["status"] == "none_in_class"


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nowhere"])
def test_a_cluster_that_is_not_there(
    address: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(executors, "ANSWER_WITHIN", 1)
    with pytest.raises(xn.InputError, match="the scheduler does not answer"):
        xn.search(SEARCH, cluster=address)
    gc.collect()
    assert "Traceback" not in capfd.readouterr().err
