"""Orbits of curves: limits, refusals, what results look like, and the arithmetic underneath."""

import json

import pytest
from flint import fmpq
from support.curve_orbits import check_curve_orbits
from support.curves import curve, logistic, over_field

import exactnet as xn
from exactnet.dynamics.curves.images import Images
from exactnet.dynamics.curves.marked import marked_orbits
from exactnet.dynamics.curves.orbits import curve_orbits
from exactnet.errors import InputError, UndecidedError


def test_a_map_that_leaves_its_interval_is_refused():
    with pytest.raises(InputError, match="leaves its interval"):
        curve_orbits(logistic(5), 2)


@pytest.mark.parametrize("period", [0, 1001])
def test_the_period_has_limits(period):
    with pytest.raises(InputError, match="from 1 to 1000"):
        curve_orbits(logistic(4), period)


def test_the_number_of_cells_has_a_limit():
    with pytest.raises(UndecidedError, match=r"f\^9\(x\) = x need more than 1000 cells"):
        curve_orbits(logistic(4), 9, max_cells=1000)
    with pytest.raises(InputError, match="at least 1"):
        curve_orbits(logistic(4), 9, max_cells=0)


def test_progress_is_told():
    seen = []
    curve_orbits(logistic(4), 4, progress=lambda *args: seen.append(args))
    assert seen == [(1, 2), (2, 3), (3, 5), (4, 8)]


def test_the_document_of_a_list():
    found = curve_orbits(logistic("16/5"), 2)
    document = json.loads(json.dumps(found.to_json()))
    assert document["least_periods"] == [1, 2]
    assert document["orbits"][1] == {
        "period": 1,
        "points": ["11/16"],
        "itinerary": [1],
        "kind": "repelling",
        "multiplier": "-6/5",
        "permutation": [0],
    }
    # the two-cycle of r = 16/5 has the multiplier 4 + 2 r - r^2 = 4/25
    low, high = map(fmpq_of, document["orbits"][2]["multiplier"]["between"])
    assert low < fmpq(4, 25) < high < low + fmpq(1, 10**12)
    assert repr(found) == "CurveOrbits(3 of period <= 2, least periods (1, 2))"
    assert found.of_period(2) == found.orbits[2:]


def fmpq_of(text):
    top, _, bottom = text.partition("/")
    return fmpq(int(top), int(bottom or 1))


def test_intervals_hold_their_points_and_nothing_else():
    # the two-cycle of r = 16/5 solves 256 x^2 - 336 x + 105 = 0
    (low, high), (left, right) = curve_orbits(logistic("16/5"), 2).orbits[2].points

    def value(x):
        return 256 * x * x - 336 * x + 105

    assert value(low) > 0 > value(high)
    assert value(left) < 0 < value(right)


def test_images_and_slopes_contain_all_values():
    f = curve([0, "1/3", 1], ([0, 3], [1, 0, 1]), ["11/10", "-3/5"])
    for precision in (16, 64):
        at = Images(f, precision)
        for a in range(0, at.one, at.one // 16):
            for b in (a, a + 1, a + at.one // 7):
                low, high = at.image((a, b))
                steep, steeper = at.slope((a, b))
                for k in range(9):
                    x = fmpq(a, at.one) + fmpq(b - a, at.one) * k / 8
                    if x <= 1:
                        assert low <= f(x) * at.one <= high
                        index = 0 if x < fmpq(1, 3) else len(f.pieces) - 1
                        g = f.pieces[index]
                        slope = g.slope_numerator(x) / g.denominator(x) ** 2
                        assert steep <= slope * at.one <= steeper


def test_orbits_of_corners_are_followed_exactly():
    golden = over_field(([-1, -1, 1], 1, 2), lambda g: [0, fmpq(1, 2), 1], lambda g: [0, g], lambda g: [g, -g])
    zero, corner = marked_orbits(Images(golden, 64), 5)
    assert (zero.indices, zero.bends, zero.needs_mark) == ((0,), False, False)
    assert (corner.start, corner.period, corner.bends, corner.needs_mark) == (1, 3, True, True)
    assert corner.indices == (1, None, None)
    assert corner.signs == {(0, -1): 1, (0, 1): -1, (1, -1): -1, (1, 1): -1, (2, -1): 1, (2, 1): 1}
    assert marked_orbits(Images(golden, 64), 2)[0].period == len(marked_orbits(Images(golden, 64), 2)) == 1


def test_no_order_of_pieces_hides_an_orbit_at_the_ends_of_the_domain():
    # 0 -> 1 -> 0, both ends of the domain
    found = curve_orbits(curve([0, 1], [1, 0, -1]), 2)
    (cycle,) = found.of_period(2)
    assert (cycle.points, cycle.kind) == ((0, 1), "superattracting")
    assert found.of_period(1)[0].exact[0].algebraic().coefficients == (-1, 1, 1)


def test_high_degrees_are_no_obstacle():
    # Chebyshev's polynomial of degree 10 has ten fixed points on [-1, 1], and a hundred of its square
    terms = [-1, 0, 50, 0, -400, 0, 1120, 0, -1280, 0, 512]
    found = curve_orbits(curve([-1, 1], terms), 2)
    assert [sum(o.period for o in found.orbits if n % o.period == 0) for n in (1, 2)] == [10, 100]


def test_points_of_large_degree_have_no_polynomial():
    found = curve_orbits(logistic("39/10"), 8)
    assert found.of_period(8)[0].exact is None
    assert found.of_period(7)[0].exact[0].algebraic() > 0


def test_evidence_numbers_all_points_of_a_description():
    # 1/4 -> 1/2 -> 3/4 -> 1/4 with a corner in 1/2; the second unit, not used, has one in 1/8
    pieces = [["1/4", "1"], ["7/4", "-2"], ["1/4"]]
    network = {
        "format": "exactnet-network/1",
        "inputs": 1,
        "layers": [
            {"type": "dense", "weight": [["1"], ["1"]], "bias": ["0", "3/8"]},
            {"type": "piecewise_polynomial", "breakpoints": ["1/2", "3/4"], "pieces": pieces},
            {"type": "dense", "weight": [["1", "0"]], "bias": ["0"]},
        ],
    }
    document = xn.orbits(network, 3).certificate.document()
    evidence = document["evidence"]
    assert evidence["points"] == ["0", "1/8", "3/8", "1/2", "3/4", "1"]
    assert [t for t in evidence["counts"][2]["cells"] if isinstance(t, list)] == [[3, 2], [3, 0], [3, 1]]
    check_curve_orbits(document["claim"], evidence, [(pieces[k], ["1"]) for k in (0, 0, 0, 1, 2)])
