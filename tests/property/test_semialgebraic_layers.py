"""Properties of networks with polynomial, rational and product layers."""

import pickle
from fractions import Fraction

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support import networks as net
from support import strategies as own
from support.maps import fraction

from exactnet.errors import InputError
from exactnet.exact.rational import rational
from exactnet.model import Piecewise
from exactnet.model.reader import network_from_json

POINTS = st.builds(Fraction, st.integers(-50, 50), st.integers(1, 12))


@settings(max_examples=150, deadline=None)
@given(own.semialgebraic_networks(depth=2), st.lists(POINTS, min_size=1, max_size=4))
def test_evaluation_is_the_definition(document, points):
    network = network_from_json(document)
    values = network.at([[x] for x in points])
    assert [[fraction(y) for y in row] for row in values] == [net.evaluate(document["layers"], [x]) for x in points]


@settings(max_examples=60, deadline=None)
@given(own.semialgebraic_networks(inputs=3, depth=2), st.lists(POINTS, min_size=3, max_size=3))
def test_evaluation_of_several_inputs(document, point):
    value = network_from_json(document)(point)
    assert [fraction(y) for y in value] == net.evaluate(document["layers"], point)


@settings(max_examples=100, deadline=None)
@given(own.semialgebraic_networks())
def test_a_written_network_reads_back_as_itself(document):
    network = network_from_json(document)
    again = network_from_json(network.to_json())
    assert (again, again.digest) == (network, network.digest)
    assert again.to_json() == network.to_json()
    assert pickle.loads(pickle.dumps(network)) == network


@settings(max_examples=100, deadline=None)
@given(
    st.lists(own.SMALL, min_size=1, max_size=4),
    st.lists(own.SMALL, min_size=1, max_size=3),
    st.lists(own.SMALL, min_size=1, max_size=3),
    st.one_of(st.none(), st.tuples(own.SMALL, own.SMALL)),
)
def test_a_quotient_is_taken_exactly_where_its_denominator_has_no_zero(above, below, factor, ends):
    """The piece between two ends against the roots that sympy finds; a common factor changes nothing but its own zeros."""
    assume(any(below) and any(factor))
    if ends is not None:
        assume(ends[0] < ends[1])
    x = sympy.Symbol("x")
    polynomials = [
        sympy.Poly([sympy.Rational(c.numerator, c.denominator) for c in reversed(p)], x) for p in (above, below, factor)
    ]
    top, bottom = polynomials[0] * polynomials[2], polynomials[1] * polynomials[2]
    low, high = (-sympy.oo, sympy.oo) if ends is None else (sympy.Rational(str(t)) for t in ends)
    has_zero = any(low <= root <= high for root in sympy.real_roots(bottom))
    numbers = [[Fraction(int(c.p), int(c.q)) for c in reversed(p.all_coeffs())] for p in (top, bottom)]

    def build():
        if ends is None:
            return Piecewise.of([], [(numbers[0], numbers[1])])
        # constants on both sides; where the denominator has a zero, they are never looked at
        at = [Fraction(1) if has_zero else _value(numbers, t) for t in ends]
        return Piecewise.of(list(ends), [([at[0]], [1]), (numbers[0], numbers[1]), ([at[1]], [1])])

    if has_zero:
        with pytest.raises(InputError, match="zero on the piece"):
            build()
        return
    layer = build()
    piece = layer.pieces[len(layer.pieces) // 2]
    assert piece.numerator.gcd(piece.denominator).degree() <= 0 or not piece.numerator.coeffs()
    inside = Fraction(0) if ends is None else (ends[0] + ends[1]) / 2
    (value,) = layer.values([rational(inside)])
    assert fraction(value) == _value(numbers, inside)
    assert piece.denominator(rational(inside)) > 0


@settings(max_examples=100, deadline=None)
@given(own.polynomial_pieces(), st.integers(0, 2), own.SMALL)
def test_a_layer_is_taken_exactly_when_it_is_continuous(pieces, where, jump):
    breakpoints, polynomials = pieces
    document = net.document(net.piecewise_polynomial(breakpoints, *polynomials))
    network_from_json(document)
    assume(jump != 0 and where < len(breakpoints))
    polynomials[where + 1] = [polynomials[where + 1][0] + jump, *polynomials[where + 1][1:]]
    with pytest.raises(InputError, match=rf"jumps at {breakpoints[where]}, "):
        network_from_json(net.document(net.piecewise_polynomial(breakpoints, *polynomials)))


def _value(quotient, x):
    above, below = (sum((c * x**k for k, c in enumerate(p)), Fraction(0)) for p in quotient)
    return above / below
