"""What distances of functions, of their iterates and of networks over cells cost, and bounds on them. One line a measurement."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from flint import fmpq, fmpq_poly, fmpz_poly

import exactnet as xn
from exactnet.approximation.curves import area, height
from exactnet.approximation.difference import Difference
from exactnet.check import check_text
from exactnet.compile import PiecewiseMap
from exactnet.compile.semialgebraic.curve import Curve
from exactnet.complexes import Simplices
from exactnet.exact.points import Point
from exactnet.exact.rational_functions import RationalFunction
from exactnet.model import Dense, Network, Relu


def timed(label: str, work: Callable[[], Any], unit: str = "", count: int = 0) -> Any:
    """Run once, print seconds (and microseconds an item)."""
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    rate = f"{1e6 * seconds / count:12,.0f} us a {unit}" if count else ""
    print(f"{label:<62}{seconds:9.3f} s{rate}", flush=True)
    return result


def network(*layers: dict[str, Any]) -> dict[str, Any]:
    """A document of one input."""
    return {"format": "exactnet-network/1", "inputs": 1, "layers": list(layers)}


def chords(pieces: int) -> PiecewiseMap | Any:
    """The interpolant of x^2."""
    points = [[str(fmpq(j, pieces)), str(fmpq(j * j, pieces * pieces))] for j in range(pieces + 1)]
    return xn.load({"format": "exactnet-map/1", "points": points})


def polynomial_on(p: fmpq_poly) -> Curve:
    """A polynomial on [-1, 1]."""
    return Curve.of([Point.of(-1), Point.of(1)], [RationalFunction.of(p)])


def parabola_and_chords() -> None:
    square = PiecewiseMap.of([0, 1], [[0, 0, 1]])
    for pieces in (256, 4096):
        for norm in ("linf", "l1"):
            found = timed(
                f"x^2 and its interpolant, {pieces} pieces, {norm}",
                lambda norm=norm, pieces=pieces: xn.distance(square, chords(pieces), norm),
                "piece",
                pieces,
            )
        timed("    its certificate", lambda found=found: found.certificate.digest, "piece", pieces)


def degrees() -> None:
    rng = random.Random(1)
    zero = polynomial_on(fmpq_poly([0]))
    for degree in (8, 16, 32, 64):
        p = fmpq_poly([rng.randint(-9, 9) for _ in range(degree)] + [1])
        gap = timed(
            f"random polynomial of degree {degree}: turns and zeros", lambda p=p: Difference.of(polynomial_on(p), zero)
        )
        timed("    largest value", lambda gap=gap: height(gap))
        timed("    area", lambda gap=gap: area(gap))
    for degree in (8, 16, 32, 64):
        p = fmpq_poly(fmpz_poly.chebyshev_u(degree))
        gap = timed(f"Chebyshev's U_{degree}: turns and zeros", lambda p=p: Difference.of(polynomial_on(p), zero))
        timed("    largest value", lambda gap=gap: height(gap))
        found = timed("    area", lambda gap=gap: area(gap))
        print(f"      {found.value}")


def digits() -> None:
    witch = network({"type": "rational", "numerator": ["4"], "denominator": ["1", "0", "1"]})
    zero = {"format": "exactnet-map/1", "points": [["0", "0"], ["1", "0"]]}
    for places in (10, 100, 1000):
        timed(
            f"pi to {places} digits as a distance", lambda places=places: xn.distance(witch, zero, "l1", digits=places)
        )


def iterates() -> None:
    tent = xn.load({"format": "exactnet-map/1", "points": [["0", "0"], ["1/2", "1"], ["1", "0"]]})
    half = xn.load({"format": "exactnet-map/1", "points": [["0", "1/2"], ["1", "1/2"]]})
    steep = PiecewiseMap.of([0, 1], [[0, "39/10", "-39/10"]])
    for n in (8, 12, 16):
        found = timed(
            f"tent^{n} and 1/2, l1, exactly", lambda n=n: xn.distance(tent, half, "l1", iterates=(n, 1)), "piece", 2**n
        )
        print(f"      {found.value}")
    for f, n, name in ((steep, 5, "expanded"), (steep, 6, "by cells"), (steep, 9, "by cells")):
        for norm in ("l1", "linf"):
            found = timed(
                f"logistic (r = 39/10)^{n} and tent^3, {norm}, {name}",
                lambda f=f, n=n, norm=norm: xn.distance(f, tent, norm, iterates=(n, 3)),
            )
            size = len(found.certificate.canonical)
            timed(
                f"    checking a certificate of {size:,} bytes",
                lambda found=found: check_text(found.certificate.canonical),
            )
    for places in (10, 50, 100):
        timed(
            f"logistic^7 and 1/2 to {places} digits, l1",
            lambda places=places: xn.distance(steep, half, "l1", iterates=(7, 1), digits=places),
        )


def bounds() -> None:
    fold = {"type": "polynomial", "coefficients": ["-1", "0", "2"]}
    for depth in (4, 6, 8):
        timed(
            f"verify 2x^2 - 1 iterated {depth} times (degree {2**depth})",
            lambda depth=depth: xn.verify(network(*[fold] * depth), domain="box:-1,1"),
        )
    quartic = network({"type": "polynomial", "coefficients": ["0", "0", "0", "0", "1"]})
    timed("x^4 is far from the 12th power of the tent map", lambda: xn.verify(quartic, ["telgarsky2016.separation_sa"]))


SPACE = [
    (2, [16, 16], [8]),
    (2, [32] * 3, [32] * 2),
    (3, [8, 8], [8]),
    (3, [16, 16], [8, 8]),
    (4, [8], [6]),
    (5, [6], [5]),
]


def random_network(inputs: int, widths: list[int], seed: int) -> Network:
    """He weights rounded to k/1024, bias sigma 0.1."""
    rng = random.Random(seed)
    layers: list[Any] = []
    before = inputs
    for width in [*widths, 1]:
        sigma = (2 / before) ** 0.5
        rows = [[fmpq(round(rng.gauss(0, sigma) * 1024), 1024) for _ in range(before)] for _ in range(width)]
        layers += [Dense.of(rows, [fmpq(round(rng.gauss(0, 0.1) * 1024), 1024) for _ in range(width)]), Relu()]
        before = width
    return Network.of(inputs, layers[:-1])


def over_cells() -> None:
    for d, first, second in SPACE:
        pair = random_network(d, first, 1), random_network(d, second, 2)
        name = f"d={d} {'x'.join(map(str, first))} and {'x'.join(map(str, second))}"
        linf = timed(f"{name}, linf", lambda pair=pair: xn.distance(*pair, "linf", domain="box:-1,1"))
        cells = linf.complex.lattice.count(d)
        simplices = timed(f"    triangulated: {cells:,} cells", lambda c=linf.complex: Simplices(c), "cell", cells)
        count = len(simplices.corners)
        gap = timed(
            f"    l1, all in all: {count:,} simplices",
            lambda pair=pair: xn.distance(*pair, "l1", domain="box:-1,1"),
            "simplex",
            count,
        )
        size = len(timed("    its certificate", lambda gap=gap: gap.certificate.canonical, "cell", cells))
        bits = gap.value.q.bit_length() if isinstance(gap.value, fmpq) else None
        print(f"      {size / 1e6:.1f} MB; the integral is {f'a fraction of {bits} bits' if bits else gap.value}")


def criteria() -> None:
    for d, widths in ((1, [64] * 4), (2, [32, 32]), (3, [16, 16])):
        net = random_network(d, widths, 3)
        found = timed(f"criteria of {net}", lambda net=net: xn.criteria(net, "box:-1,1"))
        print(f"      {found.linear_regions:,} regions, {len(found.changes):,} slope changes")
    for d, budget in ((1, 24), (2, 24), (3, 60)):
        timed(f"compare-budgets: {budget} units, {d} inputs", lambda d=d, n=budget: xn.compare_budgets(d, n))


if __name__ == "__main__":
    over_cells()
    criteria()
    parabola_and_chords()
    degrees()
    digits()
    iterates()
    bounds()
