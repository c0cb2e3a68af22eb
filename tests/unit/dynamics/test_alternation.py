"""Swings of iterates: where f^T is composed, and by the passages of one interval."""

from fractions import Fraction
from itertools import pairwise

import pytest
from flint import fmpq
from support import maps
from support import networks as net
from support.maps import fraction, graph

from exactnet.check import check_text
from exactnet.compile import IntervalFunction, PiecewiseLinearMap
from exactnet.dynamics import alternation
from exactnet.dynamics.alternation import swings
from exactnet.errors import InputError
from exactnet.model.reader import network_from_json

F = Fraction
MAPS = {
    "three-cycle": graph((0, F(1, 2)), (F(1, 2), 1), (1, 0)),
    "tent of slope 3/2": maps.tent(F(3, 2)),
    "bimodal": graph((0, F(1, 7)), (F(1, 3), F(6, 7)), (F(2, 3), F(1, 9)), (1, F(9, 10))),
    "plateau": graph((0, F(1, 9)), (F(1, 4), F(5, 6)), (F(3, 4), F(5, 6)), (1, 0)),
    "stairs": graph((0, 0), (F(1, 5), F(1, 2)), (F(2, 5), F(1, 4)), (F(3, 5), F(3, 4)), (F(4, 5), F(1, 2)), (1, 1)),
    "constant": graph((0, F(1, 3)), (1, F(1, 3))),
}
SIZES = [F(0), F(1, 10), F(1, 4), F(1, 3), F(1, 2), F(3, 4), F(1)]


def function(points):
    return IntervalFunction.of(PiecewiseLinearMap.from_points(points))


def test_swings_before_the_first_direction_is_known():
    row = [fmpq(v, 4) for v in (2, 1, 3, 0, 4)]
    assert [len(swings(row, fmpq(s, 4))) - 1 for s in (0, 1, 2, 3, 4)] == [4, 3, 2, 1, 0]
    assert swings([fmpq(7)], fmpq(1)) == [0]


@pytest.mark.parametrize("name", MAPS)
@pytest.mark.parametrize("size", SIZES)
def test_composed_iterates_have_the_most_swings(name, size):
    for iterate, power in enumerate(maps.iterates(MAPS[name], 4), start=1):
        found = alternation(function(MAPS[name]), iterate, str(size))
        assert found.count == maps.swings([y for _, y in power], size)
        values = [maps.at(power, fraction(x)) for x in found.points]
        moves = [b - a for a, b in pairwise(values)]
        assert len(moves) == found.count
        assert all(abs(move) > size for move in moves)
        assert all((a > 0) != (b > 0) for a, b in pairwise(moves))
        assert check_text(found.certificate.canonical).word == "valid"


@pytest.mark.parametrize("name", MAPS)
@pytest.mark.parametrize("size", SIZES)
def test_passages_of_an_interval_are_swings(name, size):
    for iterate, power in enumerate(maps.iterates(MAPS[name], 4), start=1):
        if iterate == 1:
            continue  # f itself is always at hand
        found = alternation(function(MAPS[name]), iterate, str(size), most_laps=0)
        most = maps.swings([y for _, y in power], size)
        assert found.count <= most
        assert (found.count == 0) == (most == 0 or found.interval is None)
        if found.interval is not None:
            low, high = map(fraction, found.interval)
            assert high - low > size
            assert found.count == maps.passages(power, low, high) > 0
        assert check_text(found.certificate.canonical).word == "valid"


@pytest.mark.parametrize(("name", "size"), [("three-cycle", F(1, 2)), ("three-cycle", F(3, 4)), ("bimodal", F(7, 10))])
def test_nothing_is_lost_where_an_interval_will_do(name, size):
    for iterate in (4, 8):
        composed = alternation(function(MAPS[name]), iterate, str(size))
        counted = alternation(function(MAPS[name]), iterate, str(size), most_laps=0)
        assert counted.count == composed.count


def test_an_iterate_out_of_reach_of_composition():
    found = alternation(function(maps.tent(2)), 300, "9/10")
    assert found.count == 2**300
    assert found.interval is not None
    assert check_text(found.certificate.canonical).word == "valid"


def test_the_swing_is_exceeded_strictly():
    tent = function(maps.tent(2))
    for laps in (10_000, 0):
        assert alternation(tent, 5, "999/1000", most_laps=laps).count == 32
        assert alternation(tent, 5, 1, most_laps=laps).count == 0


def test_networks_and_clipping():
    layers = [net.dense([[1], [1]], [0, "-1/2"]), net.RELU, net.dense([[3, -6]], ["-1/4"])]
    clipped = IntervalFunction.of(network_from_json(net.document(*layers)), clip=True)
    for laps in (10_000, 0):
        found = alternation(clipped, 5, "1/2", most_laps=laps)
        assert found.count == 32
        assert check_text(found.certificate.canonical).word == "valid"


def test_the_first_iterate_may_leave_the_interval():
    leaving = function([(0, 0), ("1/2", 2), (1, -1)])
    found = alternation(leaving, 1, "3/2")
    assert found.count == 2
    assert check_text(found.certificate.canonical).word == "valid"
    with pytest.raises(InputError, match="leaves its interval"):
        alternation(leaving, 2, "3/2")


@pytest.mark.parametrize(("iterate", "swing"), [(0, 1), (-1, 1), (2, -1)])
def test_numbers_out_of_range(iterate, swing):
    with pytest.raises(InputError):
        alternation(function(maps.tent(2)), iterate, swing)
