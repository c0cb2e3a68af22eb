"""A network on a plane in its input space: a network with two inputs."""

from __future__ import annotations

from collections.abc import Sequence

from exactnet.errors import InputError
from exactnet.exact.rational import QLike, rational
from exactnet.model import Dense, Network

__all__ = ["COORDINATES", "on_plane"]

COORDINATES = "x = p + s (q - p) + t (r - p)"
"""What the two inputs s, t of a slice mean."""


def on_plane(network: Network, points: Sequence[Sequence[QLike]]) -> Network:
    """The network behind the dense layer (s, t) -> p + s (q - p) + t (r - p): its restriction to the plane through p, q, r.

    Raises
    ------
    InputError
        Unless there are three points of the input space, not on one line.

    Examples
    --------
    >>> from exactnet.model import Relu
    >>> network = Network.of(3, [Relu()])
    >>> on_plane(network, [[0, 0, 1], [1, 0, 1], [0, 2, 1]])(["1/2", "1/2"])
    (1/2, 1, 1)
    """
    if len(points) != 3:
        raise InputError(f"a plane is given by three points, not {len(points)}")
    exact = [[rational(x) for x in point] for point in points]
    for name, point in zip("pqr", exact, strict=True):
        if len(point) != network.inputs:
            raise InputError(f"point {name} has {len(point)} coordinates but the network has {network.inputs} inputs")
    p, q, r = exact
    first, second = ([x - o for x, o in zip(point, p, strict=True)] for point in (q, r))
    if all(first[i] * second[j] == first[j] * second[i] for i in range(len(p)) for j in range(i)):
        raise InputError("the three points lie on one line; a plane needs others")
    front = Dense.of(list(zip(first, second, strict=True)), p)
    return Network.of(2, [front, *network.layers], network.name)
