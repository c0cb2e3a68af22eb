"""First zeros of power series: polynomials with known zeros, and what is cut off."""

from fractions import Fraction

import pytest
from flint import fmpq, fmpz_poly
from support import kneading as oracle
from support.maps import fraction

from exactnet.dynamics.kneading.first_zero import bracket_zero
from exactnet.dynamics.kneading.power_series import Series, terms_for

F = Fraction


@pytest.mark.parametrize("places", [3, 10, 50, 200])
def test_a_simple_zero(places):
    # (1 - 3t) (1 - 2t) (1 + t + t^2)
    series = Series(fmpz_poly([1, -3]) * fmpz_poly([1, -2]) * fmpz_poly([1, 1, 1]))
    found = bracket_zero(series, fmpq(1, 10**places))
    assert found.before < fmpq(1, 3) < found.after < found.before + fmpq(1, 10**places)
    assert series.positive_before(found.before, found.bits)
    assert series.negative_at(found.after, found.bits)


def test_a_double_zero_is_not_taken_for_the_change_of_sign_behind_it():
    double = fmpz_poly([1, -3]) ** 2 * fmpz_poly([1, -2])
    # cut off, it is no double zero any more, but two zeros are proved close by
    for series in (Series(double), Series(double, 1, 400)):
        found = bracket_zero(series, fmpq(1, 10**9))
        assert found.before < fmpq(1, 3) < found.after < found.before + fmpq(1, 10**9)
        assert series.has_zeros_within(found.after - found.radius, found.radius, found.bits)
    fourfold = bracket_zero(Series(double * double), fmpq(1, 10**9))
    assert fourfold.after is None
    assert fmpq(1, 3) - fmpq(1, 10**3) < fourfold.before <= fmpq(1, 3)


def test_a_minimum_close_to_zero_is_no_zero():
    # (1 - 3t)^2 + t^2/1000: the zeros are not real
    found = bracket_zero(Series(1000 * fmpz_poly([1, -3]) ** 2 + fmpz_poly([0, 0, 1])), fmpq(1, 10**9))
    assert found.after is None
    assert found.before > fmpq(33, 100)


def test_two_zeros_close_together():
    # 1/3 and 1000/2999
    found = bracket_zero(Series(fmpz_poly([1, -3]) * fmpz_poly([1000, -2999])), fmpq(1, 10**12))
    assert found.before < fmpq(1, 3) < found.after < fmpq(1000, 2999)


def test_no_zero():
    found = bracket_zero(Series(fmpz_poly([1, 0, 1])), fmpq(1, 10**6))
    assert found.after is None
    assert found.before > fmpq(99, 100)
    assert Series(fmpz_poly([1, -2, 1])).positive_before(fmpq(1), 1)  # 1 is a zero, but not before 1


def test_what_is_cut_off_counts():
    # 1 - t - t^2 - t^3 with unknown coefficients from 4 on: they may undo the zero at 0.54
    series = Series(fmpz_poly([1, -1, -1, -1]), 1, 4)
    found = bracket_zero(series, fmpq(1, 10**6), last=True)
    assert found.before < fmpq(1, 2)
    assert found.after is None
    assert not series.positive_before(fmpq(1, 2), 60)
    assert not series.negative_at(fmpq(3, 5), 60)
    assert Series(fmpz_poly([1, -1, -1, -1])).positive_before(fmpq(1, 2), 60)


def test_many_terms_of_a_series():
    # (1 - 2t) / (1 - t^2), cut off
    for terms in (20, 100, 300):
        series = Series(fmpz_poly([1 if n % 2 == 0 else -2 for n in range(terms)]), 1, terms)
        found = bracket_zero(series, fmpq(1, 10**80))
        assert found.before < fmpq(1, 2) < found.after
        # 2 (n + 1) / 2^n and a bit
        assert found.after - found.before < max(fmpq(2, 10**80), fmpq(64 * terms, 2**terms))


@pytest.mark.parametrize("t", [F(1, 3), F(5, 8), F(3, 4), F(0)])
@pytest.mark.parametrize("terms", [None, 5])
def test_bounds_are_those_of_the_format(t, terms):
    polynomial, bits = [1, -1, 2, -3, -1], 40
    series = Series(fmpz_poly(polynomial), 2, terms)
    point = fmpq(t.numerator, t.denominator)
    try:
        expected = [f(polynomial, t, 2, terms, bits) for f in (oracle.positive_before, oracle.negative_at)]
    except AssertionError:
        expected = [False, False]  # the geometric series does not converge
    assert [series.positive_before(point, bits), series.negative_at(point, bits)] == expected


def test_enough_terms():
    for t, order, exponent in ((0.5, 1, -100), (0.9, 4, -300), (0.99, 2, -50)):
        terms = terms_for(t, order, exponent)
        point = fmpq(*t.as_integer_ratio())
        rest = [oracle.rest(fraction(point), order, n, 400) for n in (terms, terms * 9 // 10)]
        assert rest[0] <= 2 ** (400 + exponent) * F(101, 100) < rest[1]
