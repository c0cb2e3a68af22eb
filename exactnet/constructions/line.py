"""Functions of one variable made to order: folds as networks, and maps with a prescribed cycle."""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq

from exactnet.compile import PiecewiseLinearMap
from exactnet.constructions.folds import Fold, folded_network, in_each_coordinate, sawtooth
from exactnet.errors import InputError
from exactnet.model import Network

__all__ = ["cycle_map", "full_network", "sawtooth_network", "stefan_cycle", "tent_power"]

# In t: 1 -> 0 -> 1 -> 0 -> 1 on [0, 1/3], [1/3, 2/3], [2/3, 5/6], [5/6, 1]: four full laps with three units.
_FULL = Fold(((3, -1), (-3, 2), (-6, 5)), (2, -3, 2), -3)
_MOST_LAPS = 1 << 16


def _folded(folds: Sequence[Fold], name: str) -> Network:
    if not folds:
        raise InputError("there must be at least one hidden layer")
    *first, (units, output) = (in_each_coordinate([fold], len(fold.units)) for fold in folds)
    return folded_network(1, first, units, output, name)


def sawtooth_network(widths: Sequence[int]) -> Network:
    """Layers of m_1, m_2, .. units that fold [0, 1] onto itself with so many full laps each; the entropy is sum log m_i.

    Examples
    --------
    >>> sawtooth_network([3, 2])("1/6")
    (1,)
    """
    return _folded([sawtooth(m) for m in widths], "sawtooth")


def full_network(depth: int) -> Network:
    """Layers of 3 units that fold [0, 1] onto itself with four full laps: the most that so many units can.

    Examples
    --------
    >>> net = full_network(1)
    >>> [net(x) for x in ("0", "1/3", "2/3", "5/6", "1")]
    [(1,), (0,), (1,), (0,), (1,)]
    """
    return _folded([_FULL] * depth, "full")


def tent_power(k: int) -> PiecewiseLinearMap:
    """T^k, T(x) = 2 min(x, 1 - x) on [0, 1], with its 2^k laps.

    Examples
    --------
    >>> tent_power(3).pieces
    8
    """
    size = 1 << k
    if size > _MOST_LAPS:
        raise InputError(f"T^k is written down for k up to {_MOST_LAPS.bit_length() - 1}")
    return PiecewiseLinearMap.from_points([(fmpq(j, size), j % 2) for j in range(size + 1)])


def cycle_map(images: Sequence[int]) -> PiecewiseLinearMap:
    """The map of [0, 1] that permutes p equally spaced points as said, i -> images[i - 1], and is straight in between.

    Examples
    --------
    >>> cycle_map([2, 3, 1])("1/4")
    3/4
    """
    p = len(images)
    if p < 2 or sorted(images) != list(range(1, p + 1)):
        raise InputError("the images must be the numbers 1, .., p in some order, p >= 2")
    return PiecewiseLinearMap.from_points([(fmpq(i, p - 1), fmpq(image - 1, p - 1)) for i, image in enumerate(images)])


def stefan_cycle(period: int) -> list[int]:
    """The cycle of odd period p that forces no other odd periods below p: 1 -> (p + 1)/2, and then outwards in turn.

    Examples
    --------
    >>> stefan_cycle(3), stefan_cycle(5)
    ([2, 3, 1], [3, 5, 4, 2, 1])
    """
    if period < 3 or period % 2 == 0:
        raise InputError("the period must be odd, and at least 3")
    half = period // 2
    return [
        half + 1,
        *(period + 2 - i for i in range(2, half + 2)),
        *(period + 1 - i for i in range(half + 2, period + 1)),
    ]
