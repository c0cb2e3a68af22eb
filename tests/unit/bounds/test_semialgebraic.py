"""Bounds on semi-algebraic subjects: formulas by hand, premises, and what is said of piecewise-linear ones."""

from fractions import Fraction

import pytest
from flint import fmpq
from support import distances
from support import networks as net

import exactnet as xn
from exactnet.bounds import REGISTRY, Case, NotApplicable, NotAttempted, Proved, steepness
from exactnet.bounds.gates import degree_before, gate_inputs, most_laps, predicates
from exactnet.bounds.premises import PIECEWISE_LINEAR, SEMI_ALGEBRAIC
from exactnet.compile import Domain, PiecewiseLinearMap, PiecewiseMap
from exactnet.exact import RealAlgebraic
from exactnet.exact.brackets import Bracket
from exactnet.model.reader import network_from_json
from exactnet.verification import verify

F = Fraction
UNIT = Domain.of(0, 1)
CURVED = [name for name, bound in REGISTRY.items() if bound.premises[0] == SEMI_ALGEBRAIC] + [
    "bianchini2014.components"
]
LOGISTIC = PiecewiseMap.of([0, 1], [[0, 4, -4]])


def network(*layers, inputs=1):
    return network_from_json(net.document(*layers, inputs=inputs))


def ones(n, m):
    return net.dense([[1] * m] * n, [0] * n)


def rows(subject, *names, domain=None):
    return verify(Case(subject, domain), names or None).rows


def by_name(subject, domain=None):
    return {(row.bound.id, *row.parameters.values()): row for row in rows(subject, domain=domain)}


MIXED = network(
    ones(3, 1),
    net.relu_power(3),  # three gates (1, 1, 3)
    ones(2, 3),
    net.HARD_TANH,  # two gates (2, 1, 1)
    net.product([0, 1], [1, 1]),  # two gates (0, 1, 2)
    net.maxout([0, 1]),  # one gate (1, 1, 1)
    net.polynomial(0, 0, 0, 0, 1),  # one gate (0, 1, 4)
)


def test_gates_by_hand():
    assert [predicates(MIXED, i) for i in range(1, 6)] == [1, 2, 1, 1, 1]
    assert [degree_before(MIXED, i) for i in range(1, 6)] == [1, 3, 3, 6, 6]
    assert [gate_inputs(MIXED, i) for i in range(1, 6)] == [1, 3, 2, 2, 1]
    # T: 1 + 3, times 1 + 2*2*3, times 1, times 1 + 1*1*6, times 1; D = 3 * 1 * 2 * 1 * 4
    assert most_laps(MIXED) == 4 * 13 * 7 * 24


def test_values_by_hand():
    found = by_name(MIXED)
    assert found["bu2020.laps_sa",].value == 4 * 13 * 7 * 24
    # l = 5 (the last layer is no dense one), m = 3 + 2 + 2 + 1 + 1, s = 2, b = 4
    assert found["telgarsky2016.network_sa",].value == 2 * fmpq(2 * 2 * 9, 5) ** 5 * 4**25
    pieces = [1] + [found["telgarsky2016.gate_sa", i].measured.lower for i in range(1, 5)]
    for i, (s, k, c) in enumerate([(1, 1, 1), (2, 3, 3), (1, 2, 3), (1, 2, 6), (1, 1, 6)]):
        assert found["telgarsky2016.gate_sa", i + 1].value == s * pieces[i] * k * (1 + c)
    (value,) = {
        row.value
        for row in rows(network(net.polynomial(1, 2), ones(1, 1), net.polynomial(0, 1, 5)), "bianchini2014.components")
    }
    assert value == 2


def test_a_constant_layer_leaves_one_component():
    (row,) = rows(network(net.polynomial(3), net.polynomial(-3, 0, 1)), "bianchini2014.components")
    assert (row.measured.upper, row.value) == (1, 1)


def test_one_variable_bounds_speak_of_one_kind_of_subject():
    tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
    for row in rows(tent, *CURVED):
        assert isinstance(row.verdict, NotApplicable)
    plain = [name for name, bound in REGISTRY.items() if PIECEWISE_LINEAR in bound.premises]
    assert len(plain) >= 10
    for row in rows(LOGISTIC, *plain):
        assert row.verdict == NotApplicable("the subject is piecewise linear")


NO_DENOMINATOR = "no layer has a denominator"
SOFTSIGN = net.rational_pieces([0], ([0, 1], [1, -1]), ([0, 1], [1, 1]))
CHAIN = "a chain of dense layers and of layers of one polynomial, with at least one of the latter"


@pytest.mark.parametrize(
    ("name", "subject", "premise"),
    [
        ("bu2020.laps_sa", LOGISTIC, "the subject is a network"),
        ("bu2020.laps_sa", network(net.polynomial(0, 0, 1), inputs=2), "one input"),
        ("bu2020.laps_sa", network(net.polynomial(0, 0, 1), ones(2, 1)), "one output"),
        ("bu2020.laps_sa", network(SOFTSIGN), NO_DENOMINATOR),
        ("bu2020.laps_sa", network(net.residual(SOFTSIGN)), NO_DENOMINATOR),
        ("bu2020.entropy_sa", network(net.polynomial(0, 0, 2)), "the function maps its bounded domain into itself"),
        (
            "telgarsky2016.gate_sa",
            network(net.residual(net.relu_power(2))),
            "the layers form a plain chain (no residual block)",
        ),
        ("telgarsky2016.network_sa", network(SOFTSIGN), NO_DENOMINATOR),
        ("bianchini2014.components", network(net.relu_power(2)), CHAIN),
        ("bianchini2014.components", network(net.RELU), CHAIN),
        ("bianchini2014.components", network(net.rational([1], [1, 0, 1])), CHAIN),
        ("bianchini2014.components", LOGISTIC, CHAIN),
        ("entropy.laps_sa", PiecewiseMap.of([0, 1], [[0, 5, -5]]), "the function maps its bounded domain into itself"),
    ],
)
def test_the_premise_that_fails_is_named(name, subject, premise):
    (row,) = rows(subject, name)
    assert row.verdict == NotApplicable(premise)


def test_large_powers_of_the_tent_map_are_not_attempted():
    (row,) = rows(MIXED, "telgarsky2016.separation_sa")
    assert row.verdict == NotAttempted("the smallest such j is 7, and T^347 has too many pieces")


def test_separation_wants_the_unit_interval():
    (row,) = rows(network(net.relu_power(2)), "telgarsky2016.separation_sa", domain=Domain.of(0, 2))
    assert row.verdict == NotApplicable("the domain is [0, 1]")


@pytest.mark.parametrize(
    ("layer", "k", "polynomial"),
    [
        (net.relu_power(2), 5, [0, 0, 1]),
        (net.polynomial(1, -1), 5, [1, -1]),
        pytest.param(net.polynomial(0, 0, 0, 0, 1), 12, None, marks=pytest.mark.slow),
    ],
)
def test_shallow_networks_are_far_from_folded_tents(layer, k, polynomial):
    (row,) = rows(network(layer), "telgarsky2016.separation_sa")
    assert row.parameters == {"k": k}
    assert isinstance(row.verdict, Proved)
    assert row.value == fmpq(1, 64)
    if polynomial is not None:
        knots = [F(j, 2**k) for j in range(2**k + 1)]
        tent = [[-j, 2**k] if j % 2 == 0 else [j + 1, -(2**k)] for j in range(2**k)]
        area = distances.area(
            distances.polynomial_pieces([F(0), F(1)], [[F(c) for c in polynomial]]),
            distances.polynomial_pieces(knots, [[F(c) for c in p] for p in tent]),
        )
        low, high = distances.bounds(Bracket(row.measured.lower, row.measured.upper))
        assert low < area < high
        assert high - low < 1e-6


def test_steepness_is_measured_beside_the_steepest_point():
    found = by_name(LOGISTIC)
    (row,) = (row for key, row in found.items() if key[0] == "entropy.lipschitz_sa")
    at = fmpq(*map(int, row.parameters["at"].split("/")))
    assert 0 < at < fmpq(1, 10**5)
    assert row.value == 4 - 8 * at


def test_irrational_slopes_are_rounded_down():
    r = RealAlgebraic.from_polynomial([-4, -2, 1], 3, 4)  # 1 + sqrt 5
    curve = Case(PiecewiseMap.of([0, 1], [[0, r, -r]])).curve
    steep = steepness.steepness_at(curve, fmpq(1, 4))
    assert (steep * 2**32).q == 1
    assert steep < r * F(1, 2) < steep + fmpq(1, 2**32)  # f' = r (1 - 2x)
    assert steepness.steepness_at(curve, fmpq(1, 2)) == 0
    with pytest.raises(xn.InputError):
        steepness.steepness_at(curve, fmpq(1))


def test_nothing_is_refuted_by_a_slope_that_is_too_small(monkeypatch):
    monkeypatch.setattr("exactnet.bounds.case.steep_point", lambda curve, points: fmpq(49, 100))
    (row,) = rows(LOGISTIC, "entropy.lipschitz_sa")
    assert isinstance(row.verdict, NotAttempted)
    assert "stricter" in row.reason


def test_a_growth_number_equal_to_an_irrational_slope_is_not_attempted():
    golden = RealAlgebraic.from_polynomial([-1, -1, 1], 1, 2)
    tent = PiecewiseMap.of([0, F(1, 2), 1], [[0, golden], [golden, -golden]])
    (row,) = rows(tent, "entropy.lipschitz_sa")
    assert isinstance(row.verdict, NotAttempted)
    assert not verify(Case(tent)).undecided


def test_a_tight_bound_on_growth_is_shown_by_an_exact_growth_number():
    found = by_name(network(net.polynomial(0, -3, 0, 4)), Domain.of(-1, 1))  # T_3
    row = found["bu2020.entropy_sa",]
    assert isinstance(row.verdict, Proved)
    assert row.measured.lower == row.measured.upper == row.value == 3
    assert row.certificate.evidence.value["recurrence"]["polynomial"] == [-3, 1]
    assert found["entropy.laps_sa", 8].value == 3**8


def test_verify_of_several_inputs_says_what_it_is_for():
    assert {row.verdict.word for row in rows(network(net.polynomial(0, 0, 1), inputs=2))} == {"not_applicable"}


def test_an_unbounded_domain_is_refused():
    with pytest.raises(xn.InputError, match="bounded"):
        rows(network(net.polynomial(0, 0, 1)), domain=Domain.line())
