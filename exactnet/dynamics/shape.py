"""The shape of a function of one variable, as a certified result."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flint import fmpq

from exactnet.certs import Certificate
from exactnet.compile.function import IntervalFunction
from exactnet.compile.study import Function
from exactnet.dynamics.laps import crossings, laps
from exactnet.exact.rational import number_json

__all__ = ["Shape", "interval_certificate", "shape"]


@dataclass(frozen=True, eq=False)
class Shape:
    """Exact counts and extrema of a function of one variable; None where a quantity has no meaning.

    Attributes
    ----------
    function
        The function.
    affine_pieces, activation_regions
        Of the (vector-valued) function, and of the network.
    laps, crossings, lipschitz
        Of a function with one output; crossings of the level 1/2.
    minimum, maximum
        Of a function with one output on a bounded domain.
    """

    function: IntervalFunction
    affine_pieces: int
    activation_regions: int | None = None
    laps: int | None = None
    crossings: int | None = None
    lipschitz: fmpq | None = None
    minimum: fmpq | None = None
    maximum: fmpq | None = None

    @property
    def quantities(self) -> dict[str, Any]:
        """The quantities that have a meaning, as rule ``interval`` of the certificate format writes them."""
        found: dict[str, Any] = {"affine_pieces": self.affine_pieces}
        if self.activation_regions is not None:
            found["activation_regions"] = self.activation_regions
        if self.laps is not None:
            found["laps"] = self.laps
        if self.crossings is not None:
            found["crossings"] = {"level": "1/2", "count": self.crossings}
        for name, value in (("lipschitz", self.lipschitz), ("minimum", self.minimum), ("maximum", self.maximum)):
            if value is not None:
                found[name] = number_json(value)
        return found

    @cached_property
    def certificate(self) -> Certificate:
        """The certificate of all quantities."""
        return interval_certificate(self.function, self.quantities)

    def __repr__(self) -> str:
        return f"Shape({', '.join(f'{k}={v}' for k, v in self.quantities.items())})"


def interval_certificate(function: Function, quantities: dict[str, Any]) -> Certificate:
    """Certificate of rule ``interval`` for some quantities of a function."""
    claim = {"rule": "interval", "domain": function.domain.to_json(), "quantities": quantities}
    return Certificate(claim, function.certificate_subject, function.evidence)


def shape(function: IntervalFunction) -> Shape:
    """Affine pieces, activation regions, laps, crossings of 1/2, extrema and Lipschitz constant, where they make sense.

    Examples
    --------
    >>> from exactnet.compile import PiecewiseLinearMap
    >>> tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
    >>> shape(IntervalFunction.of(tent))
    Shape(affine_pieces=2, laps=2, crossings={'level': '1/2', 'count': 3}, lipschitz=2, minimum=0, maximum=1)
    """
    compiled = function.restriction
    regions = None if compiled is None else compiled.activation_regions
    if function.outputs != 1:
        assert compiled is not None  # maps have one output
        return Shape(function, compiled.affine_pieces, regions)
    f = function.unclipped
    extrema = (f.minimum, f.maximum) if f.bounded else (None, None)
    return Shape(function, f.pieces, regions, laps(f), crossings(f), f.lipschitz, *extrema)
