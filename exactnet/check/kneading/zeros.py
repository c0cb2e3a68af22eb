"""Where a power series has no zero, and where it is negative, shown by its first terms and a bound on the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from operator import add

from exactnet.check.verdict import require

# Powers of t are rounded so that the sums in which they are used are off by less than 2^-64 for each term.
_GUARD = 64
# Bounds d (d + b) for a polynomial of degree d, in units of 2^-b.
_MOST_WORK = 10**8


@dataclass(frozen=True, slots=True)
class Sum:
    """A power series: its first coefficients, the rest being at most 2^l C(k + l, l) in the term t^k.

    Attributes
    ----------
    coefficients : sequence of int
        Those that are known.
    turns : int or None
        l; None if there is no rest.
    """

    coefficients: Sequence[int]
    turns: int | None = None

    def check_size(self, bits: int) -> None:
        """Reject what would take too long."""
        n = len(self.coefficients)
        require(n * (n + bits) <= _MOST_WORK, "terms", f"{n} terms at {bits} bits are too many to check")

    def check_positive(self, t: Fraction, bits: int) -> None:
        """Show that there is no zero in (0, t)."""
        terms, rest = self._terms(t, bits, -1, "upper")
        terms[0] -= rest
        require(any(terms) and _never_negative(terms), "upper", "a zero before this point is not excluded")

    def check_negative(self, t: Fraction, bits: int) -> None:
        """Show that the value at t is negative."""
        terms, rest = self._terms(t, bits, 1, "lower")
        require(sum(terms) + rest < 0, "lower", "the kneading determinant is not shown to be negative at this point")

    def check_double(self, centre: Fraction, radius: Fraction, bits: int) -> None:
        """Show that there are two (complex) zeros within a radius of a point, by Rouche's theorem.

        With the Taylor coefficients S_i of the polynomial at the centre: |S_2| r^2 exceeds everything else on the circle.
        """
        t, n = centre + radius, len(self.coefficients)
        extra = _GUARD + 3 * n.bit_length() + max(map(abs, self.coefficients)).bit_length()
        powers = [low for low, _ in _powers(centre, n, bits + extra)]
        slack = 2 * n  # a power is off by less than that, after so many roundings
        sums: list[tuple[int, int]] = []
        for i in range(3):
            value = sum(comb(k, i) * c * powers[k - i] for k, c in enumerate(self.coefficients) if k >= i)
            error = slack * sum(comb(k, i) * abs(c) for k, c in enumerate(self.coefficients) if k >= i)
            sums.append((max(0, abs(value) - error), abs(value) + error))
        tops = [high for _, high in _powers(t, n, bits + extra)]
        cubic = sum(comb(k, 3) * abs(c) * tops[k - 3] for k, c in enumerate(self.coefficients) if k >= 3)
        rest = self._terms(t, bits, 1, "lower")[1] << extra
        large = sums[2][0] * radius**2
        small = sums[0][1] + sums[1][1] * radius + cubic * radius**3 + rest
        require(large > small, "lower", "two zeros near this point are not shown")

    def _terms(self, t: Fraction, bits: int, side: int, step: str) -> tuple[list[int], int]:
        """Round the terms, times 2^bits, down (side -1) or up (side 1), and bound the rest."""
        n, turns = len(self.coefficients), self.turns or 0
        # Every coefficient is smaller than this, too.
        factor = comb(n + turns, turns) << turns
        extra = _GUARD + max(factor, *map(abs, self.coefficients)).bit_length()
        powers = _powers(t, n + 1, bits + extra)
        terms = []
        for c, (low, high) in zip(self.coefficients, powers, strict=False):
            # side * ceil(side * c * power): the larger power where that is farther to this side.
            power = high if c * side > 0 else low
            terms.append(-(-side * c * power >> extra) * side)
        if self.turns is None:
            return terms, 0
        ratio = t * Fraction(n + 1 + turns, n + 1)
        require(ratio < 1, step, "the rest of the series is not bounded: there are too few terms")
        p, q = (1 - ratio).as_integer_ratio()
        return terms, -(-factor * powers[-1][1] * q // (p << extra))


def _powers(t: Fraction, count: int, bits: int) -> list[tuple[int, int]]:
    """List lower and upper bounds of the powers 1, t, t^2, .. of 0 < t <= 1, times 2^bits.

    >>> _powers(Fraction(1, 3), 3, 6)
    [(64, 64), (21, 22), (6, 8)]
    """
    below = (t.numerator << bits) // t.denominator
    above = -((-t.numerator << bits) // t.denominator)
    low = high = 1 << bits
    powers = [(low, high)]
    for _ in range(count - 1):
        low, high = low * below >> bits, -(-high * above >> bits)
        powers.append((low, high))
    return powers


def _never_negative(terms: Sequence[int]) -> bool:
    """Tell whether the Bernstein coefficients of the polynomial with these coefficients are >= 0 on [0, 1].

    They are those of the sum of q_k y^k (1 + y)^(d - k), up to positive factors.

    >>> _never_negative([2, -3, 1]), _never_negative([1, -3, 2])
    (True, False)
    """
    row: list[int] = []
    for q in terms:
        # times 1 + y, plus q y^k
        row = [*map(add, row, [0, *row]), (row[-1] if row else 0) + q]
    return min(row) >= 0
