"""Which depths and widths are excluded for approximating an iterate of a map.

If f^T rises and falls in turn by more than 2E at N + 1 points, every g with |g - f^T| <= E does so as well and has N laps at
least. A network with one input and L layers of u relu units has at most (u + 1)^L pieces, hence laps.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from flint import fmpq, fmpz

from exactnet.certs import Certificate
from exactnet.compile import IntervalFunction, PiecewiseLinearMap
from exactnet.compile.composition import compose
from exactnet.compile.sweep import MAX_VERTICES
from exactnet.dynamics import lap_counts
from exactnet.dynamics.laps import require_self_map
from exactnet.errors import InputError, UndecidedError
from exactnet.exact.rational import QLike, rational

__all__ = ["THEOREM", "DepthWidth", "depth_width", "swings", "widest_excluded"]

THEOREM = "after Chatziafratis, Nagarajan, Panageas 2020 (L-infinity separation), with bu2020.pieces"

DEFAULT_DEPTH = 10


@dataclass(frozen=True, eq=False)
class DepthWidth:
    """Depths and widths that are excluded.

    Attributes
    ----------
    function, iterate
        The map f and the number T of its iterate.
    tolerance
        The largest |g - f^T| allowed, in L-infinity; 0 means that g is to be f^T itself.
    required_laps
        N: every g within the tolerance has at least so many laps.
    excluded
        For each depth L the largest width u with (u + 1)^L < N; 0 if there is none. A tie, (u + 1)^L = N, is not excluded.
    """

    function: IntervalFunction
    iterate: int
    tolerance: fmpq
    required_laps: int
    excluded: tuple[tuple[int, int], ...]

    @cached_property
    def certificate(self) -> Certificate | None:
        """The certificate of the laps of f, .., f^T; none for a positive tolerance."""
        return lap_counts(self.function, self.iterate).certificate if self.tolerance == 0 else None

    def __repr__(self) -> str:
        return f"DepthWidth(required_laps={self.required_laps}, excluded={self.excluded})"


def depth_width(
    function: IntervalFunction,
    iterate: int = 1,
    tolerance: QLike = 0,
    *,
    max_depth: int = DEFAULT_DEPTH,
    max_width: int | None = None,
    max_pieces: int = MAX_VERTICES,
) -> DepthWidth:
    """Which relu networks of one input, L layers of u units and an affine output cannot be within a tolerance of f^T.

    Parameters
    ----------
    function
        The map f of a bounded interval into itself (into anything, for the first iterate).
    iterate
        T.
    tolerance
        E, for the L-infinity distance. For 0 the laps are counted in polynomial time; otherwise f^T is composed.
    max_depth, max_width
        Which depths are listed, and up to which width (by default any).
    max_pieces
        The most pieces of f^T that are composed.

    Raises
    ------
    InputError
        For a number out of range, or a map that leaves its interval.
    UndecidedError
        If f^T has more pieces than ``max_pieces``.

    Examples
    --------
    >>> three_cycle = PiecewiseLinearMap.from_points([(0, "1/2"), ("1/2", 1), (1, 0)])
    >>> f = IntervalFunction.of(three_cycle)
    >>> depth_width(f, 5, max_depth=3)
    DepthWidth(required_laps=13, excluded=((1, 11), (2, 2), (3, 1)))
    >>> depth_width(f, 5, "3/8", max_depth=3)
    DepthWidth(required_laps=8, excluded=((1, 6), (2, 1), (3, 0)))
    """
    error = rational(tolerance)
    if error < 0 or iterate < 1 or max_depth < 1 or (max_width is not None and max_width < 1):
        raise InputError("iterate, depth and width must be at least 1, and the tolerance must not be negative")
    if not function.map.bounded:
        raise InputError("a bounded domain is needed; give one with --domain box:LO,HI")
    if iterate > 1:
        require_self_map(function.map)
    if error == 0:
        needed = lap_counts(function, iterate).laps[-1]
    else:
        needed = max(1, swings(_power(function.map, iterate, max_pieces).values, 2 * error))
    widths = ((depth, widest_excluded(needed, depth)) for depth in range(1, max_depth + 1))
    shown = tuple((depth, width if max_width is None else min(width, max_width)) for depth, width in widths)
    return DepthWidth(function, iterate, error, needed, shown)


def widest_excluded(laps: int, depth: int) -> int:
    """The largest u with (u + 1)^depth < laps, 0 if there is none.

    Examples
    --------
    >>> widest_excluded(144, 2), widest_excluded(145, 2), widest_excluded(2, 3)
    (10, 11, 0)
    """
    return max(0, int(fmpz(laps - 1).root(depth)) - 1)


def swings(values: Iterable[fmpq], size: fmpq) -> int:
    """The largest number of rises and falls in turn, each by strictly more than ``size``, along a row of values.

    Examples
    --------
    >>> row = [fmpq(v) for v in (0, 3, 2, 5, 0, 1)]
    >>> [swings(row, fmpq(s)) for s in (0, 1, 4, 5)]
    [5, 2, 2, 0]
    """
    low = high = extreme = None
    count, rising = 0, False
    for value in values:
        if low is None or high is None or extreme is None:
            low = high = extreme = value
        elif count == 0:
            low, high = min(low, value), max(high, value)
            if high - low > size:
                count, rising, extreme = 1, value == high, value
        elif (value > extreme) == rising:
            extreme = value
        elif abs(value - extreme) > size:
            count, rising, extreme = count + 1, not rising, value
    return count


def _power(f: PiecewiseLinearMap, iterate: int, max_pieces: int) -> PiecewiseLinearMap:
    power = f
    for n in range(2, iterate + 1):
        power = compose(f, power)
        if power.pieces > max_pieces:
            raise UndecidedError(f"iterate {n} has more than {max_pieces} pieces (--max-pieces)")
    return power
