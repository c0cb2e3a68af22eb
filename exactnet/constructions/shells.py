"""The networks of Ergen and Grillo (arXiv 2310.11130): shells in a folded cube.

The first layers fold [0, 1]^d in every coordinate, M times in all (M even), onto itself. The last one sees, for k = 1, .., d - 1,
r_k = (1 - y_1) + .. + (1 - y_k) + y_{k+1}, the distance in the 1-norm from the corner (1, .., 1, 0) in the first k + 1 coordinates,
through w_k + 2 units relu(t - r_k), t < 1/2. F is 1 at rest, and falls to -1 in floor(w_k / 2) shells about that corner. Shells
of different k do not meet, as y_{k+1} <= 1/2 in one and >= 1/2 in the other.

Unfolded, there are (M/2)^k inner points over 1 in the first k coordinates, and M/2 + 1 over 0 in the next, of which two lie on the
boundary of the cube. About the others {F <= 0} has whole shells (spheres of dimension k), about those half ones (discs). So
beta_0 = sum_k (M/2)^k (M/2 + 1) floor(w_k / 2), and beta_k = (M/2)^k (M/2 - 1) floor(w_k / 2) for 1 <= k < d.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import prod

from exactnet.constructions.folds import folded_network, in_each_coordinate, sawtooth
from exactnet.errors import InputError
from exactnet.exact.rational import QLike
from exactnet.exact.whole import whole, wholes
from exactnet.model import Dense, Network

__all__ = ["ShellParameters", "shell_network", "shell_parameters"]


@dataclass(frozen=True)
class ShellParameters:
    """What a network of shells is made from.

    Attributes
    ----------
    inputs
        d.
    widths
        Of the layers that fold; each is at least 2 d.
    shells
        w_1, .., w_{d-1}.
    """

    inputs: int
    widths: tuple[int, ...]
    shells: tuple[int, ...]

    def __post_init__(self) -> None:
        whole(self.inputs, "inputs")
        wholes(self.widths, "widths")
        wholes(self.shells, "shells")
        if self.inputs < 2 or not self.widths or min(self.widths) < 2 * self.inputs:
            raise InputError("shells need at least two inputs, and layers that fold of width at least twice as many")
        if len(self.shells) != self.inputs - 1 or min(self.shells) < 0:
            raise InputError(f"there must be {self.inputs - 1} numbers w_k >= 0, one less than inputs")

    @property
    def folds(self) -> int:
        """M: how often each coordinate is folded."""
        return prod(2 * (n // (2 * self.inputs)) for n in self.widths)

    @property
    def betti(self) -> tuple[int, ...]:
        """beta_0, .., beta_{d-1} of {F <= 0} in [0, 1]^d, by the count above; so has {F < 0}.

        Examples
        --------
        >>> ShellParameters(3, (12,), (5, 2)).betti
        (24, 4, 4)
        """
        half = self.folds // 2
        whole = [half**k * (half - 1) * (w // 2) for k, w in enumerate(self.shells, start=1)]
        return (sum(half**k * (half + 1) * (w // 2) for k, w in enumerate(self.shells, start=1)), *whole)


def shell_network(inputs: int, widths: Sequence[int], shells: Sequence[int]) -> Network:
    """The network of Ergen and Grillo with these parameters (see `ShellParameters`), to be looked at on [0, 1]^d.

    Examples
    --------
    >>> shell_network(2, (8,), (3,)).widths
    (8, 5)
    """
    given = ShellParameters(inputs, wholes(widths, "widths"), wholes(shells, "shells"))
    d = given.inputs
    folds = [in_each_coordinate([sawtooth(2 * (n // (2 * d)))] * d, n) for n in given.widths]
    weight: list[list[QLike]] = []
    bias: list[QLike] = []
    output: list[QLike] = []
    for k, w in enumerate(given.shells, start=1):
        size = 2 * (w + 3)
        row: list[QLike] = [*[size] * k, -size, *[0] * (d - k - 1)]
        # the unit j is relu(j - size r_k): it bends where r_k = j / size < 1/2
        weight += [row] * (w + 2)
        bias += [j - size * k for j in range(w + 2, 0, -1)]
        dips = _dips(w // 2)
        output += [*dips, *[0] * (w + 2 - len(dips))]
    return folded_network(d, folds, Dense.of(weight, bias), Dense.of([output], [1]), "shells")


def _dips(count: int) -> list[int]:
    """Coefficients of neighbouring units that go down by 2 and up again, so many times."""
    return [-2, *[4, -4] * (count - 1), 4, -2] if count else []


def shell_parameters(network: Network) -> ShellParameters | None:
    """The parameters with which `shell_network` makes this network, if there are any.

    Examples
    --------
    >>> shell_parameters(shell_network(3, (6, 12), (2, 0))).shells
    (2, 0)
    """
    if len(network.layers) < 5 or not isinstance(network.layers[-3], Dense):
        return None
    shells = tuple(sum(1 for _ in rows) - 2 for _, rows in groupby(network.layers[-3].weight))
    try:
        given = ShellParameters(network.inputs, network.widths[:-1], shells)
    except InputError:
        return None
    same = shell_network(given.inputs, given.widths, given.shells).layers == network.layers
    return given if same else None
