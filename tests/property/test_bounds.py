"""Theorems against counts: no bound on regions fails on random networks, and the bounds are ordered as theory says."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from support import networks as net
from support import strategies as own

from exactnet.bounds import REGISTRY, Case
from exactnet.bounds.bound import Side
from exactnet.bounds.combinatorics import layered_sum
from exactnet.compile.box import Box
from exactnet.compile.polyhedral import compile_complex
from exactnet.complexes import count_regions
from exactnet.model.reader import network_from_json
from exactnet.verification import UNASKED_REGIONS

UPPER = [b for b in REGISTRY.values() if b.quantity == "activation_regions" and b.side == Side.UPPER]
NUMBERS = [own.SIGNS, st.builds(Fraction, st.integers(-5, 5), st.sampled_from([1, 2, 3]))]


@st.composite
def relu_networks(draw, widest=4, deepest=3):
    """Chains of dense and relu layers, now and then two of one kind in a row."""
    inputs = draw(st.integers(1, 3))
    numbers = draw(st.sampled_from(NUMBERS))
    layers, width = [], inputs
    for _ in range(draw(st.integers(1, deepest))):
        for _ in range(draw(st.sampled_from([1, 1, 1, 1, 0, 2]))):
            leaving = draw(st.integers(1, widest))
            layers.append(draw(own.dense_layers(width, leaving, numbers)))
            width = leaving
        layers.append(net.RELU)
    return net.document(*layers, inputs=inputs)


@st.composite
def maxout_networks(draw):
    """Groups of one size, which may share units."""
    inputs, size = draw(st.integers(1, 3)), draw(st.integers(2, 3))
    layers, width = [], inputs
    for _ in range(draw(st.integers(1, 2))):
        leaving = draw(st.integers(size, 5))
        layers.append(draw(own.dense_layers(width, leaving, own.SIGNS)))
        group = st.lists(st.integers(0, leaving - 1), min_size=size, max_size=size, unique=True)
        layers.append(net.maxout(*draw(st.lists(group, min_size=1, max_size=3))))
        width = len(layers[-1]["groups"])
    return net.document(*layers, inputs=inputs)


def everywhere(document):
    """The case, and its number of regions on R^d."""
    network = network_from_json(document)
    found = count_regions(compile_complex(network, Box(network.inputs, None)))
    return Case(network).witness(network), found.activation_regions


def applicable(case):
    return {b.id: b.value(case, {}) for b in UPPER if all(premise.holds(case) for premise in b.premises)}


@settings(max_examples=150)
@given(relu_networks())
def test_relu_networks_keep_the_upper_bounds_and_these_are_ordered(document):
    case, regions = everywhere(document)
    assert case.activation_regions == regions
    values = applicable(case)
    assert all(regions <= value for value in values.values()), (regions, values)
    assert values["serra2018.rank"] <= values["serra2018.upper"] <= values["montufar2017.upper"]
    assert values["montufar2017.upper"] == values["goujon2024.upper"]
    if len(case.widths) == 1:
        assert values["zaslavsky.rank"] == values["serra2018.rank"] <= values["zaslavsky"]
        assert values["zaslavsky"] == values["montufar2017.upper"]
        assert values.get("xiong2020.supports", 0) <= values["zaslavsky"]


@settings(max_examples=80)
@given(st.integers(1, 3).flatmap(lambda d: own.networks(inputs=d, blocks=False)))
def test_other_networks_keep_the_upper_bounds(document):
    case, regions = everywhere(document)
    assert all(regions <= value for value in applicable(case).values())


@settings(max_examples=80)
@given(maxout_networks())
def test_maxout_networks_keep_their_bound(document):
    case, regions = everywhere(document)
    assert regions <= applicable(case)["serra2018.maxout"]


@settings(max_examples=200)
@given(st.integers(1, 4), st.lists(st.integers(1, 20), min_size=1, max_size=4))
def test_no_lower_bound_exceeds_an_upper_bound(inputs, widths):
    layers = []
    for before, n in zip([inputs, *widths], widths, strict=False):
        layers += [net.dense([[1] * before] * n, [0] * n), net.RELU]
    case = Case(network_from_json(net.document(*layers, inputs=inputs)))
    values = {
        b.id: b.value(case, {})
        for b in REGISTRY.values()
        if b.witness is not None and all(premise.holds(case) for premise in b.premises)
    }
    assert all(value <= layered_sum(inputs, case.widths) for value in values.values())
    if "montufar2014.lower" in values:
        assert values["pascanu2013.lower"] <= values["montufar2014.lower"]
    if "serra2018.lower" in values:
        assert values["montufar2014.lower"] <= values["serra2018.lower"]


@settings(max_examples=60)
@given(st.integers(1, 3), st.data())
def test_witnesses_keep_their_promises(inputs, data):
    widths = data.draw(st.lists(st.integers(inputs, 4 * inputs), min_size=1, max_size=3))
    layers = []
    for before, n in zip([inputs, *widths], widths, strict=False):
        layers += [net.dense([[0] * before] * n, [0] * n), net.RELU]
    case = Case(network_from_json(net.document(*layers, inputs=inputs)))
    for bound in REGISTRY.values():
        if bound.witness is None or not all(premise.holds(case) for premise in bound.premises):
            continue
        if bound.value(case, {}) > UNASKED_REGIONS:
            continue
        shown = case.witness(bound.witness(case, {}))
        assert shown.widths == case.widths
        assert all(premise.holds(shown) for premise in bound.premises)
        assert bound.value(case, {}) == bound.value(shown, {})
        assert shown.activation_regions >= bound.value(case, {})
