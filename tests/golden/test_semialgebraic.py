"""Known answers about maps with polynomial pieces and algebraic numbers."""

import pytest
from flint import fmpq

import exactnet as xn
from exactnet.check import check_text

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


# -- slopes that are the same everywhere -----------------------------------------------------------------------------


def tent(slope, turn="1/2"):
    """Up from (0, 0), down to (1, 0): at 1/2 with this slope."""
    polynomial, low, high = slope
    half = root([c * 2**i for i, c in enumerate(polynomial)], low, high)
    return {**FORMAT, "points": [["0", "0"], [turn, half], ["1", "0"]]}


@pytest.mark.parametrize(
    ("slope", "polynomial"),
    [
        (([-1, -1, 1], "1/2", "1"), GOLDEN),
        (([-2, 0, 1], "1/2", "1"), [-2, 0, 1]),
        (([-1, -1, 0, 1], "1/2", "1"), [-1, -1, 0, 1]),  # the least Pisot number: its orbit is finite
        (([-3, 0, 1], "1/2", "1"), [-3, 0, 1]),  # no algebraic unit: the orbit of the turning point never closes
        (([-1, 0, 2], "1/4", "1/2"), [-1, 1]),  # below 1
    ],
)
def test_entropy_of_a_tent_is_the_logarithm_of_its_slope(slope, polynomial):
    h = xn.entropy(tent(slope), digits=30)
    assert list(h.exact.coefficients) == polynomial
    assert h.decided
    assert h.method == "constant slope"
    assert str(check_text(h.certificate.canonical)) == "valid"
    kneading = xn.entropy(tent(slope), digits=10, method="kneading")
    assert kneading.growth_lower <= h.growth_upper
    assert h.growth_lower <= kneading.growth_upper


def test_a_zigzag_of_three_laps_with_one_irrational_slope():
    # slope sqrt 7: from 0 up, down and up again, turning where it suits
    seven = [-7, 0, 1]
    up = root([c * 3**i for i, c in enumerate(seven)], "4/5", "1")  # sqrt 7 / 3
    down = {**FORMAT, "points": [["0", "0"], ["1/3", up], ["2/3", "0"], ["1", up]]}
    assert list(xn.entropy(down).exact.coefficients) == seven


# -- the cascade of period doublings ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "r", ["3449/1000", "354/100", "3564/1000", "3568/1000", "3569/1000", "35699/10000", "356994/100000"]
)
def test_entropy_is_zero_along_the_cascade(r):
    """Attracting cycles of period 2, 4, 8, 16, 32, 128, 256 (the onset of chaos is at 3.5699456..)."""
    h = xn.entropy(logistic(r))
    assert h.zero
    assert str(check_text(h.certificate.canonical)) == "valid"


def test_entropy_right_after_the_cascade_is_small_and_positive():
    h = xn.entropy(logistic("357/100"))
    assert h.log_decimal == "0.0117095989"
    close = xn.entropy(logistic("356995/100000"))
    assert not close.decided
    assert close.growth_lower == 1 < close.growth_upper < fmpq(101, 100)


# -- what cycles force ---------------------------------------------------------------------------------------------------


def proved(subject, name, **options):
    """Rows of a bound, all of them proved with certificates that pass."""
    rows = xn.verify(subject, bounds=[name], **options).rows
    for row in rows:
        assert row.verdict.word == "proved", row.reason
        assert str(check_text(row.certificate.canonical)) == "valid"
    return rows


@pytest.mark.parametrize(
    ("subject", "period", "sign"),
    [
        (logistic("4"), 3, 1),
        (logistic("383/100"), 3, 0),  # exp h is the golden ratio, which period 3 forces
        (logistic(SUPERSTABLE_THREE), 3, 0),
        (logistic("374/100"), 5, 0),  # and in the window of period 5, the root of z^5 - 2 z^3 - 1
        (tent(([-1, -1, 1], "1/2", "1")), 3, 0),
        (logistic("36/10"), 12, 1),
        (polynomial_map(CHEBYSHEV[3], "-1", "1"), 3, 1),
    ],
)
def test_growth_that_a_period_forces(subject, period, sign):
    (row,) = proved(subject, "chatziafratis2020.period_sa")
    assert (row.parameters, row.measured.lower, row.measured.upper) == ({"period": period}, sign, sign)
    proved(subject, "chatziafratis2020.lipschitz_sa")
    proved(subject, "bowen1976.period_sa")


def test_crossings_that_a_three_cycle_forces():
    rows = proved(logistic("383/100"), "chatziafratis2020.crossings_sa")
    assert [(row.parameters["n"], row.measured.lower, row.value) for row in rows] == [
        (1, 2, 2),
        (2, 4, 3),
        (4, 14, 8),
        (8, 108, 55),
    ]


def test_a_neutral_three_cycle_is_shown_by_its_exact_points():
    r = root([-7, -2, 1], "3", "4")  # 1 + sqrt 8, where two cycles of period 3 are born as one
    (row,) = proved(logistic(r), "chatziafratis2020.lipschitz_sa")
    assert row.parameters == {"period": 3}
    orbit = row.certificate.evidence.value["orbit"]
    assert all("polynomial" in point for point in orbit)


def test_a_golden_tent_is_as_steep_as_its_period_wants():
    (row,) = proved(tent(([-1, -1, 1], "1/2", "1")), "chatziafratis2020.lipschitz_sa")
    assert (row.measured.lower, row.measured.upper) == (0, 1)


@pytest.mark.parametrize("r", ["3", "7/2", "35699/10000"])
def test_without_entropy_there_is_no_such_period(r):
    for name in ("period", "lipschitz", "crossings"):
        (row,) = xn.verify(logistic(r), bounds=[f"chatziafratis2020.{name}_sa"]).rows
        assert row.reason == "premise fails: some least period is not a power of 2"


def test_distance_of_a_parabola_to_iterates_of_the_three_cycle_map():
    (row,) = proved(logistic("4"), "chatziafratis2020.linf_sa")
    assert (row.parameters, row.value) == ({"t": 2}, fmpq(1, 4))
    (row,) = proved(logistic("4"), "chatziafratis2020.l1_sa")
    assert (row.parameters, row.value) == ({"t": 4}, fmpq(3, 1024))


def test_distance_of_a_rational_network_to_iterates_of_the_three_cycle_map():
    document = {
        "format": "exactnet-network/1",
        "inputs": 1,
        "layers": [
            {"type": "dense", "weight": [["8"]], "bias": ["-4"]},
            {"type": "rational", "numerator": ["0", "1"], "denominator": ["1", "0", "1"]},
            {"type": "dense", "weight": [["1"]], "bias": ["1/2"]},
        ],
    }
    (row,) = proved(document, "chatziafratis2020.l1_sa")
    assert row.parameters == {"t": 4}
    network, steps, total = xn.load(document), 1 << 12, 0.0  # by midpoints
    for k in range(steps):
        x = y = fmpq(2 * k + 1, 2 * steps)
        for _ in range(4):
            y = y + fmpq(1, 2) if y <= fmpq(1, 2) else 2 * (1 - y)
        total += abs(float(network(x)[0] - y)) / steps
    assert float(row.measured.lower) - 1e-6 < total < float(row.measured.upper) + 1e-6


@pytest.mark.parametrize(
    "coefficients",
    [
        ["0", "3/4", "3/2", "-9/4"],  # x - 9/4 x (x - 1/3)^2
        ["0", "0", "0", "4", "0", "-4"],  # x - 4 x (x^2 - 1/2)^2: neutral at an irrational point
        ["1", "-3", "21/4", "-9/4"],  # the first one, upside down: neutral at 2/3
    ],
)
def test_a_neutral_fixed_point_that_attracts_from_one_side_only_has_entropy_zero(coefficients):
    h = xn.entropy(polynomial_map(coefficients))
    assert h.exact == 1
    assert str(check_text(h.certificate.canonical)) == "valid"
