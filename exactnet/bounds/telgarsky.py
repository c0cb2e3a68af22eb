"""Telgarsky 2015 and 2016 (arXiv 1602.04485): crossings of semi-algebraic networks, and what follows for errors."""

from __future__ import annotations

from collections.abc import Iterable

from flint import fmpq

from exactnet.bounds.bound import Bound, Parameters, Side, Status
from exactnet.bounds.case import Case
from exactnet.bounds.premises import (
    DOMAIN_IS_UNIT_INTERVAL,
    IS_NETWORK,
    ONE_INPUT,
    ONE_OUTPUT,
    PIECEWISE_LINEAR,
    PLAIN_CHAIN,
    RELU_NETWORK,
)
from exactnet.errors import NotAttemptedError
from exactnet.model import Maxout, Network

__all__ = ["BOUNDS"]

_LARGEST_TENT = 14
"""2^14 pieces: beyond that the distance to a tent power costs more than it says; the instance is then the vacuous one."""

_MOST_LABEL_BITS = 1000
"""Numbers of alternating points beyond 2^1000 are not written down."""


def _layers(case: Case) -> Iterable[Parameters]:
    assert case.network is not None
    return [{"layer": i + 1} for i in range(len(case.network.bending_layers))]


def _gate(case: Case, parameters: Parameters) -> int:
    """s t k (1 + a c) with a = c = 1: pieces of one gate of a layer whose inputs have at most t pieces each."""
    assert case.network is not None
    layer, _ = case.network.bending_layers[parameters["layer"] - 1]
    pieces = 1 if parameters["layer"] == 1 else case.unit_pieces(parameters["layer"] - 1)
    return 2 * layer.predicates() * pieces * _gate_inputs(case.network, parameters["layer"])


def _gate_inputs(network: Network, number: int) -> int:
    """How many functions a gate of the number-th bending layer reads."""
    inputs, dense_between, seen = network.inputs, False, 0
    for layer, width in network.elementary:
        if not layer.bending:
            dense_between = True
            continue
        seen += 1
        if seen == number:
            alone = layer.rank if isinstance(layer, Maxout) else 1
            return inputs if dense_between else alone
        inputs, dense_between = layer.outputs(width), False
    raise IndexError(f"the network has {seen} layers that bend, not {number}")


def _network(case: Case, parameters: Parameters) -> fmpq:
    """2 (2 s m / l)^l: l layers of gates, m of them in all, the affine output layer counted as one."""
    sizes = _layer_sizes(case)
    return 2 * fmpq(2 * _predicates(case) * sum(sizes), len(sizes)) ** len(sizes)


def _layer_sizes(case: Case) -> list[int]:
    network = case.given_network
    sizes = [layer.outputs(width) for layer, width in network.bending_layers]
    last, width = network.elementary[-1]
    return sizes if last.bending else [*sizes, last.outputs(width)]


def _predicates(case: Case) -> int:
    return max((layer.predicates() for layer, _ in case.given_network.bending_layers), default=1)


def _classified(case: Case) -> int:
    """The smallest k with m <= 2^((k - 3)/l - 1), that is 8 (2 m)^l <= 2^k."""
    sizes = _layer_sizes(case)
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
    """j^3 + 4 for the smallest j with at most j layers and s m <= 2^j."""
    sizes = _layer_sizes(case)
    cost = _predicates(case) * sum(sizes)
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
