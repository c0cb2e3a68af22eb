"""Roots of integer quadratics."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from exactnet.exact.algebraic import RealAlgebraic, real_roots
from exactnet.exact.quadratic import quadratic_roots, separated, shifted, sign_between

INTEGERS = st.one_of(st.integers(-9, 9), st.integers(-(2**90), 2**90))


@given(c0=INTEGERS, c1=INTEGERS, c2=INTEGERS)
def test_roots_are_those_of_the_general_method(c0: int, c1: int, c2: int) -> None:
    if not (c0 or c1 or c2):
        return
    roots, simple = quadratic_roots((c0, c1, c2))
    assert roots == real_roots([c0, c1, c2])
    assert simple == (bool(roots) and (c2 == 0 or c1 * c1 > 4 * c0 * c2))
    for root in roots:
        assert root.lower <= root <= root.upper
        assert root.upper - root.lower <= fmpq(1, 2**64)


def test_roots_closer_than_the_usual_width_are_told_apart() -> None:
    # n x^2 - 2n x + n - 1 = 0 for x = 1 +- 1/sqrt(n)
    n = 2**201 + 1
    low, high = quadratic_roots((n - 1, -2 * n, n))[0]
    assert low < 1 < high
    assert low.upper <= high.lower


def test_separated_numbers_are_refined() -> None:
    root = quadratic_roots((-2, 0, 1))[0][1]
    near = RealAlgebraic.from_rational((root.lower + root.upper) / 2)
    first, second = separated([near, root, near])
    assert first.upper < second.lower
    assert {first, second} == {near, root}


@pytest.mark.parametrize("by", [-3, 0, 7])
def test_shifted(by: int) -> None:
    for root in (*quadratic_roots((-3, 1, 1))[0], RealAlgebraic.from_rational(fmpq(2, 3))):
        assert shifted(root, by) == root + by


@given(c=st.tuples(*[st.integers(-4, 4)] * 3), ends=st.tuples(st.integers(-6, 6), st.integers(1, 6)))
def test_sign_between(c: tuple[int, int, int], ends: tuple[int, int]) -> None:
    low, high = Fraction(ends[0], 3), Fraction(ends[0] + ends[1], 3)
    values = [c[0] + c[1] * x + c[2] * x * x for x in (low + (high - low) * k / 97 for k in range(1, 97))]
    signs = {(v > 0) - (v < 0) for v in values} - {0}
    if len(signs) < 2:
        found = sign_between(c, *(RealAlgebraic.from_rational(fmpq(x.numerator, x.denominator)) for x in (low, high)))
        assert found == (signs.pop() if signs else 0)
