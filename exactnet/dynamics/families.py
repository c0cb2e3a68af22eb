"""One-parameter families of interval maps: tents, documents in which numbers vary, functions of a parameter."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from flint import fmpq

from exactnet.compile import Domain, PiecewiseLinearMap, PiecewiseMap
from exactnet.compile.study import Function, study
from exactnet.compile.sweep import MAX_VERTICES
from exactnet.errors import InputError
from exactnet.exact.rational import QLike, rational
from exactnet.frontends import Subject, Variation

__all__ = [
    "MAX_VALUES",
    "Family",
    "Maker",
    "document_family",
    "grid",
    "logistic_family",
    "parse_grid",
    "tent_family",
    "varied_by",
]

MAX_VALUES = 100_000
"""Most values of a parameter in one sweep."""

Maker: TypeAlias = Callable[[fmpq], Function]


def grid(lower: QLike, upper: QLike, count: int) -> tuple[fmpq, ...]:
    """Equally spaced rationals from ``lower`` to ``upper``, both included.

    Raises
    ------
    InputError
        Unless lower < upper and 2 <= count <= MAX_VALUES.

    Examples
    --------
    >>> grid(1, 2, 4)
    (1, 4/3, 5/3, 2)
    """
    lo, hi = rational(lower), rational(upper)
    if not lo < hi:
        raise InputError(f"the values of a parameter run from LO up to HI, but {lo} is not below {hi}")
    if not 2 <= count <= MAX_VALUES:
        raise InputError(f"the number of values must be from 2 to {MAX_VALUES:,}, not {count}")
    return tuple(lo + (hi - lo) * fmpq(i, count - 1) for i in range(count))


def parse_grid(text: str) -> tuple[fmpq, ...]:
    """Read ``LO:HI:N``.

    Examples
    --------
    >>> parse_grid("0:1/2:3")
    (0, 1/4, 1/2)
    """
    parts = text.split(":")
    count = parts[-1].strip()
    if len(parts) != 3 or not (count.isascii() and count.isdecimal() and len(count) < 10):
        raise InputError(f"the values {text!r} are not understood; write LO:HI:N, N values from LO to HI")
    return grid(parts[0], parts[1], int(count))


@dataclass(frozen=True, eq=False)
class Family:
    """Maps of an interval that depend on one number.

    Attributes
    ----------
    label
        What the parameter is called.
    values
        Exact values, increasing.
    make
        Value -> map.
    monotone
        Whether the entropy is known not to decrease with the parameter.
    """

    label: str
    values: tuple[fmpq, ...]
    make: Maker
    monotone: bool = False


def _tent(slope: fmpq) -> Function:
    if slope <= 0:
        raise InputError(f"a tent needs a positive slope, not {slope}")
    return study(PiecewiseLinearMap.from_points([(0, 0), ("1/2", slope / 2), (1, 0)]))


def tent_family(slopes: Iterable[QLike]) -> Family:
    """The tents x -> s min(x, 1 - x) of [0, 1], 0 < s <= 2; their entropy is max(0, log s) exactly.

    Examples
    --------
    >>> from exactnet.dynamics.sweeps import run_sweep
    >>> found = run_sweep(tent_family([1, "3/2", 2]))
    >>> [row.log_decimal for row in found.rows]
    ['0.0000000000', '0.4054651081', '0.6931471806']
    """
    return Family("slope", _increasing(slopes), _tent, monotone=True)


def _logistic(r: fmpq) -> Function:
    return study(PiecewiseMap.of([0, 1], [[0, r, -r]]))


def logistic_family(values: Iterable[QLike]) -> Family:
    """The maps x -> r x (1 - x) of [0, 1], 0 <= r <= 4; entropy never falls as r grows (Milnor and Thurston 1988).

    Examples
    --------
    >>> from exactnet.dynamics.sweeps import run_sweep
    >>> [row.log_decimal for row in run_sweep(logistic_family([3, "3.83", 4])).rows]
    ['0.0000000000', '0.4812118251', '0.6931471806']
    """
    return Family("r", _increasing(values), _logistic, monotone=True)


@dataclass(frozen=True)
class _Varied:
    """Subjects and where they are studied; can be pickled if ``make`` can."""

    make: Callable[[fmpq], Subject]
    domain: Domain | None
    clip: bool
    max_vertices: int

    def __call__(self, value: fmpq) -> Function:
        return study(self.make(value), self.domain, clip=self.clip, max_vertices=self.max_vertices)


def document_family(
    document: Mapping[str, Any],
    vary: str,
    *,
    domain: Domain | None = None,
    clip: bool = False,
    max_vertices: int = MAX_VERTICES,
) -> Family:
    """The maps of a network's or map's document in which numbers are the parameter.

    Parameters
    ----------
    document
        The JSON document, parsed.
    vary
        ``PATH=LO:HI:N``: keys and indices that lead to a number, with dots, and N values from LO to HI. Several paths with
        commas hold the same value; one after a minus holds its negative.

    Examples
    --------
    >>> tent = {"format": "exactnet-map/1", "points": [["0", "0"], ["1/2", "1"], ["1", "0"]]}
    >>> from exactnet.dynamics.sweeps import run_sweep
    >>> found = run_sweep(document_family(tent, "points.1.1=1/2:1:3"))
    >>> [str(row.growth_upper) for row in found.rows]
    ['1', '3/2', '2']
    """
    paths, equals, values = vary.partition("=")
    if not equals:
        raise InputError(f"{vary!r} does not say what varies; write PATH=LO:HI:N, such as layers.0.weight.0.0=0:2:21")
    variation = Variation.of(document, paths)
    return Family(paths.strip(), parse_grid(values), _Varied(variation.at, domain, clip, max_vertices))


@dataclass(frozen=True)
class _Loaded:
    function: Callable[[fmpq], Any]
    load: Callable[[Any], Subject]

    def __call__(self, value: fmpq) -> Subject:
        return self.load(self.function(value))


def varied_by(
    function: Callable[[fmpq], Any],
    values: str | Iterable[QLike],
    *,
    load: Callable[[Any], Subject],
    domain: Domain | None = None,
    clip: bool = False,
    max_vertices: int = MAX_VERTICES,
) -> Family:
    """The maps that a function makes of values (increasing, or ``LO:HI:N``); ``load`` interprets what it returns."""
    exact = parse_grid(values) if isinstance(values, str) else _increasing(values)
    label = getattr(function, "__name__", "the parameter")
    label = label if label.isidentifier() else "the parameter"
    return Family(label, exact, _Varied(_Loaded(function, load), domain, clip, max_vertices))


def _increasing(values: Iterable[QLike]) -> tuple[fmpq, ...]:
    exact = tuple(rational(x) for x in values)
    if not exact or any(not a < b for a, b in itertools.pairwise(exact)):
        raise InputError("the values of a parameter must increase strictly, and there must be at least one")
    return exact
