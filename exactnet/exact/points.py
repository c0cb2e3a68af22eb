"""Exact points of the line over a base field: scalars, and roots of polynomials with coefficients in the field."""

from __future__ import annotations

from functools import total_ordering

from flint import arb, ctx, fmpq, fmpq_poly, fmpz

from exactnet.exact.algebraic import RealAlgebraic, real_roots
from exactnet.exact.balls import bracket
from exactnet.exact.embeddings import Embedding
from exactnet.exact.field_polynomials import (
    FieldPolynomial,
    Polynomial,
    ball_polynomial,
    evaluate,
    squarefree,
    sturm_count,
)
from exactnet.exact.fields import Element, NumberField, Scalar, ball_of, common_field, rational_or_none, sign
from exactnet.exact.narrowing import narrowed
from exactnet.exact.norms import integral, norm, selected

__all__ = ["Point", "between", "real_points", "sign_at_point", "simplest_between", "value_at"]


@total_ordering
class Point:
    """A real number: a scalar, or the one root of a squarefree polynomial in an open interval with rational ends.

    Attributes
    ----------
    scalar
        The number, if it is known as an element of the base field; else None.
    polynomial
        Otherwise: squarefree over the base field (over Q irreducible), with this root.

    The isolating interval (`lower`, `upper`) only ever shrinks; all comparisons are exact.

    Examples
    --------
    >>> low, high = real_points(fmpq_poly([-2, 0, 1]))
    >>> low < fmpq(-1) < high, high == Point.root(fmpq_poly([-2, 0, 1]), fmpq(0), fmpq(2))
    (True, True)
    """

    __slots__ = ("lower", "polynomial", "scalar", "upper")

    def __init__(self, scalar: Scalar | None, polynomial: Polynomial | None, lower: fmpq, upper: fmpq) -> None:
        self.scalar = scalar
        self.polynomial = polynomial
        self.lower, self.upper = lower, upper

    @classmethod
    def of(cls, scalar: Scalar | int) -> Point:
        """A scalar as a point."""
        value = fmpq(scalar) if isinstance(scalar, int) else scalar
        found = rational_or_none(value)
        if found is not None:
            return cls(value, None, found, found)
        low, high = bracket(ball_of(value, 64))
        return cls(value, None, low, high)

    @classmethod
    def root(cls, polynomial: Polynomial, lower: fmpq, upper: fmpq) -> Point:
        """The root in an open interval that is known to hold just one, and none at its ends; nothing is checked."""
        if polynomial.degree() == 1:
            return cls.of(-polynomial[0] / polynomial[1])
        return cls(None, polynomial, lower, upper)

    @classmethod
    def from_algebraic(cls, number: RealAlgebraic) -> Point:
        """A real algebraic number over the base field Q."""
        if number.is_rational:
            return cls.of(number.lower)
        return cls(None, fmpq_poly(number.polynomial), number.lower, number.upper)

    @property
    def rational(self) -> fmpq | None:
        """The number as a rational, if it is known to be one."""
        return None if self.scalar is None else rational_or_none(self.scalar)

    def refine(self, bits: int) -> tuple[fmpq, fmpq]:
        """Shrink the interval to a width of at most 2^-bits; returns its ends."""
        width = fmpq(1, fmpz(1) << bits)
        if self.upper - self.lower <= width:
            return self.lower, self.upper
        if self.scalar is not None:
            precision = bits + 8
            while self.upper - self.lower > width:
                self.lower, self.upper = bracket(ball_of(self.scalar, precision))
                precision += bits
        else:
            assert self.polynomial is not None
            self.lower, self.upper = narrowed(self.polynomial, self.lower, self.upper, bits)
        return self.lower, self.upper

    def ball(self, bits: int) -> arb:
        """A ball of width about 2^-bits that contains the number."""
        low, high = self.refine(bits)
        before = ctx.prec
        try:
            ctx.prec = bits + max(int(abs(low).ceil()).bit_length(), 1) + 16
            return arb(low).union(arb(high)) if low != high else arb(low)
        finally:
            ctx.prec = before

    def _same(self, other: Point) -> bool:
        """Whether two points with overlapping intervals are equal, exactly."""
        if self.scalar is not None and other.scalar is not None:
            return sign(self.scalar - other.scalar) == 0
        if self.scalar is not None:
            return other._same(self)
        p = self.polynomial
        assert p is not None
        if other.scalar is not None:
            return sign(evaluate(p, other.scalar)) == 0 and self.lower < other < self.upper
        q = other.polynomial
        assert q is not None
        common = p if p == q else _common(p, q)
        if common.degree() < 1:
            return False
        low, high = max(self.lower, other.lower), min(self.upper, other.upper)
        # each interval isolates a root of its polynomial: a common root, always a simple one, in both is both
        return low < high and sign(common(low)) * sign(common(high)) < 0

    def _compared(self, other: Point | Scalar | int) -> int:
        that = other if isinstance(other, Point) else Point.of(other)
        if self.upper < that.lower or that.upper < self.lower:
            return -1 if self.upper < that.lower else 1
        if self.rational is not None and that.rational is not None:
            return sign(self.rational - that.rational)
        bits, asked = 32, False
        while True:
            if self.upper <= that.lower or that.upper <= self.lower:
                if self.upper < that.lower or that.upper < self.lower:
                    return -1 if self.upper < that.lower else 1
                # a root is strictly inside its interval, so touching intervals separate unless both are single points
                if self.polynomial is not None or that.polynomial is not None:
                    return -1 if self.upper <= that.lower else 1
            if not asked and bits > 64:
                asked = True
                if self._same(that):
                    return 0
            self.refine(bits)
            that.refine(bits)
            bits *= 2

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Point | Element | fmpq | int):
            return NotImplemented
        return self._compared(other) == 0

    def __lt__(self, other: Point | Scalar | int) -> bool:
        return self._compared(other) < 0

    __hash__ = None  # type: ignore[assignment]  # equal points may be written differently

    def moved(self, into: Embedding) -> Point:
        """The same number over a larger field; polynomials over Q stay so."""
        if self.scalar is not None:
            return Point.of(into.scalar(self.scalar))
        p = self.polynomial if isinstance(self.polynomial, fmpq_poly) else into.polynomial(self.polynomial)
        return Point(None, p, self.lower, self.upper)

    def algebraic(self) -> RealAlgebraic:
        """The number by its minimal polynomial over Q."""
        if self.scalar is not None:
            if isinstance(self.scalar, Element):
                return self.scalar.algebraic()
            return RealAlgebraic.from_rational(self.scalar)
        p = self.polynomial
        if isinstance(p, fmpq_poly):
            return RealAlgebraic.isolated(integral(p), self.lower, self.upper)
        assert p is not None
        return selected(norm(p), self.refine)

    def __repr__(self) -> str:
        if self.scalar is not None:
            return f"Point({self.scalar})"
        return f"Point({float(self.lower + self.upper) / 2:.6f}..)"


def between(low: Point, high: Point) -> fmpq:
    """A rational strictly between two points, with few bits.

    Examples
    --------
    >>> between(Point.of(fmpq(0)), Point.of(fmpq(1)))
    1/2
    """
    bits = 8
    while not low.upper < high.lower:
        low.refine(bits)
        high.refine(bits)
        bits *= 2
    a, b = low.upper, high.lower
    scale = fmpz(1)
    while True:
        candidate = fmpq(((a + b) / 2 * scale).floor(), scale)
        if a < candidate < b:
            return candidate
        scale *= 2


def real_points(p: Polynomial, low: Point | None = None, high: Point | None = None) -> list[Point]:
    """Real roots of a polynomial that is not 0, each once, in increasing order; only those strictly between two points.

    Examples
    --------
    >>> [x.rational for x in real_points(fmpq_poly([0, -1, 0, 1]), Point.of(0), Point.of(2))]
    [1]
    """
    if p.degree() < 1:
        return []
    over_q = isinstance(p, fmpq_poly)
    roots = [Point.from_algebraic(x) for x in real_roots(integral(p))] if over_q else _isolated(squarefree(p))
    return [x for x in roots if (low is None or low < x) and (high is None or x < high)]


def sign_at_point(p: Polynomial, x: Point) -> int:
    """Sign of a polynomial at a point, exactly."""
    if x.scalar is not None:
        return sign(evaluate(p, x.scalar))
    mine = x.polynomial
    assert mine is not None
    for bits in (32, 96):
        found = _sign_in_ball(p, x, bits)
        if found:
            return found
    common = _common(mine, p)
    # a divisor of the point's own polynomial has no other root in the interval, and this one is simple
    if common.degree() >= 1 and sign(common(x.lower)) * sign(common(x.upper)) < 0:
        return 0
    bits = 192
    while not (found := _sign_in_ball(p, x, bits)):
        bits *= 2
    return found


def _sign_in_ball(p: Polynomial, x: Point, bits: int) -> int:
    ball = x.ball(bits)
    before = ctx.prec
    try:
        ctx.prec = bits + 64
        value = ball_polynomial(p, bits)(ball)
    finally:
        ctx.prec = before
    return 1 if value > 0 else -1 if value < 0 else 0


def _common(p: Polynomial, q: Polynomial) -> Polynomial:
    if isinstance(p, fmpq_poly) and isinstance(q, FieldPolynomial):
        p = FieldPolynomial.of(q.field, p.coeffs())
    elif isinstance(q, fmpq_poly) and isinstance(p, FieldPolynomial):
        q = FieldPolynomial.of(p.field, q.coeffs())
    return p.gcd(q)


def _isolated(p: FieldPolynomial) -> list[Point]:
    """Roots of a squarefree polynomial over a number field, by Sturm's theorem and bisection."""
    bound = fmpq(1)
    lead = ball_of(p[p.degree()], 64)
    for t in p.terms[:-1]:
        high = bracket(abs(ball_of(t, 64) / lead))[1]
        bound = max(bound, fmpq(high.ceil() + 1))
    found: list[Point] = []
    size = fmpq(fmpz(1) << int((bound + 1).ceil()).bit_length())
    stack = [(-size - fmpq(1, 3), size + fmpq(1, 3))]
    while stack:
        a, b = stack.pop()
        count = sturm_count(p, a, b)
        if count == 1 and sign(p(b)) != 0:
            found.append(_as_scalar(p, a, b))
        elif count:
            middle = (a + b) / 2
            while sign(p(middle)) == 0:
                middle = (middle + b) / 2
            stack += [(middle, b), (a, middle)]
    return found


def _as_scalar(p: FieldPolynomial, a: fmpq, b: fmpq) -> Point:
    point = Point.root(p, a, b)
    # roots that are rational are worth knowing: a short decimal is tried
    if point.scalar is None:
        low, high = point.refine(48)
        guess = simplest_between(low, high)
        if sign(p(guess)) == 0:
            return Point.of(p.field.element(guess))
    return point


def simplest_between(low: fmpq, high: fmpq) -> fmpq:
    """The rational with the least denominator in a closed interval.

    Examples
    --------
    >>> simplest_between(fmpq(3, 10), fmpq(4, 10))
    1/3
    """
    whole = low.ceil()
    if whole <= high:
        return fmpq(whole)
    base = low.floor()
    return base + 1 / simplest_between(1 / (high - base), 1 / (low - base))


def value_at(numerator: Polynomial, denominator: Polynomial, x: Point) -> RealAlgebraic:
    """The value of a rational function at a point, as a real algebraic number.

    Examples
    --------
    >>> value_at(fmpq_poly([0, 0, 1]), fmpq_poly([1]), real_points(fmpq_poly([-2, 0, 1]))[0]) == 2
    True
    """
    if x.scalar is not None:
        return Point.of(evaluate(numerator, x.scalar) / evaluate(denominator, x.scalar)).algebraic()
    modulus = x.polynomial
    fields = [p.field for p in (modulus, numerator, denominator) if isinstance(p, FieldPolynomial)]
    if fields:
        return _value_over_field(numerator, denominator, x, fields[0])
    assert modulus is not None
    top, bottom = numerator % modulus, denominator % modulus
    if bottom.degree() > 0:
        _, inverse, _ = bottom.xgcd(modulus)
        top = top * inverse % modulus
    else:
        top = top / bottom[0]
    field = NumberField(x.algebraic())
    return field.element(top).algebraic()


def _value_over_field(numerator: Polynomial, denominator: Polynomial, x: Point, field: NumberField) -> RealAlgebraic:
    """Through the field that the point generates together with theta."""
    larger, (theta, where) = common_field([field.generator, x.algebraic()])
    into = Embedding(larger, theta)
    value: Element = into.polynomial(numerator)(where) / into.polynomial(denominator)(where)
    return value.algebraic()
