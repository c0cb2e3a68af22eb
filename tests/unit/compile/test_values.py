"""Values at exact points, compared: ties, near ties, and numbers that are too long to write down."""

import pytest
from flint import fmpq, fmpq_poly, fmpz_poly

from exactnet.compile.semialgebraic.curve import Curve
from exactnet.compile.semialgebraic.values import Value, greatest
from exactnet.errors import UndecidedError
from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.points import Point, real_points
from exactnet.exact.rational_functions import RationalFunction


def polynomial(*coefficients):
    return RationalFunction.of(fmpq_poly(list(coefficients)))


def curve(function, low=-1, high=1):
    return Curve.of([Point.of(low), Point.of(high)], [function])


@pytest.mark.parametrize("n", [3, 8, 31, 64, 128, 256])
def test_all_extrema_of_a_chebyshev_polynomial_are_1(n):
    chebyshev = RationalFunction.of(fmpq_poly(fmpz_poly.chebyshev_t(n)))
    turning = [Value(chebyshev, x) for x in curve(chebyshev).points]
    assert len(turning) == n + 1
    top = greatest(turning)
    assert len(top) == n // 2 + 1
    assert all(v.number == 1 for v in top)
    assert curve(chebyshev).minimum == (-1 if n > 1 else 0)
    assert curve(chebyshev).maps_into_itself


def test_values_that_differ_by_very_little():
    root = real_points(fmpq_poly([-2, 0, 1]))[1]
    identity = polynomial(0, 1)
    near = Value(polynomial(fmpq(1, 10**100), 1), root)
    assert greatest([Value(identity, root), near]) == [near]
    assert near.compared(Value(identity, root)) == 1
    assert Value(identity, root).compared(near) == -1


def test_equal_values_of_different_functions_at_different_points():
    two, eight = (real_points(fmpq_poly([-n, 0, 1]))[1] for n in (2, 8))
    values = [Value(polynomial(0, 2), two), Value(polynomial(0, 1), eight), Value(polynomial(0, 0, 1), two)]
    assert greatest(values) == values[:2]
    assert values[0].number == RealAlgebraic.from_polynomial([-8, 0, 1], 2, 3)
    assert values[2].number == fmpq(2)


def test_conjugates_are_not_equal():
    low, high = real_points(fmpq_poly([-2, 0, 1]))
    identity = polynomial(0, 1)
    assert not Value(identity, low).equals(Value(identity, high).number)
    assert Value(polynomial(0, -1), low).equals(Value(identity, high).number)


def test_a_quotient_at_an_algebraic_point():
    root = real_points(fmpq_poly([-2, 0, 1]))[1]
    inverse = Value(RationalFunction.of(fmpq_poly([1]), fmpq_poly([0, 1])), root)
    assert inverse.number == RealAlgebraic.from_polynomial([-1, 0, 2], 0, 1)
    assert inverse.sign_above(fmpq(7, 10)) == 1
    assert inverse.sign_above(fmpq(71, 100)) == -1


def test_an_extremum_of_a_large_degree_is_not_written_down():
    eisenstein = fmpq_poly([2] + [0] * 33 + [2] + [0] * 35 + [1])  # x^70 + 2 x^34 + 2 is irreducible
    function = RationalFunction.of(eisenstein.integral() - fmpq_poly([0, 3]))
    wanted = curve(function, 0, 2)
    with pytest.raises(UndecidedError, match="degree up to 70"):
        _ = wanted.minimum
    assert wanted.maximum == function(fmpq(2))
    assert not wanted.maps_into_itself


def test_components_and_crossings_count_touching_points():
    touching = curve(polynomial(0, 0, -1))  # -x^2
    assert touching.components(fmpq(0)) == 1
    assert touching.crossings(fmpq(0)) == 3
    assert touching.components(fmpq(1)) == 0
    assert curve(polynomial(fmpq(1, 4), 0, -1, 0, 0)).components(fmpq(0)) == 1
    assert curve(polynomial(0, 0, 1)).components(fmpq(0)) == 1
    assert curve(polynomial(fmpq(-1, 4), 0, 1)).components(fmpq(0)) == 2
