"""Enclosures of integrals of polynomials and of rational functions over short pieces."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor

from exactnet.check.algebra.intervals import Interval, coefficients, divide, horner
from exactnet.check.algebra.numbers import Element, Number, enclose
from exactnet.check.algebra.polynomials import Poly
from exactnet.check.semialgebraic.functions import Quotient
from exactnet.check.verdict import Rejected

Range = tuple[Fraction, Fraction]


def integrate(f: Quotient, left: Interval, right: Interval, bits: int) -> Interval:
    """Enclose the integral of a polynomial between enclosed ends; integers stand for multiples of 2^-bits."""
    whole = f.integral()
    enclosed, den = coefficients(whole.upper, bits), coefficients(whole.lower, bits)[0]
    (a, b), (c, d) = (horner(enclosed, x, bits) for x in (left, right))
    found = divide((c - b, d - a), den, bits)
    return (0, 0) if found is None else found


def integrate_quotient(f: Quotient, left: Interval, right: Interval, bits: int, terms: int) -> Interval:
    """Enclose the integral of a rational function, by the Taylor polynomial of ``terms`` terms about the middle.

    On the piece f = q + (N - q D)/D, and |D| is at least delta = |d_0| - sum of |d_k| h^k there.
    """
    one = 1 << bits
    low, high = Fraction(left[0], one), Fraction(right[1], one)
    middle, half = (low + high) / 2, (high - low) / 2
    above, below = (_moved(part, middle, bits) for part in (f.upper, f.lower))
    delta = _least(below[0]) - sum(_most(d) * half**k for k, d in enumerate(below[1:], 1))
    if delta <= 0:
        raise Rejected("terms", "a piece with a denominator is too long for its Taylor polynomial")
    taylor = _taylor(above, below, terms, one)
    error = Fraction(0)
    for k in range(max(len(above), terms + len(below) - 1)):
        products = [_times(d, taylor[k - j]) for j, d in enumerate(below) if 0 <= k - j < terms]
        a, b = above[k] if k < len(above) else (Fraction(0), Fraction(0))
        rest = a - sum(high for _, high in products), b - sum(low for low, _ in products)
        error += _most(rest) * half ** (k + 1) / (k + 1)
    error *= 2 / delta
    (a, b), (c, d) = (_antiderivative(taylor, [Fraction(u, one) - middle for u in ends]) for ends in (left, right))
    return int(((c - b - error) * one).__floor__()), int(((d - a + error) * one).__ceil__())


def _moved(part: Poly, middle: Fraction, bits: int) -> list[Range]:
    """Enclose the coefficients of p(m + t) (exactly, if those of p are rational)."""
    moved = [_enclosed(c, bits) for c in part]
    for i in range(len(moved)):
        for k in range(len(moved) - 2, i - 1, -1):
            a, b = _times(moved[k + 1], middle)
            moved[k] = moved[k][0] + a, moved[k][1] + b
    return moved


def _enclosed(c: Number | int, bits: int) -> Range:
    if isinstance(c, Element) and c.rational is None:
        low, high = enclose(c, bits)
        return Fraction(low, 1 << bits), Fraction(high, 1 << bits)
    exact = c.rational if isinstance(c, Element) else Fraction(c)
    assert exact is not None
    return exact, exact


def _times(x: Range, factor: Fraction) -> Range:
    a, b = x[0] * factor, x[1] * factor
    return (a, b) if a <= b else (b, a)


def _most(x: Range) -> Fraction:
    return max(abs(x[0]), abs(x[1]))


def _least(x: Range) -> Fraction:
    return Fraction(0) if x[0] <= 0 <= x[1] else min(abs(x[0]), abs(x[1]))


def _taylor(above: Sequence[Range], below: Sequence[Range], terms: int, one: int) -> list[Fraction]:
    """Give q with N = q D up to terms of higher order, rounded to multiples of 1/one: any q would do, this one is near."""
    upper, lower = ([(a + b) / 2 for a, b in part] for part in (above, below))
    result: list[Fraction] = []
    for k in range(terms):
        total = upper[k] if k < len(upper) else Fraction(0)
        total -= sum(lower[j] * result[k - j] for j in range(1, min(k, len(lower) - 1) + 1))
        result.append(Fraction(floor(total / lower[0] * one), one))
    return result


def _antiderivative(taylor: Sequence[Fraction], ends: Sequence[Fraction]) -> Range:
    """Enclose the antiderivative of a polynomial that vanishes at 0 on a short interval (Horner's rule)."""
    low = high = Fraction(0)
    for k in range(len(taylor) - 1, -1, -1):
        c = taylor[k] / (k + 1)
        low, high = low + c, high + c
        corners = [x * t for x in (low, high) for t in ends]
        low, high = min(corners), max(corners)
    return low, high
