"""Ergen, Grillo 2023 (arXiv 2310.11130): Betti numbers of decision regions {F <= 0}.

Theorem 13 is about the networks that its proof constructs (`exactnet.constructions.shells`). Its formulas are printed with indices
that do not fit the construction; both forms are here, each from both sides, so that the construction proves the one and refutes
the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import comb

from exactnet.bounds.bound import Bound, Parameters, Premise, Side, Status
from exactnet.bounds.case import Case
from exactnet.bounds.combinatorics import layer_ranks, layered_sum
from exactnet.bounds.premises import (
    DOMAIN_IS_BOUNDED,
    DOMAIN_IS_SPACE,
    DOMAIN_IS_UNIT_CUBE,
    IS_NETWORK,
    ONE_OUTPUT,
    RELU_NETWORK,
    SEVERAL_INPUTS,
)
from exactnet.constructions import ShellParameters, shell_parameters
from exactnet.exact.rational import number_text

__all__ = ["BOUNDS"]

_ARE_SHELLS = Premise(
    "the network is one of the paper's proof: shells in a folded cube",
    lambda case: shell_parameters(case.given_network) is not None,
)
_PRINTED = Premise("the printed formula is defined for some k (it is for 2 <= k < d)", lambda case: case.inputs >= 3)

_GENERAL = Premise(
    "no neuron, and not F, vanishes at a vertex of the cells that the neurons before it make",
    lambda case: case.space.stability.premises,
    measured=True,
    where=lambda case: case.space.stability.failing.text if case.space.stability.failing is not None else "",
)


def _shells(case: Case) -> ShellParameters:
    found = shell_parameters(case.given_network)
    assert found is not None
    return found


def _every_degree(case: Case) -> Iterable[Parameters]:
    return [{"k": k} for k in range(case.inputs)]


def _printed_degrees(case: Case) -> Iterable[Parameters]:
    """Where no w_0 and no w_d occurs."""
    return [{"k": k} for k in range(2, case.inputs)]


def _of_construction(case: Case, parameters: Parameters) -> int:
    return _shells(case).betti[parameters["k"]]


def _as_printed(case: Case, parameters: Parameters) -> int:
    given, k = _shells(case), parameters["k"]
    half = given.folds // 2
    value: int = half ** (k - 1) * (half - 1) * -(-given.shells[k - 2] // 2)
    return value


def _radius(case: Case) -> Iterable[Parameters]:
    found = case.space.stability.radius
    assert found is not None  # a network of several inputs and one output has weights
    return [{"radius": number_text(found)}]


def _regions(case: Case) -> int:
    return layered_sum(case.inputs, case.widths)


def _proposition(case: Case, parameters: Parameters) -> int:
    k, lineality = parameters["k"], case.inputs - min(case.inputs, layer_ranks(case.given_network)[0])
    chosen = case.inputs - k - lineality
    return _regions(case) if k == 0 else comb(_regions(case), chosen) if chosen >= 0 else 0


def _nerve(case: Case, parameters: Parameters) -> int:
    return comb(_regions(case), parameters["k"] + 1)


def _theorem(side: Side, *, printed: bool) -> Bound:
    formulas = (
        "beta_k = (M/2)^(k-1) (M/2 - 1) ceil(w_(k-1) / 2)"
        if printed
        else "beta_0 = sum_k (M/2)^k (M/2 + 1) floor(w_k / 2), beta_k = (M/2)^k (M/2 - 1) floor(w_k / 2)"
    )
    return Bound(
        id=f"ergen2023.theorem13{'_printed' if printed else ''}_{'least' if side == Side.LOWER else 'most'}",
        source=f"Ergen, Grillo 2023, Theorem 13{', as printed' if printed else ', corrected by its construction'}",
        status=Status.TEXT if printed else Status.DERIVED,
        statement=f"M folds of each coordinate, then shells: on [0, 1]^d, {formulas}"
        f" ({'at least' if side == Side.LOWER else 'at most'})",
        side=side,
        quantity="betti",
        premises=(
            *(IS_NETWORK, SEVERAL_INPUTS, ONE_OUTPUT, RELU_NETWORK, DOMAIN_IS_UNIT_CUBE, _ARE_SHELLS),
            *((_PRINTED,) if printed else ()),
        ),
        value=_as_printed if printed else _of_construction,
        instances=_printed_degrees if printed else _every_degree,
    )


BOUNDS = (
    *(_theorem(side, printed=printed) for printed in (False, True) for side in (Side.LOWER, Side.UPPER)),
    Bound(
        id="ergen2023.proposition16",
        source="Ergen, Grillo 2023, Proposition 16",
        status=Status.TEXT,
        statement="walls in general position: {F <= 0} is stable, i.e. homeomorphic to that of every network near to this one "
        "(here: no weight of which differs by more than the radius)",
        side=Side.LOWER,
        quantity="stable",
        premises=(IS_NETWORK, SEVERAL_INPUTS, ONE_OUTPUT, RELU_NETWORK, DOMAIN_IS_BOUNDED, _GENERAL),
        value=lambda case, parameters: 1,
        instances=_radius,
    ),
    Bound(
        id="ergen2023.proposition18",
        source="Ergen, Grillo 2023, Proposition 18",
        status=Status.TEXT,
        statement="on R^d beta_0 <= r and beta_k <= C(r, d - k - s), r the sum of serra2018.upper, s = d - r_1 with r_1 the "
        "rank of the weights of the first layer",
        side=Side.UPPER,
        quantity="betti",
        premises=(IS_NETWORK, SEVERAL_INPUTS, ONE_OUTPUT, RELU_NETWORK, DOMAIN_IS_SPACE),
        value=_proposition,
        instances=_every_degree,
    ),
    Bound(
        id="ergen2023.nerve",
        source="nerve theorem",
        status=Status.DERIVED,
        statement="{F <= 0} is a union of r convex sets: beta_k <= C(r, k + 1), r the sum of serra2018.upper",
        side=Side.UPPER,
        quantity="betti",
        premises=(IS_NETWORK, SEVERAL_INPUTS, ONE_OUTPUT, RELU_NETWORK),
        value=_nerve,
        instances=_every_degree,
    ),
)
