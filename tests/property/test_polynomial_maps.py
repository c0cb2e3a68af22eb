"""Properties of maps with polynomial pieces over a quadratic field, against pairs of Fractions."""

import copy
import warnings
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support import strategies as own
from support.maps import fraction
from support.quadratic import Quadratic, value

import exactnet as xn
from exactnet.compile import PiecewiseLinearMap
from exactnet.errors import InputError
from exactnet.exact import RealAlgebraic
from exactnet.exact.numbers import number
from exactnet.frontends import FloatNotice

FEW = st.builds(Fraction, st.integers(-4, 4), st.sampled_from([1, 1, 2, 3]))


@st.composite
def quadratics(draw, d):
    return Quadratic(draw(FEW), draw(st.one_of(st.just(Fraction(0)), FEW)), d)


@st.composite
def continuous_maps(draw):
    """Ends and polynomials over Q(sqrt d) that agree where they meet."""
    d = draw(st.sampled_from([2, 3, 5, 7]))
    ends = draw(st.lists(quadratics(d), min_size=2, max_size=4, unique=True))
    ends.sort(key=lambda x: (x.near(), x.a))
    pieces = [draw(st.lists(quadratics(d), min_size=1, max_size=3))]
    for x in ends[1:-1]:
        piece = draw(st.lists(quadratics(d), min_size=1, max_size=3))
        pieces.append([piece[0] + value(pieces[-1], x) - value(piece, x), *piece[1:]])
    return ends, pieces


@st.composite
def documents(draw, ends, pieces):
    """One of many spellings: wide or narrow intervals, polynomials with other factors."""

    def spelt(x):
        width = draw(st.sampled_from([1, Fraction(1, 7), Fraction(1, 1000)]))
        far = 10**6  # a root outside of every interval
        return x.document(
            width=width, factor=draw(st.sampled_from([(1,), (-3,), (far, 1), (1, 0, 1), (far, -1, 0, 0)]))
        )

    return {
        "format": "exactnet-map/1",
        "domain": [spelt(ends[0]), spelt(ends[-1])],
        "pieces": [
            {"to": spelt(x), "polynomial": [spelt(c) for c in piece]} for x, piece in zip(ends[1:], pieces, strict=True)
        ],
    }


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.floats(),
    st.text(max_size=4),
    st.just([]),
    st.just({}),
    st.just([[]]),
    st.just({"polynomial": [-2, 0, 1], "between": ["0", "9"]}),
)


def places(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*path, key))


@settings(max_examples=200, deadline=None)
@given(st.data(), JUNK)
def test_a_document_with_junk_in_one_place_is_read_or_refused_in_one_sentence(data, junk):
    broken = copy.deepcopy(data.draw(documents(*data.draw(continuous_maps()))))
    path = data.draw(st.sampled_from([p for p in places(broken) if p and p != ("format",)]))
    target = broken
    for key in path[:-1]:
        target = target[key]
    if data.draw(st.booleans()):
        target[path[-1]] = junk
    else:
        del target[path[-1]]
    found, message = None, "none"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FloatNotice)
            found = xn.load(broken)
    except InputError as error:
        message = str(error)
    assert len(message.splitlines()) == 1
    if found is not None:
        assert xn.load(found) is found
        assert xn.load(found.to_json()) == found


def exact(x):
    """A quadratic number from its document without a reader: through the square root."""
    root = RealAlgebraic.from_polynomial([-x.d, 0, 1], 0, x.d)
    return number(root * str(x.b) + str(x.a))


def same(found, x):
    return number(found) == exact(x)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_map_has_the_values_of_its_pieces(data):
    ends, pieces = data.draw(continuous_maps())
    f = xn.load(data.draw(documents(ends, pieces)))
    i = data.draw(st.integers(0, len(pieces) - 1))
    weight = data.draw(st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(2, 7), Fraction(1)]))
    scaled = Quadratic(weight, Fraction(0), ends[0].d)
    point = ends[i] + (ends[i + 1] - ends[i]) * scaled
    expected = value(pieces[i], point)
    if isinstance(f, PiecewiseLinearMap):
        assert all(x.b == 0 for x in ends[:1] + ends[-1:])
        assume(point.b == 0)
        assert fraction(f(point.a)) == expected.a
        assert expected.b == 0
        return
    assert same(f(exact(point)), expected)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_the_digest_does_not_depend_on_spelling(data):
    ends, pieces = data.draw(continuous_maps())
    first, second = (xn.load(data.draw(documents(ends, pieces))) for _ in range(2))
    assert first == second
    assert first.digest == second.digest
    again = xn.load(first.to_json())
    assert (again, again.to_json()) == (first, first.to_json())


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_map_is_taken_exactly_when_it_is_continuous(data):
    ends, pieces = data.draw(continuous_maps())
    assume(len(pieces) > 1)
    jump = data.draw(
        st.one_of(
            quadratics(ends[0].d),
            # far below what doubles see
            st.builds(lambda k: Quadratic(Fraction(1, 10**k), Fraction(0), ends[0].d), st.integers(15, 60)),
        )
    )
    assume(jump.sign != 0)
    i = data.draw(st.integers(1, len(pieces) - 1))
    pieces[i] = [pieces[i][0] + jump, *pieces[i][1:]]
    # the piece that was moved, or the one after it, no longer fits
    with pytest.raises(InputError, match="the map jumps at"):
        xn.load(data.draw(documents(ends, pieces)))


@settings(max_examples=60, deadline=None)
@given(own.functions(), st.data())
def test_points_and_pieces_say_the_same(points, data):
    """A graph stretched by sqrt 2 in x and y: by points, and by the pieces with the same slopes."""
    d = 2
    scaled = [(Quadratic(Fraction(0), x, d), Quadratic(Fraction(0), y, d)) for x, y in points]
    by_points = {"format": "exactnet-map/1", "points": [[c.document() for c in point] for point in scaled]}
    polynomials = []
    for (x0, y0), (x1, y1) in pairwise(points):
        slope = (y1 - y0) / (x1 - x0)
        polynomials.append([Quadratic(Fraction(0), y0 - slope * x0, d), Quadratic(slope, Fraction(0), d)])
    by_pieces = data.draw(documents([x for x, _ in scaled], polynomials))
    first, second = xn.load(by_points), xn.load(by_pieces)
    assert first == second
    assert first.digest == second.digest
