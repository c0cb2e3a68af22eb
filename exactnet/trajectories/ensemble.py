"""Random networks drawn from a seed, and exact trajectories of the draws.

What is said of one draw is exact: its weights are dyadic rationals, lengths are certified. What is said of the ensemble is a
statistic of the draws; only the mean over the draws themselves is bracketed.

How weights are drawn: draw i uses numpy's ``default_rng([seed, i])``. Layer by layer, first the weights row by row, then the
biases, it gives doubles g of mean 0 and variance 1: ``standard_normal``; signs, ``2 integers(2) - 1``; or uniform ones,
``sqrt(3) (2 random() - 1)``. The weight is the double (sigma_w / sqrt(k)) g rounded to a multiple of 2^-bits, half to even; the
bias sigma_b g likewise. k is the width of every layer, whatever enters it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property, partial
from math import sqrt
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.certs import Certificate
from exactnet.compile.path import Path
from exactnet.errors import InputError
from exactnet.exact.rational import QLike, number_text, rational
from exactnet.model import Dense, HardTanh, Layer, Network, Relu
from exactnet.trajectories.length import Length
from exactnet.trajectories.sharing import shared_out
from exactnet.trajectories.trajectory import DEFAULT_DIGITS, trajectory

__all__ = [
    "ACTIVATIONS",
    "DISTRIBUTIONS",
    "Draw",
    "DrawnLayer",
    "Ensemble",
    "EnsembleTrajectory",
    "LayerGrowth",
    "follow",
]

ACTIVATIONS: dict[str, type[Relu] | type[HardTanh]] = {"relu": Relu, "hard_tanh": HardTanh}

DISTRIBUTIONS: dict[str, Callable[[np.random.Generator, int], NDArray[Any]]] = {
    "normal": lambda rng, count: rng.standard_normal(count),
    "signs": lambda rng, count: 2.0 * rng.integers(2, size=count) - 1.0,
    "uniform": lambda rng, count: sqrt(3.0) * (2.0 * rng.random(count) - 1.0),
}
"""Doubles of mean 0 and variance 1."""

_MOST_BITS = 52
_MOST_WEIGHTS = 2_000_000


@dataclass(frozen=True)
class Ensemble:
    """Chains of ``depth`` layers of one width, weights of variance sigma_w^2 / width, biases of variance sigma_b^2.

    Attributes
    ----------
    inputs, width, depth, activation
        The shape; activation is a key of `ACTIVATIONS`.
    sigma_w, sigma_b
        Standard deviations.
    weights
        A key of `DISTRIBUTIONS`.
    bits
        Weights are multiples of 2^-bits.

    Examples
    --------
    >>> ensemble = Ensemble.of(2, 3, 1, sigma_w=2, weights="signs", bits=8)
    >>> ensemble.draw(7, 0)
    Network(unnamed, 2-3-3)
    >>> ensemble.draw(7, 0).layers[0].bias == (0, 0, 0), ensemble.draw(7, 0).digest == ensemble.draw(7, 0).digest
    (True, True)
    """

    inputs: int
    width: int
    depth: int
    activation: str
    sigma_w: fmpq
    sigma_b: fmpq
    weights: str
    bits: int

    @classmethod
    def of(
        cls,
        inputs: int,
        width: int,
        depth: int,
        activation: str = "relu",
        sigma_w: QLike = 1,
        sigma_b: QLike = 0,
        weights: str = "normal",
        bits: int = 16,
    ) -> Ensemble:
        """Check and build.

        Raises
        ------
        InputError
            For an unknown activation or distribution, or numbers out of range.
        """
        if min(inputs, width, depth) < 1:
            raise InputError("inputs, width and depth must be positive")
        if width * (inputs + 1 + (depth - 1) * (width + 1)) > _MOST_WEIGHTS:
            raise InputError(f"networks of that size have more than {_MOST_WEIGHTS:,} weights; choose a smaller one")
        for word, known in ((activation, ACTIVATIONS), (weights, DISTRIBUTIONS)):
            if word not in known:
                raise InputError(f"there is no {word!r} here; choose {' or '.join(known)}")
        sigmas = rational(sigma_w), rational(sigma_b)
        if not (0 < sigmas[0] <= 1000 and 0 <= sigmas[1] <= 1000):
            raise InputError("sigma_w must be positive, sigma_b not negative, and both at most 1000")
        if not 0 <= bits <= _MOST_BITS:
            raise InputError(f"weights are rounded to 0 to {_MOST_BITS} binary places, not {bits}")
        return cls(inputs, width, depth, activation, *sigmas, weights, bits)

    @property
    def base(self) -> float:
        """The published growth per layer, a double: sw sqrt(k / (k + 1)) for relu, sw sqrt(k / (s^2 + k s)) for hard_tanh."""
        sw, sb, k = _double(self.sigma_w), _double(self.sigma_b), self.width
        s = sqrt(sw * sw + sb * sb)
        return sw * sqrt(k / (k + 1 if self.activation == "relu" else s * s + k * s))

    def draw(self, seed: int, number: int) -> Network:
        """One network."""
        rng = np.random.default_rng([seed, number])
        deviations = _double(self.sigma_w) / sqrt(self.width), _double(self.sigma_b)
        layers: list[Layer] = []
        entering = self.inputs
        for _ in range(self.depth):
            weight, bias = (
                self._rounded(deviation * DISTRIBUTIONS[self.weights](rng, count))
                for deviation, count in zip(deviations, (self.width * entering, self.width), strict=True)
            )
            rows = tuple(tuple(weight[i : i + entering]) for i in range(0, len(weight), entering))
            layers += [Dense(rows, tuple(bias)), ACTIVATIONS[self.activation]()]
            entering = self.width
        return Network.of(self.inputs, layers)

    def _rounded(self, values: NDArray[Any]) -> list[fmpq]:
        # a power of two times a double is exact, and so are integers below 2^62
        return [fmpq(int(x), 1 << self.bits) for x in np.rint(values * 2.0**self.bits).tolist()]

    def to_json(self) -> dict[str, Any]:
        """As the command prints it."""
        return {
            "inputs": self.inputs,
            "width": self.width,
            "depth": self.depth,
            "activation": self.activation,
            "sigma_w": number_text(self.sigma_w),
            "sigma_b": number_text(self.sigma_b),
            "weights": self.weights,
            "bits": self.bits,
        }


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
class EnsembleTrajectory:
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
