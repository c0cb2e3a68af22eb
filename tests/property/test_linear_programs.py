"""Exact linear programs against all vertices and rays, found by trying every choice of tight conditions, in Fractions."""

from fractions import Fraction
from itertools import combinations

import pytest
import z3
from hypothesis import given, settings
from hypothesis import strategies as st
from support.maps import fraction

from exactnet.errors import InputError
from exactnet.exact import highs
from exactnet.exact.linear import Optimum, Unbounded, maximise, tight_multipliers

FLOATS = [False, True] if highs.available() else [False]


@st.composite
def programs(draw, bounded=False):
    """Conditions, an objective, and a point strictly inside: degenerate, redundant, and fewer than coordinates at times."""
    d = draw(st.integers(1, 3))
    numbers = draw(st.sampled_from([st.integers(-1, 1), st.integers(-1, 1), st.integers(-9, 9)]))
    point = [draw(st.integers(-3, 3)) for _ in range(d)]
    w = draw(st.sampled_from([1, 1, 2, 3]))
    rows = []
    for _ in range(draw(st.integers(0, 7))):
        slopes = [draw(numbers) for _ in range(d)]
        # w b + a.x > 0, as tight as integers allow at times: many conditions meet then
        least = -sum(a * x for a, x in zip(slopes, point, strict=True)) // w + 1
        rows.append([least + draw(st.sampled_from([0, 0, 1, 4])), *slopes])
    if bounded:
        for i in range(d):
            unit = [int(i == j) for j in range(d)]
            rows += [[5, *unit], [5, *(-u for u in unit)]]
    rows += [[3 * x for x in row] for row in rows if draw(st.integers(0, 5)) == 0]
    rows = draw(st.permutations(rows))
    objective = [draw(numbers) for _ in range(1 + d)]
    return rows, objective, [w, *point]


def at(row, point):
    return row[0] + sum((a * x for a, x in zip(row[1:], point, strict=True)), Fraction(0))


def solved(matrix, right):
    """The one solution of a square system, or None."""
    n = len(matrix)
    table = [[Fraction(x) for x in row] + [Fraction(y)] for row, y in zip(matrix, right, strict=True)]
    for c in range(n):
        pivot = next((r for r in range(c, n) if table[r][c] != 0), None)
        if pivot is None:
            return None
        table[c], table[pivot] = table[pivot], table[c]
        table[c] = [x / table[c][c] for x in table[c]]
        for r in range(n):
            if r != c:
                table[r] = [x - table[r][c] * y for x, y in zip(table[r], table[c], strict=True)]
    return [row[-1] for row in table]


def check(rows, objective, found):
    """What is returned proves itself."""
    if isinstance(found, Optimum):
        point = [fraction(x) for x in found.point]
        assert all(at(row, point) >= 0 for row in rows)
        assert at(objective, point) == fraction(found.value)
        left = [fraction(found.value) - objective[0], *(-c for c in objective[1:])]
        assert [i for i, _ in found.multipliers] == sorted({i for i, _ in found.multipliers})
        for i, y in found.multipliers:
            assert y > 0
            left = [a - fraction(y) * b for a, b in zip(left, rows[i], strict=True)]
        assert not any(left)
    else:
        point, ray = ([fraction(x) for x in v] for v in (found.point, found.ray))
        assert all(at(row, point) >= 0 for row in rows)
        assert all(at([0, *row[1:]], ray) >= 0 for row in rows)
        assert at([0, *objective[1:]], ray) > 0


@pytest.mark.parametrize("floats", FLOATS)
@settings(max_examples=300)
@given(program=programs())
def test_optima_and_rays_prove_themselves(floats, program):
    rows, objective, interior = program
    check(rows, objective, maximise(rows, objective, interior, floats=floats))


@settings(max_examples=200)
@given(program=programs(bounded=True))
def test_the_maximum_is_the_largest_value_at_a_vertex(program):
    rows, objective, interior = program
    d = len(interior) - 1
    interior_point = [Fraction(x, interior[0]) for x in interior[1:]]
    if any(abs(x) >= 5 for x in interior_point):
        return
    vertices = []
    for chosen in combinations(sorted(set(map(tuple, rows))), d):
        vertex = solved([row[1:] for row in chosen], [-row[0] for row in chosen])
        if vertex is not None and all(at(row, vertex) >= 0 for row in rows):
            vertices.append(vertex)
    best = max(at(objective, vertex) for vertex in vertices)
    for floats in FLOATS:
        found = maximise(rows, objective, interior, floats=floats)
        assert fraction(found.value) == best


@settings(max_examples=60)
@given(program=programs())
def test_an_optimizer_that_is_not_ours_agrees(program):
    rows, objective, interior = program
    x = [z3.Real(f"x{i}") for i in range(len(interior) - 1)]
    optimizer = z3.Optimize()
    optimizer.add(*(row[0] + sum(a * v for a, v in zip(row[1:], x, strict=True)) >= 0 for row in rows))
    goal = optimizer.maximize(z3.RealVal(objective[0]) + sum(c * v for c, v in zip(objective[1:], x, strict=True)))
    assert optimizer.check() == z3.sat
    value = optimizer.upper(goal)
    found = maximise(rows, objective, interior)
    if isinstance(found, Unbounded):
        assert "oo" in str(value)
    else:
        assert Fraction(value.as_string()) == fraction(found.value)


@pytest.mark.parametrize("floats", FLOATS)
def test_the_maximum_over_a_degenerate_cone_of_many_conditions_is_at_its_tip(floats):
    rows = [[0, *signs] for signs in ((-1, 1, 0), (-1, -1, 0), (-1, 0, 1), (-1, 0, -1), (-2, 1, 1), (-1, 0, 0))]
    found = maximise(rows, [7, 1, 0, 0], [1, -1, 0, 0], floats=floats)
    assert isinstance(found, Optimum)
    assert found.value == 7
    check(rows, [7, 1, 0, 0], found)


@pytest.mark.parametrize("floats", FLOATS)
def test_in_a_strip_of_a_large_space_only_its_own_direction_is_bounded(floats):
    strip = [[0, 1, *[0] * 9], [1, -1, *[0] * 9]]
    inside = [2, 1, *[0] * 9]
    found = maximise(strip, [0, 5, *[0] * 9], inside, floats=floats)
    assert (found.value, found.multipliers) == (5, ((1, 5),))
    assert maximise(strip, [3, *[0] * 10], inside, floats=floats).value == 3
    assert isinstance(maximise(strip, [0, 5, 1, *[0] * 8], inside, floats=floats), Unbounded)
    assert isinstance(maximise([], [0, 0, -1], [1, 0, 0], floats=floats), Unbounded)
    assert maximise([], [2, 0, 0], [1, 0, 0], floats=floats).value == 2


@pytest.mark.parametrize("floats", FLOATS)
def test_numbers_far_beyond_the_doubles_are_decided_exactly(floats):
    huge = 10**400
    rows = [[huge + 1, -huge], [0, 1]]
    found = maximise(rows, [-1, 1], [2, 1], floats=floats)
    assert found.value * huge == 1


@pytest.mark.parametrize("point", [[1, 0], [1, -1], [0, 1], [-1, 1]])
def test_a_point_that_is_not_strictly_inside_is_refused(point):
    with pytest.raises(InputError):
        maximise([[0, 1]], [0, 1], point)


def test_multipliers_of_dependent_rows_prove_nothing():
    assert tight_multipliers([[0, 1, 1], [0, 2, 2]], [0, 1, 0], [1, 2]) is None
    assert tight_multipliers([[0, 1, 1]], [0, 1, 0], [1, 2]) is None
    assert tight_multipliers([[0, 1, 1]], [0, -1, 0], [1]) is None
    assert tight_multipliers([[0, 1, 1]], [0, -1, -1], [1]) == (0, ((0, 1),))
