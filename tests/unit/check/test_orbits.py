"""Rule ``orbits``: known orbits, random maps against brute force, and the parts of the rule one by one."""

import json
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import closed_words as brute

from exactnet.check import check_text
from exactnet.check.description import Graph
from exactnet.check.periodic import along, followed, of_partition
from exactnet.check.traces import traces
from exactnet.check.verdict import Rejected
from exactnet.check.words import Piece, is_least, read_intervals, read_words

HALF = Fraction(1, 2)


def points(*pairs):
    return [(Fraction(x), Fraction(y)) for x, y in pairs]


def graph(*pairs):
    return Graph([Fraction(x) for x, _ in pairs], [Fraction(y) for _, y in pairs])


TENT = points((0, 0), (HALF, 1), (1, 0))


def periods(build, tmp, most):
    document = brute.certificate(build.map(*tmp), tmp, most)
    assert check_text(json.dumps(document)).word == "valid"
    return [orbit["period"] for orbit in document["claim"]["orbits"]]


def test_full_tent_has_the_orbits_of_the_full_shift(build):
    assert [periods(build, TENT, 6).count(n) for n in range(1, 7)] == [2, 1, 2, 3, 6, 9]


def test_three_cycle_implies_all_periods(build):
    assert sorted(set(periods(build, points((0, HALF), (HALF, 1), (1, 0)), 6))) == [1, 2, 3, 4, 5, 6]


def test_reflection(build):
    document = brute.certificate(build.map((0, 1), (1, 0)), points((0, 1), (1, 0)), 2)
    assert document["claim"]["orbits"] == [
        {"period": 1, "points": ["1/2"]},
        {"period": 2, "intervals": [["0", "1/2"], ["1/2", "1"]]},
    ]
    assert str(check_text(json.dumps(document))) == "valid"


def test_numbers_need_not_be_reduced(build):
    document = brute.certificate(build.map(*TENT), TENT, 2)
    document["claim"]["orbits"][2]["points"] = ["4/10", "08/10"]
    assert str(check_text(json.dumps(document))) == "valid"


def test_long_cycle_of_short_intervals(build):
    # A rotation by one place of 20 intervals, the last piece steep: periods far above those of brute force.
    n = 20
    f = points((0, Fraction(2, 2 * n - 1)), (Fraction(2 * n - 3, 2 * n - 1), 1), (Fraction(2 * n - 2, 2 * n - 1), 0))
    f += points((1, Fraction(1, 2 * n - 1)))
    cells = [[str(Fraction(2 * k + j, 2 * n - 1)) for j in range(2)] for k in range(n)]
    g = graph(*f)
    intervals = read_intervals([str(x) for x in g.xs], g, n)
    assert [str(r) for r in intervals.outer] == ["range(0, 3)", "range(0, 3)", "range(0, 1)"]
    _, ranges = along([0] * (n - 1) + [2], intervals.pieces, n)
    assert [[str(a), str(b)] for a, b in ranges] == cells


# -- parts of the rule -----------------------------------------------------------------------------------------------


def test_outer_where_f_is_constant():
    g = graph((0, HALF), (1, HALF))
    assert read_intervals(["0", "1/3", "1"], g, 1).outer == [range(1, 2), range(1, 2)]
    assert [len(r) for r in read_intervals(["0", "1/2", "1"], g, 1).outer] == [0, 0]
    ends = graph((0, 1), (HALF, 1), (1, 0))
    assert [list(r) for r in read_intervals(["0", "1/2", "1"], ends, 1).outer] == [[], [0, 1]]


def test_touching_an_interval_is_not_meeting_its_inside():
    g = graph((0, "1/4"), (HALF, HALF), (1, HALF))
    assert [list(r) for r in read_intervals(["0", "1/4", "1/2", "1"], g, 1).outer] == [[1], [1], []]


@given(st.lists(st.integers(0, 2), min_size=1, max_size=8))
def test_least_words(word):
    assert is_least(word) == all(word < word[k:] + word[:k] for k in range(1, len(word)))


def test_words_over_a_full_shift():
    words = sorted((w for n in range(1, 9) for w in map(list, product(range(2), repeat=n)) if is_least(w)),
                   key=lambda w: (len(w), w))  # fmt: skip
    assert len(words) == 71
    assert read_words(words, [range(2)] * 2, 8) == words
    for i in range(0, len(words), 7):
        with pytest.raises(Rejected, match="trace"):
            read_words(words[:i] + words[i + 1 :], [range(2)] * 2, 8)


runs = st.integers(1, 6).flatmap(
    lambda m: st.lists(st.tuples(st.integers(0, m), st.integers(0, m)).map(sorted).map(lambda r: range(*r)),
                       min_size=m, max_size=m)
)  # fmt: skip


@given(runs, st.integers(1, 6))
def test_traces_count_closed_walks(rows, count):
    assert traces(rows, count) == [len(brute.closed_words(list(map(list, rows)), n)) for n in range(1, count + 1)]


def test_traces_of_a_matrix_in_several_blocks():
    # With all ones, A^n is m^(n-1) A.
    size, count = 150, 40
    assert traces([range(size)] * size, count) == [size**n for n in range(1, count + 1)]


def test_traces_of_nothing():
    assert traces([range(0)], 3) == [0, 0, 0]


def test_fixed_point_at_an_end_is_left_to_the_partition():
    doubling = Piece(2, 0, 1, 0, 1, 1, 2)
    assert along([0], [doubling], 1) == ([], [])
    g = graph((0, 0), (HALF, 1), (1, 0))
    assert list(of_partition(read_intervals(["0", "1/2", "1"], g, 3), 3)) == [[(0, 1)]]


def test_partition_points_of_one_orbit_are_found_once():
    g = graph((0, HALF), (HALF, 1), (1, 0))
    assert list(of_partition(read_intervals(["0", "1/2", "1"], g, 3), 3)) == [[(0, 1), (1, 2), (1, 1)]]
    assert list(of_partition(read_intervals(["0", "1/2", "1"], g, 2), 2)) == []


def test_orbit_that_passes_the_partition_once():
    g = graph((0, 0), (HALF, 1), (1, 0))
    found = list(of_partition(read_intervals(["0", "2/9", "1/2", "1"], g, 3), 3))
    assert found == [[(0, 1)], [(2, 9), (4, 9), (8, 9)]]


def test_followed_needs_length():
    shift, back = Piece(1, 1, 1, 0, 1, 1, 1), Piece(1, -1, 1, 2, 1, 3, 1)
    assert followed([0, 1], [shift, back]) is None
    back = Piece(1, -1, 1, 1, 1, 2, 1)
    assert followed([0, 1], [shift, back]) == (0, 1)


def test_reflected_intervals_only_up_to_the_period():
    reflection = Piece(-1, 1, 1, 0, 1, 1, 1)
    assert along([0], [reflection], 1) == ([(1, 2)], [])
    assert along([0], [reflection], 2) == ([(1, 2)], [(0, HALF), (HALF, 1)])


# -- random maps -----------------------------------------------------------------------------------------------------


@st.composite
def maps(draw):
    den = draw(st.integers(1, 6))
    xs = sorted({0, den, *draw(st.lists(st.integers(0, den), max_size=4))})
    return [(Fraction(x, den), Fraction(draw(st.integers(0, den)), den)) for x in xs]


@settings(max_examples=300, deadline=None)
@given(maps(), st.integers(1, 4), st.lists(st.fractions(0, 1, max_denominator=9), max_size=2))
def test_random_maps(build, f, most, extra):
    document = brute.certificate(build.map(*f), f, most, partition=extra)
    assert brute.is_true(f, most, document["claim"]["orbits"])
    assert str(check_text(json.dumps(document))) == "valid"


@settings(max_examples=300, deadline=None)
@given(maps(), st.integers(1, 4), st.data())
def test_no_orbit_can_be_left_out_or_replaced(build, f, most, data):
    document = brute.certificate(build.map(*f), f, most)
    orbits = document["claim"]["orbits"]
    i = data.draw(st.integers(0, len(orbits) - 1))
    orbit = orbits.pop(i)
    assert check_text(json.dumps(document)).step == "orbits"
    assert not brute.is_true(f, most, orbits)
    key = "points" if "points" in orbit else "intervals"
    if orbit["period"] > 1:
        orbits.insert(i, {**orbit, key: orbit[key][1:] + orbit[key][:1]})
        assert check_text(json.dumps(document)).step == "orbits"


def test_most_work(build):
    identity = points((0, 0), (1, 1))
    document = brute.certificate(build.map(*identity), identity, 2)
    document["evidence"]["partition"] = [str(Fraction(i, 50)) for i in range(51)]
    document["claim"]["max_period"] = 1001
    assert check_text(json.dumps(document)).step == "claim"
    document["claim"]["max_period"] = 1000
    assert check_text(json.dumps(document)).step == "trace"
    document["evidence"]["words"] = [[i] for i in range(50)]
    cells = [[str(Fraction(i, 50)), str(Fraction(i + 1, 50))] for i in range(50)]
    document["claim"]["orbits"] = [{"period": 1, "intervals": [cell]} for cell in cells]
    assert str(check_text(json.dumps(document))) == "valid"
    document["evidence"]["partition"].insert(1, "1/100")
    assert check_text(json.dumps(document)).step == "partition"
