"""Whether a real algebraic number lies in a number field: integer relations propose how, exact arithmetic decides."""

from __future__ import annotations

from flint import arb, ctx, fmpq, fmpz, fmpz_mat

from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.balls import bracket
from exactnet.exact.fields import Element, NumberField

__all__ = ["element_of"]

_BITS_A_COEFFICIENT = 48


def element_of(field: NumberField, number: RealAlgebraic) -> Element | None:
    """The number as an element of a field; None if no short combination of powers of the generator is found that is it.

    Examples
    --------
    >>> silver = RealAlgebraic.from_polynomial([-1, -2, 1], 2, 3)  # 1 + sqrt 2
    >>> element_of(NumberField(silver), RealAlgebraic.from_polynomial([-2, 0, 1], 1, 2)).coefficients
    (-1, 1)
    """
    if field.degree % (len(number.coefficients) - 1):
        return None
    bits = _BITS_A_COEFFICIENT * (field.degree + 1)
    numerators, denominator = _relation(field, number, bits)
    if denominator == 0:
        return None
    found = field.element([fmpq(p, denominator) for p in numerators])
    value = field.element(0)
    for c in reversed(number.coefficients):
        value = value * found + c
    # a root of the same polynomial; it is this one if it lies in the isolating interval
    return found if value == 0 and number.lower < found < number.upper else None


def _relation(field: NumberField, number: RealAlgebraic, bits: int) -> tuple[list[fmpz], fmpz]:
    """Integers p_i and q, as small as can be, with q number = sum of p_i theta^i to about so many bits."""
    before = ctx.prec
    try:
        ctx.prec = bits + 64
        theta = field.theta_ball(bits + 32)
        fine = number.refine(fmpq(1, fmpz(1) << (bits + 32)))
        powers = [(theta**i).mid() for i in range(field.degree)]
        values = [*powers, arb((fine.lower + fine.upper) / 2)]
        scaled = [(bracket(v)[0] * (fmpz(1) << bits)).floor() for v in values]
    finally:
        ctx.prec = before
    n = len(scaled)
    rows = [[fmpz(int(i == j)) for j in range(n)] + [scaled[i]] for i in range(n)]
    shortest = fmpz_mat(rows).lll().tolist()[0]
    return shortest[: n - 1], -shortest[n - 1]
