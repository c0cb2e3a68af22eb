"""The exact affine map of every cell, by composing layers along its activation pattern."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from exactnet.compile.polyhedral import PolyhedralComplex
from exactnet.exact.integers import IntArray, add, matmul, narrow, scale
from exactnet.model import Dense, Maxout, Pointwise, Residual
from exactnet.model.layer import Layer

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
    composition = _composed(complex_, cells)
    return np.swapaxes(composition.forms, 1, 2), composition.denominator


def map_names(complex_: PolyhedralComplex, modulus: int = _PRIME) -> Index:
    """A number for each cell, equal exactly where the affine maps are: 0, 1, .. in the order of the cells.

    Maps with different residues differ; only those that share theirs are compared as they are.
    """
    residues = _composed(complex_, None, modulus).forms
    _, group, sizes = np.unique(residues.reshape(len(residues), -1), axis=0, return_inverse=True, return_counts=True)
    group = group.ravel()
    shared = np.flatnonzero(sizes[group] > 1)
    forms, _ = cell_maps(complex_, shared)
    keys: list[tuple[int, ...]] = [(g,) for g in group.tolist()]
    for cell, row in zip(shared.tolist(), forms.reshape(len(shared), residues[0].size).tolist(), strict=True):
        keys[cell] += tuple(row)
    names: dict[tuple[int, ...], int] = {}
    return np.array([names.setdefault(key, len(names)) for key in keys], dtype=np.int64)


def constant_cells(complex_: PolyhedralComplex, modulus: int = _PRIME) -> NDArray[np.bool_]:
    """Whether the affine map of each cell is constant."""
    constant = np.asarray((_composed(complex_, None, modulus).forms[:, 1:] == 0).all(axis=(1, 2)), dtype=bool)
    candidates = np.flatnonzero(constant)
    forms, _ = cell_maps(complex_, candidates)
    constant[candidates] = (forms[:, :, 1:] == 0).all(axis=(1, 2))
    return constant


def _composed(complex_: PolyhedralComplex, cells: Index | None, modulus: int | None = None) -> _Composition:
    composition = _Composition(complex_, cells, modulus)
    for layer in complex_.network.layers:
        composition.advance(layer)
    return composition


class _Composition:
    """Forms of shape (cells, 1 + d, units): for every cell, the units as affine functions of the input; exact or residues."""

    def __init__(self, complex_: PolyhedralComplex, cells: Index | None, modulus: int | None) -> None:
        d = complex_.network.inputs
        signs = complex_.cell_signs
        self._signs = signs if cells is None else signs[cells]
        self._modulus = modulus
        self._next_wall = 0
        start = np.eye(1 + d, dtype=np.int64)[:, 1:]
        self.forms: IntArray = np.broadcast_to(start, (len(self._signs), 1 + d, d))
        self.denominator = 1

    def _factor(self, number: int) -> int:
        return number if self._modulus is None else number % self._modulus

    def _kept(self, forms: IntArray) -> IntArray:
        return narrow(forms if self._modulus is None else forms % self._modulus)

    def advance(self, layer: Layer) -> None:
        match layer:
            case Residual(layers):
                entered, before = self.forms, self.denominator
                for inner in layers:
                    self.advance(inner)
                self.forms = self._kept(add(self.forms, scale(entered, self._factor(self.denominator // before))))
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
        table = self._kept(layer.integer_matrix)
        flat = matmul(self.forms.reshape(cells * terms, width), table[1:, 1:]).reshape(cells, terms, table.shape[1] - 1)
        self.denominator *= layer.multiplier
        constant = scale(table[:1, 1:], self._factor(self.denominator // layer.multiplier))
        self.forms = self._kept(np.concatenate((add(flat[:, :1], constant[None]), flat[:, 1:]), axis=1))

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
            value = scale(self.forms, self._factor(int((slope * common).p)))
            if offset != 0:
                shift = np.zeros((1, self.forms.shape[1], 1), dtype=object)
                shift[0, 0, 0] = self._factor(int((offset * common).p) * self.denominator)
                value = add(value, narrow(shift))
            result = np.where((piece == k)[:, None, :], value, result)
        self.forms = self._kept(result)
        self.denominator *= common
