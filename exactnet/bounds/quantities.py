"""What bounds speak about: each quantity measured exactly (or in a certified bracket), with the evidence for the checker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from exactnet.bounds.bound import Parameters
from exactnet.bounds.case import Case
from exactnet.certs import Fragment
from exactnet.compile.function import set_union
from exactnet.errors import UndecidedError
from exactnet.exact.rational import number_json, number_text

__all__ = ["QUANTITIES", "Measured", "measure"]


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
    if case.inputs != 1 and quantity != "activation_regions":
        raise UndecidedError(f"{quantity} of a network with {case.inputs} inputs is not measured by this version")
    return QUANTITIES[quantity](case, parameters)


def _exact(value: fmpq | int, evidence: Fragment) -> Measured:
    return Measured(fmpq(value), fmpq(value), evidence)


def _counted(read: Callable[[Case, Parameters], int]) -> Callable[[Case, Parameters], Measured]:
    return lambda case, parameters: _exact(read(case, parameters), case.function.evidence)


def _activation_regions(case: Case, parameters: Parameters) -> Measured:
    return _exact(case.activation_regions, case.region_evidence)


def _growth(case: Case, parameters: Parameters) -> Measured:
    """exp(h) to the power n, with the bracket that the evidence itself proves."""
    found = case.entropy
    n = parameters.get("n", 1)
    return Measured(found.proved_lower**n, found.proved_upper**n, case.growth_evidence)


def _l1_to_tent(case: Case, parameters: Parameters) -> Measured:
    k = parameters["k"]
    grid = tuple(fmpq(j, 1 << k) for j in range((1 << k) + 1))
    points = sorted(set_union(case.function.breakpoints, grid))
    return _exact(case.l1_to_tent(k), Fragment({"breakpoints": [number_text(x) for x in points]}))


QUANTITIES: dict[str, Callable[[Case, Parameters], Measured]] = {
    "affine_pieces": _counted(lambda case, parameters: case.shape.affine_pieces),
    "activation_regions": _activation_regions,
    "crossings": _counted(lambda case, parameters: case.crossings),
    "unit_pieces": _counted(lambda case, parameters: case.unit_pieces(parameters["layer"])),
    "alternation_errors": _counted(lambda case, parameters: case.alternation_errors(parameters["k"])),
    "growth": _growth,
    "l1_to_tent": _l1_to_tent,
}
