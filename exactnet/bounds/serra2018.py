"""Serra, Tjandraatmadja, Ramalingam 2018 (arXiv 1711.02114): numbers of linear regions."""

from __future__ import annotations

from math import prod

from exactnet.bounds.bound import Bound, Parameters, Premise, Side, Status
from exactnet.bounds.case import Case
from exactnet.bounds.combinatorics import arrangement_cells, layer_dimensions, layer_ranks, layered_sum
from exactnet.bounds.premises import IS_NETWORK, ONE_INPUT, RELU_NETWORK
from exactnet.bounds.witnesses import serra_size_witness, serra_witness
from exactnet.model import Dense, Maxout

__all__ = ["BOUNDS"]


def _last_layer_bends(case: Case) -> bool:
    return case.given_network.elementary[-1][0].bending


def _is_maxout_network(case: Case) -> bool:
    layers = () if case.network is None else case.network.layers
    return all(isinstance(layer, Dense | Maxout) for layer in layers) and bool(case.widths)


def _group_sizes(case: Case) -> set[int]:
    layers = (layer for layer, _ in case.given_network.bending_layers)
    return {len(group) for layer in layers if isinstance(layer, Maxout) for group in layer.groups}


def _maxout(case: Case, parameters: Parameters) -> int:
    """A unit of k arguments bends on at most k (k - 1) / 2 hyperplanes."""
    (k,) = _group_sizes(case)
    dimensions = layer_dimensions(case.inputs, case.widths)
    return prod(arrangement_cells(k * (k - 1) // 2 * n, d) for n, d in zip(case.widths, dimensions, strict=True))


def _lower(case: Case, parameters: Parameters) -> int:
    d = case.inputs
    pieces: int = prod(n // d + 1 for n in case.widths[:-1]) ** d
    return pieces * arrangement_cells(case.widths[-1], d)


def _lower_size(case: Case, parameters: Parameters) -> int:
    first, *later = case.widths
    return 2 * arrangement_cells(first // 2 - 1, case.inputs - 1) * prod(w + 1 for w in later)


BOUNDS = (
    Bound(
        id="serra2018.theorem5",
        source="Serra, Tjandraatmadja, Ramalingam 2018, Theorem 5",
        status=Status.TEXT,
        statement="one input and every n_l >= 3: the largest number of linear regions is prod (n_l + 1)",
        side=Side.UPPER,
        quantity="affine_pieces",
        premises=(
            IS_NETWORK,
            ONE_INPUT,
            RELU_NETWORK,
            Premise("the output layer is affine", lambda case: not _last_layer_bends(case)),
            Premise("every width n_l is at least 3", lambda case: min(case.widths) >= 3),
        ),
        value=lambda case, parameters: prod(n + 1 for n in case.widths),
    ),
    Bound(
        id="serra2018.upper",
        source="Serra, Tjandraatmadja, Ramalingam 2018, upper bound",
        status=Status.TEXT,
        statement="regions <= R(1, n_0), R(l, e) = sum_{j <= min(n_l, e)} C(n_l, j) R(l + 1, min(e, n_l - j))",
        side=Side.UPPER,
        quantity="activation_regions",
        premises=(IS_NETWORK, RELU_NETWORK),
        value=lambda case, parameters: layered_sum(case.inputs, case.widths),
    ),
    Bound(
        id="serra2018.rank",
        source="Serra, Tjandraatmadja, Ramalingam 2018, upper bound for weights of low rank",
        status=Status.TEXT,
        statement="regions <= Q(1, n_0), Q(l, e) = sum_{j <= min(r_l, e)} C(n_l, j) Q(l + 1, min(e, n_l - j)), "
        "r_l the rank of the weights of layer l",
        side=Side.UPPER,
        quantity="activation_regions",
        premises=(IS_NETWORK, RELU_NETWORK),
        value=lambda case, parameters: layered_sum(case.inputs, case.widths, layer_ranks(case.given_network)),
    ),
    Bound(
        id="serra2018.maxout",
        source="Serra, Tjandraatmadja, Ramalingam 2018, Theorem 8",
        status=Status.TEXT,
        statement="n_l maxout units of k arguments each: regions <= prod Z(k (k - 1) / 2 n_l, d_l), d_l = min(d, n_1, .., n_l)",
        side=Side.UPPER,
        quantity="activation_regions",
        premises=(
            IS_NETWORK,
            Premise("a chain of dense and maxout layers, with at least one maxout layer", _is_maxout_network),
            Premise("all groups of all maxout layers have the same size", lambda case: len(_group_sizes(case)) == 1),
            Premise("a group has at least two units", lambda case: min(_group_sizes(case)) >= 2),
        ),
        value=_maxout,
    ),
    Bound(
        id="serra2018.lower",
        source="Serra, Tjandraatmadja, Ramalingam 2018, Theorem 6",
        status=Status.TEXT,
        statement="n_l >= 3d: some network of these widths has at least prod_{l < L} (floor(n_l / d) + 1)^d Z(n_L, d) regions",
        side=Side.LOWER,
        quantity="activation_regions",
        premises=(
            IS_NETWORK,
            RELU_NETWORK,
            Premise(
                "every width n_l is at least three times the number d of inputs",
                lambda case: min(case.widths) >= 3 * case.inputs,
            ),
        ),
        value=_lower,
        witness=lambda case, parameters: serra_witness(case.inputs, case.widths),
    ),
    Bound(
        id="serra2018.lower_size",
        source="Serra, Tjandraatmadja, Ramalingam 2018, Theorem 7",
        status=Status.TEXT,
        statement="2m units, then L - 1 layers of w >= 3: some network of these widths has at least "
        "2 Z(m - 1, d - 1) (w + 1)^(L - 1) regions",
        side=Side.LOWER,
        quantity="activation_regions",
        premises=(
            IS_NETWORK,
            RELU_NETWORK,
            Premise("at least two relu layers", lambda case: len(case.widths) >= 2),
            Premise("the first width is even", lambda case: case.widths[0] % 2 == 0),
            Premise("all later widths are equal", lambda case: len(set(case.widths[1:])) == 1),
            Premise("the later widths are at least 3", lambda case: case.widths[1] >= 3),
        ),
        value=_lower_size,
        witness=lambda case, parameters: serra_size_witness(case.inputs, case.widths),
    ),
)
