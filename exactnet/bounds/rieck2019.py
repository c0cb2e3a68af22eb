"""Rieck et al. 2019 (neural persistence): how much persistence the weights of a layer can have.

The values of the filtration are those of the vertices, 1, and those of the layer's edges. With the largest value of an edge of the
layer in place of 1 the statement would be false for a layer in which the network's largest weight does not stand.
"""

from __future__ import annotations

from collections.abc import Iterable

from flint import fmpq

from exactnet.bounds.bound import Bound, Parameters, Premise, Side, Status
from exactnet.bounds.case import Case
from exactnet.bounds.premises import IS_NETWORK, PIECEWISE_LINEAR
from exactnet.model import Dense

__all__ = ["BOUNDS"]


def _has_weights(case: Case) -> bool:
    """Whether some dense layer has a weight other than 0."""
    dense = (layer for layer, _ in case.given_network.gates if isinstance(layer, Dense))
    return any(w != 0 for layer in dense for row in layer.weight for w in row)


def _every_layer(case: Case) -> Iterable[Parameters]:
    return [{"layer": k} for k in range(1, len(case.persistence.layers) + 1)]


def _most(case: Case, parameters: Parameters) -> fmpq:
    k: int = parameters["layer"]
    return case.persistence.layers[k - 1].bound


BOUNDS = (
    Bound(
        id="rieck2019.persistence",
        source="Rieck et al. 2019",
        status=Status.DERIVED,
        statement="NP <= (1 - m) (|V| - 1)^(1/2), squared, for the neural persistence of a dense layer with p = 2, m its least "
        "absolute weight divided by the network's largest one, |V| its number of units",
        side=Side.UPPER,
        quantity="persistence",
        premises=(
            *(PIECEWISE_LINEAR, IS_NETWORK),
            Premise("a dense layer with a weight other than 0", _has_weights),
        ),
        value=_most,
        instances=_every_layer,
    ),
)
