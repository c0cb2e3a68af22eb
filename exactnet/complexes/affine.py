"""The exact affine map of every cell, by composing layers along its activation pattern."""

from __future__ import annotations

import numpy as np

from exactnet.compile.forms import PatternForms
from exactnet.compile.polyhedral import PolyhedralComplex
from exactnet.exact.integers import IntArray
from exactnet.model import ElementaryLayer

__all__ = ["cell_maps"]


def cell_maps(complex_: PolyhedralComplex) -> tuple[IntArray, int]:
    """Affine maps of the cells, and their common denominator.

    Returns
    -------
    forms : integers, shape (cells, outputs, 1 + d)
        Constant term and coefficients of each output, times the denominator.
    denominator
        The same positive integer for all cells, so that equal maps are equal integers.
    """
    signs = complex_.wall_signs
    forms = PatternForms(len(signs), complex_.network.inputs)
    column = 0
    for step in complex_.network.steps:
        width = forms.heights(step).shape[2] if isinstance(step, ElementaryLayer) else 0
        forms.advance(step, signs[:, column : column + width])
        column += width
    return np.swapaxes(forms.rows[forms.pattern, :, 1:], 1, 2), forms.denominator
