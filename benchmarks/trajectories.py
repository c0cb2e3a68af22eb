"""What following a network along a path costs, and checking its certificate. Prints one line a measurement.

Run it with `make bench`. Ratios compare two ways of doing one thing in the same run.
"""

from __future__ import annotations

import random
import resource
import struct
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise, product
from typing import Any

from flint import fmpq

from exactnet.check import check_text
from exactnet.compile.box import Box
from exactnet.compile.path import Path
from exactnet.compile.polyhedral import compile_complex
from exactnet.compile.slices import on_plane
from exactnet.complexes import activation_regions
from exactnet.model import Dense, Network, Relu
from exactnet.trajectories import Ensemble, SignEnsemble, Trajectory, sensitivity, sign_mean, trajectory
from exactnet.trajectories.ensemble import follow as draws


def timed(label: str, work: Callable[[], Any]) -> tuple[Any, float]:
    """Run once, print seconds."""
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    print(f"{label:<62}{seconds:9.3f} s", flush=True)
    return result, seconds


def single(x: float) -> float:
    """Rounded to a 32-bit float, as trained weights are."""
    rounded: float = struct.unpack("f", struct.pack("f", x))[0]
    return rounded


def network(inputs: int, widths: Sequence[int], seed: int) -> Network:
    rng = random.Random(seed)
    layers: list[Any] = []
    before = inputs
    for width in widths:
        weight = [[single(rng.gauss(0, (2 / before) ** 0.5)) for _ in range(before)] for _ in range(width)]
        layers += [Dense.of(weight, [single(rng.gauss(0, 0.1)) for _ in range(width)]), Relu()]
        before = width
    return Network.of(inputs, layers[:-1])


def point(inputs: int, seed: int) -> list[float]:
    rng = random.Random(seed)
    return [single(rng.gauss(0, 1)) for _ in range(inputs)]


def tents(depth: int) -> Network:
    layers: list[Any] = []
    for i in range(depth):
        layers += [Dense.of([[1], [2]] if i == 0 else [[2, -2], [4, -4]], [0, -1]), Relu()]
    return Network.of(1, [*layers, Dense.of([[2, -2]], [0])])


def by_stretches(net: Network, path: Path) -> int:
    """The naive way: cut [0, 1] at every wall's sign change, stretch by stretch, one rational at a time."""
    cuts = [fmpq(0), fmpq(1)]
    for depth in range(1, len(net.layers), 2):
        head = Network.of(net.inputs, net.layers[:depth])
        fresh = list(cuts)
        for a, b in pairwise(cuts):
            left, right = head(list(path.at(a))), head(list(path.at(b)))
            fresh += [a + (b - a) * p / (p - q) for p, q in zip(left, right, strict=True) if p * q < 0]
        cuts = sorted(set(fresh))
    return len(cuts) - 2


def follow(label: str, net: Network, path: Path, *, check: bool = True) -> Trajectory:
    net.certificate_subject.canonical  # noqa: B018  # written once a network, not once a path
    found, seconds = timed(label, lambda: trajectory(net, path))
    print(
        f"   {len(found.transitions):,} transitions, {found.patterns:,} patterns, {len(found.transitions) / seconds:,.0f} a second"
    )
    if check:
        verdict, _ = timed("   checking its certificate", lambda: check_text(found.certificate.canonical))
        assert verdict.word == "valid"
    return found


def ensembles() -> None:
    """Random networks, all sign networks, noise in a layer, and a plane."""
    path = Path.of([[1, 0], [0, 1]])
    for activation in ("relu", "hard_tanh"):
        drawn = Ensemble.of(2, 50, 8, activation, 2, 1)
        _, seconds = timed(f"10 draws of 8 {activation} layers of width 50, segment", partial(draws, drawn, path, 10))
        print(f"   {10 / seconds:.1f} draws a second")
    for shape in (SignEnsemble(2, 3, 1), SignEnsemble(2, 3, 2), SignEnsemble(2, 2, 4)):
        found, seconds = timed(
            f"all {shape.networks:,} sign networks, width {shape.width}, depth {shape.depth}",
            partial(sign_mean, shape, path),
        )
        print(f"   {found.verdict}; {shape.networks / seconds:,.0f} networks a second")
        if shape.networks <= 512:
            _, naive = timed("   the same, one network at a time", partial(one_at_a_time, shape, path))
            print(f"   ratio one at a time / by multisets and powers: {naive / seconds:.0f}")
    small = network(20, (50, 50, 50), 1)
    straight = Path.of([point(20, 2), point(20, 3)])
    found_s, _ = timed(
        "20-50-50-50, noise in each of 3 layers, 3 draws", lambda: sensitivity(small, straight, "1/64", draws=3)
    )
    print(f"   {len(found_s.rows)} perturbed networks")
    plane = on_plane(small, [point(20, i) for i in (2, 3, 4)])
    box = Box.parse("box:0,1", 2)
    counted, seconds = timed(
        "20-50-50-50 on a plane, s, t in [0, 1]", lambda: activation_regions(compile_complex(plane, box))
    )
    print(f"   {counted:,} activation regions, {counted / seconds:,.0f} a second")


def one_at_a_time(shape: SignEnsemble, path: Path) -> int:
    """Every network of an ensemble by itself."""
    layers, entering = [], shape.inputs
    for _ in range(shape.depth):
        rows = list(product((1, -1), repeat=entering + 1))
        layers.append(
            [Dense.of([row[:-1] for row in r], [row[-1] for row in r]) for r in product(rows, repeat=shape.width)]
        )
        entering = shape.width
    for chosen in product(*layers):
        trajectory(Network.of(shape.inputs, [layer for dense in chosen for layer in (dense, Relu())]), path)
    return shape.networks


def main() -> None:
    """All measurements."""
    ensembles()
    small = network(20, (50, 50, 50), 1)
    p, q = point(20, 2), point(20, 3)
    follow("20-50-50-50, segment", small, Path.of([p, q]))
    follow("20-50-50-50, whole turn", small, Path.turn(p, q))
    follow("20-50-50-50, polyline of 20 segments", small, Path.of([point(20, i) for i in range(21)]))
    straight = Path.of([p, q])
    quick, fast = timed("20-50-50-50, segment, again", lambda: trajectory(small, straight))
    count, naive = timed("20-50-50-50, segment, one rational at a time", lambda: by_stretches(small, straight))
    print(
        f"   ratio one at a time / all at once: {naive / fast:.0f}; same transitions: {count == len(quick.transitions)}"
    )
    follow("tents 16 deep, segment", tents(16), Path.of([[0], [1]]), check=False)
    wide = network(784, (200, 200, 200, 200, 200, 10), 4)
    timed("784-200-200-200-200-200-10, one point", lambda: wide(point(784, 7)))
    p, q = point(784, 5), point(784, 6)
    follow("784-200-200-200-200-200-10, segment", wide, Path.of([p, q]))
    follow("784-200-200-200-200-200-10, quarter of an ellipse", wide, Path.of([p, q], arcs=True))
    follow("784-200-200-200-200-200-10, whole turn", wide, Path.turn(p, q), check=False)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
