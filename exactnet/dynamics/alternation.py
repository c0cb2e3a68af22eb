"""How often an iterate rises and falls in turn, each time by more than a given amount.

Where f^T has few laps it is composed, and the most swings that there are are found. Where it has too many, the passages of one
interval are counted in polynomial time; the interval is the best of a sample for a small iterate, and whichever it is, what is
certified is true. Of functions with curved pieces the values are enclosed, at points that floats propose.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flint import fmpq

from exactnet.certs import Certificate, Fragment
from exactnet.compile.composition import compose
from exactnet.compile.function import IntervalFunction
from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.compile.semialgebraic.function import SemiAlgebraicFunction
from exactnet.compile.study import Function
from exactnet.dynamics.curves.laps import easy_laps
from exactnet.dynamics.curves.swings import passages_of_curve, swing_values
from exactnet.dynamics.iterates import iterate_counts, iterate_passages
from exactnet.dynamics.orbit_table import orbit_points
from exactnet.errors import InputError
from exactnet.exact.rational import QLike, number_text, rational

__all__ = ["MOST_ITERATES", "Alternation", "alternation", "swings"]

MOST_ITERATES = 1000
"""The largest iterate that a certificate may speak of."""

FEW_LAPS = 20_000
"""Iterates with more laps, all together, are not composed."""

_FEW_CURVED_LAPS = 4200
_SAMPLE_ITERATE = 12
_SAMPLE = 48
_FINALISTS = 4
_MARGIN = 1 << 20


@dataclass(frozen=True, eq=False)
class Alternation:
    """``count`` + 1 points of the domain in order, at which f^T rises and falls in turn, each time by more than ``swing``.

    Attributes
    ----------
    function, iterate
        f and T.
    swing, count
        As said.
    points
        The points, if f^T has few laps; of piecewise-linear f^T there are no more.
    interval
        Else [x, y], longer than the swing: ``count`` is the number of passages of f^T from <= x to >= y and back.
    enclosed
        Where values are enclosed, the further keys of evidence that say how.
    """

    function: Function
    iterate: int
    swing: fmpq
    count: int
    points: tuple[fmpq, ...] = ()
    interval: tuple[fmpq, fmpq] | None = None
    enclosed: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def certificate(self) -> Certificate | None:
        """The certificate; none beyond `MOST_ITERATES`."""
        if self.iterate > MOST_ITERATES:
            return None
        claim = {
            "rule": "alternation",
            "domain": self.function.domain.to_json(),
            "clip": self.function.clip,
            "iterate": self.iterate,
            "swing": number_text(self.swing),
            "count": self.count,
        }
        # the points of a semi-algebraic function are those that describe it
        name = "points" if isinstance(self.function, IntervalFunction) else "swings"
        shown = {name: self.points} if self.interval is None else {"interval": self.interval}
        written = {key: [number_text(x) for x in numbers] for key, numbers in shown.items()}
        evidence = Fragment({**self.function.evidence.value, **self.enclosed, **written})
        return Certificate(claim, self.function.certificate_subject, evidence)

    def __repr__(self) -> str:
        return f"Alternation({self.count} swings of f^{self.iterate} by more than {self.swing})"


def alternation(function: Function, iterate: int, swing: QLike, *, most_laps: int = FEW_LAPS) -> Alternation:
    """Swings of f^T by more than an amount: the most there are where f^T has few laps, else as many as are found.

    Parameters
    ----------
    function, iterate, swing
        f, T, and the amount.
    most_laps
        While f, .., f^T have no more laps than this together, f^T is composed (f itself need not be).

    Raises
    ------
    InputError
        If T > 1 and f leaves its interval.

    Examples
    --------
    >>> tent = IntervalFunction.of(PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)]))
    >>> alternation(tent, 3, "3/4")
    Alternation(8 swings of f^3 by more than 3/4)
    >>> alternation(tent, 100, "3/4").count == 2**100
    True
    """
    size = rational(swing)
    if iterate < 1 or size < 0:
        raise InputError("the iterate must be at least 1, and the swing must not be negative")
    if isinstance(function, SemiAlgebraicFunction):
        return _of_curve(function, iterate, size, most_laps)
    return _of_line(function, iterate, size, most_laps)


def _of_curve(function: SemiAlgebraicFunction, iterate: int, size: fmpq, most_laps: int) -> Alternation:
    curve = function.curve
    laps = None if iterate == 1 else easy_laps(curve, iterate)
    if (curve.laps**iterate if laps is None else laps) <= min(most_laps, _FEW_CURVED_LAPS) or iterate == 1:
        found = swing_values(curve, iterate)
        # however the values lie in their bounds
        slack = 2 * max(high - low for low, high in found.values)
        where = swings([low for low, _ in found.values], size + slack)
        points = tuple(found.points[i] for i in where)
        return Alternation(function, iterate, size, len(where) - 1, points, enclosed={"precision": found.precision})
    passed = passages_of_curve(curve, iterate, size)
    if passed is None:
        found = swing_values(curve, 1)
        return Alternation(function, iterate, size, 0, found.points[:1], enclosed={"precision": found.precision})
    return Alternation(function, iterate, size, passed.count, (), passed.interval, passed.evidence)


def _of_line(function: IntervalFunction, iterate: int, size: fmpq, most_laps: int) -> Alternation:
    f = function.map
    if iterate == 1 or sum(iterate_counts(f, iterate).laps) <= most_laps:
        power = f
        for _ in range(iterate - 1):
            power = compose(f, power)
        where = swings(power.values, size)
        return Alternation(function, iterate, size, len(where) - 1, tuple(power.breakpoints[i] for i in where))
    tried = _intervals(f, size, min(iterate, _SAMPLE_ITERATE))
    if not tried:
        return Alternation(function, iterate, size, 0, (f.breakpoints[0],))
    passages = iterate_passages(f, iterate, tried)
    count, interval = max(zip((row[-1] for row in passages), tried, strict=True), key=lambda pair: pair[0])
    return Alternation(function, iterate, size, count, interval=interval)


def _intervals(f: PiecewiseLinearMap, size: fmpq, iterate: int) -> list[tuple[fmpq, fmpq]]:
    """A few intervals longer than this that the iterate passes most often; none if no passage is so long.

    The upper end is a value of the iterate at a turning point, the lower one as high as the length allows, or nearly so.
    """
    values = orbit_points(f, iterate)
    first = bisect_right(values, f.minimum + size)
    uppers = values[first :: -(-(len(values) - first) // _SAMPLE) or 1]
    intervals = []
    for upper in uppers:
        below = values[bisect_left(values, upper - size) - 1]
        intervals.append((upper - size - (upper - size - below) / _MARGIN, upper))
    passages = [row[-1] for row in iterate_passages(f, iterate, intervals)]
    best = sorted(range(len(intervals)), key=passages.__getitem__, reverse=True)
    return [intervals[i] for i in best[:_FINALISTS] if passages[i]]


def swings(values: Sequence[fmpq], size: fmpq) -> list[int]:
    """Where a row of values rises and falls in turn, each time by strictly more than ``size``, as often as it can.

    Examples
    --------
    >>> row = [fmpq(v) for v in (0, 3, 2, 5, 0, 1)]
    >>> [swings(row, fmpq(s)) for s in (0, 1, 4, 5)]
    [[0, 1, 2, 3, 4, 5], [0, 3, 4], [0, 3, 4], [0]]
    """
    low = high = 0
    places: list[int] = []
    rising = False
    for i, value in enumerate(values):
        if not places:
            low, high = (i if value < values[low] else low), (i if value > values[high] else high)
            if values[high] - values[low] > size:
                rising = high == i
                places = [low, high] if rising else [high, low]
        elif (value > values[places[-1]]) == rising:
            places[-1] = i
        elif abs(value - values[places[-1]]) > size:
            places.append(i)
            rising = not rising
    return places or [0]
