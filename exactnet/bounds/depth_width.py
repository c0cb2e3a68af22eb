"""Which depths and widths are excluded for approximating an iterate of a map.

If f^T rises and falls in turn by more than 2E at N + 1 points, every g with |g - f^T| <= E rises and falls there as well and has N
laps at least. A network with one input and L layers of u relu units has at most (u + 1)^L pieces, hence laps.
"""

from __future__ import annotations

from dataclasses import dataclass

from flint import fmpq, fmpz

from exactnet.certs import Certificate
from exactnet.compile.study import Function
from exactnet.display import Displayed, Sheet, Table
from exactnet.dynamics import Alternation, LapCounts, alternation, lap_counts
from exactnet.dynamics.lap_counts import require_self_function
from exactnet.errors import InputError
from exactnet.exact.rational import QLike, number_text, rational

__all__ = ["THEOREM", "DepthWidth", "depth_width", "widest_excluded"]

THEOREM = "after Chatziafratis, Nagarajan, Panageas 2020 (L-infinity separation), with bu2020.pieces"

DEFAULT_DEPTH = 10


@dataclass(frozen=True, eq=False)
class DepthWidth(Displayed):
    """Depths and widths that are excluded.

    Attributes
    ----------
    function, iterate
        The map f and the number T of its iterate.
    tolerance
        The largest |g - f^T| allowed, in L-infinity; 0 means that g is to be f^T itself.
    required_laps
        N: every g within the tolerance has at least so many laps (at least 1).
    excluded
        For each depth L the largest width u with (u + 1)^L < N; 0 if there is none. A tie, (u + 1)^L = N, is not excluded.
    shown
        What shows N: the laps of f^T, or its swings by more than twice the tolerance.
    """

    function: Function
    iterate: int
    tolerance: fmpq
    required_laps: int
    excluded: tuple[tuple[int, int], ...]
    shown: LapCounts | Alternation

    @property
    def certificate(self) -> Certificate | None:
        """The certificate of N: of the laps of f, .., f^T, or of the swings of f^T (none where T is beyond its limit)."""
        return self.shown.certificate

    def _sheet(self) -> Sheet:
        rows = [{"depth": depth, "largest width excluded": width} for depth, width in self.excluded]
        facts = {"iterate": self.iterate, "tolerance": number_text(self.tolerance), "laps needed": self.required_laps}
        return Sheet("Depths and widths excluded", facts, [Table(rows)])

    def __repr__(self) -> str:
        return f"DepthWidth(required_laps={self.required_laps}, excluded={self.excluded})"


def depth_width(
    function: Function,
    iterate: int = 1,
    tolerance: QLike = 0,
    *,
    max_depth: int = DEFAULT_DEPTH,
    max_width: int | None = None,
) -> DepthWidth:
    """Which relu networks of one input, L layers of u units and an affine output cannot be within a tolerance of f^T.

    Parameters
    ----------
    function
        The map f of a bounded interval into itself (into anything, for the first iterate).
    iterate
        T.
    tolerance
        E, for the L-infinity distance.
    max_depth, max_width
        Which depths are listed, and up to which width (by default any).

    Raises
    ------
    InputError
        For a number out of range, or a map that leaves its interval.

    Examples
    --------
    >>> from exactnet.compile import PiecewiseLinearMap
    >>> from exactnet.compile.study import study
    >>> f = study(PiecewiseLinearMap.from_points([(0, "1/2"), ("1/2", 1), (1, 0)]))
    >>> depth_width(f, 5, max_depth=3)
    DepthWidth(required_laps=13, excluded=((1, 11), (2, 2), (3, 1)))
    >>> depth_width(f, 5, "3/8", max_depth=3)
    DepthWidth(required_laps=8, excluded=((1, 6), (2, 1), (3, 0)))
    """
    error = rational(tolerance)
    if error < 0 or iterate < 1 or max_depth < 1 or (max_width is not None and max_width < 1):
        raise InputError("iterate, depth and width must be at least 1, and the tolerance must not be negative")
    if function.domain.lower is None:
        raise InputError("a bounded domain is needed; give one with --domain box:LO,HI")
    if iterate > 1:
        require_self_function(function)
    shown: LapCounts | Alternation
    if error == 0:
        shown = lap_counts(function, iterate)
        needed = shown.laps[-1]
    else:
        shown = alternation(function, iterate, 2 * error)
        needed = max(1, shown.count)
    widths = ((depth, widest_excluded(needed, depth)) for depth in range(1, max_depth + 1))
    excluded = tuple((depth, width if max_width is None else min(width, max_width)) for depth, width in widths)
    return DepthWidth(function, iterate, error, needed, excluded, shown)


def widest_excluded(laps: int, depth: int) -> int:
    """The largest u with (u + 1)^depth < laps, 0 if there is none.

    Examples
    --------
    >>> widest_excluded(144, 2), widest_excluded(145, 2), widest_excluded(2, 3)
    (10, 11, 0)
    """
    return max(0, int(fmpz(laps - 1).root(depth)) - 1)
