"""Certified entropy and laps at every value of a family's parameter.

What is certified is certified **at the values**. Nothing follows for parameters between two of them, unless the family is known
to be monotone: the entropy of the tent family is max(0, log s), so between two slopes it lies between the entropies there.
"""

from __future__ import annotations

import itertools
import pickle
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import Any

from flint import fmpq

from exactnet.certs import Certificate
from exactnet.compile import PiecewiseLinearMap
from exactnet.compile.semialgebraic.function import SemiAlgebraicFunction
from exactnet.compile.study import Function
from exactnet.display import Displayed
from exactnet.dynamics.coverings.growth import MAX_POINTS
from exactnet.dynamics.entropy import DEFAULT_DIGITS, entropy
from exactnet.dynamics.families import Family, Maker
from exactnet.dynamics.laps import crossings, laps
from exactnet.errors import InputError, TimeLimitError, UndecidedError
from exactnet.exact.balls import log_bracket
from exactnet.exact.rational import number_json, number_text
from exactnet.processes import worker_pool

__all__ = ["QUANTITIES", "Band", "Row", "Sweep", "run_sweep"]

QUANTITIES: Mapping[str, Callable[[PiecewiseLinearMap], fmpq | int]] = {
    "pieces": lambda f: f.pieces,
    "crossings": crossings,
    "lipschitz": lambda f: f.lipschitz,
    "minimum": lambda f: f.minimum,
    "maximum": lambda f: f.maximum,
}
"""What a row can tell of f besides its entropy and laps; crossings at the level 1/2."""


@dataclass(frozen=True, eq=False)
class Row:
    """One value of the parameter and what is certified there.

    Attributes
    ----------
    parameter
        The value.
    growth_lower, growth_upper
        Rational bracket of exp(h); None where there is no map of an interval into itself, or a limit was met before any bracket.
    log_decimal
        h to the digits asked for, correctly rounded; None where the bracket does not decide them.
    exact
        Whether the growth number is known exactly.
    decided
        Whether the bracket is as narrow as was asked.
    laps
        Laps of f, where there is an f.
    quantities
        What else was asked for.
    reason
        Why the bracket is missing or wide; None if it is neither.
    bad_input
        Whether the reason is that this value gives no map of an interval into itself.
    certificate
        The certificate of the bracket, if certificates were asked for.
    """

    parameter: fmpq
    growth_lower: fmpq | None = None
    growth_upper: fmpq | None = None
    log_decimal: str | None = None
    exact: bool = False
    decided: bool = False
    laps: int | None = None
    quantities: Mapping[str, fmpq | int] | None = None
    reason: str | None = None
    bad_input: bool = False
    certificate: Certificate | None = None

    @property
    def growth(self) -> tuple[fmpq, fmpq] | None:
        """The bracket, if there is one."""
        if self.growth_lower is None or self.growth_upper is None:
            return None
        return self.growth_lower, self.growth_upper

    def to_json(self) -> dict[str, Any]:
        """As the command prints it."""
        growth = self.growth
        return {
            "parameter": number_text(self.parameter),
            "growth_lower": None if growth is None else number_text(growth[0]),
            "growth_upper": None if growth is None else number_text(growth[1]),
            "log_decimal": self.log_decimal,
            "exact": self.exact,
            "decided": self.decided,
            "status": "no_map" if self.bad_input else "decided" if self.decided else "undecided",
            "laps": self.laps,
            **{name: number_json(value) for name, value in (self.quantities or {}).items()},
            "reason": self.reason,
            "certificate": None if self.certificate is None else self.certificate.digest,
        }


@dataclass(frozen=True)
class Band:
    """Between two values of the parameter the growth number is proved to lie in [growth_lower, growth_upper]."""

    start: fmpq
    stop: fmpq
    growth_lower: fmpq
    growth_upper: fmpq


@dataclass(frozen=True, eq=False)
class Sweep(Displayed):
    """Certified entropy along a family.

    Attributes
    ----------
    family
        The family.
    digits
        Decimal places asked for.
    rows
        One row a value of the parameter.
    stopped
        Why some values were not reached (a time limit): it is the reason of their rows. None if all were.
    """

    family: Family
    digits: int
    rows: tuple[Row, ...]
    stopped: str | None = None

    @property
    def certificates(self) -> list[Certificate]:
        """Those of the rows, if they were asked for."""
        return [row.certificate for row in self.rows if row.certificate is not None]

    @property
    def missing(self) -> tuple[fmpq, ...]:
        """The values that were not reached."""
        return tuple(row.parameter for row in self.rows if self.stopped is not None and row.reason == self.stopped)

    @property
    def decided(self) -> bool:
        """Whether every row with a map of an interval into itself is as narrow as was asked."""
        return all(row.decided or row.bad_input for row in self.rows)

    @property
    def bands(self) -> tuple[Band, ...]:
        """What is certified *between* neighbouring values: something for monotone families, nothing for others.

        Examples
        --------
        >>> from exactnet.dynamics.families import tent_family
        >>> [(b.growth_lower, b.growth_upper) for b in run_sweep(tent_family([1, "3/2", 2])).bands]
        [(1, 3/2), (3/2, 2)]
        """
        if not self.family.monotone:
            return ()
        found = []
        for a, b in itertools.pairwise(self.rows):
            if a.growth is not None and b.growth is not None:
                found.append(Band(a.parameter, b.parameter, a.growth[0], b.growth[1]))
        return tuple(found)

    def log_bracket(self, row: Row) -> tuple[str, str] | None:
        """Decimal bounds of h at a row, rounded outwards."""
        return None if row.growth is None else log_bracket(*row.growth, self.digits)

    def to_json(self) -> dict[str, Any]:
        """As the command prints it."""
        return {
            "parameter": self.family.label,
            "digits": self.digits,
            "decided": self.decided,
            "stopped": self.stopped,
            "certified_between": [[number_text(band.start), number_text(band.stop)] for band in self.bands],
            "rows": [row.to_json() for row in self.rows],
        }

    def __repr__(self) -> str:
        return f"Sweep({self.family.label}, {len(self.rows)} values, {'decided' if self.decided else 'undecided'})"


def run_sweep(
    family: Family,
    digits: int = DEFAULT_DIGITS,
    *,
    also: Iterable[str] = (),
    jobs: int = 1,
    certificates: bool = False,
    max_points: int = MAX_POINTS,
    progress: Callable[[int, int], None] | None = None,
) -> Sweep:
    """Entropy and laps at every value of a family's parameter.

    A value at which there is no map of an interval into itself (it leaves the interval, say) gives a row with the reason. So does
    one that is not reached in time: a time limit ends the sweep, and what is finished is kept.

    Parameters
    ----------
    also
        Names in `QUANTITIES`.
    jobs
        Processes that share out the values; then the family must be one that can be pickled.
    progress
        Called with (values done, values).

    Raises
    ------
    InputError
        If no value gives a map of an interval into itself, or the options are wrong.
    """
    names = tuple(dict.fromkeys(also))
    for name in names:
        if name not in QUANTITIES:
            raise InputError(f"there is no quantity {name!r}; there are {', '.join(QUANTITIES)}")
    if digits < 1:
        raise InputError(f"the number of digits must be at least 1, not {digits}")
    if jobs < 1:
        raise InputError(f"the number of jobs must be at least 1, not {jobs}")
    work = partial(_row, family.make, digits, names, certificates, max_points)
    done: dict[int, Row] = {}
    stopped = None
    try:
        with closing(_shared_out(work, family.values, jobs)) as found:
            for place, row in found:
                done[place] = row
                if progress is not None:
                    progress(len(done), len(family.values))
    except TimeLimitError as error:
        stopped = str(error)
    rows = [done.get(place) or Row(value, reason=stopped) for place, value in enumerate(family.values)]
    if all(row.bad_input for row in rows):
        first = rows[0]
        raise InputError(
            f"no value of {family.label} gives a map of an interval into itself; at {first.parameter}: {first.reason}"
        )
    return Sweep(family, digits, tuple(rows), stopped)


def _shared_out(work: Callable[[fmpq], Row], values: tuple[fmpq, ...], jobs: int) -> Generator[tuple[int, Row]]:
    """Rows with their places, in the order in which they are finished."""
    numbered = partial(_numbered, work)
    if jobs == 1 or len(values) == 1:
        yield from map(numbered, enumerate(values))
        return
    try:
        pickle.dumps(work)
    except (pickle.PicklingError, AttributeError, TypeError):
        raise InputError(
            "several jobs need a family that can be pickled: a function at the top of a module, not a lambda"
        ) from None
    with worker_pool(min(jobs, len(values))) as pool:
        yield from pool.imap_unordered(numbered, enumerate(values))


def _numbered(work: Callable[[fmpq], Row], value: tuple[int, fmpq]) -> tuple[int, Row]:
    return value[0], work(value[1])


def _counted(function: Function, names: tuple[str, ...]) -> tuple[int | None, dict[str, fmpq | int]]:
    """Laps of a bounded map, and the quantities asked for."""
    if isinstance(function, SemiAlgebraicFunction):
        if names:
            raise InputError(f"{names[0]} is measured along families of piecewise-linear maps")
        return function.curve.laps, {}
    if not function.map.bounded:
        return None, {}
    return laps(function.map), {name: QUANTITIES[name](function.map) for name in names}


def _row(make: Maker, digits: int, names: tuple[str, ...], certificates: bool, max_points: int, parameter: fmpq) -> Row:
    counted: int | None = None
    quantities: dict[str, fmpq | int] = {}
    try:
        function = make(parameter)
        counted, quantities = _counted(function, names)
        found = entropy(function, digits, max_points=max_points)
    except TimeLimitError:
        raise
    except (InputError, UndecidedError) as error:
        bad = isinstance(error, InputError)
        return Row(parameter, laps=counted, quantities=quantities, reason=str(error), bad_input=bad)
    return Row(
        parameter,
        found.growth_lower,
        found.growth_upper,
        found.log_decimal,
        found.exact is not None,
        found.decided,
        counted,
        quantities,
        None if found.decided else f"{digits} digits were not reached",
        certificate=found.certificate if certificates else None,
    )
