"""The search in cases against the face lattice, and its evidence against a small checker."""

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import cases
from support import networks as net
from support import strategies as own
from support.maps import fraction

from exactnet.compile.box import Box
from exactnet.compile.polyhedral import compile_complex
from exactnet.complexes import cell_maps, count_regions, enumerate_regions, search_regions
from exactnet.exact import highs
from exactnet.model.reader import network_from_json

FLOATS = [False, True] if highs.available() else [False]
SIDES = st.sampled_from([(0, 1), (-1, 1), (-2, 3), (Fraction(-1, 2), Fraction(1, 3))])


def layer(rng, inputs, outputs, numbers):
    """Neurons that may vanish, repeat or negate one another."""
    rows = [[rng.choice(numbers) for _ in range(inputs + 1)] for _ in range(outputs)]
    for i in range(1, outputs):
        if rng.random() < 0.2:
            factor = rng.choice([0, 1, -2])
            rows[i] = [factor * x for x in rows[rng.randrange(i)]]
    return net.dense([row[1:] for row in rows], [row[0] for row in rows])


def network(seed, inputs, width, depth):
    """Degenerate as often as not, of all layers that there are."""
    rng = random.Random(seed)
    numbers = rng.choice([[-1, 0, 1], [-1, 0, 1], [Fraction(n, q) for n in range(-5, 6) for q in (1, 2, 3)]])
    low = Fraction(rng.randint(-3, 1), 2)
    kinds = [net.RELU] * 4 + [net.ABS, net.HARD_TANH, net.leaky("-1/3"), net.clip(low, low + 1), "maxout"]
    layers, entering = [], inputs
    for _ in range(rng.randint(1, depth)):
        leaving = rng.randint(2, width)
        bend = rng.choice(kinds)
        block = [layer(rng, entering, leaving, numbers)]
        if bend == "maxout":
            units = range(leaving)
            groups = [rng.sample(units, rng.randint(1, min(3, leaving))) for _ in range(rng.randint(1, 2))]
            block.append(net.maxout(*groups))
            leaving = len(groups)
        else:
            block.append(bend)
        if rng.random() < 0.25:
            layers.append(net.residual(*block, layer(rng, leaving, entering, numbers)))
        else:
            layers += block
            entering = leaving
    if rng.random() < 0.7:
        layers.append(layer(rng, entering, rng.randint(1, 2), numbers))
    return net.document(*layers, inputs=inputs)


@st.composite
def problems(draw, smallest=1, largest=3, width=4, depth=2):
    inputs = draw(st.integers(smallest, largest))
    document = draw(
        st.one_of(
            own.networks(inputs), st.builds(network, st.integers(0, 2**32), *map(st.just, (inputs, width, depth)))
        )
    )
    domain = "all" if draw(st.booleans()) else [draw(SIDES) for _ in range(inputs)]
    return document, domain


def parsed(document, domain):
    return network_from_json(document), Box(document["inputs"], None) if domain == "all" else Box.of(domain)


def lattice_patterns(complex_):
    """Distinct patterns of the cells, walls that are > 0 on them."""
    return {tuple((row > 0).tolist()) for row in complex_.cell_signs}


def bits(pattern):
    return tuple(bool(b) for b in pattern)


@pytest.mark.parametrize("floats", FLOATS)
@settings(max_examples=150)
@given(problem=problems())
def test_patterns_and_counts_are_those_of_the_face_lattice(floats, problem):
    document, domain = problem
    network, box = parsed(document, domain)
    complex_ = compile_complex(network, box)
    found = [bits(region.pattern) for region in enumerate_regions(network, box, floats=floats)]
    assert len(set(found)) == len(found)
    # the lattice lists the units of a group in the group's order as well
    assert set(found) == lattice_patterns(complex_)
    search, counts = search_regions(network, box, floats=floats), count_regions(complex_)
    assert (search.activation_regions, search.affine_maps) == (counts.activation_regions, counts.affine_maps)


@pytest.mark.parametrize("floats", FLOATS)
@settings(max_examples=30)
@given(document=st.integers(2, 3).flatmap(lambda d: own.networks(d, numbers=own.WIDE)), data=st.data())
def test_numbers_of_any_size_are_no_matter(floats, document, data):
    wide = st.builds(lambda x, width: (x, x + abs(width) + 1), own.WIDE, own.WIDE)
    domain = "all" if data.draw(st.booleans()) else [data.draw(wide) for _ in range(document["inputs"])]
    network, box = parsed(document, domain)
    search = search_regions(network, box, evidence=True, floats=floats)
    assert search.activation_regions == count_regions(compile_complex(network, box)).activation_regions
    leaves = cases.check_tree(document, domain, search.evidence)
    assert len({pattern for pattern, _ in leaves}) == search.activation_regions


def test_numbers_beyond_the_doubles_are_no_matter():
    huge, tiny = 10**400, f"1/{10**400}"
    document = net.document(net.dense([[huge, 1], [tiny, -1], [1, tiny]], [huge, tiny, -2]), net.RELU, inputs=2)
    for domain in ("all", [(-huge, huge)] * 2, [(-1, tiny), (0, tiny)]):
        network, box = parsed(document, domain)
        for floats in FLOATS:
            search = search_regions(network, box, evidence=True, floats=floats)
            assert search.activation_regions == count_regions(compile_complex(network, box)).activation_regions
            assert len(cases.check_tree(document, domain, search.evidence)) == search.activation_regions


@settings(max_examples=15)
@given(problem=problems(4, 4, 5, 2))
def test_patterns_and_counts_are_those_of_the_face_lattice_in_four_dimensions(problem):
    document, domain = problem
    network, box = parsed(document, domain)
    complex_ = compile_complex(network, box)
    assert {bits(region.pattern) for region in enumerate_regions(network, box)} == lattice_patterns(complex_)
    assert search_regions(network, box).affine_maps == count_regions(complex_).affine_maps


@settings(max_examples=60)
@given(problem=problems())
def test_the_maps_are_those_of_the_cells(problem):
    network, box = parsed(*problem)
    complex_ = compile_complex(network, box)
    forms, denominator = cell_maps(complex_)
    expected = {tuple(tuple(Fraction(int(x), denominator) for x in row) for row in cell) for cell in forms}
    found = {tuple(tuple(map(fraction, row)) for row in r.map) for r in enumerate_regions(network, box)}
    assert found == expected
    assert search_regions(network, box).affine_maps == len(expected)


@pytest.mark.parametrize("floats", FLOATS)
@settings(max_examples=120)
@given(problem=problems(depth=3))
def test_the_evidence_proves_the_counts(floats, problem):
    document, domain = problem
    network, box = parsed(document, domain)
    found = search_regions(network, box, evidence=True, floats=floats)
    leaves = cases.check_tree(document, domain, found.evidence)
    assert len({pattern for pattern, _ in leaves}) == found.activation_regions
    assert len({maps for _, maps in leaves}) == found.affine_maps


@settings(max_examples=60)
@given(problem=problems())
def test_witnesses_lie_strictly_inside_their_regions(problem):
    document, domain = problem
    network, box = parsed(document, domain)
    for region in enumerate_regions(network, box):
        x = [fraction(c) for c in region.witness]
        value = net.evaluate(document["layers"], x)
        assert [
            fraction(row[0]) + sum(fraction(a) * c for a, c in zip(row[1:], x, strict=True)) for row in region.map
        ] == value
        if domain != "all":
            assert all(lo < c < hi for c, (lo, hi) in zip(x, domain, strict=True))


@settings(max_examples=40)
@given(problem=problems(), data=st.data())
def test_a_tree_with_a_changed_node_is_rejected(problem, data):
    document, domain = problem
    network, box = parsed(document, domain)
    tree = search_regions(network, box, evidence=True).evidence
    i = data.draw(st.integers(0, len(tree) - 1))
    match tree[i]:
        case "split":
            changed = [*tree[:i], {"sign": "+", "multipliers": []}, *tree[i + 1 :]]
        case {"point": point}:
            changed = [*tree[:i], {"point": [*point, "0"]}, *tree[i + 1 :]]
        case _:
            changed = [*tree[:i], *tree[i + 1 :]]
    with pytest.raises(cases.WrongTreeError):
        cases.check_tree(document, domain, changed)


def test_the_oracle_of_this_file_counts_the_orthants():
    point = {"point": ["1/2", "1/2"]}
    with pytest.raises(cases.WrongTreeError):
        cases.check_tree(net.document(net.ABS, inputs=2), "all", ["split", point])
    corners = [{"point": [x, y]} for x in ("-1", "1") for y in ("-1", "1")]
    tree = ["split", "split", *corners[:2], "split", *corners[2:]]
    assert len(cases.check_tree(net.document(net.ABS, inputs=2), "all", tree)) == 4
