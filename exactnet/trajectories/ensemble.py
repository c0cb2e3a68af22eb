"""Random networks along a path: exact for every draw, brackets of means over the draws, and statistics, marked as such."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property, partial
from math import sqrt
from typing import Any

import numpy as np
from flint import fmpq

from exactnet.certs import Certificate
from exactnet.compile.path import Path
from exactnet.display import Displayed
from exactnet.errors import InputError
from exactnet.exact.rational import number_text
from exactnet.model import Network, Relu
from exactnet.trajectories.length import Length
from exactnet.trajectories.random_networks import Ensemble
from exactnet.trajectories.sharing import shared_out
from exactnet.trajectories.trajectory import DEFAULT_DIGITS, trajectory

__all__ = ["Draw", "DrawnLayer", "EnsembleTrajectory", "LayerGrowth", "follow"]


@dataclass(frozen=True)
class DrawnLayer:
    """A draw after one of its activations.

    Attributes
    ----------
    length
        Of the image of the path.
    transitions, patterns
        Of the network up to here.
    """

    length: Length
    transitions: int
    patterns: int


@dataclass(frozen=True, eq=False)
class Draw:
    """One network of an ensemble along the path."""

    number: int
    digest: str
    layers: tuple[DrawnLayer, ...]
    certificate: Certificate | None


@dataclass(frozen=True)
class LayerGrowth:
    """What the draws show of one layer.

    Attributes
    ----------
    depth
        The layer, from 1.
    stretch_lower, stretch_upper
        Bracket of the mean over the draws of the length after this layer over that of the path.
    stretch_error
        Its standard error, as an estimate of the mean over the ensemble: a statistic.
    growth_lower, growth_upper
        Bracket of the mean over the draws of the length after this layer over that before it; None if there is no such draw.
    growth_error
        Its standard error.
    vanished
        Draws left out of the growth, as the image before this layer is a point.
    transitions, patterns
        Means over the draws.
    """

    depth: int
    stretch_lower: fmpq
    stretch_upper: fmpq
    stretch_error: float | None
    growth_lower: fmpq | None
    growth_upper: fmpq | None
    growth_error: float | None
    vanished: int
    transitions: fmpq
    patterns: fmpq


@dataclass(frozen=True, eq=False)
class EnsembleTrajectory(Displayed):
    """Draws of an ensemble along one path.

    Attributes
    ----------
    ensemble, path, seed, digits
        What was asked.
    path_length
        Length of the path.
    draws
        In the order of their numbers.
    """

    ensemble: Ensemble
    path: Path
    seed: int
    digits: int
    path_length: Length
    draws: tuple[Draw, ...]

    @cached_property
    def layers(self) -> tuple[LayerGrowth, ...]:
        """One summary a layer."""
        return tuple(self._summary(i) for i in range(self.ensemble.depth))

    @property
    def certificates(self) -> list[Certificate]:
        """Those of the draws, if they were asked for."""
        return [draw.certificate for draw in self.draws if draw.certificate is not None]

    def _summary(self, i: int) -> LayerGrowth:
        after = [draw.layers[i].length for draw in self.draws]
        before = [draw.layers[i - 1].length if i else self.path_length for draw in self.draws]
        stretches = [found for a in after if (found := a.over(self.path_length))]
        growths = [found for a, b in zip(after, before, strict=True) if (found := a.over(b))]
        low, high = _means(stretches)
        growth = _means(growths) if growths else None
        count = len(self.draws)
        return LayerGrowth(
            i + 1,
            low,
            high,
            _standard_error(stretches),
            None if growth is None else growth[0],
            None if growth is None else growth[1],
            _standard_error(growths),
            count - len(growths),
            fmpq(sum(draw.layers[i].transitions for draw in self.draws), count),
            fmpq(sum(draw.layers[i].patterns for draw in self.draws), count),
        )

    def to_json(self) -> dict[str, Any]:
        """The document that the command prints."""
        return {
            "ensemble": {
                **self.ensemble.to_json(),
                "seed": self.seed,
                "draws": len(self.draws),
                "numpy": np.__version__,
            },
            "path": self.path.to_json(),
            "path_length": self.path_length.to_json(),
            "published_base": repr(self.ensemble.base),
            "layers": [
                {
                    "layer": found.depth,
                    "mean_stretch_lower": number_text(found.stretch_lower),
                    "mean_stretch_upper": number_text(found.stretch_upper),
                    "stretch_standard_error": _shown(found.stretch_error),
                    "mean_growth_lower": None if found.growth_lower is None else number_text(found.growth_lower),
                    "mean_growth_upper": None if found.growth_upper is None else number_text(found.growth_upper),
                    "growth_standard_error": _shown(found.growth_error),
                    "vanished": found.vanished,
                    "mean_transitions": number_text(found.transitions),
                    "mean_patterns": number_text(found.patterns),
                }
                for found in self.layers
            ],
            "draws": [
                {
                    "draw": draw.number,
                    "network": draw.digest,
                    "certificate": None if draw.certificate is None else draw.certificate.digest,
                    "layer": depth,
                    "length_lower": number_text(layer.length.lower),
                    "length_upper": number_text(layer.length.upper),
                    "transitions": layer.transitions,
                    "patterns": layer.patterns,
                }
                for draw in self.draws
                for depth, layer in enumerate(draw.layers, 1)
            ],
        }

    def __repr__(self) -> str:
        return f"EnsembleTrajectory({len(self.draws)} draws, {self.ensemble.depth} layers, along {self.path})"


def follow(
    ensemble: Ensemble,
    path: Path,
    draws: int,
    seed: int = 0,
    *,
    digits: int = DEFAULT_DIGITS,
    jobs: int = 1,
    certificates: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> EnsembleTrajectory:
    """Follow draws 0, 1, .. of an ensemble along a path.

    Parameters
    ----------
    jobs
        Processes that share out the draws; the result does not depend on it.
    certificates
        Whether to keep a certificate a draw.
    progress
        Called with (draws done, draws).

    Raises
    ------
    InputError
        If the numbers make no sense, or the path is a point or lies in another dimension.

    Examples
    --------
    >>> found = follow(Ensemble.of(2, 4, 2), Path.of([[1, 0], [0, 1]]), draws=3, seed=1)
    >>> len(found.draws), [layer.depth for layer in found.layers]
    (3, [1, 2])
    """
    if draws < 1 or jobs < 1:
        raise InputError("the numbers of draws and of jobs must be at least 1")
    if seed < 0:
        raise InputError(f"the seed must not be negative, but is {seed}")
    if path.dimension != ensemble.inputs:
        raise InputError(f"the path lies in R^{path.dimension} but the networks have {ensemble.inputs} inputs")
    still = trajectory(Network.of(ensemble.inputs, [Relu()]), path, digits)
    if still.path_length.lower <= 0:
        raise InputError("the path is a point; growth is measured against its length")
    work = partial(_draw, ensemble, path, seed, digits, certificates)
    done: dict[int, Draw] = {}
    with closing(shared_out(work, draws, jobs)) as found:
        for number, draw in found:
            done[number] = draw
            if progress is not None:
                progress(len(done), draws)
    return EnsembleTrajectory(
        ensemble, path, seed, digits, still.path_length, tuple(done[number] for number in range(draws))
    )


def _draw(ensemble: Ensemble, path: Path, seed: int, digits: int, certificates: bool, number: int) -> Draw:
    network = ensemble.draw(seed, number)
    found = trajectory(network, path, digits)
    # behind every activation
    layers = tuple(DrawnLayer(layer.length, layer.transitions, layer.patterns) for layer in found.layers[1::2])
    return Draw(number, network.digest, layers, found.certificate if certificates else None)


def _means(brackets: list[tuple[fmpq, fmpq]]) -> tuple[fmpq, fmpq]:
    lower, upper = (sum(ends, fmpq(0)) / len(brackets) for ends in zip(*brackets, strict=True))
    return lower, upper


def _standard_error(brackets: list[tuple[fmpq, fmpq]]) -> float | None:
    """Deviation of the middles over sqrt(n), a double; None for less than two."""
    if len(brackets) < 2:
        return None
    values = np.array([_double((low + high) / 2) for low, high in brackets])
    return float(values.std(ddof=1)) / sqrt(len(values))


def _double(value: fmpq) -> float:
    return int(value.p) / int(value.q)


def _shown(error: float | None) -> str | None:
    return None if error is None else f"{error:.6g}"
