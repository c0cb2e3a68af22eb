"""Add a layer or add units? For every depth, the best relu networks that a budget of units or of parameters pays for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

from flint import fmpq

from exactnet.approximation import least_linf_to_square
from exactnet.bounds.case import Case
from exactnet.bounds.combinatorics import arrangement_cells, layered_sum
from exactnet.bounds.quantities import bound_certificate, measure
from exactnet.bounds.witnesses import montufar_witness, serra_size_witness, serra_witness
from exactnet.bounds.yarotsky2017 import BOUNDS as SQUARE_BOUNDS
from exactnet.certs import Certificate
from exactnet.compile import Domain
from exactnet.compile.box import Box
from exactnet.compile.polyhedral import MAX_DIMENSION, compile_complex
from exactnet.complexes import RegionCounts, count_regions
from exactnet.constructions import square_network
from exactnet.display import Displayed
from exactnet.errors import InputError
from exactnet.exact.rational import number_text
from exactnet.model import Network

__all__ = ["BUILT_REGIONS", "DEFAULT_DEPTH", "KINDS", "SORTS", "Budget", "BudgetRow", "Construction", "compare_budgets"]

KINDS = ("units", "parameters")
SORTS = ("depth", "regions", "upper", "error")
DEFAULT_DEPTH = 12

BUILT_REGIONS = 1000
"""Of a network that is built and counted, by default at most."""

_MOST_UNITS = 100_000

(_OPTIMAL,) = (bound for bound in SQUARE_BOUNDS if bound.id == "yarotsky2017.square_pieces")


@dataclass(frozen=True)
class Construction:
    """A known way to make many regions with given widths.

    Attributes
    ----------
    bound
        The statement that says so.
    regions
        How many it promises.
    build
        Makes the network.
    """

    bound: str
    regions: int
    build: Callable[[], Network]


@dataclass(frozen=True, eq=False)
class BuiltSquare:
    """A network near x^2 on [0, 1].

    Attributes
    ----------
    error
        Its distance to x^2 in the L-infinity norm, measured.
    certificate
        That no function with as many pieces is nearer.
    """

    error: fmpq
    certificate: Certificate


@dataclass(frozen=True, eq=False)
class BudgetRow:
    """One depth.

    Attributes
    ----------
    inputs, widths
        A relu network with these hidden layers and an affine output with one unit.
    upper
        No network of these widths has more activation regions (``serra2018.upper``).
    construction
        The known construction that promises most regions; None if none fits.
    built
        Its regions in R^d, counted; None if it was not built.
    least_error
        One input: 1/(8 N^2), N = upper. No network of these widths is nearer to x^2 on [0, 1] in the L-infinity norm, as it has
        no more pieces than regions.
    square
        One input: the network of these widths after Yarotsky, by p_1, .., p_L (see `exactnet.constructions.square`).
    built_square
        That network, built: its distance to x^2, certified by ``yarotsky2017.square_pieces``; None if it was not built.
    """

    inputs: int
    widths: tuple[int, ...]
    upper: int
    construction: Construction | None
    built: RegionCounts | None = None
    least_error: fmpq | None = None
    square: tuple[int, ...] | None = None
    built_square: BuiltSquare | None = None

    @property
    def depth(self) -> int:
        """Number of hidden layers."""
        return len(self.widths)

    @property
    def units(self) -> int:
        """Hidden units."""
        return sum(self.widths)

    @property
    def parameters(self) -> int:
        """Weights and biases."""
        return _parameters(self.inputs, self.widths)

    @property
    def regions(self) -> int:
        """The most regions that are known to be reached: counted, or else promised."""
        if self.built is not None:
            return self.built.activation_regions
        return 0 if self.construction is None else self.construction.regions

    @property
    def reached_error(self) -> fmpq | None:
        """One input: 1/(8 N^2), the error of Yarotsky's network with N = p_1 .. p_L pieces."""
        return None if self.square is None else least_linf_to_square(prod(self.square))

    @cached_property
    def certificates(self) -> list[Certificate]:
        """Of the networks that were built."""
        return [found.certificate for found in (self.built, self.built_square) if found is not None]

    def to_json(self) -> dict[str, Any]:
        """JSON values."""
        return {
            "depth": self.depth,
            "widths": list(self.widths),
            "units": self.units,
            "parameters": self.parameters,
            "upper": self.upper,
            "construction": None if self.construction is None else self.construction.bound,
            "promised": None if self.construction is None else self.construction.regions,
            "counted": None if self.built is None else self.built.activation_regions,
            "least_error": _text(self.least_error),
            "reached_error": _text(self.reached_error),
            "square_folds": None if self.square is None else list(self.square),
            "measured_error": None if self.built_square is None else number_text(self.built_square.error),
        }


@dataclass(frozen=True, eq=False)
class Budget(Displayed):
    """The rows of a budget.

    Attributes
    ----------
    inputs, amount, kind
        d; how many units or parameters.
    rows
        Sorted as was asked for.
    """

    inputs: int
    amount: int
    kind: str
    rows: tuple[BudgetRow, ...]

    @property
    def certificates(self) -> list[Certificate]:
        """Of all networks that were built."""
        return [certificate for row in self.rows for certificate in row.certificates]

    def to_json(self) -> dict[str, Any]:
        """JSON values."""
        rows = [row.to_json() for row in self.rows]
        return {"inputs": self.inputs, "budget": self.amount, "by": self.kind, "rows": rows}


def compare_budgets(
    inputs: int,
    amount: int,
    kind: str = "units",
    *,
    sort: str = "depth",
    max_depth: int = DEFAULT_DEPTH,
    built_regions: int = BUILT_REGIONS,
    progress: Callable[[str], None] | None = None,
) -> Budget:
    """What a budget buys: for every depth up to ``max_depth`` layers of equal widths, or nearly so.

    A budget of units is spent entirely, the first layers being wider by one where it does not divide; of parameters, on the widest
    layers of one width. Networks that a known construction makes are built and counted up to ``built_regions`` regions.

    Raises
    ------
    InputError
        If the budget pays for no network, or a word is unknown.

    Examples
    --------
    >>> for row in compare_budgets(1, 6, max_depth=3, built_regions=20).rows:
    ...     print(row.widths, row.upper, row.regions, row.least_error, row.reached_error)
    (6,) 7 7 1/392 1/288
    (3, 3) 16 16 1/2048 1/288
    (2, 2, 2) 27 14 1/5832 1/32
    """
    for word, known in ((kind, KINDS), (sort, SORTS)):
        if word not in known:
            raise InputError(f"{word!r} is unknown; choose one of {', '.join(known)}")
    if sort == "error" and inputs != 1:
        raise InputError("errors are those of networks of one input, to x^2; sort by another column")
    if inputs < 1 or max_depth < 1 or not 1 <= amount <= _MOST_UNITS:
        raise InputError(f"there must be at least one input and one layer, and a budget from 1 to {_MOST_UNITS:,}")
    rows = []
    for widths in _splits(inputs, amount, kind, max_depth):
        if progress is not None:
            progress(f"widths {', '.join(map(str, widths))}")
        rows.append(_row(inputs, widths, built_regions))
    if not rows:
        raise InputError(f"{amount} {kind} pay for no network with {inputs} inputs")
    return Budget(inputs, amount, kind, tuple(sorted(rows, key=_KEYS[sort])))


_KEYS: dict[str, Callable[[BudgetRow], Any]] = {
    "depth": lambda row: row.depth,
    "regions": lambda row: (-row.regions, row.depth),
    "upper": lambda row: (-row.upper, row.depth),
    "error": lambda row: (fmpq(1) if row.reached_error is None else row.reached_error, row.depth),
}


def _splits(inputs: int, amount: int, kind: str, max_depth: int) -> Iterator[tuple[int, ...]]:
    for depth in range(1, max_depth + 1):
        if kind == "units":
            width, more = divmod(amount, depth)
            widths = (width + 1,) * more + (width,) * (depth - more)
        else:
            widths = (_widest(inputs, amount, depth),) * depth
        if min(widths) < 1:
            return
        yield widths


def _widest(inputs: int, parameters: int, depth: int) -> int:
    low, high = 0, parameters
    while low < high:
        middle = (low + high + 1) // 2
        if _parameters(inputs, (middle,) * depth) <= parameters:
            low = middle
        else:
            high = middle - 1
    return low


def _parameters(inputs: int, widths: tuple[int, ...]) -> int:
    return sum((1 + before) * after for before, after in zip((inputs, *widths), (*widths, 1), strict=True))


def _row(inputs: int, widths: tuple[int, ...], built_regions: int) -> BudgetRow:
    upper = layered_sum(inputs, widths)
    construction = max(_constructions(inputs, widths), key=lambda found: found.regions, default=None)
    built = None
    if construction is not None and construction.regions <= built_regions and inputs <= MAX_DIMENSION:
        built = count_regions(compile_complex(construction.build(), Box(inputs, None)))
    if inputs > 1:
        return BudgetRow(inputs, widths, upper, construction, built)
    folds = _folds(widths)
    small = folds is not None and prod(folds) <= built_regions
    return BudgetRow(
        inputs,
        widths,
        upper,
        construction,
        built,
        least_linf_to_square(upper),
        folds,
        _built_square(folds) if small and folds is not None else None,
    )


def _constructions(d: int, widths: tuple[int, ...]) -> Iterator[Construction]:
    """What is promised for these widths, if they are wide enough for it."""
    *before, last = widths
    if min(widths) >= d:
        regions = prod(n // d for n in before) ** d * arrangement_cells(last, d)
        yield Construction("montufar2014.lower", regions, lambda: montufar_witness(d, widths))
    if min(widths) >= 3 * d:
        regions = prod(n // d + 1 for n in before) ** d * arrangement_cells(last, d)
        yield Construction("serra2018.lower", regions, lambda: serra_witness(d, widths))
    first, *later = widths
    if later and first >= 2 and first % 2 == 0 and len(set(later)) == 1 and later[0] >= 3:
        regions = 2 * arrangement_cells(first // 2 - 1, d - 1) * prod(w + 1 for w in later)
        yield Construction("serra2018.lower_size", regions, lambda: serra_size_witness(d, widths))


def _folds(widths: tuple[int, ...]) -> tuple[int, ...] | None:
    """p_1, .., p_L of the network after Yarotsky with these widths; None if a layer cannot carry the interpolant."""
    first, *later = widths
    return None if any(n < 2 for n in later) else (first, *(n - 1 for n in later))


def _built_square(folds: tuple[int, ...]) -> BuiltSquare:
    case = Case(square_network(folds, shifted=True), Domain.of(0, 1))
    measured = measure(_OPTIMAL.quantity, case, {})
    value = fmpq(_OPTIMAL.value(case, {}))
    return BuiltSquare(measured.lower, bound_certificate(_OPTIMAL, {}, case, measured, value))


def _text(value: fmpq | None) -> str | None:
    return None if value is None else number_text(value)
