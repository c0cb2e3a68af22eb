"""Laps and crossings of the iterates of a piecewise-linear map, exactly, in polynomial time.

N iterates of a map with l turning points cost about l N evaluations of the map (`orbit_table`) and l N^2 / 2 vectorised integer
operations (`walk`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flint import fmpq

from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.dynamics.laps import crossings, laps, require_self_map
from exactnet.dynamics.orbit_table import orbit_table
from exactnet.dynamics.walk import directions, labels, letters_of_iterates, visits
from exactnet.errors import InputError
from exactnet.exact.rational import QLike, rational

__all__ = ["IterateCounts", "iterate_counts", "iterate_passages"]


@dataclass(frozen=True)
class IterateCounts:
    """Counts for f, f^2, .., f^N.

    Attributes
    ----------
    laps
        Number of laps of each iterate.
    crossings
        Cr of each iterate at `level`.
    level
        The level of the crossings.
    """

    laps: tuple[int, ...]
    crossings: tuple[int, ...]
    level: fmpq


def iterate_counts(f: PiecewiseLinearMap, iterates: int, level: QLike = "1/2") -> IterateCounts:
    """Laps and crossings of f^1, .., f^N, exactly.

    Raises
    ------
    InputError
        If N > 1 and f does not map its interval into itself, or N < 1.

    Examples
    --------
    >>> three_cycle = PiecewiseLinearMap.from_points([(0, "1/2"), ("1/2", 1), (1, 0)])
    >>> iterate_counts(three_cycle, 5).laps
    (2, 3, 5, 8, 13)
    """
    threshold = rational(level)
    if iterates < 1:
        raise InputError(f"the number of iterates must be at least 1, not {iterates}")
    if iterates == 1:
        return IterateCounts((laps(f),), (crossings(f, threshold),), threshold)
    require_self_map(f)
    table = orbit_table(f, iterates, [threshold])
    ((below, _),) = table.places
    points = len(table.ages)
    found = letters_of_iterates(table, [directions(points), labels(points, below)])
    counted = [tuple(max(1, letters) for letters in row) for row in found]
    return IterateCounts(counted[0], counted[1], threshold)


def iterate_passages(
    f: PiecewiseLinearMap, iterates: int, intervals: Sequence[tuple[QLike, QLike]]
) -> list[tuple[int, ...]]:
    """For each interval [low, high] the full passages of f^1, .., f^N: from <= low to >= high or back, at ordered points.

    Raises
    ------
    InputError
        If f does not map its interval into itself, N < 1, or low < high fails.

    Examples
    --------
    >>> tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
    >>> iterate_passages(tent, 4, [("1/4", "3/4")])
    [(2, 4, 8, 16)]
    """
    ends = [(rational(low), rational(high)) for low, high in intervals]
    if iterates < 1:
        raise InputError(f"the number of iterates must be at least 1, not {iterates}")
    if not all(low < high for low, high in ends):
        raise InputError("passages of [low, high] need low < high")
    require_self_map(f)
    table = orbit_table(f, iterates, [level for pair in ends for level in pair])
    words = [
        visits(len(table.ages), not_above, below)
        for (_, not_above), (below, _) in zip(table.places[::2], table.places[1::2], strict=True)
    ]
    return [tuple(max(0, letters - 1) for letters in row) for row in letters_of_iterates(table, words)]
