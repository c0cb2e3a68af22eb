"""Numbers, polynomials and roots of the checker, against flint."""

from fractions import Fraction

import flint
import pytest
from flint import fmpz_poly
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exactnet.check.algebra.intervals import divide, horner, multiply
from exactnet.check.algebra.isolation import Isolation
from exactnet.check.algebra.numbers import Field, sign
from exactnet.check.algebra.points import Exact, Root, are_equal, between, negative, order
from exactnet.check.algebra.polynomials import divide as divide_polynomials
from exactnet.check.algebra.polynomials import greatest_common_divisor, primitive, trim
from exactnet.check.algebra.polynomials import multiply as multiply_polynomials
from exactnet.check.algebra.sturm import count_roots, has_zero, sign_at, squarefree
from exactnet.check.verdict import Rejected

# theta, with its minimal polynomial: not monic, two real roots of which the second is meant, degree 1, degree 4.
FIELDS = {
    "sqrt2": ([-2, 0, 1], 1, 2),
    "minus": ([-2, 0, 1], -2, -1),
    "third": ([-1, 3, 0, 2], 0, 1),
    "rational": ([-3, 2], 1, 2),
    "quartic": ([1, 0, -10, 0, 1], 3, 4),
}
ends = st.fractions(-4, 4, max_denominator=6)
coefficients = st.lists(st.integers(-6, 6), min_size=1, max_size=7).map(trim).filter(lambda p: len(p) > 1)


def field(name):
    polynomial, low, high = FIELDS[name]
    return Field(polynomial, Isolation(polynomial, Fraction(low), Fraction(high)))


def theta(name):
    """The same number as a ball."""
    polynomial, low, high = FIELDS[name]
    (root,) = (r.real for r, _ in fmpz_poly(polynomial).complex_roots() if r.imag == 0 and low < r.real < high)
    return root


def ball(name, numbers):
    x = theta(name)
    return sum((flint.arb(flint.fmpq(c.numerator, c.denominator)) * x**i for i, c in enumerate(numbers)), flint.arb(0))


elements = st.lists(st.fractions(-3, 3, max_denominator=4), min_size=1, max_size=5)


@pytest.fixture(autouse=True)
def precision():
    with flint.ctx.workprec(300):
        yield


@settings(max_examples=200, deadline=None)
@given(name=st.sampled_from(sorted(FIELDS)), a=elements, b=elements)
def test_elements_agree_with_balls(name, a, b):
    k = field(name)
    x, y, u, v = k.element(a), k.element(b), ball(name, a), ball(name, b)
    pairs = [(x + y, u + v), (x - y, u - v), (x * y, u * v), (x * Fraction(2, 3) - 5, u * 2 / 3 - 5), (1 - x, 1 - u)]
    if y != 0:
        pairs.append((x / y, u / v))
    for exact, near in pairs:
        low, high = exact.enclose(60)
        assert high - low <= 2
        assert not near * 2**60 < low
        assert not near * 2**60 > high
        assert exact.sign() == (0 if near.contains(0) else 1 if near > 0 else -1)
        assert (exact == 0) == near.contains(0)


def test_a_reducible_field_is_noticed():
    # theta = sqrt 2 as a root of (x^2 - 2)(x^2 - 3): theta^2 - 2 is 0, but not modulo this.
    polynomial = [6, 0, -5, 0, 1]
    k = Field(polynomial, Isolation(polynomial, Fraction(14, 10), Fraction(15, 10)))
    assert k.element([-3, 0, 1]).sign() == -1
    with pytest.raises(Rejected, match="reducible"):
        k.element([-2, 0, 1]).sign()
    with pytest.raises(Rejected, match="reducible"):
        k.element([-3, 0, 1]).inverse()


def test_elements_close_to_zero():
    k = field("sqrt2")
    small = (k.element([-1, 1]) - 0) * 1
    for _ in range(10):
        small = small * small
    # (sqrt 2 - 1)^1024, about 2^-1302
    assert small.sign() == 1
    assert (-small).sign() == -1
    low, high = small.enclose(1310)
    assert 1 <= low <= high <= 2**9
    assert k.element([Fraction(1, 3)]).rational == Fraction(1, 3)
    assert small.rational is None


@settings(max_examples=300, deadline=None)
@given(p=coefficients, low=st.one_of(st.none(), ends), high=st.one_of(st.none(), ends))
def test_numbers_of_roots_agree_with_flint(p, low, high):
    assume(low is None or high is None or low < high)
    poly = fmpz_poly(p)
    inside = 0
    for factor, _ in poly.factor()[1]:
        for root, _ in factor.complex_roots():
            if root.imag == 0:
                exact = -Fraction(int(factor[0]), int(factor[1])) if factor.degree() == 1 else None
                inside += all(
                    end is None
                    or (side * exact > side * end if exact is not None else side * root.real > side * at(end))
                    for end, side in ((low, 1), (high, -1))
                )
    assert count_roots(p, low, high) == inside
    at_ends = any(end is not None and sign_at(p, end) == 0 for end in (low, high))
    assert has_zero(p, low, high) == (inside > 0 or at_ends)


def at(x):
    return flint.arb(flint.fmpq(x.numerator, x.denominator))


@settings(max_examples=200, deadline=None)
@given(a=coefficients, b=coefficients, c=coefficients)
def test_greatest_common_divisors_agree_with_flint(a, b, c):
    a, b = multiply_polynomials(a, c), multiply_polynomials(b, c)
    found = greatest_common_divisor(a, b)
    expected = [int(x) for x in fmpz_poly(a).gcd(fmpz_poly(b)).coeffs()]
    assert primitive(found) in (primitive(expected), primitive([-x for x in expected]))
    quotient, rest, n = divide_polynomials(a, b)
    assert fmpz_poly(a) * n == fmpz_poly(quotient) * fmpz_poly(b) + fmpz_poly(rest)
    assert n > 0
    assert len(rest) < len(b)
    radical = fmpz_poly([1])
    for factor, _ in fmpz_poly(a).factor()[1]:
        radical *= factor
    assert len(squarefree(a)) - 1 == radical.degree()


def test_roots_over_a_field():
    # x^2 - 2 sqrt2 x + 1 = (x - sqrt2 - 1)(x - sqrt2 + 1), and with a double root x^2 - 2 sqrt2 x + 2.
    k = field("sqrt2")
    s = k.element([0, 1])
    p = [1, s * -2, 1]
    assert count_roots(p, Fraction(0), Fraction(3)) == 2
    assert count_roots(p, s, Fraction(3)) == 1
    assert count_roots(p, s - 1, s + 1) == 0
    assert count_roots([2, s * -2, 1], None, None) == 1
    assert len(squarefree([2, s * -2, 1])) == 2
    x = Root(p, Fraction(2), Fraction(3))
    assert are_equal(x, Exact(s + 1))
    assert order(x, Exact(s)) == 1
    assert x.sign_of([s * -1 - 1, 1]) == 0
    assert x.enclose(20) == Exact(s + 1).enclose(20)


isolated = st.sampled_from(
    [([-2, 0, 1], 1, 2), ([-3, 0, 1], 1, 2), ([-1, -1, 1], 1, 2), ([1, -3, 1], 0, 1), ([-1, 2], 0, 1)]
)


@given(first=isolated, second=isolated, x=ends)
def test_points_are_ordered(first, second, x):
    a, b = (Root(p, Fraction(low), Fraction(high)) for p, low, high in (first, second))
    u, v = (float_of(point) for point in (a, b))
    assert order(a, b) == sign(Fraction(u) - Fraction(v)) or first == second
    assert (order(a, b) == 0) == (first == second)
    assert (
        order(a, Exact(x))
        == a.compare(x)
        == (0 if x == Fraction(1, 2) and first[0] == [-1, 2] else sign(Fraction(u) - x))
    )
    assert order(negative(a), negative(b)) == -order(a, b)
    if order(a, b) < 0:
        middle = between(a, b)
        assert a.compare(middle) < 0 < b.compare(middle)


def float_of(point):
    low, high = point.enclose(80)
    return (low + high) / 2**81


@pytest.mark.parametrize("bits", [1, 10, 64, 1000, 5000])
@pytest.mark.parametrize("name", ["sqrt2", "third", "quartic"])
def test_roots_are_enclosed(name, bits):
    polynomial, low, high = FIELDS[name]
    a, b = Isolation(polynomial, Fraction(low), Fraction(high)).enclose(bits)
    assert b - a <= 2
    signs = [sign_at(polynomial, Fraction(x, 1 << bits)) for x in (a, b)]
    assert signs[0] * signs[1] == -1


def test_an_isolated_root_at_a_dyadic_and_beside_other_roots():
    # (2x - 1)(x - 1)(x + 1) on (-1, 1): both ends are roots.
    x = Isolation([1, -2, -1, 2], Fraction(-1), Fraction(1))
    assert x.enclose(3) == (4, 4)
    assert (x.compare(Fraction(1, 2)), x.compare(Fraction(-1)), x.compare(Fraction(1))) == (0, 1, -1)


interval = st.tuples(st.integers(-40, 40), st.integers(0, 30)).map(lambda p: (p[0], p[0] + p[1]))


@given(x=interval, y=interval, s=st.fractions(0, 1), t=st.fractions(0, 1))
def test_intervals_contain_products_and_quotients(x, y, s, t):
    u, v = (Fraction(a + (b - a) * r, 16) for (a, b), r in ((x, s), (y, t)))
    low, high = multiply(x, y, 4)
    assert low <= u * v * 16 <= high
    found = divide(x, y, 4)
    assert (found is None) == (y[0] <= 0 <= y[1])
    if found is not None:
        assert found[0] <= u / v * 16 <= found[1]
    low, high = horner([(3, 4), x, (-16, -16)], y, 4)
    assert low <= (Fraction(7, 32) + u * v - v * v) * 16 <= high
