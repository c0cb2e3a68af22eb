"""What questions about iterates cost: periodic orbits, laps, entropy. Prints one line a measurement.

Run it with `make bench`. Ratios compare two ways of doing one thing in the same run.
"""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from exactnet.check.description import Graph
from exactnet.check.iterates import laps_and_crossings
from exactnet.compile import IntervalFunction, PiecewiseLinearMap, compose
from exactnet.dynamics import PeriodicOrbits, entropy, fixed_points, iterate_counts, periodic_orbits

FULL = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
TENT = PiecewiseLinearMap.from_points([(0, 0), ("1/2", "3/4"), (1, 0)])
STEEP = PiecewiseLinearMap.from_points([(0, 0), ("1/2", "97/100"), (1, 0)])
THREE_LAPS = PiecewiseLinearMap.from_points([(0, 0), ("1/3", "9/10"), ("2/3", "1/7"), (1, 1)])
THREE_CYCLE = PiecewiseLinearMap.from_points([(0, "1/2"), ("1/2", 1), (1, 0)])
BIMODAL = PiecewiseLinearMap.from_points([(0, "1/7"), ("1/3", "6/7"), ("2/3", "1/9"), (1, "9/10")])


def timed(label: str, work: Callable[[], Any]) -> tuple[Any, float]:
    """Run once, print seconds."""
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    print(f"{label:<58}{seconds:9.3f} s", flush=True)
    return result, seconds


def orbits_of(f: PiecewiseLinearMap, period: int) -> PeriodicOrbits:
    return periodic_orbits(IntervalFunction.of(f), period)


def by_composition(f: PiecewiseLinearMap, period: int) -> int:
    """The naive way: compose f^n piece by piece for every n and solve f^n(x) = x."""
    power, found = f, {str(x) for x, _ in fixed_points(f)}
    for _ in range(period - 1):
        power = compose(f, power)
        found |= {str(x) for x, _ in fixed_points(power)}
    return len(found)


def by_edges(f: PiecewiseLinearMap, iterates: int) -> list[int]:
    """The checker's way: words of edges, joined with long integers."""
    xs, ys = ([Fraction(int(v.p), int(v.q)) for v in row] for row in (f.breakpoints, f.values))
    return laps_and_crossings(Graph(xs, ys), Fraction(1, 2), iterates)[0]


def zigzag(pieces: int) -> PiecewiseLinearMap:
    """A map with this many pieces, up and down between random heights."""
    rng = random.Random(1)
    return PiecewiseLinearMap.from_points([(i, rng.randrange(pieces + 1)) for i in range(pieces + 1)])


def main() -> None:
    """All measurements."""
    print("-- periodic orbits")
    for name, f, period in (
        ("full tent", FULL, 20),
        ("tent of slope 3/2", TENT, 20),
        ("tent of slope 97/50", STEEP, 20),
        ("three laps", THREE_LAPS, 12),
    ):
        found, seconds = timed(f"{name}, to period {period}", lambda f=f, period=period: orbits_of(f, period))
        words = sum(len(table) for table in found.words)
        points = sum(orbit.period for orbit in found.orbits)
        print(f"   {len(found.orbits):,} orbits, {words:,} words, {points / seconds:,.0f} points/s")
        timed("   writing its certificate", lambda found=found: found.certificate.canonical)
    for name, f, period in (("full tent", FULL, 14), ("tent of slope 3/2", TENT, 20), ("three laps", THREE_LAPS, 9)):
        found, fast = timed(
            f"{name}, to period {period}, closed words", lambda f=f, period=period: orbits_of(f, period)
        )
        count, naive = timed(
            f"{name}, to period {period}, composing", lambda f=f, period=period: by_composition(f, period)
        )
        agree = count == sum(orbit.period for orbit in found.orbits)
        print(f"   ratio composing / closed words: {naive / fast:.0f}; same points: {agree}")

    print("-- laps and entropy")
    for name, f, iterates in (
        ("bimodal map", BIMODAL, 1000),
        ("three-cycle", THREE_CYCLE, 2000),
        ("2000 pieces", zigzag(2000), 8),
    ):
        counts, fast = timed(f"{name}, laps of f^1 .. f^{iterates}", lambda f=f, n=iterates: iterate_counts(f, n))
        found, other = timed("   sums of long integers, edge by edge", lambda f=f, n=iterates: by_edges(f, n))
        print(f"   ratio: {other / fast:.1f}; same numbers: {list(counts.laps) == found}")
    for digits in (15, 50, 200):
        timed(
            f"bimodal map, entropy to {digits} digits",
            lambda digits=digits: entropy(IntervalFunction.of(BIMODAL), digits),
        )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
