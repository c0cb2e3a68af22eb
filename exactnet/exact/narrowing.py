"""Narrower intervals about simple roots: Newton's method in balls proposes, exact signs decide, bisection helps where it fails."""

from __future__ import annotations

from flint import arb, ctx, fmpq, fmpz

from exactnet.exact.balls import bracket
from exactnet.exact.field_polynomials import Polynomial, ball_polynomial
from exactnet.exact.fields import sign

__all__ = ["narrowed"]

_NEAR = fmpq(1, 1 << 24)
"""Newton's method is tried in intervals of at most this width."""


def narrowed(p: Polynomial, lower: fmpq, upper: fmpq, bits: int) -> tuple[fmpq, fmpq]:
    """An interval of width at most 2^-bits around the one root of p between rationals, at which p has different signs.

    Examples
    --------
    >>> from flint import fmpq_poly
    >>> low, high = narrowed(fmpq_poly([-2, 0, 1]), fmpq(1), fmpq(2), 100)
    >>> low**2 < 2 < high**2, high - low <= fmpq(1, 2**100)
    (True, True)
    """
    width = fmpq(1, fmpz(1) << bits)
    rising = sign(p(upper))
    while upper - lower > width:
        found = _newton(p, lower, upper, bits, rising) if upper - lower <= _NEAR else None
        lower, upper = _half(p, lower, upper, rising) if found is None else found
    return lower, upper


def _half(p: Polynomial, lower: fmpq, upper: fmpq, rising: int) -> tuple[fmpq, fmpq]:
    middle = (lower + upper) / 2
    found = sign(p(middle))
    if found == 0:  # a rational root of a polynomial that was not known to have one
        width = (upper - lower) / 4
        return middle - width, middle + width
    return (lower, middle) if found == rising else (middle, upper)


def _newton(p: Polynomial, lower: fmpq, upper: fmpq, bits: int, rising: int) -> tuple[fmpq, fmpq] | None:
    """A narrow interval, if Newton's method finds one and p has different signs at its ends."""
    before = ctx.prec
    try:
        ctx.prec = 2 * bits + 64 + 4 * p.degree()
        balls = ball_polynomial(p, ctx.prec)
        slope = balls.derivative()
        x, near = arb((lower + upper) / 2), arb(2) ** -(bits // 2 + 8)
        for _ in range(bits.bit_length() + 3):
            steep = slope(x)
            if steep.contains(0):
                return None
            step = balls(x) / steep
            x = (x - step).mid()
            if abs(step) < near:  # the next step is about the square of this one
                break
        centre = (bracket(x)[0] * (fmpz(1) << (bits + 4))).floor()
    finally:
        ctx.prec = before
    # the root may be very close to an end: intervals of a computed root are centred at it, and then bisected
    low = max(lower, fmpq(centre - 4, fmpz(1) << (bits + 4)))
    high = min(upper, fmpq(centre + 5, fmpz(1) << (bits + 4)))
    if not low < high or sign(p(low)) != -rising or sign(p(high)) != rising:
        return None
    return low, high
