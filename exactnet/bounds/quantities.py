"""What bounds speak about: each quantity measured exactly (or in a certified bracket), with the evidence for the checker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from flint import fmpq, fmpq_poly

from exactnet.approximation import (
    Difference,
    Shown,
    enclosed_area,
    enclosed_height,
    l1_distance,
    linf_distance,
    linf_to_square,
    tent_power,
    three_cycle_power,
)
from exactnet.bounds.bound import Bound, Parameters, Side
from exactnet.bounds.case import Case
from exactnet.bounds.cycles import forced_polynomial
from exactnet.certs import Certificate, Fragment
from exactnet.compile import PiecewiseLinearMap
from exactnet.compile.function import set_union
from exactnet.errors import UndecidedError
from exactnet.exact.brackets import Bracket
from exactnet.exact.field_polynomials import evaluate
from exactnet.exact.fields import sign
from exactnet.exact.rational import number_json, number_text
from exactnet.topology import bounded_components

__all__ = ["OF_WEIGHTS", "QUANTITIES", "Measured", "bound_certificate", "measure"]

_TARGET_DIGITS = 6
"""Distances to iterates of standard maps are compared with 1/64, 1/4 and the like."""


@dataclass(frozen=True)
class Measured:
    """An exact value (``lower == upper``) or a certified bracket, with its evidence."""

    lower: fmpq
    upper: fmpq
    evidence: Fragment

    def to_json(self) -> Any:
        """A number, or an object with ``lower`` and ``upper``."""
        if self.lower == self.upper:
            return number_json(self.lower)
        return {"lower": number_text(self.lower), "upper": number_text(self.upper)}


def measure(quantity: str, case: Case, parameters: Parameters) -> Measured:
    """Measure a quantity of a case.

    Raises
    ------
    UndecidedError
        If it is out of reach: a stated limit.
    """
    if case.inputs != 1 and quantity not in _IN_SPACE:
        raise UndecidedError(f"{quantity} of a network with {case.inputs} inputs is not measured by this version")
    return QUANTITIES[quantity](case, parameters)


def bound_certificate(bound: Bound, parameters: Parameters, case: Case, measured: Measured, value: fmpq) -> Certificate:
    """The certificate of a comparison that is decided: the measured quantity lies on one side of the bound's value."""
    holds = measured.upper <= value if bound.side == Side.UPPER else measured.lower >= value
    claim = {
        "rule": "bound",
        "bound": bound.id,
        "parameters": dict(parameters),
        "domain": case.domain.to_json(),
        "quantity": bound.quantity,
        "measured": measured.to_json(),
        "side": str(bound.side),
        "bound_value": number_json(value),
        "verdict": "proved" if holds else "refuted",
    }
    return Certificate(claim, case.subject.certificate_subject, measured.evidence)


def _exact(value: fmpq | int, evidence: Fragment) -> Measured:
    return Measured(fmpq(value), fmpq(value), evidence)


_Reader: TypeAlias = Callable[[Case, Parameters], Measured]


def _counted(read: Callable[[Case, Parameters], int | fmpq]) -> _Reader:
    return lambda case, parameters: _exact(read(case, parameters), case.function.evidence)


def _activation_regions(case: Case, parameters: Parameters) -> Measured:
    return _exact(case.activation_regions, case.region_evidence)


def _betti(case: Case, parameters: Parameters) -> Measured:
    """beta_k of {F <= 0}."""
    return _exact(case.space.sublevel.betti[parameters["k"]], case.space.sublevel.evidence)


def _bounded_components(case: Case, parameters: Parameters) -> Measured:
    return _exact(bounded_components(case.space.sublevel), case.space.sublevel.evidence)


def _rank_increase(case: Case, parameters: Parameters) -> Measured:
    found = case.space.jacobian_ranks
    return _exact(found.largest_increase, found.evidence)


def _stable(case: Case, parameters: Parameters) -> Measured:
    """1: the complex is the same for all weights within the radius that was found."""
    return _exact(1, case.space.stability.certificate.evidence)


def _persistence(case: Case, parameters: Parameters) -> Measured:
    """NP^2 of a dense layer; the checker computes it from the weights."""
    return _exact(case.persistence.layers[parameters["layer"] - 1].value, Fragment({}))


def _growth(case: Case, parameters: Parameters) -> Measured:
    """exp(h) to the power n, with the bracket that the evidence itself proves."""
    found = case.entropy
    n = parameters.get("n", 1)
    if case.piecewise_linear:
        return Measured(found.proved_lower**n, found.proved_upper**n, case.growth_evidence)
    return _growth_of_curve(case, n, parameters)


def _growth_of_curve(case: Case, n: int, parameters: Parameters) -> Measured:
    """By kneading; a rational growth number is known exactly, if it is shown to be the root of a linear polynomial."""
    found, evidence = case.entropy, dict(case.growth_evidence.value)
    lower, upper, recurrence = found.proved_lower, found.proved_upper, evidence["recurrence"]
    exact = found.exact if case.growth_exactly and recurrence is not None else None
    evidence["recurrence"] = None
    if exact is not None and exact.is_rational:
        lower = upper = exact.lower
        evidence["recurrence"] = {**recurrence, "polynomial": list(exact.coefficients)}
    if "n" in parameters:  # the laps of the n-th iterate are shown, too
        laps = case.curve_laps(n).evidence
        evidence = {**evidence, "precision": max(evidence["precision"], laps["precision"]), "same": laps["same"]}
    return Measured(lower**n, upper**n, Fragment(evidence))


def _growth_of_cycle(case: Case, parameters: Parameters) -> Measured:
    """exp(h) to the power of the period of the cycle, which is shown."""
    n = parameters["period"]
    found = _growth(case, {})
    return Measured(found.lower**n, found.upper**n, _with_orbit(case, found.evidence.value))


def _refined(case: Case, points: tuple[fmpq, ...]) -> Fragment:
    """The breakpoints together with others: those of a target."""
    together = sorted(set_union(case.line.breakpoints, points))
    return Fragment({"breakpoints": [number_text(x) for x in together]})


def _dyadic(case: Case, k: int) -> Fragment:
    return _refined(case, tuple(fmpq(j, 1 << k) for j in range((1 << k) + 1)))


def _l1_to_tent(case: Case, parameters: Parameters) -> Measured:
    if not case.piecewise_linear:
        return _enclosed(enclosed_area(case.gap(tent_power(parameters["k"])), _TARGET_DIGITS))
    return _exact(case.l1_to_tent(parameters["k"]), _dyadic(case, parameters["k"]))


def _enclosed(distance: Shown) -> Measured:
    assert isinstance(distance.value, Bracket)
    return Measured(distance.value.lower, distance.value.upper, Fragment(distance.evidence_for_bounds))


def _piece_product(case: Case, parameters: Parameters) -> Measured:
    """With the breakpoints that show the distance to T^k, the premise."""
    return _exact(case.piece_product, _dyadic(case, parameters["k"]))


def _to_three_cycle(
    distance: Callable[[PiecewiseLinearMap, PiecewiseLinearMap], fmpq], enclosed: Callable[[Difference, int], Shown]
) -> _Reader:
    def read(case: Case, parameters: Parameters) -> Measured:
        target = three_cycle_power(parameters["t"])
        if not case.piecewise_linear:
            return _enclosed(enclosed(case.gap(target), _TARGET_DIGITS))
        return _exact(distance(target, case.line.map), _refined(case, target.breakpoints))

    return read


def _with_orbit(case: Case, evidence: dict[str, Any]) -> Fragment:
    cycle = case.cycle
    found = {**evidence, "orbit": list(cycle.places)}
    if not case.piecewise_linear:
        found["precision"] = max(evidence.get("precision", 1), cycle.precision)
    return Fragment(found)


def _laps(case: Case, parameters: Parameters) -> Measured:
    if "n" not in parameters:
        assert case.shape.laps is not None
        return _exact(case.shape.laps, case.function.evidence)
    n, evidence = parameters["n"], case.function.evidence.value
    if not case.piecewise_linear:
        evidence = {**evidence, **case.curve_laps(n).evidence}
    return _exact(case.laps_of_iterate(n), _with_orbit(case, evidence))


def _lipschitz_sign(case: Case, parameters: Parameters) -> Measured:
    period, evidence = parameters["period"], case.function.evidence.value
    if case.piecewise_linear:
        value = forced_polynomial(period)(case.line.map.lipschitz)
        return _exact(sign(value), _with_orbit(case, evidence))
    # a slope that is there: the largest one gives no smaller sign
    at = case.steep_point
    low = sign(evaluate(fmpq_poly(forced_polynomial(period)), case.slope_at(at)))
    return Measured(fmpq(low), fmpq(1), _with_orbit(case, {**evidence, "at": number_text(at)}))


def _growth_sign(case: Case, parameters: Parameters) -> Measured:
    """The sign at the growth number of a polynomial with one positive root, at which it rises through 0."""
    found, polynomial = case.entropy, forced_polynomial(parameters["period"])
    low, high = sign(polynomial(found.proved_lower)), sign(polynomial(found.proved_upper))
    recurrence = found.evidence["recurrence"]
    shown = None
    exact = found.exact if low < high and recurrence is not None else None
    if exact is not None and (polynomial % exact.polynomial).is_zero():
        low = high = 0  # the growth number is the root
        shown = {**recurrence, "polynomial": list(exact.coefficients)}
    evidence = {**case.growth_evidence.value, "recurrence": shown}
    return Measured(fmpq(low), fmpq(high), _with_orbit(case, evidence))


_IN_SPACE = ("activation_regions", "betti", "bounded_components", "rank_increase", "stable", "persistence")
"""What is measured for several inputs."""

OF_WEIGHTS = ("persistence",)
"""What is read off the weights: nothing is compiled for it."""

QUANTITIES: dict[str, _Reader] = {
    "affine_pieces": _counted(lambda case, parameters: case.shape.pieces),
    "activation_regions": _activation_regions,
    "betti": _betti,
    "bounded_components": _bounded_components,
    "rank_increase": _rank_increase,
    "stable": _stable,
    "crossings": _counted(lambda case, parameters: case.crossings),
    "unit_pieces": _counted(lambda case, parameters: case.unit_pieces(parameters["layer"])),
    "alternation_errors": _counted(lambda case, parameters: case.alternation_errors(parameters["k"])),
    "growth": _growth,
    "cycle_growth": _growth_of_cycle,
    "growth_sign": _growth_sign,
    "lipschitz_sign": _lipschitz_sign,
    "laps": _laps,
    "persistence": _persistence,
    "components": _counted(lambda case, parameters: case.components),
    "l1_to_tent": _l1_to_tent,
    "tent_mismatch": _counted(lambda case, parameters: case.tent_mismatch(parameters["k"])),
    "piece_product": _piece_product,
    "linf_to_square": _counted(lambda case, parameters: linf_to_square(case.line.map)),
    "linf_to_three_cycle": _to_three_cycle(linf_distance, enclosed_height),
    "l1_to_three_cycle": _to_three_cycle(l1_distance, enclosed_area),
}
