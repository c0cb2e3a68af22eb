"""Orbits and laps behind the pictures of interval maps."""

import pytest
from flint import fmpq

from exactnet.compile import PiecewiseLinearMap
from exactnet.dynamics import laps
from exactnet.errors import InputError
from exactnet.plots import orbit
from exactnet.plots.outlines import lap_ends

TENT = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])


def test_a_periodic_orbit_ends_where_it_recurs():
    found = orbit(TENT, "2/5", 100)
    assert found.points == (fmpq(2, 5), fmpq(4, 5), fmpq(2, 5))
    assert (found.cycle, found.steps, found.note) == ((0, 2), 2, "period 2")


def test_an_orbit_may_need_steps_to_become_periodic():
    assert orbit(TENT, "1/8", 100).note == "period 1 after 4 steps"


def test_an_orbit_of_as_many_steps_as_asked_needs_no_note():
    found = orbit(TENT, "1/1000003", 20)
    assert (found.steps, found.note, found.cycle) == (20, "", None)
    assert found.points[-1] == fmpq(2 * 1000003 - 2**20, 1000003)
    assert orbit(TENT, "1/3", 0).points == (fmpq(1, 3),)


def test_an_orbit_stops_before_its_numbers_grow_long():
    shrink = PiecewiseLinearMap.from_points([(0, "1/5"), (1, "2/3")])
    found = orbit(shrink, "1/7", 10_000, max_bits=500)
    assert 0 < found.steps < 10_000
    assert max(int(x.q).bit_length() for x in found.points) <= 500
    assert "stopped" in found.note


def test_an_orbit_that_leaves_says_when():
    leaving = PiecewiseLinearMap.from_points([(0, 0), ("1/2", "3/2"), (1, 0)])
    found = orbit(leaving, "1/5", 50)
    assert found.points == (fmpq(1, 5), fmpq(3, 5), fmpq(6, 5))
    assert found.note == "leaves the interval at step 2"


@pytest.mark.parametrize(("start", "steps"), [("2", 5), ("-1/9", 5), ("1/2", -1), ("x", 5)])
def test_bad_orbits_are_refused(start, steps):
    with pytest.raises(InputError):
        orbit(TENT, start, steps)


@pytest.mark.parametrize("heights", [[0, 0], [0, 1], [1, 1, 0], [0, 1, 1, 2], [0, 2, 2, 1, 1, 3], [1, 1, 0, 0, 1, 1]])
def test_laps_end_where_they_are_counted(heights):
    f = PiecewiseLinearMap.from_points(list(enumerate(heights)))
    assert len(lap_ends(f)) == laps(f) - 1
