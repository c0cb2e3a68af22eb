"""L1 and L-infinity distance of two functions of one variable, exact or certified."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flint import fmpq

from exactnet.approximation.cells import CellsShown, bracket_by_cells, many
from exactnet.approximation.curves import DEFAULT_DIGITS, DistanceValue, Shown, area, height, value_json
from exactnet.approximation.difference import Difference, with_rational_pieces
from exactnet.certs import Certificate, Fragment, digest
from exactnet.compile import Domain
from exactnet.compile.composition import common_refinement, iterate_rows
from exactnet.compile.function import IntervalFunction, set_union
from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.compile.study import Function
from exactnet.display import Displayed
from exactnet.dynamics.iterates import iterate_counts
from exactnet.dynamics.lap_counts import require_self_function
from exactnet.errors import InputError, UndecidedError
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


MOST_ITERATES = 1000
"""The largest iterate that a certificate may speak of."""

MOST_PIECES = 1 << 17
"""Piecewise-linear functions with more pieces are not composed."""


@dataclass(frozen=True, eq=False)
class StraightShown:
    """A distance of piecewise-linear functions, and with what a certificate shows it.

    Attributes
    ----------
    value
        The distance.
    functions
        The functions themselves, where iterates are meant.
    points
        Between these both functions (or iterates) are straight.
    """

    value: fmpq
    functions: tuple[IntervalFunction, ...]
    points: Sequence[fmpq]

    @property
    def evidence(self) -> dict[str, Any]:
        """As rule ``distance`` of the certificate format writes it."""
        apart = (f.evidence.value["breakpoints"] for f in self.functions)
        points = [number_text(x) for x in self.points]
        return {"breakpoints": points, **dict(zip(("first", "second"), apart, strict=False))}


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
        What shows it.
    iterates
        (m, n), if it is the distance of f^m and g^n.
    """

    first: Function
    second: Function
    norm: str
    value: DistanceValue
    shown: Shown | StraightShown | CellsShown
    iterates: tuple[int, int] = (1, 1)

    @property
    def domain(self) -> Domain:
        """Where."""
        return self.first.domain

    def to_json(self) -> dict[str, Any]:
        """JSON values."""
        iterates = {} if self.iterates == (1, 1) else {"iterates": list(self.iterates)}
        return {"value": value_json(self.value), "norm": self.norm, "domain": self.domain.to_json(), **iterates}

    @cached_property
    def certificate(self) -> Certificate:
        """The certificate of this value."""
        subjects = [f.certificate_subject.value for f in (self.first, self.second)]
        pair = {"type": "pair", "sha256": digest([s["sha256"] for s in subjects])}
        return Certificate(
            {"rule": "distance", **self.to_json()},
            Fragment({**pair, "first": subjects[0], "second": subjects[1]}),
            Fragment(self.shown.evidence),
        )

    def __repr__(self) -> str:
        return f"Distance({self.norm}: {self.value})"


def distance(
    first: Function,
    second: Function,
    norm: str,
    digits: int = DEFAULT_DIGITS,
    *,
    iterates: tuple[int, int] = (1, 1),
) -> Distance:
    """Distance of two functions with one output on one bounded domain, or of f^m and g^n.

    It is exact for piecewise-linear functions; with polynomial or rational pieces it is exact where it is an algebraic number of
    moderate degree, and otherwise a bracket good to so many significant digits.

    Parameters
    ----------
    first, second
        f and g.
    norm
        ``"l1"`` or ``"linf"``.
    digits
        Of brackets.
    iterates
        (m, n). A function that is iterated must map the domain into itself.

    Raises
    ------
    InputError
        If the norm is unknown, the domains differ or are not bounded, a function has several outputs, or one that is to be iterated
        leaves the domain.
    UndecidedError
        If a function has too many pieces, or pieces of too large a degree.

    Examples
    --------
    >>> from exactnet.compile.study import study
    >>> tent = study(PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)]))
    >>> distance(tent, tent, "l1", iterates=(5, 2)), distance(tent, tent, "linf", iterates=(5, 2))
    (Distance(l1: 1/3), Distance(linf: 1))
    """
    if norm not in NORMS:
        raise InputError(f"the norm {norm!r} is unknown; choose one of {', '.join(NORMS)}")
    if first.domain.lower is None or second.domain.lower is None:
        raise InputError("a distance needs a bounded domain, not the whole line")
    if first.domain != second.domain:
        raise InputError(f"the functions live on different intervals, {first.domain} and {second.domain}")
    for function, times in zip((first, second), iterates, strict=True):
        if not 1 <= times <= MOST_ITERATES:
            raise InputError(f"iterates run from 1 to {MOST_ITERATES}, not {times}")
        if times > 1:
            require_self_function(function, clippable=False)
    linear, curved = NORMS[norm]
    shown: Shown | StraightShown | CellsShown
    if isinstance(first, IntervalFunction) and isinstance(second, IntervalFunction):
        shown = _straight((first, second), iterates, linear)
    elif iterates == (1, 1):
        shown = curved(Difference.of_functions(first, second), digits)
    else:
        shown = _iterated(first, second, iterates, norm, digits)
    return Distance(first, second, norm, shown.value, shown, iterates)


def _straight(
    functions: tuple[IntervalFunction, IntervalFunction],
    iterates: tuple[int, int],
    norm: Callable[[PiecewiseLinearMap, PiecewiseLinearMap], fmpq],
) -> StraightShown:
    for f, n in zip(functions, iterates, strict=True):
        # laps are counted without composing
        if n > 1 and (laps := iterate_counts(f.map, n).laps[-1]) > MOST_PIECES:
            raise UndecidedError(f"iterate {n} has {many(laps)} laps; up to {MOST_PIECES:,} pieces are composed")
    rows = [iterate_rows(f.map, n, MOST_PIECES) for f, n in zip(functions, iterates, strict=True)]
    value = norm(*map(PiecewiseLinearMap.from_rows, rows))
    if iterates == (1, 1):
        return StraightShown(value, (), sorted(set_union(*(f.breakpoints for f in functions))))
    points = (tuple(fmpq(x, w) for w, x in r[:, :2].tolist()) for r in rows)
    return StraightShown(value, functions, sorted(set_union(*points)))


def _iterated(
    first: Function, second: Function, iterates: tuple[int, int], norm: str, digits: int
) -> Shown | CellsShown:
    """By expansion where that is cheap, else by cells."""
    try:
        gap = Difference.of_iterates(first, second, iterates)
    except UndecidedError:
        return bracket_by_cells((with_rational_pieces(first), with_rational_pieces(second)), iterates, norm, digits)
    return NORMS[norm][1](gap, digits)
