"""Bianchini and Scarselli 2014: topological complexity of decision regions, here of functions of one variable."""

from __future__ import annotations

from math import prod

from flint import fmpq

from exactnet.bounds.bound import Bound, Parameters, Premise, Side, Status
from exactnet.bounds.case import Case
from exactnet.bounds.premises import ONE_INPUT, ONE_OUTPUT
from exactnet.model import Dense, Piecewise

__all__ = ["BOUNDS"]


def _is_polynomial_network(case: Case) -> bool:
    layers = () if case.network is None else case.network.layers
    curved = [layer for layer in layers if not isinstance(layer, Dense)]
    return bool(curved) and all(
        isinstance(layer, Piecewise) and not layer.breakpoints and layer.is_polynomial for layer in curved
    )


def _value(case: Case, parameters: Parameters) -> fmpq:
    """(2 + r)/2, r the product of the degrees."""
    degree = prod(layer.degree for layer, _ in case.given_network.gates if layer.bending)
    return fmpq(2 + degree, 2)


BOUNDS = (
    Bound(
        id="bianchini2014.components",
        source="after Bianchini, Scarselli 2014, one variable",
        status=Status.DERIVED,
        statement="layers of polynomial activations, r the product of their degrees: {f >= 0} has at most (2 + r)/2 components",
        side=Side.UPPER,
        quantity="components",
        premises=(
            Premise(
                "a chain of dense layers and of layers of one polynomial, with at least one of the latter",
                _is_polynomial_network,
            ),
            ONE_INPUT,
            ONE_OUTPUT,
        ),
        value=_value,
    ),
)
