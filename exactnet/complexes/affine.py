"""The exact affine map of every cell, by composing layers along its activation pattern."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from exactnet.compile.forms import PatternForms
from exactnet.compile.polyhedral import PolyhedralComplex
from exactnet.exact.integers import IntArray
from exactnet.exact.names import row_names

__all__ = ["cell_maps", "constant_cells", "map_names"]

Index = NDArray[np.int64]

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
    forms = _composed(complex_, cells)
    return np.swapaxes(forms.rows[forms.pattern, :, 1:], 1, 2), forms.denominator


def map_names(complex_: PolyhedralComplex, modulus: int = _PRIME) -> Index:
    """A number for each cell, equal exactly where the affine maps are: 0, 1, .. in the order of the cells.

    Maps with different residues differ; only those that share theirs are compared as they are.
    """
    residues = _composed(complex_, None, modulus)
    of_pattern, _ = row_names(residues.rows[:, :, 1:])
    group = of_pattern[residues.pattern]
    shared = np.flatnonzero(np.bincount(group)[group] > 1)
    exact = _composed(complex_, shared)
    same_map, _ = row_names(exact.rows[:, :, 1:])
    keys = np.stack((group, np.full(len(group), -1)), axis=1)
    keys[shared, 1] = same_map[exact.pattern]
    names, first = row_names(keys)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[names]


def constant_cells(complex_: PolyhedralComplex, modulus: int = _PRIME) -> NDArray[np.bool_]:
    """Whether the affine map of each cell is constant."""
    residues = _composed(complex_, None, modulus)
    constant = np.asarray((residues.rows[:, 1:, 1:] == 0).all(axis=(1, 2)), dtype=bool)[residues.pattern]
    candidates = np.flatnonzero(constant)
    forms, _ = cell_maps(complex_, candidates)
    constant[candidates] = (forms[:, :, 1:] == 0).all(axis=(1, 2))
    return constant


def _composed(complex_: PolyhedralComplex, cells: Index | None, modulus: int | None = None) -> PatternForms:
    """The outputs as forms for the patterns of cells; exact, or residues."""
    signs = complex_.wall_signs if cells is None else complex_.wall_signs[cells]
    return PatternForms.along(complex_.network.steps, signs, complex_.network.inputs, modulus)
