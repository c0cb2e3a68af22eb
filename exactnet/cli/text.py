"""Numbers for people. Nothing here decides anything."""

from __future__ import annotations

from collections.abc import Sequence

from flint import arb, ctx, fmpq

from exactnet.exact.rational import number_text

__all__ = ["approximate", "decimal", "polynomial_text", "short_number"]

_LONGEST = 18


def decimal(value: fmpq, places: int = 10) -> str:
    """Decimal with some significant digits, rounded."""
    before = ctx.prec
    try:
        ctx.prec = 4 * places + 64
        return str(arb(value).str(places, radius=False))
    finally:
        ctx.prec = before


def short_number(value: fmpq) -> str:
    """An exact number as it is, or, if that is long, a decimal marked by ``~``.

    Examples
    --------
    >>> short_number(fmpq(3, 4)), short_number(fmpq(1, 3**40))
    ('3/4', '~8.225263340e-20')
    """
    text = number_text(value)
    return text if len(text) <= _LONGEST else f"~{decimal(value)}"


def approximate(lower: fmpq, upper: fmpq) -> str:
    """A bracket by its ends, a narrow one by its middle, marked by ``~``.

    Examples
    --------
    >>> approximate(fmpq(1), fmpq(2)), approximate(fmpq(3, 2) - fmpq(1, 10**12), fmpq(3, 2))
    ('1.0000 .. 2.0000', '~1.500000000')
    """
    if (upper - lower) * 10**10 > abs(lower):
        return f"{decimal(lower, 5)} .. {decimal(upper, 5)}"
    return f"~{decimal((lower + upper) / 2)}"


def polynomial_text(coefficients: Sequence[int]) -> str:
    """A polynomial in x, highest degree first.

    Examples
    --------
    >>> polynomial_text([-1, -1, 0, 2])
    '2x^3 - x - 1'
    """
    terms: list[str] = []
    for degree in range(len(coefficients) - 1, -1, -1):
        c = coefficients[degree]
        if c == 0:
            continue
        power = {0: "", 1: "x"}.get(degree, f"x^{degree}")
        size = "" if abs(c) == 1 and degree else str(abs(c))
        sign = (" - " if c < 0 else " + ") if terms else ("-" if c < 0 else "")
        terms.append(f"{sign}{size}{power}")
    return "".join(terms) or "0"
