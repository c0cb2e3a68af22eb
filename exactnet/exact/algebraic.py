"""Real algebraic numbers: a squarefree primitive integer polynomial and an interval that isolates one root."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import total_ordering
from math import isfinite

from flint import acb, arb, ctx, fmpq, fmpq_mat, fmpz, fmpz_poly

from exactnet.display import decimal_text, latex_number, latex_polynomial
from exactnet.errors import InputError, UndecidedError
from exactnet.exact.balls import bracket
from exactnet.exact.integer_polynomials import count_roots, integral, primitive, sign_at, squarefree
from exactnet.exact.rational import QLike, number_text, rational

__all__ = ["RealAlgebraic", "companion", "real_roots"]

MAX_DEGREE = 256
"""Sums and products that may have a larger degree are not computed: they would take minutes."""


@total_ordering
@dataclass(frozen=True, eq=False)
class RealAlgebraic:
    """A real algebraic number, exactly.

    Attributes
    ----------
    coefficients
        Integer coefficients, lowest degree first, of a squarefree primitive polynomial with positive leading coefficient.
    lower, upper
        Rational ends of an interval that holds exactly this root: ``lower < root < upper``, or all three equal.

    Comparison is decided exactly: by refinement once a common factor has ruled equality in or out.

    Examples
    --------
    >>> golden = RealAlgebraic.from_polynomial([-1, -1, 1], 1, 2)
    >>> golden * golden == golden + 1, golden > rational("1.618")
    (True, True)
    """

    coefficients: tuple[int, ...]
    lower: fmpq
    upper: fmpq

    @classmethod
    def from_polynomial(cls, coefficients: Sequence[int] | fmpz_poly, lower: QLike, upper: QLike) -> RealAlgebraic:
        """The one real root of an integer polynomial strictly between two rationals.

        Raises
        ------
        InputError
            If the polynomial has no root or several roots there, or is zero.
        """
        poly = coefficients if isinstance(coefficients, fmpz_poly) else fmpz_poly(list(coefficients))
        lo, hi = rational(lower), rational(upper)
        if poly.degree() < 1 or not lo < hi:
            raise InputError(
                "an algebraic number needs a polynomial of positive degree and an interval (a, b) with a < b"
            )
        poly = squarefree(poly)
        inside = count_roots(poly, lo, hi) - (poly(hi) == 0)
        if inside != 1:
            raise InputError(f"the polynomial has {inside} roots between {lo} and {hi}; it must have exactly one")
        for factor, _ in poly.factor()[1]:
            if count_roots(factor, lo, hi) - (factor(hi) == 0) == 1:
                return cls.isolated(factor, lo, hi)
        raise AssertionError("a root of the product is a root of a factor")

    @classmethod
    def from_rational(cls, value: QLike) -> RealAlgebraic:
        """A rational as an algebraic number of degree 1."""
        x = rational(value)
        return cls((-int(x.p), int(x.q)), x, x)

    @classmethod
    def isolated(cls, poly: fmpz_poly, lo: fmpq, hi: fmpq) -> RealAlgebraic:
        """The root of an irreducible polynomial in an interval that is known to hold just one; nothing is checked."""
        poly = primitive(poly)
        if poly.degree() == 1:
            return cls.from_rational(fmpq(-poly[0], poly[1]))
        return cls(tuple(int(c) for c in poly.coeffs()), lo, hi)

    @property
    def polynomial(self) -> fmpz_poly:
        """The defining polynomial as a flint polynomial."""
        return fmpz_poly(list(self.coefficients))

    @property
    def is_rational(self) -> bool:
        """Whether the number was found to be rational (its polynomial has degree 1)."""
        return len(self.coefficients) == 2

    def refine(self, width: fmpq) -> RealAlgebraic:
        """The same number with an isolating interval no wider than ``width``."""
        lo, hi = self.lower, self.upper
        if hi - lo <= width:
            return self
        poly = self.polynomial
        lo, hi = _ball_refinement(poly, lo, hi, width)
        rising = sign_at(poly, hi)
        while hi - lo > width:
            middle = (lo + hi) / 2
            sign = sign_at(poly, middle)
            if sign == 0:
                return RealAlgebraic.from_rational(middle)
            lo, hi = (lo, middle) if sign == rising else (middle, hi)
        return RealAlgebraic(self.coefficients, lo, hi)

    def enclosure(self, digits: int) -> tuple[fmpq, fmpq]:
        """Rational bracket of width at most ``10**-digits``, with decimal ends."""
        if self.is_rational:
            return self.lower, self.lower
        scale = fmpz(10) ** (digits + 1)
        fine = self.refine(1 / fmpq(scale))
        return fmpq((fine.lower * scale).floor(), scale), fmpq((fine.upper * scale).ceil(), scale)

    def __repr__(self) -> str:
        if self.is_rational:
            return f"RealAlgebraic({number_text(self.lower)})"
        lo, hi = self.enclosure(5)
        return f"RealAlgebraic(root of {self.polynomial} between {lo} and {hi})"

    def _repr_latex_(self) -> str:
        if self.is_rational:
            return f"${latex_number(number_text(self.lower))}$"
        decimal = decimal_text(number_text(self.enclosure(12)[0]))
        root = latex_polynomial([str(c) for c in self.coefficients])
        return rf"$x \approx {decimal},\ {root} = 0$"

    def __hash__(self) -> int:
        # equal irrational numbers share the irreducible polynomial; a rational hashes as all equal numbers of Python do
        return hash(self.lower) if self.is_rational else hash(self.coefficients)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, float) and not isfinite(other):
            return False
        if not isinstance(other, RealAlgebraic | fmpq | fmpz | int | Fraction | float) or isinstance(other, bool):
            return NotImplemented
        that = _coerce(other)
        if self.coefficients != that.coefficients:
            return False  # irreducible, primitive and different
        lo, hi = max(self.lower, that.lower), min(self.upper, that.upper)
        if self.is_rational:
            return True
        # both intervals isolate a root of one polynomial: equal iff that root lies in the intersection
        return lo < hi and sign_at(self.polynomial, lo) * sign_at(self.polynomial, hi) < 0

    def __lt__(self, other: RealAlgebraic | QLike) -> bool:
        that = _coerce(other)
        if self == that:
            return False
        mine, width = self, fmpq(1)
        while not (mine.upper <= that.lower or that.upper <= mine.lower):
            width /= 16
            mine, that = mine.refine(width), that.refine(width)
        return bool(mine.upper <= that.lower)

    def __neg__(self) -> RealAlgebraic:
        flipped = fmpz_poly([c if i % 2 == 0 else -c for i, c in enumerate(self.coefficients)])
        return RealAlgebraic.isolated(flipped, -self.upper, -self.lower)

    def __add__(self, other: RealAlgebraic | QLike) -> RealAlgebraic:
        that = _coerce(other)
        return _combined(self, that, _kronecker_sum, lambda a, b: (a[0] + b[0], a[1] + b[1]))

    def __sub__(self, other: RealAlgebraic | QLike) -> RealAlgebraic:
        return self + (-_coerce(other))

    def __mul__(self, other: RealAlgebraic | QLike) -> RealAlgebraic:
        return _combined(self, _coerce(other), _kronecker_product, _interval_product)

    def reciprocal(self) -> RealAlgebraic:
        """One over this number (ZeroDivisionError for zero)."""
        if self == 0:
            raise ZeroDivisionError("reciprocal of the algebraic number 0")
        if self.is_rational:
            return RealAlgebraic.from_rational(1 / self.lower)
        mine = self
        while mine.lower <= 0 <= mine.upper:
            mine = mine.refine((mine.upper - mine.lower) / 4)
        return RealAlgebraic.isolated(fmpz_poly(list(reversed(mine.coefficients))), 1 / mine.upper, 1 / mine.lower)

    def __truediv__(self, other: RealAlgebraic | QLike) -> RealAlgebraic:
        return self * _coerce(other).reciprocal()

    def __rtruediv__(self, other: QLike) -> RealAlgebraic:
        return _coerce(other) / self

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other: QLike) -> RealAlgebraic:
        return _coerce(other) - self

    def __pow__(self, exponent: int) -> RealAlgebraic:
        if exponent < 0:
            return self.reciprocal() ** -exponent
        result = RealAlgebraic.from_rational(1)
        for _ in range(exponent):
            result = result * self
        return result


def real_roots(coefficients: Sequence[int] | fmpz_poly) -> list[RealAlgebraic]:
    """All real roots of an integer polynomial, in increasing order, each once.

    Examples
    --------
    >>> minus, zero, plus = real_roots([0, -2, 0, 1])  # x^3 - 2x
    >>> zero == 0, minus == -plus, plus * plus == 2
    (True, True, True)
    """
    poly = coefficients if isinstance(coefficients, fmpz_poly) else fmpz_poly(list(coefficients))
    if poly.degree() < 0:
        raise InputError("the zero polynomial has every number as a root")
    roots: list[RealAlgebraic] = []
    for factor, _ in poly.factor()[1]:
        # balls of different roots are disjoint, and those of real roots have imaginary part 0
        found: list[tuple[acb, int]] = factor.complex_roots()  # type: ignore[assignment]  # flint's stub is wrong
        balls = sorted(bracket(root.real) for root, _ in found if root.imag == 0)
        lows = [None, *(high for _, high in balls)]
        highs = [*(low for low, _ in balls[1:]), None]
        roots += [_between_balls(factor, *args) for args in zip(balls, lows, highs, strict=False)]
    return sorted(roots)


def _between_balls(factor: fmpz_poly, ball: tuple[fmpq, fmpq], left: fmpq | None, right: fmpq | None) -> RealAlgebraic:
    """The root in a ball, in a wider interval that stays clear of the balls on both sides of it."""
    low, high = ball
    radius = max(high - low, fmpq(1, 2**20))
    below = radius if left is None else min(radius, (low - left) / 2)
    above = radius if right is None else min(radius, (right - high) / 2)
    return RealAlgebraic.isolated(factor, low - below, high + above)


def companion(number: RealAlgebraic) -> fmpq_mat:
    """The companion matrix of the number's polynomial: it behaves as the number does under polynomials over Q."""
    *low, lead = number.coefficients
    n = len(low)
    table = [[fmpq(0)] * n for _ in range(n)]
    for i in range(n):
        if i + 1 < n:
            table[i + 1][i] = fmpq(1)
        table[i][n - 1] = fmpq(-low[i], lead)
    return fmpq_mat(table)


def _coerce(value: RealAlgebraic | QLike) -> RealAlgebraic:
    return value if isinstance(value, RealAlgebraic) else RealAlgebraic.from_rational(value)


def _ball_refinement(poly: fmpz_poly, lo: fmpq, hi: fmpq, width: fmpq) -> tuple[fmpq, fmpq]:
    """Newton steps in balls propose a narrow interval; signs at its rational ends decide whether to take it."""
    bits = max(53, int((1 / width).ceil()).bit_length() + 32)
    derivative = poly.derivative()
    before = ctx.prec
    try:
        ctx.prec = bits + 2 * poly.degree() + 64
        x = arb((lo + hi) / 2)
        for _ in range(bits.bit_length() + 8):
            slope = derivative(x)
            if slope.contains(0):
                return lo, hi
            x = (x - poly(x) / slope).mid()
        centre = bracket(x)[0]
    except (ArithmeticError, ZeroDivisionError):
        return lo, hi
    finally:
        ctx.prec = before
    left, right = centre - width / 4, centre + width / 4
    if lo < left and right < hi and sign_at(poly, left) * sign_at(poly, right) < 0:
        return left, right
    return lo, hi


def _kronecker(a: fmpq_mat, b: fmpq_mat) -> fmpq_mat:
    return fmpq_mat([[x * y for x in row_a for y in row_b] for row_a in a.tolist() for row_b in b.tolist()])


def _identity(n: int) -> fmpq_mat:
    return fmpq_mat([[fmpq(int(i == j)) for j in range(n)] for i in range(n)])


def _kronecker_sum(a: fmpq_mat, b: fmpq_mat) -> fmpq_mat:
    return _kronecker(a, _identity(b.nrows())) + _kronecker(_identity(a.nrows()), b)


def _kronecker_product(a: fmpq_mat, b: fmpq_mat) -> fmpq_mat:
    return _kronecker(a, b)


Interval = tuple[fmpq, fmpq]


def _interval_product(a: Interval, b: Interval) -> Interval:
    corners = [x * y for x in a for y in b]
    return min(corners), max(corners)


def _combined(
    a: RealAlgebraic,
    b: RealAlgebraic,
    matrices: Callable[[fmpq_mat, fmpq_mat], fmpq_mat],
    intervals: Callable[[Interval, Interval], Interval],
) -> RealAlgebraic:
    """Sum or product: a root of the characteristic polynomial of the Kronecker sum or product of companion matrices."""
    if (a.is_rational and b.is_rational) or (matrices is _kronecker_product and (a == 0 or b == 0)):
        return RealAlgebraic.from_rational(intervals((a.lower, a.upper), (b.lower, b.upper))[0])
    degree = (len(a.coefficients) - 1) * (len(b.coefficients) - 1)
    if degree > MAX_DEGREE:
        raise UndecidedError(
            f"arithmetic with these algebraic numbers takes polynomials of degree {degree}, above {MAX_DEGREE}"
        )
    poly = matrices(companion(a), companion(b)).charpoly()
    factors = [f for f, _ in integral(poly).factor()[1]]
    while True:
        lo, hi = intervals((a.lower, a.upper), (b.lower, b.upper))
        margin = (hi - lo) / 8
        lo, hi = lo - margin, hi + margin
        holding = [f for f in factors if count_roots(f, lo, hi) or f(lo) == 0]
        if len(holding) == 1 and count_roots(holding[0], lo, hi) == 1 and holding[0](hi) != 0 != holding[0](lo):
            return RealAlgebraic.isolated(holding[0], lo, hi)
        width = fmpq(1, 16)
        a, b = a.refine((a.upper - a.lower) * width), b.refine((b.upper - b.lower) * width)
