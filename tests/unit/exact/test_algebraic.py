"""Real algebraic numbers against sympy and against identities."""

import itertools
from fractions import Fraction

import pytest
import sympy
from flint import fmpq, fmpz_poly

from exactnet.errors import InputError, UndecidedError
from exactnet.exact import Q, RealAlgebraic, rational, real_roots
from exactnet.exact.integer_polynomials import count_roots

X = sympy.Symbol("x")
SQRT2 = RealAlgebraic.from_polynomial([-2, 0, 1], 0, 2)
SQRT3 = RealAlgebraic.from_polynomial([-3, 0, 1], 0, 2)
GOLDEN = RealAlgebraic.from_polynomial([-1, -1, 1], 1, 2)
# numbers with what sympy calls them
KNOWN = [
    (RealAlgebraic.from_rational(0), sympy.Integer(0)),
    (RealAlgebraic.from_rational("-3/7"), sympy.Rational(-3, 7)),
    (SQRT2, sympy.sqrt(2)),
    (-SQRT3, -sympy.sqrt(3)),
    (GOLDEN, (1 + sympy.sqrt(5)) / 2),
    (RealAlgebraic.from_polynomial([-2, 0, 0, 1], 1, 2), sympy.cbrt(2)),
    (RealAlgebraic.from_polynomial([1, 0, -10, 0, 1], 3, 4), sympy.sqrt(2) + sympy.sqrt(3)),
]


def close(number, expression):
    """The 30-digit enclosure holds sympy's value (60 digits)."""
    low, high = number.enclosure(30)
    value = sympy.Rational(sympy.N(expression, 60)) if expression != 0 else sympy.Integer(0)
    slack = sympy.Rational(1, 10**50)
    assert sympy.Rational(int(low.p), int(low.q)) - slack <= value <= sympy.Rational(int(high.p), int(high.q)) + slack
    assert high - low <= Q(1, 10**30)


@pytest.mark.parametrize("i", range(len(KNOWN)))
@pytest.mark.parametrize("j", range(len(KNOWN)))
def test_field_operations_agree_with_sympy(i, j):
    (a, x), (b, y) = KNOWN[i], KNOWN[j]
    close(a + b, x + y)
    close(a - b, sympy.nsimplify(x - y) if i == j else x - y)
    close(a * b, x * y)
    if b != 0:
        close(a / b, x / y)


@pytest.mark.parametrize("i", range(len(KNOWN)))
@pytest.mark.parametrize("j", range(len(KNOWN)))
def test_comparison_agrees_with_sympy(i, j):
    (a, x), (b, y) = KNOWN[i], KNOWN[j]
    assert (a < b) == bool(x < y)
    assert (a == b) == (i == j)
    assert (a <= b) == (i == j or bool(x < y))
    assert (a > b) == bool(x > y)


def test_one_number_given_in_several_ways_is_one_number():
    ways = [
        SQRT2,
        RealAlgebraic.from_polynomial([2, 0, -1], "1.4", "1.5"),  # minus the polynomial
        RealAlgebraic.from_polynomial([-4, 0, 2], 1, 100),  # with a content
        RealAlgebraic.from_polynomial([4, 0, -4, 0, 1], 0, 2),  # squared
        RealAlgebraic.from_polynomial([0, 6, -2, -3, 1], "1/2", 2),  # times x (x - 3)
        (SQRT2 + SQRT3) - SQRT3,
        (SQRT2**3) / 2,
        SQRT2.refine(Q(1, 10**40)),
        real_roots([-2, 0, 1])[1],
    ]
    for a in ways:
        for b in ways:
            assert a == b
            assert not a < b
            assert a <= b
            assert hash(a) == hash(b)


def test_conjugates_differ():
    minus, plus = real_roots([-2, 0, 1])
    assert minus != plus
    assert minus < 0 < plus
    assert -minus == plus
    assert (minus + plus) == 0


def test_numbers_that_agree_to_many_digits_are_told_apart():
    # sqrt(2) and a rational with 60 correct digits
    digits = Fraction(int(sympy.floor(sympy.sqrt(2) * 10**60)), 10**60)
    near = rational(digits)
    assert near < SQRT2
    assert near + Q(1, 10**60) > SQRT2
    assert near != SQRT2
    # roots of an irreducible polynomial at distance about 1e-9: x^7 = 2 (100 x - 1)^2 (Mignotte)
    close_roots = [r for r in real_roots([-2, 400, -20000, 0, 0, 0, 0, 1]) if 0 < r < 1]
    assert len(close_roots) == 2
    assert close_roots[0] < close_roots[1]
    assert close_roots[1] - close_roots[0] < rational("1e-6")


def test_a_rational_root_of_a_reducible_polynomial_is_found_to_be_rational():
    # (2x - 3)(x^2 - 5)
    number = RealAlgebraic.from_polynomial([15, -10, -3, 2], 1, 2)
    assert number.is_rational
    assert number == rational("3/2")
    assert number.enclosure(5) == (Q(3, 2), Q(3, 2))


def test_results_that_happen_to_be_rational():
    assert (SQRT2 * SQRT2).is_rational
    assert SQRT2 * SQRT2 == 2
    assert SQRT2 - SQRT2 == 0
    assert (GOLDEN * GOLDEN - GOLDEN).is_rational
    assert SQRT2 * 0 == 0
    assert SQRT2**0 == 1
    assert GOLDEN.reciprocal() == GOLDEN - 1
    assert Q(1, 2) == SQRT2**-2


def test_arithmetic_with_plain_numbers_on_either_side():
    assert 1 + SQRT2 == SQRT2 + 1
    assert 3 - SQRT2 == -(SQRT2 - 3)
    assert 2 * SQRT2 == SQRT2 + SQRT2
    assert SQRT2 - "1/2" + Fraction(1, 2) == SQRT2
    assert fmpq(1, 2) * SQRT2 == SQRT2 / 2


def test_comparison_with_plain_numbers():
    assert SQRT2 > 1
    assert 1 < SQRT2 < 2
    assert Q(1) < SQRT2
    assert Fraction(3, 2) > SQRT2
    assert RealAlgebraic.from_rational(2) == 2
    assert SQRT2 != "sqrt 2"
    assert RealAlgebraic.from_rational(1) != True  # noqa: E712 - a truth value is no number


@pytest.mark.parametrize("half", [Fraction(1, 2), 0.5, fmpq(1, 2)])
def test_order_and_equality_agree_for_every_kind_of_number(half):
    # <= is "less or equal": it must not say no where < and > both say no
    number = RealAlgebraic.from_rational("1/2")
    assert not number < half
    assert not number > half
    assert number <= half
    assert number >= half


def test_equal_objects_have_equal_hashes():
    two = RealAlgebraic.from_rational(2)
    assert two == 2
    assert hash(two) == hash(2)


@pytest.mark.parametrize("width", ["1", "1/1000", "1e-30", "1e-300"])
def test_refinement_keeps_the_root_inside(width):
    fine = GOLDEN.refine(rational(width))
    assert fine.upper - fine.lower <= rational(width)
    assert fine.lower**2 - fine.lower - 1 < 0 < fine.upper**2 - fine.upper - 1
    assert fine == GOLDEN


@pytest.mark.parametrize("digits", [1, 5, 50])
def test_enclosures_are_narrow_and_decimal(digits):
    for number, expression in KNOWN:
        low, high = number.enclosure(digits)
        assert high - low <= Q(1, 10**digits)
        value = expression if expression.is_rational else sympy.Rational(sympy.N(expression, digits + 30))
        assert sympy.Rational(int(low.p), int(low.q)) <= value <= sympy.Rational(int(high.p), int(high.q))
        if not number.is_rational:
            assert 10 ** (digits + 1) % int(low.q) == 0


@pytest.mark.parametrize(
    ("coefficients", "lower", "upper"),
    [
        ([-2, 0, 1], -2, 2),  # two roots
        ([2, 0, 1], -2, 2),  # none
        ([-2, 0, 1], 2, 3),
        ([0, 1], 0, 1),  # on the open interval's end
        ([-1, 1], 0, 1),
        ([0, 0], 0, 1),
        ([5], 0, 1),
        ([], 0, 1),
        ([-2, 0, 1], 2, 0),
        ([-2, 0, 1], 1, 1),
    ],
)
def test_what_is_not_exactly_one_root_is_refused(coefficients, lower, upper):
    with pytest.raises(InputError):
        RealAlgebraic.from_polynomial(coefficients, lower, upper)


def test_roots_at_the_ends_do_not_count():
    # x (x - 1) (2x - 1): the open interval (0, 1) holds 1/2 alone
    assert RealAlgebraic.from_polynomial([0, 1, -3, 2], 0, 1) == Q(1, 2)


def test_zero_has_no_reciprocal():
    with pytest.raises(ZeroDivisionError):
        (SQRT2 - SQRT2).reciprocal()
    with pytest.raises(ZeroDivisionError):
        SQRT2 / 0


def test_the_reciprocal_of_a_number_with_zero_in_its_interval():
    small = RealAlgebraic.from_polynomial([-2, 0, 10**20], "-1e-12", 1)
    assert small.reciprocal() * small == 1


@pytest.mark.parametrize(
    "coefficients",
    [
        [1],
        [7, -3],
        [0, 0, 0, 1],
        [0, -2, 0, 1],
        [4, 0, -4, 0, 1],
        [-1, 0, 0, 0, 0, 1],
        [1, 1, 1],
        [-6, 11, -6, 1],
        [24, -50, 35, -10, 1],
        [1, 0, -10, 0, 1],
        [-64, -32, -16, 24, 4, 0, -6, 1],
    ],
)
def test_real_roots_are_those_that_sympy_isolates(coefficients):
    roots = real_roots(coefficients)
    poly = sympy.Poly(list(reversed(coefficients)), X)
    expected = sorted(set(poly.real_roots()), key=lambda r: sympy.N(r, 40)) if poly.degree() > 0 else []
    assert len(roots) == len(expected)
    for root, value in zip(roots, expected, strict=True):
        close(root, value)
    assert all(a < b for a, b in itertools.pairwise(roots))


def test_the_zero_polynomial_is_refused():
    with pytest.raises(InputError):
        real_roots([0])


def test_the_interval_of_every_root_isolates_it():
    for root in real_roots([-64, -32, -16, 24, 4, 0, -6, 1]):
        poly = sympy.Poly(list(reversed(root.coefficients)), X)
        if not root.is_rational:
            low, high = (sympy.Rational(int(e.p), int(e.q)) for e in (root.lower, root.upper))
            assert poly.count_roots(low, high) == 1


def test_the_representation_is_short_even_for_wide_intervals():
    assert repr(RealAlgebraic.from_rational("1/2")) == "RealAlgebraic(1/2)"
    assert "root of" in repr(SQRT2)


def test_roots_are_counted_where_the_numbers_of_sturm_s_chain_would_grow_long():
    # Chebyshev's polynomial of degree 40: the roots cos((2k - 1) pi / 80)
    before, chebyshev = fmpz_poly([1]), fmpz_poly([0, 1])
    for _ in range(39):
        before, chebyshev = chebyshev, fmpz_poly([0, 2]) * chebyshev - before
    assert [count_roots(chebyshev, fmpq(-1), x) for x in (fmpq(-1, 2), fmpq(0), fmpq(1))] == [13, 20, 40]


def test_arithmetic_of_too_large_a_degree_is_undecided():
    first, second = (RealAlgebraic.from_polynomial([-k, *[0] * 16, 1], 0, k) for k in (2, 3))
    with pytest.raises(UndecidedError, match="degree 289"):
        first + second
