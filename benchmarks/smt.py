"""Is an output reached? Our own trees of cases, with their certificate, against z3, which only says so. One line a question."""

from __future__ import annotations

import os
import random
import time
import warnings
from pathlib import Path

from flint import fmpq

import exactnet as xn
from exactnet.exact import highs
from exactnet.model import Dense, Network, Relu
from exactnet.smt import Atom, InputSet, Property, Reach, Target, solve

LIMIT = 10.0
PROGRAMS = 5000
# (inputs, hidden widths)
SHAPES = [(2, (8,)), (2, (8, 8)), (3, (12, 12)), (5, (16, 16)), (5, (16, 16, 16)), (2, (20, 20, 20)), (4, (24, 24))]
ACASXU = Path(os.environ.get("EXACTNET_DATA", "data")) / "acasxu"


def random_network(inputs: int, widths: tuple[int, ...], seed: int) -> Network:
    """Weights as a trained network has them: doubles of moderate size."""
    rng = random.Random(seed)
    layers: list[Dense | Relu] = []
    entering = inputs
    for width in widths:
        layers += [_dense(rng, width, entering), Relu()]
        entering = width
    return Network.of(inputs, [*layers, _dense(rng, 1, entering)])


def _dense(rng: random.Random, outputs: int, inputs: int) -> Dense:
    scale = (2 / inputs) ** 0.5
    return Dense.of(
        [[rng.gauss(0, scale) for _ in range(inputs)] for _ in range(outputs)],
        [rng.gauss(0, 0.1) for _ in range(outputs)],
    )


def above_all_samples(network: Network, radius: fmpq, margin: fmpq) -> fmpq:
    """A level a little above the largest output at random points: hard to refute, as it is nearly reached."""
    rng = random.Random(1)
    points = [[radius * fmpq(rng.randint(-64, 64), 64) for _ in range(network.inputs)] for _ in range(2000)]
    values = [value for (value,) in network.at(points)]
    return max(values) + margin * (max(values) - min(values))


def compare(inputs: int, widths: tuple[int, ...], margin: fmpq) -> tuple[str, float, float | None, int]:
    """The answer, seconds of ours and of z3 (None if that gave up), and the bytes of the certificate."""
    network = random_network(inputs, widths, 5)
    level = above_all_samples(network, fmpq(1), margin)
    box = InputSet.box([(fmpq(-1), fmpq(1))] * inputs)
    question = Reach(Target.of(network), box, Property.of([[Atom.of(-level, [0] * inputs, [1])]]), PROGRAMS)
    start = time.perf_counter()
    ours = solve(question, "exact")
    size = len(ours.certificate.canonical) if ours.certificate is not None else 0
    fast = time.perf_counter() - start
    from exactnet.smt.solvers import ask

    said = ask(question.script, "z3", LIMIT)
    if "unknown" not in (said.status, ours.status) and said.status != ours.status:
        raise SystemExit(f"z3 says {said.status}, we show {ours.status}")
    return ours.status, fast, None if said.status == "unknown" else said.seconds, size


def acas_xu() -> None:
    """Seconds for properties of a network of 300 units, if it is there (z3 is not asked: it has no chance)."""
    if not ACASXU.is_dir():
        print(f"the ACAS Xu networks are not in {ACASXU}; EXACTNET_DATA names another folder")
        return
    warnings.simplefilter("ignore", xn.frontends.FloatNotice)
    for name in ("3", "4"):
        start = time.perf_counter()
        found = xn.solve(ACASXU / "ACASXU_run2a_3_3.onnx", property=ACASXU / f"prop_{name}.vnnlib", solver="exact")
        seconds = time.perf_counter() - start
        size = len(found.certificate.canonical) if found.certificate is not None else 0
        print(f"ACAS Xu 3_3, property {name}       {found.status:<6} {seconds:8.3f} s {size:38,} bytes", flush=True)


def main() -> None:
    """Print seconds and ratios."""
    if not highs.available():
        print("without HiGHS: install exactnet[highs] for the usual speed")
    print("shape                margin   answer     ours         z3    ratio   certificate")
    for inputs, widths in SHAPES:
        for margin in (fmpq(1, 2), fmpq(1, 20)):
            status, ours, z3_seconds, size = compare(inputs, widths, margin)
            name = "-".join(map(str, (inputs, *widths, 1)))
            slow = f"{z3_seconds:9.3f} s" if z3_seconds is not None else f"> {LIMIT:7.0f} s"
            ratio = (LIMIT if z3_seconds is None else z3_seconds) / ours
            print(
                f"{name:<20} {margin!s:>6}   {status:<6} {ours:8.3f} s {slow} {ratio:7.1f} {size:10,} bytes", flush=True
            )
    acas_xu()


if __name__ == "__main__":
    main()
