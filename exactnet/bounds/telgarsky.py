"""Telgarsky 2015 and 2016 (arXiv 1602.04485): crossings of semi-algebraic networks, and what follows for errors."""

from __future__ import annotations

from collections.abc import Iterable

from flint import fmpq

from exactnet.bounds.bound import Bound, Parameters, Side, Status
from exactnet.bounds.case import Case
from exactnet.bounds.gates import degree_before, gate_inputs, largest_degree, layer_sizes, predicates
from exactnet.bounds.premises import (
    DOMAIN_IS_UNIT_INTERVAL,
    IS_NETWORK,
    NO_DENOMINATORS,
    ONE_INPUT,
    ONE_OUTPUT,
    PIECEWISE_LINEAR,
    PLAIN_CHAIN,
    RELU_NETWORK,
    SEMI_ALGEBRAIC,
)
from exactnet.errors import NotAttemptedError

__all__ = ["BOUNDS"]

_LARGEST_TENT = 14
"""2^14 pieces: beyond that the distance to a tent power costs more than it says; the instance is then the vacuous one."""

_MOST_LABEL_BITS = 1000
"""Numbers of alternating points beyond 2^1000 are not written down."""


def _layers(case: Case) -> Iterable[Parameters]:
    return [{"layer": i + 1} for i in range(len(case.widths))]


def _gate(case: Case, parameters: Parameters) -> int:
    """s t k (1 + a c): pieces of one gate of a layer whose inputs have at most t pieces each, of degree at most c."""
    network, number = case.given_network, parameters["layer"]
    pieces = 1 if number == 1 else case.unit_pieces(number - 1)
    return predicates(network, number) * pieces * gate_inputs(network, number) * (1 + degree_before(network, number))


def _network(case: Case, parameters: Parameters) -> fmpq:
    """2 (2 s m a / l)^l b^(l^2): l layers of gates, m of them in all, the affine output layer counted as one."""
    network = case.given_network
    sizes = layer_sizes(network)
    layers = len(sizes)
    nodes = fmpq(2 * predicates(network) * sum(sizes), layers)
    return 2 * nodes**layers * fmpq(largest_degree(network)) ** (layers**2)


def _classified(case: Case) -> int:
    """The smallest k with m <= 2^((k - 3)/l - 1), that is 8 (2 m)^l <= 2^k."""
    sizes = layer_sizes(case.given_network)
    pieces: int = (2 * max(sizes)) ** len(sizes)
    return (8 * pieces - 1).bit_length()


def _alternating(case: Case) -> Iterable[Parameters]:
    k = _classified(case)
    if k > _MOST_LABEL_BITS:
        raise NotAttemptedError(
            f"the smallest such k is {k}; labels of more than 2^{_MOST_LABEL_BITS} points are not compared"
        )
    return [{"k": k}]


def _separated(case: Case) -> Iterable[Parameters]:
    """j^3 + 4 for the smallest j with at most j layers and s m a b <= 2^j."""
    network = case.given_network
    sizes = layer_sizes(network)
    cost = predicates(network) * sum(sizes) * largest_degree(network)
    j = max(1, len(sizes), (cost - 1).bit_length())
    if j > 2:
        raise NotAttemptedError(f"the smallest such j is {j}, and T^{j**3 + 4} has too many pieces")
    return [{"k": j**3 + 4}]


def _beyond(crossings: int) -> int:
    """The smallest k with 2^k > 2 Cr - 1: the first instance that is not vacuous."""
    return max(1, (2 * crossings - 1).bit_length())


BOUNDS = (
    Bound(
        id="telgarsky2016.pieces",
        source="Telgarsky 2016, crossings of piecewise polynomials",
        status=Status.TEXT,
        statement="a (t, alpha)-piecewise polynomial has Cr <= t (1 + alpha); here t affine pieces, alpha = 1",
        side=Side.UPPER,
        quantity="crossings",
        premises=(PIECEWISE_LINEAR, ONE_INPUT, ONE_OUTPUT),
        value=lambda case, parameters: 2 * case.shape.pieces,
    ),
    Bound(
        id="telgarsky2016.pieces_sa",
        source="Telgarsky 2016, crossings of piecewise polynomials",
        status=Status.TEXT,
        statement="a (t, alpha)-piecewise polynomial has Cr <= t (1 + alpha); a quotient counts with the larger of its degrees",
        side=Side.UPPER,
        quantity="crossings",
        premises=(SEMI_ALGEBRAIC, ONE_INPUT, ONE_OUTPUT),
        value=lambda case, parameters: case.shape.pieces * (1 + case.degree),
    ),
    Bound(
        id="telgarsky2016.gate",
        source="Telgarsky 2016, semi-algebraic gates",
        status=Status.TEXT,
        statement="an (s, a, b)-semi-algebraic gate of k functions with t pieces of degree c has s t k (1 + a c) pieces",
        side=Side.UPPER,
        quantity="unit_pieces",
        premises=(PIECEWISE_LINEAR, IS_NETWORK, ONE_INPUT, PLAIN_CHAIN),
        value=_gate,
        instances=_layers,
    ),
    Bound(
        id="telgarsky2016.gate_sa",
        source="Telgarsky 2016, semi-algebraic gates",
        status=Status.TEXT,
        statement="an (s, a, b)-semi-algebraic gate of k functions with t pieces of degree c has s t k (1 + a c) pieces",
        side=Side.UPPER,
        quantity="unit_pieces",
        premises=(SEMI_ALGEBRAIC, IS_NETWORK, ONE_INPUT, PLAIN_CHAIN, NO_DENOMINATORS),
        value=_gate,
        instances=_layers,
    ),
    Bound(
        id="telgarsky2016.network",
        source="Telgarsky 2016, crossings of networks",
        status=Status.TEXT,
        statement="l layers, m nodes in all, (s, a, b)-gates: Cr <= 2 (2 s m a / l)^l b^(l^2); here a = b = 1",
        side=Side.UPPER,
        quantity="crossings",
        premises=(PIECEWISE_LINEAR, IS_NETWORK, ONE_INPUT, ONE_OUTPUT, PLAIN_CHAIN),
        value=_network,
    ),
    Bound(
        id="telgarsky2016.network_sa",
        source="Telgarsky 2016, crossings of networks",
        status=Status.TEXT,
        statement="l layers, m nodes in all, (s, a, b)-gates: Cr <= 2 (2 s m a / l)^l b^(l^2)",
        side=Side.UPPER,
        quantity="crossings",
        premises=(SEMI_ALGEBRAIC, IS_NETWORK, ONE_INPUT, ONE_OUTPUT, PLAIN_CHAIN, NO_DENOMINATORS),
        value=_network,
    ),
    Bound(
        id="telgarsky2016.alternation",
        source="after Telgarsky 2015",
        status=Status.DERIVED,
        statement="s constancy intervals: at least max(0, ceil((n - s)/2)) errors on n = 2^k alternating labels",
        side=Side.LOWER,
        quantity="alternation_errors",
        premises=(PIECEWISE_LINEAR, ONE_INPUT, ONE_OUTPUT, DOMAIN_IS_UNIT_INTERVAL),
        value=lambda case, parameters: max(0, (2 ** parameters["k"] - case.crossings + 1) // 2),
        instances=lambda case: [{"k": _beyond(case.crossings)}],
    ),
    Bound(
        id="telgarsky2015.classification",
        source="Telgarsky 2015",
        status=Status.TEXT,
        statement="l layers of at most m relu units, m <= 2^((k - 3)/l - 1): at least n/6 errors on n = 2^k alternating labels",
        side=Side.LOWER,
        quantity="alternation_errors",
        premises=(
            IS_NETWORK,
            ONE_INPUT,
            ONE_OUTPUT,
            RELU_NETWORK,
            DOMAIN_IS_UNIT_INTERVAL,
        ),
        value=lambda case, parameters: fmpq(2 ** parameters["k"], 6),
        instances=_alternating,
    ),
    Bound(
        id="telgarsky2016.mismatch",
        source="Telgarsky 2016, crossings and mismatch",
        status=Status.TEXT,
        statement="the labels of f and g differ everywhere on at least (1 - 2 Cr(g)/Cr(f))/2 of the constancy intervals of f; "
        "here f = T^k, Cr(f) = 2^k + 1",
        side=Side.LOWER,
        quantity="tent_mismatch",
        premises=(PIECEWISE_LINEAR, ONE_INPUT, ONE_OUTPUT, DOMAIN_IS_UNIT_INTERVAL),
        value=lambda case, parameters: (1 - fmpq(2 * case.crossings, 2 ** parameters["k"] + 1)) / 2,
        instances=lambda case: [{"k": _beyond(case.crossings)}],
    ),
    Bound(
        id="telgarsky2016.separation",
        source="Telgarsky 2016, main theorem",
        status=Status.TEXT,
        statement="at most j layers and at most 2^j / (s a b) nodes, (s, a, b)-gates: |T^k - g|_1 >= 1/64 for k = j^3 + 4",
        side=Side.LOWER,
        quantity="l1_to_tent",
        premises=(PIECEWISE_LINEAR, IS_NETWORK, ONE_INPUT, ONE_OUTPUT, PLAIN_CHAIN, DOMAIN_IS_UNIT_INTERVAL),
        value=lambda case, parameters: fmpq(1, 64),
        instances=_separated,
    ),
    Bound(
        id="telgarsky2016.separation_sa",
        source="Telgarsky 2016, main theorem",
        status=Status.TEXT,
        statement="at most j layers and at most 2^j / (s a b) nodes, (s, a, b)-gates: |T^k - g|_1 >= 1/64 for k = j^3 + 4",
        side=Side.LOWER,
        quantity="l1_to_tent",
        premises=(
            SEMI_ALGEBRAIC,
            IS_NETWORK,
            ONE_INPUT,
            ONE_OUTPUT,
            PLAIN_CHAIN,
            NO_DENOMINATORS,
            DOMAIN_IS_UNIT_INTERVAL,
        ),
        value=lambda case, parameters: fmpq(1, 64),
        instances=_separated,
    ),
    Bound(
        id="telgarsky2016.l1",
        source="after Telgarsky 2016",
        status=Status.DERIVED,
        statement="|T^k - g|_1 >= (1/16) (1 - (2 Cr(g) - 1) / 2^k), T the full tent map",
        side=Side.LOWER,
        quantity="l1_to_tent",
        premises=(PIECEWISE_LINEAR, ONE_INPUT, ONE_OUTPUT, DOMAIN_IS_UNIT_INTERVAL),
        value=lambda case, parameters: (1 - fmpq(2 * case.crossings - 1, 2 ** parameters["k"])) / 16,
        instances=lambda case: [{"k": min(_LARGEST_TENT, _beyond(case.crossings))}],
    ),
)
