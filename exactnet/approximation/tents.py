"""Standard hard targets: powers of the full tent map, and of the map 0 -> 1/2 -> 1 -> 0."""

from __future__ import annotations

from functools import lru_cache

from flint import fmpq

from exactnet.approximation.distance import l1_distance
from exactnet.compile.composition import compose
from exactnet.compile.piecewise_linear import PiecewiseLinearMap

__all__ = ["l1_to_tent", "tent_power", "three_cycle_power"]


@lru_cache(maxsize=8)
def tent_power(k: int) -> PiecewiseLinearMap:
    """T^k on [0, 1], T(x) = 2 min(x, 1 - x): 2^k pieces between 0 and 1.

    Examples
    --------
    >>> tent_power(3).pieces, tent_power(3)("1/8")
    (8, 1)
    """
    n = 1 << k
    return PiecewiseLinearMap.from_points([(fmpq(j, n), j % 2) for j in range(n + 1)])


@lru_cache(maxsize=16)
def three_cycle_power(t: int) -> PiecewiseLinearMap:
    """The t-th iterate, t >= 1, of the map that is straight between (0, 1/2), (1/2, 1) and (1, 0): 2, 3, 5, 8, .. pieces.

    Examples
    --------
    >>> three_cycle_power(4).pieces, three_cycle_power(3)(0)
    (8, 0)
    """
    once = PiecewiseLinearMap.from_points([(0, fmpq(1, 2)), (fmpq(1, 2), 1), (1, 0)])
    return once if t == 1 else compose(once, three_cycle_power(t - 1))


def l1_to_tent(f: PiecewiseLinearMap, k: int) -> fmpq:
    """The integral over [0, 1] of |T^k - f|.

    Examples
    --------
    >>> l1_to_tent(tent_power(2), 5)
    1/3
    """
    return l1_distance(tent_power(k), f)
