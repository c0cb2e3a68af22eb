"""Number fields, points and curves against sympy and against each other."""

import itertools
from fractions import Fraction

import pytest
import sympy
from flint import fmpq, fmpq_poly
from hypothesis import given, settings
from hypothesis import strategies as st

from exactnet.exact import RealAlgebraic
from exactnet.exact.field_polynomials import FieldPolynomial, evaluate, squarefree, sturm_count
from exactnet.exact.fields import NumberField, common_field, sign
from exactnet.exact.points import Point, between, real_points, sign_at_point, simplest_between, value_at
from exactnet.exact.rational_functions import RationalFunction

X = sympy.Symbol("x")
# x^3 - 3x + 1 has three real roots: the field has three real embeddings, and only one is meant
CUBIC = NumberField(RealAlgebraic.from_polynomial([1, -3, 0, 1], 1, 2))
ROOT_TWO = NumberField(RealAlgebraic.from_polynomial([-2, 0, 1], 1, 2))
SMALL = st.fractions(min_value=-9, max_value=9, max_denominator=6)


def numeric(element):
    """The element as a sympy number, from the root itself."""
    polynomial = sympy.Poly(list(reversed(element.field.generator.coefficients)), X)
    middle = (element.field.generator.lower + element.field.generator.upper) / 2
    near = sympy.Rational(int(middle.p), int(middle.q))
    theta = min(polynomial.nroots(n=60), key=lambda r: abs(r - near))
    return sum(sympy.Rational(int(c.p), int(c.q)) * theta**i for i, c in enumerate(element.coefficients))


def q(x):
    return fmpq(x.numerator, x.denominator)


@pytest.mark.parametrize("field", [CUBIC, ROOT_TWO])
@settings(max_examples=40)
@given(data=st.data())
def test_arithmetic_and_order_agree_with_sixty_digits(field, data):
    a, b = (field.element([q(data.draw(SMALL)) for _ in range(field.degree)]) for _ in range(2))
    for mine, theirs in ((a + b, numeric(a) + numeric(b)), (a * b, numeric(a) * numeric(b)), (a - b, numeric(a - b))):
        assert abs(numeric(mine) - theirs) < 1e-40
    assert (a < b) == (bool(numeric(a) < numeric(b)) and a != b)
    if b != 0:
        assert (a / b) * b == a


@given(st.lists(SMALL, min_size=3, max_size=3), st.lists(SMALL, min_size=2, max_size=2))
def test_the_minimal_polynomial_of_an_element_vanishes_there(mine, other):
    for element in (CUBIC.element([q(c) for c in mine]), ROOT_TWO.element([q(c) for c in other])):
        found = element.algebraic()
        value = element.field.element(0)
        for c in reversed(found.coefficients):
            value = value * element + c
        assert value == 0
        assert found.lower <= found.upper
        assert Point.of(element) == element


def test_elements_with_long_coefficients_have_minimal_polynomials():
    # conjugates are close to each other, and coefficients long
    element = ROOT_TWO.element(fmpq_poly([fmpq(10**40 + 7, 3**80), fmpq(5, 7**60)]))
    found = element.algebraic()
    assert len(found.coefficients) == 3
    low, high = found.enclosure(60)
    assert low <= high
    assert sign(element - low) >= 0 >= sign(element - high)


def test_the_field_of_several_numbers_knows_relations_among_them():
    two, three = (RealAlgebraic.from_polynomial([-n, 0, 1], 1, 2) for n in (2, 3))
    field, (a, b, c, d) = common_field([two, three, two * three, RealAlgebraic.from_rational("1/2")])
    assert field.degree == 4
    assert a * b == c
    assert d == fmpq(1, 2)
    assert sign(c * c - 6) == 0


def test_conjugates_are_told_apart():
    low, high = (RealAlgebraic.from_polynomial([1, -3, 0, 1], *ends) for ends in ((0, 1), (1, 2)))
    field, (a, b) = common_field([low, high])
    assert field.degree == 3  # a cyclic cubic: one root generates the others
    assert a < b
    assert a * a * a - 3 * a + 1 == 0


@st.composite
def polynomials(draw, degree=5):
    return [draw(SMALL) for _ in range(draw(st.integers(1, degree + 1)))]


@settings(max_examples=60)
@given(polynomials(), polynomials(3))
def test_points_are_the_real_roots_in_order(first, second):
    p = fmpq_poly([q(c) for c in first]) * fmpq_poly([q(c) for c in second])
    if p.degree() < 1:
        return
    found = real_points(p)
    expected = sympy.Poly([sympy.Rational(c.numerator, c.denominator) for c in reversed(first)], X) * sympy.Poly(
        [sympy.Rational(c.numerator, c.denominator) for c in reversed(second)], X
    )
    assert len(found) == len(set(sympy.real_roots(expected)))
    assert all(a < b for a, b in itertools.pairwise(found))
    assert all(sign_at_point(p, x) == 0 for x in found)
    for x, y in itertools.pairwise(found):
        middle = between(x, y)
        assert x < middle < y
        assert sign_at_point(p, Point.of(middle)) != 0


@settings(max_examples=30)
@given(st.lists(st.lists(SMALL, min_size=2, max_size=2), min_size=2, max_size=4))
def test_roots_over_a_field_are_roots_of_the_norm(terms):
    p = FieldPolynomial.of(ROOT_TWO, [ROOT_TWO.element([q(c) for c in pair]) for pair in terms])
    if p.degree() < 1:
        return
    found = real_points(p)
    conjugate = FieldPolynomial.of(
        ROOT_TWO, [ROOT_TWO.element([t.coefficients[0], -t.coefficients[1]]) for t in p.terms]
    )
    norm = p * conjugate
    over_q = fmpq_poly([t.coefficients[0] for t in norm.coeffs()])
    assert all(t.coefficients[1] == 0 for t in norm.coeffs())
    all_roots = real_points(over_q)
    for x in found:
        assert sum(x == y for y in all_roots) == 1
        assert Point.from_algebraic(x.algebraic()) == x
    assert len(found) == sum(sign_at_point(p, y) == 0 for y in all_roots)


@settings(max_examples=40)
@given(polynomials(3), polynomials(2), polynomials(3))
def test_values_of_rational_functions_at_roots(top, bottom, where):
    numerator, denominator, modulus = (fmpq_poly([q(c) for c in p]) for p in (top, bottom, where))
    if modulus.degree() < 1 or denominator.degree() < 0:
        return
    for x in real_points(modulus):
        if sign_at_point(denominator, x) == 0:
            continue
        value = Point.from_algebraic(value_at(numerator, denominator, x))
        low, high = (fmpq(int(c * 10**6) + d, 10**6) for c, d in ((Fraction(-100), 0), (Fraction(100), 1)))
        # value > t exactly if numerator - t denominator has the sign of the denominator at x
        for t in (low, fmpq(0), fmpq(1, 3), high):
            assert (value > t) == (sign_at_point(numerator - denominator * t, x) * sign_at_point(denominator, x) > 0)


@given(polynomials(3), polynomials(2), polynomials(2), polynomials(2), SMALL)
def test_composition_and_arithmetic_of_rational_functions(a, b, c, d, x):
    polys = [fmpq_poly([q(k) for k in p]) for p in (a, b, c, d)]
    if polys[1].degree() < 0 or polys[3].degree() < 0:
        return
    f, g = RationalFunction.of(polys[0], polys[1]), RationalFunction.of(polys[2], polys[3])
    point = q(x)
    if g.denominator(point) == 0 or f.denominator(point) == 0:
        return
    assert (f + g)(point) == f(point) + g(point)
    assert (f * g)(point) == f(point) * g(point)
    value = g(point)
    if f.denominator(value) != 0:
        try:
            composed = f.after(g)
        except ZeroDivisionError:
            return
        assert composed(point) == f(value)


def test_a_composition_whose_denominator_vanishes_is_refused():
    pole = RationalFunction.of(fmpq_poly([1]), fmpq_poly([0, 1]))
    with pytest.raises(ZeroDivisionError):
        pole.after(RationalFunction.of(fmpq_poly([0])))


@given(SMALL, SMALL)
def test_the_simplest_rational_in_an_interval(a, b):
    low, high = sorted((a, b))
    found = simplest_between(q(low), q(high))
    assert q(low) <= found <= q(high)
    for denominator in range(1, int(found.q)):
        assert (high * denominator).__floor__() < low * denominator


def test_sturm_counts_over_a_field():
    p = FieldPolynomial.of(ROOT_TWO, [ROOT_TWO.element(-2), fmpq(0), fmpq(1)])  # x^2 - 2 = (x - theta)(x + theta)
    assert sturm_count(squarefree(p * p), fmpq(0), fmpq(2)) == 1
    assert evaluate(p, ROOT_TWO.theta) == 0
    low, high = real_points(p)
    assert high == ROOT_TWO.theta
    assert low.algebraic() == -high.algebraic()
