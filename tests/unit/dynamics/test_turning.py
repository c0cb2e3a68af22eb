"""Orbits of turning points: where they go, how they end, and that the enclosures say so."""

from fractions import Fraction

import pytest
from flint import fmpq
from support import maps
from support.kneading import Laps, Orbit
from support.maps import graph
from support.routes import turning_points

from exactnet.dynamics.kneading.traps import Affine, find_trap
from exactnet.dynamics.kneading.turning import Flat, Hit, Return, Trap, TurningOrbit
from exactnet.errors import UndecidedError

F = Fraction


def followed(points, count=60, number=0):
    """An orbit; its record passes a check in Fractions, and its addresses are those of the exact orbit."""
    found = turning_points(points)
    orbit = found.orbits[number]
    orbit.extend(count)
    laps = Laps(points)
    assert list(found.signs) == laps.signs
    Orbit(laps, number, orbit.record(None if orbit.ending else count), found.precision)
    x = laps.value(laps.turns[number])
    for visit in orbit.visits[:40]:
        assert visit == laps.address(x, x)
        x = laps.value(x)
    return orbit


def test_flat():
    # 1/2 -> 9/10 -> 9/50 -> 9/25 -> 18/25, on the plateau [7/10, 4/5]
    points = graph((0, 0), (F(1, 2), F(9, 10)), (F(7, 10), F(1, 2)), (F(4, 5), F(1, 2)), (1, 0))
    orbit = followed(points)
    assert orbit.ending == Flat(2)
    assert orbit.record(None)["then"] == "flat"
    assert followed(points, number=1).ending == Hit(0)


def test_hit_and_return():
    assert followed(graph((0, F(1, 2)), (F(1, 2), 1), (1, 0))).ending == Hit(0)
    full = followed(maps.tent(2))
    assert (full.visits, full.ending, full.record(None)) == ([1, 0], Return(2), {"length": 3, "then": {"return": 2}})
    # 2/5 -> 4/5 -> 2/5 is a cycle of the tent that 1/2 never meets; 1/4 does, as a turning point
    assert followed(graph((0, F(2, 5)), (F(1, 4), 0), (F(1, 2), 1), (1, 0))).ending == Return(2)


@pytest.mark.parametrize(("lowest", "kind"), [(0, Hit), (1, Return)])
def test_meeting_after_many_steps(lowest, kind):
    # slopes 2, -2, 2: all orbits stay on the lattice of multiples of 1/p; of the turning points, only 1 - 1/p can lie on it
    p = 4099
    low = (F(2 * p - 2 - lowest, 2 * p), F(lowest, p))
    points = graph((0, F(2, p)), (F(p - 2, 2 * p), 1), low, (1, F(2 + 2 * lowest, p)))
    orbit = followed(points, 3000)
    assert isinstance(orbit.ending, kind)
    assert len(orbit.visits) > 240


def test_an_inner_breakpoint_is_no_turning_point():
    # 1/2 -> 3/4 -> 3/8, where the slope changes -> 1/4 -> 1/6
    orbit = followed(graph((0, 0), (F(3, 8), F(1, 4)), (F(1, 2), F(3, 4)), (1, 0)))
    assert orbit.visits[:2] == [1, 0]


def test_trap_at_an_end_of_the_domain():
    # a tent of slope 1/2: everything goes to 0, the end of the domain
    orbit = followed(maps.tent(F(1, 2)))
    assert isinstance(orbit.ending, Trap)
    assert orbit.ending.intervals[0][0] == 0
    assert orbit.visits == []


def test_trap_around_a_cycle_of_two():
    # the fixed point near 1/2 repels, f^2 contracts near the ends
    points = graph((0, F(9, 10)), (F(1, 8), 1), (F(1, 4), F(19, 20)), (F(3, 4), F(1, 10)), (1, F(1, 20)))
    orbit = followed(points)
    assert isinstance(orbit.ending, Trap)
    assert len(orbit.ending.intervals) == 2


def test_trap_on_one_side_of_a_turning_point():
    # 2/5 is fixed and turning: from the right it attracts with slope 1/2, from the left the map comes down onto it
    points = graph((0, 1), (F(2, 5), F(2, 5)), (F(4, 5), F(3, 5)), (1, F(1, 2)))
    found = turning_points(points)
    assert found.orbits[0].ending is None
    assert followed(points, number=0).ending == Hit(0)
    orbit = followed(points, number=1)
    assert isinstance(orbit.ending, Trap)
    assert orbit.ending.intervals[0][0] == fmpq(2, 5)


def test_short_ends_of_traps():
    n = 10**40 + 7
    points = graph((0, F(1, n)), (F(n // 3, n), F(n // 2 + 5, n)), (1, F(n // 7, n)))
    ending = followed(points, 100).ending
    assert isinstance(ending, Trap)
    assert all(x.q <= 2**24 for interval in ending.intervals for x in interval)


def test_precision_grows_with_the_orbit():
    points = graph((0, 0), (F(2, 5), F(96, 97)), (1, F(1, 7)))
    short, long = followed(points, 60), followed(points, 900)
    assert short.precision < long.precision < 2000
    assert long.visits[:60] == short.visits
    assert long.record(100) == {"length": 100, "then": None}


def test_denominators_that_the_modulus_would_divide():
    p = 2**61 - 1
    points = graph((0, F(1, p)), (F(1, 2), F(p - 2, p)), (1, F(3, p)))
    assert len(followed(points, 100).visits) == 100


def test_points_that_cannot_be_told_apart(monkeypatch):
    # the orbit of the first turning point passes the second one by 2^-400
    monkeypatch.setattr(TurningOrbit, "MAX_PRECISION", 256)
    points = graph((0, 0), (F(1, 3), F(2, 3) + F(1, 2**400)), (F(2, 3), 0), (1, 1))
    with pytest.raises(UndecidedError, match="do not tell them apart"):
        turning_points(points).orbits[0].extend(4)
    monkeypatch.undo()
    assert followed(points, 4).precision >= 400


@pytest.mark.parametrize(
    ("slopes", "fixed"),
    [((F(1, 2),), F(1, 3)), ((F(-1, 2),), F(1, 3)), ((F(3), F(-1, 4)), F(2, 5)), ((F(-999, 1000), F(1)), F(1, 2))],
)
@pytest.mark.parametrize("side", [-1, 1])
def test_rings(slopes, fixed, side):
    """Affine maps of [0, 1] about one fixed point, in a ring."""
    turn = [
        Affine(fmpq(*s.as_integer_ratio()), fmpq(*(fixed - s * fixed).as_integer_ratio()), fmpq(0), fmpq(1))
        for s in slopes
    ]
    near = fmpq(*(fixed + F(side, 50)).as_integer_ratio())
    ring = find_trap(turn, (near, near))
    assert ring[0][0] < near < ring[0][1]
    for (a, b), (c, d), piece in zip(ring, [*ring[1:], ring[0]], turn, strict=True):
        assert 0 <= a < b <= 1
        assert all(c <= piece(x) <= d for x in (a, b))


def test_no_ring_where_nothing_contracts():
    identity = Affine(fmpq(1), fmpq(0), fmpq(0), fmpq(1))
    assert find_trap([identity], (fmpq(1, 3), fmpq(1, 3))) is None
    # the piece ends at the fixed point, on the other side
    halving = Affine(fmpq(1, 2), fmpq(0), fmpq(0), fmpq(1))
    assert find_trap([halving], (fmpq(-1, 3), fmpq(-1, 4))) is None
    assert find_trap([halving], (fmpq(0), fmpq(1, 4))) is None
