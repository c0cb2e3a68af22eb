"""Xiong, Huang, Yu, Liu, Zhu, Shao 2020: regions of one layer whose units read few inputs each (convolutions)."""

from __future__ import annotations

from collections.abc import Iterable

from exactnet.bounds.bound import Bound, Parameters, Premise, Side, Status, once
from exactnet.bounds.case import Case
from exactnet.bounds.combinatorics import polymatroid_sum, polymatroid_terms, supports
from exactnet.bounds.premises import IS_NETWORK, ONE_RELU_LAYER, RELU_NETWORK
from exactnet.errors import NotAttemptedError
from exactnet.model import Dense

__all__ = ["BOUNDS"]

_MAX_SUPPORTS = 8
_MAX_TERMS = 100_000
"""Never met with at most six inputs: C(6 + 8, 8) = 3003."""


def _within_reach(case: Case) -> Iterable[Parameters]:
    found = supports(case.given_network)
    if len(found) > _MAX_SUPPORTS:
        raise NotAttemptedError(
            f"units read {len(found)} different sets of inputs; no sum is taken over more than {_MAX_SUPPORTS}"
        )
    if polymatroid_terms(found) > _MAX_TERMS:
        raise NotAttemptedError(f"the sum has more than {_MAX_TERMS:,} terms")
    return once(case)


BOUNDS = (
    Bound(
        id="xiong2020.supports",
        source="Xiong, Huang, Yu, Liu, Zhu, Shao 2020, one convolutional layer",
        status=Status.RECALLED,
        statement="one relu layer, c_i units reading the inputs S_i: regions <= sum over t in K of prod C(c_i, t_i), "
        "K: t_i <= c_i and sum_{i in J} t_i <= |union of S_i, i in J| for every J",
        side=Side.UPPER,
        quantity="activation_regions",
        premises=(
            IS_NETWORK,
            RELU_NETWORK,
            ONE_RELU_LAYER,
            Premise(
                "a dense layer before the relu layer", lambda case: isinstance(case.given_network.layers[0], Dense)
            ),
        ),
        value=lambda case, parameters: polymatroid_sum(supports(case.given_network)),
        instances=_within_reach,
    ),
)
