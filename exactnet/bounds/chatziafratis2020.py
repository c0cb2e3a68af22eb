"""Chatziafratis, Nagarajan and Panageas 2020 (arXiv 2003.00777): what periods force, and depth separations from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from flint import fmpq

from exactnet.bounds.bound import Bound, Parameters, Premise, Side, Status
from exactnet.bounds.bu2020 import lap_powers
from exactnet.bounds.case import Case
from exactnet.bounds.cycles import crossings_forced
from exactnet.bounds.premises import (
    DOMAIN_IS_UNIT_INTERVAL,
    ONE_INPUT,
    ONE_OUTPUT,
    PIECEWISE_LINEAR,
    SELF_MAP,
    SEMI_ALGEBRAIC,
)
from exactnet.bounds.quantities import measure
from exactnet.errors import NotAttemptedError

__all__ = ["BOUNDS"]

_SOURCE = "Chatziafratis, Nagarajan, Panageas 2020"
_MOST_ITERATES = 16
"""2584 laps of the target: beyond that the distance to it costs more than it says."""


def _has_telling_period(case: Case) -> bool:
    """The entropy is 0 iff all least periods are powers of 2; where it is not, one cycle is shown."""
    return case.entropy.proved_upper > 1 and bool(case.cycle.visits)


_DYNAMICAL = (
    ONE_INPUT,
    ONE_OUTPUT,
    SELF_MAP,
    Premise("some least period is not a power of 2", _has_telling_period, measured=True),
)
_ON_UNIT_INTERVAL = (ONE_INPUT, ONE_OUTPUT, DOMAIN_IS_UNIT_INTERVAL)


def _period(case: Case) -> Iterable[Parameters]:
    return [{"period": len(case.cycle.visits)}]


def _located_period(case: Case) -> Iterable[Parameters]:
    (parameters,) = _period(case)
    for quantity, value in (("growth_sign", 0), ("cycle_growth", 2)):
        found = measure(quantity, case, parameters)
        if found.lower < value <= found.upper:
            raise NotAttemptedError("the bracket of the growth number contains what the period forces")
    return [parameters]


def _forced(case: Case, parameters: Parameters) -> int:
    return crossings_forced(case.cycle.visits, parameters["n"])


def _target_laps(t: int) -> int:
    """Laps of the t-th iterate of the 3-cycle map, each of which crosses [1/2, 1]: 2, 3, 5, 8, .."""
    a, b = 1, 2
    for _ in range(t - 1):
        a, b = b, a + b
    return b


def _first_beyond(number: int) -> Iterable[Parameters]:
    """The smallest t for which the target has more laps than this number."""
    for t in range(1, _MOST_ITERATES + 1):
        if _target_laps(t) > number:
            return [{"t": t}]
    raise NotAttemptedError(f"N > {number} only for t > {_MOST_ITERATES}, where f^t has too many pieces")


def _fewer_laps(case: Case) -> Iterable[Parameters]:
    assert case.shape.laps is not None
    return _first_beyond(case.shape.laps)


def _fewer_crossings(case: Case) -> Iterable[Parameters]:
    # N + 1 > 2 Cr: the first value that is not vacuous
    return _first_beyond(2 * case.crossings_at(fmpq(3, 4)) - 1)


def _l1(case: Case, parameters: Parameters) -> fmpq:
    """(y - x)^2 (N + 1 - 2 Cr) / (16 K^t) with [x, y] = [1/2, 1] and K = 2."""
    t = parameters["t"]
    return fmpq(_target_laps(t) + 1 - 2 * case.crossings_at(fmpq(3, 4)), 64 * 2**t)


_STATEMENTS = (
    Bound(
        id="chatziafratis2020.period",
        source=f"after {_SOURCE}; Block, Guckenheimer, Misiurewicz, Young 1980",
        status=Status.DERIVED,
        statement="a point of least period 2^d p, p >= 3 odd: exp h >= rho^(1/2^d), rho the largest root of z^p - 2 z^(p-2) - 1; "
        "compared as: the sign of that polynomial at z = (exp h)^(2^d) is not negative",
        side=Side.LOWER,
        quantity="growth_sign",
        premises=_DYNAMICAL,
        value=lambda case, parameters: 0,
        instances=_located_period,
    ),
    Bound(
        id="chatziafratis2020.lipschitz",
        source=f"after {_SOURCE}",
        status=Status.DERIVED,
        statement="a point of least period 2^d p, p >= 3 odd: (Lip f)^(2^d) >= rho, rho the largest root of z^p - 2 z^(p-2) - 1; "
        "compared as: the sign of that polynomial at z = (Lip f)^(2^d) is not negative",
        side=Side.LOWER,
        quantity="lipschitz_sign",
        premises=_DYNAMICAL,
        value=lambda case, parameters: 0,
        instances=_period,
    ),
    Bound(
        id="chatziafratis2020.crossings",
        source=f"after {_SOURCE}",
        status=Status.DERIVED,
        statement="f has a cycle with Markov matrix A: lap(f^n) is at least every column sum of A^n",
        side=Side.LOWER,
        quantity="laps",
        premises=_DYNAMICAL,
        value=_forced,
        instances=lap_powers,
    ),
    Bound(
        id="chatziafratis2020.linf",
        source=f"after {_SOURCE}",
        status=Status.DERIVED,
        statement="f the map 0 -> 1/2 -> 1 -> 0, N the crossings of [1/2, 1] by f^t: lap(g) < N implies |g - f^t|_inf >= 1/4",
        side=Side.LOWER,
        quantity="linf_to_three_cycle",
        premises=_ON_UNIT_INTERVAL,
        value=lambda case, parameters: fmpq(1, 4),
        instances=_fewer_laps,
    ),
    Bound(
        id="chatziafratis2020.l1",
        source=f"after {_SOURCE}",
        status=Status.DERIVED,
        statement="f and N as before, Cr counted at 3/4: |g - f^t|_1 >= (N + 1 - 2 Cr(g)) / (64 2^t)",
        side=Side.LOWER,
        quantity="l1_to_three_cycle",
        premises=_ON_UNIT_INTERVAL,
        value=_l1,
        instances=_fewer_crossings,
    ),
    Bound(
        id="bowen1976.period",
        source="Bowen, Franks 1976",
        status=Status.RECALLED,
        statement="a point of least period n, n not a power of two: h > (log 2)/n; compared as (exp h)^n >= 2",
        side=Side.LOWER,
        quantity="cycle_growth",
        premises=_DYNAMICAL,
        value=lambda case, parameters: 2,
        instances=_located_period,
    ),
)


def _for_curves(bound: Bound) -> Bound:
    """The same statement for subjects with polynomial or rational pieces, or algebraic numbers."""
    curved = replace(bound, id=f"{bound.id}_sa", premises=(SEMI_ALGEBRAIC, *bound.premises))
    # the slope at one point bounds the largest one from one side only
    return replace(curved, refutes=False) if bound.quantity == "lipschitz_sign" else curved


BOUNDS = tuple(
    version
    for bound in _STATEMENTS
    for version in (replace(bound, premises=(PIECEWISE_LINEAR, *bound.premises)), _for_curves(bound))
)
