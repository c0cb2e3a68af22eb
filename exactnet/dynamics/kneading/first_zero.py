"""The first zero in (0, 1) of a power series: brackets of it, proposed by Newton's steps in balls and proved by `Series`."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from typing import Any

from flint import arb, arb_poly, ctx, fmpq, fmpz_poly

from exactnet.dynamics.kneading.power_series import Series
from exactnet.exact.balls import bracket
from exactnet.exact.rational import number_text

__all__ = ["Bracket", "bracket_zero"]

_COARSE_STEPS = 6
_COARSE_BITS = 48
_NEWTON_STEPS = 60
_ATTEMPTS = 5
_MANY_TERMS = 1000
_SPARE_BITS = 12


@dataclass(frozen=True)
class Bracket:
    """There is no zero in (0, before), and one of modulus at most ``after``, as `Series` proves with so many bits.

    Attributes
    ----------
    before, after
        Dyadic rationals; ``after`` is None where no zero is proved.
    bits
        Bits that the proofs need.
    radius
        None if a sign proves the zero; else there are two within this radius of ``after - radius``.
    zero
        Where the zero is supposed to be, proved or not; None if not even that is known.
    exponent
        A series whose rest is below ``2**exponent`` there gives a bracket as narrow as was wanted.
    """

    before: fmpq
    after: fmpq | None
    bits: int
    radius: fmpq | None = None
    zero: fmpq | None = None
    exponent: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """The bracket as certificates write it."""
        after: Any = None if self.after is None else number_text(self.after)
        if self.after is not None and self.radius is not None:
            after = {"centre": number_text(self.after - self.radius), "radius": number_text(self.radius)}
        return {"before": number_text(self.before) if self.before > 0 else None, "after": after, "bits": self.bits}


def bracket_zero(series: Series, width: fmpq, start: fmpq | None = None, *, last: bool = False) -> Bracket:
    """Bracket the first zero as narrowly as the known coefficients allow, to about ``width`` at best.

    Parameters
    ----------
    start
        A point before which there is supposed to be no zero.
    last
        Whether there will be no series with more terms: then the bracket is as good as this one allows, even if that takes long.

    Examples
    --------
    >>> found = bracket_zero(Series(fmpz_poly([1, -1, -1])), fmpq(1, 10**9))
    >>> found.after - found.before <= fmpq(1, 10**9), found.before < fmpq(618033989, 10**9) < found.after
    (True, True)
    """
    bits = _COARSE_BITS + series.size.bit_length()
    low, high = start or fmpq(0), series.horizon
    attempts = _ATTEMPTS if (series.terms or 0) < _MANY_TERMS else 1
    while True:
        found = (_simple(series, width, low) or _double(series, width, low)) if low > 0 else None
        if found is not None and (found.after is not None or not last):
            return found
        if not attempts:
            known = low == 0 or low != start or series.positive_before(low, bits)
            return Bracket(low if known else fmpq(0), None, bits)
        low, high = _halve(series, low, high, bits)
        attempts -= 1


def _halve(series: Series, low: fmpq, high: fmpq, bits: int) -> tuple[fmpq, fmpq]:
    for _ in range(_COARSE_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if series.positive_before(middle, bits) else (low, middle)
    return low, high


def _simple(series: Series, width: fmpq, start: fmpq) -> Bracket | None:
    """A bracket of the zero to which Newton's steps lead, if it is the first one; or the zero alone if too little is known."""
    wanted = _log2(width) - 2
    zero, slope = _newton(series.polynomial, start, int(max(64, -wanted)) + 16)
    if zero is None or not start <= zero < 1:
        return None
    exponent = wanted + slope - 2
    # what is not known moves the zero by so much
    noise = series.log2_rest(float(zero)) - slope + 2
    if noise > _log2(1 - zero) - 4:
        return Bracket(fmpq(0), None, 1, None, zero, exponent)
    distance = max(wanted, noise)
    places = int(-distance) + 4
    # errors of the powers add up to less than 1/(1-t) a term
    bits = places + int(log2(series.size) - _log2(1 - zero) - slope) + _SPARE_BITS
    reach = int(2 ** (places + distance)) + 1
    before = fmpq((zero * (1 << places)).floor() - reach, 1 << places)
    after = fmpq((zero * (1 << places)).ceil() + reach, 1 << places)
    if before > 0 and after < 1 and series.negative_at(after, bits) and series.positive_before(before, bits):
        return Bracket(before, after, bits, None, zero, exponent)
    return None


def _double(series: Series, width: fmpq, start: fmpq) -> Bracket | None:
    """The same for a double zero, where the series has a minimum: Newton's steps for its derivative."""
    wanted = _log2(width) - 2
    zero, slope = _newton(-series.polynomial.derivative(), start, int(max(64, -wanted)) + 16)
    if zero is None or not start <= zero < 1:
        return None
    curvature, rest = slope - 1, series.log2_rest(float(zero))
    exponent = 2 * wanted + curvature - 4
    height = abs(series.polynomial(zero))
    if height != 0 and _log2(height) > max(rest + 1, exponent):
        return None
    noise = (rest - curvature + 4) / 2
    if noise > _log2(1 - zero) - 4:
        return Bracket(fmpq(0), None, 1, None, zero, exponent)
    places = int(-max(wanted, noise))
    radius = fmpq(1, 1 << places)
    centre = fmpq((zero * (1 << places + 4)).floor(), 1 << places + 4)
    bits = 2 * places + int(log2(series.size) - _log2(1 - zero) - curvature) + _SPARE_BITS
    before, after = centre - radius, centre + radius
    inside = before > 0 and after < 1
    if inside and series.has_zeros_within(centre, radius, bits) and series.positive_before(before, bits):
        return Bracket(before, after, bits, radius, zero, exponent)
    return None


def _newton(polynomial: fmpz_poly, start: fmpq, bits: int) -> tuple[fmpq | None, float]:
    """Newton's steps from the left, with more and more bits; the binary logarithm of the slope where they end."""
    values, slopes = arb_poly(polynomial), arb_poly(polynomial.derivative())
    before = ctx.prec
    x, known = arb(start), 64
    try:
        while True:
            ctx.prec = known + 32
            for _ in range(_NEWTON_STEPS):
                slope = slopes(x).mid()
                if not slope < 0:
                    return None, 0.0
                step = (values(x) / slope).mid()
                x = (x - step).mid()
                if abs(step) < arb(2) ** (-known // 2):
                    break
            else:
                return None, 0.0
            if known >= bits:
                return bracket(x)[0], _log2(bracket(-slope)[0])
            known = min(2 * known, bits)
    except (ArithmeticError, ZeroDivisionError):
        return None, 0.0
    finally:
        ctx.prec = before


def _log2(x: fmpq) -> float:
    """Binary logarithm of a positive rational of any size."""
    shift = x.p.bit_length() - x.q.bit_length()
    return shift + log2(float(x / fmpq(2) ** shift if shift >= 0 else x * fmpq(2) ** -shift))
