"""Numbers for people. Nothing here decides anything."""

from __future__ import annotations

from flint import arb, ctx, fmpq

from exactnet.exact.rational import number_text

__all__ = ["approximate", "decimal", "short_number"]

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
    """A narrow bracket by its common leading digits, a wide one by its ends.

    Examples
    --------
    >>> approximate(fmpq(16180, 10000), fmpq(16181, 10000))
    '1.61..'
    """
    low, high = decimal(lower, 14), decimal(upper, 14)
    common = next((i for i, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), min(len(low), len(high)))
    if "e" in low + high or common < 3:
        return f"{decimal(lower, 5)} .. {decimal(upper, 5)}"
    return low[: common - 1 or 1] + ".." if low != high else f"~{low}"
