"""Power series with bounded coefficients: what their first coefficients prove of zeros in (0, 1), in integers.

All of it is done as `docs/certificates.md` asks for it, with powers that are rounded to multiples of 2^-bits, one after another.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import comb, inf, lgamma, log, log2

from flint import fmpq, fmpz_poly

__all__ = ["Series", "terms_for"]

_HORIZON = 8


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

    def has_zeros_within(self, centre: fmpq, radius: fmpq, bits: int) -> bool:
        """Whether values and derivatives, rounded, prove that two zeros lie within a radius of a real centre (Rouche).

        Examples
        --------
        >>> series = Series(fmpz_poly([1, -3]) ** 2)
        >>> series.has_zeros_within(fmpq(1, 3), fmpq(1, 100), 30)
        True
        """
        end = centre + radius
        rest = self._rest(end, bits)
        if rest is None:
            return False
        powers = _powers(centre, bits, len(self._coefficients))
        (low, high), (low_1, high_1), (low_2, high_2) = (self._taylor(i, *powers) for i in range(3))
        above = _powers(end, bits, len(self._coefficients))[1]
        third = sum(comb(k, 3) * abs(c) * above[k - 3] for k, c in enumerate(self._coefficients) if k >= 3)
        others = max(-low, high) + max(-low_1, high_1) * radius + third * radius**3 + rest
        return bool(max(low_2, -high_2) * radius**2 > others)

    def _taylor(self, order: int, below: list[int], above: list[int]) -> tuple[int, int]:
        """Bounds of a Taylor coefficient of the known part, from rounded powers."""
        low = high = 0
        for k, c in enumerate(self._coefficients[order:]):
            weight = comb(k + order, order) * c
            a, b = (below[k], above[k]) if c > 0 else (above[k], below[k])
            low, high = low + weight * a, high + weight * b
        return low, high

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
