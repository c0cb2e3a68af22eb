"""Shallow networks on the plane with prescribed Betti numbers."""

from __future__ import annotations

from itertools import pairwise

from exactnet.errors import InputError
from exactnet.exact.rational import QLike
from exactnet.exact.whole import whole
from exactnet.model import Dense, Network, Relu

__all__ = ["planar_network"]

_GAP, _BRIDGE, _STRANDS = 2, -4, -1


def planar_network(components: int, holes: int) -> Network:
    """A network with one hidden layer for which {F <= 0} in R^2 is bounded and has beta = (components, holes); so has {F < 0}.

    F(x, y) = p(x) + 2 | |y| - 1 |. Over an x with p(x) > 0 nothing is in the set; for -2 < p(x) < 0 two strands, about y = 1 and
    y = -1; for p(x) <= -2 they are joined. So p makes components from left to right, and in the first one as many bridges
    between its strands as it needs.

    Examples
    --------
    >>> planar_network(2, 1).widths
    (12,)
    """
    if whole(holes, "holes") < 0 or whole(components, "components") < 0 or (holes > 0 and components == 0):
        raise InputError(f"no set has {components} components and {holes} holes")
    values = [_GAP]
    for i in range(components):
        values += [_BRIDGE, *[_STRANDS, _BRIDGE] * (holes if i == 0 else 0), _GAP]
    slopes = [0, *(b - a for a, b in pairwise(values)), 1]
    changes = [b - a for a, b in pairwise(slopes)]
    right: list[QLike] = [1, 0]
    along: list[list[QLike]] = [[-1, 0], *[right] * len(changes)]
    across: list[list[QLike]] = [[0, -1], [0, 1], [0, 1], [0, 1]]
    return Network.of(
        2,
        [
            Dense.of([*along, *across], [0, *(-i for i in range(len(changes))), -1, 1, 0, -1]),
            Relu(),
            Dense.of([[1, *changes, 2, 2, -4, 4]], [_GAP]),
        ],
        f"planar-{components}-{holes}",
    )
