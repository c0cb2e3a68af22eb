"""What is proved of a growth number, whatever it rests on, and when that confirms an exact value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from exactnet.check.algebra.numbers import Number, sign
from exactnet.check.algebra.polynomials import at
from exactnet.check.polynomials import sign_at, variations
from exactnet.check.reader import integer, integers, obj, show
from exactnet.check.verdict import Rejected, require


@dataclass(frozen=True, slots=True)
class Growth:
    """Bounds on the growth number.

    Attributes
    ----------
    least, most : Fraction
        Bounds, the lower one at least 1.
    annuls : callable
        Rejects unless the growth number is a root of q^k c, for a polynomial q, an exponent k and a cofactor c.
    """

    least: Fraction
    most: Fraction
    annuls: Callable[[list[int], int, list[int]], None]

    def __post_init__(self) -> None:
        require(self.least <= self.most, "upper", "the proved bounds contradict each other")

    def check_recurrence(self, value: object, polynomial: list[int]) -> None:
        """Check that the growth number is a root of the polynomial, and which."""
        require(self.least > 1, "recurrence", "growth > 1 is not proved")
        keys = obj(value, ["multiplicity", "cofactor"], "recurrence", "recurrence")
        multiplicity = integer(keys["multiplicity"], "recurrence", "multiplicity", 1)
        cofactor = integers(keys["cofactor"], "recurrence", "cofactor")
        require(any(cofactor), "recurrence", "the cofactor is zero")
        self.annuls(polynomial, multiplicity, cofactor)
        ends = (self.least, self.most)
        clear = all(sign_at(cofactor, x) for x in ends) and variations(cofactor, *ends) == 0
        require(
            self.least < self.most and clear, "recurrence", "the cofactor may have a root between the proved bounds"
        )
        if sign_at(polynomial, self.least) * sign_at(polynomial, self.most) != -1 or variations(polynomial, *ends) != 1:
            raise Rejected("recurrence", "the polynomial does not have exactly one root between the proved bounds")


@dataclass(frozen=True, slots=True)
class Exact:
    """The claim that the growth number is the only root of a polynomial in an open interval."""

    polynomial: list[int]
    low: Fraction
    high: Fraction

    def check_isolated(self) -> None:
        """Check that there is exactly one root."""
        count = variations(self.polynomial, self.low, self.high)
        require(count == 1, "exact", f"the polynomial has {count} sign variations between the ends, not 1")

    def check_value(self, growth: Number) -> None:
        """Check that a growth number that is known exactly is the root."""
        vanishes = sign(at(self.polynomial, growth)) == 0
        require(vanishes, "exact", "the growth number is no root of the polynomial")
        inside = sign(growth - self.low) > 0 > sign(growth - self.high)
        require(inside, "exact", "the growth number is not between the ends")

    def check_bracket(self, lower: Fraction, upper: Fraction) -> None:
        """Check that the claimed bracket contains the root, and lies where the claim isolates it."""
        if lower == upper:
            require(sign_at(self.polynomial, lower) == 0, "bracket", "the growth number is no root of the polynomial")
            # The ends are excluded: an end can be a root as well, and not the one that the claim speaks of.
            require(self.low < lower < self.high, "bracket", "the growth number is not strictly between the ends")
            return
        signs = sign_at(self.polynomial, lower) * sign_at(self.polynomial, upper)
        require(signs == -1, "bracket", "the polynomial does not change sign over the claimed bracket")
        require(self.low <= lower and upper <= self.high, "bracket", "the claimed bracket is not between the ends")


def check_growth(growth: Growth, lower: Fraction, upper: Fraction, exact: Exact | None, recurrence: object) -> None:
    """Check that what is proved implies the claimed bracket and exact value."""
    if exact is not None:
        exact.check_isolated()
    least, most = growth.least, growth.most
    if exact is None or recurrence is None:
        require(recurrence is None, "recurrence", "there is nothing to prove by a recurrence")
        require(lower <= least, "bracket", f"growth >= {show(lower)} is claimed, growth >= {show(least)} proved")
        require(most <= upper, "bracket", f"growth <= {show(upper)} is claimed, <= {show(most)} proved")
    if exact is None:
        return
    if recurrence is None:
        require(least == most, "exact", "without a recurrence the proved bounds must be equal")
        exact.check_value(least)
        return
    growth.check_recurrence(recurrence, exact.polynomial)
    require(least <= lower and upper <= most, "bracket", "the claimed bracket is not inside the proved one")
    exact.check_bracket(lower, upper)


def check_known_growth(growth: Number, lower: Fraction, upper: Fraction, exact: Exact | None) -> None:
    """Check a claimed bracket and exact value against a growth number that is known exactly."""
    inside = sign(growth - lower) >= 0 >= sign(growth - upper)
    require(inside, "bracket", "the growth number is not in the claimed bracket")
    if exact is not None:
        exact.check_isolated()
        exact.check_value(growth)
