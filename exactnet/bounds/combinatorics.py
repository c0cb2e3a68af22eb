"""Counting that several papers share: sums of binomials, dimensions and ranks layer by layer, supports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import comb, prod

import numpy as np
from flint import fmpz_mat

from exactnet.exact.integers import IntArray, matmul
from exactnet.model import Dense, Network

__all__ = [
    "arrangement_cells",
    "layer_dimensions",
    "layer_ranks",
    "layered_sum",
    "polymatroid_sum",
    "polymatroid_terms",
    "supports",
]


def arrangement_cells(n: int, d: int) -> int:
    """Z(n, d) = sum_{j <= d} C(n, j): the most regions that n hyperplanes cut R^d into.

    Examples
    --------
    >>> arrangement_cells(3, 2), arrangement_cells(3, 5)
    (7, 8)
    """
    return sum(comb(n, j) for j in range(min(n, d) + 1))


def layer_dimensions(inputs: int, widths: Sequence[int]) -> tuple[int, ...]:
    """d_l = min(d, n_1, .., n_l) for every layer.

    Examples
    --------
    >>> layer_dimensions(3, (4, 2, 5))
    (3, 2, 2)
    """
    return tuple(accumulate(widths, min, initial=inputs))[1:]


def layered_sum(inputs: int, widths: Sequence[int], ranks: Sequence[int] | None = None) -> int:
    """Q(1, d), where Q(l, e) = sum_{j <= min(r_l, e)} C(n_l, j) Q(l + 1, min(e, n_l - j)) and Q(L + 1, .) = 1.

    Parameters
    ----------
    ranks
        r_l; the widths n_l by default.

    Examples
    --------
    >>> layered_sum(2, (3, 3)), layered_sum(3, (4, 4)), layered_sum(2, (3, 3), (1, 2))
    (40, 161, 28)
    """
    largest = (inputs, *layer_dimensions(inputs, widths))
    below = [1] * (largest[-1] + 1)  # Q(l + 1, e) for every e that can occur there
    for layer in reversed(range(len(widths))):
        n = widths[layer]
        rank = n if ranks is None else ranks[layer]
        top = largest[layer]
        choices = [comb(n, j) for j in range(min(rank, top) + 1)]
        below = [
            sum(choice * below[min(e, n - j)] for j, choice in enumerate(choices[: e + 1])) for e in range(top + 1)
        ]
    return below[inputs]


def _incoming(network: Network) -> Iterator[tuple[IntArray | None, int]]:
    """Of every layer that bends (in a chain): the product of the dense layers since the last one, and its width.

    The product has one column a unit, up to a positive factor; None if there is no dense layer.
    """
    product: IntArray | None = None
    for layer, width in network.elementary:
        if isinstance(layer, Dense):
            matrix = layer.integer_matrix[1:, 1:]
            product = matrix if product is None else matmul(product, matrix)
        elif layer.bending:
            yield product, width
            product = None


def layer_ranks(network: Network) -> tuple[int, ...]:
    """r_l: the rank of the product of the dense layers before layer l, its width if there is none (chains only).

    Examples
    --------
    >>> from exactnet.model import Relu
    >>> layer_ranks(Network.of(2, [Dense.of([[1, 2], [2, 4], [3, 6]], [0, 1, 2]), Relu(), Relu()]))
    (1, 3)
    """
    return tuple(width if product is None else _rank(product) for product, width in _incoming(network))


def _rank(matrix: IntArray) -> int:
    return int(fmpz_mat(matrix.shape[0], matrix.shape[1], matrix.ravel().tolist()).rank())


def supports(network: Network) -> dict[tuple[int, ...], int]:
    """How many units of the first layer that bends read which inputs; those that read none are left out.

    Examples
    --------
    >>> from exactnet.model import Abs
    >>> supports(Network.of(3, [Dense.of([[1, 0, 2], [3, 0, 4], [0, 0, 0], [0, 5, 0]], [0, 0, 1, 1]), Abs()]))
    {(0, 2): 2, (1,): 1}
    """
    product, width = next(_incoming(network))
    read = np.eye(width, dtype=np.int64) if product is None else product
    found: dict[tuple[int, ...], int] = {}
    for column in read.T.tolist():
        support = tuple(i for i, x in enumerate(column) if x != 0)
        if support:
            found[support] = found.get(support, 0) + 1
    return found


def polymatroid_terms(units: dict[tuple[int, ...], int]) -> int:
    """An upper bound on the number of terms of `polymatroid_sum`.

    Examples
    --------
    >>> polymatroid_terms({(0, 1): 5, (1,): 7})
    6
    """
    inputs = len(set().union(*units))
    box = prod(min(count, len(support)) + 1 for support, count in units.items())
    return min(box, comb(inputs + len(units), len(units)))


def polymatroid_sum(units: dict[tuple[int, ...], int]) -> int:
    """Sum over t in K of prod_i C(c_i, t_i), where c_i units have support S_i.

    K: 0 <= t_i <= c_i and sum_{i in J} t_i <= |union of S_i, i in J| for every J. A t that violates this in some coordinates
    does so however it goes on, so the t are built up coordinate by coordinate.

    Examples
    --------
    >>> polymatroid_sum({(0, 1): 3}), polymatroid_sum({(0,): 2, (1,): 3})
    (7, 12)
    """
    sets = [(sum(1 << i for i in support), count) for support, count in units.items()]

    def extend(place: int, tight: dict[int, int]) -> int:
        """Sum over the coordinates from here on; tight: union of S_i, i in J -> the largest sum of t_i, over the J so far."""
        own, count = sets[place]
        most = min(count, *((union | own).bit_count() - s for union, s in tight.items()))
        if place + 1 == len(sets):
            return sum(comb(count, t) for t in range(most + 1))
        total = 0
        for t in range(most + 1):
            further = dict(tight)
            for union, s in tight.items():
                further[union | own] = max(further.get(union | own, 0), s + t)
            total += comb(count, t) * extend(place + 1, further)
        return total

    return extend(0, {0: 0}) if sets else 1
