"""Rational functions of one variable over Q or a real number field, in lowest terms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from flint import arb, arb_poly, fmpq, fmpq_poly, fmpz_poly

from exactnet.exact.embeddings import Embedding
from exactnet.exact.field_polynomials import FieldPolynomial, Polynomial, ball_polynomial, evaluate
from exactnet.exact.fields import Scalar
from exactnet.exact.integer_polynomials import count_roots, squarefree
from exactnet.exact.rational import number_text

__all__ = ["RationalFunction", "coefficient_texts", "has_root"]

_ONE = fmpq_poly([1])


@dataclass(frozen=True)
class RationalFunction:
    """``numerator / denominator``, coprime, the denominator monic; a polynomial has denominator 1.

    Examples
    --------
    >>> f = RationalFunction.of(fmpq_poly([0, 1]), fmpq_poly([1, 1]))  # x / (1 + x)
    >>> f.after(f).numerator, f.after(f).denominator, f.slope_numerator
    (1/2*x, x + 1/2, 1)
    >>> from exactnet.exact.algebraic import RealAlgebraic
    >>> from exactnet.exact.fields import NumberField
    >>> field = NumberField(RealAlgebraic.from_polynomial([-2, 0, 1], 1, 2))
    >>> g = RationalFunction.of(FieldPolynomial.of(field, [fmpq(0), field.theta]))  # sqrt 2 x
    >>> g.after(g).numerator == FieldPolynomial.of(field, [fmpq(0), fmpq(2)])
    True
    """

    numerator: Polynomial
    denominator: Polynomial

    @classmethod
    def of(cls, numerator: Polynomial, denominator: Polynomial = _ONE) -> RationalFunction:
        """The quotient of two polynomials in lowest terms."""
        if denominator.degree() > 0:
            common = numerator.gcd(denominator)
            if common.degree() > 0:
                numerator, denominator = numerator // common, denominator // common
        lead = denominator[denominator.degree()]
        if lead != 1:
            numerator, denominator = numerator / lead, denominator / lead
        return cls(numerator, denominator if denominator.degree() > 0 else _ONE)

    @property
    def is_polynomial(self) -> bool:
        """Whether there is nothing to divide by."""
        return bool(self.denominator.degree() == 0)

    @property
    def is_constant(self) -> bool:
        """Whether the function is constant."""
        return self.is_polynomial and self.numerator.degree() <= 0

    @property
    def degree(self) -> int:
        """The larger of the degrees of numerator and denominator, 0 for a constant."""
        return int(max(self.numerator.degree(), self.denominator.degree()))

    def over_integers(self, positive_at: fmpq) -> tuple[fmpq_poly, fmpq_poly]:
        """Numerator and denominator (over Q) with a denominator that is primitive over the integers and positive at a point.

        Examples
        --------
        >>> RationalFunction.of(fmpq_poly([0, 2]), fmpq_poly([2, -2])).over_integers(fmpq(-1))  # x/(1 - x)
        (x, (-1)*x + 1)
        """
        # the denominator is monic: with its common denominator it is primitive
        unit = fmpq(self.denominator.denom())
        if self.denominator(positive_at) < 0:
            unit = -unit
        return self.numerator * unit, self.denominator * unit

    def __call__(self, x: Scalar) -> Scalar:
        """Exact value at a scalar."""
        value = evaluate(self.numerator, x)
        return value if self.is_polynomial else value / evaluate(self.denominator, x)

    def __add__(self, other: RationalFunction) -> RationalFunction:
        if self.is_polynomial and other.is_polynomial:
            return RationalFunction(self.numerator + other.numerator, _ONE)
        return RationalFunction.of(
            self.numerator * other.denominator + other.numerator * self.denominator,
            self.denominator * other.denominator,
        )

    def __neg__(self) -> RationalFunction:
        return RationalFunction(-self.numerator, self.denominator)

    def __sub__(self, other: RationalFunction) -> RationalFunction:
        return self + (-other)

    def __mul__(self, other: RationalFunction) -> RationalFunction:
        if self.is_polynomial and other.is_polynomial:
            return RationalFunction(self.numerator * other.numerator, _ONE)
        return RationalFunction.of(self.numerator * other.numerator, self.denominator * other.denominator)

    def scaled(self, factor: Scalar) -> RationalFunction:
        """The function times a scalar."""
        if factor == 0:
            return RationalFunction(self.numerator * 0, _ONE)
        return RationalFunction(self.numerator * factor, self.denominator)

    def after(self, inner: RationalFunction) -> RationalFunction:
        """The composition ``x -> self(inner(x))``."""
        if inner.is_polynomial and isinstance(self.numerator, fmpq_poly) and isinstance(inner.numerator, fmpq_poly):
            return RationalFunction.of(self.numerator(inner.numerator), self.denominator(inner.numerator))
        top, bottom, size = inner.numerator, inner.denominator, self.degree

        def homogeneous(p: Polynomial) -> Polynomial:
            one = FieldPolynomial.of(p.field, [fmpq(1)]) if isinstance(p, FieldPolynomial) else _ONE
            result: Polynomial = top * 0
            power: Polynomial = _ONE
            for k in range(size, -1, -1):
                result = result * top + one * p[k] * power
                power = power * bottom
            return result

        return RationalFunction.of(homogeneous(self.numerator), homogeneous(self.denominator))

    def moved(self, into: Embedding) -> RationalFunction:
        """The same function over a larger field."""
        bottom = self.denominator if self.is_polynomial else into.polynomial(self.denominator)
        return RationalFunction(into.polynomial(self.numerator), bottom)

    @cached_property
    def slope_numerator(self) -> Polynomial:
        """The numerator of the derivative, whose denominator is a square: it has the derivative's sign."""
        if self.is_polynomial:
            return self.numerator.derivative()
        return self.numerator.derivative() * self.denominator - self.numerator * self.denominator.derivative()

    def balls(self, precision: int) -> tuple[arb_poly, arb_poly | None]:
        """Numerator and denominator (None for 1) with coefficients in balls of about this many bits."""
        bottom = None if self.is_polynomial else ball_polynomial(self.denominator, precision)
        return ball_polynomial(self.numerator, precision), bottom

    def at_ball(self, x: arb, precision: int) -> arb:
        """A ball that contains the values on a ball, at the present working precision."""
        top, bottom = self.balls(precision)
        return top(x) if bottom is None else top(x) / bottom(x)

    def __hash__(self) -> int:
        return hash(self.key)

    def __reduce__(self) -> tuple[object, ...]:
        # polynomials of flint cannot be pickled; those over Q are made again
        return _restored, (self.numerator.coeffs(), self.denominator.coeffs())

    @cached_property
    def key(self) -> tuple[tuple[Scalar, ...], tuple[Scalar, ...]]:
        """Equal for equal functions; hashable."""
        return _terms(self.numerator), _terms(self.denominator)


def _restored(numerator: list[fmpq], denominator: list[fmpq]) -> RationalFunction:
    return RationalFunction(fmpq_poly(numerator), fmpq_poly(denominator))


def _terms(p: Polynomial) -> tuple[Scalar, ...]:
    return p.terms if isinstance(p, FieldPolynomial) else tuple(p.coeffs())


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
