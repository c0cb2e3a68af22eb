"""Exact L1 and L-infinity distance of two functions of one variable."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from flint import fmpq

from exactnet.certs import Certificate, Fragment, digest
from exactnet.compile.composition import common_refinement
from exactnet.compile.function import IntervalFunction, set_union
from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.errors import InputError
from exactnet.exact.rational import number_text

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
    return _balanced_sum(twice) / 2


def _twice_mean(p: fmpq, q: fmpq) -> fmpq:
    """Twice the mean of |affine| over an interval with end values p and q."""
    if (p < 0 < q) or (q < 0 < p):
        return (p * p + q * q) / (abs(p) + abs(q))
    return abs(p) + abs(q)


def _balanced_sum(terms: list[fmpq]) -> fmpq:
    # adding neighbours first keeps the denominators small as long as possible
    while len(terms) > 1:
        tail = terms[-1:] if len(terms) % 2 else []
        terms = [a + b for a, b in zip(terms[::2], terms[1::2], strict=False)] + tail
    return terms[0] if terms else fmpq(0)


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


NORMS = {"l1": l1_distance, "linf": linf_distance}


@dataclass(frozen=True, eq=False)
class Distance:
    """An exact distance.

    Attributes
    ----------
    first, second
        The functions, on one bounded domain.
    norm
        ``"l1"`` or ``"linf"``.
    value
        The distance.
    """

    first: IntervalFunction
    second: IntervalFunction
    norm: str
    value: fmpq

    @cached_property
    def certificate(self) -> Certificate:
        """The certificate of this value."""
        subjects = [f.certificate_subject.value for f in (self.first, self.second)]
        pair = {"type": "pair", "sha256": digest([s["sha256"] for s in subjects])}
        points = sorted(set_union(self.first.breakpoints, self.second.breakpoints))
        return Certificate(
            {
                "rule": "distance",
                "norm": self.norm,
                "domain": self.first.domain.to_json(),
                "value": number_text(self.value),
            },
            Fragment({**pair, "first": subjects[0], "second": subjects[1]}),
            Fragment({"breakpoints": [number_text(x) for x in points]}),
        )

    def __repr__(self) -> str:
        return f"Distance({self.norm}: {self.value})"


def distance(first: IntervalFunction, second: IntervalFunction, norm: str) -> Distance:
    """Exact distance of two functions with one output on one bounded domain.

    Raises
    ------
    InputError
        If the norm is unknown, the domains differ or are not bounded, or a function has several outputs.
    """
    if norm not in NORMS:
        raise InputError(f"the norm {norm!r} is unknown; choose one of {', '.join(NORMS)}")
    if first.domain.ends is None:
        raise InputError("a distance needs a bounded domain, not the whole line")
    return Distance(first, second, norm, NORMS[norm](first.map, second.map))
