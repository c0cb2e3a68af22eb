"""The partition on which periodic orbits are looked for: fine enough that hardly any closed word is idle.

Refining around the orbits of the breakpoints makes closed words fewer, down to about the orbits that there are; a partition
that is too fine costs more to check. So the depth is doubled until little is left to gain.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from flint import fmpq

from exactnet.compile.function import IntervalFunction
from exactnet.dynamics.coverings.partition import Ranges, adapted_points, image_places
from exactnet.dynamics.coverings.words import MANY, primitive_counts, traces
from exactnet.errors import UndecidedError

__all__ = ["MOST_WORK", "Cover", "choose_cover"]

MOST_WORK = 50_000
"""Intervals times the largest period: what a certificate may ask of the checker."""

_ADVICE_DEPTH = 64
_MAX_STEPS = 2_000_000_000


@dataclass(frozen=True, eq=False)
class Cover:
    """A partition that contains all breakpoints, with its covering graph.

    In `outer` a flat interval leads to the one interval that has its value inside. `words` counts the least primitive words of
    each length, `size` adds up their letters, and `needed` the letters of those of full coverings only: none of them is idle.
    """

    points: list[fmpq]
    images: list[fmpq]
    outer: Ranges
    words: list[int]
    size: int
    needed: int

    @classmethod
    def of(cls, points: list[fmpq], images: list[fmpq], max_period: int) -> Cover:
        floor, ceil = image_places(points, images)
        outer = Ranges(np.minimum(floor[:-1], floor[1:]), np.maximum(ceil[:-1], ceil[1:]))
        start, stop = np.minimum(ceil[:-1], ceil[1:]), np.maximum(floor[:-1], floor[1:])
        inner = Ranges(start, np.maximum(start, stop))
        words = primitive_counts(traces(outer, max_period))
        exact = bool((inner.start == outer.start).all() and (inner.stop == outer.stop).all())
        # f^n maps a part of the first interval of such a word onto all of it, so the word has a periodic point
        needed = words if exact else primitive_counts(traces(inner, max_period))
        return cls(points, images, outer, words, _letters(words), _letters(needed))


def _letters(words: list[int]) -> int:
    return sum(n * count for n, count in enumerate(words, start=1))


def choose_cover(function: IntervalFunction, max_period: int, limit: int) -> Cover:
    """Refine around the orbits of the breakpoints while that spares words.

    Raises
    ------
    UndecidedError
        If the closed words that are left have more than ``limit`` letters.

    Examples
    --------
    >>> from exactnet.compile import PiecewiseLinearMap
    >>> tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", "3/4"), (1, 0)])
    >>> cover = choose_cover(IntervalFunction.of(tent), 20, 10**6)
    >>> len(cover.points), sum(cover.words)  # 556 orbits
    (30, 559)
    """
    coarsest, images = adapted_points(function.map, 0, function.breakpoints)
    if not _fits(coarsest, max_period):
        raise UndecidedError(
            f"{len(coarsest) - 1} pieces and periods up to {max_period} are more than a certificate can be checked for "
            f"(their product is limited to {MOST_WORK:,}); try --max-period {max(1, MOST_WORK // (len(coarsest) - 1))}"
        )
    best = Cover.of(coarsest, images, max_period)
    needed, depth, known, idle = best.needed, 1, len(best.points), 0
    while best.size > needed + needed // 8 + 64 and needed <= limit and depth <= 2 * max_period and idle < 3:
        points, images = adapted_points(function.map, depth, function.breakpoints)
        cheap = len(points) ** 2 * max_period <= _MAX_STEPS
        if not _fits(points, max_period) or not (cheap or best.size > limit):
            break
        depth *= 2
        if len(points) == known:
            continue
        known = len(points)
        cover = Cover.of(points, images, max_period)
        needed = max(needed, cover.needed)
        if cover.size < best.size:
            best, idle = cover, 0
        elif depth > 8:
            idle += 1
    if best.size <= limit:
        return best
    # a partition that is fine enough for a period within the limit tells which one that is
    points, images = adapted_points(function.map, min(max_period, _ADVICE_DEPTH), function.breakpoints)
    finer = Cover.of(points, images, max_period) if _fits(points, max_period) else best
    if finer.size <= limit:
        return finer
    raise UndecidedError(_too_many(min(best, finer, key=lambda c: _excess(c, limit)), max_period, limit))


def _fits(points: list[fmpq], max_period: int) -> bool:
    return (len(points) - 1) * max_period <= MOST_WORK


def _excess(cover: Cover, limit: int) -> tuple[int, int]:
    """Smaller the more periods are within the limit; then the fewer points there are in all."""
    return -_feasible(cover, limit), cover.size


def _feasible(cover: Cover, limit: int) -> int:
    """The largest period up to which there are no more points than the limit."""
    return next((n for n in range(len(cover.words)) if _letters(cover.words[: n + 1]) > limit), len(cover.words))


def _too_many(cover: Cover, max_period: int, limit: int) -> str:
    count = f"{cover.size:,}" if cover.size < MANY // 2 else "very many"
    sentence = f"orbits of period up to {max_period} may have {count} points, more than the limit of {limit:,}"
    feasible = _feasible(cover, limit)
    if not feasible:
        return f"{sentence}; raise it with --max-points"
    return f"{sentence}; up to period {feasible} there are {_letters(cover.words[:feasible]):,} (try --max-period {feasible})"
