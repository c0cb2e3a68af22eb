"""Enclosures of integrals of polynomials and of rational functions over short pieces."""

from __future__ import annotations

from collections.abc import Sequence

from exactnet.check.algebra.intervals import Interval, coefficients, divide, horner, multiply
from exactnet.check.algebra.polynomials import Poly
from exactnet.check.semialgebraic.functions import Quotient
from exactnet.check.verdict import Rejected

# Taylor polynomials are computed with so many more bits.
_GUARD = 64


def integrate(f: Quotient, left: Interval, right: Interval, bits: int) -> Interval:
    """Enclose the integral of a polynomial between enclosed ends; integers stand for multiples of 2^-bits."""
    whole = f.integral()
    enclosed, den = coefficients(whole.upper, bits), coefficients(whole.lower, bits)[0]
    (a, b), (c, d) = (horner(enclosed, x, bits) for x in (left, right))
    found = divide((c - b, d - a), den, bits)
    return (0, 0) if found is None else found


def integrate_quotient(f: Quotient, left: Interval, right: Interval, bits: int, terms: int) -> Interval:
    """Enclose the integral of a rational function, by the Taylor polynomial of ``terms`` terms about the middle.

    In s, with x = middle + half s and -1 <= s <= 1, f is q + (N - q D)/D, and |D| is at least
    delta = |d_0| - sum of |d_k|. So no coefficient of q is much larger than f, and one more term costs as much as the others.
    """
    # Shifting a polynomial multiplies what is rounded by at most (1 + |middle|)^degree.
    shift = _GUARD + f.degree * (1 + (max(abs(left[0]), abs(right[1])) >> bits).bit_length())
    work = bits + shift
    middle, half = ((right[1] + sign * left[0]) << (shift - 1) for sign in (1, -1))
    above, below = (_moved(part, middle, half, work) for part in (f.upper, f.lower))
    delta = _least(below[0]) - sum(map(_most, below[1:]))
    if delta <= 0:
        raise Rejected("terms", "a piece with a denominator is too long for its Taylor polynomial")
    taylor = _taylor(above, below, terms, work)
    error = 0
    for k in range(max(len(above), terms + len(below) - 1)):
        low, high = above[k] if k < len(above) else (0, 0)
        low, high = low << work, high << work
        for j, (a, b) in enumerate(below[: k + 1]):
            if k - j < terms:
                products = a * taylor[k - j], b * taylor[k - j]
                low, high = low - max(products), high - min(products)
        error += -(-_most((low, high)) // (k + 1))
    rest = -(-2 * error * half // (delta << work))
    antiderivative = [(0, 0), *((c // k, -(-c // k)) for k, c in enumerate(taylor, 1))]
    (a, b), (c, d) = (
        horner(antiderivative, _scaled((u << shift) - middle, (v << shift) - middle, half, work), work)
        for u, v in (left, right)
    )
    low, high = multiply((c - b, d - a), (half, half), work)
    return (low - rest) >> shift, -(-(high + rest) >> shift)


def _scaled(low: int, high: int, half: int, bits: int) -> Interval:
    """Enclose a place on the piece, from its distance to the middle, in units of half the length."""
    return (low << bits) // half, -(-(high << bits) // half)


def _moved(part: Poly, middle: int, half: int, bits: int) -> list[Interval]:
    """Enclose the coefficients of p(middle + half s)."""
    moved = coefficients(part, bits)
    for i in range(len(moved)):
        for k in range(len(moved) - 2, i - 1, -1):
            a, b = multiply(moved[k + 1], (middle, middle), bits)
            moved[k] = moved[k][0] + a, moved[k][1] + b
    power = 1 << bits, 1 << bits
    for k in range(1, len(moved)):
        power = multiply(power, (half, half), bits)
        moved[k] = multiply(moved[k], power, bits)
    return moved


def _most(x: Interval) -> int:
    return max(abs(x[0]), abs(x[1]))


def _least(x: Interval) -> int:
    return 0 if x[0] <= 0 <= x[1] else min(abs(x[0]), abs(x[1]))


def _taylor(above: Sequence[Interval], below: Sequence[Interval], terms: int, bits: int) -> list[int]:
    """Give q with N = q D up to terms of higher order, rounded: any q would do, this one is near."""
    upper, lower = ([(a + b) // 2 for a, b in part] for part in (above, below))
    result: list[int] = []
    for k in range(terms):
        total = upper[k] << bits if k < len(upper) else 0
        total -= sum(lower[j] * result[k - j] for j in range(1, min(k, len(lower) - 1) + 1))
        result.append(total // lower[0])
    return result
