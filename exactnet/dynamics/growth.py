"""What is known of a growth number exp(h), h the topological entropy, with the evidence that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flint import fmpq, fmpz_poly

from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.balls import log_bracket, log_decimal
from exactnet.exact.integer_polynomials import sign_variations
from exactnet.exact.rational import number_text

__all__ = ["Growth", "outward", "split_root"]

_ONE = fmpq(1)


@dataclass(frozen=True, eq=False)
class Growth:
    """A certified bracket of a growth number, or the number itself.

    Attributes
    ----------
    lower, upper
        Rational bracket.
    exact
        The growth number itself where it is known exactly, else None.
    proved_lower, proved_upper
        The bracket that lower and upper side of the evidence prove by themselves.
    evidence
        What the checker reads.
    markov
        Whether the orbits of the turning points were found to cut the interval into a Markov partition.
    """

    lower: fmpq
    upper: fmpq
    exact: RealAlgebraic | None
    proved_lower: fmpq
    proved_upper: fmpq
    evidence: dict[str, Any]
    markov: bool = False

    @property
    def width(self) -> fmpq:
        """Width of the bracket."""
        return self.upper - self.lower

    def is_decided(self, digits: int) -> bool:
        """Whether the bracket is at most ``10**-digits`` wide."""
        return self.width <= fmpq(1, 10**digits)

    def digits_reached(self, digits: int) -> int:
        """Decimal places to which the bracket fixes the growth number; those asked for, if it is exact."""
        return digits if self.width == 0 else len(str((1 / self.width).floor())) - 1

    def log_decimal(self, digits: int) -> str | None:
        """h to so many digits, correctly rounded; None if the bracket does not decide them."""
        lower, upper = self.lower, self.upper
        if self.exact is not None:
            lower, upper = self.exact.enclosure(digits + 20)
        return log_decimal(lower, upper, digits)

    def log_bracket(self, digits: int) -> tuple[str, str]:
        """Decimal bounds of h, rounded outwards."""
        return log_bracket(self.lower, self.upper, digits)

    @property
    def claim(self) -> dict[str, Any]:
        """The keys of a claim that speak of the growth number."""
        exact = None
        if self.exact is not None:
            lower, upper = _isolation(self.exact, self.lower, self.upper)
            exact = {
                "polynomial": list(self.exact.coefficients),
                "between": [number_text(lower), number_text(upper)],
            }
        return {"growth_lower": number_text(self.lower), "growth_upper": number_text(self.upper), "exact": exact}


def outward(low: fmpq, high: fmpq, places: int) -> tuple[fmpq, fmpq]:
    """Shorten a bracket to decimals, outwards but never below 1.

    Examples
    --------
    >>> outward(fmpq(4, 3), fmpq(3, 2), 2)
    (133/100, 3/2)
    """
    scale = 10**places
    return max(_ONE, fmpq((low * scale).floor(), scale)), fmpq((high * scale).ceil(), scale)


def split_root(polynomial: fmpz_poly, root: RealAlgebraic) -> tuple[fmpz_poly, int, fmpz_poly]:
    """(q, k, r) with polynomial = q^k r, q the defining polynomial of the root, not a factor of r."""
    factor, multiplicity, cofactor = root.polynomial, 0, polynomial
    while True:
        quotient, remainder = divmod(cofactor, factor)
        if not remainder.is_zero():
            break
        cofactor, multiplicity = quotient, multiplicity + 1
    return factor, multiplicity, cofactor


def _isolation(root: RealAlgebraic, lower: fmpq, upper: fmpq) -> tuple[fmpq, fmpq]:
    """An open interval around a bracket that holds no other root of the polynomial, with few digits."""
    if root.is_rational:
        return lower - 1, upper + 1
    places = 1
    while True:
        low, high = outward(lower, upper, places)
        low, high = low - fmpq(1, 10**places), high + fmpq(1, 10**places)
        if sign_variations(root.polynomial, low, high) == 1:
            return low, high
        places += 1
