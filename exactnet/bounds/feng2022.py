"""Feng, Zheng, Huang, Zhao, Jordan, Zha 2022, "Rank diminishing in deep neural networks"."""

from __future__ import annotations

from exactnet.bounds.bound import Bound, Side, Status
from exactnet.bounds.premises import IS_NETWORK, PIECEWISE_LINEAR, SEVERAL_INPUTS

__all__ = ["BOUNDS"]

BOUNDS = (
    Bound(
        id="feng2022.rank",
        source="after Feng et al. 2022",
        status=Status.DERIVED,
        statement="on every region, the rank of the Jacobian matrix never increases from a layer to the next",
        side=Side.UPPER,
        quantity="rank_increase",
        premises=(PIECEWISE_LINEAR, IS_NETWORK, SEVERAL_INPUTS),
        value=lambda case, parameters: 0,
    ),
)
