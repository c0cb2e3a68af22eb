"""Attracted orbits: intervals that f maps into one another, so that an orbit once inside visits them for ever.

`a_0 < b_0, .., a_{q-1} < b_{q-1}` with f([a_i, b_i]) inside [a_{i+1}, b_{i+1}], cyclically, each inside a monotone interval.
Attracting cycles have such intervals, and so have neutral cycles that attract from both sides. A cycle through a turning point
or an end of the domain may attract from one side only: there the interval ends at that point, if it is rational. Beyond a cycle
that attracts from one side and repels on the other there may be another one that attracts: there the interval reaches to the end
of the monotone interval, if that is rational.
Floats of the orbit propose; the images of rational ends decide.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flint import fmpq

from exactnet.dynamics.curves.enclosures import Enclosure, Enclosures
from exactnet.dynamics.kneading.turning import Trap
from exactnet.exact.points import simplest_between

__all__ = ["find_trap"]

_LONGEST = 1024
_LOOKS = 16
_SHORT = 3
_WIDENINGS = 40
_CLOSE = 24
_SLACK = 256


class _Lap(NamedTuple):
    """A monotone interval: its number, and its ends as far as they are rational."""

    number: int
    low: fmpq | None
    high: fmpq | None


def find_trap(at: Enclosures, orbit: Sequence[Enclosure], start: int) -> tuple[int, Trap] | None:
    """Intervals that trap the orbit, and the index of the first point in them; None if none are found.

    Parameters
    ----------
    at
        The interval arithmetic of the orbit.
    orbit
        Enclosures of f(c), f^2(c), .. up to and beyond ``start``.
    start
        Intervals are sought around the orbit from here on.
    """
    period = _period(at, orbit, start)
    if period is None:
        return None
    around = list(_proposals(at, orbit, start, period))
    for proposals in (around, *_wide(at, around)):
        for low, high in proposals:
            found = _chain(at, low, high, period)
            if isinstance(found, Trap):
                return _first_inside(at, orbit, start, found)
            if found == "outside":
                break
    return None


def _period(at: Enclosures, orbit: Sequence[Enclosure], start: int) -> int | None:
    """The length of the cycle that the orbit seems to close in on: steps from turn to turn are the shortest, and shrink."""
    x, extent = [low for low, _ in orbit], at.ends[-1][1] - at.ends[0][0]
    best, chosen = extent >> _SHORT, None
    for period in range(1, min(_LONGEST, (len(orbit) - start - 1) // 3) + 1):
        ends = range(len(x) - 1, max(len(x) - 1 - _LOOKS, 2 * period), -1)
        steps = [(abs(x[i] - x[i - period]), abs(x[i - period] - x[i - 2 * period])) for i in ends]
        longest = max(now for now, _ in steps)
        if longest < best and all(now < before for now, before in steps):
            best, chosen = longest, period
    return chosen


def _first_inside(at: Enclosures, orbit: Sequence[Enclosure], start: int, trap: Trap) -> tuple[int, Trap]:
    """The trap, turned so that it begins as early as the orbit is inside."""
    one, period, first = 1 << at.precision, len(trap.intervals), start
    while first > 0:
        low, high = trap.intervals[(first - 1 - start) % period]
        if not (low * one < orbit[first - 1][0] and orbit[first - 1][1] < high * one):
            break
        first -= 1
    k = (first - start) % period
    return first, Trap(trap.intervals[k:] + trap.intervals[:k], trap.visits[k:] + trap.visits[:k])


def _proposals(at: Enclosures, orbit: Sequence[Enclosure], start: int, period: int) -> Iterator[tuple[fmpq, fmpq]]:
    """Intervals around the limit, from just beyond the orbit's next points to wide ones."""
    limit = orbit[start + (len(orbit) - 1 - start) // period * period][0]
    near = max(abs(orbit[start][side] - limit) for side in (0, 1)) + 4
    one = fmpq(1, 1 << at.precision)
    end = _end_near(at, limit, near)
    for k in range(_WIDENINGS):
        radius = near + (near << k >> 4)
        low = simplest_between((limit - radius - (radius >> 3)) * one, (limit - radius) * one)
        high = simplest_between((limit + radius) * one, (limit + radius + (radius >> 3)) * one)
        if end is not None:
            yield (end, high) if orbit[start][0] * one > end else (low, end)
        else:
            yield low, high


def _wide(at: Enclosures, around: Sequence[tuple[fmpq, fmpq]]) -> list[list[tuple[fmpq, fmpq]]]:
    """The same intervals, but reaching to the lower, or the upper, end of the monotone interval."""
    lap = _lap(at, *around[0])
    if lap is None:
        return []
    low, high = lap.low, lap.high
    below = [] if low is None else [(low, b) for _, b in around if low < b]
    above = [] if high is None else [(a, high) for a, _ in around if a < high]
    return [below, above]


def _end_near(at: Enclosures, limit: int, near: int) -> fmpq | None:
    """A rational end of a monotone interval that the orbit seems to converge to."""
    for i in at.curve.monotone_ends:
        x = at.curve.points[i].rational
        if x is not None and abs(at.of_point(at.curve.points[i])[0] - limit) <= near >> _CLOSE:
            return x
    return None


def _chain(at: Enclosures, low: fmpq, high: fmpq, period: int) -> Trap | str:
    """The interval and its images, each a little wider than it must be; "outside" if one leaves its monotone interval."""
    intervals, visits = [(low, high)], []
    lap = _lap(at, low, high)
    for step in range(period):
        a, b = intervals[-1]
        if lap is None or at.curve.directions[at.curve.monotone_ends[lap.number]] == 0:
            return "outside"
        visits.append(lap.number)
        image = at.image_of(a, b)
        if step == period - 1:
            holds = low <= image[0] and image[1] <= high
            return Trap(tuple(intervals), tuple(visits)) if holds else "wide"
        lap = _lap(at, *image)
        # what is added at every step must not outweigh the contraction of a whole turn
        slack = max((image[1] - image[0]) / (_SLACK * period), fmpq(4, 1 << at.precision))
        outer = [simplest_between(image[0] - slack, image[0]), simplest_between(image[1], image[1] + slack)]
        if lap is not None:  # ends of monotone intervals are not passed
            outer[0] = outer[0] if lap.low is None else max(outer[0], lap.low)
            outer[1] = outer[1] if lap.high is None else min(outer[1], lap.high)
        intervals.append((outer[0], outer[1]))
        lap = _lap(at, *intervals[-1])
    raise AssertionError("a period is at least 1")


def _lap(at: Enclosures, low: fmpq, high: fmpq) -> _Lap | None:
    """The monotone interval that contains [low, high]."""
    ends = [at.curve.points[i] for i in at.curve.monotone_ends]
    for number, (a, b) in enumerate(itertools.pairwise(ends)):
        if a <= low and high <= b:
            return _Lap(number, a.rational, b.rational)
    return None
