"""Cells as simplices: counts and volumes that are known."""

import random
from itertools import combinations, product
from math import factorial

import pytest
from flint import fmpz_mat

from exactnet.compile.box import Box
from exactnet.compile.polyhedral import compile_complex
from exactnet.compile.polytope import Polytope
from exactnet.complexes import Simplices
from exactnet.errors import InputError, UndecidedError
from exactnet.exact import Q
from exactnet.exact.integers import integer_array, minors
from exactnet.model import Abs, Dense, Network


def affine(inputs):
    return Network.of(inputs, [Dense.of([[1] * inputs], [0])])


@pytest.mark.parametrize("d", range(1, 6))
def test_a_cube_is_cut_into_as_many_simplices_as_there_are_orders(d):
    cube = Simplices(compile_complex(affine(d), Box.of([(-1, Q(1, 2))] * d)))
    assert len(cube.corners) == factorial(d)
    assert cube.volumes_by([0]) == [Q(3, 2) ** d]
    assert len({tuple(row) for row in cube.corners.tolist()}) == factorial(d)


def test_an_octahedron():
    rows = [[1, *signs] for signs in product((1, -1), repeat=3)]
    octahedron = Simplices(compile_complex(affine(3), Polytope.of(rows)))
    assert octahedron.volumes_by([0]) == [Q(4, 3)]
    assert len(octahedron.corners) == 4


def test_parts_are_added_up():
    cells = Simplices(compile_complex(Network.of(2, [Abs()]), Box.of([(-1, 2), (-1, 3)])))
    assert sum(cells.volumes_by([0, 1, 2, 3])) == 12
    assert cells.volumes_by([0, 0, 0, 0]) == [12]
    assert cells.cell.tolist() == [0, 0, 1, 1, 2, 2, 3, 3]


def test_limits(monkeypatch):
    with pytest.raises(InputError, match="bounded domains"):
        Simplices(compile_complex(affine(2), Box(2, None)))
    monkeypatch.setattr("exactnet.complexes.simplices.MAX_SIMPLICES", 5)
    with pytest.raises(UndecidedError, match="more than 5 simplices"):
        Simplices(compile_complex(affine(3), Box.of([(0, 1)] * 3)))


@pytest.mark.parametrize("size", [3, 10**4, 2**40, 2**90])
@pytest.mark.parametrize("k", [1, 2, 4, 6])
def test_minors_are_those_of_flint(size, k):
    rng = random.Random(k)
    n = k + 1
    matrices = [[[rng.randint(-size, size) for _ in range(n)] for _ in range(k)] for _ in range(4)]
    rows = integer_array(matrices)
    found = rows[:, -1]
    for i in range(2, k + 1):
        found = minors(rows[:, k - i], found, i)
    for matrix, row in zip(matrices, found.tolist(), strict=True):
        chosen = combinations(range(n), k)
        assert row == [int(fmpz_mat([[r[c] for c in columns] for r in matrix]).det()) for columns in chosen]
