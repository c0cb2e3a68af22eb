"""Iterates: distances and extrema against composition in Fractions, expansion against cells, and values on a grid."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support import distances, maps, sampling
from support.strategies import self_maps

import exactnet as xn
from exactnet.approximation.cells import bracket_by_cells
from exactnet.approximation.curves import area, height
from exactnet.approximation.difference import Difference, with_rational_pieces
from exactnet.approximation.powers import iterate_curve
from exactnet.check import check_text
from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.compile.semialgebraic.cells import RootFinder
from exactnet.compile.study import study
from exactnet.dynamics.alternation import alternation
from exactnet.exact.brackets import Bracket

F = Fraction
FEW = st.builds(Fraction, st.integers(-4, 4), st.sampled_from([1, 1, 2, 3]))


@st.composite
def curved_self_maps(draw):
    """Maps of [0, 1] into itself by polynomial pieces, one of them at least curved."""
    knots = sorted(draw(st.sets(st.builds(Fraction, st.integers(1, 5), st.just(6)), max_size=1)) | {F(0), F(1)})
    pieces = [draw(st.lists(FEW, min_size=1, max_size=3)) for _ in knots[1:]]
    pieces[0] = [pieces[0][0], draw(FEW), draw(st.sampled_from([F(4), F(-4), F(3), F(-3, 2)]))]
    glued = distances.continuous(knots, pieces)
    # values on a fine grid, and how far they may be off, say how to scale
    values = [distances.value(p, F(i, 48)) for a, b, p, _ in glued for i in range(49) if a <= F(i, 48) <= b]
    slope = max(sum((k * abs(c) for k, c in enumerate(p)), F(0)) for *_, p, _ in glued)
    low, high = min(values) - slope / 96, max(values) + slope / 96
    scaled = [[(c - low * (k == 0)) / (high - low) for k, c in enumerate(p)] for *_, p, _ in glued]
    return distances.document(distances.polynomial_pieces(knots, scaled))


def straight(points):
    return PiecewiseLinearMap.from_points(maps.texts(points))


def valid(result):
    return str(check_text(result.certificate.canonical)) == "valid"


def ends(value, places=25):
    if isinstance(value, Bracket):
        return maps.fraction(value.lower), maps.fraction(value.upper)
    if hasattr(value, "enclosure"):
        return tuple(map(maps.fraction, value.enclosure(places)))
    return (maps.fraction(value),) * 2


@settings(max_examples=60)
@given(self_maps(4), self_maps(4), st.integers(1, 4), st.integers(2, 4), st.sampled_from(["l1", "linf"]))
def test_distances_of_straight_iterates(f, g, m, n, norm):
    found = xn.distance(straight(f), straight(g), norm, iterates=(m, n))
    expected = {"l1": maps.l1, "linf": maps.linf}[norm](maps.iterates(f, m)[-1], maps.iterates(g, n)[-1])
    assert maps.fraction(found.value) == expected
    assert valid(found)


@settings(max_examples=60)
@given(self_maps(5), st.integers(1, 5))
def test_extrema_of_straight_iterates(f, n):
    found = xn.laps(straight(f), n)
    for (low, high), power in zip(found.extremes, maps.iterates(f, n), strict=True):
        values = [y for _, y in power]
        assert (maps.fraction(low), maps.fraction(high)) == (min(values), max(values))
    assert valid(found)


@settings(max_examples=25)
@given(curved_self_maps(), st.integers(1, 3))
def test_extrema_of_curved_iterates_are_those_of_the_expanded_ones(f, n):
    function = study(xn.load(f))
    found = xn.laps(xn.load(f), n)
    power = iterate_curve(function.curve, n, RootFinder())
    for ours, theirs in zip(found.extremes[-1], power.extremes, strict=True):
        (a, b), (c, d) = ends(ours), map(maps.fraction, theirs.bracket(90))
        assert a <= d + F(1, 10**24)
        assert c <= b + F(1, 10**24)
    assert valid(found)


@settings(max_examples=20)
@given(curved_self_maps(), self_maps(3), st.integers(1, 3), st.integers(1, 3), st.sampled_from(["l1", "linf"]))
def test_cells_agree_with_expansion(f, g, m, n, norm):
    assume((m, n) != (1, 1))
    functions = study(xn.load(f)), study(straight(g))
    shown = {"l1": area, "linf": height}[norm](Difference.of_iterates(*functions, (m, n)), 8)
    low, high = ends(shown.value)
    assume(high > 0)
    curved = tuple(map(with_rational_pieces, functions))
    by_cells = bracket_by_cells(curved, (m, n), norm, 6)
    a, b = ends(by_cells.value)
    assert a <= high
    assert low <= b
    assert (b - a) * 10**6 <= a


@settings(max_examples=20)
@given(curved_self_maps(), curved_self_maps(), st.integers(2, 4), st.integers(1, 2), st.sampled_from(["l1", "linf"]))
def test_distances_of_curved_iterates_hold_what_a_grid_shows(f, g, m, n, norm):
    found = xn.distance(f, g, norm, iterates=(m, n), digits=5)
    assert valid(found)
    subject = {"first": {"type": "map", "map": f}, "second": {"type": "map", "map": g}}
    near = sampling.norm(subject, ["0", "1"], norm, (m, n))
    low, high = map(float, ends(found.value))
    assert low - 2e-3 <= near <= high + 2e-3


@settings(max_examples=25)
@given(curved_self_maps(), st.integers(1, 3), st.sampled_from([F(0), F(1, 7), F(1, 3), F(3, 4)]))
def test_swings_are_those_at_the_turns_of_the_expanded_iterate(f, n, size):
    function = study(xn.load(f))
    power = iterate_curve(function.curve, n, RootFinder())
    rows = [maps.fraction(value.bracket(80)[0]) for value in power.values]
    found = alternation(function, n, str(size))
    slack = F(1, 10**12)
    assert maps.swings(rows, size + slack) <= found.count <= maps.swings(rows, max(size - slack, F(0)))
    assert valid(found)
    if n > 1:
        # of an interval, which may be passed less often
        counted = alternation(function, n, str(size), most_laps=0)
        assert counted.count <= found.count
        assert valid(counted)


@settings(max_examples=40)
@given(self_maps(4), st.integers(2, 4))
def test_evidence_lists_every_point_that_is_sent_to_a_bend(f, n):
    xs = xn.distance(
        straight(f), straight([(F(0), F(0)), (F(1), F(0))]), "l1", iterates=(n, 1)
    ).certificate.evidence.value
    points = [F(x) for x in xs["breakpoints"]]
    bends = [x for x, _ in maps.shortest(f)][1:-1]
    for a, b in pairwise(points):
        for _ in range(n):
            assert not any(min(a, b) < y < max(a, b) for y in bends)
            a, b = maps.at(f, a), maps.at(f, b)
