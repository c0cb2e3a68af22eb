"""Enclosures of integrals of quotients in the checker, against mpmath."""

import random
from time import perf_counter

import mpmath
import pytest

from exactnet.check.semialgebraic.functions import Quotient
from exactnet.check.semialgebraic.integrals import integrate_quotient
from exactnet.check.verdict import Rejected


def random_case(seed):
    rng = random.Random(seed)
    size = rng.choice([3, 50, 10**6])
    upper, lower = ([rng.randint(-size, size) for _ in range(rng.randint(1, 5))] + [rng.randint(1, size)] for _ in "ud")
    bits = rng.choice([33, 64, 150])
    middle, half = rng.uniform(-4, 4), 10 ** rng.uniform(-6, -0.5)
    return upper, lower, bits, int((middle - half) * 2**bits), int((middle + half) * 2**bits), rng.choice([1, 2, 5, 30])


def enclose(*case):
    """The enclosure, or None if the piece is too long."""
    try:
        return integrate_quotient(*case)
    except Rejected:
        return None


def test_many_of_the_cases_are_enclosed():
    cases = map(random_case, range(40))
    found = [enclose(Quotient(u, v), (a, a), (b, b), bits, n) for u, v, bits, a, b, n in cases]
    assert sum(x is not None for x in found) >= 25


@pytest.mark.parametrize("seed", range(40))
def test_the_integral_is_enclosed_whatever_the_number_of_terms(seed):
    upper, lower, bits, left, right, terms = random_case(seed)
    one = 1 << bits
    found = enclose(Quotient(upper, lower), (left - 3, left), (right, right + 1), bits, terms)
    if found is None:
        return
    with mpmath.workdps(80):
        ends = [mpmath.mpf(x) / one for x in (left, right)]
        middle = sum(ends) / 2
        true = mpmath.quad(
            lambda x: mpmath.polyval(upper[::-1], x) / mpmath.polyval(lower[::-1], x), [ends[0], middle, ends[1]]
        )
        slack = abs(true) * mpmath.mpf(10) ** -25 + mpmath.mpf(10) ** -60
        assert found[0] / mpmath.mpf(one) - slack <= true <= found[1] / mpmath.mpf(one) + slack


def test_enclosures_are_narrow():
    one = 1 << 96
    low, high = integrate_quotient(Quotient([1], [1, 1]), (0, 0), (one // 4, one // 4), 96, 60)
    assert high - low <= 2
    with mpmath.workdps(40):
        assert low <= mpmath.log(mpmath.mpf(5) / 4) * one <= high


def test_many_terms_are_cheap():
    start, one = perf_counter(), 1 << 96
    low, high = integrate_quotient(Quotient([1], [1, 0, 1]), (0, 0), (one // 2, one // 2), 96, 10_000)
    assert high - low <= 2
    assert perf_counter() - start < 20
