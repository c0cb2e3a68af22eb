"""Piecewise-linear layers on many points at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exactnet.exact.integers import IntArray, add, narrow, scale
from exactnet.model.layer import Block, ElementaryLayer, ElementaryStep

__all__ = ["push"]


def push(rows: IntArray, steps: Sequence[ElementaryStep]) -> IntArray:
    """Exact rows (w, u) after some steps, those of an unfinished residual block included.

    Examples
    --------
    >>> from exactnet.model import Relu
    >>> push(np.array([[2, -1], [2, 3]]), [Block.ENTER, Relu(), Block.LEAVE]).tolist()
    [[2, -1], [2, 6]]
    """
    remembered: list[tuple[IntArray, int]] = []
    multiplier = 1
    for step in steps:
        match step:
            case Block.ENTER:
                remembered.append((rows[:, 1:], multiplier))
            case Block.LEAVE:
                entered, before = remembered.pop()
                total = add(rows[:, 1:], scale(entered, multiplier // before))
                rows = narrow(np.concatenate((rows[:, :1], total), axis=1))
            case ElementaryLayer():
                rows = step.apply(rows)
                multiplier *= step.multiplier
    return rows
