"""Networks that fold the cube [0, 1]^d onto itself many times.

If the units of a layer compute a function h of one variable in every coordinate, which maps each of its p pieces of [0, 1] onto an
interval that contains [0, 1], then each of the p^d products of pieces is mapped onto a set that contains the cube.

Units that are left over have weights 0 and bias -1: they never bend. What a fold reads off its units is merged into the dense
layer that follows, so the networks alternate dense and relu layers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from exactnet.exact.rational import QLike
from exactnet.model import Dense, Layer, Network, Relu

__all__ = ["Fold", "folded_network", "in_each_coordinate", "sawtooth", "zigzag"]


@dataclass(frozen=True)
class Fold:
    """h(x) = offset + sum of coefficients_i relu(slope_i x + bias_i), a function of one variable."""

    units: tuple[tuple[int, int], ...]
    coefficients: tuple[int, ...]
    offset: int


def sawtooth(p: int) -> Fold:
    """Maps [i/p, (i+1)/p] onto [0, 1], for i < p, up and down in turn: slopes p, -p, .., so changes p, -2p, 2p, .."""
    coefficients = (1, *(2 * (-1) ** i for i in range(1, p)))
    return Fold(tuple((p, -i) for i in range(p)), coefficients, 0)


def zigzag(p: int) -> Fold:
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
    return Fold(units, changes, -sum(changes[i - 1] * (i - 1) for i in leftward))


def in_each_coordinate(folds: Sequence[Fold], width: int) -> tuple[Dense, Dense]:
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


def folded_network(
    inputs: int, folds: Sequence[tuple[Dense, Dense]], last: Dense, output: Dense, name: str = ""
) -> Network:
    """Fold after fold, each read by the next layer, then a last layer of units and what is made of them."""
    layers: list[Layer] = []
    read: Dense | None = None
    for units, following in folds:
        layers += [units if read is None else units.after(read), Relu()]
        read = following
    layers += [last if read is None else last.after(read), Relu(), output]
    return Network.of(inputs, layers, name)
