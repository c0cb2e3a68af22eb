"""Maps cut off at algebraic ends of their interval, against the same maps scaled to [0, 1]."""

import pytest

import exactnet as xn

ROOT2 = {"polynomial": [-2, 0, 1], "between": ["1", "2"]}
HALF_ROOT2 = {"polynomial": [-1, 0, 2], "between": ["0", "1"]}


def by_points(*points):
    return {"format": "exactnet-map/1", "points": [list(p) for p in points]}


def by_pieces(end, *coefficients):
    return {
        "format": "exactnet-map/1",
        "domain": ["0", end],
        "pieces": [{"to": end, "polynomial": list(coefficients)}],
    }


# x -> x / sqrt2 takes each map on [0, sqrt2] to its partner on [0, 1]
PAIRS = {
    "a tent cut off": (
        by_points([0, 0], [1, 2], [ROOT2, 0]),
        by_points([0, 0], [HALF_ROOT2, ROOT2], [1, 0]),
    ),
    "cut off above and below": (
        by_points([0, -1], [1, 2], [ROOT2, -2]),
        by_points(
            [0, {"polynomial": [-1, 0, 2], "between": ["-1", "0"]}],
            [HALF_ROOT2, ROOT2],
            [1, {"polynomial": [-2, 0, 1], "between": ["-2", "-1"]}],
        ),
    ),
    "a parabola cut off": (
        by_pieces(ROOT2, 0, {"polynomial": [-50, 0, 1], "between": ["7", "8"]}, -5),
        by_pieces(
            "1",
            0,
            {"polynomial": [-50, 0, 1], "between": ["7", "8"]},
            {"polynomial": [-50, 0, 1], "between": ["-8", "-7"]},
        ),
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_scaling_changes_nothing(name):
    long, short = PAIRS[name]
    laps = [xn.laps(f, 4, clip=True, level=0) for f in (long, short)]
    assert laps[0].laps == laps[1].laps
    entropies = [xn.entropy(f, 20, clip=True) for f in (long, short)]
    assert entropies[0].log_decimal == entropies[1].log_decimal
    orbits = [xn.orbits(f, 3, clip=True) for f in (long, short)]
    assert orbits[0].least_periods == orbits[1].least_periods
    assert len(orbits[0].orbits) == len(orbits[1].orbits)
    for found in (laps[0], entropies[0], orbits[0]):
        assert str(found.certificate.check()) == "valid"


def test_a_full_tent():
    cut, full = PAIRS["a tent cut off"][0], by_points([0, 0], ["1/2", 1], [1, 0])
    assert xn.laps(cut, 6, clip=True).laps == (2, 4, 8, 16, 32, 64)
    assert str(xn.entropy(cut, clip=True).exact) == str(xn.entropy(full).exact)


@pytest.mark.parametrize("bend", [-1, "-5/4", "-11/8"])
def test_orbits_close_to_an_end_are_certified_one_by_one(bend):
    end = {"polynomial": [-2, 0, 1], "between": ["-2", "-1"]}
    found = xn.orbits(by_points([end, 3], [bend, end], [ROOT2, 0]), 2, clip=True)
    assert str(found.certificate.check()) == "valid"
    for orbit in found.orbits:
        assert str(found.certificate_of(orbit).check()) == "valid"
