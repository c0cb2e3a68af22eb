"""Kneading data by hand, growth numbers known beforehand, and the lap identity."""

from fractions import Fraction

import pytest
from flint import fmpq, fmpz_poly
from support import maps
from support.maps import graph

from exactnet.compile import IntervalFunction, PiecewiseLinearMap
from exactnet.dynamics import entropy, iterate_counts
from exactnet.dynamics.itineraries import Branches, Itinerary
from exactnet.dynamics.kneading import kneading_data, kneading_growth
from exactnet.dynamics.series_zeros import PowerSeries, smallest_zero
from exactnet.errors import InputError, UndecidedError

F = Fraction
GOLDEN = graph((0, F(1, 2)), (F(1, 2), 1), (1, 0))


def build(points):
    return PiecewiseLinearMap.from_points(points)


def growth(points, digits=12, **options):
    return kneading_growth(build(points), digits, **options)


def quotient(top, bottom, terms):
    """Coefficients of a quotient of polynomials with bottom(0) = 1."""
    result = []
    for n in range(terms):
        known = sum(bottom[k] * result[n - k] for k in range(1, min(n, len(bottom) - 1) + 1))
        result.append((top[n] if n < len(top) else 0) - known)
    return result


def laps_from_determinant(determinant, count):
    """The lap identity: gamma = 1/((1-t) D), l_n = 1 + gamma_0 + .. + gamma_{n-1}."""
    gamma = quotient([1], [int(c) for c in (fmpz_poly([1, -1]) * determinant).coeffs()], count)
    return tuple(1 + sum(gamma[:n]) for n in range(1, count + 1))


def test_determinant_of_the_golden_map():
    # 1/2 -> 1 -> 0 -> 1/2 is periodic: which side is meant matters from n = 3 on
    assert kneading_data(build(GOLDEN)).determinant(12).coeffs() == quotient([1, -1, -1], [1, 0, 0, -1], 12)


def test_sides_of_a_periodic_turning_point():
    branches = Branches(build(GOLDEN))
    left, right = (Itinerary(branches, fmpq(1, 2), side) for side in (-1, 1))
    for germ in (left, right):
        germ.extend(9)
    # near 1/2 the map takes values below 1, then above 0, then above 1/2
    assert left.visits[:9] == [0, 1, 0, 1, 1, 0, 1, 1, 0]
    assert right.visits[:9] == [1, 1, 0, 1, 1, 0, 1, 1, 0]
    assert right.cycle == (0, 3)
    assert right.twist == 1


def test_full_tent_and_the_lap_identity():
    tent = build(maps.tent(2))
    determinant = kneading_data(tent).determinant(10)
    assert determinant.coeffs() == [1] + [-1] * 9
    assert laps_from_determinant(determinant, 10) == tuple(2**n for n in range(1, 11))


@pytest.mark.parametrize("slope", [F(3, 2), F(7, 5), F(11, 10), F(2), F(199, 100), F(1, 2)])
def test_lap_identity_of_tents(slope):
    tent = build(maps.tent(slope))
    determinant = kneading_data(tent).determinant(16)
    assert laps_from_determinant(determinant, 16) == iterate_counts(tent, 16).laps


def test_lap_identity_of_tent_3_2_is_the_known_row():
    found = laps_from_determinant(kneading_data(build(maps.tent(F(3, 2)))).determinant(14), 14)
    assert found == (2, 4, 8, 14, 24, 38, 60, 92, 142, 216, 330, 500, 758, 1142)


def test_increments_of_a_bimodal_map():
    # 0 -> 1 -> 0 -> 1 on thirds: full, every germ goes to a fixed end or swaps the ends
    full = build(graph((0, 0), (F(1, 3), 1), (F(2, 3), 0), (1, 1)))
    data = kneading_data(full)
    rows = [[p.coeffs() for p in row] for row in data.increments(3)]
    # c1-+ -> 1-, fixed; c2-+ -> 0+, fixed: coefficients collected along I1 I3 I3.., I2 I3 I3.., I2 I1 I1.., I3 I1 I1..
    assert rows == [[[-1], [1], [0, -2, -2]], [[0, 2, 2], [-1], [1]]]
    assert data.turning_points == (fmpq(1, 3), fmpq(2, 3))
    assert growth(maps.lattice_map((0, 3, 0, 3))).exact == 3


def test_minor_does_not_depend_on_the_column():
    points = graph((0, F(1, 5)), (F(1, 4), F(9, 10)), (F(1, 2), F(1, 3)), (F(3, 4), 1), (1, F(1, 7)))
    data = kneading_data(build(points))
    n, rows = 20, data.increments(20)
    determinant = data.determinant(n)
    for j in range(4):
        kept = [[row[k] for k in range(4) if k != j] for row in rows]
        minor = (
            kept[0][0] * (kept[1][1] * kept[2][2] - kept[1][2] * kept[2][1])
            - kept[0][1] * (kept[1][0] * kept[2][2] - kept[1][2] * kept[2][0])
            + kept[0][2] * (kept[1][0] * kept[2][1] - kept[1][1] * kept[2][0])
        )
        factor = fmpz_poly([1, -data.branches.signs[j]])
        assert (determinant * factor).truncate(n) == (minor * (-1) ** j).truncate(n)
    assert all(abs(c) <= data.majorant(k) for k, c in enumerate(determinant.coeffs()))


@pytest.mark.parametrize(
    "slope", [F(2), F(3, 2), F(7, 5), F(577, 408), F(101, 70), F(11, 10), F(1999, 1000), F(21, 20)]
)
def test_tents_to_fifty_digits(slope):
    found = growth(maps.tent(slope), 50, max_terms=8000)
    exact = entropy(IntervalFunction.of(build(maps.tent(slope))), 50)
    assert found.decided
    assert found.lower <= exact.exact.lower <= found.upper
    assert found.log_decimal in (None, exact.log_decimal)


@pytest.mark.parametrize(
    ("points", "polynomial"),
    [
        (GOLDEN, (-1, -1, 1)),
        (maps.lattice_map((1, 2, 3, 0)), (1, 0, -2, 1)),  # 1 -> 2 -> 3 -> 4 -> 1: factor of z^4 - 2z^3 + 1
        (maps.tent(2), (-2, 1)),
        (maps.tent(2, 3), (-8, 1)),
        (maps.lattice_map((0, 5, 0, 5, 0, 5)), (-5, 1)),
    ],
)
def test_exact_growth_numbers(points, polynomial):
    found = growth(points, 20)
    other = entropy(IntervalFunction.of(build(points)), 20)
    assert found.exact == other.exact
    assert found.log_decimal == other.log_decimal
    if polynomial != (1, 0, -2, 1):
        assert found.exact.coefficients == polynomial


@pytest.mark.parametrize(
    "points",
    [
        graph((0, 0), (1, 1)),  # no turning point
        graph((0, F(1, 2)), (1, F(1, 2))),  # constant
        graph((0, 1), (1, 0)),
        maps.tent(1),
        maps.tent(F(1, 2)),
        maps.lattice_map((2, 3, 1, 0)),  # 1 -> 3 -> 2 -> 4 -> 1: a 4-cycle with entropy 0
        graph((0, 1), (F(1, 2), 1), (1, 0)),  # a plateau
        graph((0, F(2, 3)), (F(1, 3), F(2, 3)), (F(2, 3), F(1, 3)), (1, F(1, 3))),
        # an attracting cycle of period 8
        [(F(i, 6), F(y, 97)) for i, y in enumerate((60, 48, 49, 12, 48, 42, 80))],
        # an attracting cycle that is reached after 169 steps
        [(0, F(61, 75)), (F(2, 15), F(71, 75)), (F(11, 15), F(1, 3)), (F(29, 30), F(14, 25)), (1, F(4, 25))],
    ],
)
def test_zero_entropy_is_proved(points):
    found = growth(points)
    assert found.exact == 1
    assert (found.lower, found.upper, found.log_decimal) == (1, 1, "0.000000000000")


def test_plateaus_only_end_itineraries():
    cut = graph((0, 0), (F(9, 20), F(9, 10)), (F(11, 20), F(9, 10)), (1, 0))  # the full tent, cut off at 9/10
    found = growth(cut, 15)
    other = entropy(IntervalFunction.of(build(cut)), 15)
    assert found.exact == other.exact
    assert found.lower > fmpq(8, 5)  # above the 3-cycle of 6/7


def test_double_zero_without_a_change_of_sign():
    # on [-1, -1/2] a tent of slope 3/2, and its mirror image on [1/2, 1]
    points = [(-1, -1), (F(-3, 4), F(-5, 8)), (F(-1, 2), -1), (F(1, 2), 1), (F(3, 4), F(5, 8)), (1, 1)]
    found = growth(points, 12)
    assert found.decided
    assert found.lower <= fmpq(3, 2) <= found.upper


def test_zero_cluster_that_needs_small_steps():
    points = [(F(x, 7), F(y, 97)) for x, y in ((0, 75), (2, 13), (3, 78), (5, 47), (6, 96), (7, 56))]
    found = growth(points, 8)
    assert found.decided
    assert found.lower <= 2 <= found.upper


def test_too_few_terms_are_an_honest_bracket():
    found = growth(maps.tent(F(101, 100)), 30, max_terms=100)
    assert not found.decided
    assert found.lower <= fmpq(101, 100) <= found.upper
    with pytest.raises(UndecidedError, match="100 terms of the kneading determinant leave h between"):
        found.require_decided()
    assert growth(maps.tent(F(3, 2)), 5).require_decided().decided


def test_bad_input():
    with pytest.raises(InputError, match="leaves its interval"):
        growth([(0, 0), (1, 2)])
    with pytest.raises(InputError, match="at least 1"):
        growth(GOLDEN, 0)


def test_zeros_are_excluded_before_the_smallest():
    # (1 - 3t)^2 (1 - 2t): the double zero is found, not the change of sign behind it
    found = smallest_zero(PowerSeries(fmpz_poly([1, -3]) ** 2 * fmpz_poly([1, -2])), fmpq(1, 10**9))
    assert found.lower < fmpq(1, 3) < found.upper < fmpq(1, 3) + fmpq(1, 10**7)
    nothing = smallest_zero(PowerSeries(fmpz_poly([1, 0, 1])), fmpq(1, 10**6))
    assert nothing.upper is None
    assert nothing.lower > fmpq(99, 100)


def test_what_is_cut_off_counts():
    # 1 - t - t^2 - .. with unknown coefficients from 4 on: no zero is proved where the rest may undo it
    few = smallest_zero(PowerSeries(fmpz_poly([1, -1, -1, -1]), 1, 4), fmpq(1, 10**6))
    assert few.lower < fmpq(1, 2)
    assert few.upper is None or few.upper > fmpq(1, 2)


def test_too_many_turning_points_are_refused():
    with pytest.raises(UndecidedError, match="101 turning points"):
        growth([(F(i, 102), F(i % 2)) for i in range(103)])
