"""Questions with known answers, and on whose word they are."""

import json
import random
from fractions import Fraction
from pathlib import Path

import pytest
from flint import fmpq
from support import networks as net
from support.reach import check_reach

import exactnet as xn
from exactnet import InputError
from exactnet.check import check_text
from exactnet.smt.weights import Template

CERTS = Path(__file__).parents[2] / "certs" / "valid"
THREE_CYCLE = {"format": "exactnet-map/1", "points": [["0", "1/2"], ["1/2", "1"], ["1", "0"]]}
LOW_TENT = {"format": "exactnet-map/1", "points": [["0", "0"], ["1/2", "7/10"], ["1", "0"]]}  # slope 7/5
LOGISTIC = {
    "format": "exactnet-map/1",
    "domain": ["0", "1"],
    "pieces": [{"to": "1", "polynomial": ["0", "4", "-4"]}],
}
SWAP = {"format": "exactnet-map/1", "points": [["0", "1"], ["1", "0"]]}
SMALL = net.document(net.dense([[1], [1]], [0, "-1/2"]), net.RELU, net.dense([[1, 1]], [0]))
CHEBYSHEV = net.document(net.polynomial(0, -3, 0, 4))
SOLVERS = ["auto", "exact", "z3"]


def verdict(answer):
    return check_text(answer.certificate.canonical.decode()).word


@pytest.mark.parametrize("path", sorted(CERTS.glob("reach-*")), ids=lambda path: path.name)
def test_the_corpus_by_another_reader(path):
    document = json.loads(path.read_text())
    if "polynomial" not in path.name:
        check_reach(document)


# -- periods ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("period", [1, 2, 3, 4, 5])
def test_period_three_implies_all(period, solver):
    found = xn.solve(THREE_CYCLE, period=period, solver=solver)
    assert (found.status, found.evidence, verdict(found)) == ("sat", "own", "valid")
    assert len(found.witness["points"]) == period


@pytest.mark.parametrize("solver", SOLVERS)
def test_tent_of_slope_seven_fifths_has_no_period_three(solver):
    # periods 3 begin with the golden mean
    found = xn.solve(LOW_TENT, period=3, solver=solver)
    assert (found.status, found.evidence, verdict(found)) == ("unsat", "own", "valid")
    assert found.certificate.claim["rule"] == "orbits"


@pytest.mark.parametrize("solver", SOLVERS)
def test_regions(solver):
    # the two orbits of period 3 of the full tent: 2/7, 4/7, 6/7 and 2/9, 4/9, 8/9
    tent = {"format": "exactnet-map/1", "points": [["0", "0"], ["1/2", "1"], ["1", "0"]]}
    inside = xn.solve(tent, period=3, region="box:1/4,1", solver=solver)
    assert inside.witness == {"points": ["2/7", "4/7", "6/7"]}
    outside = xn.solve(tent, period=3, region="box:1/4,4/5", solver=solver)
    assert (outside.status, outside.evidence) == ("unsat", "own")


@pytest.mark.parametrize("solver", SOLVERS)
def test_intervals_of_periodic_points(solver):
    found = xn.solve(SWAP, period=2, region="box:2/5,3/5", solver=solver)
    assert (found.status, verdict(found)) == ("sat", "valid")
    assert xn.solve(SWAP, period=2, region="box:3/5,4/5", solver=solver).status == "unsat"
    assert xn.solve(SWAP, period=2, region="box:1/2,4/5", solver=solver).status == "unsat"


def test_orbits_of_polynomials():
    found = xn.solve(LOGISTIC, period=3, solver="z3")
    assert (found.status, found.evidence, verdict(found)) == ("sat", "own", "valid")


def test_a_map_that_leaves_its_interval():
    steep = {"format": "exactnet-map/1", "points": [["0", "0"], ["1/2", "2"], ["1", "0"]]}
    with pytest.raises(InputError, match="leaves its interval"):
        xn.solve(steep, period=3)
    assert xn.solve(steep, period=3, clip=True, solver="z3").status == "sat"


# -- points ----------------------------------------------------------------------------------------------------------------


def test_polynomials_are_left_to_solvers():
    found = xn.solve(CHEBYSHEV, reach="F >= 1", domain="box:-1,1")
    assert (found.status, found.evidence, found.witness["outputs"]) == ("sat", "own", ["1"])
    hole = xn.solve(CHEBYSHEV, reach="F > 1", domain="box:-1,1")
    assert (hole.status, hole.evidence, hole.decided) == ("unsat", "solver", False)
    assert hole.certificate.document()["evidence"] == {"hole": "z3 says unsat"}
    with pytest.raises(InputError, match="no exact way"):
        xn.solve(CHEBYSHEV, reach="F > 1", domain="box:-1,1", solver="exact")


def test_an_irrational_point_is_no_witness():
    # F = 1 only where 2 x^2 = 1: no rational point does
    found = xn.solve(net.document(net.polynomial(0, 0, 2), net.polynomial(0, 2, -1)), reach="F >= 1")
    assert (found.status, found.evidence) == ("sat", "solver")
    assert "hole" in found.certificate.document()["evidence"]


@pytest.mark.parametrize("solver", SOLVERS)
def test_two_networks(solver):
    folded = net.document(net.dense([[1], [-1]], [0, 0]), net.RELU, net.dense([[1, 1]], [0]))
    absolute = net.document(net.ABS)
    same = xn.solve(absolute, differs=folded, eps=0, domain="box:-1,1", solver=solver)
    assert (same.status, same.evidence) == ("unsat", "own")
    check_reach(same.certificate.document())
    other = xn.solve(absolute, differs=net.document(net.RELU), eps="999/1000", domain="box:-1,1", solver=solver)
    assert (other.status, other.evidence) == ("sat", "own")
    check_reach(other.certificate.document())


@pytest.mark.parametrize(("margin", "status"), [(0, "sat"), (100, "unsat")])
def test_properties_in_the_style_of_acas_xu(tmp_path, margin, status):
    """Five inputs, one of them fixed, five scores: is the first the least, by a margin?"""
    rng = random.Random(3)

    def dense(outputs, inputs):
        return net.dense(
            [[Fraction(rng.gauss(0, 0.7)) for _ in range(inputs)] for _ in range(outputs)],
            [Fraction(rng.gauss(0, 0.2)) for _ in range(outputs)],
        )

    network = net.document(dense(10, 5), net.RELU, dense(10, 10), net.RELU, dense(5, 10), inputs=5)
    lines = [f"(declare-const {letter}_{i} Real)" for letter in "XY" for i in range(5)]
    sides = [
        ("-0.3035311561", "-0.2985528119"),
        ("-0.0095", "0.0095"),
        ("0.0", "0.0"),
        ("0.31", "0.5"),
        ("0.08", "0.16"),
    ]
    for i, (low, high) in enumerate(sides):
        lines += [f"(assert (<= X_{i} {high}))", f"(assert (>= X_{i} {low}))"]
    scores = xn.load(network)([Fraction(low) for low, _ in sides])
    least = min(range(5), key=scores.__getitem__)
    lines += [f"(assert (<= (+ Y_{least} {margin}) Y_{i}))" for i in range(5) if i != least]
    path = tmp_path / "style.vnnlib"
    path.write_text("\n".join(lines))
    found = xn.solve(network, property=path)
    assert (found.status, found.evidence) == (status, "own")
    check_reach(found.certificate.document())


def test_limits_are_said():
    deep = net.document(
        *[layer for _ in range(6) for layer in (net.dense([[2], [4]], [0, -2]), net.RELU, net.dense([[1, -1]], [0]))]
    )
    found = xn.solve(deep, reach="F > 1", max_programs=1, solver="exact")
    assert (found.status, found.evidence, found.certificate) == ("unknown", None, None)
    assert "1 linear programs" in found.reason


# -- weights ---------------------------------------------------------------------------------------------------------------


def test_weights_with_a_three_cycle():
    found = xn.solve(SMALL, weights=["layers.2=-4:4"], period=3, timeout=60)
    assert (found.status, found.evidence, verdict(found)) == ("sat", "own", "valid")
    network = xn.load(found.witness["network"])
    assert 3 in xn.orbits(network, 3).least_periods
    assert all(abs(w) <= 4 for w in network.layers[2].weight[0])


def test_weights_that_fold():
    found = xn.solve(SMALL, weights=["layers.2.weight=-4:4"], laps=2)
    assert (found.status, verdict(found)) == ("sat", "valid")
    assert found.certificate.claim["quantities"] == {"laps": 2}


def test_weights_with_crossings_and_pieces():
    for asked in ({"crossings": 3}, {"pieces": 3}):
        found = xn.solve(SMALL, weights=["layers.2=-4:4", "layers.0.bias.0=-1:0"], **asked)
        assert (found.status, verdict(found)) == ("sat", "valid"), asked


def test_weights_that_are_not_there_are_a_solvers_word():
    found = xn.solve(SMALL, weights=["layers.2.weight=0:4"], laps=2)
    assert (found.status, found.evidence, found.certificate) == ("unsat", "solver", None)


def test_a_true_bound_is_not_violated():
    one = net.document(net.dense([[1]], [0]), net.RELU, net.dense([[1]], [0]))
    found = xn.solve(one, weights=["layers=-2:2"], violates="arora2018.pieces")
    assert (found.status, found.evidence) == ("unsat", "solver")


def test_networks_that_leave_the_interval_are_corrected():
    # without the corrections z3 may offer any network with a 2-cycle
    found = xn.solve(SMALL, weights=["layers.2=-2:2"], period=2, timeout=60)
    assert (found.status, verdict(found)) == ("sat", "valid")


def test_templates():
    residual = xn.load(net.document(net.residual(net.dense([[1]], [0]), net.RELU)))
    template = Template.of(residual, ["layers.0.layers.0.bias=0:1"])
    assert list(template.free) == ["layers.0.layers.0.bias.0"]
    filled = template.filled({"W_0": fmpq(3, 4)})
    assert filled(1) == (fmpq(11, 4),)


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({}, "ask for one thing"),
        ({"reach": "F <= 1", "period": 2}, "not reach and period at once"),
        ({"laps": 2}, "laps is asked of weights"),
        ({"reach": "F <= 1", "clip": True}, "belong to a period"),
        ({"reach": "F <= 1", "weights": ["layers=0:1"]}, "reach is not asked of weights"),
        ({"laps": 2, "weights": ["layers.1=0:1"]}, "leads to no number"),
        ({"laps": 2, "weights": ["layers=0"]}, "PATH=LO:HI"),
        ({"laps": 2, "weights": ["layers=1:0"]}, "1 is above 0"),
        ({"laps": 0, "weights": ["layers=0:1"]}, "ask for 1 or more"),
        ({"violates": "bu2020.entropy", "weights": ["layers=0:1"]}, "more than the architecture"),
        ({"violates": "nobody", "weights": ["layers=0:1"]}, "there is no bound"),
        ({"period": 0}, "from 1 to 1000"),
        ({"period": 2, "region": "all"}, "bounded interval"),
        ({"reach": "F <= 1", "domain": "box:0,1;0,1"}, "sides"),
        ({"reach": "F <= 1", "solver": "yices"}, "unknown; choose one"),
    ],
)
def test_faults(asked, fault):
    with pytest.raises(InputError, match=fault):
        xn.solve(SMALL, **asked)


def test_two_that_do_not_fit():
    with pytest.raises(InputError, match="do not fit"):
        xn.solve(SMALL, differs=net.document(net.RELU, inputs=2))
