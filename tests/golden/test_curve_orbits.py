"""Periodic orbits of polynomial and rational maps that are known from the literature or by hand."""

from dataclasses import replace
from math import comb

import pytest
from flint import fmpq
from support.curve_orbits import check_curve_orbits, check_cycle
from support.curves import curve, described, logistic, over_field

import exactnet as xn
from exactnet.check import check_text
from exactnet.dynamics.curves.orbits import curve_orbits
from exactnet.dynamics.permutations import forced_periods
from exactnet.errors import UndecidedError
from exactnet.exact.points import Point

GOLDEN = ([-1, -1, 1], 1, 2)
ROOT_FIVE = ([-5, 0, 1], 2, 3)
ROOT_EIGHT = ([-8, 0, 1], 2, 3)


def orbits_of(f, period, *, certified=True):
    found = curve_orbits(f, period)
    assert all(set(forced_periods(n, period)) <= set(found.least_periods) for n in found.least_periods)
    if certified:
        head, pieces = described(f)
        check_curve_orbits(found.claim(["lo", "hi"]), {**head, **found.evidence()}, pieces)
    return found


def checked(subject, period, domain=None):
    """The orbits of a subject in a file's form, with a certificate that passes."""
    found = xn.orbits(subject, period, domain=domain)
    assert str(check_text(found.certificate.canonical)) == "valid"
    return found


def map_by_pieces(low, *pieces):
    """From the left end, and pairs of the right end of a piece and its coefficients."""
    ends = [low, pieces[-1][0]]
    return {"format": "exactnet-map/1", "domain": ends, "pieces": [{"to": x, "polynomial": p} for x, p in pieces]}


def root(polynomial, low, high):
    return {"polynomial": polynomial, "between": [low, high]}


def counts(found):
    """Number of points with f^n(x) = x."""
    return [sum(o.period for o in found.orbits if n % o.period == 0) for n in range(1, found.max_period + 1)]


def kinds(found, period):
    return sorted(orbit.kind for orbit in found.of_period(period))


def test_the_full_logistic_map_has_two_to_the_n_points():
    found = orbits_of(logistic(4), 8, certified=False)
    assert counts(found) == [2**n for n in range(1, 9)]
    assert {orbit.kind for orbit in found.orbits} == {"repelling"}
    assert [orbit.points for orbit in found.of_period(1)] == [(0,), (fmpq(3, 4),)]
    # conjugate to the tent: the derivative along an orbit is 2^n up to its sign, but for the fixed point 0
    for orbit in found.orbits[1:]:
        low, high = sorted(abs(x) for x in orbit.multiplier)
        assert low <= 2**orbit.period <= high
    assert orbits_of(logistic(4), 5).least_periods == (1, 2, 3, 4, 5)


def test_the_points_of_period_two_are_roots_of_their_minimal_polynomial():
    (orbit,) = curve_orbits(logistic(4), 2).of_period(2)
    assert [x.algebraic().coefficients for x in orbit.exact] == [(5, -20, 16)] * 2
    assert orbit.exact[0] < fmpq(1, 2) < orbit.exact[1]


def test_in_the_window_of_period_three_one_of_two_cycles_attracts():
    found = orbits_of(logistic("383/100"), 6)
    assert kinds(found, 3) == ["attracting", "repelling"]
    assert {orbit.permutation for orbit in found.of_period(3)} == {(1, 2, 0)}
    assert found.of_period(1)[1].points == (fmpq(283, 383),)
    assert found.least_periods == (1, 2, 3, 4, 5, 6)


@pytest.mark.parametrize("r", ["7/2", "3569/1000", "3678/1000", "373/100", "3846/1000", "39/10"])
def test_least_periods_obey_sharkovsky(r):
    assert orbits_of(logistic(r), 9, certified=False).of_period(1)


def test_fixed_points_with_long_coefficients_are_found_to_be_rational():
    r = fmpq(2**52 + 12345, 2**51)
    assert curve_orbits(logistic(r), 1).orbits[1].points == (1 - 1 / r,)


def test_a_superstable_cycle_at_an_algebraic_parameter():
    found = orbits_of(over_field(ROOT_FIVE, lambda s: [0, 1], lambda s: [0, s + 1, -s - 1]), 6)
    assert found.least_periods == (1, 2)
    (cycle,) = found.of_period(2)
    assert (cycle.kind, cycle.points[0], cycle.multiplier) == ("superattracting", fmpq(1, 2), (0, 0))
    assert cycle.exact[1].algebraic().coefficients == (-1, -2, 4)  # (1 + sqrt 5)/4


def test_the_superstable_three_cycle():
    r = ([-64, -32, -16, 24, 4, -6, 1], fmpq(38, 10), fmpq(385, 100))
    found = orbits_of(over_field(r, lambda r: [0, 1], lambda r: [0, r, -r]), 4)
    assert kinds(found, 3) == ["repelling", "superattracting"]


def test_period_doubling_happens_at_three():
    found = orbits_of(logistic(3), 5)
    assert counts(found) == [2] * 5
    assert [(orbit.points, orbit.kind) for orbit in found.orbits] == [((0,), "repelling"), ((fmpq(2, 3),), "neutral")]
    found = checked(map_by_pieces("0", ("1", ["0", "3", "-3"])), 12)  # more than can be expanded
    assert counts(found) == [2] * 12


def test_two_three_cycles_are_born_as_one():
    found = orbits_of(curve(["-7/4", "21/16"], ["-7/4", 0, 1]), 3)
    (cycle,) = found.of_period(3)
    assert cycle.kind == "neutral"
    assert {x.algebraic().coefficients for x in cycle.exact} == {(-1, -18, 4, 8)}
    r = root([-7, -2, 1], "3", "4")  # 1 + sqrt 8
    found = checked(map_by_pieces("0", ("1", ["0", r, root([-7, 2, 1], "-4", "-3")])), 6)
    assert kinds(found, 3) == ["neutral"]
    assert counts(found) == [2, 4, 5, 8, 12, 19]  # as those of the golden tent


def test_a_fixed_point_that_is_born():
    (orbit,) = orbits_of(curve([0, "1/2"], ["1/4", 0, 1]), 4).orbits
    assert (orbit.points, orbit.kind, orbit.multiplier) == ((fmpq(1, 2),), "neutral", (1, 1))


def test_chebyshev_polynomials_have_degree_to_the_n_points():
    assert counts(orbits_of(curve([-1, 1], [0, -3, 0, 4]), 4)) == [3, 9, 27, 81]
    assert counts(orbits_of(curve([-1, 1], [1, 0, -8, 0, 8]), 2)) == [4, 16]
    assert counts(orbits_of(curve([-2, 2], [-2, 0, 1]), 6)) == [2, 4, 8, 16, 32, 64]


def test_rational_maps():
    # 4 p / (1 + 4 p), p = x (1 - x), touches the diagonal's point 1/2 with its top
    found = orbits_of(curve([0, 1], ([0, 4, -4], [1, 4, -4])), 5)
    assert [(orbit.points, orbit.kind) for orbit in found.orbits] == [
        ((0,), "repelling"),
        ((fmpq(1, 2),), "superattracting"),
    ]
    assert counts(orbits_of(curve([0, 1], ([0, 8, -8], [1, 4, -4])), 5)) == [2, 4, 8, 16, 32]
    # x / (1 + |x|), falling: every other point runs to 0, slowly
    (orbit,) = curve_orbits(curve([-1, 0, 1], ([0, -1], [1, -1]), ([0, -1], [1, 1])), 1).orbits
    assert (orbit.points, orbit.kind) == ((0,), "neutral")


CORNER = curve([0, "1/3", 1], ["1/3", 2], ["3/2", "-3/2"])  # 0 -> 1/3 -> 1 -> 0, of which 1/3 is no multiple of 2^-p


@pytest.mark.parametrize(
    "f",
    [
        curve([0, "1/2", 1], ["1/2", 1], [2, -2]),
        CORNER,
        replace(
            CORNER, marks=(Point.of(fmpq(3, 5)), Point.of(fmpq(1, 6)))
        ),  # of a description that says more, 3/5 fixed
        over_field(
            ([-2, 0, 1], 1, 2),
            lambda s: [0, s / 2, 1],
            lambda s: [s / 2, s - 1],
            lambda s: [2 + s, -2 - s],
        ),
    ],
)
def test_cycles_of_breakpoints_where_iterates_touch_the_diagonal(f):
    found = orbits_of(f, 6)
    assert counts(found) == [1, 3, 4, 7, 11, 18]
    (cycle,) = (orbit for orbit in found.of_period(3) if orbit.points[0] == 0)
    assert cycle.multiplier is None
    assert cycle.kind == "repelling"


def test_the_golden_tent_bends_at_points_that_are_irrational():
    tent = over_field(GOLDEN, lambda g: [0, fmpq(1, 2), 1], lambda g: [0, g], lambda g: [g, -g])
    found = orbits_of(tent, 6)
    assert counts(found) == [2, 4, 5, 8, 12, 19]
    (cycle,) = (orbit for orbit in found.of_period(3) if fmpq(1, 2) in orbit.points)
    assert cycle.exact[2].algebraic() == tent.points[1].algebraic() * found.curve.field.generator
    with pytest.raises(UndecidedError, match="does not change its sign"):
        found.cycle(cycle, ["0", "1"])


def test_a_fixed_end_that_is_irrational():
    # the natural interval of x^2 - 9/5 ends in its larger fixed point
    f = over_field(([-9, -5, 5], 1, 2), lambda b: [-b, b], lambda b: [b - b * b, 0, 1])
    found = orbits_of(f, 5)
    assert counts(found) == [2, 4, 8, 8, 12]
    assert found.of_period(1)[1].exact[0].algebraic().coefficients == (-9, -5, 5)


def test_plateaus_attract_at_once():
    found = orbits_of(curve([0, "1/4", "3/4", 1], [0, "16/5"], ["4/5"], ["16/5", "-16/5"]), 4)
    assert kinds(found, 1) == ["repelling", "repelling"]
    assert [(orbit.points, orbit.kind) for orbit in found.of_period(2)] == [
        ((fmpq(16, 25), fmpq(4, 5)), "superattracting")
    ]
    assert found.least_periods == (1, 2)


HALF = fmpq(1, 2)


@pytest.mark.parametrize(
    ("f", "periods", "intervals"),
    [
        (curve([0, 1], [0, 1]), (1,), [[(0, 1)]]),
        (curve([0, 1], [1, -1]), (1, 2), [[(0, HALF), (HALF, 1)]]),
        (curve([0, "1/2", 1], [0, 1], [1, -2, 2]), (1,), [[(0, HALF)]]),
        # straight pieces that change places, and fold over in between
        (curve([0, 1, 2, 3], [2, 1], [0, 6, -3], [-2, 1]), (1, 2), [[(0, 1), (2, 3)]]),
    ],
)
def test_intervals_of_periodic_points(f, periods, intervals):
    found = curve_orbits(f, 3)
    strips = [orbit for orbit in found.orbits if orbit.intervals]
    assert found.least_periods == periods
    assert [list(orbit.intervals) for orbit in strips] == intervals


def test_a_hyperbola_turns_an_interval_around_its_irrational_middle():
    pieces = [{"numerator": [c], "denominator": ["1"]} for c in "21"]
    hyperbola = {"numerator": ["2"], "denominator": ["0", "1"]}
    layer = {"type": "rational", "breakpoints": ["1", "2"], "pieces": [pieces[0], hyperbola, pieces[1]]}
    net = {"format": "exactnet-network/1", "inputs": 1, "layers": [layer]}
    fixed, strip = checked(net, 5, "box:1,2").orbits
    assert fixed.exact[0].algebraic().coefficients == (-2, 0, 1)
    assert fixed.kind == "neutral"
    assert (strip.period, strip.kind, strip.permutation) == (2, "interval", (1, 0))
    assert [strip.intervals[0][0], strip.intervals[1][1]] == [1, 2]
    assert strip.intervals[0][1] == strip.intervals[1][0] == fixed.points[0]


def test_an_interval_between_algebraic_knots():
    a, b = root([1, -8, 8], "0", "1/2"), root([1, -8, 8], "1/2", "1")
    found = checked(map_by_pieces("0", (a, [b]), (b, ["1", "-1"]), ("1", [a])), 4)
    assert found.least_periods == (1, 2)
    (low, middle), (again, high) = found.orbits[1].intervals
    assert middle == again == HALF
    for (x, y), z in ((low, found.function.curve.knots[1]), (high, found.function.curve.knots[2])):
        assert z > x
        assert z < y


def test_an_interval_that_is_joined_without_a_bend():
    # x up to 1, then 2x - (1 + x^2)/2, with slope 1 at 1: neutral on that side, too
    found = checked(map_by_pieces("0", ("1", ["0", "1"]), ("2", ["-1/2", "2", "-1/2"])), 4)
    assert [orbit.intervals for orbit in found.orbits] == [((0, 1),)]


def test_a_point_of_high_contact_beside_another_piece():
    # x + (x - 1/2)^8 up to 3/4, then down
    f = [comb(8, k) * fmpq(-1, 2) ** (8 - k) + (k == 1) for k in range(9)]
    top = fmpq(3, 4) + fmpq(1, 65536)
    falling = [top + fmpq(3, 2), fmpq(-2)]
    found = checked(map_by_pieces("0", ("3/4", list(map(str, f))), ("1", list(map(str, falling)))), 3)
    assert (found.orbits[0].points, found.orbits[0].kind) == ((HALF,), "neutral")


def test_what_is_out_of_reach_is_said():
    # x + (x - 1/2)^66 up to 3/4: too high a degree to count its roots
    f = [comb(66, k) * fmpq(-1, 2) ** (66 - k) + (k == 1) for k in range(67)]
    top = sum(c * fmpq(3, 4) ** k for k, c in enumerate(f))
    with pytest.raises(UndecidedError, match=r"near 0\.\d+ with f\^1\(x\) = x cannot be told apart .* a neutral orbit"):
        curve_orbits(curve([0, "3/4", 1], f, [top + fmpq(3, 2), -2]), 1)


def test_single_cycles():
    for f, period in ((logistic("383/100"), 5), (curve([0, "1/3", 1], ["1/3", 2], ["3/2", "-3/2"]), 4)):
        found = curve_orbits(f, period)
        head, pieces = described(f)
        for orbit in found.orbits:
            claim, evidence = found.cycle(orbit, ["0", "1"])
            assert len(claim["points"]) == orbit.period
            check_cycle(claim, {**head, **evidence}, pieces)
