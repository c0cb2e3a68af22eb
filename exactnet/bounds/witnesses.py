"""Networks that show lower bounds: relu networks of given widths with at least as many regions as a theorem promises.

All of them fold (see `exactnet.constructions.folds`). Whatever later layers do on the cube, they do at least once in each product
of pieces, and with another pattern in each, as two regions with one pattern would be one. The last layer has its walls meet
inside the cube.
"""

from __future__ import annotations

from collections.abc import Sequence

from exactnet.constructions.arrangements import arrangement_in_cube, montufar_witness, summed
from exactnet.constructions.folds import in_each_coordinate, sawtooth, zigzag
from exactnet.model import Dense, Network

__all__ = ["arrangement_in_cube", "montufar_witness", "pascanu_witness", "serra_size_witness", "serra_witness"]


def pascanu_witness(inputs: int, widths: Sequence[int]) -> Network:
    """A network with prod_{l < L} p_l Z(n_L, d) regions at least, p_l = floor(n_l / d): the first coordinate alone is folded.

    Examples
    --------
    >>> pascanu_witness(2, (5, 3)).widths
    (5, 3)
    """
    *before, last = widths
    folds = [in_each_coordinate([sawtooth(n // inputs), *[sawtooth(1)] * (inputs - 1)], n) for n in before]
    return summed(inputs, folds, arrangement_in_cube(last, inputs))


def serra_witness(inputs: int, widths: Sequence[int]) -> Network:
    """A network with prod_{l < L} (p_l + 1)^d Z(n_L, d) regions at least, p_l = floor(n_l / d) >= 3: zigzags in every coordinate.

    Examples
    --------
    >>> serra_witness(2, (7, 3)).widths
    (7, 3)
    """
    *before, last = widths
    folds = [in_each_coordinate([zigzag(n // inputs)] * inputs, n) for n in before]
    return summed(inputs, folds, arrangement_in_cube(last, inputs))


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
    folds += [in_each_coordinate([zigzag(w)], w) for w in later[:-1]]
    last = Dense.of([[later[-1] + 1]] * later[-1], [-i for i in range(1, later[-1] + 1)])
    return summed(inputs, folds, last)
