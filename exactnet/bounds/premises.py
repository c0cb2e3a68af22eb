"""Premises that several papers share."""

from __future__ import annotations

from collections.abc import Callable

from exactnet.bounds.bound import Parameters, Premise
from exactnet.bounds.case import Case
from exactnet.compile import Domain
from exactnet.compile.box import Box
from exactnet.compile.polyhedral import MAX_DIMENSION

__all__ = [
    "DOMAIN_IS_SPACE",
    "DOMAIN_IS_UNIT_CUBE",
    "DOMAIN_IS_UNIT_INTERVAL",
    "IS_NETWORK",
    "ONE_INPUT",
    "ONE_OUTPUT",
    "ONE_RELU_LAYER",
    "PLAIN_CHAIN",
    "RELU_NETWORK",
    "SELF_MAP",
    "SEVERAL_INPUTS",
    "witness_within_reach",
]

MAX_WITNESS = 5000
"""Witnesses of more regions than this are not built, so that a run over all bounds stays quick."""


def _is_relu_network(case: Case) -> bool:
    return case.network is not None and case.network.is_relu_network and bool(case.network.widths)


IS_NETWORK = Premise("the subject is a network", lambda case: case.network is not None)
ONE_INPUT = Premise("one input", lambda case: case.inputs == 1)
ONE_OUTPUT = Premise("one output", lambda case: case.outputs == 1)
PLAIN_CHAIN = Premise(
    "the layers form a plain chain (no residual block)",
    lambda case: case.network is not None and case.network.is_plain_chain,
)
RELU_NETWORK = Premise("a chain of dense and relu layers, with at least one relu layer", _is_relu_network)
ONE_RELU_LAYER = Premise("exactly one relu layer", lambda case: len(case.widths) == 1)
SELF_MAP = Premise("the function maps its bounded domain into itself", lambda case: case.is_self_map, measured=True)
DOMAIN_IS_UNIT_INTERVAL = Premise("the domain is [0, 1]", lambda case: case.domain == Domain.of(0, 1))
DOMAIN_IS_UNIT_CUBE = Premise(
    "the domain is the cube [0, 1]^d", lambda case: case.domain == Box.of([(0, 1)] * case.inputs)
)
DOMAIN_IS_SPACE = Premise("the domain is all of R^d", lambda case: case.domain == Box(case.inputs, None))
SEVERAL_INPUTS = Premise(f"between 2 and {MAX_DIMENSION} inputs", lambda case: 2 <= case.inputs <= MAX_DIMENSION)


def witness_within_reach(value: Callable[[Case, Parameters], int]) -> Premise:
    """The premise that a witness with so many regions is built and counted at all."""
    return Premise(
        f"the witness is small enough to be built and counted (at most {MAX_WITNESS:,} regions)",
        lambda case: value(case, {}) <= MAX_WITNESS,
    )
