"""The shape of a function of one variable, as a certified result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flint import fmpq

from exactnet.certs import Certificate
from exactnet.compile.function import IntervalFunction
from exactnet.compile.semialgebraic.function import SemiAlgebraicFunction
from exactnet.compile.study import Function
from exactnet.display import Displayed, Sheet
from exactnet.dynamics.laps import crossings, laps
from exactnet.errors import UndecidedError
from exactnet.exact.numbers import Number, number_document
from exactnet.exact.rational import number_json

__all__ = ["Shape", "interval_certificate", "shape"]

_HALF = fmpq(1, 2)


@dataclass(frozen=True, eq=False)
class Shape(Displayed):
    """Exact counts and extrema of a function of one variable; None where a quantity has no meaning.

    Attributes
    ----------
    function
        The function.
    pieces, activation_regions
        Number of rational (affine, if piecewise linear) pieces of the function; of activation regions of the network.
    unit_pieces
        For each layer that is not dense, the largest number of pieces of one of its units (networks without residual layers).
    laps, crossings, lipschitz
        Of a function with one output; crossings of the level 1/2. The Lipschitz constant of piecewise-linear functions only.
    minimum, maximum
        Of a function with one output on a bounded domain; None also for algebraic numbers of too large a degree.
    """

    function: Function
    pieces: int
    activation_regions: int | None = None
    unit_pieces: tuple[int, ...] | None = None
    laps: int | None = None
    crossings: int | None = None
    lipschitz: fmpq | None = None
    minimum: Number | None = None
    maximum: Number | None = None

    @property
    def affine_pieces(self) -> int | None:
        """Number of affine pieces of a piecewise-linear function."""
        return self.pieces if isinstance(self.function, IntervalFunction) else None

    @property
    def quantities(self) -> dict[str, Any]:
        """The quantities that have a meaning, as rule ``interval`` of the certificate format writes them."""
        found: dict[str, Any] = {"pieces" if self.affine_pieces is None else "affine_pieces": self.pieces}
        if self.activation_regions is not None:
            found["activation_regions"] = self.activation_regions
        if self.laps is not None:
            found["laps"] = self.laps
        if self.crossings is not None:
            found["crossings"] = {"level": "1/2", "count": self.crossings}
        for name, value in (("lipschitz", self.lipschitz), ("minimum", self.minimum), ("maximum", self.maximum)):
            if value is not None:
                found[name] = number_json(value) if isinstance(value, fmpq) else number_document(value)
        if self.unit_pieces is not None:
            found["unit_pieces"] = list(self.unit_pieces)
        return found

    @cached_property
    def certificate(self) -> Certificate:
        """The certificate of all quantities."""
        return interval_certificate(self.function, self.quantities)

    def _sheet(self) -> Sheet:
        return Sheet.of("Shape", {"domain": str(self.function.domain), **self.quantities})

    def __repr__(self) -> str:
        return f"Shape({', '.join(f'{k}={v}' for k, v in self.quantities.items())})"


def interval_certificate(function: Function, quantities: dict[str, Any]) -> Certificate:
    """Certificate of rule ``interval`` for some quantities of a function."""
    claim = {"rule": "interval", "domain": function.domain.to_json(), "quantities": quantities}
    return Certificate(claim, function.certificate_subject, function.evidence)


def shape(function: Function) -> Shape:
    """Pieces, activation regions, laps, crossings of 1/2, extrema and Lipschitz constant, where they make sense.

    Examples
    --------
    >>> from exactnet.compile import PiecewiseLinearMap, PiecewiseMap
    >>> from exactnet.compile.study import study
    >>> shape(study(PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])))
    Shape(affine_pieces=2, laps=2, crossings={'level': '1/2', 'count': 3}, lipschitz=2, minimum=0, maximum=1)
    >>> shape(study(PiecewiseMap.of([0, 1], [[0, 3, -3]])))
    Shape(pieces=1, laps=2, crossings={'level': '1/2', 'count': 3}, minimum=0, maximum=3/4)
    """
    return _of_curve(function) if isinstance(function, SemiAlgebraicFunction) else _of_line(function)


def _of_line(function: IntervalFunction) -> Shape:
    compiled = function.restriction
    regions = None if compiled is None else compiled.activation_regions
    units = None if compiled is None or not compiled.network.is_plain_chain else tuple(compiled.unit_pieces)
    if function.outputs != 1:
        assert compiled is not None  # maps have one output
        return Shape(function, compiled.affine_pieces, regions, units)
    f = function.unclipped
    extrema = (f.minimum, f.maximum) if f.bounded else (None, None)
    return Shape(function, f.pieces, regions, units, laps(f), crossings(f), f.lipschitz, *extrema)


def _of_curve(function: SemiAlgebraicFunction) -> Shape:
    compiled = function.restriction
    regions = None if compiled is None else compiled.activation_regions
    units = None if compiled is None or not compiled.network.is_plain_chain else compiled.unit_pieces
    if function.outputs != 1:
        assert compiled is not None
        return Shape(function, compiled.pieces, regions, units)
    curve = function.curve
    extrema = (_if_short(lambda: curve.minimum), _if_short(lambda: curve.maximum))
    return Shape(function, len(curve.pieces), regions, units, curve.laps, curve.crossings(_HALF), None, *extrema)


def _if_short(extremum: Callable[[], Number]) -> Number | None:
    try:
        return extremum()
    except UndecidedError:
        return None
