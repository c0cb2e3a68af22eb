"""Reading and writing numbers."""

import math
import time
from fractions import Fraction

import pytest
from flint import fmpq, fmpz
from support.maps import fraction

from exactnet.errors import InputError
from exactnet.exact import Q, number_text, rational
from exactnet.exact.rational import common_denominator, number_json


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", Fraction(0)),
        ("-0", Fraction(0)),
        ("007", Fraction(7)),
        ("+3", Fraction(3)),
        ("-6/4", Fraction(-3, 2)),
        ("+6/4", Fraction(3, 2)),
        (" 1 / 3 ", Fraction(1, 3)),
        ("0/5", Fraction(0)),
        ("0.1", Fraction(1, 10)),
        ("-.5", Fraction(-1, 2)),
        ("1.", Fraction(1)),
        ("1e-3", Fraction(1, 1000)),
        ("-1.25E+2", Fraction(-125)),
        ("12.50e1", Fraction(125)),
        ("0e9999", Fraction(0)),
        ("1e-10000", Fraction(1, 10**10000)),
        ("1" + "0" * 5000, Fraction(10**5000)),
        ("\t2\n", Fraction(2)),
    ],
)
def test_text_is_read_as_the_exact_number(text, value):
    assert fraction(rational(text)) == value


@pytest.mark.parametrize("value", [0.1, -2.5, 5e-324, 1.7976931348623157e308, 1 / 3, -0.0])
def test_a_float_is_read_as_its_exact_binary_value(value):
    assert fraction(rational(value)) == Fraction(value)


@pytest.mark.parametrize("value", [2**3000, -7, Fraction(-22, 7), fmpz(9), fmpq(3, 8)])
def test_exact_numbers_pass_unchanged(value):
    exact = rational(value)
    assert (int(exact.p), int(exact.q)) == (
        (value.numerator, value.denominator)
        if isinstance(value, int | Fraction)
        else (int(Q(value).p), int(Q(value).q))
    )


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, "nan", "inf", "-Infinity", "NaN"])
def test_what_is_not_finite_is_refused(value):
    with pytest.raises(InputError, match="is not a number"):
        rational(value)


@pytest.mark.parametrize("value", [True, False])
def test_a_truth_value_is_no_number(value):
    with pytest.raises(InputError, match="is not a number"):
        rational(value)


@pytest.mark.parametrize("text", ["1/0", "-3/0", "0/0", "1 / 000"])
def test_a_zero_denominator_is_named(text):
    with pytest.raises(InputError, match="zero denominator"):
        rational(text)


@pytest.mark.parametrize(
    "value",
    [
        "",
        " ",
        ".",
        "-",
        "e5",
        "1e",
        "1e1.5",
        "1/2/3",
        "1/-2",
        "1.5/2",
        "1,5",
        "0x10",
        "1_000",
        "--1",
        "1 2",
        "one",
        "٣",
        "½",
        None,
        [],
        {},
        1j,
        b"1",
    ],
)
def test_what_is_no_number_is_refused_with_one_sentence(value):
    with pytest.raises(InputError) as caught:
        rational(value)
    assert "is not a number" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ["1e999999999", "1e-999999999", "1e10001", "9" * 1000 + "e99999999999999999999", "1e" + "9" * 99000]
)
def test_a_huge_exponent_is_refused_at_once(text):
    start = time.perf_counter()
    with pytest.raises(InputError) as caught:
        rational(text)
    assert time.perf_counter() - start < 0.5
    assert len(str(caught.value)) < 200


def test_a_very_long_number_is_refused_and_not_repeated_in_the_message():
    with pytest.raises(InputError, match="too long") as caught:
        rational("1" * 100_001)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("value", "text"),
    [(Q(6, 4), "3/2"), (Q(-4, 2), "-2"), (Q(0), "0"), (5, "5"), (fmpz(-3), "-3"), (Q(2**100, 3), f"{2**100}/3")],
)
def test_numbers_are_written_in_lowest_terms(value, text):
    assert number_text(value) == text
    assert rational(text) == value


def test_json_numbers_are_integers_where_they_can_be():
    assert number_json(Q(10**40)) == 10**40
    assert type(number_json(Q(4, 2))) is int
    assert number_json(Q(-1, 3)) == "-1/3"


def test_the_common_denominator_is_the_least():
    assert common_denominator([]) == 1
    assert common_denominator([Q(1, 6), Q(3, 4), Q(-2), Q(5, 9)]) == 36
