"""Arora, Basu, Mianjy, Mukherjee 2018: pieces of one hidden layer on the line."""

from __future__ import annotations

from exactnet.bounds.bound import Bound, Side, Status
from exactnet.bounds.premises import IS_NETWORK, ONE_INPUT, ONE_RELU_LAYER, RELU_NETWORK

__all__ = ["BOUNDS"]

BOUNDS = (
    Bound(
        id="arora2018.pieces",
        source="after Arora, Basu, Mianjy, Mukherjee 2018",
        status=Status.DERIVED,
        statement="p affine pieces of one variable need p - 1 units in one relu layer: n units give at most n + 1 pieces",
        side=Side.UPPER,
        quantity="affine_pieces",
        premises=(IS_NETWORK, ONE_INPUT, RELU_NETWORK, ONE_RELU_LAYER),
        value=lambda case, parameters: case.widths[0] + 1,  # every unit bends at one point at most
    ),
)
