"""The network: a frozen chain of layers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flint import fmpq

from exactnet.certs.canonical import Fragment, digest
from exactnet.display import Displayed, Sheet, Table, latex_words, layered
from exactnet.errors import InputError
from exactnet.exact.integers import as_rows
from exactnet.exact.rational import QLike, rational
from exactnet.model.affine import Dense
from exactnet.model.evaluation import push
from exactnet.model.layer import ElementaryLayer, ElementaryStep, GateLayer, Layer, SemiAlgebraicLayer, Step
from exactnet.model.pointwise import Relu
from exactnet.model.residual import Residual

__all__ = ["Network"]

_SHOWN_NUMBERS = 64
"""Weights and biases of networks that notebooks show with all of them."""
_SHOWN_LAYERS = 12
"""Layers in a formula; of more, the first and the last ones."""


@dataclass(frozen=True)
class Network(Displayed):
    """A network with exact rational weights.

    Attributes
    ----------
    inputs
        Dimension of the input.
    layers
        The chain of layers.
    name
        For people only: not part of the digest.

    Examples
    --------
    >>> tent = Network.of(1, [Dense.of([[1], [2]], [0, -1]), Relu(), Dense.of([["2", "-2"]], [0])], name="tent")
    >>> tent("3/4"), tent.widths
    ((1/2,), (2,))
    """

    inputs: int
    layers: tuple[Layer, ...]
    name: str = ""

    @classmethod
    def of(cls, inputs: int, layers: Sequence[Layer], name: str = "") -> Network:
        """Build and check that the layers fit one another; InputError names the layer that does not."""
        if inputs < 1:
            raise InputError(f"inputs must be a positive integer, not {inputs}")
        if not layers:
            raise InputError("the network has no layers; it needs at least one")
        width = inputs
        for i, layer in enumerate(layers):
            try:
                width = layer.outputs(width)
            except InputError as error:
                raise InputError(f"layers[{i}]: {error}") from None
        return cls(inputs, tuple(layers), name)

    @cached_property
    def outputs(self) -> int:
        """Dimension of the output."""
        width = self.inputs
        for layer in self.layers:
            width = layer.outputs(width)
        return width

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The computation, one layer of gates after another, residual blocks marked."""
        return tuple(step for layer in self.layers for step in layer.steps)

    @cached_property
    def gates(self) -> tuple[tuple[GateLayer, int], ...]:
        """Layers of gates in order, those inside residual blocks included, each with the width that enters it."""
        found = []
        width = self.inputs
        for step in self.steps:
            if isinstance(step, GateLayer):
                found.append((step, width))
                width = step.outputs(width)
        return tuple(found)

    @cached_property
    def piecewise_linear(self) -> bool:
        """Whether there is no semi-algebraic layer, at any depth."""
        return not any(isinstance(step, SemiAlgebraicLayer) for step in self.steps)

    def require_piecewise_linear(self, what: str) -> None:
        """InputError for a network with a semi-algebraic layer; ``what`` says what is done for others only."""
        for place, layer in _semi_algebraic(self.layers, "layers"):
            raise InputError(f"{what} for piecewise-linear networks; {place} is {layer.kind}")

    @cached_property
    def elementary_steps(self) -> tuple[ElementaryStep, ...]:
        """The steps of a piecewise-linear network (InputError for others)."""
        self.require_piecewise_linear("this is defined")
        return tuple(step for step in self.steps if isinstance(step, ElementaryStep))

    @cached_property
    def elementary(self) -> tuple[tuple[ElementaryLayer, int], ...]:
        """The layers of gates of a piecewise-linear network (InputError for others), each with the width that enters it."""
        self.require_piecewise_linear("this is defined")
        return tuple((layer, width) for layer, width in self.gates if isinstance(layer, ElementaryLayer))

    @cached_property
    def bending_layers(self) -> tuple[tuple[ElementaryLayer, int], ...]:
        """Those of `elementary` that are not affine."""
        return tuple((layer, width) for layer, width in self.elementary if layer.bending)

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """Widths of the hidden layers: the output widths of the layers that are not affine."""
        return tuple(layer.outputs(width) for layer, width in self.gates if layer.bending)

    @cached_property
    def is_plain_chain(self) -> bool:
        """Whether the network has no residual block."""
        return all(isinstance(layer, GateLayer) for layer in self.layers)

    @cached_property
    def is_relu_network(self) -> bool:
        """Whether all layers are dense or relu (dense layers in a row are one affine map, so they need not alternate)."""
        return all(isinstance(layer, Dense | Relu) for layer in self.layers)

    def __call__(self, x: QLike | Sequence[QLike]) -> tuple[fmpq, ...]:
        """Exact value at one point; a network of one input also takes a bare number."""
        point: list[Any] = list(x) if isinstance(x, list | tuple) else [x]
        return self.at([point])[0]

    def at(self, points: Sequence[Sequence[QLike]]) -> list[tuple[fmpq, ...]]:
        """Exact values at many points, shape (n, inputs), at once.

        Raises
        ------
        InputError
            If a point has the wrong number of coordinates.
        """
        exact = [[rational(x) for x in point] for point in points]
        for point in exact:
            if len(point) != self.inputs:
                raise InputError(f"a point has {len(point)} coordinates but the network has {self.inputs} inputs")
        if not exact:
            return []
        if not self.piecewise_linear:
            return [self._value(point) for point in exact]
        rows = push(as_rows(exact), self.elementary_steps)
        return [tuple(fmpq(u, w) for u in values) for w, *values in rows.tolist()]

    def _value(self, point: Sequence[fmpq]) -> tuple[fmpq, ...]:
        for layer in self.layers:
            point = layer.values(point)
        return tuple(point)

    def to_json(self) -> dict[str, Any]:
        """The canonical document, without the name."""
        return {
            "format": "exactnet-network/1",
            "inputs": self.inputs,
            "layers": [layer.to_json() for layer in self.layers],
        }

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical document: equal for equal networks however they were written."""
        return digest(self.to_json())

    @cached_property
    def certificate_subject(self) -> Fragment:
        """How a certificate names this network."""
        return Fragment({"type": "network", "sha256": self.digest, "network": self.to_json()})

    def _sheet(self) -> Sheet:
        numbers = sum(len(layer.bias) * (1 + len(layer.weight[0])) for layer in self.layers if isinstance(layer, Dense))
        rows: list[dict[str, Any]] = []
        width = self.inputs
        for layer in self.layers:
            width = layer.outputs(width)
            fields = {key: value for key, value in layer.to_json().items() if key != "type"}
            details = fields if fields and numbers <= _SHOWN_NUMBERS else None
            rows.append({"layer": layer.type_name, "units": width, "numbers": details})
        shape = layered((self.inputs, *self.widths, self.outputs))
        facts = {"shape": shape, "weights and biases": numbers, "SHA-256": self.digest}
        return Sheet(f"Network {self.name}".rstrip(), facts, [Table(rows)])

    def _repr_latex_(self) -> str:
        steps, width = [], self.inputs
        for layer in self.layers:
            width = layer.outputs(width)
            steps.append(rf" \xrightarrow{{{latex_words(layer.type_name)}}} \mathbf{{R}}^{{{width}}}")
        if len(steps) > _SHOWN_LAYERS:
            steps[_SHOWN_LAYERS // 2 : -_SHOWN_LAYERS // 2] = [r" \to \cdots"]
        return rf"$\mathbf{{R}}^{{{self.inputs}}}{''.join(steps)}$"

    def __repr__(self) -> str:
        shape = "-".join(map(str, (self.inputs, *self.widths, self.outputs)))
        return f"Network({self.name or 'unnamed'}, {shape})"


def _semi_algebraic(layers: Sequence[Layer], where: str) -> Iterator[tuple[str, SemiAlgebraicLayer]]:
    """Semi-algebraic layers with their places in the document."""
    for i, layer in enumerate(layers):
        if isinstance(layer, SemiAlgebraicLayer):
            yield f"{where}[{i}]", layer
        elif isinstance(layer, Residual):
            yield from _semi_algebraic(layer.layers, f"{where}[{i}].layers")
