"""Goujon, Etemadi, Unser 2024: regions of networks with any piecewise-linear activation; here those that act on each unit."""

from __future__ import annotations

from math import comb, prod

from exactnet.bounds.bound import Bound, Parameters, Premise, Side, Status
from exactnet.bounds.case import Case
from exactnet.bounds.combinatorics import layer_dimensions
from exactnet.bounds.premises import IS_NETWORK
from exactnet.model import Dense, Pointwise

__all__ = ["BOUNDS", "parallel_cells"]


def parallel_cells(n: int, parallel: int, d: int) -> int:
    """sum_{j <= d} C(n, j) p^j: the most regions of n families of p parallel hyperplanes each in R^d.

    By Zaslavsky's theorem an arrangement has at most as many regions as there are sets of hyperplanes with independent
    normals; such a set takes at most one of each family, and at most d.

    Examples
    --------
    >>> parallel_cells(2, 2, 2), parallel_cells(3, 1, 2)
    (9, 7)
    """
    return sum(comb(n, j) * parallel**j for j in range(min(n, d) + 1))


def _is_pointwise_chain(case: Case) -> bool:
    layers = () if case.network is None else case.network.layers
    return all(isinstance(layer, Dense | Pointwise) for layer in layers) and bool(case.widths)


def _value(case: Case, parameters: Parameters) -> int:
    """On a region of the layers before it, layer l sees an affine image of dimension d_{l-1} at most; more than n_l is no gain."""
    layers = [layer for layer, _ in case.given_network.bending_layers]
    dimensions = layer_dimensions(case.inputs, case.widths)
    # one family of parallel hyperplanes a unit, one hyperplane a breakpoint of the activation
    return prod(
        parallel_cells(n, layer.bends(1), d) for layer, n, d in zip(layers, case.widths, dimensions, strict=True)
    )


BOUNDS = (
    Bound(
        id="goujon2024.upper",
        source="after Goujon, Etemadi, Unser 2024",
        status=Status.DERIVED,
        statement="activations of q_l pieces: regions <= prod sum_{j <= d_l} C(n_l, j) (q_l - 1)^j, d_l = min(d, n_1, .., n_l)",
        side=Side.UPPER,
        quantity="activation_regions",
        premises=(
            IS_NETWORK,
            Premise(
                "a chain of dense layers and of activations of single units (relu, leaky_relu, abs, clip, hard_tanh), "
                "with at least one activation",
                _is_pointwise_chain,
            ),
        ),
        value=_value,
    ),
)
