"""Bu, Zhang and Luo 2020 (arXiv 2010.07587): topological entropy of networks, and the classical facts it stands on."""

from __future__ import annotations

from collections.abc import Iterable

from flint import fmpq

from exactnet.bounds.bound import Bound, Parameters, Premise, Side, Status
from exactnet.bounds.case import MOST_FOLDS, Case
from exactnet.bounds.gates import most_laps
from exactnet.bounds.premises import (
    DOMAIN_IS_UNIT_INTERVAL,
    IS_NETWORK,
    NO_DENOMINATORS,
    ONE_INPUT,
    ONE_OUTPUT,
    PIECEWISE_LINEAR,
    SELF_MAP,
    SEMI_ALGEBRAIC,
)
from exactnet.errors import NotAttemptedError
from exactnet.exact.rational import number_text, rational

__all__ = ["BOUNDS", "lap_powers"]

_LAP_POWERS = (1, 2, 4, 8)
_MANY_LAPS = 2000


def _piece_product(case: Case, parameters: Parameters) -> int:
    return case.piece_product


def _lipschitz(case: Case, parameters: Parameters) -> fmpq:
    assert case.shape.lipschitz is not None
    return max(fmpq(1), case.shape.lipschitz)


def lap_powers(case: Case) -> Iterable[Parameters]:
    """The iterates for which statements about lap(f^n) are tried."""
    few = case.shape.laps is not None and case.shape.laps <= _MANY_LAPS
    return [{"n": n} for n in (_LAP_POWERS if few else _LAP_POWERS[:1])]


def _near_a_fold(case: Case) -> bool:
    """|g - T^k| <= 2^-k takes 2^k laps, so few laps exclude what is not tried."""
    if case.folds is None and case.shape.laps is not None and case.shape.laps >= 2 ** (MOST_FOLDS + 1):
        raise NotAttemptedError(f"|g - T^k|_inf > 2^-k for 2 <= k <= {MOST_FOLDS}; larger k are not tried")
    return case.folds is not None


BOUNDS = (
    Bound(
        id="bu2020.pieces",
        source="after Bu, Zhang, Luo 2020",
        status=Status.DERIVED,
        statement="a network of one input has at most prod (m_i + 1) affine pieces (m_i relu units in layer i)",
        side=Side.UPPER,
        quantity="affine_pieces",
        premises=(PIECEWISE_LINEAR, IS_NETWORK, ONE_INPUT),
        value=_piece_product,
    ),
    Bound(
        id="bu2020.entropy",
        source="after Bu, Zhang, Luo 2020",
        status=Status.DERIVED,
        statement="h(g) <= sum log(m_i + 1); compared as exp h <= prod (m_i + 1)",
        side=Side.UPPER,
        quantity="growth",
        premises=(PIECEWISE_LINEAR, IS_NETWORK, ONE_INPUT, ONE_OUTPUT, SELF_MAP),
        value=_piece_product,
    ),
    Bound(
        id="bu2020.entropy_sa",
        source="after Bu, Zhang, Luo 2020",
        status=Status.DERIVED,
        statement="(s_i, a_i, b_i)-gates, T_i = T_{i-1} (1 + m_i s_i a_i D_{i-1}), D_i = b_i D_{i-1}: exp h <= T_L max(1, D_L)",
        side=Side.UPPER,
        quantity="growth",
        premises=(SEMI_ALGEBRAIC, IS_NETWORK, ONE_INPUT, ONE_OUTPUT, NO_DENOMINATORS, SELF_MAP),
        value=lambda case, parameters: most_laps(case.given_network),
    ),
    Bound(
        id="bu2020.laps_sa",
        source="after Bu, Zhang, Luo 2020",
        status=Status.DERIVED,
        statement="(s_i, a_i, b_i)-gates, T_i = T_{i-1} (1 + m_i s_i a_i D_{i-1}), D_i = b_i D_{i-1}: laps <= T_L max(1, D_L)",
        side=Side.UPPER,
        quantity="laps",
        premises=(SEMI_ALGEBRAIC, IS_NETWORK, ONE_INPUT, ONE_OUTPUT, NO_DENOMINATORS),
        value=lambda case, parameters: most_laps(case.given_network),
    ),
    Bound(
        id="entropy.lipschitz",
        source="classical; Bu, Zhang, Luo 2020",
        status=Status.DERIVED,
        statement="h(f) <= max(0, log Lip f); compared as exp h <= max(1, Lip f)",
        side=Side.UPPER,
        quantity="growth",
        premises=(PIECEWISE_LINEAR, ONE_INPUT, ONE_OUTPUT, SELF_MAP),
        value=_lipschitz,
    ),
    Bound(
        id="entropy.laps",
        source="Misiurewicz, Szlenk 1980",
        status=Status.DERIVED,
        statement="h(f) <= (1/n) log lap(f^n) for every n (tried: 1, 2, 4, 8; 1 beyond 2000 laps): (exp h)^n <= lap(f^n)",
        side=Side.UPPER,
        quantity="growth",
        premises=(PIECEWISE_LINEAR, ONE_INPUT, ONE_OUTPUT, SELF_MAP),
        value=lambda case, parameters: case.laps_of_iterate(parameters["n"]),
        instances=lap_powers,
    ),
    Bound(
        id="entropy.lipschitz_sa",
        source="classical; Bu, Zhang, Luo 2020",
        status=Status.DERIVED,
        statement="h(f) <= max(0, log Lip f); compared as exp h <= max(1, |f'(x)|) at a point x where f is steep",
        side=Side.UPPER,
        quantity="growth",
        premises=(SEMI_ALGEBRAIC, ONE_INPUT, ONE_OUTPUT, SELF_MAP),
        value=lambda case, parameters: max(fmpq(1), case.steepness_at(rational(parameters["at"]))),
        instances=lambda case: [{"at": number_text(case.steep_point)}],
        refutes=False,
    ),
    Bound(
        id="entropy.laps_sa",
        source="Misiurewicz, Szlenk 1980",
        status=Status.DERIVED,
        statement="h(f) <= (1/n) log lap(f^n) for every n (tried: 1, 2, 4, 8; 1 beyond 2000 laps): (exp h)^n <= lap(f^n)",
        side=Side.UPPER,
        quantity="growth",
        premises=(SEMI_ALGEBRAIC, ONE_INPUT, ONE_OUTPUT, SELF_MAP),
        value=lambda case, parameters: case.laps_of_iterate(parameters["n"]),
        instances=lap_powers,
    ),
    Bound(
        id="bu2020.robust_horseshoe",
        source="after Bu, Zhang, Luo 2020",
        status=Status.DERIVED,
        statement="|g - T^k|_inf <= 2^-k, T the full tent map: prod (m_i + 1) >= 2^k - 2",
        side=Side.LOWER,
        quantity="piece_product",
        premises=(
            PIECEWISE_LINEAR,
            IS_NETWORK,
            ONE_INPUT,
            ONE_OUTPUT,
            DOMAIN_IS_UNIT_INTERVAL,
            Premise("|g - T^k|_inf <= 2^-k for some k >= 2", _near_a_fold, measured=True),
        ),
        value=lambda case, parameters: 2 ** parameters["k"] - 2,
        instances=lambda case: [] if case.folds is None else [{"k": case.folds}],
    ),
)
