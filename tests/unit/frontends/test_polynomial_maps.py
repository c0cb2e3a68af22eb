"""Interval maps with polynomial pieces and algebraic numbers: reading, one canonical form, exact values, refusals."""

import hashlib
import json
import pickle

import pytest
from flint import fmpq
from support import networks as net

import exactnet as xn
from exactnet.check import check_text
from exactnet.compile import Domain, IntervalFunction, PiecewiseLinearMap, PiecewiseMap
from exactnet.errors import InputError, UndecidedError
from exactnet.exact import RealAlgebraic
from exactnet.exact.numbers import evaluate, isolation, number, number_document, number_name
from exactnet.frontends import Variation

SQRT2 = {"polynomial": [-2, 0, 1], "between": ["1", "2"]}
GOLDEN = {"polynomial": [-1, -1, 1], "between": ["1", "2"]}
ROOT2 = RealAlgebraic.from_polynomial([-2, 0, 1], 1, 2)
LOGISTIC = {
    "format": "exactnet-map/1",
    "domain": ["0", "1"],
    "pieces": [{"to": "1", "polynomial": ["0", "4", "-4"]}],
}


def by_pieces(domain, *pieces):
    return {
        "format": "exactnet-map/1",
        "domain": list(domain),
        "pieces": [{"to": to, "polynomial": list(polynomial)} for to, polynomial in pieces],
    }


def by_points(*points):
    return {"format": "exactnet-map/1", "points": [list(point) for point in points]}


def test_the_logistic_map():
    f = xn.load(LOGISTIC)
    assert isinstance(f, PiecewiseMap)
    assert (f.pieces, f.degree, f.domain, f.is_rational) == (1, 2, Domain.of(0, 1), True)
    assert [f(x) for x in (0, "1/4", 0.5, 1)] == [0, fmpq(3, 4), 1, 0]
    assert repr(f) == "PiecewiseMap(1 piece of degree 2 on [0, 1])"
    # sin^2 t -> sin^2 2t: (5 - sqrt 5)/8 = sin^2 36 degrees and (5 + sqrt 5)/8 = sin^2 72 degrees are a cycle
    low, high = (RealAlgebraic.from_polynomial([5, -20, 16], *ends) for ends in ((0, "1/2"), ("1/2", 1)))
    assert f(low) == high
    assert f(high) == low


def test_values_at_algebraic_points_are_in_their_one_form():
    f = xn.load(by_pieces(["-2", "2"], ["2", ["-1", "0", "1"]]))
    assert f(ROOT2) == 1
    assert isinstance(f(ROOT2), fmpq)
    # x^2 - 1 at 2^(1/3) + 1/2... a root of a polynomial of degree 3
    cube = RealAlgebraic.from_polynomial([-2, 0, 0, 1], 1, 2)
    assert f(cube) == cube * cube - 1
    assert isinstance(f(cube), RealAlgebraic)


def test_algebraic_coefficients_and_ends():
    # sqrt2 x - x^2 on [0, sqrt2], the vertex at (sqrt2/2, 1/2)
    f = xn.load(by_pieces(["0", SQRT2], [SQRT2, ["0", SQRT2, "-1"]]))
    assert f.domain == Domain.of(0, ROOT2)
    assert repr(f) == "PiecewiseMap(1 piece of degree 2 on [0, ~1.41421356])"
    assert f(ROOT2 / 2) == fmpq(1, 2)
    assert f(0) == f(ROOT2) == 0
    assert f(1) == ROOT2 - 1
    with pytest.raises(InputError, match=r"3/2 lies outside the domain \[0, ~1.41421356\]"):
        f("3/2")
    with pytest.raises(InputError, match=r"~-1.41421356 lies outside"):
        f(-ROOT2)
    with pytest.raises(InputError, match="algebraic ends"):
        _ = f.domain.ends


def test_a_tent_whose_peak_is_algebraic_has_one_form_by_points_and_by_pieces():
    half = {"polynomial": [-1, -2, 4], "between": ["0", "1"]}  # half the golden ratio
    points = xn.load(by_points([0, 0], ["1/2", half], [1, 0]))
    pieces = xn.load(
        by_pieces([0, 1], ["1/2", [0, GOLDEN]], [1, [GOLDEN, {"polynomial": [-1, 1, 1], "between": [-2, 0]}]])
    )
    assert points == pieces
    assert hash(points) == hash(pieces)
    assert points.digest == pieces.digest
    golden = RealAlgebraic.from_polynomial([-1, -1, 1], 1, 2)
    assert points.polynomials == ((0, golden), (golden, -golden))
    # the orbit of the turning point is 1/2 -> g/2 -> (g - 1)/2 -> 1/2
    assert points(points("1/2")) == (golden - 1) / 2
    assert points(points(points("1/2"))) == fmpq(1, 2)


def test_canonical_documents():
    assert xn.load(LOGISTIC).to_json() == LOGISTIC
    written = xn.load(by_pieces([0, SQRT2], ["1/2", [1, 0, 0]], [SQRT2, ["1/2", "1.0"]])).to_json()
    assert written == {
        "format": "exactnet-map/1",
        "domain": ["0", SQRT2],
        "pieces": [{"to": "1/2", "polynomial": ["1"]}, {"to": SQRT2, "polynomial": ["1/2", "1"]}],
    }
    f = xn.load(written)
    text = json.dumps(written, sort_keys=True, separators=(",", ":"))
    assert f.digest == hashlib.sha256(text.encode()).hexdigest()
    assert f.certificate_subject.value == {"type": "map", "sha256": f.digest, "map": written}
    assert pickle.loads(pickle.dumps(f)) == f


@pytest.mark.parametrize(
    "spelling",
    [
        {"polynomial": [-2, 0, 1], "between": [0, 100]},
        {"polynomial": ["-2", "0.0", 1], "between": ["1.41", "71/50"]},
        {"polynomial": [2, 0, -1], "between": [1, 2]},
        {"polynomial": [-6, 0, 3, 0], "between": [0, 2]},
        {"polynomial": ["-1/3", 0, "1/6"], "between": [0, 2]},
        {"polynomial": [4, 0, -4, 0, 1], "between": [0, 2]},  # (x^2 - 2)^2
        {"polynomial": [6, 0, -5, 0, 1], "between": ["1", "3/2"]},  # (x^2 - 2)(x^2 - 3)
        {"polynomial": [2, -2, -1, 1], "between": ["1", "2"]},  # 1 is a root at an end
    ],
)
def test_spellings_of_one_number_are_written_in_one_way(spelling):
    f = xn.load(by_pieces([0, spelling], [spelling, [spelling]]))
    assert f.to_json() == by_pieces(["0", SQRT2], [SQRT2, [SQRT2]])
    assert f == xn.load(by_pieces(["0", SQRT2], [SQRT2, [SQRT2]]))


def test_an_algebraic_number_that_is_rational_is_a_rational():
    half = {"polynomial": [1, -3, 2], "between": ["0", "3/4"]}
    assert xn.load(by_pieces([0, 1], [1, [half, 0, half]])).to_json()["pieces"][0]["polynomial"] == ["1/2", "0", "1/2"]


def test_rational_maps_of_degree_one_are_piecewise_linear_however_they_are_written():
    tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
    half = {"polynomial": [-1, 0, 4], "between": [0, 9]}
    # (sqrt2/2, 2 - sqrt2) lies on the second line
    between = [{"polynomial": p, "between": [0, 1]} for p in ([-1, 0, 2], [2, -4, 1])]
    for document in (
        by_pieces([0, 1], ["1/2", [0, 2]], [1, [2, -2]]),
        by_pieces([0, 1], ["1/4", [0, 2, 0]], ["1/2", [0, 2]], [1, [2, "-2.0"]]),
        by_pieces([0, 1], [half, [0, 2, 0, 0]], [1, [2, -2]]),
        by_points([0, 0], [half, 1], [1, 0]),
        by_points([0, 0], ["1/2", 1], between, [1, 0]),
    ):
        f = xn.load(document)
        assert isinstance(f, PiecewiseLinearMap)
        assert f == tent
        assert f.digest == tent.digest


def test_pieces_that_go_on_alike_are_one():
    cut = {"polynomial": [-1, 0, 2], "between": [0, 1]}
    f = xn.load(by_pieces([0, 1], ["1/3", [0, 4, -4]], [cut, [0, 4, -4]], [1, [0, 4, -4, 0]]))
    assert f == xn.load(LOGISTIC)
    assert f.pieces == 1


@pytest.mark.parametrize(
    ("polynomial", "between", "expected"),
    [
        ([-2, 0, 1], (0, 9), (1, 2)),
        ([-2, 0, 1], (-9, 0), (-2, -1)),
        ([-1, 0, 18], (0, 1), (0, 1)),
        ([-1, 0, 18], (-1, 0), (-1, 0)),
        ([1, -10, 20], (0, "1/4"), (0, fmpq(1, 4))),  # roots 0.138 and 0.361: in (0, 1/2) both
        ([1, -10, 20], ("1/4", 1), (fmpq(1, 4), fmpq(1, 2))),
        ([-(10**40) - 1, 0, 1], (0, 10**30), (10**20, 10**20 + 1)),
    ],
)
def test_the_interval_that_is_written_is_the_first_dyadic_one_with_one_root(polynomial, between, expected):
    found = RealAlgebraic.from_polynomial(polynomial, *between)
    for same in (found, found.refine(fmpq(1, 10**60))):
        assert isolation(same) == expected
        assert number_document(same)["polynomial"] == polynomial


def test_names_of_numbers_in_sentences():
    tiny = RealAlgebraic.from_polynomial([-1, 0, 2 * 10**60], 0, 1)
    assert [number_name(x) for x in (fmpq(-1, 3), tiny, -tiny)] == ["-1/3", "~7.07106781e-31", "~-7.07106781e-31"]


@pytest.mark.parametrize("x", [fmpq(2, 3), ROOT2, ROOT2 / 3 - 1, RealAlgebraic.from_polynomial([-3, 1, 0, 1], 1, 2)])
def test_polynomials_are_evaluated_as_term_by_term(x):
    for coefficients in (
        [fmpq(1), fmpq(-2, 3), fmpq(0), fmpq(5)],
        [ROOT2, fmpq(1, 2), number(ROOT2 - 1)],
        [fmpq(0)],
        [],
    ):
        total = RealAlgebraic.from_rational(0)
        for k, c in enumerate(coefficients):
            power = RealAlgebraic.from_rational(1)
            for _ in range(k):
                power = power * x
            total = total + power * c
        assert evaluate(coefficients, x) == total


X2 = ["0", "0", "1"]
BAD = {
    "no domain": ({"format": "exactnet-map/1", "pieces": []}, '"domain"'),
    "points and pieces": ({**LOGISTIC, "points": []}, "not by both"),
    "unknown field": ({**LOGISTIC, "piece": []}, "'piece'"),
    "domain of one end": (by_pieces([0], [1, X2]), "domain must be a pair"),
    "domain is a number": ({**LOGISTIC, "domain": 1}, "domain must be a list"),
    "domain reversed": (by_pieces([1, 0], [0, X2]), "pieces[0] runs from 1 to 0"),
    "domain a point": (by_pieces([1, 1]), "fill the domain|runs from"),
    "no pieces": (by_pieces([0, 1]), "fill the domain"),
    "pieces end early": (by_pieces([0, 1], ["1/2", X2]), "they end at 1/2, the domain at 1"),
    "pieces end late": (by_pieces([0, 1], [2, X2]), "they end at 2, the domain at 1"),
    "algebraic end missed": (by_pieces([0, SQRT2], ["1.41421356", X2]), "the domain at ~1.41421356"),
    "pieces is an object": ({**LOGISTIC, "pieces": {}}, "pieces must be a list"),
    "piece is a list": ({**LOGISTIC, "pieces": [[1, X2]]}, "pieces[0] must be an object"),
    "piece without end": ({**LOGISTIC, "pieces": [{"polynomial": X2}]}, 'pieces[0] lacks the field "to"'),
    "piece with another field": (
        {**LOGISTIC, "pieces": [{"to": 1, "polynomial": X2, "from": 0}]},
        "pieces[0] has an unknown field 'from'",
    ),
    "ends do not increase": (by_pieces([0, 1], ["1/2", X2], ["1/2", X2], [1, X2]), "pieces[1] runs from 1/2 to 1/2"),
    "algebraic ends do not increase": (
        by_pieces([0, 2], [SQRT2, X2], ["7/5", X2], [2, X2]),
        "pieces[1] runs from ~1.41",
    ),
    "polynomial is a number": (by_pieces([0, 1]) | {"pieces": [{"to": 1, "polynomial": 1}]}, "pieces[0].polynomial"),
    "polynomial is empty": (by_pieces([0, 1], [1, []]), "pieces[0].polynomial is empty"),
    "coefficient is text": (by_pieces([0, 1], [1, X2], [2, [0, "y"]]), "pieces[1].polynomial[1]"),
    "coefficient is null": (by_pieces([0, 1], [1, [None]]), "pieces[0].polynomial[0]"),
    "coefficient is a truth value": (by_pieces([0, 1], [1, [True]]), "pieces[0].polynomial[0]"),
    "coefficient is a list": (by_pieces([0, 1], [1, [["1"]]]), "pieces[0].polynomial[0]"),
    "end is text": (by_pieces([0, 1], ["one", X2]), "pieces[0].to"),
    "zero denominator": (by_pieces([0, 1], [1, ["1/0"]]), "pieces[0].polynomial[0]"),
    "a jump": (by_pieces([0, 2], [1, X2], [2, [2]]), "the map jumps at 1, from 1 to 2, where pieces[1] begins"),
    "a jump at an algebraic point": (
        by_pieces([0, 2], [SQRT2, X2], [2, ["2.000000001"]]),
        "jumps at ~1.41421356, from 2 to 2000000001/1000000000",
    ),
    "a jump of algebraic values": (
        by_pieces([0, 2], [1, [0, SQRT2]], [2, [GOLDEN]]),
        "jumps at 1, from ~1.41421356 to ~1.61803399",
    ),
    "number without interval": (by_pieces([0, 1], [1, [{"polynomial": [-2, 0, 1]}]]), '"between"'),
    "number without polynomial": (by_pieces([0, 1], [1, [{"between": [1, 2]}]]), '"polynomial"'),
    "number with another field": (by_pieces([0, 1], [1, [{**SQRT2, "root": 1}]]), "unknown field 'root'"),
    "number is empty": (by_pieces([0, 1], [1, [{}]]), "pieces[0].polynomial[0] lacks"),
    "interval of one end": (by_pieces([0, 1], [1, [{**SQRT2, "between": [1]}]]), "between must be a pair"),
    "interval is a number": (by_pieces([0, 1], [1, [{**SQRT2, "between": 1}]]), "between must be a list"),
    "interval of text": (by_pieces([0, 1], [1, [{**SQRT2, "between": ["a", 2]}]]), "between[0]"),
    "interval reversed": (by_pieces([0, 1], [1, [{**SQRT2, "between": [2, 1]}]]), "pieces[0].polynomial[0]: "),
    "interval a point": (by_pieces([0, 1], [1, [{**SQRT2, "between": [1, 1]}]]), "pieces[0].polynomial[0]: "),
    "no root": (by_pieces([0, 1], [1, [{**SQRT2, "between": [2, 3]}]]), "has 0 roots between 2 and 3"),
    "two roots": (by_pieces([0, 1], [1, [{**SQRT2, "between": [-2, 2]}]]), "has 2 roots between -2 and 2"),
    "no real root": (by_pieces([0, 1], [1, [{"polynomial": [1, 0, 1], "between": [-2, 2]}]]), "has 0 roots"),
    "root at an end": (by_pieces([0, 1], [1, [{"polynomial": [-1, 1], "between": [1, 2]}]]), "has 0 roots"),
    "zero polynomial": (by_pieces([0, 1], [1, [{"polynomial": [0, 0], "between": [1, 2]}]]), "positive degree"),
    "constant polynomial": (by_pieces([0, 1], [1, [{"polynomial": [5], "between": [1, 2]}]]), "positive degree"),
    "empty polynomial": (by_pieces([0, 1], [1, [{"polynomial": [], "between": [1, 2]}]]), "positive degree"),
    "polynomial of a number is text": (by_pieces([0, 1], [1, [{**SQRT2, "polynomial": "x"}]]), "[0].polynomial"),
    "algebraic inside algebraic": (by_pieces([0, 1], [1, [{**SQRT2, "between": [SQRT2, 2]}]]), "[0].between[0]"),
    "degree too large": (
        by_pieces([0, 1], [1, [{"polynomial": [-2] + [0] * 999 + [1], "between": [1, 2]}]]),
        "pieces[0].polynomial[0].polynomial has 1001 coefficients",
    ),
    "algebraic in the domain": (
        by_pieces([{**SQRT2, "between": [5, 6]}, 9], [9, X2]),
        "domain[0]: the polynomial has 0",
    ),
    "algebraic end of a piece": (
        by_pieces([0, 1], [{"polynomial": 1, "between": [5, 6]}, X2]),
        "pieces[0].to.polynomial",
    ),
    "one point": (by_points([0, SQRT2]), "at least two points"),
    "point with three numbers": (by_points([0, 0], [1, SQRT2, 2]), "points[1] must be a pair"),
    "points fall": (by_points([0, 0], [SQRT2, 1], [1, 0]), "~1.41421356 is followed by 1"),
    "points meet": (by_points([0, 0], [SQRT2, 1], [{**SQRT2, "between": ["7/5", 9]}, 0]), "must increase strictly"),
    "bad number in a point": (by_points([0, 0], [1, {"polynomial": [-2, 0, 1], "between": [5, 6]}]), "points[1][1]: "),
    "another domain": ({**by_points([0, 0], [SQRT2, 1]), "domain": [0, "3/2"]}, "from the first to the last point"),
}


@pytest.mark.parametrize("name", BAD)
def test_the_message_is_one_sentence_that_names_the_place(name):
    document, place = BAD[name]
    with pytest.raises(InputError) as caught:
        xn.load(document)
    message = str(caught.value)
    assert any(part in message for part in place.split("|"))
    assert "\n" not in message
    assert len(message) < 300


def test_the_domain_beside_algebraic_points_is_theirs():
    document = {**by_points([0, 0], [SQRT2, 1]), "domain": [0, {"polynomial": [-4, 0, 2], "between": [0, 5]}]}
    assert xn.load(document).domain == Domain.of(0, ROOT2)


def test_numbers_of_unrelated_large_degrees_are_undecided():
    first, second = ({"polynomial": [-k] + [0] * 16 + [1], "between": [1, 2]} for k in (2, 3))
    with pytest.raises(UndecidedError, match="degree 289"):
        xn.load(by_points([0, first], [second, 1]))


CURVED = [LOGISTIC, by_points([0, 0], ["1/2", {"polynomial": [-1, 0, 2], "between": [0, 1]}], [1, 0])]


@pytest.mark.parametrize("document", CURVED)
def test_every_question_about_functions_of_one_variable_is_answered(document):
    asked = (xn.laps, xn.entropy, xn.shape, xn.depth_width, lambda f: xn.orbits(f, 2), lambda f: xn.distance(f, f))
    for ask in asked:
        assert check_text(ask(document).certificate.canonical).word == "valid"
    assert {row.verdict.word for row in xn.verify(document).rows} == {"proved", "not_applicable"}


def test_a_domain_outside_the_map_s_is_refused_first():
    for ask in (xn.verify, xn.laps):
        with pytest.raises(InputError, match=r"defined on \[0, 1\] only, not on \[0, 2\]"):
            ask(LOGISTIC, domain="box:0,2")
    algebraic = by_pieces([0, SQRT2], [SQRT2, [0, 1, 1]])
    with pytest.raises(InputError, match=r"only, not on \[0, 3/2\]"):
        xn.verify(algebraic, domain="box:0,3/2")
    assert xn.verify(algebraic, domain="box:0,7/5").case.domain == Domain.of(0, "7/5")


def test_a_piecewise_map_built_in_python_that_is_piecewise_linear_is_compiled():
    tent = PiecewiseMap.of([0, "1/2", 1], [[0, 2], [2, -2]])
    assert IntervalFunction.of(tent).map == PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])


@pytest.mark.parametrize(("ends", "pieces"), [([0, 1], []), ([0], []), ([0, 0], [[1]]), ([0, 1, 2], [[0], [1]])])
def test_impossible_maps_are_refused(ends, pieces):
    with pytest.raises(InputError):
        PiecewiseMap.of(ends, pieces)


def test_a_number_of_a_polynomial_map_may_vary():
    varied = Variation.of(LOGISTIC, "pieces.0.polynomial.1,-pieces.0.polynomial.2")
    assert varied.at(fmpq(7, 2)).polynomials == ((0, fmpq(7, 2), fmpq(-7, 2)),)
    # a parabola through 1 at 1 stays continuous only at one value
    joined = by_pieces([0, 2], [1, X2], [2, [1]])
    with pytest.raises(InputError, match="jumps at 1, from 2 to 1"):
        Variation.of(joined, "pieces.0.polynomial.2").at(fmpq(2))
    with pytest.raises(InputError, match="does not lead to a number"):
        Variation.of(LOGISTIC, "pieces.0.polynomial")


def test_an_algebraic_number_may_vary_as_a_whole_or_in_its_own_numbers():
    document = by_pieces([0, 1], [1, [0, SQRT2, 1]])
    assert Variation.of(document, "pieces.0.polynomial.1").at(fmpq(3)).polynomials == ((0, 3, 1),)
    inside = Variation.of(document, "pieces.0.polynomial.1.polynomial.0")
    assert inside.at(fmpq(-3)).polynomials[0][1] == RealAlgebraic.from_polynomial([-3, 0, 1], 1, 2)
    with pytest.raises(InputError, match=r"pieces\[0\].polynomial\[1\]: the polynomial has 0 roots"):
        inside.at(fmpq(-5))


def test_numbers_of_semi_algebraic_layers_may_vary():
    layers = [net.polynomial(0, 1), net.rational((1,), (1, 0, 1)), net.relu_power(2)]
    document = net.document(*layers)
    assert Variation.of(document, "layers.0.coefficients.1").at(fmpq(2))(1) == (fmpq(1, 25),)
    assert Variation.of(document, "layers.2.power").at(fmpq(3))(1) == (fmpq(1, 8),)
    with pytest.raises(InputError, match=r"layers\[1\]: the denominator has a zero"):
        Variation.of(document, "layers.1.denominator.0").at(fmpq(0))


def test_a_sweep_answers_where_the_map_is_piecewise_linear():
    document = by_pieces([0, 1], ["1/2", [0, 2, 0]], [1, [2, -2]])
    with pytest.raises(InputError, match="jumps"):
        xn.sweep(document, "pieces.0.polynomial.2=1:2:2")
    row = xn.sweep(by_pieces([0, 1], [1, [0, 1, 0]]), "pieces.0.polynomial.2=0:1:2").rows[0]
    assert row.log_decimal == "0.0000000000"
