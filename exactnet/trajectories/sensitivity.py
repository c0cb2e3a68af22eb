"""How what a network does along a path changes when one layer is perturbed, each dense layer in turn, exactly.

The noise of a layer: with numpy's ``default_rng([seed, k, draw])``, k the number of dense layers before it, integers m from -256
to 256, each as likely as the others, are drawn for the weights row by row, then for the biases; ``noise m / 256`` is added.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from flint import fmpq

from exactnet.certs import Certificate
from exactnet.compile.path import Path
from exactnet.compile.sweep import MAX_VERTICES
from exactnet.display import Displayed
from exactnet.errors import InputError
from exactnet.exact.rational import QLike, number_text, rational
from exactnet.model import Dense, Layer, LayerPlace, Network, Residual, layer_places
from exactnet.trajectories.sharing import shared_out
from exactnet.trajectories.trajectory import DEFAULT_DIGITS, Trajectory, trajectory

__all__ = ["Perturbation", "Sensitivity", "dense_places", "perturbed", "sensitivity"]

STEPS = 256
"""Noise is a multiple of its largest size over this."""


@dataclass(frozen=True, eq=False)
class Perturbation:
    """One layer perturbed once.

    Attributes
    ----------
    place
        Which dense layer.
    draw
        Which of its perturbations, from 0.
    trajectory
        Of the perturbed network.
    transitions_change, patterns_change
        Numbers with the noise less those without.
    new_patterns
        Patterns that the network without noise does not have on the path.
    length_change
        Bracket of the length of the image with the noise less that without.
    output_change
        The largest change of an output on the path.
    """

    place: LayerPlace
    draw: int
    trajectory: Trajectory
    transitions_change: int
    patterns_change: int
    new_patterns: int
    length_change: tuple[fmpq, fmpq]
    output_change: fmpq

    @property
    def layer(self) -> int:
        """The number of the layer of the chain that it is, or belongs to, from 1."""
        return self.place.layer

    def to_json(self) -> dict[str, Any]:
        """The row that the command prints."""
        length = self.trajectory.layers[-1].length
        return {
            "layer": self.layer,
            "place": self.place.path,
            "draw": self.draw,
            "transitions": len(self.trajectory.transitions),
            "transitions_change": self.transitions_change,
            "patterns": self.trajectory.patterns,
            "patterns_change": self.patterns_change,
            "new_patterns": self.new_patterns,
            "length_lower": number_text(length.lower),
            "length_upper": number_text(length.upper),
            "length_change_lower": number_text(self.length_change[0]),
            "length_change_upper": number_text(self.length_change[1]),
            "output_change": number_text(self.output_change),
            "certificate": self.trajectory.certificate.digest,
        }


@dataclass(frozen=True, eq=False)
class Sensitivity(Displayed):
    """A network along a path, and what noise in one layer changes.

    Attributes
    ----------
    original
        Without noise.
    noise, seed
        What was asked.
    rows
        By layer, then by draw.
    """

    original: Trajectory
    noise: fmpq
    seed: int
    rows: tuple[Perturbation, ...]

    @property
    def certificates(self) -> list[Certificate]:
        """Of the network, and of all perturbed ones: the changes are differences of what they certify."""
        return [self.original.certificate, *(row.trajectory.certificate for row in self.rows)]

    @property
    def places(self) -> tuple[LayerPlace, ...]:
        """The dense layers, in order."""
        return tuple(dict.fromkeys(row.place for row in self.rows))

    @property
    def draws(self) -> int:
        """Perturbations of each layer."""
        return len(self.rows) // len(self.places)

    def to_json(self) -> dict[str, Any]:
        """The document that the command prints."""
        length = self.original.layers[-1].length
        return {
            "path": self.original.path.to_json(),
            "noise": number_text(self.noise),
            "seed": self.seed,
            "numpy": np.__version__,
            "original": {
                "transitions": len(self.original.transitions),
                "patterns": self.original.patterns,
                "length_lower": number_text(length.lower),
                "length_upper": number_text(length.upper),
                "certificate": self.original.certificate.digest,
            },
            "rows": [row.to_json() for row in self.rows],
        }

    def __repr__(self) -> str:
        return f"Sensitivity({len(self.places)} layers, noise {self.noise}, along {self.original.path})"


def sensitivity(
    network: Network,
    path: Path,
    noise: QLike,
    seed: int = 0,
    *,
    draws: int = 1,
    digits: int = DEFAULT_DIGITS,
    max_vertices: int = MAX_VERTICES,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Sensitivity:
    """Perturb each dense layer in turn, those of residual blocks included, and follow the network along a path again.

    Parameters
    ----------
    path
        Segments.
    noise
        Largest change of a weight or bias.
    draws
        Perturbations of each layer.
    progress
        Called with (perturbed networks done, all).

    Raises
    ------
    InputError
        If the network has no dense layer, or the path is one of arcs or lies in another dimension.

    Examples
    --------
    >>> from exactnet.model import Relu
    >>> network = Network.of(1, [Dense.of([[2], [2]], [0, -1]), Relu(), Dense.of([[1, -2]], [0])])
    >>> found = sensitivity(network, Path.of([[0], [1]]), "1/16", seed=1)
    >>> [place.number for place in found.places], all(row.output_change > 0 for row in found.rows)
    (['1', '3'], True)
    """
    size = rational(noise)
    dense = dense_places(network)
    if size <= 0:
        raise InputError(f"the noise must be positive, not {size}")
    if draws < 1 or jobs < 1:
        raise InputError("the numbers of draws and of jobs must be at least 1")
    if seed < 0:
        raise InputError(f"the seed must not be negative, but is {seed}")
    if path.arcs:
        raise InputError(
            "sensitivity is measured along segments: on arcs the largest change of the output is not attained at corners"
        )
    if not dense:
        raise InputError("the network has no dense layer to perturb")
    original = trajectory(network, path, digits, max_vertices=max_vertices)
    work = partial(_perturb, original, size, seed, draws, max_vertices)
    done: dict[int, Perturbation] = {}
    count = len(dense) * draws
    with closing(shared_out(work, count, jobs)) as found:
        for number, row in found:
            done[number] = row
            if progress is not None:
                progress(len(done), count)
    return Sensitivity(original, size, seed, tuple(done[number] for number in range(count)))


def dense_places(network: Network) -> tuple[LayerPlace, ...]:
    """Where the dense layers stand, those of residual blocks included.

    Examples
    --------
    >>> inner = Dense.of([[1]], [0])
    >>> [place.number for place in dense_places(Network.of(1, [inner, Residual((inner,))]))]
    ['1', '2.1']
    """
    return tuple(place for place, layer in layer_places(network.layers) if isinstance(layer, Dense))


def perturbed(network: Network, index: int, noise: fmpq, seed: int, draw: int = 0) -> Network:
    """The network with noise in one dense layer, the one behind ``index`` others.

    Examples
    --------
    >>> network = Network.of(1, [Dense.of([[1]], [0])])
    >>> noisy = perturbed(network, 0, fmpq(1, 4), seed=5)
    >>> 0 < max(abs(x - y) for x, y in zip(noisy(1), network(1))) <= fmpq(1, 2)
    True
    """

    def with_noise(dense: Dense) -> Dense:
        count = len(dense.weight) * (len(dense.weight[0]) + 1)
        steps = np.random.default_rng([seed, index, draw]).integers(-STEPS, STEPS, size=count, endpoint=True)
        added = iter([noise * m / STEPS for m in steps.tolist()])
        weight = tuple(tuple(x + next(added) for x in row) for row in dense.weight)
        return Dense(weight, tuple(x + next(added) for x in dense.bias))

    place = dense_places(network)[index]
    return replace(network, layers=_changed(network.layers, place.indices, with_noise))


def _changed(layers: Sequence[Layer], indices: Sequence[int], change: Callable[[Dense], Dense]) -> tuple[Layer, ...]:
    """The chain with another dense layer at a place."""
    here, *inside = indices
    old = layers[here]
    if isinstance(old, Residual):
        new: Layer = Residual(_changed(old.layers, inside, change))
    else:
        assert isinstance(old, Dense)
        new = change(old)
    return (*layers[:here], new, *layers[here + 1 :])


def _perturb(original: Trajectory, noise: fmpq, seed: int, draws: int, max_vertices: int, number: int) -> Perturbation:
    index, draw = divmod(number, draws)
    network = perturbed(original.network, index, noise, seed, draw)
    found = trajectory(network, original.path, original.digits, max_vertices=max_vertices)
    before, after = (t.layers[-1].length for t in (original, found))
    known = {row.tobytes() for row in original.words.astype(np.int64)}
    return Perturbation(
        dense_places(network)[index],
        draw,
        found,
        len(found.transitions) - len(original.transitions),
        found.patterns - original.patterns,
        len({row.tobytes() for row in found.words.astype(np.int64)} - known),
        (after.lower - before.upper, after.upper - before.lower),
        _output_change(original, found),
    )


def _output_change(one: Trajectory, other: Trajectory) -> fmpq:
    """The outputs are affine between the breakpoints of both, so the largest change is at one of these."""
    both = {(t.p, t.q): t for t in (*one.breakpoints, *other.breakpoints) if isinstance(t, fmpq)}
    points = [one.path.at(t) for t in both.values()]
    images = zip(one.network.at(points), other.network.at(points), strict=True)
    return max(abs(a - b) for u, v in images for a, b in zip(u, v, strict=True))
