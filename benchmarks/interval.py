"""What the one-dimensional pipeline costs: compilation, laps of iterates, entropy, checking. Prints one line a measurement.

Run it with `make bench`. Ratios compare two ways of doing one thing in the same run.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flint import fmpq

import exactnet as xn
from exactnet.check import check_text
from exactnet.compile import Domain, IntervalFunction, compose, restrict_to_line
from exactnet.dynamics import entropy, iterate_counts, laps
from exactnet.model import Dense, Network, Relu
from exactnet.model.reader import network_from_json

sys.path.insert(0, str(Path(__file__).parent.parent / "examples"))
import itertools

from make_tents import tent_network


def timed(label: str, work: Callable[[], Any], unit: str = "", count: int = 0) -> tuple[Any, float]:
    """Run once, print seconds (and items per second)."""
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    rate = f"  {count / seconds:14,.0f} {unit}/s" if count else ""
    print(f"{label:<58}{seconds:9.3f} s{rate}", flush=True)
    return result, seconds


def float_network(widths: tuple[int, ...], seed: int) -> Network:
    """Random double weights (53-bit dyadic rationals): the path with Python integers."""
    rng = random.Random(seed)
    layers: list[Any] = []
    before = 1
    for width in widths:
        layers.append(
            Dense.of(
                [[rng.gauss(0, (2 / before) ** 0.5) for _ in range(before)] for _ in range(width)],
                [rng.gauss(0, 0.3) for _ in range(width)],
            )
        )
        layers.append(Relu())
        before = width
    layers.append(Dense.of([[rng.gauss(0, 1) for _ in range(before)]], [0]))
    return Network.of(1, layers)


def by_pieces(network: Network) -> int:
    """The naive way: split [0, 1] piece by piece, one rational at a time (layers by layer on each piece)."""
    pieces = [(fmpq(0), fmpq(1))]
    for depth in range(2, len(network.layers) + 1, 2):
        head = Network.of(1, network.layers[: depth - 1])
        refined = []
        for a, b in pieces:
            left, right = head(a), head(b)
            cuts = {a + (b - a) * p / (p - q) for p, q in zip(left, right, strict=True) if p * q < 0}
            ends = sorted({a, b} | cuts)
            refined += list(itertools.pairwise(ends))
        pieces = refined
    return len(pieces)


def main() -> None:
    """All measurements."""
    unit = Domain.of(0, 1)
    print("-- compilation, [0, 1]")
    for depth in (10, 15, 20):
        net = network_from_json(tent_network(depth))
        timed(
            f"tent^{depth}, {2**depth:,} pieces (int64)",
            lambda net=net: restrict_to_line(net, unit),
            "pieces",
            2**depth,
        )
    net = network_from_json(tent_network(8))
    _, fast = timed("tent^8, the sweep", lambda: restrict_to_line(net, unit))
    _, naive = timed("tent^8, piece by piece", lambda: by_pieces(net))
    print(f"   ratio piece by piece / sweep: {naive / fast:.0f}")
    for widths in ((32, 32), (64, 64, 64), (256, 256)):
        wide = float_network(widths, 1)
        found, _ = timed(f"double weights, widths {widths}", lambda wide=wide: restrict_to_line(wide, unit))
        print(f"   {found.activation_regions} activation regions")

    print("-- laps of iterates")
    bimodal = xn.PiecewiseLinearMap.from_points([(0, "1/7"), ("1/3", "6/7"), ("2/3", "1/9"), (1, "9/10")])
    timed("bimodal map, f^1 .. f^1000", lambda: iterate_counts(bimodal, 1000))
    _, fast = timed("bimodal map, f^1 .. f^12, orbits of turning points", lambda: iterate_counts(bimodal, 12))

    def composed() -> int:
        power = bimodal
        for _ in range(11):
            power = compose(bimodal, power)
        return laps(power)

    _, naive = timed("bimodal map, f^12, composing", composed)
    print(f"   ratio composing / orbits: {naive / fast:.0f}")

    print("-- entropy")
    for digits in (10, 50, 100):
        found, _ = timed(
            f"bimodal map, {digits} digits", lambda digits=digits: entropy(IntervalFunction.of(bimodal), digits)
        )
        verdict, _ = timed("   checking its certificate", lambda found=found: check_text(found.certificate.canonical))
        print(f"   {verdict.word}, {len(found.certificate.canonical):,} bytes")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
