"""Affine conditions, some of them strict."""

import pytest
from flint import fmpq

from exactnet.smt.feasibility import Contradiction, decide


def rows(*lists):
    return [[fmpq(x) for x in row] for row in lists]


@pytest.mark.parametrize(
    ("conditions", "strict", "point"),
    [
        (rows([-1, 1, 0], [1, -1, 0], [0, 0, 1]), [False, False, True], True),  # x = 1, y > 0: a flat set
        (rows([-1, 1, 0], [1, -1, 0], [0, 0, 1], [0, 0, -1]), [False, False, True, False], False),  # .. and y <= 0
        (rows([0, 1, 1], [0, -1, -1], [0, 1, -1], [0, -1, 1], [0, 1, 0]), [False] * 4 + [True], False),  # x = y = 0 < x
        (rows([0, 1, 1], [0, -1, -1], [0, 1, -1], [0, -1, 1], [1, 1, 0]), [False] * 4 + [True], True),
        (rows([0, 0]), [True], False),  # 0 > 0
        (rows([0, 0], [1, 1]), [False, True], True),
        (rows([-1, 0]), [False], False),
    ],
)
def test_decisions(conditions, strict, point):
    found = decide(conditions, strict)
    if point:
        values = [row[0] + sum(a * x for a, x in zip(row[1:], found, strict=True)) for row in conditions]
        assert all(v > 0 if s else v >= 0 for v, s in zip(values, strict, strict=True))
        return
    assert isinstance(found, Contradiction)
    y = found.multipliers
    assert all(v >= 0 for v in y)
    total = [
        sum((v * row[j] for v, row in zip(y, conditions, strict=True)), fmpq(0)) for j in range(len(conditions[0]))
    ]
    assert not any(total[1:])
    assert total[0] < 0 or (total[0] == 0 and any(v > 0 and s for v, s in zip(y, strict, strict=True)))
