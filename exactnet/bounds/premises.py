"""Premises that several papers share."""

from __future__ import annotations

from exactnet.bounds.bound import Premise
from exactnet.bounds.case import Case
from exactnet.bounds.gates import divides
from exactnet.compile import Domain
from exactnet.compile.box import Box
from exactnet.compile.polyhedral import MAX_DIMENSION
from exactnet.compile.polytope import Polytope
from exactnet.topology.stability import is_bounded

__all__ = [
    "DOMAIN_IS_BOUNDED",
    "DOMAIN_IS_SPACE",
    "DOMAIN_IS_UNIT_CUBE",
    "DOMAIN_IS_UNIT_INTERVAL",
    "IS_NETWORK",
    "NO_DENOMINATORS",
    "ONE_INPUT",
    "ONE_OUTPUT",
    "ONE_RELU_LAYER",
    "PIECEWISE_LINEAR",
    "PLAIN_CHAIN",
    "RELU_NETWORK",
    "SELF_MAP",
    "SEMI_ALGEBRAIC",
    "SEVERAL_INPUTS",
]


def _is_relu_network(case: Case) -> bool:
    return case.network is not None and case.network.is_relu_network and bool(case.network.widths)


IS_NETWORK = Premise("the subject is a network", lambda case: case.network is not None)
PIECEWISE_LINEAR = Premise("the subject is piecewise linear", lambda case: case.piecewise_linear)
SEMI_ALGEBRAIC = Premise(
    "the subject has polynomial or rational pieces, or algebraic numbers", lambda case: not case.piecewise_linear
)
NO_DENOMINATORS = Premise(
    "no layer has a denominator", lambda case: case.network is not None and not divides(case.network)
)
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
DOMAIN_IS_BOUNDED = Premise(
    "the domain is a box or a polytope",
    lambda case: isinstance(case.domain, Box | Polytope) and is_bounded(case.domain),
)
DOMAIN_IS_SPACE = Premise("the domain is all of R^d", lambda case: case.domain == Box(case.inputs, None))
SEVERAL_INPUTS = Premise(f"between 2 and {MAX_DIMENSION} inputs", lambda case: 2 <= case.inputs <= MAX_DIMENSION)
