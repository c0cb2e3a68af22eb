"""Where maps turn, by hand."""

import pytest
from flint import fmpq

import exactnet as xn

CUBIC = {
    "format": "exactnet-map/1",
    "domain": ["-2", "2"],
    "pieces": [{"to": "2", "polynomial": ["0", "-3/2", "0", "1/2"]}],
}


def test_the_logistic_map_turns_at_one_half():
    logistic = {
        "format": "exactnet-map/1",
        "domain": ["0", "1"],
        "pieces": [{"to": "1", "polynomial": ["0", "4", "-4"]}],
    }
    assert xn.laps(logistic, 3).turning_points == (fmpq(1, 2),)


def test_a_cubic_turns_at_the_zeros_of_its_derivative():
    # (x^3 - 3 x)/2: at -1 and 1; with -x in place of -3x/2: at the roots of 3 x^2 = 2
    assert xn.laps(CUBIC).turning_points == (-1, 1)
    shifted = {**CUBIC, "pieces": [{"to": "2", "polynomial": ["0", "-1", "0", "1/2"]}]}
    low, high = xn.laps(shifted).turning_points
    assert low.coefficients == high.coefficients == (-2, 0, 3)
    assert low < 0 < high


@pytest.mark.parametrize(("points", "turns"), [([[0, 0], ["1/2", 1], [1, 0]], ("1/2",)), ([[0, 0], [1, 1]], ())])
def test_piecewise_linear_maps_turn_at_their_corners(points, turns):
    found = xn.laps({"format": "exactnet-map/1", "points": [[str(x) for x in p] for p in points]}).turning_points
    assert [str(x) for x in found] == list(turns)


def test_the_ends_of_a_plateau_are_turning_points():
    plateau = {"format": "exactnet-map/1", "points": [["0", "0"], ["1/3", "1"], ["2/3", "1"], ["1", "0"]]}
    assert xn.laps(plateau).turning_points == (fmpq(1, 3), fmpq(2, 3))
