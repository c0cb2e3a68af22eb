"""Every malformed document raises InputError: one sentence that names the place."""

import copy

import pytest
from support import networks as net

import exactnet
from exactnet.errors import InputError
from exactnet.model.reader import network_from_json

TENT = net.document(net.dense([[1], [2]], [0, -1]), net.RELU, net.dense([[2, -2]], [0]))


def changed(edit):
    document = copy.deepcopy(TENT)
    edit(document)
    return document


def layers(*items):
    return net.document(*items)


BAD = {
    "no inputs": (changed(lambda d: d.pop("inputs")), "inputs"),
    "no layers": (changed(lambda d: d.pop("layers")), "layers"),
    "empty network": (layers(), "no layers"),
    "zero inputs": (changed(lambda d: d.update(inputs=0)), "inputs"),
    "negative inputs": (changed(lambda d: d.update(inputs=-1)), "inputs"),
    "inputs as text": (changed(lambda d: d.update(inputs="1")), "inputs"),
    "inputs as float": (changed(lambda d: d.update(inputs=1.0)), "inputs"),
    "inputs as truth value": (changed(lambda d: d.update(inputs=True)), "inputs"),
    "inputs null": (changed(lambda d: d.update(inputs=None)), "inputs"),
    "name is no text": (changed(lambda d: d.update(name=3)), "name"),
    "layers is an object": (changed(lambda d: d.update(layers={})), "layers"),
    "layers is text": (changed(lambda d: d.update(layers="relu")), "layers"),
    "layer is text": (layers("relu"), "layers[0]"),
    "layer is a list": (layers(net.RELU, []), "layers[1]"),
    "layer is null": (layers(None), "layers[0]"),
    "no type": (layers({"weight": [["1"]], "bias": ["0"]}), "layers[0]"),
    "unknown type": (layers({"type": "sigmoid"}), "layers[0]"),
    "type in capitals": (layers({"type": "ReLU"}), "layers[0]"),
    "type is a list": (layers({"type": ["relu"]}), "layers[0]"),
    "type is null": (layers({"type": None}), "layers[0]"),
    "no bias": (layers({"type": "dense", "weight": [["1"]]}), '"bias"'),
    "no weight": (layers({"type": "dense", "bias": ["1"]}), '"weight"'),
    "extra field": (layers({"type": "relu", "slope": "1"}), "layers[0] (relu)"),
    "misspelt field": (layers({"type": "dense", "weights": [["1"]], "bias": ["0"]}), "'weights'"),
    "weight is a number": (layers({"type": "dense", "weight": 1, "bias": ["0"]}), "layers[0].weight"),
    "weight is flat": (layers({"type": "dense", "weight": ["1"], "bias": ["0"]}), "layers[0].weight[0]"),
    "weight is empty": (layers({"type": "dense", "weight": [], "bias": []}), "layers[0]"),
    "rows are empty": (layers({"type": "dense", "weight": [[]], "bias": ["0"]}), "layers[0]"),
    "rows are ragged": (layers(net.dense([[1], [1, 2]], [0, 0])), "layers[0]: weight row 1"),
    "bias too short": (layers(net.dense([[1], [2]], [0])), "layers[0]: bias"),
    "bias too long": (layers(net.dense([[1]], [0, 0])), "layers[0]: bias"),
    "bias is a number": (layers({"type": "dense", "weight": [["1"]], "bias": "0"}), "layers[0].bias"),
    "too many columns": (layers(net.dense([[1, 1]], [0])), "layers[0]"),
    "second layer does not fit": (layers(net.RELU, net.dense([[1, 1]], [0])), "layers[1]"),
    "truth value as weight": (layers({"type": "dense", "weight": [[True]], "bias": ["0"]}), "layers[0].weight[0][0]"),
    "truth value as bias": (layers({"type": "dense", "weight": [["1"]], "bias": [False]}), "layers[0].bias[0]"),
    "null as weight": (layers({"type": "dense", "weight": [["1", None]], "bias": ["0"]}), "layers[0].weight[0][1]"),
    "NaN as weight": (layers({"type": "dense", "weight": [[float("nan")]], "bias": ["0"]}), "layers[0].weight[0][0]"),
    "infinity as bias": (layers({"type": "dense", "weight": [["1"]], "bias": ["inf"]}), "layers[0].bias[0]"),
    "zero denominator": (layers(net.dense([["1/0"]], [0])), "layers[0].weight[0][0]"),
    "huge exponent": (layers(net.dense([["1e999999999"]], [0])), "layers[0].weight[0][0]"),
    "no slope": (layers({"type": "leaky_relu"}), '"slope"'),
    "slope is text": (layers(net.leaky("steep")), "layers[0].slope"),
    "slope is a truth value": (layers({"type": "leaky_relu", "slope": True}), "layers[0].slope"),
    "clip without high": (layers({"type": "clip", "low": "0"}), '"high"'),
    "clip reversed": (layers(net.clip(1, 0)), "layers[0]"),
    "clip to a point": (layers(net.clip(1, 1)), "layers[0]"),
    "no groups": (layers({"type": "maxout"}), '"groups"'),
    "groups empty": (layers(net.maxout()), "layers[0].groups"),
    "group empty": (layers(net.maxout([0], [])), "layers[0].groups[1]"),
    "group is a number": (layers({"type": "maxout", "groups": [0]}), "layers[0].groups[0]"),
    "groups is a number": (layers({"type": "maxout", "groups": 1}), "layers[0].groups"),
    "negative index": (layers(net.maxout([-1])), "layers[0].groups[0]"),
    "index too large": (layers(net.maxout([0], [1])), "layers[0]"),
    "index repeated": (layers(net.maxout([0, 0])), "layers[0].groups[0]"),
    "index as float": (layers(net.maxout([0.0])), "layers[0].groups[0]"),
    "index as text": (layers(net.maxout(["0"])), "layers[0].groups[0]"),
    "index as truth value": (layers(net.maxout([False])), "layers[0].groups[0]"),
    "residual without layers": (layers({"type": "residual"}), '"layers"'),
    "residual empty": (layers(net.residual()), "layers[0].layers"),
    "residual changes width": (layers(net.residual(net.dense([[1], [1]], [0, 0]))), "layers[0]"),
    "residual of text": (layers({"type": "residual", "layers": "relu"}), "layers[0].layers"),
    "bad layer in a block": (layers(net.RELU, net.residual(net.RELU, {"type": "tanh"})), "layers[1].layers[1]"),
    "bad number in a block of a block": (
        layers(net.residual(net.residual(net.dense([["x"]], [0])))),
        "layers[0].layers[0].layers[0].weight[0][0]",
    ),
    "no coefficients": (layers({"type": "polynomial"}), '"coefficients"'),
    "coefficients empty": (layers(net.polynomial()), "layers[0].coefficients is empty"),
    "coefficients are a number": (layers({"type": "polynomial", "coefficients": "1"}), "layers[0].coefficients"),
    "coefficient is text": (layers(net.polynomial(0, "x")), "layers[0].coefficients[1]"),
    "coefficient is a truth value": (layers({"type": "polynomial", "coefficients": [True]}), "coefficients[0]"),
    "coefficient is algebraic": (
        layers({"type": "polynomial", "coefficients": [{"polynomial": [-2, 0, 1], "between": [1, 2]}]}),
        "layers[0].coefficients[0]",
    ),
    "coefficient is a list": (layers({"type": "polynomial", "coefficients": [["1"]]}), "layers[0].coefficients[0]"),
    "no breakpoints": (layers({"type": "piecewise_polynomial", "pieces": [["1"]]}), '"breakpoints"'),
    "breakpoints fall": (layers(net.piecewise_polynomial([1, 0], [0], [0], [0])), "layers[0]: the breakpoints"),
    "breakpoint repeated": (layers(net.piecewise_polynomial([1, 1], [0], [0], [0])), "layers[0]: the breakpoints"),
    "breakpoint is text": (layers(net.piecewise_polynomial(["x"], [0], [0])), "layers[0].breakpoints[0]"),
    "breakpoints are a number": (
        layers({"type": "piecewise_polynomial", "breakpoints": 0, "pieces": []}),
        "layers[0].breakpoints",
    ),
    "too few pieces": (layers(net.piecewise_polynomial([0, 1], [0], [0])), "2 breakpoints and 2 pieces"),
    "too many pieces": (layers(net.piecewise_polynomial([], [0], [0])), "0 breakpoints and 2 pieces"),
    "no pieces": (layers(net.piecewise_polynomial([])), "layers[0]"),
    "a piece is empty": (layers(net.piecewise_polynomial([0], [0], [])), "layers[0].pieces[1] is empty"),
    "a piece is a number": (
        layers({"type": "piecewise_polynomial", "breakpoints": [], "pieces": ["1"]}),
        "layers[0].pieces[0]",
    ),
    "a jump": (layers(net.RELU, net.piecewise_polynomial([0, "1/2"], [0], [0, 1], [1])), "jumps at 1/2, from 1/2 to 1"),
    "power zero": (layers(net.relu_power(0)), "layers[0].power"),
    "power negative": (layers(net.relu_power(-2)), "layers[0].power"),
    "power is a fraction": (layers(net.relu_power("3/2")), "layers[0].power"),
    "power is enormous": (layers(net.relu_power(10**9)), "layers[0].power"),
    "power is a truth value": (layers(net.relu_power(True)), "layers[0].power"),
    "no power": (layers({"type": "relu_power"}), '"power"'),
    "numerator alone": (layers({"type": "rational", "numerator": ["1"]}), '"denominator"'),
    "rational without anything": (layers({"type": "rational"}), "layers[0] (rational) lacks"),
    "rational in two spellings": (
        layers(net.rational_pieces([], ((1,), (1,))) | {"numerator": ["1"]}),
        "unknown field 'numerator'",
    ),
    "pieces without breakpoints": (layers({"type": "rational", "pieces": []}), '"breakpoints"'),
    "denominator zero": (layers(net.rational([1], [0, 0])), "layers[0]: the denominator on the piece (-inf, inf) is 0"),
    "denominator empty": (layers(net.rational([1], [])), "layers[0].denominator is empty"),
    "numerator of lists": (layers({"type": "rational", "numerator": [["1"]], "denominator": [["1"]]}), "numerator[0]"),
    "zero of the denominator": (layers(net.rational([1], [-2, 0, 1])), "layers[0]: the denominator has a zero"),
    "zero that cancels": (layers(net.rational([0, 1], [0, 1])), "layers[0]: the denominator has a zero"),
    "zero at the end of the piece": (
        layers(net.rational_pieces([1], ([0], [1]), ([-1, 1], [-1, 1]))),
        "zero on the piece [1, inf)",
    ),
    "fewer denominators": (
        layers({"type": "rational", "breakpoints": ["0"], "numerator": [["1"], ["1"]], "denominator": [["1"]]}),
        "2 numerators and 1 denominators",
    ),
    "flat lists with breakpoints": (
        layers({"type": "rational", "breakpoints": [], "numerator": ["1"], "denominator": ["1"]}),
        "layers[0].numerator[0]",
    ),
    "a quotient jumps": (layers(net.rational_pieces([1], ([1], [1]), ([1], [1, 1]))), "jumps at 1, from 1 to 1/2"),
    "a piece without denominator": (
        layers({"type": "rational", "breakpoints": [], "pieces": [{"numerator": ["1"]}]}),
        'layers[0].pieces[0] lacks the field "denominator"',
    ),
    "a piece with another field": (
        layers({"type": "piecewise", "breakpoints": [], "pieces": [{"numerator": [1], "denominator": [1], "to": 1}]}),
        "layers[0].pieces[0] has an unknown field 'to'",
    ),
    "a canonical piece is a list": (layers({"type": "piecewise", "breakpoints": [], "pieces": [["1"]]}), "pieces[0]"),
    "no pairs": (layers({"type": "product"}), '"pairs"'),
    "pairs empty": (layers(net.product()), "layers[0].pairs is empty"),
    "pair of one": (layers(net.product([0])), "layers[0].pairs[0] must name two units"),
    "pair of three": (layers(net.product([0, 0], [0, 0, 0])), "layers[0].pairs[1] must name two units"),
    "pair is a number": (layers({"type": "product", "pairs": [0]}), "layers[0].pairs[0]"),
    "pair with a negative index": (layers(net.product([0, -1])), "layers[0].pairs[0]"),
    "pair with an index too large": (layers(net.RELU, net.product([0, 1])), "layers[1]: pairs[0] names unit 1"),
    "pair with a truth value": (layers(net.product([0, True])), "layers[0].pairs[0]"),
    "product changes the width of a block": (layers(net.residual(net.product([0, 0], [0, 0]))), "layers[0]"),
    "layer of a block does not fit": (layers(net.residual(net.RELU, net.dense([[1, 1]], [0]))), "layers[0]"),
}


@pytest.mark.parametrize("name", BAD)
def test_the_message_is_one_sentence_that_names_the_place(name):
    document, place = BAD[name]
    with pytest.raises(InputError) as caught:
        network_from_json(document)
    message = str(caught.value)
    assert place in message
    assert "\n" not in message
    assert len(message) < 300


@pytest.mark.parametrize("name", BAD)
def test_loading_refuses_the_same(name):
    with pytest.raises(InputError):
        exactnet.load(BAD[name][0])


def test_blocks_nested_too_deeply_are_refused_without_a_crash():
    layer = net.RELU
    for _ in range(20_000):
        layer = {"type": "residual", "layers": [layer]}
    with pytest.raises(InputError, match="nested"):
        network_from_json(layers(layer))


@pytest.mark.parametrize("kind", [None, "exactnet-network/2", "exactnet-network", 1, ["exactnet-network/1"]])
def test_another_format_is_refused(kind):
    with pytest.raises(InputError, match="format"):
        exactnet.load({**TENT, "format": kind})
    with pytest.raises(InputError, match="format"):
        exactnet.load({k: v for k, v in TENT.items() if k != "format"})


def test_a_field_that_the_format_does_not_know_is_refused():
    # a misspelt field must not be dropped in silence
    with pytest.raises(InputError, match="layer"):
        exactnet.load({**TENT, "layerz": []})
    with pytest.raises(InputError, match="pointz"):
        exactnet.load({"format": "exactnet-map/1", "points": [["0", "0"], ["1", "1"]], "pointz": []})


@pytest.mark.parametrize(
    "points",
    [
        [],
        [["0", "0"]],
        [["0", "0"], ["0", "1"]],
        [["1", "0"], ["0", "1"]],
        [["0", "0"], ["1"]],
        [["0", "0"], ["1", "2", "3"]],
        [["0", "0"], ["1", "x"]],
        [["0", "0"], ["1", True]],
        [["0", "0"], "1"],
        "0,0",
        None,
        {},
    ],
)
def test_malformed_maps_are_refused(points):
    with pytest.raises(InputError) as caught:
        exactnet.load({"format": "exactnet-map/1", "points": points})
    assert "\n" not in str(caught.value)
