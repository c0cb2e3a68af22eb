"""Real numbers known between two rationals only."""

from __future__ import annotations

from dataclasses import dataclass

from flint import fmpq, fmpz

from exactnet.exact.rational import number_text

__all__ = ["Bracket"]


@dataclass(frozen=True)
class Bracket:
    """A real number between two rationals.

    Examples
    --------
    >>> Bracket.rounded(fmpq(1, 3), fmpq(1, 3) + fmpq(1, 10**9), 4)
    Bracket(lower=333333/1000000, upper=166667/500000)
    """

    lower: fmpq
    upper: fmpq

    @classmethod
    def rounded(cls, lower: fmpq, upper: fmpq, digits: int) -> Bracket | None:
        """A decimal bracket of a positive number, good to so many significant digits, with some room around [lower, upper].

        None if lower and upper are too far apart for that.
        """
        if lower <= 0:
            return None
        unit = _power_of_ten(upper, -digits - 1)
        if (upper - lower) * 16 > unit:
            return None
        quarter = fmpq(1, 4)
        return cls((lower / unit - quarter).floor() * unit, (upper / unit + quarter).ceil() * unit)

    @classmethod
    def decimal(cls, lower: fmpq, upper: fmpq, places: int) -> Bracket:
        """A bracket with so many decimal places, with some room around [lower, upper].

        Examples
        --------
        >>> Bracket.decimal(fmpq(-1, 3), fmpq(-1, 3), 2)
        Bracket(lower=-17/50, upper=-33/100)
        """
        unit, quarter = fmpq(1, fmpz(10) ** places), fmpq(1, 4)
        return cls((lower / unit - quarter).floor() * unit, (upper / unit + quarter).ceil() * unit)

    def to_json(self) -> dict[str, str]:
        """As files write it."""
        return {"lower": number_text(self.lower), "upper": number_text(self.upper)}


def _power_of_ten(value: fmpq, shift: int) -> fmpq:
    """10^(e + shift), e the largest integer with 10^e <= value."""
    power = ten = fmpq(10)
    while power <= value:
        power *= ten
    while power > value:
        power /= ten
    scale = fmpq(fmpz(10) ** abs(shift))
    return power * scale if shift >= 0 else power / scale
