"""Random networks, all sign networks, and networks with noise in one layer, along a path."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from exactnet.compile.path import Path as Trail
from exactnet.compile.sweep import MAX_VERTICES
from exactnet.errors import InputError
from exactnet.exact.rational import QLike
from exactnet.face.subjects import SubjectLike, load, whole
from exactnet.model import Network
from exactnet.trajectories import Ensemble, EnsembleTrajectory, Sensitivity, SignEnsemble, SignMean, sign_mean
from exactnet.trajectories import sensitivity as _sensitivity
from exactnet.trajectories.ensemble import follow
from exactnet.trajectories.trajectory import DEFAULT_DIGITS

__all__ = ["ensemble", "sensitivity", "sign_ensemble"]


def ensemble(
    start: Sequence[QLike],
    end: Sequence[QLike],
    arc: bool = False,
    *,
    width: int,
    depth: int,
    activation: str = "relu",
    sigma_w: QLike = 1,
    sigma_b: QLike = 0,
    weights: str = "normal",
    bits: int = 16,
    draws: int = 20,
    seed: int = 0,
    via: Iterable[Sequence[QLike]] = (),
    turn: bool = False,
    digits: int = DEFAULT_DIGITS,
    jobs: int = 1,
    certificates: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> EnsembleTrajectory:
    """Random networks along a path, each draw exactly (see `exactnet.trajectories.random_networks`).

    Parameters
    ----------
    start, via, end, arc, turn
        The path, as for `trajectory`; its dimension is the number of inputs.
    activation
        ``"relu"`` or ``"hard_tanh"``.
    sigma_w, sigma_b
        Weights have the variance sigma_w^2 / width, biases sigma_b^2.
    weights
        ``"normal"``, ``"signs"`` or ``"uniform"``; rounded to multiples of 2^-bits.

    Examples
    --------
    >>> found = ensemble([1, 0], [0, 1], width=4, depth=2, sigma_w=2, draws=5, seed=3)
    >>> len(found.draws), found.layers[1].stretch_lower <= found.layers[1].stretch_upper
    (5, True)
    """
    path = _path([start, *via, end], arc, turn)
    shape = path.dimension, whole(width, "width"), whole(depth, "depth")
    return follow(
        Ensemble.of(*shape, activation, sigma_w, sigma_b, weights, whole(bits, "bits")),
        path,
        whole(draws, "draws"),
        whole(seed, "seed"),
        digits=whole(digits, "digits"),
        jobs=whole(jobs, "jobs"),
        certificates=certificates,
        progress=progress,
    )


def sign_ensemble(
    start: Sequence[QLike],
    end: Sequence[QLike],
    *,
    width: int,
    depth: int = 1,
    constant: QLike = 1,
    via: Iterable[Sequence[QLike]] = (),
    digits: int = DEFAULT_DIGITS,
    progress: Callable[[int, int], None] | None = None,
) -> SignMean:
    """The mean length over all relu networks with weights and biases 1 or -1, against the published growth.

    Examples
    --------
    >>> found = sign_ensemble([1, 0], [0, 1], width=3)
    >>> found.ensemble.networks, found.verdict, found.certificate.claim["mean_square"]
    (512, 'refuted', '3')
    """
    path = _path([start, *via, end], False, False)
    shape = SignEnsemble(path.dimension, whole(width, "width"), whole(depth, "depth"))
    return sign_mean(shape, path, constant, whole(digits, "digits"), progress=progress)


def sensitivity(
    source: SubjectLike,
    start: QLike | Sequence[QLike],
    end: QLike | Sequence[QLike],
    noise: QLike,
    *,
    seed: int = 0,
    draws: int = 1,
    via: Iterable[QLike | Sequence[QLike]] = (),
    digits: int = DEFAULT_DIGITS,
    max_pieces: int = MAX_VERTICES,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Sensitivity:
    """What noise in one layer changes along a path, each dense layer in turn (see `exactnet.trajectories.sensitivity`).

    Examples
    --------
    >>> tent = {"type": "dense", "weight": [["2"]], "bias": ["-1"]}
    >>> network = {"format": "exactnet-network/1", "inputs": 1, "layers": [tent, {"type": "abs"}]}
    >>> row = sensitivity(network, 0, 1, "1/64", seed=1).rows[0]
    >>> row.layer, row.transitions_change, row.output_change > 0
    (1, 0, True)
    """
    network = load(source)
    if not isinstance(network, Network):
        raise InputError("layers are those of networks; an interval map has none")
    points: list[Any] = [x if isinstance(x, list | tuple) else [x] for x in (start, *via, end)]
    return _sensitivity(
        network,
        _path(points, False, False),
        noise,
        whole(seed, "seed"),
        draws=whole(draws, "draws"),
        digits=whole(digits, "digits"),
        max_vertices=max_pieces,
        jobs=whole(jobs, "jobs"),
        progress=progress,
    )


def _path(points: list[Any], arc: bool, turn: bool) -> Trail:
    if any(not isinstance(point, list | tuple) for point in points):
        raise InputError("the points of a path are lists of coordinates")
    return Trail.through(points, arcs=bool(arc), turn=bool(turn))
