"""Periodic orbits by the hundred thousand."""

import pytest

from exactnet.compile import IntervalFunction, PiecewiseLinearMap
from exactnet.dynamics import periodic_orbits

pytestmark = pytest.mark.slow


def test_the_full_tent_to_period_twenty():
    f = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
    found = periodic_orbits(IntervalFunction.of(f), 20)
    assert len(found.orbits) == 111_013
    for n in (7, 12, 20):
        assert sum(o.period for o in found.orbits if n % o.period == 0) == 2**n
    for orbit in found.of_period(20)[::1000]:
        x = orbit.points
        assert all(f(a) == b for a, b in zip(x, [*x[1:], x[0]], strict=True))
    claim = found.certificate.claim
    assert len(claim["orbits"]) == 111_013


def test_orbits_beyond_64_bits():
    f = PiecewiseLinearMap.from_points([(0, "1/97"), ("5/13", "89/91"), ("8/13", "1/11"), (1, "88/89")])
    found = periodic_orbits(IntervalFunction.of(f), 10)
    assert found.least_periods == tuple(range(1, 11))
    assert max(orbit.denominator for orbit in found.orbits) > 2**64
    for orbit in found.orbits[::50]:
        x = orbit.points
        assert all(f(a) == b for a, b in zip(x, [*x[1:], x[0]], strict=True))
        assert orbit.kind == "repelling"
