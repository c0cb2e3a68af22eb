"""The exact affine map of every cell, by composing layers along its activation pattern."""

from __future__ import annotations

import numpy as np

from exactnet.compile.polyhedral import PolyhedralComplex
from exactnet.exact.integers import IntArray, add, matmul, narrow, scale
from exactnet.model import Dense, Maxout, Pointwise, Residual
from exactnet.model.layer import Layer

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
    composition = _Composition(complex_)
    for layer in complex_.network.layers:
        composition.advance(layer)
    return np.swapaxes(composition.forms, 1, 2), composition.denominator


class _Composition:
    """Forms of shape (cells, 1 + d, units): for every cell, the units as affine functions of the input."""

    def __init__(self, complex_: PolyhedralComplex) -> None:
        d = complex_.network.inputs
        self._signs = complex_.cell_signs
        self._next_wall = 0
        start = np.eye(1 + d, dtype=np.int64)[:, 1:]
        self.forms: IntArray = np.broadcast_to(start, (len(self._signs), 1 + d, d))
        self.denominator = 1

    def advance(self, layer: Layer) -> None:
        match layer:
            case Residual(layers):
                entered, before = self.forms, self.denominator
                for inner in layers:
                    self.advance(inner)
                self.forms = add(self.forms, scale(entered, self.denominator // before))
            case Dense():
                self._affine(layer)
            case Pointwise():
                self._pointwise(layer)
            case Maxout():
                self._maximum(layer)
            case _:
                raise TypeError(f"no affine pieces of a {type(layer).__name__}")

    def _affine(self, layer: Dense) -> None:
        cells, terms, width = self.forms.shape
        table = layer.integer_matrix
        flat = matmul(self.forms.reshape(cells * terms, width), table[1:, 1:]).reshape(cells, terms, -1)
        self.denominator *= layer.multiplier
        constant = scale(table[:1, 1:], self.denominator // layer.multiplier)
        self.forms = narrow(np.concatenate((add(flat[:, :1], constant[None]), flat[:, 1:]), axis=1))

    def _maximum(self, layer: Maxout) -> None:
        columns = []
        for group in layer.groups:
            attains = self._signs[:, self._next_wall : self._next_wall + len(group)] > 0
            self._next_wall += len(group)
            unit = np.array(group)[attains.argmax(axis=1)]
            columns.append(np.take_along_axis(self.forms, unit[:, None, None], axis=2))
        self.forms = np.concatenate(columns, axis=2)

    def _pointwise(self, layer: Pointwise) -> None:
        width = self.forms.shape[2]
        walls = width * len(layer.breakpoints)
        signs = self._signs[:, self._next_wall : self._next_wall + walls]
        self._next_wall += walls
        piece = (signs > 0).reshape(len(signs), len(layer.breakpoints), width).sum(axis=1)
        common = layer.multiplier
        result = np.zeros_like(self.forms)
        for k, (slope, offset) in enumerate(layer.pieces):
            value = scale(self.forms, int((slope * common).p))
            if offset != 0:
                shift = np.zeros((1, self.forms.shape[1], 1), dtype=object)
                shift[0, 0, 0] = int((offset * common).p) * self.denominator
                value = add(value, narrow(shift))
            result = np.where((piece == k)[:, None, :], value, result)
        self.forms = narrow(result)
        self.denominator *= common
