"""Networks that approximate x^2 on [0, 1]: after Yarotsky 2017 (arXiv 1610.01145), and with as many pieces as units.

Let I_N be the interpolant of x^2 at 0, 1/N, .., 1. On a piece of length 1/N, with y from 0 to 1 along it, I_N(x) - x^2 is
y (1 - y) / N^2: the error is 1/(4 N^2). From N to p N pieces the interpolant goes down by (y - I_p(y)) / N^2, which is the same for
y and 1 - y. So y may be read off the sawtooth with N pieces, and p units compute both what is subtracted and the next sawtooth.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from flint import fmpq

from exactnet.errors import InputError
from exactnet.exact.rational import QLike
from exactnet.model import Dense, Layer, Network, Relu, Residual

__all__ = ["chord_network", "square_network", "yarotsky"]


def yarotsky(depth: int) -> Network:
    """The interpolant of x^2 on [0, 1] with 2^depth pieces, error 2^(-2 depth - 2) exactly: one fold of the tent map a layer.

    Examples
    --------
    >>> yarotsky(3).widths, yarotsky(3)("3/8"), yarotsky(3)("7/16")
    ((2, 3, 3), (9/64,), (25/128,))
    """
    return square_network((2,) * depth)


def square_network(folds: Sequence[int], shifted: bool = False) -> Network:
    """The interpolant of x^2 on [0, 1] with N = p_1 .. p_L pieces, by relu layers of widths p_1, p_2 + 1, .., p_L + 1.

    Parameters
    ----------
    folds
        p_1, .., p_L: into how many pieces each layer cuts those before it.
    shifted
        Down by 1/(8 N^2): then the error is 1/(8 N^2), and no function with N pieces has a smaller one.

    Examples
    --------
    >>> square_network((3, 2)).widths, square_network((3, 2), shifted=True)("1/6")
    ((3, 3), (7/288,))
    """
    if not folds or min(folds) < 1:
        raise InputError("an interpolant of x^2 needs at least one layer, of at least one piece")
    layers: list[Layer] = []
    read = Dense.of([[1], [1]], [0, 0])  # y and the interpolant so far; with one piece, both are x
    pieces = 1
    for p in folds:
        first = not layers
        # the units relu(p y - i), and one that carries the interpolant on; at first it is y, and carried by the unit i = 0
        fold: list[QLike] = [p, 0]
        carry: list[list[QLike]] = [] if first else [[0, 1]]
        weight = [fold] * p + carry
        bias: list[QLike] = [*(-i for i in range(p)), *[0] * len(carry)]
        layers += [Dense.of(weight, bias).after(read), Relu()]
        carried = [fmpq(1, p), *[fmpq(0)] * (p - 1)] if first else [*[fmpq(0)] * p, fmpq(1)]
        read = Dense.of([_sawtooth(p, len(weight)), _lowered(p, pieces, carried)], [0, 0])
        pieces *= p
    shift = -fmpq(1, 8 * pieces * pieces) if shifted else fmpq(0)
    return Network.of(1, [*layers, Dense.of([[0, 1]], [shift]).after(read)], f"square-{pieces}")


def _sawtooth(p: int, units: int) -> list[int]:
    return [1, *(2 * (-1) ** i for i in range(1, p)), *[0] * (units - p)]


def _lowered(p: int, pieces: int, carried: list[fmpq]) -> list[fmpq]:
    """The interpolant less (y - I_p(y)) / pieces^2: I_p has the slopes 1/p, 3/p, .., the units slope p."""
    slopes = [fmpq(0), *(1 - fmpq(2 * i + 1, p) for i in range(p))]
    down = [(b - a) / (p * pieces * pieces) for a, b in pairwise(slopes)]
    return [x - y for x, y in zip(carried, [*down, *[fmpq(0)] * (len(carried) - p)], strict=True)]


def chord_network(pieces: int, shifted: bool = True) -> Network:
    """The interpolant of x^2 on [0, 1] with N pieces by N - 1 relu units in a residual block, by default shifted down by 1/(8 N^2).

    A network whose units bend at N - 1 points has N pieces at most, so this is the best that so many units can do.

    Examples
    --------
    >>> chord_network(4).widths, [chord_network(4)(x)[0] - x * x for x in (0, fmpq(1, 8), fmpq(1, 4))]
    ((3,), [-1/128, 1/128, -1/128])
    """
    if pieces < 2:
        raise InputError("at least two pieces are needed")
    n = pieces
    steps: list[Layer] = [
        Dense.of([[n]] * (n - 1), [fmpq(-k, n) for k in range(1, n)]),
        Relu(),
        Dense.of([[fmpq(2, n)] * (n - 1)], [0]),
    ]
    shift = -fmpq(1, 8 * n * n) if shifted else fmpq(0)
    return Network.of(
        1, [Dense.of([[fmpq(1, n)]], [0]), Residual(tuple(steps)), Dense.of([[1]], [shift])], f"chords-{n}"
    )
