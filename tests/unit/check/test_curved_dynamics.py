"""Dynamics of polynomial maps: the checker against expanded iterates, whose roots flint isolates."""

import json
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support import curve_quantities as curves

from exactnet.check import check_text
from exactnet.check.kneading.determinant import series
from exactnet.check.kneading.orbits import read_orbits
from exactnet.check.semialgebraic.dynamics import describe_self_map
from exactnet.check.semialgebraic.enclosures import Enclosed
from exactnet.check.semialgebraic.setting import read_ends
from exactnet.check.semialgebraic.turning import Monotone
from exactnet.check.subject import read_subject

UNIT = ["0", "1"]


def make_map(build, *coefficients):
    piece = {"to": "1", "polynomial": [str(c) for c in coefficients]}
    return build.rehash({"type": "map", "map": {"format": "exactnet-map/1", "domain": UNIT, "pieces": [piece]}})


def iterates(coefficients, count):
    f = curves.poly(coefficients)
    found = [f]
    while len(found) < count:
        found.append(f(found[-1]))
    return found


def laps(g):
    """1 + the number of roots of odd multiplicity of g' in (0, 1)."""
    slope = g.derivative()
    odd = [r for factor, k in slope.numer().factor()[1] if k % 2 for r in curves.roots(curves.fmpq_poly(factor))]
    return 1 + sum(r.low > 0 and r.high < 1 for r in odd)


def crossings(g, level):
    """Look between and at the roots of g - level."""
    shifted = g - curves.q(level)
    inside = sorted((r for r in curves.roots(shifted) if r.low >= 0 and r.high <= 1), key=lambda r: r.low)
    stops = [curves.rational(0), *inside, curves.rational(1)]
    labels = []
    for a, b in pairwise(stops):
        if a in inside:
            labels.append(True)
        if a.high < b.low:
            labels.append(shifted(curves.q((a.high + b.low) / 2)) >= 0)
    labels += [True] * (inside != [] and inside[-1] == stops[-1])
    return 1 + sum(a != b for a, b in pairwise(labels))


parameters = st.fractions(2, 4, max_denominator=40)
cubics = st.sampled_from(
    [(1, -9, 24, -16), ("1/2", "-7/3", "23/4", "-7/2"), (0, "15/2", "-37/2", "47/4"), (1, -6, 15, -10)]
)


def points_of(build, coefficients):
    subject = make_map(build, *coefficients)
    return subject, curves.Curve(subject, 0, 1).json()


def check(build, claim, subject, **evidence):
    return str(check_text(json.dumps(build.certificate(claim, subject, {"field": None, **evidence}))))


def laps_claim(coefficients, count, level):
    found = iterates(coefficients, count)
    return {
        "rule": "laps",
        "domain": UNIT,
        "clip": False,
        "level": str(level),
        "laps": [laps(g) for g in found],
        "crossings": [crossings(g, level) for g in found],
    }


@settings(max_examples=60, deadline=None)
@given(r=parameters, level=st.fractions(0, 1, max_denominator=9))
def test_laps_of_quadratic_maps(build, r, level):
    subject, points = points_of(build, (0, r, -r))
    claim = laps_claim((0, r, -r), 4, level)
    same = [{"point": "0", "members": [[0, 0], [0, 1], [2, 1]]}]
    if r == 4:
        same.append({"point": "1", "members": [[1, 1], [2, 0]]})
    verdict = check(build, claim, subject, points=points, precision=400, same=same)
    # Some orbits hit the level, a turning point or each other; this evidence does not say so.
    assert verdict == "valid" or verdict.startswith("invalid: same")
    assert verdict == "valid" or level in (0, 1, r / 4) or r in (2, Fraction(8, 3), 4) or level == 1 - 1 / r
    claim["laps"][3] += 1
    assert check(build, claim, subject, points=points, precision=400, same=same) != "valid"


@settings(max_examples=12, deadline=None)
@given(coefficients=cubics, level=st.sampled_from([Fraction(2, 7), Fraction(4, 9)]))
def test_laps_of_cubic_maps(build, coefficients, level):
    subject, points = points_of(build, coefficients)
    claim = laps_claim(coefficients, 3, level)
    verdict = check(build, claim, subject, points=points, precision=400, same=[])
    assert verdict == "valid" or verdict.startswith(("invalid: same", "invalid: self-map"))
    if coefficients[0] == "1/2":
        assert verdict == "valid"


@settings(max_examples=40, deadline=None)
@given(r=parameters)
def test_the_kneading_determinant_counts_laps(r):
    """For a unimodal map with f(0) = f(1) = 0: laps of f^n are 1 + sum of the first coefficients of 1/((1 - t) D)."""
    assume(r not in (2, 4))
    m = {"format": "exactnet-map/1", "domain": UNIT, "pieces": [{"to": "1", "polynomial": ["0", str(r), str(-r)]}]}
    subject = rehashed(m)
    _, graph = describe_self_map(
        read_subject(subject), read_ends(UNIT), {"field": None, "points": ["0", "1/2", "1"]}, clip=False
    )
    dynamics = Monotone(Enclosed(graph, 300, "orbits"))
    determinant = series(dynamics.signs, read_orbits([{"length": 6, "then": None}], dynamics), 6)
    partial = [sum(determinant[: k + 1]) for k in range(6)]
    # (1 - t) D, and its inverse
    factor = [partial[0], *(determinant[k] - determinant[k - 1] for k in range(1, 6))]
    inverse = [1]
    for k in range(1, 6):
        inverse.append(-sum(factor[i] * inverse[k - i] for i in range(1, k + 1)))
    counts = [1 + sum(inverse[:n]) for n in range(1, 6)]
    assert counts == [laps(g) for g in iterates((0, r, -r), 5)]


def rehashed(m):
    import hashlib

    text = json.dumps(m, sort_keys=True, separators=(",", ":")).encode()
    return {"type": "map", "map": m, "sha256": hashlib.sha256(text).hexdigest()}


@settings(max_examples=30, deadline=None)
@given(r=parameters, wide=st.booleans())
def test_orbits_of_quadratic_maps(build, r, wide):
    """All periodic points up to period 3, as isolated roots."""
    assume(r not in (2, 3))
    claim, counts = periodic(r, 3, Fraction(1, 10**6) if wide else Fraction(0))
    subject = make_map(build, 0, r, -r)
    evidence = {"points": ["0", "1/2", "1"], "precision": 120, "counts": counts}
    assert check(build, claim, subject, **evidence) == "valid"
    orbits = claim["orbits"]
    for i in range(len(orbits)):
        claim["orbits"] = orbits[:i] + orbits[i + 1 :]
        assert check(build, claim, subject, **evidence).startswith("invalid: orbits")
    # Reading an orbit of period 3 backwards gives another one.
    for i, orbit in enumerate(orbits):
        if orbit["period"] == 3:
            first, second, third = orbit["points"]
            claim["orbits"] = [*orbits[:i], {"period": 3, "points": [first, third, second]}, *orbits[i + 1 :]]
            assert check(build, claim, subject, **evidence).startswith("invalid: orbits")


def periodic(r, most, spread):
    fs = iterates((0, r, -r), most)
    f = lambda x: r * x * (1 - x)  # noqa: E731
    zeros = [
        sorted((z for z in curves.roots(g - curves.poly([0, 1])) if z.low >= 0 and z.high <= 1), key=lambda z: z.low)
        for g in fs
    ]

    def named(z):
        return str(z.low) if z.factor is None else {"between": [str(z.low - spread), str(z.high + spread)]}

    orbits = []
    for n, found in enumerate(zeros, 1):
        shorter = {z for k, other in enumerate(zeros[: n - 1], 1) if n % k == 0 for z in other}
        for z in found:
            orbit = [z]
            while len(orbit) < n:
                y = f((orbit[-1].low + orbit[-1].high) / 2)
                orbit.append(min(found, key=lambda w, y=y: abs(w.low - y)))
            if z not in shorter and z == min(orbit, key=lambda w: w.low):
                orbits.append({"period": n, "points": [named(w) for w in orbit]})
    counts = [{"roots": [[str(z.low), str(z.high)] for z in found]} for found in zeros]
    return {"rule": "orbits", "domain": UNIT, "clip": False, "max_period": most, "orbits": orbits}, counts


@pytest.mark.parametrize("degree", [2, 3, 4, 5])
def test_growth_of_chebyshev_polynomials(build, degree):
    polynomials = [[1], [0, 1]]
    while len(polynomials) <= degree:
        shifted = [0, *(2 * c for c in polynomials[-1])]
        polynomials.append([a - b for a, b in zip(shifted, polynomials[-2] + [0, 0], strict=False)])
    piece = {"to": "1", "polynomial": [str(c) for c in polynomials[degree]]}
    m = {"format": "exactnet-map/1", "domain": ["-1", "1"], "pieces": [piece]}
    subject = rehashed(m)
    points = curves.Curve(subject, -1, 1).json()
    turns = len(points) - 2
    # Turning points go to -1 or 1, and these to 1, or stay.
    orbits = [{"length": 3, "then": {"return": 2}}] * turns
    t = Fraction(1, degree)
    zero = {"before": str(t - Fraction(1, 10**9)), "after": str(t + Fraction(1, 10**9)), "bits": 60}
    claim = {"rule": "entropy", "domain": ["-1", "1"], "clip": False, "exact": None}
    claim |= {"growth_lower": str(degree - Fraction(1, 10**6)), "growth_upper": str(degree + Fraction(1, 10**6))}
    evidence = {"points": points, "precision": 60, "orbits": orbits, "terms": None, "zero": zero, "recurrence": None}
    assert check(build, claim, subject, **evidence) == "valid"
    claim["growth_upper"] = str(degree)
    assert check(build, claim, subject, **evidence).startswith("invalid: bracket")
