"""Layer by layer: images of decision regions, and neural persistence.

Images: the examples and random networks as in topology.py; seconds for the cells, the images of all layers and the certificate,
with the largest numbers of convex pieces and simplices of a layer. Persistence: a network of the size that is usual for MNIST.
"""

from __future__ import annotations

import random
import resource
import time
import warnings
from itertools import pairwise
from pathlib import Path

from regions import network

import exactnet as xn
from exactnet.model import Dense, Network, Relu

EXAMPLES = Path(__file__).parents[1] / "examples"
RANDOM = [(2, [8] * 2), (2, [16] * 2), (2, [16] * 3), (3, [6] * 2)]


def images(name: str, net: Network, domain: str, level: str = "0", relation: str = "le") -> None:
    """One line a region."""
    start = time.perf_counter()
    found = xn.layers(net, domain, relation, level)
    taken = time.perf_counter() - start
    start = time.perf_counter()
    size = len(found.certificate.canonical)
    written = time.perf_counter() - start
    rows = [image.to_json() for image in found.layers]
    pieces = max(row["effort"]["pieces"] for row in rows)
    simplices = max(sum(row["effort"]["simplices"]) for row in rows)
    print(
        f"{name:<24} {rows[0]['cells']:>5,} of {found.complex.lattice.count(net.inputs):>5,} cells, {len(rows)} images "
        f"{taken:7.2f} s; up to {pieces:>5,} pieces and {simplices:>7,} simplices; certificate {size:>10,} bytes {written:.2f} s",
        flush=True,
    )
    print("  " + " ".join(str(image.betti) for image in found.layers), flush=True)


def persistence(widths: list[int]) -> None:
    """Weights in doubles, as training leaves them."""
    rng = random.Random(1)
    layers: list[Dense | Relu] = []
    for i, o in pairwise(widths):
        layers += [Dense.of([[rng.gauss(0, i**-0.5) for _ in range(i)] for _ in range(o)], [0] * o), Relu()]
    net = Network.of(widths[0], layers[:-1])
    start = time.perf_counter()
    found = xn.persistence(net)
    taken = time.perf_counter() - start
    weights = sum(i * o for i, o in pairwise(widths))
    print(f"persistence {'x'.join(map(str, widths))}: {weights:,} weights {taken:.2f} s; {found}", flush=True)


def main() -> None:
    """All workloads."""
    warnings.simplefilter("ignore")  # that floats are read exactly
    for relation in ("le", "ge", "eq"):
        images(f"classifier-2d {relation}", xn.load(EXAMPLES / "classifier-2d.net.json"), "box:-3,3", relation=relation)
        images(f"shells-2d {relation}", xn.load(EXAMPLES / "shells-2d.net.json"), "box:0,1", relation=relation)
    for d, widths in RANDOM:
        net = network(d, widths, 1)
        (level,) = net([0] * d)
        images(f"random {d}: {'x'.join(map(str, widths))}", net, "box:-1,1", str(level))
    for widths in ([784, 200, 10], [784, 1000, 1000, 10]):
        persistence(widths)
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
