"""How far the weights of a network may move before a wall may pass a vertex: the arithmetic of rule ``stability``.

Where it is known which units are on, every wall is an affine form of the input. When no weight moves farther than e, no coefficient
of the form moves farther than its radius, a polynomial in e with coefficients >= 0. See ``proofs/stability.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from flint import fmpq, fmpq_mat, fmpz_mat

from exactnet.model import Dense, Network

__all__ = ["Corner", "Dyadic", "Forms", "Row", "Steps", "largest_radius"]

Row: TypeAlias = list[fmpq]

Pattern: TypeAlias = tuple[tuple[bool, ...], ...]
"""For every relu layer, which units are on."""

_DIGITS = 16
"""Binary digits of a radius."""


@dataclass(frozen=True)
class Dyadic:
    """A number ``mantissa / 2^bits`` > 0, bits >= 0.

    Examples
    --------
    >>> Dyadic.of(12, -4), Dyadic.of(3, 2)
    (Dyadic(mantissa=3, bits=2), Dyadic(mantissa=12, bits=0))
    """

    mantissa: int
    bits: int

    @classmethod
    def of(cls, mantissa: int, exponent: int) -> Dyadic:
        """``mantissa 2^exponent``."""
        while mantissa % 2 == 0 and exponent < 0:
            mantissa, exponent = mantissa // 2, exponent + 1
        return cls(mantissa << max(0, exponent), max(0, -exponent))

    @property
    def value(self) -> fmpq:
        """As a rational."""
        return fmpq(self.mantissa, 1 << self.bits)

    @property
    def exponent(self) -> int:
        """Of the largest power of 2 that is not more."""
        return self.mantissa.bit_length() - 1 - self.bits


@dataclass(frozen=True)
class _Affine:
    """A dense layer over a common denominator; ``moves``: whether its numbers may."""

    weight: fmpz_mat
    absolute: fmpz_mat
    bias: list[int]
    denominator: int
    moves: bool

    @classmethod
    def of(cls, layer: Dense, moves: bool) -> _Affine:
        (denominator, *bias), *columns = layer.integer_matrix.tolist()
        weight = fmpz_mat([row[1:] for row in columns]).transpose()
        return cls(weight, fmpz_mat([[abs(x) for x in row] for row in weight.tolist()]), bias, denominator, moves)


class Steps:
    """The layers of a network, prepared for all patterns; None stands for relu.

    Parameters
    ----------
    network
        A chain of dense and relu layers `with_level`: its last dense layer reads F - c, and does not move.
    """

    def __init__(self, network: Network) -> None:
        self.inputs = network.inputs
        last = len(network.layers) - 2
        self.layers = [
            _Affine.of(layer, place < last) if isinstance(layer, Dense) else None
            for place, layer in enumerate(network.layers)
        ]


class Forms:
    """All walls of a network as affine forms, where just the relu units of a pattern are on.

    Parameters
    ----------
    steps
        The layers.
    pattern
        The units that are on.

    Examples
    --------
    >>> from exactnet.model import Relu
    >>> F = Network.of(1, [Dense.of([[2]], [-1]), Relu(), Dense.of([[3]], [0]), Dense.of([[1]], [-5]), Relu()])
    >>> forms = Forms(Steps(F), ((True,),))
    >>> forms.walls, forms.radii(Dyadic.of(1, -1))
    ([[-1, 2], [-8, 6]], [[1/2, 1/2], [11/4, 11/4]])
    """

    def __init__(self, steps: Steps, pattern: Pattern) -> None:
        self.walls: list[Row] = []
        self._steps = steps
        self._pattern = pattern
        self._totals: list[list[int]] = []  # for each dense layer, the sum of |f_j| over the units that enter
        n = 1 + steps.inputs
        rows, scale, on = [[int(j == i) for j in range(n)] for i in range(1, n)], 1, iter(pattern)
        for layer in steps.layers:
            if layer is None:
                self.walls += [[fmpq(x, scale) for x in row] for row in rows]
                rows = _masked(rows, next(on, ()))
                continue
            self._totals.append([sum(map(abs, column)) for column in zip(*rows, strict=True)])
            rows = _integers(layer.weight * fmpz_mat(rows))
            for row, b in zip(rows, layer.bias, strict=True):
                row[0] += b * scale
            scale *= layer.denominator

    def radii(self, radius: Dyadic) -> list[Row]:
        """For every wall, how far its coefficients may move when no weight moves farther than a radius."""
        inputs = self._steps.inputs
        rows, scale, bits = [[0] * (1 + inputs)] * inputs, 1, 0  # in units of 1 / (scale 2^bits)
        found: list[Row] = []
        on, totals = iter(self._pattern), iter(self._totals)
        for layer in self._steps.layers:
            if layer is None:
                unit = scale << bits
                found += [[fmpq(x, unit) for x in row] for row in rows]
                rows = _masked(rows, next(on, ()))
                continue
            moved, total = [sum(column) for column in zip(*rows, strict=True)], next(totals)
            rows = _integers(layer.absolute * fmpz_mat(rows))
            if layer.moves:
                factor = radius.mantissa * layer.denominator
                own = [factor * ((t << bits) + m) for t, m in zip(total, moved, strict=True)]
                own[0] += factor * (scale << bits)
                rows = [[(x << radius.bits) + y for x, y in zip(row, own, strict=True)] for row in rows]
                bits += radius.bits
            scale *= layer.denominator
        return found


def _masked(rows: list[list[int]], mask: Sequence[bool]) -> list[list[int]]:
    """The rows of the units that are on, else zeros; nothing comes after the last layer, which has no mask."""
    return [row if on else [0] * len(row) for row, on in zip(rows, mask, strict=bool(mask))]


def _integers(matrix: fmpz_mat) -> list[list[int]]:
    return [[int(x) for x in row] for row in matrix.tolist()]


class Corner:
    """A vertex, as the meeting point of walls, and the walls that it must keep its side of.

    Parameters
    ----------
    point
        (x_1, .., x_d).
    fixed
        Independent walls of the domain that meet there, rows (b, a_1, .., a_d).
    forms
        The walls of the network, where the units are on that are on at the vertex.
    zero
        The walls that vanish there; with ``fixed`` they are d.
    """

    def __init__(self, point: Sequence[fmpq], fixed: Sequence[Row], forms: Forms, zero: Sequence[int]) -> None:
        self.forms = forms
        self._size = [fmpq(1), *(abs(x) for x in point)]
        self._fixed = len(fixed)
        self._zero = zero
        self._others = range(max(zero, default=-1) + 1, len(forms.walls))
        rows = [*fixed, *(forms.walls[k] for k in zero)]
        inverse = fmpq_mat([row[1:] for row in rows]).inv()
        self._inverse = _absolute(inverse)
        self._heights: Row = []
        self._shares: list[Row] = []
        if self._others:
            others = [forms.walls[k] for k in self._others]
            self._heights = [abs(row[0] + _dot(row[1:], point)) for row in others]
            self._shares = _absolute(fmpq_mat([row[1:] for row in others]) * inverse)

    def holds(self, radii: Sequence[Row]) -> bool:
        """Whether no wall can reach the vertex while the coefficients of the walls move by at most so much."""
        zero = [radii[k] for k in self._zero]
        reach = [fmpq(0)] * self._fixed + [_dot(row, self._size) for row in zero]
        slope = [fmpq(0)] * self._fixed + [sum(row[1:], fmpq(0)) for row in zero]
        turn = max(_dot(row, slope) for row in self._inverse)
        if turn >= 1:
            return False
        drift = max(_dot(row, reach) for row in self._inverse) / (1 - turn)
        off = [p + drift * s for p, s in zip(reach, slope, strict=True)]
        return all(
            height > _dot(radii[k], self._size) + drift * sum(radii[k][1:], fmpq(0)) + _dot(share, off)
            for k, height, share in zip(self._others, self._heights, self._shares, strict=True)
        )


def _absolute(matrix: fmpq_mat) -> list[Row]:
    return [[abs(x) for x in row] for row in matrix.tolist()]


def _dot(left: Sequence[fmpq], right: Sequence[fmpq]) -> fmpq:
    return sum((x * y for x, y in zip(left, right, strict=True) if x and y), fmpq(0))


def largest_radius(corners: Iterator[Corner]) -> Dyadic:
    """A radius at which all corners hold, as large as they allow, but for its binary digits beyond the sixteenth.

    Wants a corner that does not hold at every radius to be the first one.
    """
    first = next(corners)
    radius = Dyadic(1, 0)
    while first.holds(first.forms.radii(radius)):
        radius = Dyadic.of(1, radius.exponent + 1)
    radius = _largest(first, radius)
    shared: dict[Forms, list[Row]] = {}
    for corner in corners:
        if corner.forms not in shared:
            shared[corner.forms] = corner.forms.radii(radius)
        if not corner.holds(shared[corner.forms]):
            radius = _largest(corner, radius)
            shared.clear()
    return radius


def _largest(corner: Corner, too_large: Dyadic) -> Dyadic:
    """The largest radius of so many digits at which a corner holds, below one at which it does not."""
    exponent = too_large.exponent
    while not corner.holds(corner.forms.radii(Dyadic.of(1, exponent))):
        exponent -= 1
    mantissa = 1
    for _ in range(_DIGITS - 1):
        mantissa, exponent = 2 * mantissa, exponent - 1
        if corner.holds(corner.forms.radii(Dyadic.of(mantissa + 1, exponent))):
            mantissa += 1
    return Dyadic.of(mantissa, exponent)
