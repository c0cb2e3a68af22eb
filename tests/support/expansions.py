"""Periodic points of piecewise polynomial self-maps by expansion: every composition of pieces, its factors, their certified roots.

Nothing is subdivided here, and itineraries are tried one and all; exact arithmetic decides at knots.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise, product

from flint import arb, arb_poly, ctx, fmpq, fmpq_poly, fmpz_poly

BITS = 400


@dataclass
class Root:
    """A solution of f^n(x) = x: its irreducible factor, a ball, and the derivatives of f^n along the words that it follows."""

    factor: fmpz_poly
    ball: arb
    slopes: list = field(default_factory=list)

    def lies_in(self, low, high):
        """Whether the root lies between two rationals, or is the one number that they both are."""
        if low == high:
            return self.factor.degree() == 1 and self.factor(low) == 0
        before = ctx.prec
        try:
            ctx.prec = BITS
            return arb(low) < self.ball < arb(high)
        finally:
            ctx.prec = before


def solutions(knots, pieces, n):
    """All isolated x with f^n(x) = x as `Root`, in order, and whether some of them is multiple (or an interval is fixed)."""
    knots = [fmpq(x.numerator, x.denominator) for x in knots]
    functions = [fmpq_poly([fmpq(c.numerator, c.denominator) for c in p]) for p in pieces]
    before = ctx.prec
    try:
        ctx.prec = BITS
        found: list[Root] = []
        multiple = False
        for word in product(range(len(functions)), repeat=n):
            steps = [fmpq_poly([0, 1])]
            for i in word:
                steps.append(functions[i](steps[-1]))
            gap = steps[-1] - fmpq_poly([0, 1])
            if gap.degree() < 0:
                multiple = multiple or _fixes_an_interval(knots, steps, word)
                continue
            for factor, power in _integral(gap).factor()[1]:
                for root, _ in factor.complex_roots():
                    if root.imag == 0 and _follows(root.real, factor, knots, steps, word):
                        multiple = multiple or power > 1
                        _remember(found, Root(factor, root.real), arb_poly(steps[-1].derivative())(root.real))
        return sorted(found, key=lambda r: float(r.ball.mid())), multiple
    finally:
        ctx.prec = before


def _integral(p):
    return fmpz_poly([int(c) for c in (p * p.denom()).coeffs()])


def _follows(x, factor, knots, steps, word):
    return all(
        _compared(x, factor, step, knots[i]) >= 0 and _compared(x, factor, step, knots[i + 1]) <= 0
        for step, i in zip(steps, word, strict=False)
    )


def _compared(x, factor, step, knot):
    value = arb_poly(step)(x) - arb(knot)
    if value.contains(0):
        # the factor is irreducible: it divides, or the value is not 0
        assert (step - knot) % fmpq_poly(factor) == 0
        return 0
    return 1 if value > 0 else -1


def _remember(found, root, slope):
    for other in found:
        if other.factor == root.factor and other.ball.overlaps(root.ball):
            other.slopes.append(slope)
            return
    root.slopes.append(slope)
    found.append(root)


def _fixes_an_interval(knots, steps, word):
    """Whether more than a point follows a word whose composition is the identity: between the roots of all conditions."""
    stops = set()
    for step, i in zip(steps, word, strict=False):
        for knot in (knots[i], knots[i + 1]):
            gap = step - knot
            if gap.degree() > 0:
                stops.update(float(r.real.mid()) for r, _ in _integral(gap).complex_roots() if r.imag == 0)
    stops = sorted(stops)
    for a, b in pairwise(stops):
        x = fmpq(*((a + b) / 2).as_integer_ratio())
        if all(knots[i] < step(x) < knots[i + 1] for step, i in zip(steps, word, strict=False)):
            return True
    return False
