"""Names of rows: equal exactly where the rows are."""

import numpy as np
import pytest

from exactnet.exact import names
from exactnet.exact.names import row_names


def require_names(rows):
    found, first = row_names(rows)
    keys = [tuple(np.ravel(row).tolist()) for row in rows]
    assert len(set(zip(found.tolist(), keys, strict=True))) == len(set(keys)) == len(set(found.tolist())) == len(first)
    assert [keys.index(keys[i]) for i in first.tolist()] == first.tolist()
    assert [found[i] for i in first.tolist()] == sorted(set(found.tolist()))


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.int64, object])
@pytest.mark.parametrize("shape", [(0, 3), (1, 1), (50, 1), (200, 2), (200, 9), (300, 2, 2)])
def test_equal_rows_have_equal_names(dtype, shape):
    require_names(np.random.default_rng(1).integers(0, 2, shape).astype(dtype))


def test_integers_beyond_words():
    require_names(np.array([[2**70, 1], [2**70, 1], [2**70 + 1, 1]], dtype=object))


def test_rows_without_entries_are_equal():
    found, first = row_names(np.zeros((3, 0), dtype=np.uint8))
    assert (found.tolist(), first.tolist()) == ([0, 0, 0], [0])


def test_rows_that_meet_in_one_key_are_told_apart(monkeypatch):
    monkeypatch.setattr(names, "_MIX", np.uint64(0))
    rows = np.random.default_rng(2).integers(0, 5, (100, 3))
    rows[:, 2] = 7
    require_names(rows)
