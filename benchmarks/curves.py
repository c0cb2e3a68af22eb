"""What orbits, entropy and laps of maps with polynomial pieces cost, and what expanding f^n would. Prints one line a measurement.

Run it with `make bench`. Ratios compare two ways of doing one thing in the same run.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from typing import Any

from flint import fmpq, fmpq_poly, fmpz_poly

from exactnet.compile.piecewise_map import PiecewiseMap
from exactnet.compile.semialgebraic.curve import Curve
from exactnet.compile.study import study
from exactnet.dynamics.curves.growth import curve_growth
from exactnet.dynamics.curves.laps import curve_counts
from exactnet.dynamics.curves.orbits import CurveOrbits, curve_orbits
from exactnet.exact.points import Point
from exactnet.exact.rational_functions import RationalFunction


def polynomial_map(low: int, high: int, *terms: fmpq | int) -> Curve:
    return Curve.of([Point.of(low), Point.of(high)], [RationalFunction.of(fmpq_poly(list(terms)))])


def logistic(r: fmpq) -> Curve:
    return polynomial_map(0, 1, 0, r, -r)


FULL, WINDOW, STEEP = logistic(fmpq(4)), logistic(fmpq(383, 100)), logistic(fmpq(39, 10))
CHEBYSHEV = polynomial_map(-1, 1, 0, -3, 0, 4)


def timed(label: str, work: Callable[[], Any]) -> tuple[Any, float]:
    """Run once, print seconds."""
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    print(f"{label:<58}{seconds:9.3f} s", flush=True)
    return result, seconds


def expanded(f: Curve, n: int) -> int:
    """The other way: factor f^n(X) - X and isolate the real roots of its factors; how many there are in [0, 1]."""
    power, step = fmpq_poly([0, 1]), f.pieces[0].numerator
    for _ in range(n):
        power = step(power)
    gap = power - fmpq_poly([0, 1])
    integral = fmpz_poly([int(c) for c in (gap * gap.denom()).coeffs()])
    roots = [x for factor, _ in integral.factor()[1] for x, _ in factor.complex_roots()]
    return sum(1 for x in roots if x.imag == 0)


def expanded_laps(f: Curve, n: int) -> int:
    """The other way: the real roots of odd multiplicity of (f^n)' inside the interval, and one."""
    power, step = fmpq_poly([0, 1]), f.pieces[0].numerator
    for _ in range(n):
        power = step(power)
    slope = power.derivative()
    factors = [g for g, m in fmpz_poly([int(c) for c in (slope * slope.denom()).coeffs()]).factor()[1] if m % 2]
    return 1 + sum(len([x for x, _ in g.complex_roots() if x.imag == 0]) for g in factors)


def main() -> None:
    """All measurements."""
    print("-- all periodic orbits up to a period, by cells")
    for name, f, period in (
        ("logistic, r = 4", FULL, 6),
        ("logistic, r = 4", FULL, 10),
        ("logistic, r = 39/10", STEEP, 12),
        ("logistic, r = 383/100", WINDOW, 12),
        ("logistic, r = 16/5", logistic(fmpq(16, 5)), 64),
        ("Chebyshev, degree 3", CHEBYSHEV, 6),
    ):
        found: CurveOrbits
        found, seconds = timed(f"{name}, to period {period}", lambda f=f, period=period: curve_orbits(f, period))
        points = sum(len(zeros.zeros) for zeros in found.counts)
        print(f"   {len(found.orbits):,} orbits, {points:,} zeros of all f^n(x) - x, {points / seconds:,.0f} zeros/s")
        timed("   writing claim and evidence", lambda found=found: (found.claim(["0", "1"]), found.evidence()))

    print("-- the same zeros by factoring and complex roots, for the largest n alone")
    for name, f, period in (
        ("logistic, r = 4", FULL, 6),
        ("logistic, r = 4", FULL, 8),
        ("logistic, r = 383/100", WINDOW, 6),
        ("logistic, r = 383/100", WINDOW, 7),
    ):
        found, fast = timed(f"{name}, to period {period}, cells", lambda f=f, period=period: curve_orbits(f, period))
        count, slow = timed(f"{name}, period {period}, expanded", lambda f=f, period=period: expanded(f, period))
        same = count == len(found.counts[-1].zeros)
        print(f"   ratio expanded / cells: {slow / fast:.1f}; same number of zeros: {same}")
    print("-- entropy of the logistic map, r = 39/10")
    steep = study(PiecewiseMap.of([0, 1], [[0, "39/10", "-39/10"]]))
    for digits in (10, 50, 200):
        timed(f"{digits} digits", lambda digits=digits: curve_growth(steep, digits))

    print("-- laps of T_5^4")
    quintic = polynomial_map(-1, 1, 0, 5, 0, -20, 0, 16)
    counted, fast = timed("from the order of the orbits", lambda: curve_counts(quintic, 4, fmpq(0)).counts.laps[-1])
    whole, slow = timed("roots of the derivative of the expanded iterate", lambda: expanded_laps(quintic, 4))
    print(f"   ratio expanded / orbits: {slow / fast:.1f}; same number of laps: {counted == whole}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
