"""Region enumeration: rates of the engine against the naive way (an LP for every neuron and cell), in one run.

Workloads with fixed seeds: He weights rounded to k/1024, bias sigma 0.1, box [-1, 1]^d; and integer weights in {-1, 0, 1}.
The naive way needs scipy (it is not a dependency of exactnet); without it the ratio is left out.
Beyond six inputs: the search in cases, with HiGHS (if it is installed) and without it in the same run.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from typing import Any
from unittest import mock

import numpy as np
from flint import fmpq

from exactnet.check import check_text
from exactnet.compile.box import Box
from exactnet.compile.polyhedral import compile_complex
from exactnet.complexes import (
    RegionSearch,
    cell_evidence,
    count_regions,
    jacobian_ranks,
    region_certificate,
    search_regions,
)
from exactnet.exact import highs
from exactnet.model import Dense, Network, Relu

WORKLOADS = [(2, [16] * 4), (2, [32] * 4), (2, [64] * 3), (3, [16] * 3), (3, [32] * 3), (5, [8] * 3), (5, [16] * 2)]
INTEGER = [(2, [16] * 3), (3, [12] * 2), (3, [16] * 2)]
NAIVE = (2, [16] * 2)
MOST_CERTIFIED = 100_000
DEEP = [(8, [16]), (8, [9, 5]), (10, [12]), (10, [8, 5, 4])]
DEEP_RATIO = (8, [8, 4])


def network(d: int, widths: list[int], seed: int, integer: bool = False) -> Network:
    """A random network of one of the two kinds."""
    rng = random.Random(seed)

    def number(sigma: float) -> fmpq:
        return fmpq(rng.randint(-1, 1)) if integer else fmpq(round(rng.gauss(0, sigma) * 1024), 1024)

    layers: list[Any] = []
    before = d
    for width in widths:
        sigma = (2 / before) ** 0.5
        weight = [[number(sigma) for _ in range(before)] for _ in range(width)]
        layers += [Dense.of(weight, [number(0.1) for _ in range(width)]), Relu()]
        before = width
    return Network.of(d, [*layers, Dense.of([[number(1) for _ in range(before)]], [0])])


def measure(d: int, widths: list[int], integer: bool) -> None:
    """Two lines: regions, rate of the enumeration, share of exact decisions, memory; cost of the certificate as ratios."""
    net, box = network(d, widths, 1, integer), Box.parse("box:-1,1", d)
    start = time.perf_counter()
    complex_ = compile_complex(net, box)
    seconds = time.perf_counter() - start
    counts = count_regions(complex_)
    total = time.perf_counter() - start
    found = complex_.statistics
    how = (
        "integers"
        if found is None
        else f"filtered, {found.exact / max(1, found.asked):.1e} of {found.asked:,} signs exact"
    )
    cells = counts.activation_regions
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"d={d} {'x'.join(map(str, widths)):<12} {cells:>9,} regions {seconds:8.2f} s {cells / seconds:>10,.0f}/s "
        f"(counts {total - seconds:6.2f} s)  {how}  peak {memory:,.0f} MB",
        flush=True,
    )
    if cells > MOST_CERTIFIED:
        print(f"  not certified here: more than {MOST_CERTIFIED:,} regions", flush=True)
        return
    claim = {"activation_regions": cells}
    start = time.perf_counter()
    document = region_certificate(net, box, claim, cell_evidence(complex_)).canonical
    emitted = time.perf_counter() - start
    start = time.perf_counter()
    verdict = check_text(document)
    checked = time.perf_counter() - start
    if verdict.word != "valid":
        raise SystemExit(f"the certificate is {verdict}")
    print(
        f"  certificate of {len(document) / 1e6:.1f} MB: {emitted:.2f} s, {emitted / seconds:.1f} times the enumeration; "
        f"checked in {checked:.2f} s, {checked / seconds:.1f} times",
        flush=True,
    )


def measure_ranks(d: int, widths: list[int]) -> None:
    """One line: what the ranks of all Jacobian matrices cost beside the enumeration."""
    start = time.perf_counter()
    complex_ = compile_complex(network(d, widths, 1), Box.parse("box:-1,1", d))
    enumerated = time.perf_counter() - start
    start = time.perf_counter()
    found = jacobian_ranks(complex_)
    seconds = time.perf_counter() - start
    matrices = found.ranks.size
    print(
        f"d={d} {'x'.join(map(str, widths)):<12} {matrices:>9,} Jacobian matrices {seconds:6.2f} s, "
        f"{matrices / seconds:>10,.0f}/s, {seconds / enumerated:.1f} times the enumeration",
        flush=True,
    )


def search(d: int, widths: list[int], jobs: int = 1) -> tuple[RegionSearch, float]:
    """The search in cases, and the seconds it took."""
    net, box = network(d, widths, 1), Box.parse("box:-1,1", d)
    start = time.perf_counter()
    found = search_regions(net, box, jobs=jobs)
    return found, time.perf_counter() - start


def measure_search(d: int, widths: list[int]) -> None:
    """One line: regions, rate, linear programs a region, share of them that floats decided."""
    found, seconds = search(d, widths)
    done, regions = found.statistics, found.activation_regions
    _, shared = search(d, widths, jobs=2)
    print(
        f"d={d} {'x'.join(map(str, widths)):<12} {regions:>9,} regions {seconds:8.2f} s {regions / seconds:>10,.0f}/s "
        f"(2 processes {regions / shared:,.0f}/s)  {done.programs / regions:.2f} programs a region, "
        f"{done.confirmed / max(1, done.programs):.2%} of them proposed by floats and confirmed",
        flush=True,
    )


def compare_search() -> None:
    """Rates with HiGHS, without it, and without floats at all."""
    found, seconds = search(*DEEP_RATIO)
    with mock.patch.object(highs.FloatProgram, "open", return_value=None):
        same, without = search(*DEEP_RATIO)
    if (same.activation_regions, same.affine_maps) != (found.activation_regions, found.affine_maps):
        raise SystemExit("the counts with and without HiGHS differ")
    d, widths = DEEP_RATIO
    print(
        f"d={d} {'x'.join(map(str, widths))}: {found.activation_regions} regions, {found.activation_regions / seconds:,.0f}/s with "
        f"HiGHS, {same.activation_regions / without:,.0f}/s without; time ratio {without / seconds:.1f}"
    )


def naive(net: Network) -> int:
    """Depth first over patterns in floats, one LP a neuron and cell: what people do. Tolerances decide."""
    from scipy.optimize import linprog

    weights = [
        (
            np.array([[float(x.p) / float(x.q) for x in row] for row in layer.weight]),
            np.array([float(b.p) / float(b.q) for b in layer.bias]),
        )
        for layer in net.layers
        if isinstance(layer, Dense)
    ][:-1]
    d = net.inputs

    def feasible(A: list[Any], b: list[float]) -> bool:
        rows = np.hstack([np.array(A), np.linalg.norm(np.array(A), axis=1, keepdims=True)])
        cost = np.zeros(d + 1)
        cost[-1] = -1
        found = linprog(cost, rows, b, bounds=[(-1, 1)] * d + [(None, 1)], method="highs")
        return found.status == 0 and -found.fun > 1e-9

    def descend(layer: int, A: list[Any], b: list[float], matrix: Any, offset: Any) -> int:
        if layer == len(weights):
            return 1
        W, bias = weights[layer]
        H, c = W @ matrix, W @ offset + bias
        return neuron(layer, 0, A, b, H, c, [])

    def neuron(layer: int, j: int, A: list[Any], b: list[float], H: Any, c: Any, on: list[int]) -> int:
        if j == len(c):
            mask = np.array(on)[:, None]
            return descend(layer + 1, A, b, H * mask, c * mask[:, 0])
        total = 0
        for sign in (1, 0):
            row, bound = (-H[j], c[j]) if sign else (H[j], -c[j])
            if feasible([*A, row], [*b, bound]):
                total += neuron(layer, j + 1, [*A, row], [*b, bound], H, c, [*on, sign])
        return total

    return descend(0, [], [], np.eye(d), np.zeros(d))


def main() -> None:
    """All measurements."""
    print("-- He weights k/1024, box [-1, 1]^d")
    for d, widths in WORKLOADS:
        measure(d, widths, False)
    print("-- weights in {-1, 0, 1}")
    for d, widths in INTEGER:
        measure(d, widths, True)
    print("-- depth first, He weights k/1024, box [-1, 1]^d")
    for d, widths in DEEP:
        measure_search(d, widths)
    for d, widths in WORKLOADS[1::2]:
        measure_ranks(d, widths)
    if highs.available():
        compare_search()
    else:
        print("highspy is not installed: exact pivots only", file=sys.stderr)
    try:
        import scipy  # noqa: F401
    except ImportError:
        print("scipy is not installed: no naive enumeration to compare with", file=sys.stderr)
        return
    net, box = network(*NAIVE, 1), Box.parse("box:-1,1", NAIVE[0])
    start = time.perf_counter()
    exact = count_regions(compile_complex(net, box)).activation_regions
    fast = time.perf_counter() - start
    start = time.perf_counter()
    found = naive(net)
    slow = time.perf_counter() - start
    print(f"d=2 16x16: {exact} regions, an LP a neuron and cell (HiGHS) finds {found}; time ratio {slow / fast:.0f}")


if __name__ == "__main__":
    main()
