"""Cycles, what they force, and the bounds on periods and targets: values by hand."""

import dataclasses
from fractions import Fraction

import pytest
from flint import fmpq
from support import maps, targets
from support import networks as net

from exactnet.approximation import tent_mismatch, tent_power, three_cycle_power
from exactnet.bounds import Case, NotApplicable, NotAttempted
from exactnet.bounds.cycles import PERIODS, crossings_forced, forced_polynomial
from exactnet.check import check_text
from exactnet.compile import Domain, IntervalFunction, PiecewiseLinearMap
from exactnet.dynamics import find_orbit
from exactnet.exact.rational import rational
from exactnet.model.reader import network_from_json
from exactnet.verification import verify

F = fmpq
GOLDEN = PiecewiseLinearMap.from_points([(0, "1/2"), ("1/2", 1), (1, 0)])
TENT = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
TENT_LAYERS = [net.dense([[1], [1]], [0, "-1/2"]), net.RELU, net.dense([[2, -4]], [0])]


def tent(slope):
    return PiecewiseLinearMap.from_points(maps.texts(maps.tent(Fraction(slope))))


def network(*layers):
    return network_from_json(net.document(*layers))


def rows(subject, name, domain=None):
    found = verify(Case(subject, domain), [name]).rows
    for row in found:
        if row.certificate is not None:
            assert check_text(row.certificate.canonical).word == "valid"
    return found


def row(subject, name, domain=None):
    (one,) = rows(subject, name, domain)
    return one


def test_the_roots_decrease_to_the_square_root_of_two():
    # P_p(x) < 0 below the root: P_3 at 8/5, P_5 at 3/2, P_7 at 7/5 negative; all positive at the root before
    for p, below, above in ((3, "8/5", "13/8"), (5, "3/2", "38/25"), (7, "73/50", "147/100")):
        polynomial = forced_polynomial(p)
        assert polynomial(rational(below)) < 0 < polynomial(rational(above))
    assert forced_polynomial(9)(rational("7/5")) < 0


@pytest.mark.parametrize(
    ("slope", "period"),
    [
        ("2", 3),
        ("81/50", 3),
        ("8/5", 5),
        ("3/2", 7),
        ("7/5", 6),
        ("5/4", 10),
        ("6/5", 12),
        ("11/10", None),
        ("1", None),
    ],
)
def test_periods_of_tents(slope, period):
    # the tent of slope s has a point of period 3 from the golden ratio on, of period 5 from 1.5129 on, of period 7 from
    # 1.4656 on; below sqrt 2 no odd one, of period 6 from sqrt(1.618..) = 1.272 on, of period 10 from 1.23 on,
    # of period 12 from 1.128 on
    f = tent(slope)
    cycle = find_orbit(IntervalFunction.of(f), PERIODS).cycle
    assert (None if cycle is None else len(cycle)) == period
    if cycle is not None:
        assert targets.is_cycle(maps.vertices(f), [maps.fraction(x) for x in cycle], period)
        assert cycle[0] == min(cycle)


def test_column_sums_by_hand():
    # 1 -> 2 -> 3 -> 4 -> 1: gaps a, b, c; a covers b, b covers c, c covers all: A^2 has the columns (1, 0, 1), ..
    cycle = [rational(v) for v in (1, 2, 3, 4)]
    assert [crossings_forced(cycle, n) for n in (1, 2, 3)] == [2, 4, 7]
    # 1 -> 3 -> 2 -> 4 -> 1 forces nothing: the period alone does not tell
    still = [rational(v) for v in (1, 3, 2, 4)]
    assert [crossings_forced(still, n) for n in (1, 2, 3, 10)] == [
        targets.column_sum([1, 3, 2, 4], n) for n in (1, 2, 3, 10)
    ]


def test_the_golden_map_meets_its_bounds_with_equality():
    period = row(GOLDEN, "chatziafratis2020.period")
    assert (period.parameters, period.measured.lower, period.measured.upper) == ({"period": 3}, 0, 0)
    assert period.verdict.word == "proved"
    assert period.reason is None
    assert row(GOLDEN, "chatziafratis2020.lipschitz").measured.lower == 1
    for one in rows(GOLDEN, "chatziafratis2020.crossings"):
        assert one.measured.lower == one.value == {1: 2, 2: 3, 4: 8, 8: 55}[one.parameters["n"]]


@pytest.mark.parametrize(("slope", "period"), [("2", 3), ("3/2", 7), ("7/5", 6)])
def test_tents_have_more_growth_than_their_period_forces(slope, period):
    found = row(tent(slope), "chatziafratis2020.period")
    assert (found.parameters, found.measured.to_json(), found.value) == ({"period": period}, 1, 0)
    assert row(tent(slope), "bowen1976.period").verdict.word == "proved"


@pytest.mark.parametrize("name", ["period", "lipschitz", "crossings"])
def test_without_a_cycle_nothing_is_said(name):
    # the entropy is log 1.1, so there are periods that are not powers of 2: the least is 24
    verdict = row(tent("11/10"), f"chatziafratis2020.{name}").verdict
    assert verdict == NotAttempted("all least periods up to 12 are powers of 2, and longer ones are not looked for")
    # the entropy is 0, so there are none
    verdict = row(tent("1"), f"chatziafratis2020.{name}").verdict
    assert verdict == NotApplicable("some least period is not a power of 2")
    leaving = PiecewiseLinearMap.from_points([(0, 0), (1, 2)])
    assert "into itself" in row(leaving, f"chatziafratis2020.{name}").verdict.premise


@pytest.mark.parametrize("name", ["chatziafratis2020.period", "bowen1976.period"])
def test_a_bracket_that_is_too_wide_says_nothing(name):
    case = Case(tent("3/2"))
    wide = dataclasses.replace(case.entropy.growth, proved_lower=fmpq(1))
    case._entropy = dataclasses.replace(case.entropy, growth=wide)
    verdict = verify(case, [name]).rows[0].verdict
    assert verdict == NotAttempted("the bracket of the growth number contains what the period forces")


def test_distances_to_the_three_cycle():
    # the tent has 2 laps: N = 2 is a tie, N = 3 (t = 2) is not. C^2 is 1 at 0, where the tent is 0
    found = row(TENT, "chatziafratis2020.linf")
    assert (found.parameters, found.measured.lower, found.value) == ({"t": 2}, 1, F(1, 4))
    # the target itself has distance 0 to t = 1, of which nothing is said
    assert row(GOLDEN, "chatziafratis2020.linf").parameters == {"t": 2}
    constant = PiecewiseLinearMap.from_points([(0, "3/4"), (1, "3/4")])
    found = row(constant, "chatziafratis2020.linf")
    assert (found.parameters, found.measured.lower) == ({"t": 1}, F(3, 4))
    # |C - 3/4|: two triangles on the left, on the right the line from 1 down to 0
    found = row(constant, "chatziafratis2020.l1")
    assert (found.parameters, found.value) == ({"t": 1}, F(1, 128))
    assert found.measured.lower == 2 * F(1, 4) ** 2 / 2 + F(1, 8) * F(1, 4) / 2 + F(3, 8) * F(3, 4) / 2


def test_a_constant_close_to_the_bound():
    # 3/4 is best possible on [1/2, 1], but C takes the value 0 as well; the target without that part has error 1/4
    f = PiecewiseLinearMap.from_points([(0, "3/4"), ("7/8", "3/4"), (1, 0)])
    found = row(f, "chatziafratis2020.linf")
    assert (found.parameters, found.measured.lower, found.value) == ({"t": 1}, F(1, 2), F(1, 4))


def test_too_many_laps_for_the_targets():
    teeth = tent_power(12)
    for name, number in (("linf", 2**12), ("l1", 2 * (2**12 + 1) - 1)):
        verdict = row(teeth, f"chatziafratis2020.{name}").verdict
        assert verdict == NotAttempted(f"N > {number} only for t > 16, where f^t has too many pieces")


def test_iterates_of_the_three_cycle():
    for t in (1, 2, 3, 6):
        assert maps.vertices(three_cycle_power(t)) == maps.shortest(targets.three_cycle(t))


@pytest.mark.parametrize("k", [1, 2, 4])
def test_mismatch_by_hand(k):
    n = 2**k
    one = PiecewiseLinearMap.from_points([(0, 1), (1, 1)])
    assert tent_mismatch(one, k) == F(n // 2 + 1, n + 1)
    assert tent_mismatch(tent_power(k), k) == 0
    # 1 - T^k has the other label but at the cuts, where both are 1: only the open intervals differ everywhere
    points = [(x, 1 - y) for x, y in zip(tent_power(k).breakpoints, tent_power(k).values, strict=True)]
    assert tent_mismatch(PiecewiseLinearMap.from_points(points), k) == F(n // 2 + 1, n + 1)


def test_classification_counts_the_output_layer():
    # l = 2 layers (relu and output) of at most 2: 8 * 4^2 = 2^7
    found = row(network(*TENT_LAYERS), "telgarsky2015.classification")
    assert (found.parameters, found.value) == ({"k": 7}, F(2**7, 6))
    # 3 units: 8 * 6^2 = 288 <= 2^9
    wide = network(net.dense([[1]] * 3, [0, "-1/3", "-2/3"]), net.RELU, net.dense([[1, -2, 1]], [0]))
    assert row(wide, "telgarsky2015.classification").parameters == {"k": 9}
    deep = network(*[net.dense([[1]], [0]), net.RELU] * 1000)
    # l = 1000 layers of one unit: 8 * 2^1000 <= 2^1003
    verdict = row(deep, "telgarsky2015.classification").verdict
    assert verdict == NotAttempted("the smallest such k is 1003; labels of more than 2^1000 points are not compared")
    assert row(network(net.ABS), "telgarsky2015.classification").verdict.word == "not_applicable"
    assert row(wide, "telgarsky2015.classification", Domain.of(0, 2)).verdict.premise == "the domain is [0, 1]"


def test_separation_wants_few_nodes():
    assert row(network(net.RELU), "telgarsky2016.separation").parameters == {"k": 5}
    found = row(network(*TENT_LAYERS), "telgarsky2016.separation")
    assert (found.parameters, found.measured.lower, found.value) == ({"k": 12}, F(1, 3), F(1, 64))
    # hard_tanh has two predicates: 2 (2 + 1) > 4
    clipped = network(net.dense([[1], [1]], [0, 1]), net.HARD_TANH, net.dense([[1, -1]], [0]))
    for other in (clipped, network(*TENT_LAYERS, *TENT_LAYERS)):
        verdict = row(other, "telgarsky2016.separation").verdict
        assert verdict == NotAttempted("the smallest such j is 3, and T^31 has too many pieces")


@pytest.mark.parametrize("k", [2, 3, 5])
def test_tent_towers_are_horseshoes(k):
    found = row(network(*TENT_LAYERS * k), "bu2020.robust_horseshoe")
    assert (found.parameters, found.measured.lower, found.value) == ({"k": k}, 3**k, 2**k - 2)


def test_a_horseshoe_that_is_off_by_a_little():
    # T^2 moved by 1/4 is within 2^-2, by more it is not
    def moved(by):
        return network(*TENT_LAYERS, *TENT_LAYERS, net.dense([[1]], [by]))

    assert row(moved("1/4"), "bu2020.robust_horseshoe").parameters == {"k": 2}
    assert row(moved("-1/4"), "bu2020.robust_horseshoe").parameters == {"k": 2}
    assert "|g - T^k|_inf <= 2^-k" in row(moved("1/3"), "bu2020.robust_horseshoe").verdict.premise
    # right at the values that are looked at first, wrong further on: T^3 up to 3/8, then 0
    early = network(
        net.dense([[1]] * 4, [0, "-1/8", "-2/8", "-3/8"]), net.RELU, net.dense([[8, -16, 16, -16]], [0]), net.RELU
    )
    assert all(Case(early).function.map(fmpq(j, 8)) == j % 2 for j in range(4))
    assert row(early, "bu2020.robust_horseshoe").verdict.word == "not_applicable"
