"""Nearer bounds of the units that bend, by linear programs over all units before them: floats propose, the combination is exact."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.exact.highs import FloatProgram
from exactnet.smt.conditions import Combination, Conditions

__all__ = ["tightened"]

_Floats = NDArray[np.float64]
_BITS = 20


def tightened(
    conditions: Conditions, arguments: _Floats, dense: Callable[[int], _Floats], walls: int
) -> Iterator[dict[str, Any]]:
    """Nodes with bounds of units, one unit after another; their conditions are added.

    Each program is about the walls, and about the relaxations of the units before; from one to the next only its objective changes,
    and rows are added.

    Parameters
    ----------
    arguments
        The arguments u_1, .., u_K in floats, a row each.
    dense
        A condition in floats.
    walls
        How many of the first conditions are about inputs alone.
    """
    columns = arguments.shape[1]
    program = FloatProgram.open(columns - 1)
    if program is None:
        return
    indices: list[tuple[int, float]] = []

    def demand(chosen: list[int]) -> bool:
        rows = np.stack([dense(i) for i in chosen])
        if not np.isfinite(rows).all():
            return False  # numbers beyond the doubles
        sizes = np.abs(rows).sum(axis=1)
        program.add(rows / sizes[:, None])
        for i, size in zip(chosen, sizes.tolist(), strict=True):
            program.demand(len(indices), 1)
            indices.append((i, 1 / size))
        return True

    if walls and not demand(list(range(walls))):
        return
    for k in range(1, len(arguments) + 1):
        known = conditions.upper[k - 1]
        if known is None:
            return
        if known.phase is None:
            lower, upper = (program.maximise(sign * arguments[k - 1, 1:]) for sign in (-1.0, 1.0))
            if lower is not None and upper is not None:
                node = conditions.bound(k, (_rounded(indices, lower.duals), _rounded(indices, upper.duals)))
                if node is not None:
                    yield node
                    known = conditions.upper[k - 1]
                    assert known is not None
        first = conditions.not_negative(k)
        if not demand([first, first + 1, known.index]):
            return


def _rounded(indices: list[tuple[int, float]], duals: list[float]) -> Combination:
    """Multipliers near those in floats, of the conditions with these indices, which were scaled by these factors."""
    weights = [(i, y * factor) for (i, factor), y in zip(indices, duals, strict=True) if y > 1e-12]
    largest = max((y for _, y in weights), default=0.0)
    if not 0 < largest < np.inf:
        return {}
    unit = fmpq(2) ** (_BITS - int(np.frexp(largest)[1]))
    exact = ((i, fmpq((fmpq(*y.as_integer_ratio()) * unit + fmpq(1, 2)).floor()) / unit) for i, y in weights)
    return {i: y for i, y in exact if y > 0}
