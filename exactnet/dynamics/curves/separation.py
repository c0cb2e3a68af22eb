"""Cells for the zeros of f^n(x) - x, found by bisection."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from flint import fmpq

from exactnet.dynamics.curves.bands import Band, Mark
from exactnet.dynamics.curves.cells import BAND, Cells, End, InseparableError, Kind
from exactnet.dynamics.curves.images import Images
from exactnet.dynamics.curves.kinds import CellKinds, Neighbourhoods
from exactnet.dynamics.curves.marked import ImpreciseError

__all__ = ["Limits", "separate"]


class Limits(NamedTuple):
    """Where to give up.

    Attributes
    ----------
    narrowest
        Width at which a cell is given up, in units of 2^-p.
    suspicious
        Width from which on a cell seems to hold a multiple zero.
    cells
        The most cells.
    """

    narrowest: int
    suspicious: int
    cells: int


def separate(
    at: Images,
    n: int,
    fixed: Sequence[Mark],
    bands: Sequence[Band],
    zeros: Collection[int],
    before: Sequence[int],
    limits: Limits,
    near: Neighbourhoods | None = None,
) -> Cells:
    """Cells for f^n(x) - x.

    Parameters
    ----------
    at
        The arithmetic.
    n
        The iterate.
    fixed
        Points of marked orbits at which cells must end.
    bands
        Those on which f^n is the identity; their ends are among the fixed points.
    zeros
        The points of the description that f^n maps to themselves.
    before
        Where to cut first, in units of 2^-p.
    limits
        Where to give up.
    near
        What is known of multiple zeros.

    Raises
    ------
    InseparableError
        At a cell that would have to be narrower, or if there would be too many cells.
    """
    work = CellKinds(at, n, near, limits.suspicious)
    nodes = _fixed_ends(work, fixed, zeros)
    ends = sorted([*nodes, *_cuts(work, before, nodes, 4 * limits.narrowest)], key=lambda end: end[:2])
    cells = {names for band in bands for names in band.cells}
    stack, kept = list(pairwise(ends))[::-1], [ends[0]]
    kinds: list[Kind] = []
    while stack:
        a, b = stack.pop()
        kind = Kind(by=BAND) if (a.name, b.name) in cells else work.kind(a, b)
        if kind is not None:
            joined = kinds and kinds[-1] == kind and kind.by is None and a.sign
            if joined and work.plain(kept[-2], b) == kind:
                kept[-1] = b  # one cell with the one before
            else:
                kept.append(b)
                kinds.append(kind)
            continue
        if b.low - a.high <= limits.narrowest:
            raise InseparableError((a.high, b.low), "narrow")
        if len(stack) + len(kinds) > limits.cells:
            raise InseparableError((a.high, b.low), "many")
        cut = work.cut(a, b)
        stack += [(cut, b), (a, cut)]
    hidden = frozenset(name for band in bands for name in band.own_ends)
    return Cells(at, n, tuple(kept), tuple(kinds), hidden)


def _fixed_ends(work: CellKinds, fixed: Sequence[Mark], zeros: Collection[int]) -> list[End]:
    """The ends of the domain, and the points of orbits at which cells must end."""
    at = work.at
    found = [End(*mark.where, 0, None, (mark.orbit, mark.step)) for mark in fixed]
    taken = {mark.orbit.indices[mark.step] for mark in fixed}
    last = len(at.points) - 1
    for index, outer in ((0, at.points[0][0]), (last, at.points[last][1])):
        if index not in taken:
            low, high = at.points[index]
            sign = 0 if index in zeros else work.sign(low, high)
            if sign == 0 and index not in zeros:
                raise ImpreciseError
            exact = at.curve.points[index].rational
            found.append(End(low, high, sign, fmpq(outer, at.one) if exact is None else exact))
    found.sort(key=lambda end: end[:2])
    if any(a.high >= b.low for a, b in pairwise(found)):
        raise ImpreciseError
    return found


def _cuts(work: CellKinds, places: Sequence[int], fixed: Sequence[End], distance: int) -> Iterator[End]:
    """Ends at given places, where the sign is known and no fixed end is near."""
    for u in places:
        i = bisect_right(fixed, u, key=lambda end: end.low)
        left, right = fixed[i - 1], fixed[min(i, len(fixed) - 1)]
        if left.high + distance < u < right.low - distance and (sign := work.sign(u, u)):
            yield End(u, u, sign, fmpq(u, work.at.one))
