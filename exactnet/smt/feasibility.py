"""Whether affine conditions, some of them strict, have a common point: a point, or the combination that forbids it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flint import fmpq

from exactnet.exact.linear import Optimum, maximise
from exactnet.exact.rational import common_denominator

__all__ = ["Contradiction", "decide"]

Row = Sequence[fmpq]
_ZERO = fmpq(0)


@dataclass(frozen=True)
class Contradiction:
    """Multipliers y >= 0, one a condition: the sum of the y g is a constant c <= 0, < 0 unless a strict g has y > 0."""

    multipliers: tuple[fmpq, ...]


def decide(rows: Sequence[Row], strict: Sequence[bool]) -> tuple[fmpq, ...] | Contradiction:
    """A point at which every ``b + a.x`` is >= 0 (> 0 where strict), or why there is none.

    The largest t with ``b + a.x >= t`` for all conditions decides, unless it is 0: then some conditions are equalities (all that
    have a multiplier), and the question is put again to the others, on the subspace that they leave.

    Parameters
    ----------
    rows
        (b, a_1, .., a_d).

    Examples
    --------
    >>> low, high = [fmpq(-1), fmpq(1)], [fmpq(1), fmpq(-1)]  # x >= 1, x <= 1
    >>> decide([low, high], [False, False])
    (1,)
    >>> decide([low, high], [False, True])
    Contradiction(multipliers=(1/2, 1/2))
    """
    dimension = len(rows[0]) - 1 if rows else 0
    best = _largest_slack(rows, dimension)
    point = best.point[:-1]
    multipliers = [_ZERO] * len(rows)
    for i, y in best.multipliers:
        if i < len(rows):
            multipliers[i] = y * _scale(rows[i])
    if best.value < 0:
        return Contradiction(tuple(multipliers))
    if best.value > 0 or not any(strict):
        return point
    if any(y > 0 and s for y, s in zip(multipliers, strict, strict=True)):
        return Contradiction(tuple(multipliers))
    return _on_equalities(rows, strict, multipliers)


def _scale(row: Row) -> fmpq:
    return fmpq(common_denominator(row))


def _largest_slack(rows: Sequence[Row], dimension: int) -> Optimum:
    """The largest t <= 1 with t <= every condition (made integral)."""
    table = []
    for row in rows:
        scale = _scale(row)
        table.append([*(int((x * scale).p) for x in row), -1])
    table.append([1, *([0] * dimension), -1])
    start = min(row[0] for row in table) - 1
    found = maximise(table, [0] * (dimension + 1) + [1], [1, *([0] * dimension), start])
    assert isinstance(found, Optimum)  # t is bounded by 1
    return found


def _on_equalities(
    rows: Sequence[Row], strict: Sequence[bool], zero_sum: Sequence[fmpq]
) -> tuple[fmpq, ...] | Contradiction:
    """Conditions with a multiplier in a sum that is 0 are equalities."""
    equal = [i for i, y in enumerate(zero_sum) if y > 0]
    others = [i for i, y in enumerate(zero_sum) if y == 0]
    # each solved for one coordinate; `shares` says by which combination of the equalities
    solved: list[tuple[int, list[fmpq], list[fmpq]]] = []
    for position, i in enumerate(equal):
        row, shares = list(rows[i]), [fmpq(int(j == position)) for j in range(len(equal))]
        _reduce(row, shares, solved)
        column = next((j for j in range(1, len(row)) if row[j] != 0), None)
        if column is not None:
            solved.append((column, [x / row[column] for x in row], [x / row[column] for x in shares]))
    reduced, used = [], []
    for i in others:
        row, shares = list(rows[i]), [_ZERO] * len(equal)
        _reduce(row, shares, solved)
        reduced.append(row)
        used.append(shares)
    found = decide(reduced, [strict[i] for i in others])
    if not isinstance(found, Contradiction):
        return _lifted(found, solved)
    multipliers = [_ZERO] * len(rows)
    owed = [_ZERO] * len(equal)
    for i, y, shares in zip(others, found.multipliers, used, strict=True):
        multipliers[i] = y
        owed = [a + y * b for a, b in zip(owed, shares, strict=True)]
    # any multiple of the sum that is 0 may be added, so that no multiplier is negative
    most = max((-a / zero_sum[i] for i, a in zip(equal, owed, strict=True)), default=_ZERO)
    most = max(most, _ZERO)
    for i, a in zip(equal, owed, strict=True):
        multipliers[i] = a + most * zero_sum[i]
    return Contradiction(tuple(multipliers))


def _reduce(row: list[fmpq], shares: list[fmpq], solved: Sequence[tuple[int, list[fmpq], list[fmpq]]]) -> None:
    """Subtract solved equalities, in place, so that their coordinates vanish."""
    for column, equality, combination in solved:
        factor = row[column]
        if factor != 0:
            row[:] = [a - factor * b for a, b in zip(row, equality, strict=True)]
            shares[:] = [a - factor * b for a, b in zip(shares, combination, strict=True)]


def _lifted(
    point: Sequence[fmpq], solved: Sequence[tuple[int, list[fmpq], list[fmpq]]]
) -> tuple[fmpq, ...]:
    """The coordinates that were solved for, from the last back."""
    full = list(point)
    for column, equality, _ in reversed(solved):
        full[column - 1] = _ZERO
        full[column - 1] = -sum((a * x for a, x in zip(equality[1:], full, strict=True)), equality[0])
    return tuple(full)
