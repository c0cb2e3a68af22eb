"""A decision region after every layer: Betti numbers and torsion of its images, with certificates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from exactnet.certs import Certificate
from exactnet.compile.box import Box
from exactnet.compile.places import Place
from exactnet.compile.polyhedral import MAX_CELLS, PolyhedralComplex, compile_complex
from exactnet.compile.refinement import CellProgress
from exactnet.complexes import cell_evidence
from exactnet.display import Displayed
from exactnet.errors import InputError
from exactnet.exact.integers import IntArray, primitive_rows
from exactnet.exact.rational import QLike, number_text, rational
from exactnet.model import Network
from exactnet.model.evaluation import push
from exactnet.topology.betti import homology
from exactnet.topology.chains import ChainBasis
from exactnet.topology.decision_set import DecisionSet
from exactnet.topology.evidence import steps_json
from exactnet.topology.images.cells import Cell, maximal_cells
from exactnet.topology.images.cover import Cover, cover
from exactnet.topology.images.nerve import Nerve, nerve
from exactnet.topology.matching import Matching, match
from exactnet.topology.sets import Output, Relation, faces_in_set, with_level
from exactnet.topology.smith import Smith

__all__ = ["ImageHomology", "ImageProgress", "LayerImages", "image_homology"]

ImageProgress = Callable[[int, int, int, int], None]
"""Called with (layer, layers, convex pieces, simplices so far)."""


@dataclass(frozen=True, eq=False)
class ImageHomology:
    """The integer homology of a region's image after some layers.

    Attributes
    ----------
    layer
        How many layers have acted.
    width
        The number of units then: the image lies in R^width.
    betti, torsion
        Of H_0, H_1, ..: as many as the number of inputs plus one, or `width` if that is less. (All others are 0.)
    cover, nerve
        Convex pieces of the image, and which of them meet.
    matching, smith
        How the simplices cancel (None if the image is empty), and Smith's forms of what is left.
    """

    layer: int
    width: int
    betti: tuple[int, ...]
    torsion: tuple[tuple[int, ...], ...]
    cover: Cover = field(repr=False)
    nerve: Nerve = field(repr=False)
    matching: Matching | None = field(repr=False)
    smith: tuple[Smith, ...] = field(repr=False)

    @property
    def euler(self) -> int:
        """The Euler characteristic: the alternating sum of the Betti numbers."""
        return sum((-1) ** k * b for k, b in enumerate(self.betti))

    @property
    def claim(self) -> dict[str, Any]:
        """What is certified of this layer."""
        return {
            "layer": self.layer,
            "betti": list(self.betti),
            "torsion": [list(orders) for orders in self.torsion],
            "euler": self.euler,
        }

    @property
    def evidence(self) -> dict[str, Any]:
        """The pieces, where they meet and where they do not, and how the simplices cancel."""
        found = self.cover
        return {
            "pieces": [[piece.cell.dimension, piece.cell.number] for piece in found.pieces],
            "points": [[c, [number_text(x) for x in point]] for (c, _), point in found.shown.items()],
            "inside": [[cell.dimension, cell.number, c] for cell, c in found.inside],
            "apart": [[list(simplex), [list(y) for y in shown.vectors[:-1]]] for simplex, shown in self.nerve.apart],
            "steps": [] if self.matching is None else steps_json(self.matching),
            "smith": [form.to_json() for form in self.smith],
        }

    def to_json(self) -> dict[str, Any]:
        """JSON values: the claim, the image's dimension, and how large the computation was."""
        return {
            **self.claim,
            "width": self.width,
            "dimension": self.cover.dimension,
            "cells": len(self.cover.pieces) + len(self.cover.inside),
            "effort": {"pieces": len(self.cover.pieces), "simplices": [len(level) for level in self.nerve.simplices]},
        }

    def __repr__(self) -> str:
        return f"ImageHomology(layer {self.layer}: {self.betti})"


@dataclass(frozen=True, eq=False)
class LayerImages(Displayed):
    """A closed decision region and its images under the first layers of a network.

    Attributes
    ----------
    network, region
        The set.
    layers
        Its images, layer 0 (the set itself) first.
    complex
        The cells of the set, on each of which every layer is affine.
    """

    network: Network
    region: DecisionSet
    layers: tuple[ImageHomology, ...]
    complex: PolyhedralComplex = field(repr=False)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The types of the layers."""
        return tuple(layer.type_name for layer in self.network.layers)

    @cached_property
    def claim(self) -> dict[str, Any]:
        """What is certified."""
        return {
            "rule": "image_betti",
            **self.region.claim,
            "layers": [image.claim for image in self.layers],
        }

    @cached_property
    def certificate(self) -> Certificate:
        """The certificate of `claim`."""
        evidence = cell_evidence(self.complex, {"images": [image.evidence for image in self.layers]})
        return Certificate(self.claim, self.network.certificate_subject, evidence)

    def to_json(self) -> dict[str, Any]:
        """JSON values: the set, and a row for each layer."""
        return {**self.region.claim, "rows": [image.to_json() for image in self.layers]}

    def __repr__(self) -> str:
        return f"LayerImages({self.region.text}: {', '.join(str(image.betti) for image in self.layers)})"


def image_homology(
    network: Network,
    domain: Place,
    relation: Relation = Relation.LE,
    level: QLike = 0,
    output: Output = (0,),
    *,
    layers: Sequence[int] | None = None,
    max_cells: int = MAX_CELLS,
    progress: CellProgress | None = None,
    image_progress: ImageProgress | None = None,
) -> LayerImages:
    """The integer homology of a closed decision region's image after every layer, exactly.

    The image is a union of convex polytopes, the images of the cells on which all layers are affine; so it has the homology of
    the nerve of these polytopes.

    Parameters
    ----------
    layers
        After how many layers to look, in increasing order; by default 0, 1, .. to the last.

    Raises
    ------
    InputError
        If the set is open, the domain is R^d, the network has more inputs than six, or there is no such layer.
    UndecidedError
        If more than ``max_cells`` cells appear, or an image needs too many pieces or has too many that meet.

    Examples
    --------
    >>> from exactnet.model import Abs, Dense
    >>> two = Network.of(1, [Abs(), Dense.of([[-1]], [1])])  # 1 - |x| <= 0: two rays
    >>> [image.betti for image in image_homology(two, Box.parse("box:-2,2", 1)).layers]
    [(2,), (1,), (1,)]
    """
    if not relation.is_closed:
        raise InputError("the images of closed sets are taken: le, ge or eq")
    if isinstance(domain, Box) and domain.sides is None:
        raise InputError("images are taken of bounded sets; give a box or a polytope as the domain")
    chosen = list(range(len(network.layers) + 1)) if layers is None else list(layers)
    for l in chosen:  # noqa: E741
        if not 0 <= l <= len(network.layers):
            raise InputError(f"there is no layer {l}; the network has {len(network.layers)}, and 0 is its input")
    exact = rational(level)
    complex_ = compile_complex(with_level(network, output, exact), domain, max_cells=max_cells, progress=progress)
    cells = maximal_cells(complex_.lattice, faces_in_set(complex_, relation))
    found = []
    for l in sorted(set(chosen)):  # noqa: E741
        steps = network.elementary_steps[: sum(len(layer.steps) for layer in network.layers[:l])]
        images = primitive_rows(push(complex_.points, steps))
        if image_progress is not None:
            image_progress(l, len(network.layers), 0, 0)
        found.append(_after(l, cells, complex_.points, images, len(network.layers), image_progress))
    return LayerImages(network, DecisionSet(output, relation, exact, domain), tuple(found), complex_)


def _after(
    layer: int,
    cells: Sequence[Cell],
    vertices: IntArray,
    images: IntArray,
    layers: int,
    progress: ImageProgress | None,
) -> ImageHomology:
    width, inputs = images.shape[1] - 1, vertices.shape[1] - 1
    entries = min(inputs + 1, width)
    pieces = cover(cells, vertices, images)
    top = min(pieces.dimension + 1, width)
    if not pieces.pieces:
        nothing = (0,) * entries
        return ImageHomology(layer, width, nothing, ((),) * entries, pieces, Nerve([], []), None, ())
    found = nerve(pieces, top, None if progress is None else lambda n: progress(layer, layers, len(pieces.pieces), n))
    lattice = found.lattice
    matching = match(
        ChainBasis(lattice, [np.ones(lattice.count(k), dtype=bool) for k in range(top + 1)], is_dual=False)
    )
    betti, torsion, smith = homology(matching)
    # the homology in the highest degree is that of the skeleton, not of the nerve
    return ImageHomology(
        layer,
        width,
        (*betti[:top], *(0,) * (entries - top)),
        (*torsion[:top], *((),) * (entries - top)),
        pieces,
        found,
        matching,
        smith,
    )
