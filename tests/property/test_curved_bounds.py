"""No bound on semi-algebraic subjects fails on random ones, and what is measured on polynomial networks is what sympy counts."""

from fractions import Fraction
from itertools import pairwise

import sympy
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from support import networks as net
from support import strategies as own

from exactnet.bounds import Case, Proved, Refuted
from exactnet.check import check_text
from exactnet.compile import Domain, PiecewiseLinearMap
from exactnet.exact.rational import rational
from exactnet.model.reader import network_from_json
from exactnet.verification import verify

X = sympy.Symbol("x")
FEW = st.builds(Fraction, st.integers(-3, 3), st.sampled_from([1, 1, 2]))
DOMAIN = Domain.of(-1, 1)


@st.composite
def polynomial_layers(draw):
    return net.polynomial(*draw(st.lists(FEW, min_size=2, max_size=4)))


@st.composite
def polynomial_chains(draw):
    """Dense layers and layers of one polynomial, of degree at most 12 in all."""
    layers, width = [], 1
    for _ in range(draw(st.integers(1, 2))):
        leaving = draw(st.integers(1, 2))
        layers += [draw(own.dense_layers(width, leaving, FEW)), draw(polynomial_layers())]
        width = leaving
    return [*layers, draw(own.dense_layers(width, 1, FEW))]


@st.composite
def curved_networks(draw):
    """Chains with gates of all kinds, one of them polynomial at least."""
    layers, width = [], 1
    kinds = draw(
        st.lists(st.sampled_from(["polynomial", "power", "relu", "clip", "maxout", "product"]), min_size=1, max_size=3)
    )
    for kind in [*kinds, "power"]:
        leaving = draw(st.integers(1, 2))
        layers.append(draw(own.dense_layers(width, leaving, FEW)))
        width = leaving
        match kind:
            case "polynomial":
                layers.append(draw(polynomial_layers()))
            case "power":
                layers.append(net.relu_power(draw(st.integers(1, 2))))
            case "relu":
                layers.append(net.RELU)
            case "clip":
                layers.append(net.clip(-1, 1))
            case "maxout":
                layers.append(net.maxout(list(range(width))))
                width = 1
            case "product":
                layers.append(net.product([0, width - 1]))
                width = 1
    return [*layers, draw(own.dense_layers(width, 1, FEW))]


def expanded(layers):
    """The polynomial that a chain of dense and polynomial layers is."""
    units = [sympy.Poly(X, X)]
    for layer in layers:
        if layer["type"] == "dense":
            units = [
                sum((u * sympy.Rational(w) for u, w in zip(units, row, strict=True)), sympy.Poly(sympy.Rational(b), X))
                for row, b in zip(layer["weight"], layer["bias"], strict=True)
            ]
        else:
            coefficients = [sympy.Rational(c) for c in layer["coefficients"]]
            units = [sum((u**k * c for k, c in enumerate(coefficients)), sympy.Poly(0, X)) for u in units]
    return units[0]


def signs(p, q):
    """Signs of q at and between the roots of p in [-1, 1] (and the ends), from left to right."""
    roots = [] if p.is_zero else [r for r in set(sympy.real_roots(p)) if -1 < r < 1]
    stops = [sympy.Integer(-1), *sorted(roots, key=lambda r: sympy.N(r, 40)), sympy.Integer(1)]
    found = []
    for a, b in pairwise(stops):
        found += [sympy.sign(_zero_or_value(q, a)), sympy.sign(q.eval(_between(a, b)))]
    return [*found, sympy.sign(_zero_or_value(q, stops[-1]))]


def _zero_or_value(q, x):
    if not x.is_Rational and sympy.rem(q, sympy.Poly(sympy.minimal_polynomial(x, X), X)).is_zero:
        return sympy.Integer(0)
    return sympy.N(q.eval(x), 60) if not x.is_Rational else q.eval(x)


def _between(a, b):
    middle = sympy.Rational(str(sympy.N((a + b) / 2, 30)))
    assert a < middle < b
    return middle


def laps(p):
    slope = p.diff()
    moving = [s for s in signs(slope, slope) if s != 0]
    return 1 + sum(a != b for a, b in pairwise(moving))


def components(p):
    labels = [False, *(bool(s >= 0) for s in signs(p, p))]
    return sum(b and not a for a, b in pairwise(labels))


def crossings(p):
    above = p - sympy.Rational(1, 2)
    return 1 + sum(a != b for a, b in pairwise([bool(s >= 0) for s in signs(above, above)]))


def measured(case, name):
    (row,) = verify(case, [name]).rows
    assert isinstance(row.verdict, Proved)
    assert row.measured.lower == row.measured.upper
    return row.measured.lower


@settings(max_examples=40)
@given(polynomial_chains())
def test_polynomial_networks_are_measured_as_their_expansions(layers):
    case, p = Case(network_from_json(net.document(*layers)), DOMAIN), expanded(layers)
    assert measured(case, "bu2020.laps_sa") == laps(p)
    assert measured(case, "bianchini2014.components") == components(p)
    assert measured(case, "telgarsky2016.pieces_sa") == crossings(p)


@settings(max_examples=60)
@given(curved_networks())
def test_no_bound_is_refuted(layers):
    result = verify(Case(network_from_json(net.document(*layers)), DOMAIN))
    assert not any(isinstance(row.verdict, Refuted) for row in result.rows)
    for certificate in result.certificates:
        assert str(check_text(certificate.canonical)) == "valid"
    proved = {row.bound.id for row in result.rows if isinstance(row.verdict, Proved)}
    assert {"bu2020.laps_sa", "telgarsky2016.pieces_sa", "telgarsky2016.gate_sa", "telgarsky2016.network_sa"} <= proved


@settings(max_examples=30)
@given(curved_networks(), st.integers(0, 40))
def test_counts_are_at_least_what_a_grid_shows(layers, shift):
    network = network_from_json(net.document(*layers))
    case = Case(network, DOMAIN)
    xs = [Fraction(2 * i, 97) - 1 + Fraction(shift, 97 * 100) for i in range(97)]
    values = [net.evaluate(layers, [x])[0] for x in xs]
    steps = [(b > a) - (b < a) for a, b in pairwise(values)]
    moving = [s for s in steps if s]
    assert case.shape.laps >= 1 + sum(a != b for a, b in pairwise(moving))
    assert case.crossings >= 1 + sum((a >= Fraction(1, 2)) != (b >= Fraction(1, 2)) for a, b in pairwise(values))
    exact = [fmpq(v.numerator, v.denominator) for v in values]
    assert case.shape.minimum is None or case.shape.minimum <= min(exact)
    assert case.shape.maximum is None or case.shape.maximum >= max(exact)


def straight_layer(heights):
    """The broken line through heights on a grid of [0, 1], as a layer that is compiled like curved ones."""
    n = len(heights) - 1
    lines = [[u - k * (v - u), n * (v - u)] for k, (u, v) in enumerate(pairwise(heights))]
    pieces = [[str(c) for c in line] for line in ([heights[0]], *lines, [heights[-1]])]
    breakpoints = [str(Fraction(k, n)) for k in range(n + 1)]
    return {"type": "piecewise_polynomial", "breakpoints": breakpoints, "pieces": pieces}


FROM_CYCLES = [
    *("chatziafratis2020.period", "chatziafratis2020.lipschitz", "chatziafratis2020.crossings"),
    *("bowen1976.period", "chatziafratis2020.linf", "chatziafratis2020.l1"),
]


@settings(max_examples=25)
@given(st.integers(2, 5).flatmap(lambda n: st.lists(st.integers(0, n), min_size=n + 1, max_size=n + 1)))
def test_bounds_from_cycles_say_the_same_of_a_map_and_of_a_network_that_is_not_known_to_be_straight(heights):
    heights = [Fraction(y, len(heights) - 1) for y in heights]
    line = PiecewiseLinearMap.from_points(
        [(fmpq(k, len(heights) - 1), y) for k, y in enumerate(map(rational, heights))]
    )
    straight = Case(line)
    curved = Case(network_from_json(net.document(straight_layer(heights))))
    assert not curved.piecewise_linear
    expected = verify(straight, FROM_CYCLES).rows
    found = verify(curved, [f"{name}_sa" for name in FROM_CYCLES]).rows
    proved = [row for row in expected if isinstance(row.verdict, Proved)]
    mine = {(row.bound.id, str(row.parameters)): row for row in found if isinstance(row.verdict, Proved)}
    for row in proved:
        other = mine.get((f"{row.bound.id}_sa", str(row.parameters)))
        if other is None:  # a bracket of the growth number may hold what the period forces
            assert row.bound.quantity in ("growth_sign", "cycle_growth", "lipschitz_sign")
            continue
        assert other.value == row.value
        assert other.measured.lower <= row.measured.upper
        assert row.measured.lower <= other.measured.upper
    assert not any(isinstance(row.verdict, Refuted) for row in found)
    premises = {row.bound.id: row.verdict.word == "not_applicable" for row in expected}
    assert {row.bound.id: row.verdict.word == "not_applicable" for row in found} == {
        f"{name}_sa": value for name, value in premises.items()
    }
    for row in mine.values():
        assert str(check_text(row.certificate.canonical)) == "valid"
