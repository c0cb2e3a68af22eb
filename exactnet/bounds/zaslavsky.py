"""Zaslavsky 1975: regions of an arrangement of hyperplanes, which is what one layer is."""

from __future__ import annotations

from exactnet.bounds.bound import Bound, Parameters, Side, Status
from exactnet.bounds.case import Case
from exactnet.bounds.combinatorics import arrangement_cells, layer_ranks
from exactnet.bounds.premises import IS_NETWORK, ONE_RELU_LAYER, RELU_NETWORK

__all__ = ["BOUNDS"]


def _by_rank(case: Case, parameters: Parameters) -> int:
    """The walls are preimages of hyperplanes under a linear map onto R^r, r the rank of the weights."""
    (rank,) = layer_ranks(case.given_network)
    return arrangement_cells(case.widths[0], rank)


BOUNDS = (
    Bound(
        id="zaslavsky",
        source="Zaslavsky 1975",
        status=Status.DERIVED,
        statement="one relu layer of n units on R^d: at most Z(n, d) = sum_{j <= d} C(n, j) regions",
        side=Side.UPPER,
        quantity="activation_regions",
        premises=(IS_NETWORK, RELU_NETWORK, ONE_RELU_LAYER),
        value=lambda case, parameters: arrangement_cells(case.widths[0], case.inputs),
    ),
    Bound(
        id="zaslavsky.rank",
        source="after Zaslavsky 1975",
        status=Status.DERIVED,
        statement="one relu layer of n units whose weights have rank r: at most Z(n, r) = sum_{j <= r} C(n, j) regions",
        side=Side.UPPER,
        quantity="activation_regions",
        premises=(IS_NETWORK, RELU_NETWORK, ONE_RELU_LAYER),
        value=_by_rank,
    ),
)
