"""Properties of exact numbers."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from support.maps import fraction

from exactnet.errors import InputError
from exactnet.exact import RealAlgebraic, number_text, rational, real_roots
from exactnet.exact.integers import add, combine, determinant, integer_array, matmul, primitive_rows, scale
from exactnet.exact.order import sort_fractions

X = sympy.Symbol("x")
NEAR_LIMIT = st.one_of(
    st.integers(-5, 5),
    st.builds(lambda e, d, s: s * (2**e + d), st.integers(28, 66), st.integers(-2, 2), st.sampled_from([-1, 1])),
)


@given(st.fractions())
def test_writing_and_reading_gives_the_same_number(x):
    assert fraction(rational(number_text(rational(x)))) == x


@given(st.decimals(allow_nan=False, allow_infinity=False, places=12))
def test_decimals_are_read_exactly(x):
    assert fraction(rational(str(x))) == Fraction(x)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_repr_of_a_float_is_read_as_that_decimal(x):
    assert fraction(rational(repr(x))) == Fraction(repr(x))


# in six characters no exponent reaches the limit of 10000 that exactnet sets
@given(st.text(alphabet="0123456789+-./eE _x", max_size=6))
def test_text_is_a_number_exactly_if_fraction_reads_it_too(text):
    try:
        mine = fraction(rational(text))
    except InputError:
        mine = None
    try:
        # Python allows underscores between digits; this toolkit does not
        reference = None if "_" in text else Fraction(text)
    except (ValueError, ZeroDivisionError):
        reference = None
    if mine is None and reference is not None:
        raise AssertionError(f"{text!r} is a number for Python")
    if reference is not None:
        assert mine == reference


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_in_one_line(text):
    try:
        rational(text)
        message = "none"
    except InputError as error:
        message = str(error)
    assert len(message.splitlines()) == 1


@given(st.lists(st.tuples(NEAR_LIMIT, NEAR_LIMIT, NEAR_LIMIT, NEAR_LIMIT), min_size=1, max_size=4))
def test_vectorised_arithmetic_is_python_arithmetic(rows):
    a, b, c, d = (integer_array([row[i] for row in rows]) for i in range(4))
    assert add(a, b).tolist() == [r[0] + r[1] for r in rows]
    assert scale(a, rows[0][3]).tolist() == [r[0] * rows[0][3] for r in rows]
    assert determinant(a, b, c, d).tolist() == [r[0] * r[3] - r[1] * r[2] for r in rows]
    P, S = np.stack((b, c), axis=1), np.stack((c, d), axis=1)
    expected = [[r[0] * r[1] + r[3] * r[2], r[0] * r[2] + r[3] * r[3]] for r in rows]
    assert combine(a, P, d, S).tolist() == expected
    for array in (add(a, b), determinant(a, b, c, d), combine(a, P, d, S)):
        small = all(abs(x) < 2**61 for x in array.ravel().tolist())
        assert (array.dtype == np.int64) == small


@given(st.data(), st.integers(1, 3), st.integers(1, 4), st.integers(1, 3))
def test_matrix_products_are_exact(data, n, k, m):
    left = [[data.draw(NEAR_LIMIT) for _ in range(k)] for _ in range(n)]
    right = [[data.draw(NEAR_LIMIT) for _ in range(m)] for _ in range(k)]
    product = matmul(integer_array(left), integer_array(right)).tolist()
    assert product == [[sum(left[i][j] * right[j][c] for j in range(k)) for c in range(m)] for i in range(n)]


@given(st.lists(st.lists(NEAR_LIMIT, min_size=3, max_size=3), min_size=1, max_size=4))
def test_primitive_rows_keep_direction_and_have_no_common_factor(rows):
    for before, after in zip(rows, primitive_rows(integer_array(rows)).tolist(), strict=True):
        divisor = int(np.gcd.reduce(np.array(before, dtype=object))) or 1
        assert after == [x // divisor for x in before]


@given(
    st.lists(
        st.tuples(
            st.one_of(NEAR_LIMIT, st.integers(-(10**320), 10**320)),
            st.one_of(NEAR_LIMIT.map(lambda x: abs(x) + 1), st.integers(1, 10**320)),
        ),
        max_size=12,
    )
)
def test_sorting_fractions_is_sorting(pairs):
    order, repeats = sort_fractions(integer_array([a for a, _ in pairs]), integer_array([b for _, b in pairs]))
    values = [Fraction(a, b) for a, b in pairs]
    expected = sorted(range(len(pairs)), key=values.__getitem__)
    assert order.tolist() == expected
    assert repeats.tolist()[1:] == [values[i] == values[j] for i, j in pairwise(expected)]


POLYNOMIALS = st.lists(st.integers(-9, 9), min_size=2, max_size=6).filter(lambda c: any(c[1:]))


@settings(max_examples=60, deadline=None)
@given(POLYNOMIALS)
def test_real_roots_lie_where_sturm_says(coefficients):
    roots = real_roots(coefficients)
    poly = sympy.Poly(list(reversed(coefficients)), X)
    assert len(roots) == poly.sqf_part().count_roots()
    assert all(a < b for a, b in pairwise(roots))
    for root in roots:
        low, high = (sympy.Rational(int(e.p), int(e.q)) for e in root.enclosure(12))
        assert poly.sqf_part().count_roots(low, high) >= 1


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-4, 4), min_size=3, max_size=4), st.lists(st.integers(-4, 4), min_size=3, max_size=4))
def test_ring_laws_of_algebraic_numbers(p, q):
    if not any(p[1:]) or not any(q[1:]):
        return
    for a in real_roots(p):
        for b in real_roots(q):
            assert (a + b) - b == a
            assert a + b == b + a
            assert a * b == b * a
            assert (a + b) * (a - b) == a * a - b * b
            if b != 0:
                assert (a / b) * b == a
            # exactly one of the three
            assert (a < b) + (a == b) + (b < a) == 1


@settings(max_examples=50, deadline=None)
@given(
    st.fractions(min_value=-5, max_value=5, max_denominator=50),
    st.fractions(min_value=-5, max_value=5, max_denominator=50),
)
def test_algebraic_rationals_are_rationals(x, y):
    a, b = RealAlgebraic.from_rational(x), RealAlgebraic.from_polynomial([-y.numerator, y.denominator], y - 1, y + 1)
    assert a + b == rational(x + y)
    assert a * b == rational(x * y)
    assert (a < b) == (x < y)
    assert (a == b) == (x == y)
