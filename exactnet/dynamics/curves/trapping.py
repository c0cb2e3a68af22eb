"""Attracted orbits: intervals that f maps into one another, so that an orbit once inside visits them for ever.

`a_0 < b_0, .., a_{q-1} < b_{q-1}` with f([a_i, b_i]) inside [a_{i+1}, b_{i+1}], cyclically, each inside a monotone interval.
Attracting cycles have such intervals, and so have neutral cycles that attract from both sides. Floats of the orbit propose; the
images of rational ends decide.
"""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq

from exactnet.dynamics.curves.enclosures import Enclosure, Enclosures
from exactnet.dynamics.turning import Trap
from exactnet.exact.points import simplest_between

__all__ = ["find_trap"]

_LONGEST = 64
_WIDENINGS = 40


def find_trap(at: Enclosures, orbit: Sequence[Enclosure], start: int) -> Trap | None:
    """Intervals that trap the orbit from ``orbit[start]`` on, or None if none are found.

    Parameters
    ----------
    at
        The interval arithmetic of the orbit.
    orbit
        Enclosures of f(c), f^2(c), .. up to and beyond ``start``.
    """
    for period in range(1, min(_LONGEST, (len(orbit) - start - 1) // 3) + 1):
        if _closing(orbit, start, period) and (found := _widened(at, orbit, start, period)) is not None:
            return found
    return None


def _closing(orbit: Sequence[Enclosure], start: int, period: int) -> bool:
    """Whether the orbit seems to close in on a cycle: steps over two turns shrink."""
    x = [orbit[start + k * period][0] for k in range(4) if start + k * period < len(orbit)]
    return len(x) == 4 and abs(x[3] - x[1]) < abs(x[2] - x[0])


def _widened(at: Enclosures, orbit: Sequence[Enclosure], start: int, period: int) -> Trap | None:
    """Try intervals around the limit, from just beyond the orbit's next points to wide ones."""
    limit = orbit[start + (len(orbit) - 1 - start) // period * period][0]
    near = max(abs(orbit[start][side] - limit) for side in (0, 1)) + 4
    one = fmpq(1, 1 << at.precision)
    for k in range(_WIDENINGS):
        radius = near + (near << k >> 4)
        low = simplest_between((limit - radius - (radius >> 3)) * one, (limit - radius) * one)
        high = simplest_between((limit + radius) * one, (limit + radius + (radius >> 3)) * one)
        found = _chain(at, low, high, period)
        if found == "outside":
            return None
        if isinstance(found, Trap):
            return found
    return None


def _chain(at: Enclosures, low: fmpq, high: fmpq, period: int) -> Trap | str:
    """The interval and its images, each a little wider than it must be; "outside" if one leaves its monotone interval."""
    intervals, visits = [(low, high)], []
    for step in range(period):
        a, b = intervals[-1]
        inside = at.interval((_floor(a, at), _ceil(b, at)))
        if inside is None or at.curve.directions[at.curve.monotone_ends[inside]] == 0:
            return "outside"
        visits.append(inside)
        image = at.image_of(a, b)
        if step == period - 1:
            holds = low <= image[0] and image[1] <= high
            return Trap(tuple(intervals), tuple(visits)) if holds else "wide"
        slack = max((image[1] - image[0]) / 64, fmpq(4, 1 << at.precision))
        intervals.append((simplest_between(image[0] - slack, image[0]), simplest_between(image[1], image[1] + slack)))
    raise AssertionError("a period is at least 1")


def _floor(x: fmpq, at: Enclosures) -> int:
    return int((x * (1 << at.precision)).floor())


def _ceil(x: fmpq, at: Enclosures) -> int:
    return int((x * (1 << at.precision)).ceil())
