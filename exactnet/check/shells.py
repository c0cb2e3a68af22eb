"""The networks of many folds and shells: their layers, and how a network is seen to be one of them."""

from __future__ import annotations

from itertools import groupby
from math import prod

from exactnet.check.layers import Dense, Relu
from exactnet.check.linear import product
from exactnet.check.subject import Network

Rows = list[list[int]]


def read_shells(network: Network) -> tuple[int, list[int]] | None:
    """Give M and w_1, .., w_(d-1) if the network is that of the format, else None."""
    d, layers = network.inputs, network.layers
    dense = layers[::2]
    alternate = len(layers) % 2 == 1 and all(isinstance(layer, Dense) for layer in dense)
    if d < 2 or len(dense) < 3 or not alternate or not all(isinstance(layer, Relu) for layer in layers[1::2]):
        return None
    *folds, shells, _ = [layer for layer in dense if isinstance(layer, Dense)]
    runs = [len(list(rows)) for _, rows in groupby(shells.weight)]
    if len(runs) != d - 1 or min(runs) < 2 or any(layer.width < 2 * d for layer in folds):
        return None
    teeth = [layer.width // (2 * d) * 2 for layer in folds]
    widths = [run - 2 for run in runs]
    expected = build([layer.width for layer in folds], teeth, widths)
    found = [(layer.weight, layer.bias) for layer in dense if isinstance(layer, Dense) and layer.den == 1]
    wanted = [(tuple(map(tuple, weight)), tuple(bias)) for weight, bias in expected]
    return (prod(teeth), widths) if found == wanted else None


def build(sizes: list[int], teeth: list[int], widths: list[int]) -> list[tuple[Rows, list[int]]]:
    """Give the weights and biases of the dense layers.

    Parameters
    ----------
    sizes, teeth : list of int
        n_l and p_l for l < L.
    widths : list of int
        w_1, .., w_(d-1).
    """
    d = len(widths) + 1
    layers: list[tuple[Rows, list[int]]] = []
    # R_(l-1); nothing is read before the first layer.
    reading: Rows = [[int(i == j) for j in range(d)] for i in range(d)]
    for n, p in zip(sizes, teeth, strict=True):
        rows = [[p * int(i == k) for k in range(d)] for i in range(d) for _ in range(p)]
        spare = n - d * p
        layers.append((product(rows + [[0] * d] * spare, reading), [-j for j in range(p)] * d + [-1] * spare))
        saw = [1, *(2 * (-1) ** j for j in range(1, p))]
        reading = [[*[0] * (p * i), *saw, *[0] * (p * (d - 1 - i) + spare)] for i in range(d)]
    rows, bias, last = [], [], []
    for k, w in enumerate(widths, 1):
        slope = 2 * (w + 3)
        rows += [[slope] * k + [-slope] + [0] * (d - k - 1)] * (w + 2)
        bias += [j - slope * k for j in range(w + 2, 0, -1)]
        m = w // 2
        shells = [-2, *(-4 * (-1) ** j for j in range(1, 2 * m)), -2] if m else []
        last += shells + [0] * (w + 2 - len(shells))
    layers.append((product(rows, reading), bias))
    layers.append(([last], [1]))
    return layers
