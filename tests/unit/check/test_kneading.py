"""Evidence by kneading: series, orbits and zeros, against germs followed step by step and determinants by permutations."""

import json
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import germs
from support.maps import at, graph

from exactnet.check import check_text
from exactnet.check.description import Graph
from exactnet.check.kneading.determinant import polynomial, series
from exactnet.check.kneading.germs import Hit, Record, Return
from exactnet.check.kneading.orbits import read_orbits
from exactnet.check.kneading.series import Ring, determinant
from exactnet.check.kneading.straight import Straight
from exactnet.check.kneading.zeros import Sum
from exactnet.check.verdict import Rejected

GOLDEN = graph((0, "1/2"), ("1/2", 1), (1, 0))


def straight(points, precision=300):
    return Straight(Graph([x for x, _ in points], [y for _, y in points]), precision)


def entropy(build, points, evidence, lower, upper):
    claim = {"rule": "entropy", "domain": [str(points[0][0]), str(points[-1][0])], "clip": False, "exact": None}
    claim |= {"growth_lower": str(lower), "growth_upper": str(upper)}
    return check_text(json.dumps(build.certificate(claim, build.map(*points), evidence)))


@st.composite
def self_maps(draw):
    n = draw(st.sampled_from([4, 6, 12]))
    xs = [0, *sorted(draw(st.sets(st.integers(1, n - 1), max_size=3))), n]
    return [(Fraction(x, n), Fraction(draw(st.integers(0, n)), n)) for x in xs], n


coefficients = st.lists(st.integers(-20, 20), max_size=6)


@given(a=coefficients, b=coefficients)
def test_products_of_series(a, b):
    ring = Ring(6, 16)
    product = ring.coefficients(ring.multiply(ring.pack(a), ring.pack(b)))
    assert product == germs.multiply(a, b, 6)
    assert ring.coefficients(ring.subtract(ring.pack(a), ring.pack(b))) == [
        x - y for x, y in zip([*a, *[0] * (6 - len(a))], [*b, *[0] * (6 - len(b))], strict=True)
    ]


@given(a=coefficients)
def test_inverse_of_a_series(a):
    ring = Ring(6, 16)
    series = ring.pack([1, *a])
    assert ring.coefficients(ring.multiply(series, ring.inverse(series))) == [1, 0, 0, 0, 0, 0]


def test_determinant_of_constants():
    ring = Ring(1, 16)
    rows = [[ring.pack([x]) for x in row] for row in ([1, 2, 3], [0, 1, 5], [0, 7, 36])]
    # Its leading minors are 1, as those of kneading matrices at 0.
    assert ring.coefficients(determinant(ring, rows)) == [1]


@settings(max_examples=150, deadline=None)
@given(drawn=self_maps())
def test_determinant_agrees_with_germs_followed_step_by_step(drawn):
    points, _ = drawn
    dynamics = straight(points)
    assert dynamics.signs == germs.monotone_intervals(points)[1]
    found = series(dynamics.signs, read_orbits(germs.records(points, 25), dynamics), 25)
    assert found == germs.determinant(points, 25)


@settings(max_examples=150, deadline=None)
@given(drawn=self_maps())
def test_polynomial_is_the_determinant_times_cyclic_factors(drawn):
    points, _ = drawn
    statements = germs.records(points, 60)
    if any(statement["then"] is None for statement in statements):
        return
    dynamics = straight(points)
    records = read_orbits(statements, dynamics)
    exact, first = polynomial(dynamics.signs, records), series(dynamics.signs, records, 90)
    # The quotient of the two series is a polynomial: a product of 1 - t^q and 1 + t^q.
    ring = Ring(90, 200)
    quotient = ring.coefficients(ring.multiply(ring.pack(exact), ring.inverse(ring.pack(first))))
    assert not any(quotient[60:])
    degree = max(i for i, c in enumerate(quotient) if c)
    assert abs(quotient[degree]) == 1
    assert all(abs(abs(z) - 1) < 1e-3 for z in np.roots(quotient[degree::-1]))


@settings(max_examples=200, deadline=None)
@given(drawn=self_maps())
def test_bracket_contains_the_spectral_radius(build, drawn):
    """The maps are Markov on the grid (or rejected here): the growth number is the spectral radius."""
    points, n = drawn
    ends = [(at(points, Fraction(i, n)) * n, at(points, Fraction(i + 1, n)) * n) for i in range(n)]
    if any(y.denominator > 1 for pair in ends for y in pair):
        return
    matrix = np.zeros((n, n))
    for i, pair in enumerate(ends):
        matrix[i, int(min(pair)) : int(max(pair))] = 1
    growth = max(1, *abs(np.linalg.eigvals(matrix)))
    evidence = germs.evidence(points, 50)
    zero = evidence["zero"]
    lower = 1 / Fraction(zero["after"]) if zero["after"] else 1
    upper = 1 / Fraction(zero["before"]) if zero["before"] else len(evidence["orbits"]) + 1
    verdict = entropy(build, points, evidence, lower, upper)
    if growth > 1.2:
        assert str(verdict) == "valid"
        assert upper - lower < 1e-4
    # Growth near 1 wants more terms.
    if verdict.word == "valid":
        assert lower <= growth + 1e-9
        assert growth <= upper + 1e-9


def test_known_determinants():
    # Slope 2: c -> 1 -> 0 -> 0, D = (1 - 2t)/(1 - t). Three-cycle: (1 - t - t^2)/(1 - t^3) times (1 - t)/(1 - t).
    assert series([1, -1], [Record([1, 0], Return(2))], 6) == [1, -1, -1, -1, -1, -1]
    assert polynomial([1, -1], [Record([1, 0], Hit(0))]) == [1, -2, 0, 1]
    # Monotone: no turning point.
    assert (series([1], [], 4), series([-1], [], 4), polynomial([1], [])) == ([1] * 4, [1, -1, 1, -1], [1])


def test_hits_collect_the_side():
    # c hits itself: after one turn its right germ is at the left of c, or at the right again.
    records = read_orbits(germs.records(GOLDEN, 9), straight(GOLDEN))
    assert records == [Record([1, 0], Hit(0))]
    assert series([1, -1], records, 12) == germs.determinant(GOLDEN, 12)


def test_address_at_the_end_of_the_domain_and_beyond():
    # The ends 1/3 and 2/3 are no multiples of 2^-2.
    dynamics = straight(graph(("1/3", "1/3"), ("1/2", "2/3"), ("2/3", "1/3")), 2)
    assert dynamics.value(0) == (2, 3)
    assert dynamics.address((3, 3)) == 1
    assert dynamics.image((3, 3), 1) == (1, 2)
    assert dynamics.address((1, 1)) == 0
    assert dynamics.image((1, 1), 0) == (1, 2)
    assert dynamics.address((1, 2)) is None  # 2/4 is the turning point
    assert dynamics.address((1, 3)) is None


def test_enclosures_contain_the_orbits():
    points = graph((0, "1/7"), ("1/3", "8/9"), ("3/5", "2/11"), (1, "6/7"))
    dynamics = straight(points, 200)
    for turn, x in enumerate([Fraction(1, 3), Fraction(3, 5)]):
        where, y = dynamics.value(turn), at(points, x)
        for _ in range(40):
            assert Fraction(where[0], 2**200) <= y <= Fraction(where[1], 2**200)
            address = dynamics.address(where)
            low, high = list(pairwise([Fraction(0), Fraction(1, 3), Fraction(3, 5), Fraction(1)]))[address]
            assert low < y < high
            where, y = dynamics.image(where, address), at(points, y)


positive = st.lists(st.integers(-3, 6), min_size=1, max_size=7)


@given(coefficients=positive, t=st.fractions(Fraction(1, 10), 1, max_denominator=20))
def test_what_is_shown_of_polynomials_is_true(coefficients, t):
    for show, holds in (
        ("check_positive", lambda: all(germs.value(coefficients, t * i / 200) > 0 for i in range(1, 200))),
        ("check_negative", lambda: germs.value(coefficients, t) < 0),
    ):
        try:
            getattr(Sum(coefficients), show)(t, 20)
        except Rejected:
            continue
        assert holds()


@given(turns=st.integers(0, 3), terms=st.integers(1, 12), t=st.fractions(Fraction(1, 20), Fraction(19, 20)))
def test_the_rest_is_not_forgotten(turns, terms, t):
    """The series with the largest possible rest, and with the least, is not shown to be positive (or negative)."""
    from math import comb

    rest = sum(2**turns * comb(k + turns, turns) * t**k for k in range(terms, 400))
    # The value at t is less than the rest in absolute value, so nothing can be shown: 1 - 1/t^0 .. as a constant.
    constant = int(rest)
    for show, coefficients in (("check_positive", [constant]), ("check_negative", [-constant])):
        with pytest.raises(Rejected):
            getattr(Sum([*coefficients, *[0] * (terms - 1)], turns), show)(t, 30)


@pytest.mark.slow
def test_thousand_digits():
    """Slope 2 without the use of its end: 3340 terms."""
    terms = 3340
    determinant = Sum(series([1, -1], [Record([1] + [0] * terms, None)], terms), 1)
    off = Fraction(1, 10**1000)
    determinant.check_positive(Fraction(1, 2) - off, 3400)
    determinant.check_negative(Fraction(1, 2) + off, 3400)
    with pytest.raises(Rejected):
        determinant.check_positive(Fraction(1, 2) + off, 3400)
    with pytest.raises(Rejected):
        determinant.check_negative(Fraction(1, 2) - off, 3400)
