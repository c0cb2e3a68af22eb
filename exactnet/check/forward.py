"""One exact forward pass, at a point or along a ray, in homogeneous integers.

A vector of rationals is a row (den, units): den > 0, the values are units[j] / den. The direction of a ray is a row
as well; it differs from a point only in its constant coordinate ``one``, which is den for a point (w > 0 in the
homogeneous coordinates (w, u_1, .., u_m)) and 0 for a ray (w = 0), so that biases and clipping levels drop out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, islice
from math import gcd

from exactnet.check.layers import Abs, Clip, Dense, Gate, Layer, Maxout, Relu, Residual

Row = tuple[int, list[int]]

# Common factors are taken out only of long numbers: a gcd costs more than a product of machine words.
_LONG = 256


@dataclass(slots=True)
class Pass:
    """What one forward pass leaves behind.

    Attributes
    ----------
    den, units
        The output row.
    walls, signs : list of int
        The values of all walls, layer by layer, up to positive factors, and their signs.
    outputs : list of Row
        The output row of every layer that is neither dense nor residual.
    """

    den: int
    units: list[int]
    walls: list[int] = field(default_factory=list)
    signs: list[int] = field(default_factory=list)
    outputs: list[Row] = field(default_factory=list)


def forward(layers: tuple[Layer, ...], start: Row, *, ray: bool) -> Pass:
    """Push a point, or the direction of a ray, through the layers.

    >>> done = forward((Dense(2, ((1,), (-1,)), (0, 1), 2), Relu(2)), (3, [1]), ray=False)
    >>> done.den, done.units, done.signs
    (6, [1, 2], [1, 1])
    """
    done = Pass(*start)
    _run(layers, done, 0 if ray else done.den)
    done.signs = [(u > 0) - (u < 0) for u in done.walls]
    return done


def homogeneous(layers: tuple[Layer, ...], row: list[int]) -> Pass:
    """Push (w, x_1, .., x_d) through the homogeneous network, which is the network at w = 1; leaves no ``signs``.

    >>> done = homogeneous((Dense(1, ((1, 1),), (-1,), 1), Relu(1)), [2, 3, 4])
    >>> done.den, done.units, done.walls
    (1, [5], [5])
    """
    done = Pass(1, row[1:])
    _run(layers, done, row[0])
    return done


def _run(layers: tuple[Layer, ...], done: Pass, one: int) -> None:
    for layer in layers:
        if isinstance(layer, Dense):
            one = _dense(layer, done, one)
        elif isinstance(layer, Residual):
            one = _residual(layer, done, one)
        else:
            one = _gate(layer, done, one)
        if done.den.bit_length() > _LONG:
            common = gcd(done.den, *done.units)
            done.den //= common
            done.units = [u // common for u in done.units]
            one //= common
        if not isinstance(layer, Dense | Residual):
            done.outputs.append((done.den, done.units))


def _dense(layer: Dense, done: Pass, one: int) -> int:
    done.units = layer.apply(done.units, one)
    done.den *= layer.den
    return one * layer.den


def _residual(layer: Residual[Layer], done: Pass, one: int) -> int:
    den, units = done.den, done.units
    _run(layer.layers, done, one)
    # The chain may have changed the denominator by any factor.
    one *= done.den
    done.units = [u * done.den + v * den for u, v in zip(units, done.units, strict=True)]
    done.den *= den
    return one


def _gate(layer: Gate, done: Pass, one: int) -> int:
    units, walls = done.units, done.walls
    if isinstance(layer, Clip):
        low, high, units = layer.low * one, layer.high * one, [u * layer.den for u in units]
        walls.extend([u - low for u in units])
        walls.extend([u - high for u in units])
        done.units = [min(max(u, low), high) for u in units]
        done.den *= layer.den
        return one * layer.den
    if isinstance(layer, Maxout):
        for group in layer.groups:
            values = [units[i] for i in group]
            walls.extend([u - v for u, v in combinations(values, 2)])
        done.units = [max([units[i] for i in group]) for group in layer.groups]
        return one
    walls.extend(units)
    if isinstance(layer, Relu):
        done.units = [u if u > 0 else 0 for u in units]
        return one
    if isinstance(layer, Abs):
        done.units = [abs(u) for u in units]
        return one
    done.units = [u * layer.den if u > 0 else u * layer.num for u in units]
    done.den *= layer.den
    return one * layer.den


def pattern(gates: list[Gate], signs: list[int]) -> list[int]:
    """Read the activation pattern off the signs of the walls.

    >>> pattern([Relu(2), Maxout(1, ((0, 1, 2),))], [1, -1, -1, 0, 1])
    [1, 0, 1]
    """
    walls = iter(signs)
    result: list[int] = []
    for gate in gates:
        if isinstance(gate, Maxout):
            result += [_first_maximum(len(group), walls) for group in gate.groups]
        else:
            count = 2 * gate.width if isinstance(gate, Clip) else gate.width
            result += [int(sign > 0) for sign in islice(walls, count)]
    return result


def _first_maximum(size: int, walls: Iterator[int]) -> int:
    sign = dict(zip(combinations(range(size), 2), walls, strict=False))
    best = 0
    for other in range(1, size):
        if sign[best, other] < 0:
            best = other
    return best
