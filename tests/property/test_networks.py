"""Properties of networks and of what the compiler makes of them."""

import copy
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from support import networks as net
from support import strategies as own
from support.maps import fraction

from exactnet.check import check_text
from exactnet.compile import Domain, IntervalFunction, restrict_to_line
from exactnet.dynamics import shape
from exactnet.errors import InputError
from exactnet.model import Network
from exactnet.model.reader import network_from_json

POINTS = st.builds(Fraction, st.integers(-50, 50), st.integers(1, 12))
FAR = st.builds(lambda e, s, d: s * Fraction(10**e, d), st.integers(3, 40), st.sampled_from([-1, 1]), st.integers(1, 9))
ENDS = st.tuples(POINTS, st.builds(Fraction, st.integers(1, 40), st.integers(1, 7)))


@settings(max_examples=150, deadline=None)
@given(own.networks(), st.lists(st.one_of(POINTS, FAR), min_size=1, max_size=6))
def test_evaluation_is_the_definition(document, points):
    network = network_from_json(document)
    values = network.at([[x] for x in points])
    assert [[fraction(y) for y in row] for row in values] == [net.evaluate(document["layers"], [x]) for x in points]


@settings(max_examples=60, deadline=None)
@given(own.networks(inputs=3), st.lists(POINTS, min_size=3, max_size=3))
def test_evaluation_of_several_inputs(document, point):
    value = network_from_json(document)(point)
    assert [fraction(y) for y in value] == net.evaluate(document["layers"], point)


@settings(max_examples=150, deadline=None)
@given(own.networks(), st.one_of(st.none(), ENDS))
def test_compiled_counts_are_those_of_the_recursion(document, ends):
    low, high = (None, None) if ends is None else (ends[0], ends[0] + ends[1])
    domain = Domain.line() if ends is None else Domain.of(low, high)
    found = restrict_to_line(network_from_json(document), domain)
    expected = net.counts(net.states_on_line(document["layers"], low, high))
    assert (found.affine_pieces, found.activation_regions, found.unit_pieces) == expected


@settings(max_examples=30, deadline=None)
@given(own.networks(depth=2, width=2, numbers=own.WIDE))
def test_compiled_counts_with_huge_weights(document):
    found = restrict_to_line(network_from_json(document), Domain.line())
    expected = net.counts(net.states_on_line(document["layers"]))
    assert (found.affine_pieces, found.activation_regions, found.unit_pieces) == expected


@settings(max_examples=150, deadline=None)
@given(own.networks(outputs=1), st.lists(st.one_of(POINTS, FAR), min_size=1, max_size=8))
def test_the_map_on_the_line_has_the_network_s_values(document, points):
    network = network_from_json(document)
    f = restrict_to_line(network, Domain.line()).map
    points = [*points, *(fraction(x) for x in f.breakpoints)]
    assert [fraction(f(x)) for x in points] == [net.evaluate(document["layers"], [x])[0] for x in points]


@settings(max_examples=60, deadline=None)
@given(own.networks(outputs=1), ENDS)
def test_restricting_the_line_is_compiling_the_box(document, ends):
    network = network_from_json(document)
    low, high = ends[0], ends[0] + ends[1]
    assert (
        restrict_to_line(network, Domain.line()).map.restrict(low, high)
        == restrict_to_line(network, Domain.of(low, high)).map
    )


@settings(max_examples=80, deadline=None)
@given(own.networks(), st.one_of(st.none(), ENDS))
def test_the_checker_accepts_the_shape(document, ends):
    domain = Domain.line() if ends is None else Domain.of(ends[0], ends[0] + ends[1])
    result = shape(IntervalFunction.of(network_from_json(document), domain))
    verdict = check_text(result.certificate.canonical)
    assert verdict.word == "valid", str(verdict)


def respell(value, draw):
    """The same document with other spellings of its numbers and another key order."""
    if isinstance(value, dict):
        items = [(k, v if k == "type" else respell(v, draw)) for k, v in value.items()]
        return dict(reversed(items) if draw(st.booleans()) else items)
    if isinstance(value, list):
        return [respell(v, draw) for v in value]
    if not isinstance(value, str):
        return value
    x = Fraction(value)
    factor = draw(st.integers(1, 12))
    options = [f"{x.numerator * factor}/{x.denominator * factor}", f" {value} "]
    if x.denominator == 1:
        options += [int(x), f"{x}.0", f"{x}e0", f"{x}0e-1"]
    if x.denominator in (1, 2, 4, 8):
        options += [float(x)]
    return draw(st.sampled_from(options))


@settings(max_examples=80, deadline=None)
@given(own.networks(), st.data())
def test_the_digest_does_not_depend_on_spelling(document, data):
    network = network_from_json(document)
    other = {**document, "layers": respell(document["layers"], data.draw)}
    assert network_from_json(other).digest == network.digest
    assert network_from_json(network.to_json()) == network_from_json({**other, "name": ""})


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.floats(),
    st.text(max_size=4),
    st.just([]),
    st.just({}),
    st.just([[]]),
)


def places(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*path, key))


@settings(max_examples=200, deadline=None)
@given(st.one_of(own.networks(depth=2), own.semialgebraic_networks(depth=2)), st.data(), JUNK)
def test_a_document_with_junk_in_one_place_is_read_or_refused_in_one_sentence(document, data, junk):
    broken = copy.deepcopy(document)
    path = data.draw(st.sampled_from([p for p in places(document) if p]))
    target = broken
    for key in path[:-1]:
        target = target[key]
    if data.draw(st.booleans()):
        target[path[-1]] = junk
    else:
        del target[path[-1]]
    try:
        assert isinstance(network_from_json(broken), Network)
        message = "none"
    except InputError as error:
        message = str(error)
    assert len(message.splitlines()) == 1
