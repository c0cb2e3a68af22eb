"""Polynomial, rational and product layers: exact values, one canonical form, gates, and what refuses them."""

import hashlib
import json
import pickle
from fractions import Fraction

import pytest
from flint import fmpq, fmpq_poly
from support import networks as net
from support.maps import fraction

import exactnet as xn
from exactnet.compile import Domain, restrict_to_line
from exactnet.compile.box import Box
from exactnet.compile.polyhedral import compile_complex
from exactnet.complexes import enumerate_regions, search_regions
from exactnet.errors import InputError
from exactnet.exact.rational_functions import RationalFunction, has_root
from exactnet.model import Dense, Network, Piecewise, Product, Relu, Residual
from exactnet.model.reader import network_from_json

POINTS = [Fraction(p, q) for p in (-20, -7, -3, -1, 0, 1, 2, 5, 19) for q in (1, 2, 3, 7)]
SOFTSIGN = net.rational_pieces([0], ((0, 1), (1, -1)), ((0, 1), (1, 1)))
HUBER = net.piecewise_polynomial([-1, 1], ("-1/2", -1), (0, 0, "1/2"), ("-1/2", 1))

LAYERS = {
    "polynomial": [net.polynomial("1/3", -2, 0, "5/7")],
    "constant": [net.polynomial(3)],
    "leading zeros": [net.polynomial(1, 2, 0, 0)],
    "huber": [HUBER],
    "degree at most one": [net.piecewise_polynomial([0], (0,), (0, 1))],
    "relu power": [net.relu_power(3)],
    "rational": [net.rational((1,), (1, 0, 25))],
    "softsign": [SOFTSIGN],
    "quotient in no lowest terms": [net.rational((0, 2, 0, 2), (2, 0, 2))],
    "product": [net.dense([[1], ["-1/2"], [0]], [0, 1, 2]), net.product([0, 0], [0, 1], [2, 1])],
    "with linear layers": [
        net.dense([["2/3"], [-1]], ["1/5", 0]),
        net.RELU,
        net.relu_power(2),
        net.dense([[1, -1]], [0]),
    ],
    "in a block": [net.dense([[1], [2]], [0, 1]), net.residual(net.product([0, 1], [1, 1]), SOFTSIGN), net.ABS],
    "in a block of a block": [net.residual(net.RELU, net.residual(net.polynomial(0, 0, 1)), net.residual(net.ABS))],
}


@pytest.mark.parametrize("name", LAYERS)
def test_values_are_those_of_the_definition(name):
    network = network_from_json(net.document(*LAYERS[name]))
    values = network.at([[x] for x in POINTS])
    assert [[fraction(y) for y in row] for row in values] == [net.evaluate(LAYERS[name], [x]) for x in POINTS]
    assert network(POINTS[5]) == values[5]
    assert not network.piecewise_linear


def test_chebyshev_s_polynomial_of_degree_three():
    network = network_from_json(net.document(net.polynomial(0, -3, 0, 4)))
    # T_3(cos t) = cos 3t
    assert [network(x)[0] for x in (-1, "-1/2", 0, "1/2", 1)] == [-1, 1, 0, -1, 1]
    # T_3((y + 1/y)/2) = (y^3 + 1/y^3)/2
    assert network("5/4")[0] == fmpq(8 + fmpq(1, 8)) / 2


def test_softsign_is_odd_and_stays_inside_one():
    network = network_from_json(net.document(SOFTSIGN))
    assert [network(x)[0] for x in (-3, "-1/2", 0, 1, 99)] == [fmpq(-3, 4), fmpq(-1, 3), 0, fmpq(1, 2), fmpq(99, 100)]


def test_the_square_of_relu():
    network = network_from_json(net.document(net.relu_power(2)))
    assert [network(x)[0] for x in (-5, 0, "1/3", 7)] == [0, 0, fmpq(1, 9), 49]


def test_squares_by_products():
    # (x + y)^2 = x^2 + 2 x y + y^2, with three products
    layers = [net.product([0, 0], [0, 1], [1, 1]), net.dense([[1, 2, 1]], [0])]
    network = network_from_json(net.document(*layers, inputs=2))
    assert network(["2/3", -5])[0] == fmpq(169, 9)
    assert network.widths == (3,)


def test_a_product_may_repeat_and_swap_units():
    assert Product(((1, 0), (1, 1), (0, 1))).values([fmpq(3), fmpq(-2)]) == [-6, 4, -6]


@pytest.mark.parametrize("name", LAYERS)
def test_the_canonical_document_reads_back_as_itself(name):
    network = network_from_json(net.document(*LAYERS[name], name="some name"))
    canonical = network.to_json()
    again = network_from_json(canonical)
    assert again.to_json() == canonical
    assert again.layers == network.layers
    text = json.dumps(canonical, sort_keys=True, separators=(",", ":"))
    assert again.digest == network.digest == hashlib.sha256(text.encode()).hexdigest()
    assert network.certificate_subject.value == {"type": "network", "sha256": network.digest, "network": canonical}


def canonical(layer):
    return network_from_json(net.document(layer)).to_json()["layers"][0]


def test_canonical_forms():
    assert canonical(net.relu_power(2)) == {
        "type": "piecewise",
        "breakpoints": ["0"],
        "pieces": [{"numerator": ["0"], "denominator": ["1"]}, {"numerator": ["0", "0", "1"], "denominator": ["1"]}],
    }
    assert canonical(SOFTSIGN) == {
        "type": "piecewise",
        "breakpoints": ["0"],
        "pieces": [
            {"numerator": ["0", "1"], "denominator": ["1", "-1"]},
            {"numerator": ["0", "1"], "denominator": ["1", "1"]},
        ],
    }
    assert canonical(net.product([0, 0])) == {"type": "product", "pairs": [[0, 0]]}


@pytest.mark.parametrize(
    "spellings",
    [
        # the numbers, the common factor and the sign of a quotient
        [
            net.rational((1,), (1, 0, 25)),
            net.rational(("-1/25",), ("-1/25", 0, -1)),
            {"type": "rational", "breakpoints": [], "numerator": [["1/2"]], "denominator": [[0.5, 0, "12.50"]]},
            net.rational((2, 0, 2), (2, 0, 52, 0, 50)),
        ],
        # the three spellings of softsign, and its canonical form
        [
            SOFTSIGN,
            {
                "type": "rational",
                "breakpoints": ["0"],
                "numerator": [["0", "-1"], ["0", "1"]],
                "denominator": [["-1", "1"], ["1", "1"]],
            },
            SOFTSIGN | {"type": "piecewise"},
        ],
        # polynomials as quotients, and trailing zeros
        [
            net.polynomial(1, "1/2"),
            net.polynomial("1", "0.5", "0", 0),
            net.piecewise_polynomial([], (1, "1/2")),
            net.rational((2, 1), (2,)),
        ],
        [net.relu_power(3), net.relu_power("3"), net.piecewise_polynomial([0], (0,), (0, 0, 0, 1))],
    ],
)
def test_spellings_of_one_layer_have_one_digest(spellings):
    assert len({network_from_json(net.document(layer)).digest for layer in spellings}) == 1


def test_layers_stay_of_their_kind():
    # a layer that happens to be piecewise linear is not turned into another one
    assert canonical(net.relu_power(1))["type"] == "piecewise"
    assert not network_from_json(net.document(net.piecewise_polynomial([0], (0,), (0, 1)))).piecewise_linear


@pytest.mark.parametrize(
    ("layer", "gate", "kind"),
    [
        (net.polynomial(0, -3, 0, 4), (0, 1, 3), "polynomial"),
        (net.polynomial(7), (0, 1, 0), "polynomial"),
        (HUBER, (2, 1, 2), "piecewise polynomial"),
        (net.relu_power(5), (1, 1, 5), "piecewise polynomial"),
        (net.rational((1,), (1, 0, 25)), (0, 1, 2), "rational"),
        (SOFTSIGN, (1, 1, 1), "piecewise rational"),
        (net.product([0, 0]), (0, 1, 2), "a product"),
        (net.RELU, (1, 1, 1), None),
        (net.clip(0, 1), (2, 1, 1), None),
        (net.dense([[1]], [0]), (0, 1, 1), None),
    ],
)
def test_every_layer_knows_its_gate(layer, gate, kind):
    ((found, _),) = network_from_json(net.document(layer)).gates
    assert found.gate == gate
    assert kind is None or found.kind == kind


def test_shapes_of_networks_with_such_layers():
    network = network_from_json(net.document(*LAYERS["in a block"]))
    assert (network.inputs, network.outputs, network.widths) == (1, 2, (2, 2, 2))
    assert not network.is_plain_chain
    assert not network.is_relu_network
    assert repr(network) == "Network(unnamed, 1-2-2-2-2)"
    assert network_from_json(net.document(SOFTSIGN)).is_plain_chain


def test_networks_with_such_layers_can_be_pickled_compared_and_hashed():
    network = network_from_json(net.document(*LAYERS["in a block"], net.rational((1,), (1, 0, 25))))
    copy = pickle.loads(pickle.dumps(network))
    assert copy == network
    assert hash(copy) == hash(network)
    assert copy("1/3") == network("1/3")
    assert network != network_from_json(net.document(*LAYERS["in a block"], net.rational((1,), (1, 0, 24))))


def test_a_zero_of_the_denominator_at_an_end_of_its_piece_counts():
    with pytest.raises(InputError, match=r"zero on the piece \[0, inf\)"):
        Piecewise.of([0], [([0], [1]), ([0, 1], [0, 1])])  # 0/0 at 0
    with pytest.raises(InputError, match=r"zero on the piece \(-inf, 0\]"):
        Piecewise.of([0], [([0, 1], [0, 1]), ([1], [1])])
    # 1/u is refused at 0 and below, and taken from 1 on
    assert Piecewise.of([1], [([1], [1]), ([1], [0, 1])]).values([fmpq(4)]) == [fmpq(1, 4)]


def test_irrational_zeros_of_denominators_are_seen():
    # u^2 - 2 has a zero between 7/5 and 3/2, none on [3/2, inf) and none on [-7/5, 7/5]
    ok = Piecewise.of(["7/5", "3/2"], [([-1], [25]), ([-1], [25]), ([-1], [25])])
    assert len(ok.pieces) == 3
    quotient = ([1], [-2, 0, 1])
    value_left, value_right = fmpq(1) / (fmpq(49, 25) - 2), fmpq(1) / (fmpq(9, 4) - 2)
    middle = [value_left - (value_right - value_left) * 14, (value_right - value_left) * 10]
    ends = ["-7/5", "7/5", "3/2"]
    assert Piecewise.of(ends, [([value_left], [1]), quotient, (middle, [1]), quotient]).values([fmpq(0)]) == [
        fmpq(-1, 2)
    ]
    with pytest.raises(InputError, match=r"zero on the piece \[7/5, 3/2\]"):
        Piecewise.of(ends, [([value_left], [1]), quotient, quotient, quotient])


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [
        (None, None, True),
        (0, 1, False),
        (1, 2, True),
        (None, -2, False),
        (None, -1, True),
        (2, None, False),
        (1, None, True),
        (-1, 1, False),
        (0, 0, False),
        (10**6, None, False),
    ],
)
def test_roots_of_two_in_closed_intervals(lower, upper, expected):
    ends = [None if end is None else fmpq(end) for end in (lower, upper)]
    assert has_root(fmpq_poly([-2, 0, 1]), *ends) is expected
    # a double root, and a rational one at an end
    assert has_root(fmpq_poly([4, 0, -4, 0, 1]) * fmpq(1, 3), *ends) is expected


def test_a_rational_root_at_an_end_counts():
    linear = fmpq_poly([-1, 2])
    assert has_root(linear, fmpq(1, 2), fmpq(1))
    assert has_root(linear, fmpq(0), fmpq(1, 2))
    assert not has_root(linear, fmpq(0), fmpq(49, 100))
    assert not has_root(fmpq_poly([5]), None, None)


def test_the_normal_form_of_a_quotient():
    one = RationalFunction.of(fmpq_poly([0, 4]), fmpq_poly([fmpq(-2, 3), fmpq(2, 3)]))
    assert one.over_integers(fmpq(-1)) == (fmpq_poly([0, -6]), fmpq_poly([1, -1]))
    assert one.over_integers(fmpq(2)) == (fmpq_poly([0, 6]), fmpq_poly([-1, 1]))
    zero = RationalFunction.of(fmpq_poly([]), fmpq_poly([7, 0, 3]))
    assert zero == RationalFunction(fmpq_poly([]), fmpq_poly([1]))
    assert zero.degree == 0


NOT_LINEAR = Network.of(2, [Dense.of([[1, 0], [0, 1]], [0, 0]), Residual((Relu(), Product(((0, 1), (1, 1)))))])


@pytest.mark.parametrize("ask", [lambda n: compile_complex(n, Box(2, None)), lambda n: search_regions(n, Box(2, None))])
def test_regions_are_those_of_piecewise_linear_networks(ask):
    place = r"regions are counted for piecewise-linear networks; layers\[1\]\.layers\[1\] is a product$"
    with pytest.raises(InputError, match=place):
        ask(NOT_LINEAR)
    with pytest.raises(InputError, match=place):
        next(iter(enumerate_regions(NOT_LINEAR, Box(2, None))))


def test_seven_inputs_are_refused_in_the_same_words():
    document = net.document(net.polynomial(0, 0, 1), inputs=7)
    with pytest.raises(InputError, match=r"regions are counted .* layers\[0\] is polynomial"):
        xn.regions(document)


def test_breakpoints_are_those_of_piecewise_linear_networks():
    network = network_from_json(net.document(net.RELU, HUBER))
    with pytest.raises(InputError, match=r"layers\[1\] is piecewise polynomial$"):
        restrict_to_line(network, Domain.of(0, 1))
    for ask in (
        network.require_piecewise_linear,
        lambda what: network.elementary_steps,
        lambda what: network.elementary,
    ):
        with pytest.raises(InputError, match="piecewise-linear networks"):
            ask("this is done")


@pytest.mark.parametrize("document", [net.document(SOFTSIGN), net.document(net.product([0, 1]), inputs=2)])
def test_no_bound_for_piecewise_linear_networks_is_applied_to_others(document):
    linear = "the subject is piecewise linear"
    rows = [r for r in xn.verify(document).rows if r.premises[0][0] == linear or "serra" in r.bound.id]
    assert {row.verdict.word for row in rows} == {"not_applicable"}
    premises = {row.bound.id: row.premises[-1][0] for row in rows}
    assert premises["bu2020.entropy"] == premises["telgarsky2016.gate"] == "the subject is piecewise linear"
    assert premises["serra2018.upper"].startswith("a chain of dense and relu layers")
