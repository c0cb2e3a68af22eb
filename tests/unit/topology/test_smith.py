"""Smith's normal form against flint, and its transformations."""

import random

import pytest
from flint import fmpz_mat

from exactnet.topology.smith import smith_form


def product(a, b):
    return [[sum(x * y for x, y in zip(row, column, strict=True)) for column in zip(*b, strict=True)] for row in a]


def identity(n):
    return [[int(i == j) for j in range(n)] for i in range(n)]


def left_after(matrix, pivots):
    """What the pivots leave, without rows and columns of zeros."""
    rest = [list(row) for row in matrix]
    rows, columns = set(range(len(matrix))), set(range(len(matrix[0])))
    for i, j in pivots:
        assert abs(rest[i][j]) == 1
        assert (i in rows, j in columns) == (True, True)
        for other in columns - {j}:
            factor = rest[i][j] * rest[i][other]
            for k in rows:
                rest[k][other] -= factor * rest[k][j]
        rows.remove(i)
        columns.remove(j)
    kept = [i for i in sorted(rows) if any(rest[i][j] for j in columns)]
    return [[rest[i][j] for j in sorted(columns) if any(rest[k][j] for k in rows)] for i in kept]


@pytest.mark.parametrize("seed", range(60))
def test_factors_and_transformations(seed):
    rng = random.Random(seed)
    for _ in range(10):
        m, n, factor = rng.randint(1, 6), rng.randint(1, 6), rng.choice([1, 2, 6])
        matrix = [[factor * rng.randint(-3, 3) * (rng.random() < 0.7) for _ in range(n)] for _ in range(m)]
        found = smith_form([{i: matrix[i][j] for i in range(m)} for j in range(n)])
        diagonal = fmpz_mat(matrix).snf()
        expected = [abs(int(diagonal[i, i])) for i in range(min(m, n)) if diagonal[i, i] != 0]
        assert list(found.factors) == expected
        rest = left_after(matrix, found.pivots)
        if found.rest is None:
            assert rest == []
            continue
        shown = found.rest
        assert product(shown.left, shown.left_inverse) == identity(len(rest))
        assert product(shown.right, shown.right_inverse) == identity(len(rest[0]))
        image = product(product(shown.left, rest), shown.right)
        assert all(image[i][j] == 0 for i in range(len(image)) for j in range(len(image[0])) if i != j)
        values = [abs(image[i][i]) for i in range(min(len(image), len(image[0])))]
        left = expected[len(found.pivots) :]
        assert values == left + [0] * (len(values) - len(left))


def test_no_rows_or_no_columns():
    assert smith_form([]).factors == ()
    assert smith_form([{}, {}]).factors == ()
    assert smith_form([{0: 0}]).rest is None
