"""Constructions of the literature, each as a network, where to look at it, and the numbers that are claimed of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb, prod
from types import MappingProxyType
from typing import Any

from exactnet.compile.box import Box
from exactnet.constructions.arrangements import montufar_witness
from exactnet.constructions.planar import planar_network
from exactnet.constructions.shells import ShellParameters, shell_network
from exactnet.errors import InputError
from exactnet.exact.whole import whole, wholes
from exactnet.model import Network

__all__ = ["Construction", "ergen_grillo", "montufar", "with_betti"]


@dataclass(frozen=True, eq=False)
class Construction:
    """A network and what its construction says of it.

    Attributes
    ----------
    network, domain
        The network, and where the claims are meant.
    claims
        By the names that the quantities have in results: ``betti`` (of {F <= 0}; {F < 0} has the same) or
        ``activation_regions``.
    """

    network: Network
    domain: Box
    claims: Mapping[str, Any]

    def __repr__(self) -> str:
        said = ", ".join(f"{name} = {value}" for name, value in self.claims.items())
        return f"Construction({self.network!r} on {self.domain}: {said})"


def ergen_grillo(inputs: int, folds: int, shells: Sequence[int]) -> Construction:
    """The network of Ergen and Grillo for d, M and w_1, .., w_{d-1}, with one layer of M d units that folds.

    Examples
    --------
    >>> ergen_grillo(2, 4, [3])
    Construction(Network(shells, 2-8-5-1) on [0, 1] x [0, 1]: betti = (6, 2))
    """
    d, m = whole(inputs, "inputs"), whole(folds, "folds")
    if m < 2 or m % 2:
        raise InputError(f"folds must be even and at least 2, not {m}")
    given = ShellParameters(d, (m * d,), wholes(shells, "shells"))
    return _claimed(shell_network(d, given.widths, given.shells), _cube(d), betti=given.betti)


def montufar(inputs: int, widths: Sequence[int]) -> Construction:
    """The folds of Montufar, Pascanu, Cho and Bengio: prod_{l < L} floor(n_l / d)^d Z(n_L, d) regions in the cube.

    Examples
    --------
    >>> montufar(2, [5, 3])
    Construction(Network(witness, 2-5-3-1) on [0, 1] x [0, 1]: activation_regions = 28)
    """
    d, given = whole(inputs, "inputs"), wholes(widths, "widths")
    if d < 1 or not given or min(given) < d:
        raise InputError("folds need at least one input and one layer, and layers at least as wide as there are inputs")
    *before, last = given
    regions = prod((n // d) ** d for n in before) * sum(comb(last, j) for j in range(d + 1))
    return _claimed(montufar_witness(d, given), _cube(d), activation_regions=regions)


def with_betti(components: int, holes: int) -> Construction:
    """A network for which {F <= 0} in the plane is bounded and has so many components and holes.

    Examples
    --------
    >>> with_betti(2, 1)
    Construction(Network(planar-2-1, 2-12-1) on R^2: betti = (2, 1))
    """
    return _claimed(planar_network(components, holes), Box.parse("all", 2), betti=(components, holes))


def _cube(dimension: int) -> Box:
    return Box.of([(0, 1)] * dimension)


def _claimed(network: Network, domain: Box, **claims: Any) -> Construction:
    return Construction(network, domain, MappingProxyType(claims))
