"""L1 and L-infinity distance of two functions of one variable, exact or certified."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flint import fmpq

from exactnet.approximation.curves import DEFAULT_DIGITS, DistanceValue, Shown, area, height, value_json
from exactnet.approximation.difference import Difference
from exactnet.certs import Certificate, Fragment, digest
from exactnet.compile import Domain
from exactnet.compile.composition import common_refinement
from exactnet.compile.function import IntervalFunction, set_union
from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.compile.study import Function
from exactnet.display import Displayed
from exactnet.errors import InputError
from exactnet.exact.rational import balanced_sum, number_text

__all__ = ["NORMS", "Distance", "distance", "l1_distance", "linf_distance"]


def l1_distance(f: PiecewiseLinearMap, g: PiecewiseLinearMap) -> fmpq:
    """The integral of |f - g| over their common bounded domain, exactly.

    Examples
    --------
    >>> tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
    >>> l1_distance(tent, PiecewiseLinearMap.from_points([(0, "1/2"), (1, "1/2")]))
    1/4
    """
    xs, ys, zs = common_refinement(f, g)
    gaps = [y - z for y, z in zip(ys, zs, strict=True)]
    twice = [(b - a) * _twice_mean(p, q) for a, b, p, q in zip(xs, xs[1:], gaps, gaps[1:], strict=False)]
    return balanced_sum(twice) / 2


def _twice_mean(p: fmpq, q: fmpq) -> fmpq:
    """Twice the mean of |affine| over an interval with end values p and q."""
    if (p < 0 < q) or (q < 0 < p):
        return (p * p + q * q) / (abs(p) + abs(q))
    return abs(p) + abs(q)


def linf_distance(f: PiecewiseLinearMap, g: PiecewiseLinearMap) -> fmpq:
    """The largest |f - g| on their common bounded domain, exactly.

    Examples
    --------
    >>> tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
    >>> linf_distance(tent, PiecewiseLinearMap.from_points([(0, 0), (1, 1)]))
    1
    """
    _, ys, zs = common_refinement(f, g)
    return max(abs(y - z) for y, z in zip(ys, zs, strict=True))


NORMS = {"l1": (l1_distance, area), "linf": (linf_distance, height)}
"""Of piecewise-linear functions, and of a difference of others."""


@dataclass(frozen=True, eq=False)
class Distance(Displayed):
    """A distance, exact or in a certified bracket.

    Attributes
    ----------
    first, second
        The functions, on one bounded domain.
    norm
        ``"l1"`` or ``"linf"``.
    value
        The distance.
    shown
        What shows it, unless both functions are piecewise linear: then their breakpoints do.
    """

    first: Function
    second: Function
    norm: str
    value: DistanceValue
    shown: Shown | None = None

    @property
    def domain(self) -> Domain:
        """Where."""
        return self.first.domain

    def to_json(self) -> dict[str, Any]:
        """JSON values."""
        return {"value": value_json(self.value), "norm": self.norm, "domain": self.domain.to_json()}

    @cached_property
    def certificate(self) -> Certificate:
        """The certificate of this value."""
        subjects = [f.certificate_subject.value for f in (self.first, self.second)]
        pair = {"type": "pair", "sha256": digest([s["sha256"] for s in subjects])}
        return Certificate(
            {"rule": "distance", **self.to_json()},
            Fragment({**pair, "first": subjects[0], "second": subjects[1]}),
            self._evidence,
        )

    @property
    def _evidence(self) -> Fragment:
        if self.shown is not None:
            return Fragment(self.shown.evidence)
        assert isinstance(self.first, IntervalFunction)
        assert isinstance(self.second, IntervalFunction)
        points = sorted(set_union(self.first.breakpoints, self.second.breakpoints))
        return Fragment({"breakpoints": [number_text(x) for x in points]})

    def __repr__(self) -> str:
        return f"Distance({self.norm}: {self.value})"


def distance(first: Function, second: Function, norm: str, digits: int = DEFAULT_DIGITS) -> Distance:
    """Distance of two functions with one output on one bounded domain.

    It is exact for piecewise-linear functions; with polynomial or rational pieces it is exact where it is an algebraic number of
    moderate degree, and otherwise a bracket good to so many significant digits.

    Raises
    ------
    InputError
        If the norm is unknown, the domains differ or are not bounded, or a function has several outputs.
    UndecidedError
        If a function has too many pieces, or pieces of too large a degree.
    """
    if norm not in NORMS:
        raise InputError(f"the norm {norm!r} is unknown; choose one of {', '.join(NORMS)}")
    if first.domain.lower is None or second.domain.lower is None:
        raise InputError("a distance needs a bounded domain, not the whole line")
    if first.domain != second.domain:
        raise InputError(f"the functions live on different intervals, {first.domain} and {second.domain}")
    linear, curved = NORMS[norm]
    if isinstance(first, IntervalFunction) and isinstance(second, IntervalFunction):
        return Distance(first, second, norm, linear(first.map, second.map))
    shown = curved(Difference.of_functions(first, second), digits)
    return Distance(first, second, norm, shown.value, shown)
