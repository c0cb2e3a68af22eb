"""Known answers about maps with polynomial pieces and algebraic numbers."""

import pytest

import exactnet as xn

FORMAT = {"format": "exactnet-map/1"}


def polynomial_map(coefficients, low="0", high="1"):
    return {**FORMAT, "domain": [low, high], "pieces": [{"to": high, "polynomial": coefficients}]}


def root(polynomial, low, high):
    return {"polynomial": polynomial, "between": [low, high]}


def opposite(number):
    """Minus a number of a document."""
    if isinstance(number, str):
        return number[1:] if number.startswith("-") else f"-{number}"
    low, high = map(opposite, number["between"])
    return root([c if i % 2 == 0 else -c for i, c in enumerate(number["polynomial"])], high, low)


def logistic(r):
    return polynomial_map(["0", r, opposite(r)])


GOLDEN = [-1, -1, 1]
ONE_PLUS_ROOT_FIVE = root([-4, -2, 1], "3", "4")
SUPERSTABLE_THREE = root([-64, -32, -16, 24, 4, -6, 1], "19/5", "77/20")
CHEBYSHEV = {
    2: ["-1", "0", "2"],
    3: ["0", "-3", "0", "4"],
    4: ["1", "0", "-8", "0", "8"],
    5: ["0", "5", "0", "-20", "0", "16"],
    6: ["-1", "0", "18", "0", "-48", "0", "32"],
}


@pytest.mark.parametrize("n", CHEBYSHEV)
def test_chebyshev_polynomials_have_entropy_log_n(n):
    h = xn.entropy(polynomial_map(CHEBYSHEV[n], "-1", "1"))
    assert h.exact == n
    assert h.markov
    assert xn.laps(polynomial_map(CHEBYSHEV[n], "-1", "1"), 4).laps == (n, n**2, n**3, n**4)


@pytest.mark.parametrize(
    ("r", "polynomial"),
    [
        ("4", [-2, 1]),
        (ONE_PLUS_ROOT_FIVE, [-1, 1]),  # the turning point has period 2
        (SUPERSTABLE_THREE, GOLDEN),  # .. and 3
        ("383/100", GOLDEN),  # a window: attracted by a 3-cycle
        ("0", [-1, 1]),
        ("5/2", [-1, 1]),
        ("3", [-1, 1]),  # a neutral fixed point
        ("16/5", [-1, 1]),
        ("7/2", [-1, 1]),
    ],
)
def test_entropy_of_the_logistic_map(r, polynomial):
    h = xn.entropy(logistic(r))
    assert list(h.exact.coefficients) == polynomial
    assert h.zero == (polynomial == [-1, 1])


def test_the_wrong_formula_log_half_r_is_not_met():
    h = xn.entropy(logistic("39/10"), 10)
    assert h.log_decimal == "0.5399761442"
    assert h.exact is None


def test_two_hundred_digits_begin_with_fifty():
    fifty, more = (xn.entropy(logistic("39/10"), digits).log_decimal for digits in (50, 200))
    assert more.startswith(fifty[:-1])
    assert len(more) == 202


def test_the_tent_with_golden_slope():
    half = root([-1, -2, 4], "0", "1")
    tent = {**FORMAT, "points": [["0", "0"], ["1/2", half], ["1", "0"]]}
    assert xn.laps(tent, 9).laps == (2, 4, 8, 14, 24, 40, 66, 108, 176)
    assert list(xn.entropy(tent).exact.coefficients) == GOLDEN


def test_an_iterated_gate_of_degree_two():
    gate = {"type": "polynomial", "coefficients": ["-1", "0", "2"]}
    network = {"format": "exactnet-network/1", "inputs": 1, "layers": [gate] * 4}
    assert xn.entropy(network, domain="box:-1,1").exact == 16
    assert xn.laps(network, domain="box:-1,1").laps == (16,)
    assert xn.laps(network, domain="box:-1,1", level=0).crossings == (17,)


@pytest.mark.parametrize("r", ["4", "39/10"])
def test_points_of_period_n(r):
    found = xn.orbits(logistic(r), 5)
    fixed = [sum(o.period for o in found.orbits if n % o.period == 0) for n in range(1, 6)]
    assert fixed[0] == 2
    assert fixed == ([2, 4, 8, 16, 32] if r == "4" else [2, 4, 8, 8, 12])


def test_a_window_has_an_attracting_and_a_repelling_cycle():
    kinds = sorted(o.kind for o in xn.orbits(logistic("383/100"), 3).orbits if o.period == 3)
    assert kinds == ["attracting", "repelling"]


def test_softsign_contracts():
    softsign = {
        "type": "rational",
        "breakpoints": ["0"],
        "pieces": [
            {"numerator": ["0", "1"], "denominator": ["1", "-1"]},
            {"numerator": ["0", "1"], "denominator": ["1", "1"]},
        ],
    }
    network = {"format": "exactnet-network/1", "inputs": 1, "layers": [softsign]}
    assert xn.entropy(network, domain="box:-1,1").zero
    assert xn.laps(network, 3, domain="box:-1,1").laps == (1, 1, 1)


def test_the_square_and_its_chords():
    """|x^2 - chords|_inf = 2^-2m-2 for 2^m chords (Yarotsky)."""
    for m in range(4):
        n = 2**m
        chords = {**FORMAT, "points": [[f"{k}/{n}", f"{k * k}/{n * n}"] for k in range(n + 1)]}
        found = xn.distance(polynomial_map(["0", "0", "1"]), chords, "linf")
        assert found.value == xn.RealAlgebraic.from_rational(1) / 4 ** (m + 1)


def test_clipping_a_parabola_that_leaves_keeps_a_full_horseshoe():
    steep = logistic("5")
    assert xn.entropy(steep, clip=True).exact == 2
    assert xn.laps(steep, 4, clip=True).laps == (2, 4, 8, 16)
    with pytest.raises(xn.InputError, match=r"its values run from 0 to 5/4"):
        xn.entropy(steep)


def test_an_orbit_that_nears_a_turning_point_faster_and_faster():
    """4/5 -> 81/100 -> .. is attracted by the fixed turning point 13/16, each step squaring the distance."""
    pieces = [("5/8", ["3/4", "4/5", "-16/5"]), ("3/4", ["15/4", "-16", "16"]), ("1", ["-39/4", "26", "-16"])]
    document = {**FORMAT, "domain": ["0", "1"], "pieces": [{"to": to, "polynomial": p} for to, p in pieces]}
    h = xn.entropy(document, clip=True)
    assert h.exact is not None
