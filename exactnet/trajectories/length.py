"""Lengths of curves: rational brackets to a number of digits, and the exact sum of square roots where it is short."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import isqrt
from typing import Any, TypeAlias

from flint import fmpq, fmpz

from exactnet.errors import UndecidedError
from exactnet.exact.rational import number_text

__all__ = ["Enclosure", "Length", "Radicals", "sum_of_radicals"]

MAX_RADICALS = 100
"""Most different square roots that a length is written with."""

_MAX_BITS = 2**16
_FACTOR_BITS = 96
_COEFFICIENT_BITS = 2_000

Radicals: TypeAlias = tuple[tuple[fmpq, int], ...]
"""Pairs (c, r), r squarefree and increasing: the sum of c sqrt(r)."""

Enclosure: TypeAlias = Callable[[int], tuple[fmpq, fmpq]]
"""Gives a bracket of a positive length, the narrower the more bits are asked for."""


@dataclass(frozen=True)
class Length:
    """A length.

    Attributes
    ----------
    lower, upper
        Rational bracket; both are the length itself if that is known to be rational.
    radicals
        The length exactly, where that was found; else None.
    bits
        The bracket keeps a distance of 2^-bits from the length, so that a coarser enclosure fits in (0 if it need not).

    Examples
    --------
    >>> Length.exactly(((fmpq(1), 1), (fmpq(1), 2)), 3).to_json()
    {'lower': '24141/10000', 'upper': '24143/10000', 'radicals': [['1', 1], ['1', 2]]}
    """

    lower: fmpq
    upper: fmpq
    radicals: Radicals | None = None
    bits: int = 0

    @classmethod
    def exactly(cls, radicals: Radicals, digits: int) -> Length:
        """A sum of square roots."""
        if all(r == 1 for _, r in radicals):
            total = sum((c for c, _ in radicals), fmpq(0))
            return cls(total, total, radicals)
        found = cls.enclosed(lambda bits: _sum_of_roots(radicals, bits), digits)
        return cls(found.lower, found.upper, radicals, found.bits)

    @classmethod
    def enclosed(cls, enclosure: Enclosure, digits: int) -> Length:
        """A positive length to so many significant digits, with decimal ends."""
        working = 64 + 4 * digits
        lower, upper = enclosure(working)
        while not (lower > 0 and (upper - lower) * fmpz(10) ** (digits + 2) <= lower):
            working *= 2
            if working > _MAX_BITS:
                raise UndecidedError(f"{_MAX_BITS} bits do not give a length to {digits} digits; ask for fewer")
            lower, upper = enclosure(working)
        need = fmpz(10) ** (digits + 2) / lower
        bits = max(0, int(need.ceil()).bit_length())
        places = max(0, len(str((need / 10).ceil())))
        slack, scale = fmpq(1, fmpz(2) ** bits), fmpz(10) ** places
        ends = fmpq(((lower - slack) * scale).floor(), scale), fmpq(((upper + slack) * scale).ceil(), scale)
        return cls(*ends, None, bits)

    @property
    def rational(self) -> bool:
        """Whether the length is known exactly and rational."""
        return self.lower == self.upper

    def over(self, other: Length) -> tuple[fmpq, fmpq] | None:
        """Bracket of the quotient of two lengths; None if the other may be 0."""
        return (self.lower / other.upper, self.upper / other.lower) if other.lower > 0 else None

    def to_json(self) -> dict[str, Any]:
        """As certificates write it."""
        exact = None if self.radicals is None else [[number_text(c), r] for c, r in self.radicals]
        return {"lower": number_text(self.lower), "upper": number_text(self.upper), "radicals": exact}


def sum_of_radicals(terms: Iterable[tuple[fmpq, int]]) -> Radicals | None:
    """The sum of c sqrt(s), integers s >= 0, by squarefree numbers under the root; None if that is long to find or to write.

    Examples
    --------
    >>> sum_of_radicals([(fmpq(1), 8), (fmpq(1, 2), 2), (fmpq(1), 9)])
    ((3, 1), (5/2, 2))
    """
    total: dict[int, fmpq] = {}
    for coefficient, square in terms:
        root = _root(square)
        if root is None:
            return None
        factor, radicand = root
        if factor:
            total[radicand] = total.get(radicand, fmpq(0)) + coefficient * factor
        if len(total) > MAX_RADICALS:
            return None
    if any(c.height_bits() > _COEFFICIENT_BITS for c in total.values()):
        return None
    return tuple((c, r) for r, c in sorted(total.items()))


def _root(square: int) -> tuple[int, int] | None:
    """(f, r) with sqrt(square) = f sqrt(r), r squarefree; None if that would need a long factorisation."""
    root = isqrt(square)
    if root * root == square:
        return root, 1
    if square.bit_length() > _FACTOR_BITS:
        return None
    factor = radicand = 1
    for prime, exponent in fmpz(square).factor():
        factor *= int(prime) ** (exponent // 2)
        radicand *= int(prime) ** (exponent % 2)
    return factor, radicand


def _sum_of_roots(radicals: Radicals, bits: int) -> tuple[fmpq, fmpq]:
    scale = fmpz(2) ** bits
    lower = upper = fmpq(0)
    for c, r in radicals:
        if r == 1:
            lower, upper = lower + c, upper + c
            continue
        below = ((c * c * r * scale * scale).floor()).isqrt()
        lower, upper = lower + fmpq(below, scale), upper + fmpq(below + 1, scale)
    return lower, upper
