"""From arb balls to rationals: certified brackets and certified decimals."""

from __future__ import annotations

from collections.abc import Callable

from flint import arb, ctx, fmpq, fmpz

__all__ = ["bracket", "certified_decimal", "log_bracket", "log_decimal"]


def bracket(ball: arb) -> tuple[fmpq, fmpq]:
    """Rational bracket of a ball: exactly its two ends.

    Examples
    --------
    >>> lower, upper = bracket(arb(2).sqrt())
    >>> lower**2 < 2 < upper**2
    True
    """
    if not ball.is_finite():
        raise ArithmeticError("the ball is not finite")
    middle, radius = _dyadic(ball.mid()), _dyadic(ball.rad())
    return middle - radius, middle + radius


def _dyadic(exact: arb) -> fmpq:
    mantissa, exponent = exact.man_exp()
    power = fmpz(2) ** abs(int(exponent))
    return fmpq(mantissa) * power if exponent >= 0 else fmpq(mantissa) / power


def certified_decimal(evaluate: Callable[[], arb], digits: int) -> str | None:
    """Decimal string, ``digits`` places after the point, of the number inside ``evaluate()``: the correctly rounded one.

    ``evaluate`` is called with growing working precision. None when the ball stays too wide (its input is a bracket that
    is too wide, or the number is a tie).
    """
    scale = fmpz(10) ** digits
    precision = int(digits * 3.33) + 64
    before = ctx.prec
    try:
        for _ in range(4):
            ctx.prec = precision
            lower, upper = bracket(evaluate())
            low, high = (_nearest(x * scale) for x in (lower, upper))
            if low == high:
                return _decimal(low, digits)
            precision *= 2
    finally:
        ctx.prec = before
    return None


def log_decimal(lower: fmpq, upper: fmpq, digits: int) -> str | None:
    """Natural logarithm of any number in ``[lower, upper]`` to ``digits`` places, or None if the bracket is too wide.

    Examples
    --------
    >>> log_decimal(fmpq(2), fmpq(2), 10)
    '0.6931471806'
    """
    return certified_decimal(lambda: arb(lower).log().union(arb(upper).log()), digits)


def log_bracket(lower: fmpq, upper: fmpq, digits: int) -> tuple[str, str]:
    """Decimals with ``digits`` places below log(lower) and above log(upper): rounded outwards.

    Examples
    --------
    >>> log_bracket(fmpq(1), fmpq(2), 5)
    ('0.00000', '0.69315')
    """
    scale = fmpz(10) ** digits
    before = ctx.prec
    try:
        ctx.prec = int(digits * 3.33) + 64
        low, high = bracket(arb(lower).log())[0], bracket(arb(upper).log())[1]
    finally:
        ctx.prec = before
    return _decimal((low * scale).floor(), digits), _decimal((high * scale).ceil(), digits)


def _nearest(value: fmpq) -> fmpz:
    return (value + fmpq(1, 2)).floor()


def _decimal(scaled: fmpz, digits: int) -> str:
    sign, text = ("-" if scaled < 0 else ""), str(abs(scaled)).rjust(digits + 1, "0")
    return f"{sign}{text[:-digits]}.{text[-digits:]}" if digits else f"{sign}{text}"
