"""Serra, Tjandraatmadja, Ramalingam 2018 (arXiv 1711.02114) and Zaslavsky 1975: numbers of linear regions."""

from __future__ import annotations

from functools import cache
from math import comb, prod

from exactnet.bounds.bound import Bound, Parameters, Premise, Side, Status
from exactnet.bounds.case import Case
from exactnet.bounds.premises import IS_NETWORK, ONE_INPUT, RELU_NETWORK

__all__ = ["BOUNDS", "serra_sum"]


def serra_sum(inputs: int, widths: tuple[int, ...]) -> int:
    """R(1, n_0), where R(l, e) = sum_{j <= min(n_l, e)} C(n_l, j) R(l + 1, min(e, n_l - j)).

    Examples
    --------
    >>> serra_sum(2, (3, 3)), serra_sum(3, (4, 4))
    (40, 161)
    """

    @cache
    def regions(layer: int, dimension: int) -> int:
        if layer == len(widths):
            return 1
        n = widths[layer]
        return sum(comb(n, j) * regions(layer + 1, min(dimension, n - j)) for j in range(min(n, dimension) + 1))

    return regions(0, inputs)


def _widths(case: Case) -> tuple[int, ...]:
    assert case.network is not None
    return case.network.widths


def _zaslavsky(case: Case, parameters: Parameters) -> int:
    (n,) = _widths(case)
    return sum(comb(n, j) for j in range(case.inputs + 1))


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
            Premise("every width n_l is at least 3", lambda case: min(_widths(case)) >= 3),
        ),
        value=lambda case, parameters: prod(n + 1 for n in _widths(case)),
    ),
    Bound(
        id="serra2018.upper",
        source="Serra, Tjandraatmadja, Ramalingam 2018, upper bound",
        status=Status.TEXT,
        statement="regions <= R(1, n_0), R(l, e) = sum_{j <= min(n_l, e)} C(n_l, j) R(l + 1, min(e, n_l - j))",
        side=Side.UPPER,
        quantity="activation_regions",
        premises=(IS_NETWORK, RELU_NETWORK),
        value=lambda case, parameters: serra_sum(case.inputs, _widths(case)),
    ),
    Bound(
        id="zaslavsky",
        source="Zaslavsky 1975",
        status=Status.DERIVED,
        statement="one relu layer of n units on R^d: at most sum_{j <= d} C(n, j) regions",
        side=Side.UPPER,
        quantity="activation_regions",
        premises=(IS_NETWORK, RELU_NETWORK, Premise("exactly one relu layer", lambda case: len(_widths(case)) == 1)),
        value=_zaslavsky,
    ),
)


def _last_layer_bends(case: Case) -> bool:
    assert case.network is not None
    return case.network.elementary[-1][0].bending
