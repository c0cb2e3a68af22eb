"""Betti numbers: rates of the homology computation next to those of the enumeration of cells, in one run.

Random networks (He weights rounded to k/1024, on [-1, 1]^d, at the level that the function has in the centre), and networks with
many components and holes, up to 720,000 cells in the plane. Before that: the radius of stability of random networks, and pictures.
"""

from __future__ import annotations

import resource
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from flint import fmpq
from regions import network

from exactnet import plots
from exactnet.compile.box import Box
from exactnet.compile.polyhedral import compile_complex
from exactnet.constructions import planar_network, shell_network
from exactnet.model import Dense, Network, Relu
from exactnet.topology import Relation, betti_numbers, stability_of
from exactnet.topology.betti import homology
from exactnet.topology.chains import ChainBasis
from exactnet.topology.matching import match
from exactnet.topology.sets import faces_in_set, with_level

RANDOM = [(2, [32] * 4), (3, [16] * 3), (3, [24] * 3), (4, [12] * 2), (5, [8] * 2)]
STABLE = [(2, [16, 16]), (2, [32] * 3), (3, [12, 12]), (4, [8, 8])]
SHELLS = [(2, (16, 16), (6,)), (2, (64, 16), (4,)), (3, (24,), (4, 4)), (3, (36,), (6, 6)), (4, (16,), (2, 2, 2))]


def waves(n: int) -> Network:
    """One layer of n units across and n along: n^2 squares, each cut by F = 0; as many values at a vertex as there are units."""
    zigzag = [1, *(2 * (-1) ** i for i in range(1, n))]
    units = Dense.of([[1, 0]] * n + [[0, 1]] * n, [-i for i in range(n)] * 2)
    return Network.of(2, [units, Relu(), Dense.of([[*zigzag, *zigzag]], [-1])], "waves")


def measure(name: str, net: Network, domain: str) -> None:
    """One line a set: cells, what they cancel to, and the seconds of each part."""
    level = net([0] * net.inputs)[0] if name.startswith("random") else 0
    start = time.perf_counter()
    complex_ = compile_complex(with_level(net, (0,), level), Box.parse(domain, net.inputs), max_cells=10_000_000)
    compiled = time.perf_counter() - start
    lattice = complex_.lattice
    cells = lattice.count(lattice.dimension)
    print(f"{name:<28} {cells:>9,} cells {compiled:8.2f} s", flush=True)
    for relation in (Relation.LE, Relation.LT):
        times = [time.perf_counter()]
        basis = ChainBasis(lattice, faces_in_set(complex_, relation), is_dual=not relation.is_closed)
        times.append(time.perf_counter())
        matching = match(basis)
        times.append(time.perf_counter())
        betti, torsion, _ = homology(matching)
        times.append(time.perf_counter())
        faces = sum(basis.count(n) for n in range(basis.top + 1))
        parts = [b - a for a, b in pairwise(times)]
        total = sum(parts)
        print(
            f"  {relation}: {faces:>9,} faces, {sum(matching.critical_counts):>6,} critical, betti {betti[:-1]}, torsion "
            f"{sum(map(len, torsion))}; chains {parts[0]:.2f} s, matching {parts[1]:.2f} s, boundaries and Smith {parts[2]:.2f} s: "
            f"{faces / total:>9,.0f} faces/s, {total / compiled:.2f} of the enumeration",
            flush=True,
        )


def measure_stability(d: int, widths: list[int]) -> None:
    """One line: premises and radius of a random network next to the enumeration of its cells."""
    net = network(d, widths, 1)
    level = net([0] * d)[0] + fmpq(1, 7)
    start = time.perf_counter()
    complex_ = compile_complex(with_level(net, (0,), level), Box.parse("box:-1,1", d))
    compiled = time.perf_counter()
    found = stability_of(complex_, net, level, (0,))
    seconds = time.perf_counter() - compiled
    vertices = complex_.lattice.vertices
    answer = (
        found.failing.text
        if found.failing is not None
        else f"radius {float(int(found.radius.p) / int(found.radius.q)):.2e}"
    )
    print(
        f"stability {d}: {'x'.join(map(str, widths)):<14} {vertices:>7,} vertices; cells {compiled - start:.2f} s, "
        f"radius {seconds:.2f} s: {1e3 * seconds / vertices:.2f} ms/vertex; {answer}",
        flush=True,
    )


def measure_picture(name: str, net: Network, domain: str) -> None:
    """One line: a picture of a decision region, from the network to the bytes of a file."""
    start = time.perf_counter()
    found = betti_numbers(net, Box.parse(domain, 2))
    known = time.perf_counter()
    figure = plots.decision_figure(found)
    with tempfile.TemporaryDirectory() as folder:
        plots.save(figure, Path(folder) / "picture.svg")
    drawn = time.perf_counter()
    cells = found.complex.lattice.count(2)
    print(
        f"picture {name:<20} {cells:>7,} cells; betti {known - start:.2f} s, drawing {drawn - known:.2f} s", flush=True
    )


def main() -> None:
    """All workloads."""
    for d, widths in STABLE:
        measure_stability(d, widths)
    measure_picture("shells: 8x8, 2", shell_network(2, (8, 8), (2,)), "box:0,1")
    measure_picture("planar: 20 and 40", planar_network(20, 40), "box:-1,250;-4,4")
    for d, widths in RANDOM:
        measure(f"random {d}: {'x'.join(map(str, widths))}", network(d, widths, 1), "box:-1,1")
    for d, widths, shells in SHELLS:
        measure(f"shells {d}: {widths} {shells}", shell_network(d, widths, shells), "box:0,1")
    measure("planar: 100 and 400", planar_network(100, 400), "all")
    measure("waves: 250 x 250", waves(250), "box:0,250")
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
