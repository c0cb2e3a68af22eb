"""Two independent routes to entropy in one run: kneading determinants and partitions. Prints one line a measurement."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from exactnet.compile import IntervalFunction, PiecewiseLinearMap
from exactnet.dynamics import Entropy, entropy

DIGITS = 50
# slopes differ from piece to piece and no orbit closes: nothing is known in advance
MAPS = {
    "unimodal": [("0", "0"), ("2/5", "96/97"), ("1", "1/7")],
    "unimodal, all orbits attracted": [("0", "0"), ("2/5", "61/97"), ("1", "1/7")],
    "bimodal": [("0", "1/9"), ("1/4", "96/97"), ("3/5", "1/7"), ("1", "12/13")],
    "five laps": [("0", "1/9"), ("1/5", "96/97"), ("2/5", "1/7"), ("3/5", "12/13"), ("4/5", "1/11"), ("1", "8/9")],
}


def _best(work: Callable[[], Any], repeats: int = 3) -> tuple[Any, float]:
    seconds, result = float("inf"), None
    for _ in range(repeats):
        start = time.perf_counter()
        result = work()
        seconds = min(seconds, time.perf_counter() - start)
    return result, seconds


def compare(name: str, digits: int = DIGITS) -> tuple[float, float]:
    """Seconds of the kneading route and of the partition route on one of `MAPS`; both must decide and agree."""
    f = PiecewiseLinearMap.from_points(MAPS[name])

    def run(method: str) -> Entropy:
        result = entropy(IntervalFunction.of(PiecewiseLinearMap(f.rows)), digits, method=method)
        result.certificate  # noqa: B018  # with all that is proved
        return result

    kneading, fast = _best(lambda: run("kneading"))
    other, slow = _best(lambda: run("partition"), 1)
    if not (kneading.decided and other.decided):
        raise SystemExit(f"{name}: {digits} digits were not reached")
    if max(kneading.growth_lower, other.growth_lower) > min(kneading.growth_upper, other.growth_upper):
        raise SystemExit(f"{name}: the two brackets are disjoint")
    return fast, slow


def main() -> None:
    """Print seconds and ratios."""
    print(f"certified entropy to {DIGITS} digits{'':<9} kneading   partition   ratio")
    for name in MAPS:
        fast, slow = compare(name)
        print(f"{name:<38}{fast:9.3f} s{slow:10.3f} s{slow / fast:7.1f}", flush=True)
    print("more digits")
    for name, digits in (("unimodal", 200), ("bimodal", 200), ("five laps", 200), ("unimodal", 1000)):
        function = IntervalFunction.of(PiecewiseLinearMap.from_points(MAPS[name]))
        found, seconds = _best(lambda f=function, d=digits: entropy(f, d, method="kneading"), 1)
        print(f"{name + f', {digits} digits':<38}{seconds:9.3f} s, {found.evidence['terms']} terms", flush=True)


if __name__ == "__main__":
    main()
