"""Periodic orbits of curves against expansions of all compositions, and against those of piecewise-linear maps."""

from fractions import Fraction
from itertools import pairwise

import pytest
from flint import fmpq
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.curve_orbits import check_curve_orbits, check_cycle
from support.curves import curve, described, function, logistic, over_field
from support.expansions import solutions

import exactnet as xn
from exactnet.check import check_text
from exactnet.compile import IntervalFunction, PiecewiseLinearMap
from exactnet.compile.semialgebraic.curve import Curve
from exactnet.dynamics import periodic_orbits
from exactnet.dynamics.curves.orbits import curve_orbits
from exactnet.dynamics.permutations import forced_periods
from exactnet.errors import UndecidedError
from exactnet.exact.points import Point
from exactnet.exact.rational import rational

F = Fraction
units = st.fractions(0, 1, max_denominator=8)


@st.composite
def quadratic_maps(draw):
    """Continuous maps of [0, 1] into itself: chords between heights, each with a parabola that stays inside added to it."""
    knots = [F(0), *sorted(draw(st.sets(st.sampled_from([F(1, 4), F(1, 3), F(1, 2), F(3, 4)]), max_size=2))), F(1)]
    heights = [draw(units) for _ in knots]
    pieces = []
    for a, b, y, z in zip(knots, knots[1:], heights, heights[1:], strict=False):
        bulge = draw(st.sampled_from([-1, F(-1, 2), 0, F(1, 2), 1])) * draw(units)
        bulge *= min(y, z) if bulge < 0 else 1 - max(y, z)
        slope, bend = (z - y) / (b - a), 4 * bulge / (b - a) ** 2
        # y + slope (x - a) + bend (x - a)(b - x)
        pieces.append([y - slope * a - bend * a * b, slope + bend * (a + b), -bend])
    return knots, pieces


def certified(f, period):
    found = curve_orbits(f, period)
    head, pieces = described(f)
    if is_plain(found):
        check_curve_orbits(found.claim(["0", "1"]), {**head, **found.evidence()}, pieces)
    return found


def is_plain(found):
    """Whether the evidence is by images, slopes and roots only: words, earlier iterates and bands are left to the checker."""
    evidence = found.evidence()
    return "bands" not in evidence and not any("by" in count for count in evidence["counts"])


def as_network(points):
    """A network of one layer of straight pieces, which is compiled like one with curved pieces."""
    lines = [[y0 - x0 * (y1 - y0) / (x1 - x0), (y1 - y0) / (x1 - x0)] for (x0, y0), (x1, y1) in pairwise(points)]
    pieces = [[str(c) for c in line] for line in ([points[0][1]], *lines, [points[-1][1]])]
    layer = {"type": "piecewise_polynomial", "breakpoints": [str(x) for x, _ in points], "pieces": pieces}
    return {"format": "exactnet-network/1", "inputs": 1, "layers": [layer]}


def ends(place):
    return place if isinstance(place, tuple) else (place, place)


@settings(max_examples=60)
@given(quadratic_maps())
def test_all_solutions_of_the_expanded_equations_are_listed(drawn):
    knots, pieces = drawn
    expected = [solutions(knots, pieces, n) for n in (1, 2, 3)]
    f = curve(knots, *pieces)
    try:
        found = certified(f, 3)
    except UndecidedError:
        assert any(multiple for _, multiple in expected)
        return
    for n, (roots, _) in enumerate(expected, start=1):
        returning = [orbit for orbit in found.orbits if n % orbit.period == 0]
        strips = [[ends(x) for x in pair] for orbit in returning for pair in orbit.intervals]
        places = sorted((ends(x), orbit) for orbit in returning for x in orbit.points)
        # points in intervals of periodic points are no isolated solutions
        places = [place for place in places if not any(a[0] <= place[0][0] <= b[1] for a, b in strips)]
        roots = [
            root for root in roots if not any(float(a[0]) <= float(root.ball.mid()) <= float(b[1]) for a, b in strips)
        ]
        assert len(places) == len(roots)
        for (place, orbit), root in zip(places, roots, strict=True):
            assert root.lies_in(*place)
            if n == orbit.period:
                assert orbit.kind in allowed_kinds(root.slopes)
    assert all(set(forced_periods(n, 3)) <= set(found.least_periods) for n in found.least_periods)


def allowed_kinds(slopes):
    """By the derivatives along all words of pieces; at corners only some of them belong to sides that are visited."""
    kinds = {
        "superattracting"
        if slope.contains(0)
        else "repelling"
        if abs(slope) > 1
        else "attracting"
        if abs(slope) < 1
        else "?"
        for slope in slopes
    }
    return kinds if len(kinds) == 1 and "?" not in kinds else {*kinds, "mixed", "neutral", "attracting", "repelling"}


@st.composite
def broken_lines(draw):
    """Self-maps of [0, 1] with corners on a grid, so that many corners are periodic."""
    size = draw(st.integers(2, 4))
    heights = draw(st.lists(st.integers(0, size), min_size=size + 1, max_size=size + 1))
    return [(F(k, size), F(y, size)) for k, y in enumerate(heights)]


def has_no_straight_corner(points):
    slopes = [(v - u) / (y - x) for (x, u), (y, v) in pairwise(points)]
    return all(a != b for a, b in pairwise(slopes))


def straight_maps():
    """Broken lines, many of them with slopes 1 and -1 along whole orbits, so that intervals of points return."""
    size = st.shared(st.integers(2, 6), key="size")
    steps = size.flatmap(lambda n: st.lists(st.sampled_from([-2, -1, -1, 0, 1, 1, 2]), min_size=n, max_size=n))

    def walk(n, start, moves):
        heights = [start % (n + 1)]
        for move in moves:
            heights.append(min(max(heights[-1] + move, 0), n))
        return [(F(k, n), F(y, n)) for k, y in enumerate(heights)]

    return st.one_of(broken_lines(), st.builds(walk, size, st.integers(0, 6), steps))


@settings(max_examples=80)
@given(straight_maps(), st.integers(1, 4))
def test_broken_lines_have_the_orbits_of_the_piecewise_linear_map(points, period):
    assume(has_no_straight_corner(points))
    lines = periodic_orbits(IntervalFunction.of(PiecewiseLinearMap.from_points(points)), period)
    found = xn.orbits(as_network(points), period)
    assert len(found.orbits) == len(lines.orbits)
    for mine, theirs in zip(found.orbits, lines.orbits, strict=True):
        assert (mine.period, mine.points, mine.intervals, mine.kind, mine.permutation) == (
            theirs.period,
            theirs.points,
            theirs.intervals,
            theirs.kind,
            theirs.permutation,
        )
        if theirs.points and mine.multiplier is not None and theirs.multiplier is not None:
            assert mine.multiplier == (theirs.multiplier, theirs.multiplier)
    assert str(check_text(found.certificate.canonical)) == "valid"


@settings(max_examples=30)
@given(quadratic_maps(), st.data())
def test_no_orbit_may_be_missing_and_no_interval_elsewhere(drawn, data):
    f = curve(drawn[0], *drawn[1])
    try:
        found = curve_orbits(f, 2)
    except UndecidedError:
        assume(False)
    assume(is_plain(found))
    head, pieces = described(f)
    claim, evidence = found.claim(["0", "1"]), {**head, **found.evidence()}
    k = data.draw(st.integers(0, len(claim["orbits"]) - 1))
    shorter = {**claim, "orbits": [*claim["orbits"][:k], *claim["orbits"][k + 1 :]]}
    with pytest.raises((AssertionError, ValueError)):
        check_curve_orbits(shorter, evidence, pieces)
    low, high = ends(found.orbits[k].points[0])
    moved = {"between": [str(high), str(2 * high - low + fmpq(1, 2**20))]}
    orbit = {**claim["orbits"][k], "points": [moved, *claim["orbits"][k]["points"][1:]]}
    with pytest.raises((AssertionError, ValueError)):
        check_curve_orbits(
            {**claim, "orbits": [*claim["orbits"][:k], orbit, *claim["orbits"][k + 1 :]]}, evidence, pieces
        )


@settings(max_examples=30)
@given(quadratic_maps())
def test_every_orbit_has_a_certificate_of_its_own_or_says_why_not(drawn):
    f = curve(drawn[0], *drawn[1])
    try:
        found = curve_orbits(f, 3)
    except UndecidedError:
        assume(False)
    head, pieces = described(f)
    for orbit in (orbit for orbit in found.orbits if orbit.points):
        try:
            claim, evidence = found.cycle(orbit, ["0", "1"])
        except UndecidedError:
            # nothing crosses the diagonal at corners, on neutral orbits and at the ends of the domain
            irrational = all(isinstance(place, tuple) for place in orbit.points)
            assert orbit.multiplier is None or orbit.kind == "neutral" or not irrational
            continue
        check_cycle(claim, {**head, **evidence}, pieces)


@settings(max_examples=25)
@given(st.fractions(1, 4, max_denominator=12), st.sampled_from([F(1, 3), F(2), F(5, 2)]))
def test_conjugate_maps_have_the_same_orbits(r, a):
    """The logistic map, moved by h(x) = a x / (1 + (a - 1) x), which makes it rational, and by x -> sqrt 2 x."""
    try:
        plain = curve_orbits(logistic(r), 4)
        moved = curve_orbits(_moved(rational(r), rational(a)), 4)
        scaled = curve_orbits(
            over_field(([-2, 0, 1], 1, 2), lambda s: [0, s], lambda s: [0, s * 0 + rational(r), -s * rational(r) / 2]),
            4,
        )
    except UndecidedError:
        assume(False)
    for other in (moved, scaled):
        assert len(other.orbits) == len(plain.orbits)
        theirs = {n: sorted(map(_features, other.of_period(n))) for n in range(1, 5)}
        assert theirs == {n: sorted(map(_features, plain.of_period(n))) for n in range(1, 5)}
    head, pieces = described(moved.curve)
    if is_plain(moved):
        check_curve_orbits(moved.claim(["0", "1"]), {**head, **moved.evidence()}, pieces)


def _features(orbit):
    return orbit.kind, orbit.itinerary, orbit.permutation


def _moved(r, a):
    h, back = function([0, a], [1, a - 1]), function([0, 1], [a, 1 - a])
    return Curve.of([Point.of(0), Point.of(1)], [h.after(function([0, r, -r]).after(back))])
