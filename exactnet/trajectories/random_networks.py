"""Random networks, drawn from a seed by a stated rule; their weights are dyadic rationals.

How weights are drawn: draw i uses numpy's ``default_rng([seed, i])``. Layer by layer, first the weights row by row, then the
biases, it gives doubles g of mean 0 and variance 1: ``standard_normal``; signs, ``2 integers(2) - 1``; or uniform ones,
``sqrt(3) (2 random() - 1)``. The weight is the double (sigma_w / sqrt(k)) g rounded to a multiple of 2^-bits, half to even; the
bias sigma_b g likewise. k is the width of every layer, whatever enters it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.errors import InputError
from exactnet.exact.rational import QLike, number_text, rational
from exactnet.model import Dense, HardTanh, Layer, Network, Relu

__all__ = ["ACTIVATIONS", "DISTRIBUTIONS", "Ensemble"]

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
        sw, sb, k = _nearest(self.sigma_w), _nearest(self.sigma_b), self.width
        s = sqrt(sw * sw + sb * sb)
        return sw * sqrt(k / (k + 1 if self.activation == "relu" else s * s + k * s))

    def draw(self, seed: int, number: int) -> Network:
        """One network."""
        rng = np.random.default_rng([seed, number])
        deviations = _nearest(self.sigma_w) / sqrt(self.width), _nearest(self.sigma_b)
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


def _nearest(value: fmpq) -> float:
    return int(value.p) / int(value.q)
