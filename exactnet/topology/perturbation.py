"""How far the weights of a network may move before a wall may pass a vertex: the arithmetic of rule ``stability``.

Where it is known which units are on, every wall is an affine form of the input. When no weight moves farther than e, no coefficient
of the form moves farther than its radius, a polynomial in e with coefficients >= 0. See ``proofs/stability.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from flint import fmpq, fmpq_mat, fmpz_mat

from exactnet.model import Dense, Network

__all__ = ["Corner", "Dyadic", "Forms", "Row", "largest_radius"]

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
    """A dense layer over a common denominator; ``moves``: whether its numbers may.

    ``total`` is the sum of |f_j| over the units that enter, and ``scale`` their common denominator.
    """

    absolute: fmpz_mat
    denominator: int
    moves: bool
    total: list[int]
    scale: int


class Forms:
    """All walls of a network as affine forms, where just the relu units of a pattern are on.

    Parameters
    ----------
    network
        A chain of dense and relu layers `with_level`: its last dense layer reads F - c, and does not move.

    Examples
    --------
    >>> from exactnet.model import Relu
    >>> F = Network.of(1, [Dense.of([[2]], [-1]), Relu(), Dense.of([[3]], [0]), Dense.of([[1]], [-5]), Relu()])
    >>> forms = Forms(F, ((True,),))
    >>> forms.walls, forms.radii(Dyadic.of(1, -1))
    ([[-1, 2], [-8, 6]], [[1/2, 1/2], [11/4, 11/4]])
    """

    def __init__(self, network: Network, pattern: Pattern) -> None:
        self.walls: list[Row] = []
        self._width = network.inputs
        self._steps: list[_Affine | tuple[bool, ...]] = []
        n = 1 + network.inputs
        rows, scale, on = [[int(j == i) for j in range(n)] for i in range(1, n)], 1, iter(pattern)
        last = len(network.layers) - 2
        for place, layer in enumerate(network.layers):
            if not isinstance(layer, Dense):
                self.walls += [[fmpq(x, scale) for x in row] for row in rows]
                mask = next(on, (False,) * len(rows))
                self._steps.append(mask)
                rows = _masked(rows, mask)
                continue
            (denominator, *bias), *columns = layer.integer_matrix.tolist()
            weight = fmpz_mat([row[1:] for row in columns]).transpose()
            total = [sum(map(abs, column)) for column in zip(*rows, strict=True)]
            absolute = fmpz_mat([[abs(x) for x in row] for row in weight.tolist()])
            self._steps.append(_Affine(absolute, denominator, place < last, total, scale))
            rows = _integers(weight * fmpz_mat(rows))
            for row, b in zip(rows, bias, strict=True):
                row[0] += b * scale
            scale *= denominator

    def radii(self, radius: Dyadic) -> list[Row]:
        """For every wall, how far its coefficients may move when no weight moves farther than a radius."""
        rows, scale, bits = [[0] * (1 + self._width)] * self._width, 1, 0  # in units of 1 / (scale 2^bits)
        found: list[Row] = []
        for step in self._steps:
            if not isinstance(step, _Affine):
                found += [[fmpq(x, scale << bits) for x in row] for row in rows]
                rows = _masked(rows, step)
                continue
            moved = [sum(column) for column in zip(*rows, strict=True)]
            rows = _integers(step.absolute * fmpz_mat(rows))
            if step.moves:
                factor = radius.mantissa * step.denominator
                own = [factor * ((t << bits) + m) for t, m in zip(step.total, moved, strict=True)]
                own[0] += factor * (step.scale << bits)
                rows = [[(x << radius.bits) + y for x, y in zip(row, own, strict=True)] for row in rows]
                bits += radius.bits
            scale *= step.denominator
        return found


def _masked(rows: list[list[int]], mask: Sequence[bool]) -> list[list[int]]:
    return [row if on else [0] * len(row) for row, on in zip(rows, mask, strict=True)]


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


def largest_radius(corners: Sequence[Corner]) -> Dyadic:
    """A radius at which all corners hold, as large as they allow, but for its binary digits beyond the sixteenth.

    Wants a corner that does not hold at every radius to be the first one.
    """
    first = corners[0]
    radius = Dyadic(1, 0)
    while first.holds(first.forms.radii(radius)):
        radius = Dyadic.of(1, radius.exponent + 1)
    radius = _largest(first, radius)
    shared: dict[int, list[Row]] = {}
    for corner in corners[1:]:
        key = id(corner.forms)
        if key not in shared:
            shared[key] = corner.forms.radii(radius)
        if not corner.holds(shared[key]):
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
