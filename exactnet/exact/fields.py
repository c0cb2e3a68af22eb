"""Real number fields Q(theta): exact arithmetic and order on rational combinations of powers of a real algebraic number.

Q itself needs no field: its elements are plain rationals (`fmpq`), and a *scalar* is one or the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import total_ordering
from typing import Any, TypeAlias

from flint import arb, arb_poly, ctx, fmpq, fmpq_mat, fmpq_poly, fmpz, fmpz_poly

from exactnet.errors import UndecidedError
from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.balls import bracket
from exactnet.exact.integer_polynomials import integral
from exactnet.exact.rational import QLike, rational

__all__ = ["Element", "NumberField", "Scalar", "ball_of", "common_field", "moved", "rational_or_none", "sign"]

_LARGEST_DEGREE = 64
_FIRST_PRECISION = 64


class NumberField:
    """Q(theta), theta a real algebraic number of degree at least 2.

    Attributes
    ----------
    generator
        theta.
    modulus
        Its monic minimal polynomial.

    Examples
    --------
    >>> root_two = NumberField(RealAlgebraic.from_polynomial([-2, 0, 1], 1, 2)).theta
    >>> root_two * root_two == 2, root_two > rational("1.414"), (1 / root_two).coefficients
    (True, True, (0, 1/2))
    """

    def __init__(self, generator: RealAlgebraic) -> None:
        if generator.is_rational:
            raise ValueError("a rational number generates nothing beyond Q")
        self.generator = generator
        polynomial = fmpq_poly(generator.polynomial)
        self.modulus = polynomial / polynomial[polynomial.degree()]
        self._ball: tuple[int, arb] | None = None

    @property
    def degree(self) -> int:
        """Degree over Q."""
        return int(self.modulus.degree())

    @property
    def theta(self) -> Element:
        """The generator as an element."""
        return Element(self, fmpq_poly([0, 1]))

    def element(self, value: fmpq_poly | Sequence[fmpq] | QLike) -> Element:
        """The value of a polynomial at theta (coefficients from the lowest degree up), or a rational."""
        if isinstance(value, fmpq_poly):
            return Element(self, value % self.modulus)
        if isinstance(value, Sequence) and not isinstance(value, str):
            return Element(self, fmpq_poly(list(value)) % self.modulus)
        return Element(self, fmpq_poly([rational(value)]))

    def theta_ball(self, precision: int) -> arb:
        """A ball around theta of relative width about 2^-precision."""
        if self._ball is None or self._ball[0] < precision:
            self.generator = self.generator.refine(fmpq(1, fmpz(1) << precision))
            before = ctx.prec
            try:
                ctx.prec = precision + 32
                self._ball = precision, arb(self.generator.lower).union(arb(self.generator.upper))
            finally:
                ctx.prec = before
        return self._ball[1]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NumberField) and self.generator == other.generator

    def __hash__(self) -> int:
        return hash(self.generator)

    def __repr__(self) -> str:
        return f"Q({self.generator})"


@total_ordering
@dataclass(frozen=True, eq=False)
class Element:
    """An element of a number field: ``polynomial`` (reduced) at theta. Arithmetic mixes with rationals."""

    field: NumberField
    polynomial: fmpq_poly

    @property
    def coefficients(self) -> tuple[fmpq, ...]:
        """The rationals e_0, e_1, .. of the sum of e_i theta^i, one for each dimension."""
        return tuple(self.polynomial[i] for i in range(self.field.degree))

    def ball(self, precision: int) -> arb:
        """A ball that contains the number; narrower for greater precision."""
        theta = self.field.theta_ball(precision)
        before = ctx.prec
        try:
            ctx.prec = precision + 32
            return arb_poly(self.polynomial)(theta)
        finally:
            ctx.prec = before

    def sign(self) -> int:
        """-1, 0 or 1, exactly: only 0 is represented by 0."""
        if self.polynomial.degree() <= 0:
            value = self.polynomial[0]
            return int(value > 0) - int(value < 0)
        precision = _FIRST_PRECISION
        while True:
            ball = self.ball(precision)
            if ball > 0 or ball < 0:
                return 1 if ball > 0 else -1
            precision *= 2

    def algebraic(self) -> RealAlgebraic:
        """The same number by its minimal polynomial over Q and an isolating interval."""
        found = rational_or_none(self)
        if found is not None:
            return RealAlgebraic.from_rational(found)
        (factor, _), *more = integral(self._matrix().charpoly()).factor()[1]
        assert not more, "a characteristic polynomial over a field is a power of the minimal one"
        precision, slope = _FIRST_PRECISION, factor.derivative()
        while True:
            ball = self.ball(precision)
            # monotone on the ball, so the number is the one root in it, and being irrational none of its ends
            if not _at_precision(slope, ball, precision + factor.degree()).contains(0):
                return RealAlgebraic.isolated(factor, *bracket(ball))
            precision *= 2

    def _matrix(self) -> fmpq_mat:
        n, shift = self.field.degree, fmpq_poly([0, 1])
        rows, current = [], self.polynomial
        for _ in range(n):
            rows.append([current[i] for i in range(n)])
            current = current * shift % self.field.modulus
        return fmpq_mat(rows)

    def _other(self, other: object) -> fmpq_poly | None:
        if isinstance(other, Element):
            if other.field is not self.field and other.field != self.field:
                raise TypeError("elements of different number fields do not mix")
            return other.polynomial
        return fmpq_poly([fmpq(other)]) if isinstance(other, fmpq | fmpz | int) else None

    def __add__(self, other: Scalar | int) -> Element:
        that = self._other(other)
        return NotImplemented if that is None else Element(self.field, self.polynomial + that)

    def __sub__(self, other: Scalar | int) -> Element:
        that = self._other(other)
        return NotImplemented if that is None else Element(self.field, self.polynomial - that)

    def __rsub__(self, other: Scalar | int) -> Element:
        return -self + other

    def __neg__(self) -> Element:
        return Element(self.field, -self.polynomial)

    def __mul__(self, other: Scalar | int) -> Element:
        that = self._other(other)
        return NotImplemented if that is None else Element(self.field, self.polynomial * that % self.field.modulus)

    __radd__ = __add__
    __rmul__ = __mul__

    def inverse(self) -> Element:
        """One over this element (ZeroDivisionError for 0)."""
        if self.polynomial.degree() < 0:
            raise ZeroDivisionError("inverse of the element 0")
        _, inverse, _ = self.polynomial.xgcd(self.field.modulus)
        return Element(self.field, inverse % self.field.modulus)

    def __truediv__(self, other: Scalar | int) -> Element:
        that = self._other(other)
        if that is None:
            return NotImplemented
        return self * Element(self.field, that).inverse()

    def __rtruediv__(self, other: Scalar | int) -> Element:
        return self.inverse() * other

    def __eq__(self, other: object) -> bool:
        that = self._other(other)
        return NotImplemented if that is None else bool(self.polynomial == that)

    def __lt__(self, other: Scalar | int) -> bool:
        return (self - other).sign() < 0

    def __hash__(self) -> int:
        found = rational_or_none(self)
        return hash(self.coefficients) if found is None else hash(found)

    def __repr__(self) -> str:
        return f"Element({', '.join(map(str, self.coefficients))})"


# fmpq or Element: arithmetic mixes them, which no annotation of flint's could say
Scalar: TypeAlias = Any


def sign(value: Scalar) -> int:
    """Sign of a scalar, exactly."""
    return value.sign() if isinstance(value, Element) else int(value > 0) - int(value < 0)


def _at_precision(p: fmpz_poly, x: arb, precision: int) -> arb:
    before = ctx.prec
    try:
        ctx.prec = precision + 64
        return p(x)
    finally:
        ctx.prec = before


def ball_of(value: Scalar, precision: int) -> arb:
    """A ball that contains a scalar, of about this many bits."""
    if isinstance(value, Element):
        return value.ball(precision)
    before = ctx.prec
    try:
        ctx.prec = precision + 32
        return arb(value)
    finally:
        ctx.prec = before


def rational_or_none(value: Scalar) -> fmpq | None:
    """The scalar as a rational, if it is one."""
    if isinstance(value, Element):
        return value.polynomial[0] if value.polynomial.degree() <= 0 else None
    return fmpq(value)


def common_field(
    numbers: Sequence[RealAlgebraic], largest: int = _LARGEST_DEGREE
) -> tuple[NumberField | None, list[Scalar]]:
    """The field that real algebraic numbers generate (None for Q), and the numbers as its elements.

    Raises
    ------
    UndecidedError
        If its degree exceeds ``largest``.

    Examples
    --------
    >>> roots = [RealAlgebraic.from_polynomial([-n, 0, 1], 1, 2) for n in (2, 3)]
    >>> field, (two, three) = common_field(roots)
    >>> field.degree, two * two == 2, three * three == 3, two < three
    (4, True, True, True)
    """
    # imported here: it proposes elements
    from exactnet.exact.membership import element_of

    field: NumberField | None = None
    known: dict[RealAlgebraic, Scalar] = {}
    for number in numbers:
        if number in known:
            continue
        if number.is_rational:
            known[number] = number.lower
        elif field is None:
            _require_degree(len(number.coefficients) - 1, largest)
            field = NumberField(number)
            known = {**known, number: field.theta}
        elif (inside := element_of(field, number)) is not None:
            known[number] = inside
        else:
            field, images = _adjoin(field, number, largest)
            known = {key: moved(value, images[0]) for key, value in known.items()}
            known[number] = images[1]
    if field is not None:
        return field, [field.element(v) if isinstance(v := known[n], fmpq) else v for n in numbers]
    return None, [known[n] for n in numbers]


def moved(value: Scalar, theta: Element) -> Scalar:
    """A scalar of one field in a larger one, given the element that its generator is there."""
    if not isinstance(value, Element):
        return value
    result = theta.field.element(0)
    for coefficient in reversed(value.coefficients):
        result = result * theta + coefficient
    return result


def _adjoin(field: NumberField, number: RealAlgebraic, largest: int) -> tuple[NumberField, tuple[Element, Element]]:
    """Q(theta, number) by a primitive element theta + c number, with the images of both."""
    # imported here: polynomials over a field are made of its elements
    from exactnet.exact.field_polynomials import FieldPolynomial

    _require_degree(field.degree * (len(number.coefficients) - 1), largest**2)
    c = 0
    while True:
        c += 1
        primitive = field.generator + number * c
        _require_degree(len(primitive.coefficients) - 1, largest)
        if primitive.is_rational:
            continue
        larger = NumberField(primitive)
        # number is the common root of its polynomial and of that of theta = primitive - c number
        mine = FieldPolynomial.of(larger, [fmpq(k) for k in number.coefficients])
        line = FieldPolynomial(larger, (larger.theta, larger.element(-c)))
        theirs = FieldPolynomial.of(larger, [])
        for coefficient in reversed(field.modulus.coeffs()):
            theirs = theirs * line + FieldPolynomial.of(larger, [coefficient])
        common = mine.gcd(theirs)
        if common.degree() == 1:
            found = -common[0] / common[1]
            return larger, (larger.theta - found * c, found)


def _require_degree(degree: int, largest: int) -> None:
    if degree > largest:
        raise UndecidedError(f"the algebraic numbers generate a field of degree above {largest}, which is too large")
