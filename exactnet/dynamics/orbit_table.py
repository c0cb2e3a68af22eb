"""What exact numbers decide about the orbits of the ends of a map's monotone pieces; everything after it is counting.

Counting laps, crossings and passages of iterates needs no number: only the order of the points on these orbits, which point
is the image of which, and where levels lie among them. That is the table, all small integers. Whatever can sort orbits exactly
can deliver one: here rationals do.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.dynamics.laps import monotone_ends
from exactnet.exact.integers import integer_array
from exactnet.exact.order import sort_fractions

__all__ = ["OrbitTable", "orbit_points", "orbit_table"]

Key = tuple[int, int]


@dataclass(frozen=True, eq=False)
class OrbitTable:
    """Order, ages and images of the points f^k(e), k <= N, of the ends e of the monotone pieces of a map f.

    Between neighbouring ends f is strictly monotone or constant; the ends of the domain are ends of pieces.

    Attributes
    ----------
    iterates
        N.
    ages
        For each point, in increasing order, the least k: 0 for the ends themselves.
    images
        Index of the image of each point; -1 where the age is N and the image is no point of the table.
    places
        For each level that was asked for: how many points lie below it, and how many not above it.
    """

    iterates: int
    ages: NDArray[np.int64]
    images: NDArray[np.int64]
    places: tuple[tuple[int, int], ...]


def orbit_table(f: PiecewiseLinearMap, iterates: int, levels: Sequence[fmpq] = ()) -> OrbitTable:
    """The table of a map of an interval into itself.

    Examples
    --------
    >>> tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", "3/4"), (1, 0)])
    >>> table = orbit_table(tent, 2, [fmpq(1, 2)])  # 0, 3/8, 1/2, 3/4, 1
    >>> table.ages.tolist(), table.images.tolist(), table.places
    ([0, 2, 0, 1, 0], [0, -1, 3, 1, 0], ((2, 3),))
    """
    points, age, image = _followed(f, iterates)
    reached = list(points)
    order, _ = sort_fractions(integer_array([p for p, _ in reached]), integer_array([q for _, q in reached]))
    keys = [reached[i] for i in order.tolist()]
    index = {key: i for i, key in enumerate(keys)}
    numbers = [points[key] for key in keys]
    return OrbitTable(
        iterates,
        np.array([age[key] for key in keys], dtype=np.int64),
        np.array([index[image[key]] if key in image else -1 for key in keys], dtype=np.int64),
        tuple((bisect_left(numbers, level), bisect_right(numbers, level)) for level in levels),
    )


def orbit_points(f: PiecewiseLinearMap, iterates: int) -> list[fmpq]:
    """The points of the table, in order.

    Examples
    --------
    >>> orbit_points(PiecewiseLinearMap.from_points([(0, 0), ("1/2", "3/4"), (1, 0)]), 2)
    [0, 3/8, 1/2, 3/4, 1]
    """
    return sorted(_followed(f, iterates)[0].values())


def _followed(f: PiecewiseLinearMap, iterates: int) -> tuple[dict[Key, fmpq], dict[Key, int], dict[Key, Key]]:
    """The points, their ages and images."""
    points: dict[Key, fmpq] = {}
    age: dict[Key, int] = {}
    image: dict[Key, Key] = {}
    young = {_key(x): x for x in (f.breakpoints[i] for i in monotone_ends(f))}
    for k in range(iterates + 1):
        points.update(young)
        age.update(dict.fromkeys(young, k))
        born: dict[Key, fmpq] = {}
        for key, x in young.items() if k < iterates else ():
            y = f(x)
            image[key] = target = _key(y)
            if target not in points:
                born[target] = y
        young = born
    return points, age, image


def _key(x: fmpq) -> Key:
    return int(x.p), int(x.q)
