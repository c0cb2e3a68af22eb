"""The first zero in (0, 1) of a power series with bounded coefficients: brackets of it, proposed by balls, proved in integers.

What proves them is what `docs/certificates.md` asks for: Bernstein coefficients in front of the zero, a sign behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import comb, inf, lgamma, log, log2

from flint import arb, arb_poly, ctx, fmpq, fmpz_poly

from exactnet.exact.balls import bracket

__all__ = ["Bracket", "Series", "bracket_zero", "terms_for"]

_COARSE_STEPS = 6
_COARSE_BITS = 48
_NEWTON_STEPS = 60
_ATTEMPTS = 5
_MANY_TERMS = 1000
_HORIZON = 8
_SPARE_BITS = 12


@dataclass(frozen=True)
class Series:
    """A series with D(0) = 1 by its first coefficients, and a bound of the rest.

    Attributes
    ----------
    polynomial
        The coefficients that are known.
    order
        Coefficient n of the rest is at most ``2**order * comb(n + order, order)``.
    terms
        How many coefficients are known; None: there is no rest.
    """

    polynomial: fmpz_poly
    order: int = 0
    terms: int | None = None

    @cached_property
    def _coefficients(self) -> list[int]:
        return [int(c) for c in self.polynomial.coeffs()]

    @cached_property
    def size(self) -> int:
        """Sum of all that rounded powers are multiplied by: known coefficients, and the bound of the next one."""
        next_one = 0 if self.terms is None else comb(self.terms + self.order, self.order) << self.order
        return sum(map(abs, self._coefficients)) + next_one

    def positive_before(self, t: fmpq, bits: int) -> bool:
        """Whether Bernstein coefficients, rounded down to multiples of ``2**-bits``, prove that there is no zero in (0, t).

        Examples
        --------
        >>> series = Series(fmpz_poly([1, -1, -1]))
        >>> series.positive_before(fmpq(3, 5), 20), series.positive_before(fmpq(5, 8), 20)
        (True, False)
        """
        below, above = _powers(t, bits, len(self._coefficients))
        rounded = [c * (a if c > 0 else b) for c, a, b in zip(self._coefficients, below, above, strict=True)]
        rest = self._rest(t, bits)
        if rest is None:
            return False
        rounded[0] -= rest
        # the sum of q_k y^k (1+y)^(d-k) has the coefficients of the sum of q_k (1+x)^(d-k), in reverse
        return all(c >= 0 for c in fmpz_poly(rounded[::-1])(fmpz_poly([1, 1])).coeffs())

    def negative_at(self, t: fmpq, bits: int) -> bool:
        """Whether the value at t, rounded up to a multiple of ``2**-bits``, is negative."""
        below, above = _powers(t, bits, len(self._coefficients))
        rest = self._rest(t, bits)
        value = sum(c * (b if c > 0 else a) for c, a, b in zip(self._coefficients, below, above, strict=True))
        return rest is not None and value + rest < 0

    def _rest(self, t: fmpq, bits: int) -> int | None:
        """A bound of the rest at t in multiples of ``2**-bits``, by a geometric series; None if that does not converge."""
        if self.terms is None:
            return 0
        n = self.terms
        ratio = t * fmpq(n + 1 + self.order, n + 1)
        if not ratio < 1:
            return None
        power = _powers(t, bits, n + 1)[1][n]
        return int((fmpq(power * (comb(n + self.order, self.order) << self.order)) / (1 - ratio)).ceil())

    @property
    def horizon(self) -> fmpq:
        """About where the rest may get so large that nothing can be known; at most 1."""
        if self.terms is None:
            return fmpq(1)
        low, high = 0.0, 1.0
        for _ in range(20):
            middle = (low + high) / 2
            low, high = (middle, high) if self.log2_rest(middle) < _HORIZON else (low, middle)
        return fmpq(*high.as_integer_ratio())

    def log2_rest(self, t: float) -> float:
        """About the binary logarithm of that bound."""
        return -inf if self.terms is None else _log2_rest(t, self.order, self.terms)


def _powers(t: fmpq, bits: int, count: int) -> tuple[list[int], list[int]]:
    """Powers of t in multiples of ``2**-bits``, each from the one before, rounded down and rounded up."""
    p, q = int(t.p), int(t.q)
    a = b = 1 << bits
    below, above = [], []
    for _ in range(count):
        below.append(a)
        above.append(b)
        a, b = a * p // q, -(-b * p // q)
    return below, above


def _log2_rest(t: float, order: int, terms: int) -> float:
    if t <= 0:
        return -inf
    remaining = 1 - t * (terms + 1 + order) / (terms + 1)
    if remaining <= 0:
        return inf
    choices = lgamma(terms + order + 1) - lgamma(terms + 1) - lgamma(order + 1)
    return order + choices / log(2) + terms * log2(t) - log2(remaining)


def terms_for(t: float, order: int, exponent: float) -> int:
    """About how many terms make the rest at t smaller than ``2**exponent``.

    Examples
    --------
    >>> terms_for(0.5, 1, -50)
    58
    """
    high = 2
    while _log2_rest(t, order, high) > exponent:
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _log2_rest(t, order, middle) > exponent else (low, middle)
    return high


@dataclass(frozen=True)
class Bracket:
    """There is no zero in (0, before), and one in (0, after), as `Series` proves with so many bits.

    Attributes
    ----------
    before, after
        Dyadic rationals; ``after`` is None where no zero is proved.
    bits
        Bits that the two proofs need.
    zero
        Where the zero is supposed to be, proved or not; None if not even that is known.
    log2_slope
        Binary logarithm of the slope there.
    """

    before: fmpq
    after: fmpq | None
    bits: int
    zero: fmpq | None = None
    log2_slope: float = 0.0


def bracket_zero(series: Series, width: fmpq, start: fmpq | None = None, *, last: bool = False) -> Bracket:
    """Bracket the first zero as narrowly as the known coefficients allow, to about ``width`` at best.

    Parameters
    ----------
    start
        A point before which there is no zero.
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
        found = _by_newton(series, width, low) if low > 0 else None
        if found is not None and (found.after is not None or not last):
            return found
        if not attempts:
            return Bracket(low, None, bits)
        low, high = _halve(series, low, high, bits)
        attempts -= 1


def _halve(series: Series, low: fmpq, high: fmpq, bits: int) -> tuple[fmpq, fmpq]:
    for _ in range(_COARSE_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if series.positive_before(middle, bits) else (low, middle)
    return low, high


def _by_newton(series: Series, width: fmpq, start: fmpq) -> Bracket | None:
    """A bracket of the zero to which Newton's steps lead, if that is the first one; or the zero alone if too little is known."""
    wanted = _log2(width)
    zero, slope = _newton(series.polynomial, start, int(max(64, -wanted)) + 16)
    if zero is None or not start <= zero < 1:
        return None
    # what is not known moves the zero by so much
    noise = series.log2_rest(float(zero)) - slope + 2
    if noise > _log2(1 - zero) - 4:
        return Bracket(start, None, 1, zero, slope)
    distance = max(wanted - 2, noise)
    places = int(-distance) + 4
    # errors of the powers add up to less than 1/(1-t) a term
    bits = places + int(log2(series.size) - _log2(1 - zero) - slope) + _SPARE_BITS
    radius = int(2 ** (places + distance)) + 1
    before = fmpq((zero * (1 << places)).floor() - radius, 1 << places)
    after = fmpq((zero * (1 << places)).ceil() + radius, 1 << places)
    if not (before > 0 and after < 1 and series.negative_at(after, bits) and series.positive_before(before, bits)):
        return None
    return Bracket(before, after, bits, zero, slope)


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
