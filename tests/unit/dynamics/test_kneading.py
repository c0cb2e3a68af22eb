"""Kneading data by hand, growth numbers known beforehand, and the lap identity."""

from fractions import Fraction

import pytest
from flint import fmpq, fmpz_poly
from support import maps
from support.maps import graph
from support.routes import accepted, certified, kneading_data, turning_points

from exactnet.compile import Domain, IntervalFunction, PiecewiseLinearMap
from exactnet.dynamics import Entropy, entropy, iterate_counts
from exactnet.dynamics.kneading.growth import kneading_growth
from exactnet.dynamics.kneading.itineraries import itinerary
from exactnet.dynamics.kneading.linear_turning import LinearTurningPoints
from exactnet.errors import InputError, UndecidedError

F = Fraction
GOLDEN = graph((0, F(1, 2)), (F(1, 2), 1), (1, 0))


def build(points):
    return PiecewiseLinearMap.from_points(points)


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
    data = kneading_data(GOLDEN)
    assert data.determinant(12).coeffs() == quotient([1, -1, -1], [1, 0, 0, -1], 12)
    assert data.numerator().coeffs() == [1, -2, 0, 1]  # times 1 - t


def test_sides_of_a_periodic_turning_point():
    points = turning_points(GOLDEN)
    points.orbits[0].extend(9)
    left, right = (itinerary(points, 0, side) for side in (-1, 1))
    # near 1/2 the map takes values below 1, then above 0, then above 1/2
    assert [visit for visit, _ in left.first(9)] == [0, 1, 0, 1, 1, 0, 1, 1, 0]
    assert [visit for visit, _ in right.first(9)] == [1, 1, 0, 1, 1, 0, 1, 1, 0]
    assert [sign for _, sign in right.first(7)] == [1, -1, 1, 1, -1, 1, 1]
    assert (right.cycle, right.twist) == ((0, 3), 1)
    assert (left.cycle, left.preperiod) == ((3, 3), 3)


def test_full_tent_and_the_lap_identity():
    determinant = kneading_data(maps.tent(2)).determinant(10)
    assert determinant.coeffs() == [1] + [-1] * 9
    assert laps_from_determinant(determinant, 10) == tuple(2**n for n in range(1, 11))


@pytest.mark.parametrize("slope", [F(3, 2), F(7, 5), F(11, 10), F(2), F(199, 100), F(1, 2)])
def test_lap_identity_of_tents(slope):
    determinant = kneading_data(maps.tent(slope)).determinant(16)
    assert laps_from_determinant(determinant, 16) == iterate_counts(build(maps.tent(slope)), 16).laps


def test_lap_identity_of_tent_3_2_is_the_known_row():
    found = laps_from_determinant(kneading_data(maps.tent(F(3, 2))).determinant(14), 14)
    assert found == (2, 4, 8, 14, 24, 38, 60, 92, 142, 216, 330, 500, 758, 1142)


def test_increments_of_a_bimodal_map():
    # 0 -> 1 -> 0 -> 1 on thirds: full, every germ goes to a fixed end or swaps the ends
    full = graph((0, 0), (F(1, 3), 1), (F(2, 3), 0), (1, 1))
    # c1-+ -> 1-, fixed; c2-+ -> 0+, fixed: coefficients collected along I1 I3 I3.., I2 I3 I3.., I2 I1 I1.., I3 I1 I1..
    assert kneading_data(full).increments(3) == [
        [[-1, 0, 0], [1, 0, 0], [0, -2, -2]],
        [[0, 2, 2], [-1, 0, 0], [1, 0, 0]],
    ]
    assert certified(maps.lattice_map((0, 3, 0, 3)), 12).exact == 3


def test_minor_does_not_depend_on_the_column():
    points = graph((0, F(1, 5)), (F(1, 4), F(9, 10)), (F(1, 2), F(1, 3)), (F(3, 4), 1), (1, F(1, 7)))
    data, n = kneading_data(points), 20
    rows = [[fmpz_poly(entry) for entry in row] for row in data.increments(n)]
    determinant = data.determinant(n)
    for j in range(4):
        kept = [[row[k] for k in range(4) if k != j] for row in rows]
        minor = (
            kept[0][0] * (kept[1][1] * kept[2][2] - kept[1][2] * kept[2][1])
            - kept[0][1] * (kept[1][0] * kept[2][2] - kept[1][2] * kept[2][0])
            + kept[0][2] * (kept[1][0] * kept[2][1] - kept[1][1] * kept[2][0])
        )
        factor = fmpz_poly([1, -data.points.signs[j]])
        assert (determinant * factor).truncate(n) == (minor * (-1) ** j).truncate(n)
    assert all(abs(c) <= data.majorant(k) for k, c in enumerate(determinant.coeffs()))


@pytest.mark.parametrize(
    "slope", [F(2), F(3, 2), F(7, 5), F(577, 408), F(101, 70), F(11, 10), F(1999, 1000), F(21, 20)]
)
def test_tents_to_fifty_digits(slope):
    found = certified(maps.tent(slope), 50)
    exact = entropy(found.function, 50)
    assert found.decided
    assert found.growth_lower <= exact.exact.lower <= found.growth_upper
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
    found = certified(points, 20)
    other = entropy(found.function, 20, method="partition")
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
    found = certified(points, 12)
    assert found.exact == 1
    assert (found.growth_lower, found.growth_upper, found.log_decimal) == (1, 1, "0.000000000000")
    assert found.evidence["zero"]["before"] == "1"


def test_plateaus_only_end_itineraries():
    cut = graph((0, 0), (F(9, 20), F(9, 10)), (F(11, 20), F(9, 10)), (1, 0))  # the full tent, cut off at 9/10
    found = certified(cut, 15)
    other = entropy(found.function, 15, method="partition")
    assert found.exact == other.exact
    assert found.growth_lower > fmpq(8, 5)  # above the 3-cycle of 6/7


def test_ends_of_the_domain_on_a_plateau():
    # the turning point goes to 1, which lies on the flat piece at the right end
    found = certified(graph((0, 0), (F(1, 3), 1), (F(1, 2), F(1, 4)), (1, F(1, 4))), 12)
    other = entropy(found.function, 12, method="partition")
    assert found.evidence["orbits"][0] == {"length": 1, "then": "flat"}
    assert found.exact == other.exact


def test_a_part_of_the_domain_and_clipping():
    steep = build(graph((-1, 0), (0, F(1, 7)), (F(2, 5), F(9, 8)), (1, F(1, 5)), (2, 5)))
    function = IntervalFunction.of(steep, Domain.of(0, 1), clip=True)
    found = entropy(function, 20, method="kneading")
    assert accepted(found)
    assert found.evidence["orbits"][0]["then"] == found.evidence["orbits"][1]["then"]
    other = entropy(function, 20, method="partition")
    assert max(found.growth_lower, other.growth_lower) <= min(found.growth_upper, other.growth_upper)


TWIN_TENTS = graph((-1, -1), (F(-3, 4), F(-5, 8)), (F(-1, 2), -1), (F(1, 2), 1), (F(3, 4), F(5, 8)), (1, 1))
"""On [-1, -1/2] a tent of slope 3/2, and its mirror image on [1/2, 1]."""

TWIN_GOLDEN = graph((0, F(1, 5)), (F(1, 5), F(2, 5)), (F(2, 5), 0), (F(3, 5), F(4, 5)), (F(4, 5), 1), (1, F(3, 5)))
"""The golden map on [0, 2/5] and on [3/5, 1]."""


@pytest.mark.parametrize("digits", [3, 12, 60])
def test_a_double_zero_has_two_zeros_close_by(digits):
    found = certified(TWIN_TENTS, digits)
    assert found.decided
    assert found.growth_lower <= fmpq(3, 2) <= found.growth_upper
    assert set(found.evidence["zero"]["after"]) == {"centre", "radius"}


def test_a_fourfold_zero_proves_an_upper_bound_only():
    points = []
    for i in range(4):
        left = F(2 * i, 7)
        points += [(left, left), (left + F(1, 14), left + F(3, 28)), (left + F(1, 7), left)]
    found = certified(points, 6)
    assert not found.decided
    assert found.growth_lower == 1
    assert fmpq(3, 2) <= found.growth_upper < fmpq(8, 5)
    better = entropy(found.function, 6)
    assert (better.decided, better.method) == (True, "partition")


def test_a_double_zero_of_complete_itineraries_is_exact():
    found = certified(TWIN_GOLDEN, 20)
    assert found.exact.coefficients == (-1, -1, 1)
    assert found.evidence["recurrence"]["multiplicity"] == 2


def test_an_integer_inside_the_bracket_is_settled_by_coverings():
    points = [(0, F(88, 97)), (F(2, 15), F(84, 97)), (F(11, 30), F(30, 97)), (F(1, 2), F(22, 97))]
    found = certified([*points, (F(8, 15), F(65, 97)), (1, F(18, 97))], 30)
    assert found.decided
    assert found.exact is None
    assert entropy(found.function, 30).exact == 2
    twice = [(F(x, 7), F(y, 97)) for x, y in ((0, 75), (2, 13), (3, 78), (5, 47), (6, 96), (7, 56))]
    assert certified(twice, 8).decided
    assert entropy(IntervalFunction.of(build(twice)), 8).exact == 2


def test_too_few_terms_are_an_honest_bracket():
    function = IntervalFunction.of(build(maps.tent(F(101, 100))))
    for terms in (1, 10, 100, 300):
        found = kneading_growth(LinearTurningPoints(function), 30, max_terms=terms)
        assert not found.is_decided(30)
        assert found.proved_lower <= fmpq(101, 100) <= found.proved_upper
        assert found.proved_upper < 2 or terms == 1
        assert found.evidence["terms"] == terms
        assert accepted(Entropy(function, 30, found))


def test_bad_input():
    with pytest.raises(InputError, match="leaves its interval"):
        turning_points([(0, 0), (1, 2)])
    with pytest.raises(InputError, match="at least 1"):
        kneading_growth(turning_points(GOLDEN), 0)
    with pytest.raises(InputError, match="no method"):
        entropy(IntervalFunction.of(build(GOLDEN)), method="guess")


def test_too_many_turning_points_are_refused():
    points = [(F(i, 102), F(i % 2)) for i in range(103)]
    with pytest.raises(UndecidedError, match="101 turning points"):
        kneading_growth(turning_points(points), 10)
    assert entropy(IntervalFunction.of(build([(F(0), F(1, 3)), *points[1:]])), 8).decided
