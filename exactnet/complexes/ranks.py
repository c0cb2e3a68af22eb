"""Ranks of Jacobian matrices: how many dimensions each layer keeps, region by region."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
from flint import fmpz_mat
from numpy.typing import NDArray

from exactnet.certs import Certificate, Fragment
from exactnet.compile.forms import PatternForms
from exactnet.compile.polyhedral import PolyhedralComplex
from exactnet.complexes.certificates import cell_evidence, region_certificate
from exactnet.complexes.counts import cells_of_patterns
from exactnet.display import Displayed
from exactnet.exact.names import row_names

__all__ = ["JacobianRanks", "jacobian_ranks"]

_BLOCK = 2**21
"""Numbers in the forms of one layer on a block of regions."""


@dataclass(frozen=True, eq=False)
class JacobianRanks(Displayed):
    """Ranks of the Jacobian matrices of x -> output of each layer, on every activation region.

    Attributes
    ----------
    complex
        What was looked at.
    ranks
        Shape (activation regions, layers); a residual block is one layer.
    """

    complex: PolyhedralComplex
    ranks: NDArray[np.int64]

    @cached_property
    def distribution(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """For each layer the pairs (rank, number of activation regions with it), ranks increasing."""
        counted = (np.unique(column, return_counts=True) for column in self.ranks.T)
        return tuple(tuple(zip(found.tolist(), times.tolist(), strict=True)) for found, times in counted)

    @cached_property
    def largest_increase(self) -> int:
        """The largest rank of a layer less that of the layer before, on any region (the input has rank d)."""
        inputs = np.full((len(self.ranks), 1), self.complex.network.inputs)
        return int(np.diff(self.ranks, axis=1, prepend=inputs).max())

    @cached_property
    def evidence(self) -> Fragment:
        """That the cells tile the domain."""
        return cell_evidence(self.complex)

    @cached_property
    def certificate(self) -> Certificate:
        """The certificate of the distribution (rule ``regions``)."""
        claimed = {"jacobian_ranks": [[list(pair) for pair in layer] for layer in self.distribution]}
        return region_certificate(self.complex.network, self.complex.domain, claimed, self.evidence)

    def to_json(self) -> dict[str, Any]:
        """JSON values: a row for each layer."""
        layers = [
            {"layer": i, "type": layer.type_name, "ranks": [list(pair) for pair in pairs]}
            for i, (layer, pairs) in enumerate(
                zip(self.complex.network.layers, self.distribution, strict=True), start=1
            )
        ]
        return {
            "activation_regions": len(self.ranks),
            "layers": layers,
            "largest_increase": self.largest_increase,
            "domain": self.complex.domain.to_json(),
        }


def jacobian_ranks(complex_: PolyhedralComplex) -> JacobianRanks:
    """The rank of every layer's Jacobian matrix on every activation region, exactly.

    Examples
    --------
    >>> from exactnet.compile.box import Box
    >>> from exactnet.compile.polyhedral import compile_complex
    >>> from exactnet.model import Dense, Network, Relu
    >>> net = Network.of(2, [Relu(), Dense.of([[1, 1], [2, 2]], [0, 0])])
    >>> jacobian_ranks(compile_complex(net, Box.parse("all", 2))).distribution
    (((0, 1), (1, 2), (2, 1)), ((0, 1), (1, 3)))
    """
    network = complex_.network
    signs = complex_.wall_signs[cells_of_patterns(complex_)]
    size = max(1, _BLOCK // ((1 + network.inputs) * max((width for _, width in network.elementary), default=1)))
    blocks = [_ranks(complex_, signs[start : start + size]) for start in range(0, len(signs), size)]
    return JacobianRanks(complex_, np.concatenate(blocks))


def _ranks(complex_: PolyhedralComplex, signs: NDArray[np.int8]) -> NDArray[np.int64]:
    """Shape (regions, layers), given the signs of all walls on each region."""
    network = complex_.network
    forms = PatternForms(len(signs), network.inputs)
    found = np.empty((len(signs), len(network.layers)), dtype=np.int64)
    steps = iter(network.elementary_steps)
    column = 0
    for i, layer in enumerate(network.layers):
        column = forms.advance_all(list(islice(steps, len(layer.steps))), signs, column)
        slopes = forms.rows[:, 1:, 1:]
        names, first = row_names(slopes)
        ranks = np.array([fmpz_mat(slopes[k].tolist()).rank() for k in first.tolist()])
        found[:, i] = ranks[names[forms.pattern]]
    return found
