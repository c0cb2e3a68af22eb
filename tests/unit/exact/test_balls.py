"""Decimals of logarithms against mpmath."""

import mpmath
import pytest
from flint import arb, ctx

from exactnet.exact import Q, rational
from exactnet.exact.balls import bracket, certified_decimal, log_decimal

VALUES = [
    "2",
    "3/2",
    "10",
    "1/3",
    "1000001/1000000",
    "999999/1000000",
    "1e-40",
    "7e55",
    "1.000000000000000000000000000001",
]


def reference(text, digits):
    with mpmath.workdps(digits + 80):
        p, q = rational(text).p, rational(text).q
        value = mpmath.log(mpmath.mpf(int(p)) / mpmath.mpf(int(q)))
        scaled = int(mpmath.floor(value * mpmath.mpf(10) ** digits + mpmath.mpf(1) / 2))
    sign, body = "-" if scaled < 0 else "", str(abs(scaled)).rjust(digits + 1, "0")
    return f"{sign}{body[:-digits]}.{body[-digits:]}"


@pytest.mark.parametrize("text", VALUES)
@pytest.mark.parametrize("digits", [1, 10, 60])
def test_logarithms_are_correctly_rounded(text, digits):
    x = rational(text)
    assert log_decimal(x, x, digits) == reference(text, digits)


def test_the_logarithm_of_one_is_zero():
    assert log_decimal(Q(1), Q(1), 5) == "0.00000"


def test_no_digits_means_an_integer():
    assert log_decimal(Q(20), Q(20), 0) == "3"


def test_a_bracket_that_does_not_settle_the_digits_gives_none():
    assert log_decimal(Q(2), rational("2.001"), 10) is None
    assert log_decimal(Q(2), rational("2.001"), 2) == "0.69"


def test_a_bracket_around_a_rounding_boundary_gives_none():
    # log x = 0.65 is the boundary between 0.6 and 0.7
    assert log_decimal(rational("1.91"), rational("1.92"), 1) is None


def test_what_is_not_finite_raises():
    with pytest.raises(ArithmeticError):
        log_decimal(Q(0), Q(1), 3)


def test_a_tie_is_not_guessed():
    # 0.25 to one place lies exactly between two decimals and no ball around it settles that
    assert certified_decimal(lambda: arb(Q(1, 4)) + arb(0, 1e-30), 1) is None


def test_brackets_hold_the_number_and_working_precision_is_restored():
    before = ctx.prec
    low, high = bracket(arb(3).sqrt())
    assert low * low < 3 < high * high
    assert high - low < Q(1, 10**10)
    log_decimal(Q(5), Q(5), 200)
    assert ctx.prec == before
