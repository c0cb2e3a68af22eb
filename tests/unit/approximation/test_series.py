"""Series: whatever they stand for is inside, shown with Fractions; the checker's own, too."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactnet.approximation.series import Series, at_series
from exactnet.check.semialgebraic import series as checked

F = Fraction
BITS, ORDER = 20, 4
ONE = 1 << BITS
WAYS = ["producer", "checker"]
numbers = st.integers(-2 * ONE, 2 * ONE)


@st.composite
def series(draw):
    """Terms and rest, and a function for which they stand: its polynomial and what is added."""
    terms, rest = draw(st.lists(numbers, min_size=ORDER, max_size=ORDER)), draw(st.integers(0, ONE // 8))
    return terms, rest, F(draw(st.integers(-rest, rest)), ONE)


def build(way, terms, rest):
    return Series(tuple(terms), rest, BITS) if way == "producer" else checked.Series(list(terms), rest, BITS)


def polynomial(terms, s):
    return sum(F(c, ONE) * s**i for i, c in enumerate(terms))


def holds(found, value, s):
    return abs(polynomial(found.terms, s) - value) <= F(found.rest, ONE)


points = st.builds(Fraction, st.integers(-8, 8), st.just(8))


@pytest.mark.parametrize("way", WAYS)
@given(series(), series(), points)
def test_products_and_quotients(way, a, b, s):
    (x, u), (y, v) = ((build(way, *part[:2]), polynomial(part[0], s) + part[2]) for part in (a, b))
    product = x * y if way == "producer" else x.times(y)
    assert holds(product, u * v, s)
    assert len(product.terms) == ORDER
    far = build(way, [b[0][0] + 40 * ONE, *b[0][1:]], b[1])
    quotient = x.quotient(far) if way == "producer" else x.over(far)
    assert quotient is not None
    assert holds(quotient, u / (v + 40), s)


@pytest.mark.parametrize("way", WAYS)
@given(series(), st.lists(numbers, min_size=1, max_size=4), points)
def test_polynomials_of_series(way, a, coefficients, s):
    x, u = build(way, *a[:2]), polynomial(a[0], s) + a[2]
    insert = at_series if way == "producer" else checked.insert
    found = insert([(c - 1, c + 1) for c in coefficients], x)
    assert holds(found, sum(F(c, ONE) * u**i for i, c in enumerate(coefficients)), s)


@pytest.mark.parametrize("way", WAYS)
@given(series(), points)
def test_ranges_and_means(way, a, s):
    x, u = build(way, *a[:2]), polynomial(a[0], s) + a[2]
    low, high = x.range if way == "producer" else x.range()
    assert F(low, ONE) <= u <= F(high, ONE)
    mean, error = x.mean if way == "producer" else x.mean()
    exact = sum(F(c, ONE) / (i + 1) for i, c in enumerate(a[0]) if i % 2 == 0)
    # the mean of what is added lies between -rest and rest
    assert abs(F(mean, ONE) - exact) + F(a[1], ONE) <= F(error, ONE)


@pytest.mark.parametrize("way", WAYS)
def test_a_divisor_that_may_vanish(way):
    x, y = build(way, [ONE, 0, 0, 0], 0), build(way, [ONE, ONE, 0, 0], 0)
    assert (x.quotient(y) if way == "producer" else x.over(y)) is None
