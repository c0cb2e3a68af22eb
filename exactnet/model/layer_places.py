"""Where layers stand in a network: numbers for people, paths for documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exactnet.model.layer import Layer
from exactnet.model.residual import Residual

__all__ = ["LayerPlace", "layer_places"]


@dataclass(frozen=True)
class LayerPlace:
    """The place of a layer that is no residual block.

    Attributes
    ----------
    indices
        From 0: in the chain of the network, then in that of the residual block there, and so on.

    Examples
    --------
    >>> place = LayerPlace((1, 0))
    >>> place.number, place.path, place.layer
    ('2.1', 'layers[1].layers[0]', 2)
    """

    indices: tuple[int, ...]

    @property
    def layer(self) -> int:
        """The number of the layer of the network's chain that it is, or belongs to: counted from 1, as all commands do."""
        return self.indices[0] + 1

    @property
    def number(self) -> str:
        """Its number, counted from 1, with those in residual blocks after dots."""
        return ".".join(str(i + 1) for i in self.indices)

    def __str__(self) -> str:
        return self.number

    @property
    def path(self) -> str:
        """Where the JSON document has it."""
        return ".".join(f"layers[{i}]" for i in self.indices)


def layer_places(layers: Sequence[Layer]) -> Iterator[tuple[LayerPlace, Layer]]:
    """The layers that are no residual blocks, in the order in which they act, those of blocks in their places.

    Examples
    --------
    >>> from exactnet.model.pointwise import Relu
    >>> [place.number for place, _ in layer_places([Relu(), Residual((Relu(), Relu())), Relu()])]
    ['1', '2.1', '2.2', '3']
    """
    return _places(layers, ())


def _places(layers: Sequence[Layer], block: tuple[int, ...]) -> Iterator[tuple[LayerPlace, Layer]]:
    for i, layer in enumerate(layers):
        if isinstance(layer, Residual):
            yield from _places(layer.layers, (*block, i))
        else:
            yield LayerPlace((*block, i)), layer
