"""Integer matrices: the same numbers as Python integers, on both sides of the switch from int64."""

import itertools
from fractions import Fraction

import numpy as np
import pytest

from exactnet.exact import Q
from exactnet.exact.integers import (
    add,
    as_rows,
    combine,
    determinant,
    integer_array,
    magnitude,
    matmul,
    narrow,
    primitive_rows,
    scale,
)

# values at which products and sums meet the limits of 2**61 and 2**63
EDGES = [
    0,
    1,
    -1,
    2**30,
    -(2**31),
    2**31 - 1,
    2**60,
    2**61 - 1,
    -(2**61) + 1,
    2**61,
    -(2**61),
    2**62,
    2**63,
    -(2**63),
    2**64,
    10**30,
]


@pytest.mark.parametrize("value", EDGES)
def test_the_switch_to_python_integers_is_at_the_documented_limit(value):
    array = integer_array([value, 0])
    assert array.tolist() == [value, 0]
    assert (array.dtype == np.int64) == (abs(value) < 2**61)


@pytest.mark.parametrize("value", [-(2**63), 2**63 - 1, -(2**61), 2**61])
def test_magnitude_of_extreme_int64_does_not_wrap(value):
    assert magnitude(np.array([value, 1], dtype=np.int64)) == abs(value)
    assert narrow(np.array([value], dtype=np.int64)).tolist() == [value]
    assert narrow(np.array([value], dtype=np.int64)).dtype == object


def test_empty_arrays_stay_empty():
    assert magnitude(integer_array([])) == 0
    assert matmul(np.zeros((0, 2), dtype=np.int64), np.ones((2, 3), dtype=np.int64)).shape == (0, 3)
    assert matmul(np.zeros((2, 0), dtype=np.int64), np.ones((0, 3), dtype=np.int64)).tolist() == [[0] * 3] * 2
    assert primitive_rows(np.zeros((0, 3), dtype=np.int64)).shape == (0, 3)


@pytest.mark.parametrize(("a", "b"), list(itertools.product(EDGES, EDGES)))
def test_arithmetic_agrees_with_python_integers(a, b):
    p, q = integer_array([a, b, -a]), integer_array([b, -b, a])
    assert add(p, q).tolist() == [a + b, 0, 0]
    assert scale(p, b).tolist() == [a * b, b * b, -a * b]
    assert determinant(p, q, q, p).tolist() == [a * a - b * b, 0, 0]
    rows, others = integer_array([[a, b], [b, a]]), integer_array([[b, 1], [-a, 2]])
    assert combine(p[:2], rows, q[:2], others).tolist() == [[a * a + b * b, a * b + b], [b * b + a * b, a * b - 2 * b]]
    assert matmul(rows, others).tolist() == [[a * b - b * a, a + 2 * b], [b * b - a * a, b + 2 * a]]


@pytest.mark.parametrize("factor", [2, 3])
@pytest.mark.parametrize("offset", [-2, -1, 0, 1, 2])
def test_products_just_below_and_above_the_limit(factor, offset):
    value = 2**61 // factor + offset
    for signed in (value, -value):
        array = integer_array([signed])
        assert scale(array, factor).tolist() == [signed * factor]
        assert matmul(array[None, :], integer_array([[factor]])).tolist() == [[signed * factor]]
        assert determinant(array, integer_array([0]), integer_array([0]), integer_array([factor])).tolist() == [
            signed * factor
        ]


def test_a_long_sum_of_products_does_not_wrap():
    # each product is small, the sum of 64 of them is not
    k = 64
    rows = integer_array([[2**29] * k, [-(2**29)] * k])
    matrix = integer_array([[2**29]] * k)
    assert matmul(rows, matrix).tolist() == [[k * 2**58], [-k * 2**58]]


def test_results_are_narrow_again_where_they_fit():
    big = integer_array([2**80])
    assert add(big, integer_array([1 - 2**80])).dtype == np.int64
    assert determinant(big, big, big, big).dtype == np.int64


def test_primitive_rows_divides_by_the_greatest_common_divisor():
    rows = [[4, -6, 10], [0, 0, 0], [0, -5, 0], [7, 3, 1], [2**80, -(2**79), 0]]
    assert primitive_rows(integer_array(rows)).tolist() == [[2, -3, 5], [0, 0, 0], [0, -1, 0], [7, 3, 1], [2, -1, 0]]


def test_homogeneous_rows_stand_for_their_fractions():
    points = [[Q(1, 2), Q(-1, 3)], [Q(5), Q(0)], [Q(10**30, 7), Q(1, 10**25)]]
    for row, point in zip(as_rows(points).tolist(), points, strict=True):
        assert row[0] > 0
        assert [Fraction(u, row[0]) for u in row[1:]] == [Fraction(int(x.p), int(x.q)) for x in point]


@pytest.mark.parametrize("factor", [2**61, 2**63, -(2**63) - 1, 10**30])
def test_multiples_of_zero_are_zero_however_large_the_factor(factor):
    zeros = np.zeros((2, 2), dtype=np.int64)
    assert scale(zeros, factor).tolist() == [[0, 0], [0, 0]]
    wide = integer_array([factor, factor])
    assert determinant(zeros[0], zeros[0], wide, wide).tolist() == [0, 0]
    assert combine(zeros[0], integer_array([[factor], [1]]), wide, zeros[:, :1]).tolist() == [[0], [0]]
    assert matmul(zeros, integer_array([[factor], [1]])).tolist() == [[0], [0]]
