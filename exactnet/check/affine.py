"""Layers as affine functions of the input, once the sign of every wall is decided."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from exactnet.check.areas import Form
from exactnet.check.layers import Abs, Clip, Dense, Gate, Layer, Leaky, Maxout, Relu, Residual

# A row of affine functions with one denominator: rows[j] . (1, x_1, .., x_d) / den.
Forms = tuple[int, list[list[int]]]

ENTER, LEAVE = "enter", "leave"
Step = Dense | Gate | str


def program(layers: tuple[Layer, ...]) -> list[Step]:
    """List the layers, those of residual blocks between `ENTER` and `LEAVE`."""
    steps: list[Step] = []
    for layer in layers:
        if isinstance(layer, Residual):
            steps += [ENTER, *program(layer.layers), LEAVE]
        else:
            steps.append(layer)
    return steps


def identity(dimension: int) -> Forms:
    """Give the inputs x_1, .., x_d themselves."""
    return 1, [[int(i == j) for j in range(dimension + 1)] for i in range(1, dimension + 1)]


def dense(layer: Dense, forms: Forms) -> Forms:
    """Apply a dense layer.

    >>> dense(Dense(1, ((1, 1),), (-1,), 2), (1, [[0, 1, 0], [3, 0, 1]]))
    (2, [[2, 1, 1]])
    """
    den, rows = forms
    constants, *columns = zip(*rows, strict=True)
    images = [layer.apply(list(constants), den), *(layer.apply(list(column), 0) for column in columns)]
    return den * layer.den, list(map(list, zip(*images, strict=True)))


def add(left: Forms, right: Forms) -> Forms:
    """Add two rows of functions.

    >>> add((1, [[1, 1]]), (2, [[0, 1]]))
    (2, [[2, 3]])
    """
    (d, us), (e, vs) = left, right
    return d * e, [[a * e + b * d for a, b in zip(u, v, strict=True)] for u, v in zip(us, vs, strict=True)]


def walls(gate: Gate, forms: Forms) -> list[Form]:
    """List the walls of a layer."""
    den, rows = forms
    if isinstance(gate, Clip):
        scaled = [[x * gate.den for x in row] for row in rows]
        return [(den * gate.den, [row[0] - level * den, *row[1:]]) for level in (gate.low, gate.high) for row in scaled]
    if isinstance(gate, Maxout):
        pairs = [pair for group in gate.groups for pair in combinations(group, 2)]
        return [(den, [a - b for a, b in zip(rows[i], rows[k], strict=True)]) for i, k in pairs]
    return [(den, row) for row in rows]


def outputs(gate: Gate, forms: Forms, decided: Sequence[bool]) -> Forms:
    """Give the outputs of a layer where walls[n] >= 0 if decided[n], and walls[n] <= 0 if not."""
    den, rows = forms
    if isinstance(gate, Maxout):
        place = 0
        best: list[list[int]] = []
        for group in gate.groups:
            pairs = list(combinations(range(len(group)), 2))
            first = dict(zip(pairs, decided[place : place + len(pairs)], strict=True))
            place += len(pairs)
            top = 0
            for other in range(1, len(group)):
                if not first[top, other]:
                    top = other
            best.append(rows[group[top]])
        return den, best
    zero = [0] * len(rows[0])
    if isinstance(gate, Clip):
        low, high = ([level * den, *zero[1:]] for level in (gate.low, gate.high))
        result = []
        for row, above_low, above_high in zip(rows, decided[: gate.width], decided[gate.width :], strict=True):
            result.append(high if above_high else [x * gate.den for x in row] if above_low else low)
        return den * gate.den, result
    if isinstance(gate, Relu):
        return den, [row if on else zero for row, on in zip(rows, decided, strict=True)]
    if isinstance(gate, Abs):
        return den, [row if on else [-x for x in row] for row, on in zip(rows, decided, strict=True)]
    return _leaky(gate, forms, decided)


def _leaky(gate: Leaky, forms: Forms, decided: Sequence[bool]) -> Forms:
    den, rows = forms
    scales = [gate.den if on else gate.num for on in decided]
    return den * gate.den, [[x * scale for x in row] for row, scale in zip(rows, scales, strict=True)]
