"""Folds, and hyperplanes in general position in the folded cube: as many regions as the widths allow."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

from flint import fmpq

from exactnet.constructions.folds import folded_network, in_each_coordinate, sawtooth
from exactnet.model import Dense, Network

__all__ = ["arrangement_in_cube", "montufar_witness", "summed"]


def arrangement_in_cube(n: int, d: int) -> Dense:
    """n hyperplanes in R^d in general position, all of whose Z(n, d) regions meet the open cube (0, 1)^d.

    In coordinates y: sum_k y_k s^k = s^d (k < d) for n integers s. A point y lies on those whose s is a root of the polynomial
    s^d - sum_k y_k s^k, so on d of them at most; any d normals, or all n if n < d, are independent (Vandermonde): general
    position. If n >= d, every region has a vertex in its closure, where the polynomial has d roots among the s; if n < d, all
    regions have the point in their closures where its roots are all s and d - n times one of them. There
    |y_k| <= C(d, k) R^(d - k), R the largest |s|. So it is enough that the cube contains these points: x_k = 1/2 + y_k / N_k with
    N_k = 2 C(d, k) R^(d - k) + 1.

    Examples
    --------
    >>> arrangement_in_cube(2, 1).to_json()
    {'type': 'dense', 'weight': [['3'], ['3']], 'bias': ['-1/2', '-3/2']}
    """
    nodes = range(-(n // 2), n - n // 2)
    sizes = [2 * comb(d, k) * (n // 2) ** (d - k) + 1 for k in range(d)]
    weight = [[size * s**k for k, size in enumerate(sizes)] for s in nodes]
    return Dense.of(weight, [fmpq(-sum(row), 2) - s**d for row, s in zip(weight, nodes, strict=True)])


def summed(inputs: int, folds: Sequence[tuple[Dense, Dense]], last: Dense) -> Network:
    """Fold after fold, then a last layer of walls and the sum of its units."""
    return folded_network(inputs, folds, last, Dense.of([[1] * len(last.weight)], [0]), "witness")


def montufar_witness(inputs: int, widths: Sequence[int]) -> Network:
    """A network with prod_{l < L} p_l^d Z(n_L, d) regions at least, p_l = floor(n_l / d): sawteeth in every coordinate.

    Examples
    --------
    >>> montufar_witness(2, (5, 3)).widths
    (5, 3)
    """
    *before, last = widths
    folds = [in_each_coordinate([sawtooth(n // inputs)] * inputs, n) for n in before]
    return summed(inputs, folds, arrangement_in_cube(last, inputs))
