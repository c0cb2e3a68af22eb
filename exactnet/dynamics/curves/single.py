"""One periodic orbit of a curve by itself: intervals that f maps around, with a change of sign of f^q(x) - x across the first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from exactnet.dynamics.curves.enclosures import Enclosure
from exactnet.dynamics.curves.images import Images
from exactnet.errors import UndecidedError

__all__ = ["cycle_intervals"]

_STEP_BITS = 4
_LEAST_WIDTH = 1 << 10


def cycle_intervals(at: Images, points: Sequence[Enclosure]) -> list[Enclosure]:
    """Disjoint intervals around the points of an orbit, in the order of visits.

    The image of the first under f^i lies inside the i-th, and f^q(x) - x has opposite signs at its ends.

    Raises
    ------
    UndecidedError
        If there is no change of sign, as on neutral orbits and where an iterate bends.
    """
    radius = (at.high - at.low) >> _STEP_BITS
    while radius >= _LEAST_WIDTH:
        low = max((points[0][0] - radius) // radius * radius, at.low)
        high = min(-(-(points[0][1] + radius) // radius) * radius, at.high)
        *images, _ = at.images((low, high), len(points))
        around = [(low, high), *map(_widened, images[1:])]
        if _disjoint(around) and _sign(at, low, len(points)) * _sign(at, high, len(points)) < 0:
            return around
        radius >>= _STEP_BITS
    raise UndecidedError(
        f"f^{len(points)}(x) - x does not change its sign at the orbit, as far as can be told; "
        "it is certified with the complete list only"
    )


def _widened(x: Enclosure) -> Enclosure:
    """A wider interval whose ends have few digits."""
    unit = 1 << max((x[1] - x[0]).bit_length() - 1, 0)
    return (x[0] - 1) // unit * unit, -(-(x[1] + 1) // unit) * unit


def _disjoint(intervals: Sequence[Enclosure]) -> bool:
    return all(a[1] < b[0] for a, b in pairwise(sorted(intervals)))


def _sign(at: Images, u: int, n: int) -> int:
    value = at.images((u, u), n)[-1]
    return 1 if value[0] > u else -1 if value[1] < u else 0
