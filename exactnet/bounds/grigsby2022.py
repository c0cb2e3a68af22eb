"""Grigsby, Lindsey 2022 and Johnson 2019: narrow networks have few bounded decision regions."""

from __future__ import annotations

from flint import fmpz_mat

from exactnet.bounds.bound import Bound, Premise, Side, Status
from exactnet.bounds.case import Case
from exactnet.bounds.premises import (
    DOMAIN_IS_SPACE,
    IS_NETWORK,
    ONE_OUTPUT,
    ONE_RELU_LAYER,
    RELU_NETWORK,
    SEVERAL_INPUTS,
)
from exactnet.model import Dense, Relu
from exactnet.topology import is_transversal

__all__ = ["BOUNDS"]


def _is_generic(case: Case) -> bool:
    """Whether every d of the d + 1 hyperplanes meet in one point, and all of them in none (a dense layer, then relu)."""
    first, second, *_ = case.given_network.layers
    # After a further dense layer the hyperplanes would be others.
    if not isinstance(first, Dense) or not isinstance(second, Relu):
        return False
    rows = first.integer_matrix[:, 1:].T.tolist()
    normals = [row[1:] for row in rows]
    return fmpz_mat(rows).rank() == len(rows) and all(
        fmpz_mat([normal for j, normal in enumerate(normals) if j != i]).rank() == case.inputs
        for i in range(len(normals))
    )


_TRANSVERSAL = Premise(
    "the level 0 is transversal: F vanishes on no whole face of the network's complex (a vertex is one)",
    lambda case: is_transversal(case.space.sublevel),
    measured=True,
)
_COMMON = (IS_NETWORK, SEVERAL_INPUTS, ONE_OUTPUT, RELU_NETWORK, DOMAIN_IS_SPACE)

BOUNDS = (
    Bound(
        id="grigsby2022.bounded",
        source="Grigsby, Lindsey 2022",
        status=Status.RECALLED,
        statement="one layer of d + 1 units in general position, 0 a transversal level: {F <= 0} has at most one bounded component",
        side=Side.UPPER,
        quantity="bounded_components",
        premises=(
            *_COMMON,
            ONE_RELU_LAYER,
            Premise("the layer has d + 1 units", lambda case: case.widths[0] == case.inputs + 1),
            Premise("their hyperplanes are in general position", _is_generic),
            _TRANSVERSAL,
        ),
        value=lambda case, parameters: 1,
    ),
    Bound(
        id="johnson2019.narrow",
        source="after Johnson 2019",
        status=Status.RECALLED,
        statement="no layer has more than d units, 0 a transversal level: no component of {F <= 0} is bounded",
        side=Side.UPPER,
        quantity="bounded_components",
        premises=(
            *_COMMON,
            Premise("no layer has more units than there are inputs", lambda case: max(case.widths) <= case.inputs),
            _TRANSVERSAL,
        ),
        value=lambda case, parameters: 0,
    ),
)
