"""Rows, verdicts and certificates of the verification."""

import dataclasses
import random
from fractions import Fraction

import pytest
from support import maps
from support import networks as net

import exactnet.verification as verification
from exactnet.bounds import REGISTRY, Bound, Case, NotApplicable, Proved, Refuted, Status, Unknown
from exactnet.bounds.bound import Side
from exactnet.bounds.premises import ONE_INPUT
from exactnet.bounds.verdict import Verdict
from exactnet.check import check_text
from exactnet.compile import Domain, PiecewiseLinearMap
from exactnet.errors import InputError, TimeLimitError, UndecidedError
from exactnet.model.reader import network_from_json
from exactnet.verification import verify

F = Fraction
TENT = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
TENT_NETWORK = network_from_json(net.document(net.dense([[1], [1]], [0, "-1/2"]), net.RELU, net.dense([[2, -4]], [0])))


def relu_network(*widths, inputs=1, outputs=1, seed=0):
    rng = random.Random(seed)
    layers, entering = [], inputs
    for n in widths:
        layers.append(
            net.dense(
                [[F(rng.randint(-4, 4), 3) for _ in range(entering)] for _ in range(n)],
                [F(rng.randint(-3, 3), 2) for _ in range(n)],
            )
        )
        layers.append(net.RELU)
        entering = n
    layers.append(net.dense([[rng.randint(-2, 2) for _ in range(entering)] for _ in range(outputs)], [0] * outputs))
    return network_from_json(net.document(*layers, inputs=inputs))


def by_id(result):
    rows = {}
    for row in result.rows:
        rows.setdefault(row.bound.id, []).append(row)
    return rows


def sound(result):
    """What must hold of every verification: no refutation, valid certificates, premises as they are."""
    assert not result.refuted
    for row in result.rows:
        match row.verdict:
            case Proved():
                assert all(holds for _, holds in row.premises)
                assert row.measured is not None
                if row.bound.side == Side.UPPER:
                    assert row.measured.upper <= row.value
                else:
                    assert row.measured.lower >= row.value
                verdict = check_text(row.certificate.canonical)
                assert verdict.word == "valid", f"{row.bound.id}: {verdict}"
            case NotApplicable(premise):
                assert row.premises[-1] == (premise, False)
                assert all(holds for _, holds in row.premises[:-1])
                assert premise in row.reason
                assert row.certificate is None
            case Unknown(reason):
                assert reason
                assert row.certificate is None
        assert row.to_json()["verdict"] == row.verdict.word
    return by_id(result)


@pytest.mark.parametrize("widths", [(1,), (2,), (3,), (2, 2), (3, 4), (5, 1), (3, 3, 3)])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("domain", [None, Domain.line(), Domain.of(-2, 3)], ids=str)
def test_random_relu_networks(widths, seed, domain):
    rows = sound(verify(Case(relu_network(*widths, seed=seed), domain)))
    assert rows["bu2020.pieces"][0].verdict.word == "proved"
    assert rows["serra2018.upper"][0].verdict.word == "proved"
    assert len(rows["telgarsky2016.gate"]) == len(widths)
    theorem5 = rows["serra2018.theorem5"][0].verdict
    assert theorem5.word == ("proved" if min(widths) >= 3 else "not_applicable")
    assert rows["zaslavsky"][0].verdict.word == ("proved" if len(widths) == 1 else "not_applicable")
    for name in ("telgarsky2016.alternation", "telgarsky2016.l1"):
        assert rows[name][0].verdict.word == ("proved" if domain is None else "not_applicable")


@pytest.mark.parametrize(
    "layer", [net.ABS, net.HARD_TANH, net.clip(0, 1), net.leaky("1/3"), net.maxout([0, 1], [1, 2], [2])]
)
def test_other_activations(layer):
    network = network_from_json(
        net.document(
            net.dense([[1], [-2], [3]], [0, 1, -1]), layer, net.dense([[1, -1, "1/2"]], ["1/3"]), net.clip(0, 1)
        )
    )
    rows = sound(verify(Case(network)))
    for name in ("serra2018.theorem5", "serra2018.upper", "zaslavsky"):
        assert rows[name][0].verdict.word == "not_applicable"
    # the values are clipped into [0, 1], so the dynamical bounds speak
    assert rows["bu2020.entropy"][0].verdict.word == "proved"


def test_residual_networks_have_no_plain_chain():
    network = network_from_json(
        net.document(net.residual(net.dense([[2]], [-1]), net.ABS, net.dense([[-1]], [0])), net.clip(0, 1))
    )
    rows = sound(verify(Case(network)))
    for name in ("telgarsky2016.gate", "telgarsky2016.network"):
        assert "plain chain" in rows[name][0].verdict.premise
    assert rows["bu2020.pieces"][0].verdict.word == "proved"


def test_theorem_five_names_the_width_that_fails():
    row = sound(verify(Case(relu_network(2, 2)), ["serra2018.theorem5"]))["serra2018.theorem5"][0]
    assert isinstance(row.verdict, NotApplicable)
    assert row.verdict.premise == "every width n_l is at least 3"
    assert row.value is None
    assert row.measured is None


def test_theorem_five_needs_an_affine_output():
    network = network_from_json(net.document(net.dense([[1], [2], [3]], [0, 1, 2]), net.RELU))
    (row,) = verify(Case(network), ["serra2018.theorem5"]).rows
    assert row.verdict.premise == "the output layer is affine"


@pytest.mark.parametrize("subject", [TENT, network_from_json(net.document(net.dense([[2]], [1])))])
def test_a_subject_without_relu_layers_is_no_relu_network(subject):
    for row in verify(Case(subject), ["serra2018.upper", "zaslavsky", "serra2018.theorem5"]).rows:
        assert isinstance(row.verdict, NotApplicable)


def test_maps_that_leave_their_interval_have_no_dynamical_bounds():
    f = PiecewiseLinearMap.from_points([(0, 0), (1, 2)])
    for name in ("entropy.lipschitz", "entropy.laps", "bu2020.entropy"):
        (row,) = verify(Case(f), [name]).rows
        assert isinstance(row.verdict, NotApplicable)


def test_networks_of_several_outputs():
    rows = sound(verify(Case(relu_network(3, 3, outputs=2))))
    assert rows["bu2020.pieces"][0].verdict.word == "proved"
    assert rows["telgarsky2016.pieces"][0].verdict == NotApplicable("one output")


def test_a_tent_network_meets_all_its_bounds():
    result = verify(Case(TENT_NETWORK))
    rows = sound(result)
    words = {name: {row.verdict.word for row in found} for name, found in rows.items()}
    assert words["entropy.lipschitz"] == words["entropy.laps"] == words["bu2020.entropy"] == {"proved"}
    # growth 2 = Lipschitz constant 2 = laps of the first iterate: equality is no refutation
    assert [row.parameters for row in rows["entropy.laps"]] == [{"n": 1}, {"n": 2}, {"n": 4}, {"n": 8}]
    assert rows["entropy.laps"][2].value == 16


@pytest.mark.parametrize(
    "points", [maps.tent(F(3, 2)), maps.tent(F(9, 7)), maps.graph((0, F(1, 2)), (F(1, 2), 1), (1, 0))]
)
def test_interval_maps(points):
    rows = sound(verify(Case(PiecewiseLinearMap.from_points(points))))
    assert {row.verdict.word for row in rows["entropy.laps"]} == {"proved"}
    assert rows["bu2020.pieces"][0].verdict.word == "not_applicable"


@pytest.mark.parametrize("name", list(REGISTRY))
def test_each_bound_can_be_asked_alone(name):
    result = verify(Case(TENT_NETWORK), [name])
    assert {row.bound.id for row in result.rows} == {name}


def test_unknown_bounds_are_refused():
    with pytest.raises(InputError):
        verify(Case(TENT), ["telgarsky2016"])


VERDICTS = [
    NotApplicable("p"),
    Unknown("r"),
    verify(Case(TENT), ["telgarsky2016.pieces"]).rows[0].verdict,
]


@pytest.mark.parametrize("verdict", VERDICTS, ids=lambda v: v.word)
def test_a_verdict_has_no_truth_value(verdict: Verdict):
    for use in (bool, lambda v: not v, lambda v: v and 1, lambda v: [x for x in [v] if x]):
        with pytest.raises(TypeError, match="truth value"):
            use(verdict)


def false_bound(**changes):
    bound = Bound(
        id="false.pieces",
        source="nowhere",
        status=Status.DERIVED,
        statement="there is one piece",
        side=Side.UPPER,
        quantity="affine_pieces",
        premises=(ONE_INPUT,),
        value=lambda case, parameters: 1,
    )
    return dataclasses.replace(bound, **changes)


def check_one(monkeypatch, bound, subject=TENT_NETWORK):
    monkeypatch.setattr(verification, "select", lambda ids: [bound])
    result = verify(Case(subject))
    return result, result.rows[0]


def test_a_false_upper_bound_is_refuted_with_a_witness(monkeypatch):
    result, row = check_one(monkeypatch, false_bound())
    assert isinstance(row.verdict, Refuted)
    assert result.refuted
    assert row.verdict.word == "refuted"
    assert "affine_pieces is 2, the bound is 1" in row.verdict.witness
    assert row.reason == row.verdict.witness
    with pytest.raises(TypeError):
        bool(row.verdict)
    assert row.certificate.claim["verdict"] == "refuted"
    # the checker does not know this theorem, and does not take it on trust
    assert check_text(row.certificate.canonical).word == "invalid"


def test_a_false_lower_bound_is_refuted(monkeypatch):
    bound = false_bound(side=Side.LOWER, quantity="crossings", value=lambda case, parameters: 4)
    _, row = check_one(monkeypatch, bound)
    assert isinstance(row.verdict, Refuted)


def test_a_false_bound_in_the_name_of_a_true_one_is_refuted_but_not_certified(monkeypatch):
    bound = dataclasses.replace(REGISTRY["bu2020.pieces"], value=lambda case, parameters: 1)
    _, row = check_one(monkeypatch, bound)
    assert isinstance(row.verdict, Refuted)
    verdict = check_text(row.certificate.canonical)
    assert (verdict.word, verdict.step) == ("invalid", "bound_value")


def test_a_wrong_measurement_is_not_certified(monkeypatch):
    row = verify(Case(TENT_NETWORK), ["bu2020.pieces"]).rows[0]
    claim = {**row.certificate.claim, "measured": 1}
    forged = dataclasses.replace(row.certificate, claim=claim)
    assert check_text(forged.canonical).word == "invalid"


def test_equality_is_proved_on_both_sides(monkeypatch):
    for side in Side:
        _, row = check_one(monkeypatch, false_bound(side=side, value=lambda case, parameters: 2))
        assert isinstance(row.verdict, Proved)


def test_a_bracket_around_the_bound_is_unknown(monkeypatch):
    # the growth of this map is known to a bracket only, and the claimed bound lies inside
    f = PiecewiseLinearMap.from_points(maps.tent(F(9, 7)))
    bound = false_bound(
        quantity="growth", value=lambda case, parameters: (case.entropy.growth_lower + case.entropy.growth_upper) / 2
    )
    _, row = check_one(monkeypatch, bound, f)
    if row.measured.lower < row.measured.upper:
        assert isinstance(row.verdict, Unknown)
        assert "contains the bound" in row.verdict.reason


def raising(error):
    def value(case, parameters):
        raise error

    return value


def test_a_limit_makes_one_row_unknown_and_a_time_limit_all_that_follow(monkeypatch):
    good = false_bound(id="good", value=lambda case, parameters: 9)
    for error, words in (
        (UndecidedError("too many"), ["proved", "unknown", "proved"]),
        (TimeLimitError("no time"), ["proved", "unknown", "unknown"]),
    ):
        bounds = [good, false_bound(value=raising(error)), good]
        monkeypatch.setattr(verification, "select", lambda ids, bounds=bounds: bounds)
        result = verify(Case(TENT_NETWORK))
        assert [row.verdict.word for row in result.rows] == words
        assert str(error) in result.rows[1].reason


def test_too_many_vertices_leave_everything_unknown_that_needs_them():
    network = network_from_json(net.document(*[layer for _ in range(8) for layer in net_tent()]))
    result = verify(Case(network, max_vertices=20))
    decided = {row.bound.id for row in result.rows if row.verdict.word not in ("unknown", "not_applicable")}
    assert decided == {"rieck2019.persistence"}


def net_tent():
    return [net.dense([[1], [1]], [0, "-1/2"]), net.RELU, net.dense([[2, -4]], [0])]
