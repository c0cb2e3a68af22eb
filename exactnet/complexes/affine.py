"""The exact affine map of every cell, by composing layers along its activation pattern."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from exactnet.compile.forms import PatternForms
from exactnet.compile.polyhedral import PolyhedralComplex
from exactnet.exact.integers import IntArray, narrow
from exactnet.exact.names import row_names

__all__ = ["cell_maps", "constant_cells", "map_names"]

Index = NDArray[np.int64]

_BLOCK = 2**21

_PRIME = 33_554_393
"""Below 2^25, so that products of residues stay far inside int64."""


def cell_maps(complex_: PolyhedralComplex, cells: Index | None = None) -> tuple[IntArray, int]:
    """Affine maps of the cells (or of some), and their common denominator.

    Returns
    -------
    forms : integers, shape (cells, outputs, 1 + d)
        Constant term and coefficients of each output, times the denominator.
    denominator
        The same positive integer for all cells, so that equal maps are equal integers.
    """
    forms, denominator = _composed(complex_, cells)
    return np.swapaxes(forms, 1, 2), denominator


def map_names(complex_: PolyhedralComplex, modulus: int = _PRIME) -> Index:
    """A number for each cell, equal exactly where the affine maps are: 0, 1, .. in the order of the cells.

    Maps with different residues differ; only those that share theirs are compared as they are.
    """
    residues, _ = _composed(complex_, None, modulus)
    group, _ = row_names(residues)
    shared = np.flatnonzero(np.bincount(group)[group] > 1)
    exact, _ = _composed(complex_, shared)
    keys = np.stack((group, np.full(len(group), -1)), axis=1)
    keys[shared, 1] = row_names(exact)[0]
    names, first = row_names(keys)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[names]


def constant_cells(complex_: PolyhedralComplex, modulus: int = _PRIME) -> NDArray[np.bool_]:
    """Whether the affine map of each cell is constant."""
    residues, _ = _composed(complex_, None, modulus)
    constant = np.asarray((residues[:, 1:] == 0).all(axis=(1, 2)), dtype=bool)
    candidates = np.flatnonzero(constant)
    exact, _ = _composed(complex_, candidates)
    constant[candidates] = (exact[:, 1:] == 0).all(axis=(1, 2))
    return constant


def _composed(complex_: PolyhedralComplex, cells: Index | None, modulus: int | None = None) -> tuple[IntArray, int]:
    """The outputs on cells as forms, shape (cells, 1 + d, outputs), and their denominator; exact, or residues.

    Cell by cell the forms of a whole layer are large, so cells go in blocks.
    """
    network = complex_.network
    signs = complex_.wall_signs if cells is None else complex_.wall_signs[cells]
    size = max(1, _BLOCK // ((1 + network.inputs) * max(width for _, width in network.elementary)))
    blocks = [
        PatternForms.along(network.elementary_steps, signs[start : start + size], network.inputs, modulus)
        for start in range(0, max(1, len(signs)), size)
    ]
    forms = np.concatenate([block.rows[block.pattern, :, 1:] for block in blocks])
    return narrow(forms), blocks[0].denominator
