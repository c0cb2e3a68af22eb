"""Rational functions of one variable over Q, in one normal form."""

from __future__ import annotations

from typing import NamedTuple

from flint import fmpq, fmpq_poly, fmpz_poly

from exactnet.exact.algebraic import count_roots, squarefree
from exactnet.exact.rational import number_text

__all__ = ["RationalFunction", "coefficient_texts", "has_root"]


class RationalFunction(NamedTuple):
    """A quotient of polynomials in lowest terms; the denominator has integer coefficients without a common divisor.

    So there are two forms of one function, with opposite signs in both; `of` takes that whose denominator is positive at a
    given point.

    Examples
    --------
    >>> f = RationalFunction.of(fmpq_poly([0, 2]), fmpq_poly([2, -2]), fmpq(-1))  # x/(1 - x)
    >>> f, f(fmpq(-1)), f.degree
    (RationalFunction(numerator=x, denominator=(-1)*x + 1), -1/2, 1)
    """

    numerator: fmpq_poly
    denominator: fmpq_poly

    @classmethod
    def of(cls, numerator: fmpq_poly, denominator: fmpq_poly, positive_at: fmpq) -> RationalFunction:
        """The quotient; the denominator must not be 0 at the point at which it is to be positive."""
        common = numerator.gcd(denominator)
        above, below = numerator // common, denominator // common
        # below = integers.content() / denom() times a primitive polynomial
        integers = below.numer()
        unit = fmpq(integers.content(), below.denom())
        if below(positive_at) < 0:
            unit = -unit
        return cls(above / unit, below / unit)

    def __call__(self, x: fmpq) -> fmpq:
        """Value at a point that is no pole."""
        return self.numerator(x) / self.denominator(x)

    @property
    def is_polynomial(self) -> bool:
        """Whether the denominator is constant (then it is 1)."""
        return self.denominator.degree() == 0

    @property
    def degree(self) -> int:
        """The larger degree of numerator and denominator, 0 for a constant."""
        return max(0, self.numerator.degree(), self.denominator.degree())

    def __hash__(self) -> int:
        return hash((*self.numerator.coeffs(), None, *self.denominator.coeffs()))

    def __reduce__(self) -> tuple[object, ...]:
        # polynomials of flint cannot be pickled
        return _restored, (self.numerator.coeffs(), self.denominator.coeffs())


def _restored(numerator: list[fmpq], denominator: list[fmpq]) -> RationalFunction:
    return RationalFunction(fmpq_poly(numerator), fmpq_poly(denominator))


def coefficient_texts(polynomial: fmpq_poly) -> list[str]:
    """Coefficients from the lowest degree up, as canonical documents write them.

    Examples
    --------
    >>> coefficient_texts(fmpq_poly([fmpq(1, 2), 0, 3])), coefficient_texts(fmpq_poly([]))
    (['1/2', '0', '3'], ['0'])
    """
    return [number_text(c) for c in polynomial.coeffs()] or ["0"]


def has_root(polynomial: fmpq_poly, lower: fmpq | None, upper: fmpq | None) -> bool:
    """Whether a polynomial that is not 0 has a root in a closed interval; None is an end at infinity. Decided by Sturm's theorem.

    Examples
    --------
    >>> circle = fmpq_poly([-2, 0, 1])
    >>> has_root(circle, fmpq(0), fmpq(1)), has_root(circle, fmpq(0), None), has_root(circle, None, None)
    (False, True, True)
    """
    integers = squarefree(polynomial.numer())
    if integers.degree() < 1:
        return False
    bound = _beyond_roots(integers)
    lo = -bound if lower is None else lower
    hi = bound if upper is None else upper
    return bool(integers(lo) == 0) or (lo < hi and count_roots(integers, lo, hi) > 0)


def _beyond_roots(polynomial: fmpz_poly) -> fmpq:
    """A number above the absolute value of every root (Cauchy)."""
    *low, lead = (abs(int(c)) for c in polynomial.coeffs())
    return 2 + fmpq(max(low), lead)
