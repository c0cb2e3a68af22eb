"""Layers of networks with small integer weights, so that walls coincide and functions are constant on cells."""

from __future__ import annotations

from support import networks as net


def random_network(rng, inputs, widths, largest=2, kinds=("relu",)):
    """Integer weights, so that lines coincide, pass through one point, and F is constant on cells."""
    layers, entering = [], inputs
    for width in (*widths, 1):
        weight = [[rng.randint(-largest, largest) for _ in range(entering)] for _ in range(width)]
        layers.append(net.dense(weight, [rng.randint(-largest, largest) for _ in range(width)]))
        layers.append({"type": rng.choice(kinds)})
        entering = width
    return layers[:-1]


def folded_network(rng, inputs, folds, widths):
    """Absolute values of absolute values, so that whatever follows happens many times; and the value at some integer point."""
    layers = []
    for size in range(folds + 1, 1, -1):
        shift = [rng.choice([-1, 0, 0, 1]) - 2 ** (size - 1) * (size <= folds) for _ in range(inputs)]
        layers += [net.dense([[int(i == j) for j in range(inputs)] for i in range(inputs)], shift), net.ABS]
    layers += random_network(rng, inputs, widths, 3, kinds=("relu", "abs"))
    level = net.evaluate(layers, [rng.randint(-4, 4) for _ in range(inputs)])[0]
    return layers, level
