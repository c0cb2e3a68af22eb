"""Linear regions looked at: how many each layer makes, what each unit cuts, how large they are, how the slope changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.certs import Certificate
from exactnet.compile.polyhedral import PolyhedralComplex
from exactnet.complexes.affine import cell_maps, map_names
from exactnet.complexes.certificates import cell_evidence, region_certificate
from exactnet.complexes.counts import linear_regions
from exactnet.complexes.simplices import Simplices
from exactnet.display import Displayed
from exactnet.exact.names import row_names
from exactnet.exact.rational import balanced_sum, number_text
from exactnet.model import Dense, ElementaryLayer, LayerPlace, layer_places

__all__ = ["Criteria", "LayerCriteria", "SlopeChange", "Spread", "region_criteria"]

Names = NDArray[np.int64]


@dataclass(frozen=True)
class Spread:
    """The sizes of some regions: the smallest, the mean and the largest one."""

    least: fmpq
    mean: fmpq
    largest: fmpq

    @classmethod
    def of(cls, values: list[fmpq]) -> Spread:
        """Of a list that is not empty."""
        return cls(min(values), balanced_sum(values) / len(values), max(values))

    def to_json(self) -> dict[str, str]:
        """JSON values."""
        return {"least": number_text(self.least), "mean": number_text(self.mean), "largest": number_text(self.largest)}


@dataclass(frozen=True)
class LayerCriteria:
    """A layer that bends.

    Attributes
    ----------
    regions
        Activation regions of the network up to this layer.
    cuts
        For each bit of its patterns (see ``docs/criteria.md``; of a relu layer its units): how many regions of the network before
        this layer have points with interior on both sides.
    sizes
        Of those regions up to this layer; None on R^d.
    """

    regions: int
    cuts: tuple[int, ...]
    sizes: Spread | None


@dataclass(frozen=True)
class SlopeChange:
    """Two linear regions side by side.

    Attributes
    ----------
    first, second
        Their numbers.
    change
        The slopes of the second, less those of the first: a row an output.
    squared
        The sum of the squares of all its entries.
    """

    first: int
    second: int
    change: tuple[tuple[fmpq, ...], ...]
    squared: fmpq


@dataclass(frozen=True, eq=False)
class Criteria(Displayed):
    """Number, size and slope change of the linear regions of a network.

    Attributes
    ----------
    complex
        The cells.
    regions
        For every cell the number of its linear region.
    layers
        Layer by layer, those that bend.
    sizes
        Volume of each linear region; None on R^d.
    changes
        Between neighbouring linear regions.
    """

    complex: PolyhedralComplex
    regions: Names = field(repr=False)
    layers: tuple[LayerCriteria, ...]
    sizes: tuple[fmpq, ...] | None
    changes: tuple[SlopeChange, ...]

    @property
    def linear_regions(self) -> int:
        """Their number."""
        return int(self.regions.max()) + 1

    @property
    def places(self) -> tuple[tuple[LayerPlace, ElementaryLayer], ...]:
        """Where the layers that bend stand in the network, and what they are."""
        found = layer_places(self.complex.network.layers)
        return tuple((place, layer) for place, layer in found if isinstance(layer, ElementaryLayer) and layer.bending)

    @property
    def units(self) -> int:
        """Hidden units."""
        return sum(self.complex.network.widths)

    @property
    def parameters(self) -> int:
        """Weights and biases of all dense layers."""
        layers = (layer for layer, _ in self.complex.network.elementary if isinstance(layer, Dense))
        return sum(len(layer.bias) * (1 + len(layer.weight[0])) for layer in layers)

    @cached_property
    def quantities(self) -> dict[str, Any]:
        """What the certificate is about."""
        found: dict[str, Any] = {
            "linear_regions": self.linear_regions,
            "layer_regions": [layer.regions for layer in self.layers],
            "unit_cuts": [list(layer.cuts) for layer in self.layers],
            "slope_changes": [number_text(x) for x in sorted(change.squared for change in self.changes)],
        }
        if self.sizes is not None:
            found["volumes"] = [number_text(x) for x in sorted(self.sizes)]
        return found

    @cached_property
    def certificate(self) -> Certificate:
        """The certificate of `quantities`."""
        complex_ = self.complex
        return region_certificate(complex_.network, complex_.domain, self.quantities, cell_evidence(complex_))

    def to_json(self) -> dict[str, Any]:
        """JSON values: what is certified, and under ``exact`` what is computed exactly, but not in the certificate."""
        sizes = [None if layer.sizes is None else layer.sizes.to_json() for layer in self.layers]
        changes = [
            {
                "regions": [c.first, c.second],
                "change": [[number_text(x) for x in row] for row in c.change],
                "squared": number_text(c.squared),
            }
            for c in self.changes
        ]
        return {
            **self.quantities,
            "domain": self.complex.domain.to_json(),
            "units": self.units,
            "parameters": self.parameters,
            "layers": [
                {"layer": place.layer, "place": place.path, "type": kind.type_name} for place, kind in self.places
            ],
            "exact": {
                "layer_sizes": sizes,
                "region_sizes": None if self.sizes is None else [number_text(x) for x in self.sizes],
                "changes": changes,
            },
        }


def region_criteria(complex_: PolyhedralComplex) -> Criteria:
    """Measure the linear regions of a complex, exactly.

    Raises
    ------
    UndecidedError
        If the cells make too many simplices (`exactnet.complexes.MAX_SIMPLICES`).

    Examples
    --------
    >>> from exactnet.compile.box import Box
    >>> from exactnet.compile.polyhedral import compile_complex
    >>> from exactnet.model import Network, Relu
    >>> fold = Network.of(1, [Dense.of([[1], [2]], [0, -1]), Relu(), Dense.of([[2, -2]], [0])])
    >>> found = region_criteria(compile_complex(fold, Box.parse("box:-1,2", 1)))
    >>> found.sizes, [change.change for change in found.changes]
    ((1, 1/2, 3/2), [((2,),), ((-4,),)])
    >>> found.layers[0].regions, found.layers[0].cuts
    (3, (1, 1))
    """
    regions = linear_regions(complex_, map_names(complex_))
    bounded = not complex_.ideal.any()
    simplices = Simplices(complex_) if bounded else None
    layers = []
    for names, cuts in _layers(complex_):
        volumes = None if simplices is None else Spread.of(simplices.volumes_by(names))
        layers.append(LayerCriteria(int(names.max()) + 1, cuts, volumes))
    sizes = None if simplices is None else tuple(simplices.volumes_by(regions))
    return Criteria(complex_, regions, tuple(layers), sizes, tuple(_changes(complex_, regions)))


def _layers(complex_: PolyhedralComplex) -> Iterator[tuple[Names, tuple[int, ...]]]:
    """For every layer, numbers of the cells that are equal where their patterns up to it are, and the cuts of its bits."""
    on = complex_.cell_signs > 0
    names, column = np.zeros(len(on), dtype=np.int64), 0
    for bits in complex_.layer_bits:
        part = on[:, column : column + bits]
        column += bits
        order = np.argsort(names, kind="stable")
        start = np.flatnonzero(np.diff(names[order], prepend=-1))
        some, every = (each.reduceat(part[order], start) for each in (np.logical_or, np.logical_and))
        cuts = (some & ~every).sum(axis=0)
        words = np.concatenate((names[:, None].view(np.uint8), np.packbits(part, axis=1)), axis=1)
        names = row_names(words)[0]
        yield names, tuple(cuts.tolist())


def _changes(complex_: PolyhedralComplex, regions: Names) -> Iterator[SlopeChange]:
    """Neighbouring linear regions in increasing order of their numbers."""
    _, beside = complex_.lattice.shared_facets
    pairs = np.sort(regions[beside], axis=1)
    pairs = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)
    _, cell = np.unique(regions, return_index=True)
    forms, denominator = cell_maps(complex_, cell)
    slopes = forms[:, :, 1:].astype(object)
    for (i, j), change in zip(pairs.tolist(), slopes[pairs[:, 1]] - slopes[pairs[:, 0]], strict=True):
        rows = tuple(tuple(fmpq(x, denominator) for x in row) for row in change.tolist())
        yield SlopeChange(i, j, rows, fmpq(int((change * change).sum()), denominator * denominator))
