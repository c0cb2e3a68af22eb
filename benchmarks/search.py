"""What searching for counterexamples costs, candidate by candidate. Prints one line a measurement.

Run it with `make bench`. Ratios compare two ways of doing one thing in the same run.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import exactnet as xn
from exactnet.conjectures import Problem
from exactnet.conjectures.judge import StatementJudge
from exactnet.conjectures.work import drawn

EXAMPLES = Path(__file__).parents[1] / "examples" / "conjectures"


def timed(label: str, work: Callable[[], Any]) -> tuple[Any, float]:
    """Run once, print seconds."""
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    print(f"{label:<62}{seconds:9.3f} s", flush=True)
    return result, seconds


def each(label: str, seconds: float, count: int) -> None:
    """Print the cost of one."""
    print(f"{label:<62}{seconds / count * 1e6:9.1f} us", flush=True)


def problem(statement: str, widths: list[int], **more: Any) -> Problem:
    """Networks of one input on the grid -2, -3/2, .., 2."""
    chosen = {"inputs": 1, "widths": widths, "weights": "-2:2:1/2"}
    return Problem.of({"statement": statement, "domain": "box:0,1", "class": chosen, **more})


def draw(label: str, search: Problem, count: int) -> float:
    """Judge candidates drawn at random; seconds for one."""
    _, seconds = timed(label, lambda: drawn(search.judge, search.candidates, "1", count))
    each("  one of them", seconds, count)
    return seconds / count


def on_graphs_and_by_the_toolkit() -> None:
    for widths in ([2, 2], [4, 4], [8, 8]):
        quick = problem("pieces(f) <= 1000", widths)
        judge = quick.judge
        assert isinstance(judge, StatementJudge)
        fast = draw(f"1000 networks of hidden widths {widths} on their graphs", quick, 1000)
        random = Random(1)
        points = [tuple(random.randrange(n) for n in quick.candidates.axes) for _ in range(100)]
        start = time.perf_counter()
        for point in points:
            judge.examination(quick.candidates.subject(point)).shape  # noqa: B018
        slow = (time.perf_counter() - start) / len(points)
        print(f"{'  the toolkit takes':<62}{slow / fast:9.1f} times as long", flush=True)


def dynamics() -> None:
    draw("200 clipped networks, entropy", problem("entropy(f) <= log(9)", [2, 2], clip=True), 200)
    maps = {"statement": "period(f, 3) => entropy(f) > 0", "class": {"kind": "maps", "x": "0:5", "y": "0:5"}}
    draw("200 maps through 6 points, period 3 and entropy", Problem.of(maps), 200)


def shipped() -> None:
    for path in sorted(EXAMPLES.glob("*.toml")):
        found, _ = timed(f"{path.name}", lambda path=path: xn.search(path))
        print(f"  {found.status}: {found.tried:,} tried, {found.problem.candidates.size:,} candidates", flush=True)


def jobs_and_store() -> None:
    path = EXAMPLES / "seven-regions.toml"
    _, one = timed("seven-regions, one process", lambda: xn.search(path))
    _, two = timed("seven-regions, two processes", lambda: xn.search(path, jobs=2))
    print(f"{'  two processes are faster by':<62}{one / two:9.2f}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        _, kept = timed("seven-regions, with a store", lambda: xn.search(path, store=Path(folder) / "store"))
    print(f"{'  the store costs':<62}{(kept / one - 1) * 100:9.1f} %", flush=True)


if __name__ == "__main__":
    on_graphs_and_by_the_toolkit()
    dynamics()
    shipped()
    jobs_and_store()
