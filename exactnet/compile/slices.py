"""A network on a plane or a line in its input space: a network with two inputs, or one."""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq

from exactnet.errors import InputError
from exactnet.exact.rational import QLike, rational
from exactnet.model import Dense, Network

__all__ = ["COORDINATES", "LINE_COORDINATES", "on_line", "on_plane"]

COORDINATES = "x = p + s (q - p) + t (r - p)"
"""What the two inputs s, t of a plane mean."""

LINE_COORDINATES = "x = p + t (q - p)"
"""What the input t of a line means; [0, 1] is the segment from p to q."""


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
    p, q, r = _exact(network, points)
    first, second = ([x - o for x, o in zip(point, p, strict=True)] for point in (q, r))
    if all(first[i] * second[j] == first[j] * second[i] for i in range(len(p)) for j in range(i)):
        raise InputError("the three points lie on one line; a plane needs others")
    front = Dense.of(list(zip(first, second, strict=True)), p)
    return Network.of(2, [front, *network.layers], network.name)


def on_line(network: Network, points: Sequence[Sequence[QLike]]) -> Network:
    """The network behind the dense layer t -> p + t (q - p): its restriction to the line through p and q.

    Raises
    ------
    InputError
        Unless there are two different points of the input space.

    Examples
    --------
    >>> from exactnet.model import Relu
    >>> on_line(Network.of(3, [Relu()]), [[0, 0, 1], [1, -2, 1]])(["1/2"])
    (1/2, 0, 1)
    """
    if len(points) != 2:
        raise InputError(f"a line is given by two points, not {len(points)}")
    p, q = _exact(network, points)
    if p == q:
        raise InputError("the two points are the same; a line needs others")
    front = Dense.of([[x - o] for x, o in zip(q, p, strict=True)], p)
    return Network.of(1, [front, *network.layers], network.name)


def _exact(network: Network, points: Sequence[Sequence[QLike]]) -> list[list[fmpq]]:
    exact = [[rational(x) for x in point] for point in points]
    for name, point in zip("pqr", exact, strict=False):
        if len(point) != network.inputs:
            raise InputError(f"point {name} has {len(point)} coordinates but the network has {network.inputs} inputs")
    return exact
