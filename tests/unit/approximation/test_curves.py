"""Distances of functions with polynomial and rational pieces: by hand, and against sympy and mpmath."""

import json
import random
from fractions import Fraction

import mpmath
import pytest
from support import distances
from support import networks as net

import exactnet as xn
from exactnet.approximation import distance
from exactnet.check import check_text
from exactnet.compile import Domain, IntervalFunction, PiecewiseLinearMap
from exactnet.compile.semialgebraic.function import SemiAlgebraicFunction
from exactnet.compile.study import study
from exactnet.errors import InputError, UndecidedError
from exactnet.exact import Q, RealAlgebraic
from exactnet.exact.brackets import Bracket

F = Fraction
SQUARE = net.document(net.relu_power(2))
HYPERBOLA = net.rational_pieces([0], ([1], [1]), ([1], [1, 1]))
IDENTITY = {"format": "exactnet-map/1", "points": [["0", "0"], ["1", "1"]]}


def constant(value, domain=(0, 1)):
    return {"format": "exactnet-map/1", "points": [[str(x), str(value)] for x in domain]}


def root(coefficients, low, high):
    return RealAlgebraic.from_polynomial(coefficients, low, high)


def both(f, g, **options):
    """Both distances, each accepted by the checker."""
    found = [xn.distance(f, g, norm, **options) for norm in ("l1", "linf")]
    for result in found:
        assert str(check_text(result.certificate.canonical)) == "valid"
    return tuple(result.value for result in found)


def test_a_parabola_and_its_chord():
    assert both(SQUARE, IDENTITY) == (Q(1, 6), Q(1, 4))


def test_the_area_may_lie_in_the_field_of_the_zeros():
    # x^2 and 1/3 meet at 1/sqrt 3: the area is 4 sqrt 3 / 27
    area, height = both(SQUARE, constant("1/3"))
    assert area == root([-16, 0, 243], 0, 1)
    assert height == Q(2, 3)


def test_a_largest_gap_at_an_irrational_point():
    cubic = {
        "format": "exactnet-map/1",
        "domain": ["0", "1"],
        "pieces": [{"to": "1", "polynomial": ["0", "-1", "0", "1"]}],
    }
    # |x^3 - x| is largest at 1/sqrt 3: 2/(3 sqrt 3)
    assert both(cubic, constant(0)) == (Q(1, 4), root([-4, 0, 27], 0, 1))


def test_functions_over_different_fields():
    r2, r3 = ({"polynomial": [-n, 0, 1], "between": ["1", "2"]} for n in (2, 3))
    f, g = ({"format": "exactnet-map/1", "points": [["0", "0"], ["1", r]]} for r in (r2, r3))
    # (sqrt 3 - sqrt 2)/2 and sqrt 3 - sqrt 2
    assert both(f, g) == (root([1, 0, -40, 0, 16], 0, 1), root([1, 0, -10, 0, 1], 0, 1))
    evidence = xn.distance(f, g, "l1").certificate.evidence.value
    assert len(evidence["field"]["polynomial"]) == 5
    assert [len(e) for e in evidence["field"]["numbers"]] == [4, 4]


def test_an_algebraic_domain():
    golden = {"polynomial": [-1, -1, 1], "between": ["1", "2"]}
    f = {"format": "exactnet-map/1", "domain": ["0", golden], "pieces": [{"to": golden, "polynomial": ["0", "0", "1"]}]}
    # the integral of x^2 - x from 1, minus that from 0 to 1: g^3/3 - g^2/2 + 1/3 with g^2 = g + 1
    area, height = both(f, net.document(net.RELU))
    g = root([-1, -1, 1], 1, 2)
    assert area == g**3 / 3 - g**2 / 2 + F(1, 3)
    assert height == 1


@pytest.mark.parametrize("digits", [5, 10, 60])
def test_logarithms_and_arcs_are_bracketed(digits):
    hyperbola, witch = (net.document(layer) for layer in (HYPERBOLA, net.rational([1], [1, 0, 1])))
    for network, expected in ((hyperbola, lambda: mpmath.log(2)), (witch, lambda: mpmath.pi / 4)):
        found = xn.distance(network, constant(0), "l1", digits=digits).value
        assert isinstance(found, Bracket)
        with mpmath.workdps(digits + 20):
            low, high = (mpmath.mpf(int(x.p)) / int(x.q) for x in (found.lower, found.upper))
            assert low < expected() < high
            assert high - low < mpmath.mpf(10) ** -digits


def test_a_pole_nearby_takes_more_cells():
    spike = net.document(net.rational([1], ["1/1000000", 0, 1]))
    result = xn.distance(spike, constant(0), "l1", digits=20)
    with mpmath.workdps(40):
        expected = 1000 * mpmath.atan(1000)
        low, high = (mpmath.mpf(int(x.p)) / int(x.q) for x in (result.value.lower, result.value.upper))
        assert low < expected < high
    assert result.certificate.evidence.value["terms"] > 0
    assert len(result.certificate.evidence.value["points"]) > 10


def test_equal_functions_have_distance_0():
    double = net.document(net.relu_power(1), net.product([0, 0]))
    assert both(SQUARE, double) == (0, 0)


def test_more_digits_than_a_certificate_may_show_are_refused():
    assert (
        str(check_text(xn.distance(net.document(HYPERBOLA), constant(0), "l1", digits=300).certificate.canonical))
        == "valid"
    )
    with pytest.raises(UndecidedError, match="1200 digits the integral takes more terms"):
        xn.distance(net.document(HYPERBOLA), constant(0), "l1", digits=1200)


def test_digits_are_significant_ones():
    tiny = net.document(HYPERBOLA, net.dense([[F(1, 10**30)]], [0]))
    found = xn.distance(tiny, constant(0), "l1", digits=8).value
    assert (found.upper - found.lower) * 10**8 < found.lower


def test_what_has_no_distance_is_refused():
    with pytest.raises(InputError, match="one"):
        xn.distance(net.document(net.dense([[1], [2]], [0, 0]), net.relu_power(2)), IDENTITY)
    with pytest.raises(InputError, match="bounded"):
        xn.distance(SQUARE, net.document(net.RELU), domain="all")
    with pytest.raises(InputError, match="different intervals"):
        distance(study(xn.load(SQUARE), Domain.of(0, 2)), study(xn.load(IDENTITY)), "l1")
    with pytest.raises(InputError, match="norm"):
        xn.distance(SQUARE, IDENTITY, "l2")


def random_pieces(rng, degree, denominators=False):
    knots = sorted({F(0), F(2), *(F(rng.randrange(1, 8), 4) for _ in range(rng.randrange(3)))})
    polynomials = [[F(rng.randint(-5, 5), rng.randint(1, 3)) for _ in range(degree + 1)] for _ in range(len(knots) - 1)]
    return distances.continuous(knots, polynomials)


@pytest.mark.parametrize("seed", range(40))
def test_random_polynomial_pieces(seed):
    rng = random.Random(seed)
    f, g = (random_pieces(rng, rng.randint(0, 5)) for _ in range(2))
    area, height = both(*(distances.document(h) for h in (f, g)), digits=35)
    assert distances.agrees(area, distances.area(f, g))
    assert distances.agrees(height, distances.height(f, g))


@pytest.mark.parametrize("seed", range(20))
def test_random_rational_networks(seed):
    rng = random.Random(seed)
    top = [F(rng.randint(-5, 5), rng.randint(1, 3)) for _ in range(rng.randint(1, 4))]
    # a sum of squares and a positive number
    a, b = (F(rng.randint(-4, 4), 3) for _ in range(2))
    bottom = [F(rng.randint(1, 5), 9) + a * a, 2 * a * b, b * b + F(1, 7)]
    pieces = [(F(0), F(2), top, bottom)]
    g = random_pieces(rng, rng.randint(0, 3))
    area, height = both(net.document(net.rational(top, bottom)), distances.document(g), digits=35)
    assert distances.agrees(area, distances.area(pieces, g))
    assert distances.agrees(height, distances.height(pieces, g))


@pytest.mark.parametrize("seed", range(15))
def test_piecewise_linear_functions_by_both_ways(seed):
    rng = random.Random(seed)

    def some_map():
        xs = sorted({F(0), F(1), *(F(rng.randrange(1, 30), 30) for _ in range(rng.randrange(6)))})
        return PiecewiseLinearMap.from_points([(x, F(rng.randint(-9, 9), rng.randint(1, 7))) for x in xs])

    f, g = IntervalFunction.of(some_map()), IntervalFunction.of(some_map())
    curved = [SemiAlgebraicFunction.of(h.subject) for h in (f, g)]
    for norm in ("l1", "linf"):
        expected = distance(f, g, norm).value
        assert distance(*curved, norm).value == expected
        assert distance(f, curved[1], norm).value == expected


def test_polynomial_distances_have_the_laws_of_a_metric():
    rng = random.Random(7)
    f, g, h = (distances.document(random_pieces(rng, 2)) for _ in range(3))
    for norm in ("l1", "linf"):

        def between(a, b, norm=norm):
            return xn.distance(a, b, norm).value

        assert between(f, f) == 0
        assert between(f, g) == between(g, f) > 0
        direct, first, second = between(f, h), between(f, g), between(g, h)
        if not any(isinstance(x, Bracket) for x in (direct, first, second)):
            assert direct <= RealAlgebraic.from_rational(0) + first + second
    # the domain has length 2
    assert (
        distances.bounds(xn.distance(f, g, "l1").value)[0] <= 2 * distances.bounds(xn.distance(f, g, "linf").value)[1]
    )


def test_the_claim_of_a_certificate_is_the_value():
    kinds = [both(SQUARE, constant("1/3"))[0], both(SQUARE, IDENTITY)[0]]
    certificates = [xn.distance(SQUARE, g, "l1").certificate for g in (constant("1/3"), IDENTITY)]
    assert [c.claim["value"] for c in certificates] == [
        {"polynomial": [-16, 0, 243], "between": ["0", "1"]},
        "1/6",
    ]
    assert kinds[0].coefficients == (-16, 0, 243)
    evidence = certificates[0].evidence.value
    assert evidence["points"] == ["0", ["0", "1"], "1"]  # the zero generates the field
    assert evidence["field"] == {"polynomial": [-1, 0, 3], "between": ["0", "1"], "numbers": []}
    hyperbola = xn.distance(net.document(HYPERBOLA), constant(0), "l1").certificate
    assert set(hyperbola.evidence.value) == {"field", "points", "precision", "terms"}
    assert json.loads(hyperbola.canonical)["claim"]["value"].keys() == {"lower", "upper"}
