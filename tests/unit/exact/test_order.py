"""Sorting fractions against Python's own Fractions."""

import random
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from exactnet.exact.integers import integer_array
from exactnet.exact.order import sort_fractions


def check(pairs):
    """Order, stability and repeats are those of sorted(Fraction)."""
    num, den = integer_array([a for a, _ in pairs]), integer_array([b for _, b in pairs])
    order, repeats = sort_fractions(num, den)
    values = [Fraction(a, b) for a, b in pairs]
    expected = sorted(range(len(pairs)), key=lambda i: values[i])
    assert order.tolist() == expected
    assert repeats.tolist() == [False, *(values[i] == values[j] for i, j in pairwise(expected))][: len(pairs)]


@pytest.mark.parametrize("pairs", [[], [(1, 2)], [(0, 1), (0, 5), (0, 10**40)], [(2, 4), (1, 2), (-1, 2), (50, 100)]])
def test_short_lists(pairs):
    check(pairs)


def test_fractions_that_doubles_cannot_tell_apart():
    n = 10**17
    near = [(n + i, n) for i in (3, -2, 0, 1, -1, 2)]
    check([*near, *((2 * a, 2 * b) for a, b in near), (1, 1)])


def test_near_ties_beyond_the_range_of_int64():
    n = 10**60
    check([(n + i, n + j) for i in range(-3, 4) for j in range(-3, 4)])


def test_numbers_too_large_for_doubles():
    check([(10**400 + i, 1) for i in (1, 0, -1)] + [(-(10**400), 1), (1, 3), (1, 10**400), (10**400, 10**400)])


def test_numbers_too_small_for_doubles():
    check(
        [(1, 10**400), (2, 10**400), (-1, 10**400), (0, 1), (1, 10**300), (1, 10**300 + 1), (3, 10**310), (1, 10**291)]
    )


def test_a_ladder_of_ties_does_not_carry_over():
    # neighbours are too close for doubles, the ends are not
    n = 2**60
    steps = [(n + 37 * i, n) for i in range(200)]
    random.Random(5).shuffle(steps)
    check(steps)


def test_equal_fractions_keep_their_order():
    check([(3 * i, 5 * i) for i in range(1, 40)] + [(-3 * i, 5 * i) for i in range(40, 1, -1)])


def test_large_entries_of_int64():
    top = 2**61 - 1
    check([(top, top - 1), (top - 1, top - 2), (top - 2, top - 3), (-top, top - 1), (1 - top, top), (top, 1)])


def test_the_input_is_left_alone():
    num, den = np.array([3, 1, 2]), np.array([1, 1, 1])
    sort_fractions(num, den)
    assert num.tolist() == [3, 1, 2]
