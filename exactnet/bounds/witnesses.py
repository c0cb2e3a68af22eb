"""Networks that show lower bounds: relu networks of given widths with at least as many regions as a theorem promises.

All of them fold. If the units of a layer compute a function h of one variable in every coordinate, which maps each of its p pieces
of [0, 1] onto an interval that contains [0, 1], then each of the p^d products of pieces is mapped onto a set that contains the cube
[0, 1]^d. Whatever later layers do on the cube, they do at least once in each product, and with another pattern in each, as two
regions with one pattern would be one. The last layer has its walls meet inside the cube.

Units that a theorem's rounding leaves over have weights 0 and bias -1: they never bend. What a fold reads off its units is
merged into the dense layer that follows, so the networks alternate dense and relu layers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import comb

from flint import fmpq

from exactnet.exact.rational import QLike
from exactnet.model import Dense, Layer, Network, Relu

__all__ = ["arrangement_in_cube", "montufar_witness", "pascanu_witness", "serra_size_witness", "serra_witness"]


@dataclass(frozen=True)
class _Fold:
    """h(x) = offset + sum of coefficients_i relu(slope_i x + bias_i), a function of one variable."""

    units: tuple[tuple[int, int], ...]
    coefficients: tuple[int, ...]
    offset: int


def _sawtooth(p: int) -> _Fold:
    """Maps [i/p, (i+1)/p] onto [0, 1], for i < p, up and down in turn: slopes p, -p, .., so changes p, -2p, 2p, .."""
    coefficients = (1, *(2 * (-1) ** i for i in range(1, p)))
    return _Fold(tuple((p, -i) for i in range(p)), coefficients, 0)


def _zigzag(p: int) -> _Fold:
    """p >= 3 units, p + 1 pieces of [0, 1] with ends i/(p+1), each mapped onto an interval that contains [0, 1].

    In t = (p + 1) x, where every piece has length 1, the slopes are -1, 1, -1, .., 1, -1 and at last 2 (p odd) or -2 (p even),
    and h(t = 1) = 0. A unit relu(t - i) or relu(i - t) with coefficient c changes the slope by c; far on the left the slope is
    minus the sum of the coefficients of the units relu(i - t). These are i = 2, p for p odd, -2 + 3 = 1, and i = 1, 3, p for
    p even, 2 + 2 - 3 = 1.
    """
    slopes = [-1, *((-1) ** i for i in range(p - 1)), 2 if p % 2 else -2]
    changes = tuple(b - a for a, b in pairwise(slopes))
    leftward = {2, p} if p % 2 else {1, 3, p}
    units = tuple((-p - 1, i) if i in leftward else (p + 1, -i) for i in range(1, p + 1))
    return _Fold(units, changes, -sum(changes[i - 1] * (i - 1) for i in leftward))


def _in_each_coordinate(folds: Sequence[_Fold], width: int) -> tuple[Dense, Dense]:
    """A layer of the given width that folds every coordinate, and the affine map that reads the folded point off it."""
    d = len(folds)
    weight: list[list[QLike]] = []
    bias: list[QLike] = []
    read: list[list[QLike]] = [[0] * width for _ in folds]
    for axis, fold in enumerate(folds):
        for (slope, shift), coefficient in zip(fold.units, fold.coefficients, strict=True):
            read[axis][len(weight)] = coefficient
            weight.append([slope if i == axis else 0 for i in range(d)])
            bias.append(shift)
    left = width - len(weight)
    return Dense.of(weight + [[0] * d] * left, [*bias, *[-1] * left]), Dense.of(read, [fold.offset for fold in folds])


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


def _network(inputs: int, folds: Sequence[tuple[Dense, Dense]], last: Dense) -> Network:
    """Fold after fold, each read by the next layer, then a last layer of walls and the sum of its units."""
    layers: list[Layer] = []
    read: Dense | None = None
    for units, following in folds:
        layers += [units if read is None else units.after(read), Relu()]
        read = following
    layers += [last if read is None else last.after(read), Relu(), Dense.of([[1] * len(last.weight)], [0])]
    return Network.of(inputs, layers, "witness")


def montufar_witness(inputs: int, widths: Sequence[int]) -> Network:
    """A network with prod_{l < L} p_l^d Z(n_L, d) regions at least, p_l = floor(n_l / d): sawteeth in every coordinate.

    Examples
    --------
    >>> montufar_witness(2, (5, 3)).widths
    (5, 3)
    """
    *before, last = widths
    folds = [_in_each_coordinate([_sawtooth(n // inputs)] * inputs, n) for n in before]
    return _network(inputs, folds, arrangement_in_cube(last, inputs))


def pascanu_witness(inputs: int, widths: Sequence[int]) -> Network:
    """A network with prod_{l < L} p_l Z(n_L, d) regions at least, p_l = floor(n_l / d): the first coordinate alone is folded.

    Examples
    --------
    >>> pascanu_witness(2, (5, 3)).widths
    (5, 3)
    """
    *before, last = widths
    folds = [_in_each_coordinate([_sawtooth(n // inputs), *[_sawtooth(1)] * (inputs - 1)], n) for n in before]
    return _network(inputs, folds, arrangement_in_cube(last, inputs))


def serra_witness(inputs: int, widths: Sequence[int]) -> Network:
    """A network with prod_{l < L} (p_l + 1)^d Z(n_L, d) regions at least, p_l = floor(n_l / d) >= 3: zigzags in every coordinate.

    Examples
    --------
    >>> serra_witness(2, (7, 3)).widths
    (7, 3)
    """
    *before, last = widths
    folds = [_in_each_coordinate([_zigzag(n // inputs)] * inputs, n) for n in before]
    return _network(inputs, folds, arrangement_in_cube(last, inputs))


def serra_size_witness(inputs: int, widths: Sequence[int]) -> Network:
    """A network with 2 Z(m - 1, d - 1) (w + 1)^(L - 1) regions at least, of widths 2m, w, .., w with w >= 3.

    The first layer has the units relu(a_i.x) and relu(-a_i.x) for m vectors of which any d (all, if fewer) are independent, so
    that their hyperplanes through 0 cut R^d into 2 Z(m - 1, d - 1) cones. The sum of all units, sum |a_i.x|, maps the inside of
    every cone onto the positive numbers. One less, it covers [0, 1], and from there on there is one variable, cut into w + 1 by
    every layer.

    Examples
    --------
    >>> serra_size_witness(2, (4, 3, 3)).widths
    (4, 3, 3)
    """
    first, *later = widths
    normals = [[s**k for k in range(inputs)] for s in range(first // 2)]
    cones = Dense.of(normals + [[-x for x in row] for row in normals], [0] * first)
    folds = [(cones, Dense.of([[1] * first], [-1]))]
    folds += [_in_each_coordinate([_zigzag(w)], w) for w in later[:-1]]
    last = Dense.of([[later[-1] + 1]] * later[-1], [-i for i in range(1, later[-1] + 1)])
    return _network(inputs, folds, last)
